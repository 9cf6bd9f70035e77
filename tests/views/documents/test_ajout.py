"""Files dropped, photographed, given up: one after the other, each under its own name."""

from pathlib import Path

import pytest

from desktop.documents.apercu import nombre_de_pages
from desktop.documents.photos import redresser
from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte
from desktop.views.dossier.documents import OngletDocuments
from domain.errors import RefusedError
from tests.desktop.documents.test_photos import photo
from tests.views.documents.gestes import alertes, choisir, etats, lacher, un_pdf
from tests.views.essai import Essai, verifier


def test_a_dropped_photo_is_filed_under_a_name_made_for_it(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1, R-DOC-2: type, folder, and a name by the grid; one click each."""
    path = tmp_path / "IMG_20261120.jpg"
    path.write_bytes(photo((3_000, 2_000)))
    assert lacher(onglet, path)
    form = onglet.ajout
    essai.qtbot.waitUntil(form.nom.isVisible)
    assert "photo JPEG" in form.origine.text()
    assert form.nom.value() == "IMG-20261120_VAUTRIN_Elise_2026-11-20.jpg"
    essai.cliquer(form.ajouter_le)
    assert "ranger" in form.rangement.problem()
    choisir(form, "cv")
    assert (form.rangement.value(), form.nom.value()) == ("brsa", "CV_VAUTRIN_Elise_2026-11-20.jpg")
    verifier(onglet)
    essai.photo(onglet.window(), "documents_ajout")
    essai.cliquer(form.ajouter_le)
    essai.qtbot.waitUntil(lambda: etats(onglet) == ["À envoyer"])
    (seen,) = bureau.documents.lister(dossier)
    assert (seen.nom, seen.rangement_libelle) == (form.nom.value(), "Documents de la personne")
    assert not form.isVisible()
    assert onglet.mot.text().startswith("1\u00a0document à envoyer")


def test_files_are_taken_one_after_the_other_and_what_is_not_taken_says_why(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    wrong, good = tmp_path / "macro.xls", tmp_path / "lettre.pdf"
    wrong.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    good.write_bytes(un_pdf())
    assert lacher(onglet, wrong, good)
    form = onglet.ajout
    essai.qtbot.waitUntil(form.nom.isVisible)
    assert alertes(onglet)[0].startswith("macro.xls\u00a0: Ce document est d’un ancien format")
    essai.taper(form.nom, " à moi")
    typed = form.nom.value()
    choisir(form, "courrier")
    assert form.nom.value() == typed, "a name of one's own is left alone"
    essai.photo(onglet.window(), "documents_refus")
    essai.cliquer(form.ajouter_le)
    essai.qtbot.waitUntil(lambda: etats(onglet) == ["À envoyer"])
    assert alertes(onglet) == []
    assert bureau.documents.lister(dossier)[0].nom == typed


def test_giving_up_keeps_nothing(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    path = tmp_path / "lettre.pdf"
    path.write_bytes(un_pdf())
    onglet.prendre([path])
    essai.qtbot.waitUntil(onglet.ajout.nom.isVisible)
    essai.cliquer(onglet.ajout.renoncer)
    assert not onglet.ajout.isVisible()
    assert bureau.documents.lister(dossier) == ()


def test_files_of_one_drop_are_proposed_the_kind_of_the_first(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1, R-DOC-2: and no two of them bear one name."""
    for rank in (1, 2):
        (tmp_path / f"{rank}.pdf").write_bytes(b"%PDF-1.7 " + bytes([rank]))
    form = onglet.ajout
    onglet.prendre(sorted(tmp_path.glob("*.pdf")))
    essai.qtbot.waitUntil(form.nom.isVisible)
    choisir(form, "cv")
    assert form.rangement.value() == "brsa"
    choisir(form, "midem")
    assert form.rangement.value() == "courriers"
    essai.cliquer(form.ajouter_le)
    essai.qtbot.waitUntil(lambda: form.origine.text().startswith("2.pdf\u00a0: PDF"))
    essai.cliquer(form.ajouter_le)
    assert len(bureau.documents.lister(dossier)) == 1, "the second half of a double click files nothing"
    essai.qtbot.waitUntil(lambda: not form._rebond.isActive())
    assert (form.type.value(), form.rangement.value()) == ("midem", "courriers")
    essai.cliquer(form.ajouter_le)
    names = {one.nom for one in bureau.documents.lister(dossier)}
    stem = "Courrier-de-mise-en-demeure_VAUTRIN_Elise_2026-11-20"
    assert names == {f"{stem}.pdf", f"{stem}_2.pdf"}


def test_photos_of_one_letter_become_one_pdf(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1: three pages photographed are one document, in the order they were taken."""
    for rank in (1, 2, 3):
        (tmp_path / f"IMG_{rank}.jpg").write_bytes(photo((600, 800 + rank)))
    form = onglet.ajout
    onglet.prendre(sorted(tmp_path.glob("*.jpg")))
    essai.qtbot.waitUntil(form.nom.isVisible)
    assert form.reunir.text() == "Réunir les 3 photos en un PDF"
    essai.photo(onglet.window(), "documents_reunir")
    essai.cliquer(form.reunir)
    essai.qtbot.waitUntil(lambda: form.origine.text().startswith("IMG_1.jpg\u00a0: PDF"))
    assert not form.reunir.isVisible()
    choisir(form, "justificatif")
    essai.cliquer(form.ajouter_le)
    (filed,) = bureau.documents.lister(dossier)
    assert nombre_de_pages(bureau.documents.lire(filed.id)) == 3
    assert filed.nom == "Justificatif_VAUTRIN_Elise_2026-11-20.pdf"


def test_only_photos_are_made_one(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(photo((60, 80)))
    (tmp_path / "2.jpg").write_bytes(b"%PDF-1.7 ")
    with pytest.raises(RefusedError, match=r"2\.jpg\u00a0: seules des photos"):
        bureau.documents.relier(sorted(tmp_path.glob("*.jpg")))


def test_one_who_gives_up_while_a_file_is_read_takes_the_next_under_its_own_name(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1: the late answer is nobody's any more."""
    for rank in (1, 2):
        (tmp_path / f"IMG_{rank}.jpg").write_bytes(photo((600, 800 + rank)))
    form = onglet.ajout
    onglet.prendre([tmp_path / "IMG_1.jpg"])
    essai.cliquer(form.renoncer)
    onglet.prendre([tmp_path / "IMG_2.jpg"])
    essai.qtbot.waitUntil(form.nom.isVisible)
    choisir(form, "justificatif")
    form.nom.show_value("second.jpg")
    essai.cliquer(form.ajouter_le)
    (filed,) = bureau.documents.lister(dossier)
    assert bureau.documents.lire(filed.id) == redresser((tmp_path / "IMG_2.jpg").read_bytes())[0]


def test_a_photo_that_cannot_be_read_leaves_the_others_apart(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1: the one at fault is named, and every photo is still at hand."""
    for rank in (0, 1):
        (tmp_path / f"p{rank}.jpg").write_bytes(photo((600, 800 + rank)))
    (tmp_path / "p2.jpg").write_bytes(b"\xff\xd8\xff garbage")
    form = onglet.ajout
    onglet.prendre(sorted(tmp_path.glob("*.jpg")))
    essai.qtbot.waitUntil(form.reunir.isVisible)
    essai.cliquer(form.reunir)
    essai.qtbot.waitUntil(form.reunir.isVisible)
    (alerte,) = form.findChildren(Alerte)
    assert alerte.accessibleName().startswith("p2.jpg")
    assert form.origine.text().startswith("p0.jpg")
    assert form.origine.text().endswith("puis 2\u00a0autres")
    assert bureau.documents.lister(dossier) == ()
