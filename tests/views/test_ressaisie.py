"""Entering a paper CER again: its photos, its person, then form and paper side by side (R-CER-18)."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.documents.reperage import Repere
from desktop.services.bureau import Bureau
from desktop.views.blocs.alerte import Alerte
from desktop.views.cer import PageCer
from desktop.views.dossier import PageDossier
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from desktop.views.ressaisie import PageRessaisie
from desktop.views.vignette import Vignette
from domain.accord.rules import Standing
from tests.builders import une_personne
from tests.desktop.services.test_papiers import documents, photos, un_papier, un_papier_ailleurs
from tests.views.essai import Essai, verifier
from tests.views.fenetre import page


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau, numero="D-0042", nom="Fontanel", prenom="Maëlle", civilite="mme")


@pytest.fixture
def here(window: MainWindow, dossier: str, essai: Essai) -> PageRessaisie:
    assert dossier
    essai.cliquer(page(window, PageJournee).ressaisir)
    return page(window, PageRessaisie)


def take(here: PageRessaisie, files: list[Path], qtbot: QtBot) -> None:
    """Drop files on the page and wait until all are read."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    here.dropEvent(event)
    qtbot.waitUntil(lambda: here.choisir.isEnabled() and bool(here.lecture.text()), timeout=20_000)


def warnings(here: PageRessaisie) -> str:
    return " ".join(label.text() for one in here.findChildren(Alerte) for label in one.findChildren(QLabel))


def test_photos_dropped_name_the_person_and_open_her_draft_beside_them(
    bureau: Bureau,
    window: MainWindow,
    here: PageRessaisie,
    dossier: str,
    tmp_path: Path,
    essai: Essai,
    qtbot: QtBot,
) -> None:
    """R-CER-18."""
    assert not here.ressaisir.isEnabled()
    assert "les photos et la personne" in here.barre.mot()
    take(here, photos(tmp_path, un_papier(bureau, dossier)), qtbot)
    assert here.personne.text() == "Mme FONTANEL Maëlle"
    assert here.lecture.text() == "2\u00a0pages, code lu."
    assert here.code.text().startswith("CER/")
    verifier(window)
    essai.cliquer(here.ressaisir)
    shown = page(window, PageCer)
    assert shown.papier.isVisible()
    assert shown.corps.currentWidget() is shown.formulaire
    qtbot.waitUntil(lambda: len(shown.papier.pages.scene().items()) == 2, timeout=20_000)
    verifier(window)
    essai.cliquer(shown.voir_papier)
    assert not shown.papier.isVisible()
    window.retour()
    assert here._pages == [], "coming back, nothing is entered twice"


