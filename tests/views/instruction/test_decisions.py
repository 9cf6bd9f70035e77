"""Deciding, by the keyboard, several in a row: the choices, the words, the dates."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from domain.cer.states import State
from domain.profils import Profile
from tests.desktop.services.test_suites import un_cer_valide
from tests.views.essai import Essai, verifier
from tests.views.instruction.gestes import ctrl_enter, open_first, page, panel, submitted

EN_ETUDE = (State.SOUMIS, State.COMMISSION, State.ATTENTE)


@pytest.mark.parametrize("etat", EN_ETUDE)
@pytest.mark.parametrize("profil", [Profile.SECRETARIAT_DISPOSITIF, Profile.ALI, Profile.CDS])
def test_the_choices_are_those_of_r_cer_12_for_the_profile(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot, etat: State, profil: Profile
) -> None:
    """R-CER-12, told here in full, so that the screen is held to the table and not to itself."""
    decides = profil is not Profile.SECRETARIAT_DISPOSITIF
    expected = {
        State.SOUMIS: {"proposition", "commission", "attente"},
        State.COMMISSION: {"soumis", "attente", "valide", "non_valide"},
        State.ATTENTE: {"soumis"} | ({"valide", "non_valide"} if decides else set()),
    }
    submitted(bureau, "Serre", etat=etat)
    shown = page(window, qtbot, 1)
    assert set(open_first(shown, essai).suite.boutons) == expected[etat]


def test_several_are_decided_in_a_row_by_keyboard(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    cers = [submitted(bureau, nom, etat=State.ATTENTE) for nom in ("Serre", "Fabre", "Mazel")]
    shown = page(window, qtbot, 3)
    open_first(shown, essai)
    for _rank in cers:
        decided = shown.etude.cer
        assert decided is not None
        button = panel(shown).suite.boutons["valide"]
        button.setFocus()
        essai.touche(button, Qt.Key.Key_Space)
        ctrl_enter(window)
        assert bureau.cers.ouvrir(decided).etat is State.VALIDE
        assert shown.etude.cer != decided
    assert shown.vide.isVisible()


def test_a_decision_says_which_cer_it_ends(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-21: before it is taken, and as its dates are moved."""
    cer = submitted(bureau, "Serre", etat=State.ATTENTE, numero=3, levee="suspension")
    dossier = bureau.cers.ouvrir(cer).dossier
    un_cer_valide(bureau, dossier)
    shown = page(window, qtbot, 1)
    made = open_first(shown, essai)
    assert not made.fin.isVisible()
    essai.cliquer(made.suite.boutons["valide"])
    assert made.fin.text() == "Le CER n°\u00a02 prendra fin le 30 novembre 2026."
    debut = made.editeurs["date_debut_decidee"]
    debut.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(debut, "01/01/2027")
    essai.quitter(debut)
    assert made.fin.text().endswith("31 décembre 2026.")
    ctrl_enter(window)
    (before,) = bureau.cers.ouvrir(cer).precedents
    assert before.values["date_cloture"] == "2026-12-31"


def test_a_decision_takes_its_date_its_words_and_its_dates(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-13, R-CER-29: today by default; the proposed period, that the decision may change."""
    cer = submitted(bureau, "Serre", etat=State.ATTENTE)
    shown = page(window, qtbot, 1)
    made = open_first(shown, essai)
    assert not made.editeurs["date_fin_decidee"].isVisible()
    essai.cliquer(made.suite.boutons["valide"])
    assert made.editeurs["date_decision"].value() == "2026-11-20"
    assert made.editeurs["date_debut_decidee"].value() == "2026-12-01"
    fin = made.editeurs["date_fin_decidee"]
    fin.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(fin, "28/02/2027")
    essai.taper(made.editeurs["decision_commentee"], "Accord pour trois mois.")
    essai.taper(made.editeurs["note_referent"], "Revoir la garde d’enfants.")
    verifier(window)
    essai.photo(window, "instruction_decision_clair")
    ctrl_enter(window)
    values = bureau.cers.ouvrir(cer).values
    assert values["date_fin_decidee"] == "2027-02-28"
    assert values["date_fin"] == "2027-05-31"
    assert values["decision_commentee"] == "Accord pour trois mois."
    assert values["note_referent"] == "Revoir la garde d’enfants."


def test_a_return_without_its_reason_is_refused_in_words(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-12, R-CER-28."""
    cer = submitted(bureau, "Serre")
    shown = page(window, qtbot, 1)
    made = open_first(shown, essai)
    essai.cliquer(made.suite.boutons["proposition"])
    ctrl_enter(window)
    assert "R-CER-12" in shown.etude.barre.mot()
    assert bureau.cers.ouvrir(cer).etat is State.SOUMIS
    essai.taper(panel(shown).editeurs["motif"], "Précisez l’objectif mobilité.")
    ctrl_enter(window)
    assert bureau.cers.ouvrir(cer).historique[-1].motif == "Précisez l’objectif mobilité."


def test_nothing_is_decided_without_a_choice_nor_with_a_date_that_is_none(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    cer = submitted(bureau, "Serre", etat=State.ATTENTE)
    shown = page(window, qtbot, 1)
    made = open_first(shown, essai)
    ctrl_enter(window)
    assert "Choisissez" in shown.etude.barre.mot()
    essai.cliquer(made.suite.boutons["non_valide"])
    date = made.editeurs["date_decision"]
    date.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(date, "31/02/2026")
    ctrl_enter(window)
    assert "date du calendrier" in made.editeurs["date_decision"].problem()
    assert bureau.cers.ouvrir(cer).etat is State.ATTENTE


def test_words_half_written_survive_a_look_at_the_neighbour(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    submitted(bureau, "Serre")
    submitted(bureau, "Fabre")
    shown = page(window, qtbot, 2)
    made = open_first(shown, essai)
    essai.taper(made.editeurs["decision_commentee"], "À revoir avec")
    essai.cliquer(shown.etude.suivant)
    assert panel(shown) is not made
    essai.cliquer(shown.etude.precedent)
    bureau.saisie.flush()
    qtbot.waitUntil(lambda: panel(shown).editeurs["decision_commentee"].value() == "À revoir avec")


def test_a_decision_may_be_gone_back_on_from_those_of_the_month(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-12: validé goes back to the state recorded before it, for ALI and CDS."""
    cer = submitted(bureau, "Serre", etat=State.VALIDE)
    submitted(bureau, "Mazel")
    shown = page(window, qtbot, 1)
    essai.cliquer(shown.decides)
    assert [ligne.cer for ligne in shown.lignes] == [cer]
    panneau = open_first(shown, essai)
    assert set(panneau.suite.boutons) == {"attente"}
    essai.cliquer(panneau.suite.boutons["attente"])
    ctrl_enter(window)
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(cer).etat is State.ATTENTE)
    essai.cliquer(shown.a_etudier)
    qtbot.waitUntil(lambda: len(shown.lignes) == 2)
    verifier(window)
