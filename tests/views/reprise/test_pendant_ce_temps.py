"""A choice under way while something arrives."""

from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from desktop.views.synchronisation.champ import AUTRE, MIEN
from tests.views.essai import Essai
from tests.views.reprise.gestes import mots, ouvrir, situation
from tests.views.reprises import (
    collegue,
    un_cer,
    un_telephone,
    un_texte,
    une_reprise,
)


def test_a_choice_under_way_survives_what_arrives(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    here = ouvrir(window, un_telephone(bureau, elise))
    (question,) = here.questions
    essai.cliquer(question.options.boutons[AUTRE])
    with essai.qtbot.waitSignal(window.actualite.changed):
        bureau.dossiers.marquer_consulte(elise)
    assert here.questions == [question]
    assert question.choisi() == AUTRE


def test_a_question_whose_server_side_has_changed_is_asked_again(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Nobody settles what he has not read."""
    cer = un_cer(bureau, elise)
    here = ouvrir(window, un_texte(bureau, elise, cer))
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    with essai.qtbot.waitSignal(window.actualite.changed):
        un_cer(bureau, elise, id=cer, situation="Encore un autre texte.")
    essai.qtbot.waitUntil(lambda: here.questions[0].choisi() is None)
    assert "Encore un autre texte" in " ".join(
        label.accessibleName() or label.text() for label in here.questions[0].findChildren(QLabel)
    )


def test_what_changes_under_the_click_is_said_and_nothing_is_written(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """The news of a pull may still be on its way to the screen when one clicks."""
    cer = un_cer(bureau, elise)
    here = ouvrir(window, un_texte(bureau, elise, cer))
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    un_cer(bureau, elise, id=cer, situation="Encore un autre texte.")
    essai.cliquer(here.regler)
    assert "vient encore de changer" in here.barre.mot()
    assert situation(bureau, cer) == "Encore un autre texte."
    assert here.questions[0].choisi() is None


def test_what_somebody_settled_meanwhile_says_who(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    item = un_telephone(bureau, elise)
    here = ouvrir(window, item)
    une_reprise(
        bureau,
        elise,
        "dossier",
        elise,
        {"telephone": ("06 39 98 12 34", "06 39 98 77 01", "07 55 00 11 22")},
        id=item,
        statut="reprise",
        reglee_par=collegue(bureau),
        reglee_le="2026-11-20T08:00:00.000Z",
    )
    essai.qtbot.waitUntil(lambda: "Réglé par Julie Perrin le 20/11/2026 à 9\u00a0h." in mots(here))
    assert not here.barre.isVisible()
