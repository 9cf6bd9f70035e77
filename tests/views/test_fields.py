from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget

import resources
from desktop.views.fields import (
    Editeur,
    EditeurChoix,
    EditeurCodes,
    EditeurDate,
    EditeurEntier,
    EditeurLigne,
    EditeurMail,
    EditeurMoment,
    EditeurOuiNon,
    EditeurTelephone,
    EditeurTexte,
    Outils,
    editeur,
)
from domain.fields import Field, Kind, Value
from domain.reglage.nomenclatures import Settings
from tests.builders import Horloge
from tests.views.essai import Essai, verifier

BY_HAND = set(Kind) - {Kind.INSTANT, Kind.REFERENCE, Kind.DATA}
SAMPLES: dict[Kind, Value] = {
    Kind.LINE: "rue de l’Été",
    Kind.TEXT: "Première ligne\n\nTroisième, d’un œil",
    Kind.DATE: "2026-12-01",
    Kind.MOMENT: "2026-11-20T14:30",
    Kind.INTEGER: 6,
    Kind.FLAG: True,
    Kind.CHOICE: "formation",
    Kind.CODES: ["budget", "sante"],
    Kind.PHONE: "06 12 34 56 78",
    Kind.MAIL: "x@exemple.fr",
    Kind.FILE_NAME: "CV_DUPONT.pdf",
}
Make = Callable[..., Editeur]


@pytest.fixture
def make(essai: Essai) -> Make:
    """Show an editor in a window, with another widget to go to."""

    def build(kind: Kind, **more: object) -> Editeur:
        codes = {Kind.CHOICE: "themes_objectif", Kind.CODES: "themes_entretien"}.get(kind)
        field = Field("champ", "Le champ", kind, codes=codes, **more)  # type: ignore[arg-type]
        outils = Outils(Settings.of(resources.default_settings()), Horloge())
        window = QWidget()
        made = editeur(field, outils)
        column = QVBoxLayout(window)
        column.addWidget(made)
        column.addStretch()
        essai.montrer(window, 700, 400)
        return made

    return build


def test_every_kind_that_a_person_fills_in_has_an_editor(make: Make) -> None:
    for kind in BY_HAND:
        verifier(make(kind))
    for kind in set(Kind) - BY_HAND:
        with pytest.raises(KeyError):
            make(kind)


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_what_is_shown_is_the_value_and_is_no_edit(kind: Kind, make: Make) -> None:
    made = make(kind)
    edits = []
    made.edited.connect(lambda: edits.append(1))
    made.show_value(SAMPLES[kind])
    assert made.value() == SAMPLES[kind]
    made.show_value(None)
    assert made.value() in (None, False)
    assert not edits


@pytest.mark.parametrize("kind", [Kind.LINE, Kind.TEXT])
def test_accents_typed_are_edits(kind: Kind, make: Make, essai: Essai) -> None:
    made = make(kind)
    edits = []
    made.edited.connect(lambda: edits.append(1))
    essai.taper(made, "Ça naît où, à Noël\u00a0?")
    assert made.value() == "Ça naît où, à Noël\u00a0?"
    assert edits


def test_a_dead_key_under_way_is_no_edit_yet(make: Make) -> None:
    made = make(Kind.TEXT)
    assert isinstance(made, EditeurTexte)
    edits = []
    made.edited.connect(lambda: edits.append(1))
    made.area.setFocus()
    QApplication.sendEvent(made.area, QInputMethodEvent("^", []))
    assert not edits
    committed = QInputMethodEvent()
    committed.setCommitString("ê")
    QApplication.sendEvent(made.area, committed)
    assert (made.value(), len(edits)) == ("ê", 1)


def test_a_long_text_makes_its_area_grow_and_shrink(make: Make) -> None:
    made = make(Kind.TEXT)
    assert isinstance(made, EditeurTexte)
    at_rest = made.area.height()
    made.show_value("ligne\n" * 12)
    QApplication.processEvents()
    grown = made.area.height()
    assert grown >= at_rest + 8 * made.area.fontMetrics().lineSpacing()
    assert made.area.viewport().height() >= 13 * made.area.fontMetrics().lineSpacing()
    made.show_value(None)
    QApplication.processEvents()
    assert made.area.height() == at_rest


def test_a_date_is_typed_freely_and_written_out_on_leaving(make: Make, essai: Essai) -> None:
    made = make(Kind.DATE)
    assert isinstance(made, EditeurDate)
    essai.taper(made, "3/4")
    assert made.value() == "2027-04-03"
    essai.quitter(made)
    assert made.line.text() == "03/04/2027"


def test_a_date_that_is_none_stays_as_typed(make: Make, essai: Essai) -> None:
    made = make(Kind.DATE)
    assert isinstance(made, EditeurDate)
    essai.taper(made, "31/02")
    essai.quitter(made)
    assert made.value() == "31/02"
    assert made.line.text() == "31/02"


def test_a_partial_birth_date_is_shown_and_kept(make: Make) -> None:
    made = make(Kind.DATE, partial=True)
    assert isinstance(made, EditeurDate)
    made.show_value("1971-00-00")
    assert (made.line.text(), made.value()) == ("1971", "1971-00-00")


