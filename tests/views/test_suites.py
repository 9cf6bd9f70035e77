"""Renewing on screen: a type to choose where there are several, the last words within reach (R-CER-21)."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.dossier import PageDossier
from desktop.views.fields import EditeurChoix, EditeurTexte
from desktop.views.main_window import MainWindow
from tests.builders import une_personne
from tests.desktop.services.test_suites import un_cer_valide
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre, page


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture
def window(bureau: Bureau, dossier: str, essai: Essai) -> Iterator[MainWindow]:
    for made in fenetre(bureau, essai):
        made.ouvrir_dossier(dossier)
        yield made


def test_a_first_cer_opens_at_once(window: MainWindow, essai: Essai) -> None:
    """R-CER-22."""
    essai.cliquer(page(window, PageDossier).nouveau_cer)
    assert page(window, PageCer).isVisible()


def test_a_next_cer_is_begun_by_its_type(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-21, R-CER-22: the one that the rules propose is under Enter."""
    un_cer_valide(bureau, dossier)
    here = page(window, PageDossier)
    essai.cliquer(here.nouveau_cer)
    assert here.suites.actions()[0].text() == "Renouvellement"
    assert here.suites.activeAction() is here.suites.actions()[0]
    here.suites.actions()[1].trigger()
    here.suites.close()
    shown = page(window, PageCer)
    qtbot.waitUntil(lambda: len(shown.formulaire.objectifs.cartes) == 2)
    assert bureau.cers.ouvrir(shown._cer).values["type"] == "avenant"


def test_a_validated_cer_is_renewed_from_its_own_page(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-CER-21."""
    cer = un_cer_valide(bureau, dossier)
    window.ouvrir_cer(cer)
    shown = page(window, PageCer)
    essai.cliquer(shown.renouveler)
    assert len(shown.suites.actions()) == 4
    shown.suites.close()
    verifier(window)


def test_a_passage_of_the_last_cer_is_written_where_the_cursor_is(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-7: read again, taken whole or in part, undone in one act."""
    un_cer_valide(bureau, dossier)
    window.ouvrir_cer(bureau.cers.nouveau(dossier, "renouvellement"))
    shown = page(window, PageCer)
    read_again = shown.formulaire.precedents["evaluation"]
    editor = shown.formulaire.form.editeurs["evaluation"]
    assert isinstance(editor, EditeurTexte)
    assert not read_again.carte.isVisible()
    essai.cliquer(read_again.voir)
    assert read_again.zone.words() == "Le CV est fait."
    cursor = read_again.zone.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor, 2)
    read_again.zone.setTextCursor(cursor)
    assert read_again.reprendre.text() == "Reprendre ce passage"
    essai.cliquer(read_again.reprendre)
    assert editor.value() == "Le CV "
    essai.taper(editor, "avance.")
    read_again.zone.moveCursor(QTextCursor.MoveOperation.Start)
    essai.cliquer(read_again.reprendre)
    assert editor.value() == "Le CV avance.\nLe CV est fait."
    editor.area.undo()
    assert editor.value() == "Le CV avance."
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(shown._cer).values["evaluation"] == "Le CV avance.")
    verifier(window)


def test_two_cers_of_one_name_are_both_read_again(bureau: Bureau, window: MainWindow, dossier: str) -> None:
    """R-CER-1, R-CER-7: two laptops may have given one number."""
    for _ in range(2):
        un_cer_valide(bureau, dossier)
    window.ouvrir_cer(bureau.cers.nouveau(dossier, "renouvellement"))
    read_again = page(window, PageCer).formulaire.precedents["evaluation"]
    assert len(read_again._textes) == 2


def test_an_objectif_of_the_last_cer_is_in_the_menu(
    bureau: Bureau, window: MainWindow, dossier: str, qtbot: QtBot
) -> None:
    """R-CER-9."""
    un_cer_valide(bureau, dossier)
    window.ouvrir_cer(bureau.cers.nouveau(dossier, "renouvellement"))
    objectifs = page(window, PageCer).formulaire.objectifs
    objectifs.menu.actions()[-1].trigger()
    qtbot.waitUntil(lambda: len(objectifs.cartes) == 1)
    (card,) = objectifs.cartes.values()
    assert card.editeurs["personne"].value() == "Fait 2."


def test_what_is_to_be_lifted_shows_with_its_type_only(
    bureau: Bureau, window: MainWindow, dossier: str, qtbot: QtBot
) -> None:
    """R-CER-22."""
    un_cer_valide(bureau, dossier)
    window.ouvrir_cer(bureau.cers.nouveau(dossier, "renouvellement"))
    editors = page(window, PageCer).formulaire.form.editeurs
    assert not editors["levee"].isVisible()
    choice = editors["type"]
    assert isinstance(choice, EditeurChoix)
    choice.list.setCurrentText("Reprise de versement")
    choice.list.activated.emit(choice.list.currentIndex())
    qtbot.waitUntil(lambda: editors["levee"].isVisible() and editors["levee"].value() == "suspension")
