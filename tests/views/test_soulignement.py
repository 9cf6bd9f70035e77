"""Spelling under the fingers, with the real dictionary: what is underlined, the menu, what stays as is."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.services.correcteur import Correcteur
from desktop.services.poste import row
from desktop.views import style
from desktop.views.fields import EditeurTexte, Outils
from desktop.views.fields.binder import Binder
from desktop.views.fields.menu_mot import ABSENT, AJOUTER, CHERCHE, RETIRER, RIEN, VERIFIER
from desktop.views.fields.soulignement import Soulignement
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE, Niveau, Palette
from domain.cer.form import CER
from domain.fields import Value
from tests.builders import une_personne
from tests.views.essai import Essai
from tests.views.fenetre import fenetre

FAUTIF = "Un acompagnement de qualité, et un logment."
FAUTES = ["acompagnement", "logment"]
Montrer = Callable[[Value], EditeurTexte]


@pytest.fixture(scope="module")
def correcteur() -> Iterator[Correcteur]:
    opened = Correcteur()
    yield opened
    opened.fermer()


@pytest.fixture
def montrer(essai: Essai, bureau: Bureau) -> Montrer:
    """Show a long field with a value, in a window."""

    def show(value: Value) -> EditeurTexte:
        window = QWidget()
        column = QVBoxLayout(window)
        for name in ("situation", "evaluation"):
            field = CER.by_name[name]
            column.addWidget(EditeurTexte(field, Outils(bureau.settings, bureau.clock, bureau.orthographe)))
        essai.montrer(window, 700, 500)
        made = window.findChildren(EditeurTexte)[0]
        made.show_value(value)
        return made

    return show


@pytest.fixture
def avec(bureau: Bureau, correcteur: Correcteur) -> None:
    bureau.orthographe.brancher(correcteur)


def _trait(made: EditeurTexte) -> Soulignement:
    assert made.area.soulignement is not None
    return made.area.soulignement


def _soulignes(made: EditeurTexte) -> list[str]:
    return [selection.cursor.selectedText() for selection in made.area.extraSelections()]


def _attendre(qtbot: QtBot, made: EditeurTexte, words: list[str]) -> None:
    qtbot.waitUntil(lambda: _soulignes(made) == words, timeout=10_000)


def _au_clavier(
    qtbot: QtBot,
    made: EditeurTexte,
    position: int,
    key: Qt.Key = Qt.Key.Key_Menu,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> QMenu:
    """Ask for the menu with its key, the caret in a word."""
    cursor = made.area.textCursor()
    cursor.setPosition(position)
    made.area.setTextCursor(cursor)
    made.area.setFocus()
    if key == Qt.Key.Key_Menu:  # of this key each platform makes an event, the offscreen one apart
        spot = made.area.cursorRect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, made.area.mapToGlobal(spot))
        QApplication.sendEvent(made.area, asked)
    else:
        QTest.keyClick(made.area, key, modifier)
    return _menu(qtbot, made)


def _a_la_souris(qtbot: QtBot, made: EditeurTexte, position: int) -> QMenu:
    cursor = QTextCursor(made.area.document())
    cursor.setPosition(position)
    spot = made.area.cursorRect(cursor).center()
    viewport = made.area.viewport()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    QApplication.sendEvent(viewport, asked)
    return _menu(qtbot, made)


def _menu(qtbot: QtBot, made: EditeurTexte) -> QMenu:
    trait = _trait(made)
    qtbot.waitUntil(lambda: trait.menu is not None and trait.menu.menu.isVisible(), timeout=10_000)
    assert trait.menu is not None
    menu = trait.menu.menu
    qtbot.waitUntil(lambda: CHERCHE not in _textes(menu), timeout=10_000)
    return menu


def _textes(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions()]


def _choisir(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


@pytest.mark.usefixtures("avec")
@pytest.mark.parametrize("palette", [CLAIRE, SOMBRE], ids=["claire", "sombre"])
def test_words_that_are_not_known_are_underlined_in_the_colour_of_the_palette(
    palette: Palette, montrer: Montrer, qtbot: QtBot, qapp: QApplication
) -> None:
    made = montrer(FAUTIF)
    _attendre(qtbot, made, FAUTES)
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
    _attendre(qtbot, made, FAUTES)
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
    _attendre(qtbot, made, ["logment"])
    essai.taper(made.area, ".")
    essai.taper(made.area, " ")
    _attendre(qtbot, made, ["logment", "lojement"])
    essai.taper(made.area, "habbit")
    QTest.qWait(400)  # longer than the pause, to see that nothing comes
    assert _soulignes(made) == ["logment", "lojement"]
    essai.quitter(made)
    _attendre(qtbot, made, ["logment", "lojement", "habbit"])


@pytest.mark.usefixtures("avec")
def test_a_word_is_left_by_moving_the_caret_too(montrer: Montrer, qtbot: QtBot, essai: Essai) -> None:
    made = montrer(None)
    essai.taper(made.area, "Un logment")
    essai.touche(made.area, Qt.Key.Key_Home)
    _attendre(qtbot, made, ["logment"])
    cursor = made.area.textCursor()
    cursor.setPosition(5)
    made.area.setTextCursor(cursor)  # merely reading it does not hide the underline
    _trait(made).juger()
    assert _soulignes(made) == ["logment"]


@pytest.mark.usefixtures("avec")
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
    ids=["menu", "shift-f10"],
)
def test_suggestions_come_first_in_the_menu_of_the_keyboard_and_are_chosen_there(
    key: Qt.Key, modifier: Qt.KeyboardModifier, montrer: Montrer, qtbot: QtBot, essai: Essai
) -> None:
    made = montrer(FAUTIF)
    _attendre(qtbot, made, FAUTES)
    menu = _au_clavier(qtbot, made, FAUTIF.index("acomp") + 3, key, modifier)
    texts = _textes(menu)
    assert texts[0] == "accompagnement"
    assert 1 < texts.index(AJOUTER) <= 6 + 1
    assert any("Coller" in text for text in texts)
    assert texts[-1] == VERIFIER
    active = menu.activeAction()
    assert active is not None
    assert active.text() == "accompagnement"
    essai.touche(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.value() == FAUTIF.replace("acomp", "accomp"))


@pytest.mark.usefixtures("avec")
def test_a_replaced_word_is_saved_like_typing_and_undone_in_one_step(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    cer = bureau.cers.nouveau(dossier)
    made = montrer(None)
    binder = Binder(bureau.saisie, made)
    binder.bind(made, "cer", cer, {})
    essai.taper(made.area, "Un logment ")
    _attendre(qtbot, made, ["logment"])
    menu = _a_la_souris(qtbot, made, 6)
    _choisir(menu, "logement")
    assert made.value() == "Un logement "
    binder.flush()
    with bureau.poste.replique.read() as connection:
        assert (row(connection, "cer", cer) or {})["situation"] == "Un logement "
    made.area.undo()
    assert made.value() == "Un logment "


@pytest.mark.usefixtures("avec")
def test_words_after_an_emoji_and_on_another_line_are_replaced_where_they_stand(
    montrer: Montrer, qtbot: QtBot
) -> None:
    text = "Très bien 👍👍\n\nd’un logment"
    made = montrer(text)
    _attendre(qtbot, made, ["logment"])
    _choisir(_a_la_souris(qtbot, made, 24), "logement")
    assert made.value() == text.replace("logment", "logement")


@pytest.mark.usefixtures("avec")
def test_a_word_that_went_away_under_the_menu_replaces_nothing(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer(FAUTIF)
    _attendre(qtbot, made, FAUTES)
    menu = _a_la_souris(qtbot, made, FAUTIF.index("logm") + 2)
    made.show_value("Autre")
    _choisir(menu, "logement")
    assert made.value() == "Autre"


@pytest.mark.usefixtures("avec")
def test_a_word_added_is_underlined_nowhere_and_can_be_taken_back(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer("Le troubadourium")
    other = made.window().findChildren(EditeurTexte)[1]
    other.show_value("Du troubadourium aussi")
    _attendre(qtbot, made, ["troubadourium"])
    _attendre(qtbot, other, ["troubadourium"])
    menu = _a_la_souris(qtbot, made, 6)
    assert AJOUTER in _textes(menu)
    _choisir(menu, AJOUTER)
    assert _soulignes(made) == _soulignes(other) == []
    menu = _a_la_souris(qtbot, made, 6)
    assert _textes(menu)[0] == RETIRER
    _choisir(menu, RETIRER)
    assert _soulignes(made) == _soulignes(other) == ["troubadourium"]


@pytest.mark.usefixtures("avec")
def test_a_word_nothing_resembles_says_so(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer("Un xqzwplk")
    _attendre(qtbot, made, ["xqzwplk"])
    menu = _a_la_souris(qtbot, made, 5)
    assert _textes(menu)[0] == RIEN
    assert not menu.actions()[0].isEnabled()
    menu.close()


@pytest.mark.usefixtures("avec")
def test_a_right_word_has_the_usual_menu(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer(FAUTIF)
    _attendre(qtbot, made, FAUTES)
    menu = _a_la_souris(qtbot, made, FAUTIF.index("qualité") + 2)
    assert AJOUTER not in _textes(menu)
    menu.close()


@pytest.mark.usefixtures("avec")
def test_the_checking_is_switched_off_and_on_from_the_menu(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot
) -> None:
    made = montrer(FAUTIF)
    _attendre(qtbot, made, FAUTES)
    _choisir(_a_la_souris(qtbot, made, 0), VERIFIER)
    assert _soulignes(made) == []
    assert not bureau.orthographe.active
    menu = _a_la_souris(qtbot, made, FAUTIF.index("logm") + 2)
    assert AJOUTER not in _textes(menu)
    assert not menu.actions()[-1].isChecked()
    _choisir(menu, VERIFIER)
    assert _soulignes(made) == FAUTES


@pytest.mark.usefixtures("avec")
def test_a_text_that_cannot_be_changed_is_not_faulted(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer(FAUTIF)
    _attendre(qtbot, made, FAUTES)
    made.set_read_only(True)
    _attendre(qtbot, made, [])
    made.set_read_only(False)
    _attendre(qtbot, made, FAUTES)


def test_without_a_dictionary_the_menu_says_so_and_nothing_is_underlined(
    bureau: Bureau, montrer: Montrer, qtbot: QtBot, tmp_path: Path
) -> None:
    absent = Correcteur(tmp_path)
    bureau.orthographe.brancher(absent)
    made = montrer(FAUTIF)
    _trait(made).juger()
    assert _soulignes(made) == []
    menu = _au_clavier(qtbot, made, 5)
    assert _textes(menu)[-1] == ABSENT
    assert not menu.actions()[-1].isEnabled()
    menu.close()
    absent.fermer()


@pytest.mark.usefixtures("avec")
def test_a_page_left_while_a_menu_is_being_prepared_opens_none(montrer: Montrer, qtbot: QtBot) -> None:
    made = montrer("Un déménagemment")
    _attendre(qtbot, made, ["déménagemment"])
    viewport = made.area.viewport()
    spot = QPoint(40, 12)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    QApplication.sendEvent(viewport, asked)
    made.window().hide()
    QTest.qWait(800)
    assert _trait(made).menu is None


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
    _attendre(qtbot, made, ["logment", "formassion"])
    for palette, nom in ((CLAIRE, "clair"), (SOMBRE, "sombre")):
        style.appliquer(qapp, palette)
        QTest.qWait(400)
        menu = _au_clavier(qtbot, made, text.index("logm") + 2)
        essai.photo(window, f"orthographe-{nom}")
        essai.photo(menu, f"orthographe-menu-{nom}")
        menu.close()
    assert _soulignes(made) == ["logment", "formassion"]
