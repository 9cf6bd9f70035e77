"""Taking blank CERs along: as many as one wants, to nobody's name or to hers, or to fill in on a screen."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.services.bureau import Bureau
from desktop.views.apercu_vierge import ApercuVierge
from desktop.views.main_window import MainWindow
from tests.builders import une_personne
from tests.desktop.documents.lecture import texte_pdf
from tests.views.essai import verifier


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Answer «Enregistrer sous» with the name it proposes, in a folder of ours."""

    def answer(_parent: object, _title: str, proposed: str, *_rest: object) -> tuple[str, str]:
        return str(tmp_path / Path(proposed).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return tmp_path


def save(shown: ApercuVierge, saved: Path) -> bytes:
    before = set(saved.glob("*.pdf"))
    shown._save()
    (made,) = set(saved.glob("*.pdf")) - before
    return made.read_bytes()


def test_each_copy_taken_has_a_number_of_its_own_and_looking_takes_none(
    bureau: Bureau, window: MainWindow, saved: Path
) -> None:
    """R-CER-17, R-CER-33."""
    shown = ApercuVierge(bureau.editions, window)
    shown.show()
    verifier(shown)
    assert "exemplaire 1 " in texte_pdf(shown.produit.octets)
    shown.nombre.setValue(3)
    words = texte_pdf(save(shown, saved))
    assert [number for number in range(1, 6) if f"exemplaire {number}" in words] == [1, 2, 3]
    assert "exemplaire 4" in texte_pdf(ApercuVierge(bureau.editions, window).produit.octets)


def test_a_copy_to_her_name_bears_it_and_its_code_her_number(
    bureau: Bureau, window: MainWindow, saved: Path
) -> None:
    dossier = une_personne(bureau, numero="D-0042", nom="Fontanel", prenom="Maëlle")
    words = texte_pdf(save(ApercuVierge(bureau.editions, window, dossier), saved))
    assert "Fontanel" in words
    assert "/D-0042/" in words
    (made,) = saved.glob("*.pdf")
    assert "FONTANEL" in made.name


def test_one_to_fill_in_on_a_screen_has_fields_for_all_that_is_open(
    bureau: Bureau, window: MainWindow, saved: Path
) -> None:
    """Ours, hence read again by its code once filled in (R-CER-18)."""
    shown = ApercuVierge(bureau.editions, window)
    shown.a_remplir.click()
    (made,) = saved.glob("CER-a-remplir*.pdf")
    document = pypdfium2.PdfDocument(made.read_bytes())
    assert document.get_formtype() == 1, "a form that any reader fills in"
    names = fields(document)
    assert len(names) == len(set(names)), "two fields of one name would say the same"
    assert {"Nom", "Prénom", "Référent", "Évaluation commune du parcours", "Objectifs 1, Échéance"} <= set(
        names
    )
    document.close()


def fields(document: pypdfium2.PdfDocument) -> list[str]:
    raw = pypdfium2.raw
    document.init_forms()
    form = document.formenv.raw
    found = []
    for page in document:
        for rank in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, rank)
            size = raw.FPDFAnnot_GetFormFieldName(form, annotation, None, 0)
            buffer = (raw.FPDF_WCHAR * (size // 2))()
            raw.FPDFAnnot_GetFormFieldName(form, annotation, buffer, size)
            found.append(bytes(buffer).decode("utf-16-le").rstrip("\0"))
            raw.FPDFPage_CloseAnnot(annotation)
    return found
