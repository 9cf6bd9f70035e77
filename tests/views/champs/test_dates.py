"""Dates and moments, typed freely or chosen."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QTableView

from desktop.views.fields import (
    EditeurDate,
    EditeurMoment,
)
from domain.fields import Kind
from tests.views.champs.gestes import Make
from tests.views.essai import Essai


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
