"""Spelling under the fingers, with the real dictionary: what is underlined, and what stays as is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.services.correcteur import Correcteur
from desktop.views import style
from desktop.views.fields import EditeurTexte
from desktop.views.fields.binder import Binder
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE, Niveau, Palette
from tests.builders import une_personne
from tests.views.essai import Essai
from tests.views.fenetre import fenetre
from tests.views.soulignement.gestes import FAUTES, FAUTIF, Montrer, attendre, au_clavier, le_trait, soulignes


@pytest.mark.usefixtures("avec")
@pytest.mark.parametrize("palette", [CLAIRE, SOMBRE], ids=["claire", "sombre"])
def test_words_that_are_not_known_are_underlined_in_the_colour_of_the_palette(
    palette: Palette, montrer: Montrer, qtbot: QtBot, qapp: QApplication
) -> None:
    made = montrer(FAUTIF)
    attendre(qtbot, made, FAUTES)
    style.appliquer(qapp, palette)

    def coloured() -> bool:
        colours = {one.format.underlineColor().name() for one in made.area.extraSelections()}
        return colours == {palette.encre(Niveau.URGENT).lower()}

    qtbot.waitUntil(coloured)
    styles = {one.format.underlineStyle() for one in made.area.extraSelections()}
    assert styles == {QTextCharFormat.UnderlineStyle.WaveUnderline}


@pytest.mark.usefixtures("avec")
def test_opening_a_field_with_faults_saves_and_modifies_nothing(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot
) -> None:
    dossier = une_personne(bureau)
    cer = bureau.cers.nouveau(dossier)
    bureau.saisie.save_field("cer", cer, "situation", FAUTIF, None)
    bureau.saisie.flush()
    made = montrer(None)
    edited, changed, saved = [], [], []
    binder = Binder(bureau.saisie, made)
    binder.saved.connect(lambda *what: saved.append(what))
    binder.bind(made, "cer", cer, {"situation": FAUTIF})
    made.edited.connect(lambda: edited.append(1))
    document = made.area.document()
    revision = document.revision()
    made.area.textChanged.connect(lambda: changed.append(1))
    attendre(qtbot, made, FAUTES)
    assert (edited, changed) == ([], [])
    assert document.revision() == revision
    assert not document.isModified()
    assert not document.isUndoAvailable()
    binder.flush()
    assert saved == []
    assert made.value() == FAUTIF


@pytest.mark.usefixtures("avec")
def test_the_word_being_typed_is_left_alone_until_it_is_left(
    montrer: Montrer, qtbot: QtBot, essai: Essai
) -> None:
    made = montrer(None)
    essai.taper(made.area, "Un logment et un lojement")
    attendre(qtbot, made, ["logment"])
    essai.taper(made.area, ".")
    essai.taper(made.area, " ")
    attendre(qtbot, made, ["logment", "lojement"])
    essai.taper(made.area, "habbit")
    QTest.qWait(400)  # longer than the pause, to see that nothing comes
    assert soulignes(made) == ["logment", "lojement"]
    essai.quitter(made)
    attendre(qtbot, made, ["logment", "lojement", "habbit"])


@pytest.mark.usefixtures("avec")
def test_a_word_is_left_by_moving_the_caret_too(montrer: Montrer, qtbot: QtBot, essai: Essai) -> None:
    made = montrer(None)
    essai.taper(made.area, "Un logment")
    essai.touche(made.area, Qt.Key.Key_Home)
    attendre(qtbot, made, ["logment"])
    cursor = made.area.textCursor()
    cursor.setPosition(5)
    made.area.setTextCursor(cursor)  # merely reading it does not hide the underline
    le_trait(made).juger()
    assert soulignes(made) == ["logment"]


@pytest.mark.usefixtures("avec")
def test_a_text_that_cannot_be_changed_is_not_faulted(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer(FAUTIF)
    attendre(qtbot, made, FAUTES)
    made.set_read_only(True)
    attendre(qtbot, made, [])
    made.set_read_only(False)
    attendre(qtbot, made, FAUTES)


def test_the_page_of_a_cer_with_its_faults_and_their_menu(
    bureau: Bureau, essai: Essai, qtbot: QtBot, qapp: QApplication
) -> None:
    bureau.orthographe.brancher(Correcteur())  # of its own: a window that closes locks, and ends it
    dossier = une_personne(bureau)
    cer = bureau.cers.nouveau(dossier)
    text = (
        "Mme Vautrin, 39 ans, vit à Aubenas avec ses deux enfants. Au RSA depuis quatre ans, elle a"
        " retrouvé un logment grâce au FSL et souhaite reprendre une formassion. L’IOC a donné sont accord."
    )
    bureau.saisie.save_field("cer", cer, "situation", text, None)
    bureau.saisie.save_field("cer", cer, "evaluation", "L’acompagnement a porté sur la mobilitée.", None)
    bureau.saisie.flush()
    for window in fenetre(bureau, essai):
        window.ouvrir_cer(cer)
        _regarder(window, text, essai, qtbot, qapp)


def _regarder(window: MainWindow, text: str, essai: Essai, qtbot: QtBot, qapp: QApplication) -> None:
    made = next(one for one in window.findChildren(EditeurTexte) if one.field.name == "situation")
    made.area.setFocus()
    attendre(qtbot, made, ["logment", "formassion"])
    for palette, nom in ((CLAIRE, "clair"), (SOMBRE, "sombre")):
        style.appliquer(qapp, palette)
        QTest.qWait(400)
        menu = au_clavier(qtbot, made, text.index("logm") + 2)
        essai.photo(window, f"orthographe-{nom}")
        essai.photo(menu, f"orthographe-menu-{nom}")
        menu.close()
    assert soulignes(made) == ["logment", "formassion"]
