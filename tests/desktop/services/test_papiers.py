"""Entering a paper CER again: whose it is, its draft and its paper born together (R-CER-17, R-CER-18)."""

from pathlib import Path

import pytest

from desktop.documents import pdf
from desktop.documents.papier import PagePapier
from desktop.documents.reperage import Repere
from desktop.documents.vierge import decrire_vierge
from desktop.models.tables import RECORDS
from desktop.services.bureau import Bureau
from desktop.services.poste import rows
from domain.accord.rules import Standing
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.desktop.services.test_travail import un_cer_decide
from tests.photos import photographier


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau, numero="D-0042", nom="Fontanel", prenom="Maëlle", civilite="mme")


def un_papier(bureau: Bureau, dossier: str | None, copie: int = 7) -> bytes:
    person = None
    if dossier is not None:
        with bureau.poste.replique.read() as connection:
            (person,) = rows(connection, "dossier", RECORDS["dossier"].c.id == dossier)
    return pdf.rendre(decrire_vierge(bureau.settings, copie, person))


def photos(folder: Path, paper: bytes) -> list[Path]:
    made = [folder / f"IMG_{rank}.jpg" for rank in range(2)]
    for rank, path in enumerate(made):
        path.write_bytes(photographier(paper, 7, rank))
    return made


def pages_of(bureau: Bureau, *files: Path) -> tuple[PagePapier, ...]:
    return tuple(page for path in files for page in bureau.papiers.lire(path))


def documents(bureau: Bureau) -> list[dict[str, object]]:
    with bureau.poste.replique.read() as connection:
        return [dict(one) for one in rows(connection, "document")]


def test_two_photos_become_a_draft_beside_its_paper(bureau: Bureau, dossier: str, tmp_path: Path) -> None:
    """R-CER-18: found by its code, filed in «CER scannés», nothing proposed but the number."""
    un_cer_decide(bureau, dossier, bureau.clock.now().date())
    pages = pages_of(bureau, *photos(tmp_path, un_papier(bureau, dossier)))
    known = bureau.papiers.reconnaitre(pages)
    assert known is not None
    assert (known.dossier, known.personne, known.avis) == (dossier, "Mme FONTANEL Maëlle", ())
    lu = bureau.cers.ouvrir(bureau.papiers.ressaisir(dossier, pages, known.repere))
    assert lu.values["numero"] == 2
    assert [lu.values[name] for name in ("date_signature", "date_debut", "situation", "type")] == [None] * 4
    assert lu.papier is not None
    assert lu.papier.ici
    (filed,) = documents(bureau)
    assert (filed["rangement"], filed["type"], filed["cer"]) == ("cer_scannes", "cer", lu.id)
    assert filed["repere"] == known.repere.code
    assert str(filed["nom"]).startswith("CER_FONTANEL_Maelle")
    assert bureau.documents.lire(lu.papier.id).startswith(b"%PDF")


def test_the_accord_on_paper_takes_the_date_of_the_paper(
    bureau: Bureau, dossier: str, tmp_path: Path
) -> None:
    """R-CER-18, R-CER-11."""
    pages = pages_of(bureau, *photos(tmp_path, un_papier(bureau, dossier)))
    cer = bureau.papiers.ressaisir(dossier, pages, None)
    with pytest.raises(RefusedError, match="date de signature"):
        bureau.cers.recueillir_accord(cer, "oui", "papier", "papier")
    bureau.saisie.save_field("cer", cer, "date_signature", "2026-11-12", None)
    bureau.saisie.flush()
    bureau.cers.recueillir_accord(cer, "oui", "papier", "papier")
    assert bureau.cers.ouvrir(cer).accord.standing is Standing.OUI


def test_a_paper_made_for_anybody_says_nobody(bureau: Bureau, tmp_path: Path) -> None:
    """R-CER-33."""
    known = bureau.papiers.reconnaitre(pages_of(bureau, *photos(tmp_path, un_papier(bureau, None))))
    assert known is not None
    assert (known.dossier, known.personne, known.avis) == (None, "", ())
    assert bureau.papiers.reconnaitre(()) is None


def test_a_code_typed_serves_as_well_as_one_read(bureau: Bureau, dossier: str) -> None:
    """R-CER-18: bad light, a QR that was cut off."""
    code = Repere(bureau.settings["cer.version"], 7, "D-0042").code
    known = bureau.papiers.reconnaitre((), f" {code.lower()} ")
    assert known is not None
    assert known.dossier == dossier
    with pytest.raises(RefusedError, match="erreur"):
        bureau.papiers.reconnaitre((), code[:-1] + ("A" if code[-1] != "A" else "B"))


