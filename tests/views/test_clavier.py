"""The keyboard alone: where it lands, where it goes next, that it is seen and never caught.

``make clavier`` plays the whole path against the real server; here is what it rests on.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QComboBox, QMenu, QPlainTextEdit, QRadioButton, QWidget

from desktop.services.bureau import Bureau
from desktop.views.blocs import Bouton
from desktop.views.blocs.touche import en_francais
from desktop.views.cer import PageCer
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from domain.cer.states import State
from tests.end_to_end.doigts import Doigts, au_clavier, invisible, nom
from tests.views.donnees import une_file_active
from tests.views.essai import Essai
from tests.views.fenetre import fenetre, page

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
A_LA_RONDE = 150  # stops of a page: more would be a ring that one never leaves


@pytest.fixture
def people(bureau: Bureau) -> dict[str, str]:
    return une_file_active(bureau)


@pytest.fixture
def window(bureau: Bureau, people: dict[str, str], essai: Essai) -> Iterator[MainWindow]:
    assert people
    yield from fenetre(bureau, essai)


@pytest.fixture
def doigts(window: MainWindow) -> Doigts:
    return Doigts(lambda: window, lambda: window.page.titre)


def test_a_cer_is_written_agreed_to_and_submitted_without_the_mouse(
    bureau: Bureau, window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """R-CER-5, R-CER-9, R-CER-11, R-CER-12: from the home page, by the keys that the screen shows."""
    doigts.touche(K.Key_K, CTRL)
    doigts.texte("vautrin")
    doigts.touche(K.Key_Return)
    doigts.touche(K.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    doigts.touche(K.Key_Return)
    assert nom(au_clavier()) == "Priorité = Choisir…"
    for key in (K.Key_Down, K.Key_Return, K.Key_F6):
        doigts.touche(key)
    doigts.texte("Le stage a été possible.")
    for key in (K.Key_F6, K.Key_Return, K.Key_Return):
        doigts.touche(key)
    doigts.texte("Chercher.")
    doigts.touche(K.Key_F6)
    doigts.texte("Je veux travailler.")
    for key in (K.Key_F6, K.Key_Return, K.Key_Down, K.Key_Return, K.Key_Down, K.Key_Return, K.Key_Return):
        doigts.touche(key)
    cer = page(window, PageCer)._cer
    assert bureau.cers.ouvrir(cer).accord.standing is Standing.OUI
    doigts.touche(K.Key_Return, CTRL)
    lu = bureau.cers.ouvrir(cer)
    assert (lu.dossier, lu.etat, lu.values["priorite"]) == (people["elise"], State.SOUMIS, "normale")
    assert doigts.fautes == []
    assert doigts.touches <= 25


@pytest.mark.parametrize(
    "where", ["journee", "file_active", "permanence", "synchronisation", "dossier", "parcours", "cer"]
)
def test_tab_goes_round_each_page_in_sight_and_is_never_caught(
    where: str, bureau: Bureau, window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """Each stop is on screen and looks otherwise with the keyboard than without; the round comes back."""
    if where in {"dossier", "parcours"}:
        window.ouvrir_dossier(people["elise"])
        page(window, PageDossier).onglets.setCurrentIndex(where == "parcours")
    elif where == "cer":
        window.ouvrir_cer(bureau.cers.nouveau(people["elise"], "renouvellement"))
    else:
        window.ouvrir_place(where)
    first = au_clavier()
    assert first is not None
    assert invisible(first) == "", nom(first)
    seen: list[QWidget] = []
    for _ in range(A_LA_RONDE):
        doigts.touche(K.Key_Tab)
        held = au_clavier()
        assert held is not None
        if held is not first and held in seen:
            break
        seen.append(held)
        assert distinct(window, held), f"{nom(held)} does not show that it has the keyboard"
        if held is first:
            break
    assert doigts.fautes == []
    assert seen[-1] is first, f"never back to {nom(first)}"
    assert window.rail.bouton("journee") in seen
    ways_out = [one for one in window.page.findChildren(Bouton) if one.isVisible() and one.isEnabled()]
    assert set(ways_out) <= set(seen), [nom(one) for one in ways_out if one not in seen]
    doigts.touche(K.Key_Backtab)
    if len(seen) > 1:
        assert au_clavier() is seen[-2]


def distinct(window: MainWindow, held: QWidget) -> bool:
    """Tell whether a widget looks otherwise with the keyboard than without it."""
    area = QRect(held.mapTo(window, QPoint(0, 0)), held.size()).adjusted(-3, -3, 3, 3)
    with_it = window.grab(area).toImage()
    held.clearFocus()
    without = window.grab(area).toImage()
    held.setFocus(Qt.FocusReason.TabFocusReason)
    return bool(with_it != without)


def test_tab_follows_the_eye_from_the_form_to_the_bar_beneath_it(
    bureau: Bureau, window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """The bar is made before the form is filled: the keyboard reaches it after the form all the same."""
    window.ouvrir_cer(bureau.cers.nouveau(people["elise"], "renouvellement"))
    shown = page(window, PageCer)
    form = shown.formulaire.form.editeurs
    order = [form["type"], form["date_debut"], form["situation"], shown.formulaire.objectifs.ajouter]
    order += [
        form["expression"],
        shown.formulaire.accord.reponse,
        shown.remises[0],
        shown.soumission.soumettre,
    ]
    reached: list[QWidget] = []
    for _ in range(A_LA_RONDE):
        doigts.touche(K.Key_Tab)
        held = au_clavier()
        assert held is not None
        found = [one for one in order if one is held or one.isAncestorOf(held)]
        reached += [one for one in found if one not in reached]
    begun = reached.index(form["type"])
    assert reached[begun:] + reached[:begun] == order


def test_going_back_finds_the_keyboard_where_it_was_left(
    window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """Decision 39: the way back of a page is not where one was."""
    window.ouvrir_dossier(people["elise"])
    here = page(window, PageDossier)
    assert here.onglets.hasFocus()
    while not here.nouvel_entretien.hasFocus():
        doigts.touche(K.Key_Tab)
    doigts.touche(K.Key_Return)
    assert window.page is not here
    doigts.touche(K.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page is here
    assert here.nouvel_entretien.hasFocus()


def test_enter_takes_a_choice_and_moves_on_and_arrows_walk_through_a_row_of_choices(
    bureau: Bureau, window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """R-CER-23: «Bas» on a row of choices did nothing; Enter in a line did nothing either."""
    cer = bureau.cers.nouveau(people["elise"], "renouvellement")
    window.ouvrir_cer(cer)
    shown = page(window, PageCer)
    while nom(au_clavier()) != "Durée\u00a0: 6 mois":  # the one chosen: Tab stops on no other
        doigts.touche(K.Key_Backtab)
        assert not isinstance(au_clavier(), QRadioButton) or nom(au_clavier()).endswith("6 mois")
    doigts.touche(K.Key_Down)
    assert nom(au_clavier()) == "Durée\u00a0: 9 mois"
    assert shown.a_jour()
    assert bureau.cers.ouvrir(cer).values["duree_mois"] == 9
    doigts.touche(K.Key_Up)
    doigts.touche(K.Key_Left)
    doigts.touche(K.Key_Left)
    assert nom(au_clavier()) == "Durée\u00a0: 12 mois"
    doigts.touche(K.Key_Return)
    assert nom(au_clavier()) == "Autre durée, en mois"
    doigts.touche(K.Key_Return)
    doigts.touche(K.Key_Return)  # past the calendar of the date
    assert isinstance(au_clavier(), QComboBox)


def test_a_text_already_begun_is_gone_on_with(
    bureau: Bureau, window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """R-CER-7: what the dossier knows is written first; one's own words come after it."""
    cer = bureau.cers.nouveau(people["elise"], "renouvellement")
    window.ouvrir_cer(cer)
    shown = page(window, PageCer)
    begun = str(bureau.cers.ouvrir(cer).values["situation"])
    while not isinstance(au_clavier(), QPlainTextEdit):
        doigts.touche(K.Key_Tab)
    doigts.texte("La suite.")
    assert shown.a_jour()
    assert bureau.cers.ouvrir(cer).values["situation"] == f"{begun}La suite."


