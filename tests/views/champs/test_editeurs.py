"""One editor per kind of value: what is shown, what is typed, what is an edit."""

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.views.fields import (
    EditeurLigne,
    EditeurTexte,
)
from domain.fields import Kind, Value
from tests.views.champs.gestes import Make
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