def test_the_answer_ticked_on_the_paper_is_recorded_as_such(
    bureau: Bureau, window: MainWindow, dossier: str, tmp_path: Path, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-18: accord on paper, at the date of the paper; a refusal too (R-CER-31)."""
    pages = [
        one for path in photos(tmp_path, un_papier(bureau, dossier)) for one in bureau.papiers.lire(path)
    ]
    cer = bureau.papiers.ressaisir(dossier, pages, None)
    window.ouvrir_cer(cer)
    shown = page(window, PageCer)
    accord = shown.formulaire.accord
    essai.cliquer(accord.reponse.boutons["non"])
    assert accord.moyen.choisi() == "papier"
    assert accord.moyen.boutons["signature"].isHidden()
    assert accord.motif.isHidden()
    essai.cliquer(accord.valider)
    assert "date de signature" in shown.barre.mot()
    bureau.saisie.save_field("cer", cer, "date_signature", "2026-11-12", None)
    bureau.saisie.flush()
    essai.cliquer(accord.valider)
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(cer).accord.standing is Standing.NON)
    assert bureau.cers.ouvrir(cer).accord.moyen_libelle == "Signature sur papier"
    qtbot.waitUntil(lambda: bool(shown.papier.pages.scene().items()), timeout=20_000)


def test_without_a_paper_the_means_on_paper_is_not_offered(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    window.ouvrir_cer(bureau.cers.nouveau(dossier))
    shown = page(window, PageCer)
    essai.cliquer(shown.formulaire.accord.reponse.boutons["oui"])
    assert shown.formulaire.accord.moyen.boutons["papier"].isHidden()
    assert shown.voir_papier.isHidden()
    assert shown.papier.isHidden()


def test_a_code_typed_finds_the_person_where_no_photo_says_it(
    bureau: Bureau, here: PageRessaisie, essai: Essai
) -> None:
    here.code.setFocus()
    essai.taper(here.code, "CER/2026-1/7/D-0042/ZZ")
    QTest.keyClick(here.code, Qt.Key.Key_Return)
    assert "erreur" in warnings(here)
    assert here.personne.text() == "Pas encore choisie"
    here.code.clear()
    essai.taper(here.code, Repere(bureau.settings["cer.version"], 7, "D-0042").code)
    QTest.keyClick(here.code, Qt.Key.Key_Return)
    assert here.personne.text() == "Mme FONTANEL Maëlle"


def test_a_paper_of_another_person_warns_the_one_who_came_from_a_dossier(
    bureau: Bureau, window: MainWindow, dossier: str, tmp_path: Path, qtbot: QtBot
) -> None:
    other = une_personne(bureau, numero="D-0043", nom="Garrel", prenom="Ousmane", civilite="m")
    window.ouvrir_dossier(other)
    page(window, PageDossier).ressaisir.trigger()
    here = page(window, PageRessaisie)
    assert here.personne.text() == "M. GARREL Ousmane"
    take(here, photos(tmp_path, un_papier(bureau, dossier)), qtbot)
    assert "porte le nom de Mme FONTANEL Maëlle" in warnings(here)
    assert here.personne.text() == "M. GARREL Ousmane"


def test_the_person_is_found_by_her_name_where_the_paper_names_nobody(
    bureau: Bureau, here: PageRessaisie, tmp_path: Path, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-33."""
    take(here, photos(tmp_path, un_papier(bureau, None)), qtbot)
    assert "Il manque la personne." in here.barre.mot()
    essai.cliquer(here.chercher)
    essai.taper(here.recherche.ligne, "fontanel")
    QTest.keyClick(here.recherche.ligne, Qt.Key.Key_Return)
    assert here.personne.text() == "Mme FONTANEL Maëlle"
    assert here.ressaisir.isEnabled()


def test_a_page_is_turned_or_taken_out(
    bureau: Bureau, here: PageRessaisie, dossier: str, tmp_path: Path, essai: Essai, qtbot: QtBot
) -> None:
    take(here, photos(tmp_path, un_papier(bureau, dossier)), qtbot)
    before = here._pages[0].image
    essai.cliquer(here.findChildren(Vignette)[0].tourner)
    assert here._pages[0].image != before
    qtbot.waitUntil(lambda: len(here.findChildren(Vignette)) == 2)
    essai.cliquer(here.findChildren(Vignette)[1].retirer)
    assert len(here._pages) == 1


def test_a_file_that_is_no_photo_is_told_and_the_others_are_read(
    bureau: Bureau, here: PageRessaisie, dossier: str, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "notes.txt"
    bad.write_text("rien")
    take(here, [bad, *photos(tmp_path, un_papier(bureau, dossier))], qtbot)
    assert "notes.txt" in warnings(here)
    assert len(here._pages) == 2


def test_closer_further_turned_by_the_keyboard(
    bureau: Bureau, window: MainWindow, dossier: str, tmp_path: Path, qtbot: QtBot
) -> None:
    """The hands stay on the keyboard while the paper is read."""
    pages = [
        one for path in photos(tmp_path, un_papier(bureau, dossier)) for one in bureau.papiers.lire(path)
    ]
    window.ouvrir_cer(bureau.papiers.ressaisir(dossier, pages, None))
    seen = page(window, PageCer).papier.pages
    qtbot.waitUntil(lambda: len(seen.scene().items()) == 2, timeout=20_000)
    here = page(window, PageCer)
    for key, expected in ((Qt.Key.Key_Plus, 1.25), (Qt.Key.Key_Minus, 1.0)):
        QTest.keyClick(here, key, Qt.KeyboardModifier.ControlModifier)
        assert seen.grossissement == pytest.approx(expected)
    top = seen.verticalScrollBar().value()
    QTest.keyClick(here, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert seen.verticalScrollBar().value() > top
    QTest.keyClick(here, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert seen.verticalScrollBar().value() == top
    QTest.keyClick(here, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert seen.quarts == 1


def test_a_paper_that_is_elsewhere_is_asked_for(bureau: Bureau, window: MainWindow, dossier: str) -> None:
    cer, document = un_papier_ailleurs(bureau, dossier)
    window.ouvrir_cer(cer)
    shown = page(window, PageCer)
    assert "pas sur ce poste" in " ".join(label.text() for label in shown.papier.findChildren(QLabel))
    shown.papier._ask()
    assert [one.id for one in bureau.documents.manquants([dossier])] == [document]
    assert len(documents(bureau)) == 1
