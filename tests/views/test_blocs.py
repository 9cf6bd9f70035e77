from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop.views import style
from desktop.views.blocs import (
    Bouton,
    BoutonPrincipal,
    Carte,
    Entree,
    EtatVide,
    Jalon,
    Liste,
    PageDefilante,
    Pastille,
    Titre,
    pastille_etat,
    pastille_realisation,
    vider,
)
from desktop.views.fields import EditeurTexte, Outils, editeur
from desktop.views.palette import CLAIRE, Niveau
from domain.cer.states import State
from domain.entretien.form import ENTRETIEN
from domain.reglage.nomenclatures import Settings
from tests.builders import Horloge
from tests.views.essai import Essai, verifier


def _row(one: object) -> Entree:
    return Entree(f"PERSONNE {one}", "née le 14/03/1987", pastilles=(("Validé", Niveau.SUCCES, ""),))


def test_a_list_opens_with_a_click_and_with_enter(essai: Essai) -> None:
    rows = Liste("File active", _row)
    essai.montrer(rows, 600, 400)
    rows.montrer([10, 20, 30])
    opened: list[object] = []
    rows.ouverte.connect(opened.append)
    rows.setFocus()
    essai.touche(rows, Qt.Key.Key_Down)
    essai.touche(rows, Qt.Key.Key_Down)
    essai.touche(rows, Qt.Key.Key_Return)
    QTest.mouseClick(
        rows.viewport(),
        Qt.MouseButton.LeftButton,
        pos=rows.visualRect(rows.model().index(2, 0)).center(),
    )
    assert opened == [20, 30]


def test_a_row_says_all_it_shows_to_a_screen_reader() -> None:
    rows = Liste("File active", _row)
    rows.montrer([1])
    said = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "PERSONNE 1, née le 14/03/1987, Validé"


def test_the_current_row_stays_when_rows_change_around_it() -> None:
    rows = Liste("File active", _row)
    rows.montrer([1, 2, 3])
    rows.choisir(1)
    rows.montrer([0, 1, 2, 3], cle=str)
    assert rows.courant() == 2
    rows.montrer([7], cle=str)
    assert rows.courant() is None


def test_every_state_of_a_cer_has_a_look_of_its_own() -> None:
    looks = {state: pastille_etat(state, "mot").grab().toImage() for state in State}
    assert all(looks[one] != looks[other] for one in State for other in State if one is not other)
    assert pastille_realisation(None, "").texte() == "À préciser"


def test_a_status_is_read_out() -> None:
    pill = Pastille("Droit suspendu", Niveau.URGENT)
    assert pill.accessibleName() == "Droit suspendu"
    pill.montrer("Droit ouvert", Niveau.SUCCES)
    assert (pill.accessibleName(), pill.texte()) == ("Droit ouvert", "Droit ouvert")


def test_the_main_action_is_reached_from_any_field(essai: Essai) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    line = QLineEdit()
    button = BoutonPrincipal("Terminer")
    column.addWidget(line)
    column.addWidget(button)
    essai.montrer(page, 400, 200)
    done: list[bool] = []
    button.clicked.connect(lambda: done.append(True))
    line.setFocus()
    essai.touche(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(done) == 1


def test_enter_presses_the_button_that_has_the_keyboard(essai: Essai) -> None:
    button = Bouton("Imprimer", "printer")
    essai.montrer(button, 200, 60)
    done: list[bool] = []
    button.clicked.connect(lambda: done.append(True))
    button.setFocus()
    essai.touche(button, Qt.Key.Key_Return)
    essai.touche(button, Qt.Key.Key_Space)
    assert len(done) == 2


def test_an_event_of_the_timeline_opens_what_it_names(essai: Essai) -> None:
    event = Jalon("20/11/2026", "Entretien", "Budget", icone="message-square", cible="abc")
    essai.montrer(event, 500, 100)
    verifier(event)
    opened: list[str] = []
    event.ouvert.connect(opened.append)
    essai.cliquer(event.findChild(Bouton))  # type: ignore[arg-type]
    assert opened == ["abc"]


@pytest.mark.parametrize(
    ("width", "scale", "place"), [(1093, 100, "beside"), (600, 100, "beneath"), (1093, 200, "beneath")]
)
def test_hints_stand_in_the_margin_and_fold_beneath_when_it_is_narrow(
    width: int, scale: int, place: str, essai: Essai, qapp: QApplication
) -> None:
    style.appliquer(qapp, CLAIRE, scale)
    page = PageDefilante()
    made = editeur(ENTRETIEN.by_name["suite"], Outils(Settings.of(resources.default_settings()), Horloge()))
    made.show_hint("Ce qui reste à faire, et par qui.")
    page.ajouter(made)
    essai.montrer(page, width, 600)
    assert isinstance(made, EditeurTexte)
    hint, area = made.hint, made.area
    right = hint.mapTo(page, hint.rect().topLeft()).x() > area.mapTo(page, area.rect().topRight()).x()
    assert right is (place == "beside")
    assert area.width() <= page.largeur_colonne()


def test_a_column_holds_seventy_five_characters_at_most(essai: Essai) -> None:
    page = PageDefilante()
    made = editeur(ENTRETIEN.by_name["suite"], Outils(Settings.of(resources.default_settings()), Horloge()))
    page.ajouter(made)
    essai.montrer(page, 1900, 600)
    assert made.width() == page.fontMetrics().averageCharWidth() * 75


def test_what_is_taken_out_of_a_page_is_gone(essai: Essai, qtbot: QtBot) -> None:
    page = PageDefilante()
    title = Titre("Objectif")
    page.ajouter(title)
    essai.montrer(page, 800, 300)
    with qtbot.waitSignal(title.destroyed):
        page.retirer(title)
    page.resize(500, 300)
    assert page.colonne.count() == 0


def test_what_a_person_typed_is_never_read_as_markup() -> None:
    title = Titre("<b>Nom</b>")
    assert title.textFormat() is Qt.TextFormat.PlainText
    card = Carte("A < B")
    card.ajouter(title)
    row = QHBoxLayout()
    row.addWidget(Titre("x"))
    card.ajouter(row)
    vider(card.colonne)
    assert card.colonne.count() == 0


def test_an_empty_state_says_what_to_do(essai: Essai, tmp_path: Path) -> None:
    empty = EtatVide(
        "inbox", "Rien à traiter", "Les CER revenus s’afficheront ici.", Bouton("Voir la file active")
    )
    essai.montrer(empty, 600, 400)
    verifier(empty)
    assert empty.grab().save(str(tmp_path / "vide.png"))
    assert not QPixmap(str(tmp_path / "vide.png")).isNull()