def test_the_calendar_fills_in_the_date(make: Make, essai: Essai) -> None:
    made = make(Kind.DATE)
    assert isinstance(made, EditeurDate)
    edits = []
    made.edited.connect(lambda: edits.append(1))
    essai.touche(made.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert made._popup.isVisible()
    assert made._popup.calendar.selectedDate() == QDate(2026, 11, 20)
    made._popup.calendar.setSelectedDate(QDate(2026, 12, 24))
    days = made._popup.calendar.findChild(QTableView)
    assert days is not None
    essai.touche(days, Qt.Key.Key_Return)
    assert not made._popup.isVisible()
    assert (made.value(), bool(edits)) == ("2026-12-24", True)


def test_a_moment_is_a_day_and_an_hour(make: Make, essai: Essai) -> None:
    made = make(Kind.MOMENT)
    assert isinstance(made, EditeurMoment)
    left = []
    made.left.connect(lambda: left.append(1))
    essai.taper(made.line, "demain")
    essai.taper(made.hour, "14h30")
    QApplication.processEvents()
    assert not left  # from the day to the hour one does not leave
    essai.quitter(made.hour)
    assert left
    assert made.value() == "2026-11-21T14:30"
    assert (made.line.text(), made.hour.text()) == ("21/11/2026", "14\u00a0h\u00a030")


def test_a_day_without_its_hour_is_not_yet_a_moment(make: Make, essai: Essai) -> None:
    made = make(Kind.MOMENT)
    assert isinstance(made, EditeurMoment)
    essai.taper(made.line, "demain")
    assert made.field.refusal(made.value())


def test_the_wheel_over_a_list_changes_nothing(make: Make) -> None:
    made = make(Kind.CHOICE)
    assert isinstance(made, EditeurChoix)
    made.show_value("formation")
    for focused in (False, True):
        if focused:
            made.list.setFocus()
        wheel = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - the stubs name it, the constructor takes it by its place
        )
        QApplication.sendEvent(made.list, wheel)
        assert made.value() == "formation"


def test_an_answer_is_chosen_with_the_keyboard(make: Make, essai: Essai) -> None:
    made = make(Kind.CHOICE)
    assert isinstance(made, EditeurChoix)
    edits = []
    made.edited.connect(lambda: edits.append(1))
    made.list.setFocus()
    essai.touche(made.list, Qt.Key.Key_Down)
    assert (made.value(), len(edits)) == ("emploi", 1)


def test_a_code_that_is_no_longer_offered_is_still_shown(essai: Essai) -> None:
    settings = Settings({"listes.lieux": [["cms", "CMS"], ["ancien", "Ancien lieu", True]]})
    made = EditeurChoix(Field("lieu", "Lieu", Kind.CHOICE, codes="lieux"), Outils(settings, Horloge()))
    essai.montrer(made, 300, 100)
    assert [made.list.itemText(rank) for rank in range(made.list.count())] == ["Choisir…", "CMS"]
    made.show_value("ancien")
    assert (made.value(), made.list.currentText()) == ("ancien", "Ancien lieu")


def test_codes_are_ticked_one_by_one(make: Make, essai: Essai) -> None:
    made = make(Kind.CODES)
    assert isinstance(made, EditeurCodes)
    made.show_value(["sante", "code_inconnu"])
    essai.touche(made._boxes["budget"], Qt.Key.Key_Space)
    assert made.value() == ["budget", "code_inconnu", "sante"]


def test_a_box_is_ticked_with_the_space_bar(make: Make, essai: Essai) -> None:
    made = make(Kind.FLAG)
    assert isinstance(made, EditeurOuiNon)
    essai.touche(made.box, Qt.Key.Key_Space)
    assert made.value() is True


def test_a_number_that_is_none_stays_as_typed(make: Make, essai: Essai) -> None:
    made = make(Kind.INTEGER)
    assert isinstance(made, EditeurEntier)
    essai.taper(made, "six")
    assert made.value() == "six"
    assert made.field.refusal(made.value())


def test_a_telephone_is_spaced_on_leaving(make: Make, essai: Essai) -> None:
    made = make(Kind.PHONE)
    assert isinstance(made, EditeurTelephone)
    essai.taper(made, "0612345678")
    essai.quitter(made)
    assert (made.line.text(), made.value()) == ("06 12 34 56 78", "06 12 34 56 78")


def test_the_spaces_of_a_pasted_address_are_left_out(make: Make, essai: Essai) -> None:
    made = make(Kind.MAIL)
    assert isinstance(made, EditeurMail)
    essai.taper(made, " x@exemple.fr ")
    assert made.value() == "x@exemple.fr"


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_a_problem_is_read_out_as_well_as_shown(kind: Kind, make: Make) -> None:
    made = make(kind)
    made.show_problem("Une phrase.")
    assert made.problem() == "Une phrase."
    assert made._controls[0].accessibleDescription() == "Une phrase."
    made.show_problem("")
    assert made.problem() == ""


def test_a_line_that_may_not_be_changed_can_still_be_copied(make: Make, essai: Essai) -> None:
    made = make(Kind.LINE)
    assert isinstance(made, EditeurLigne)
    made.show_value("D-0001")
    made.set_read_only(True)
    essai.taper(made, "x")
    assert made.value() == "D-0001"
    made.line.selectAll()
    assert made.line.selectedText() == "D-0001"
