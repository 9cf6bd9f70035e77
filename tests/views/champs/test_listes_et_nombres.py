"""Lists, boxes, numbers: at the keyboard, under the wheel, pasted."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.views.fields import (
    EditeurChoix,
    EditeurCodes,
    EditeurEntier,
    EditeurMail,
    EditeurOuiNon,
    EditeurTelephone,
    Outils,
)
from domain.fields import Field, Kind
from domain.reglage.nomenclatures import Settings
from tests.builders import Horloge
from tests.views.champs.gestes import Make
from tests.views.essai import Essai


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