def test_the_paper_of_someone_who_is_not_here_says_so(bureau: Bureau) -> None:
    known = bureau.papiers.reconnaitre((), Repere("2020-1", 7, "D-9999").code)
    assert known is not None
    assert known.dossier is None
    assert "D-9999, qui n’est pas sur ce poste" in known.avis[0]
    assert "ancien modèle 2020-1" in known.avis[1]


def test_pages_of_two_papers_are_not_mixed(bureau: Bureau, dossier: str, tmp_path: Path) -> None:
    first, _ = photos(tmp_path, un_papier(bureau, dossier, 7))
    pages = pages_of(bureau, first)
    (tmp_path / "autre").mkdir()
    other, _ = photos(tmp_path / "autre", un_papier(bureau, dossier, 8))
    with pytest.raises(RefusedError, match="deux contrats"):
        bureau.papiers.reconnaitre((*pages, *pages_of(bureau, other)))


def test_the_same_photos_twice_make_one_draft(bureau: Bureau, dossier: str, tmp_path: Path) -> None:
    """A double click, or the same evening's work done again."""
    pages = pages_of(bureau, *photos(tmp_path, un_papier(bureau, dossier)))
    bureau.papiers.ressaisir(dossier, pages, None)
    with pytest.raises(RefusedError, match="déjà dans le dossier"):
        bureau.papiers.ressaisir(dossier, pages, None)
    with bureau.poste.replique.read() as connection:
        assert len(rows(connection, "cer")) == 1


def test_other_photos_of_a_paper_already_entered_are_told_not_refused(
    bureau: Bureau, dossier: str, tmp_path: Path
) -> None:
    """Two computers number their copies apart: the same code is a sign, not a proof."""
    first, other = photos(tmp_path, un_papier(bureau, dossier))
    pages = pages_of(bureau, first)
    known = bureau.papiers.reconnaitre(pages)
    assert known is not None
    bureau.papiers.ressaisir(dossier, pages, known.repere)
    again = bureau.papiers.reconnaitre(pages_of(bureau, other))
    assert again is not None
    assert "déjà rangé" in again.avis[0]


def test_who_may_not_write_leaves_no_paper_behind(tmp_path: Path) -> None:
    """R-ACC-4: refused before anything is kept."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    (dossier,) = verser(bureau, "dossier", {"numero": "D-0042", "nom": "Fontanel", "prenom": "Maëlle"})
    pages = pages_of(bureau, *photos(tmp_path, un_papier(bureau, dossier)))
    with pytest.raises(RefusedError):
        bureau.papiers.ressaisir(dossier, pages, None)
    assert documents(bureau) == []
    bureau.poste.replique.close()


def test_a_secretariat_enters_papers_too(tmp_path: Path) -> None:
    """R-CER-18, decision 28."""
    bureau = un_bureau(tmp_path, Profile.SECRETARIAT_PROXIMITE)
    dossier = une_personne(bureau, numero="D-0042")
    pages = pages_of(bureau, *photos(tmp_path, un_papier(bureau, dossier)))
    assert bureau.cers.ouvrir(bureau.papiers.ressaisir(dossier, pages, None)).modifiable
    bureau.poste.replique.close()


def test_no_photo_no_draft(bureau: Bureau, dossier: str) -> None:
    with pytest.raises(RefusedError, match="photos"):
        bureau.papiers.ressaisir(dossier, (), None)


def un_papier_ailleurs(bureau: Bureau, dossier: str) -> tuple[str, str]:
    """Bring a CER and its paper, entered on another computer; return both."""
    (cer,) = verser(bureau, "cer", {"dossier": dossier, "numero": 1})
    paper: dict[str, Value] = {"dossier": dossier, "nom": "CER.pdf", "media": "application/pdf", "cer": cer}
    content: dict[str, Value] = {"taille": 10, "empreinte": "a" * 64, "contenu_present": True}
    (document,) = verser(bureau, "document", paper | content)
    return cer, document


def test_a_paper_is_read_on_another_computer_too(bureau: Bureau, dossier: str) -> None:
    cer, _document = un_papier_ailleurs(bureau, dossier)
    lu = bureau.cers.ouvrir(cer)
    assert lu.papier is not None
    assert not lu.papier.ici