def test_a_menu_that_opens_is_ready_for_enter(
    bureau: Bureau, window: MainWindow, people: dict[str, str], doigts: Doigts
) -> None:
    """Its first entry is chosen, and Escape leaves it where the keyboard was."""
    window.ouvrir_cer(bureau.cers.nouveau(people["elise"], "renouvellement"))
    doigts.touche(K.Key_S, CTRL)
    menu = au_clavier()
    assert isinstance(menu, QMenu)
    assert nom(menu) == "menu, «En PDF»"
    doigts.touche(K.Key_Escape)
    assert nom(au_clavier()) == "Priorité = Choisir…"


def test_keys_are_written_on_the_buttons_they_press(
    bureau: Bureau, window: MainWindow, people: dict[str, str], essai: Essai
) -> None:
    """Who has never seen the program finds the key by looking; a button is wide enough for both."""
    window.ouvrir_cer(bureau.cers.nouveau(people["elise"], "renouvellement"))
    shown = page(window, PageCer)
    button = shown.editions.imprimer
    assert button.toolTip() == "Ctrl+P"
    bare = Bouton("Imprimer", "printer")
    essai.qtbot.addWidget(bare)
    assert button.sizeHint().width() > bare.sizeHint().width()
    assert button.width() >= button.sizeHint().width()
    assert "(F6)" in shown.barre.mot()
    assert en_francais("Ctrl+Shift+C") == "Ctrl+Maj+C"
    essai.photo(window, "cer-touches")
