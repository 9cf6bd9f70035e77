"""A veille begun, ended, put off or taken away, and what begins later."""

import pytest

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton, Rangee
from desktop.views.main_window import MainWindow
from domain.fields import Value
from domain.profils import Profile
from tests.desktop.services.accompagne import affectations, lignes, suivi_par, un_collegue
from tests.views.accompagnement.gestes import choisir, confirmer, dit, ouvert, un_dossier_charge
from tests.views.essai import Essai


def test_a_person_is_put_in_veille_and_out_of_it_by_an_act(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-2: one form open at a time; the buttons are those of the state one is in."""
    dossier = people["nadia"]
    tab = ouvert(window, dossier)
    veille = tab.veille
    assert [a.bouton.isVisible() for a in (veille.commencer, veille.terminer, veille.retirer)] == [
        True,
        False,
        False,
    ]
    essai.cliquer(veille.commencer.bouton)
    assert not veille.commencer.bouton.isVisible()
    confirmer(essai, veille.commencer)
    (refused,) = veille.commencer.findChildren(Alerte)
    assert refused.accessibleName() == "«\u00a0Motif\u00a0» reste à remplir."
    choisir(essai, veille.commencer.editeurs["motif"], "Santé, hospitalisation")
    confirmer(essai, veille.commencer)
    (begun,) = lignes(bureau, "veille", dossier)
    assert (begun["motif"], begun["debut"]) == ("sante", "2026-11-20")
    essai.qtbot.waitUntil(veille.terminer.bouton.isVisible)
    assert not veille.commencer.est_ouvert
    assert window.bandeau.annonce.texte() == "Veille enregistrée."
    essai.cliquer(veille.terminer.bouton)
    confirmer(essai, veille.terminer)
    (ended,) = lignes(bureau, "veille", dossier)
    assert ended["terminee_le"] == "2026-11-20"
    essai.qtbot.waitUntil(lambda: "Finit le 20 novembre 2026 (aujourd’hui)." in dit(veille))
    shown = [a.bouton.isVisible() for a in (veille.commencer, veille.terminer, veille.reporter)]
    assert shown == [True, False, False], "it is ended: only a mistake is left to take away"
    assert veille.retirer.bouton.isVisible()
    known = bureau.accompagnement.lire(dossier)
    assert known.etat.sorte == "veille", "its last day is one of it"
    assert "La veille court encore" not in [one.texte for one in known.sortie.restes]


def test_a_veille_is_put_off_or_taken_away(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-2: what was known of it is under the eyes; taken away, nothing is left."""
    dossier = people["nadia"]
    bureau.veilles.commencer(dossier, {"motif": "sante", "debut": "2026-11-01", "fin": "2026-11-25"})
    veille = ouvert(window, dossier).veille
    essai.cliquer(veille.reporter.bouton)
    assert veille.reporter.valeurs() == {"fin": "2026-11-25", "commentaire": None}
    veille.reporter.editeurs["fin"].show_value(None)
    essai.taper(veille.reporter.editeurs["fin"], "31/12/2026")
    confirmer(essai, veille.reporter)
    assert lignes(bureau, "veille", dossier)[0]["fin"] == "2026-12-31"
    essai.qtbot.waitUntil(veille.retirer.bouton.isVisible)
    essai.cliquer(veille.retirer.bouton)
    assert veille.retirer.renoncer.hasFocus(), "Enter pressed twice takes nothing away"
    essai.cliquer(veille.retirer.renoncer)
    assert lignes(bureau, "veille", dossier)
    essai.cliquer(veille.retirer.bouton)
    confirmer(essai, veille.retirer)
    assert lignes(bureau, "veille", dossier) == []


def test_a_veille_to_come_is_put_off_or_taken_away_beside_the_one_that_runs(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-2: a slip in the year is mended here; the buttons of the card are those of the one that runs."""
    dossier = people["nadia"]
    slip = bureau.veilles.commencer(dossier, {"motif": "sante", "debut": "2027-11-01"})
    veille = ouvert(window, dossier).veille
    assert "Aucune veille en cours.\nSanté, hospitalisation\nÀ partir du 1er novembre 2027." in dit(veille)
    assert [a.bouton.isVisible() for a in (veille.commencer, veille.terminer, veille.retirer)] == [
        True,
        False,
        True,
    ]
    running = bureau.veilles.commencer(dossier, {"motif": "formation", "debut": "2026-11-02"})
    essai.qtbot.waitUntil(veille.terminer.bouton.isVisible)
    names = {one.accessibleName(): one for one in veille.findChildren(Bouton)}
    essai.cliquer(names["Repousser la veille du 1er novembre 2027"])
    veille.reporter.editeurs["fin"].show_value("2027-12-31")
    confirmer(essai, veille.reporter)
    assert {one["id"]: one["fin"] for one in lignes(bureau, "veille", dossier)} == {
        slip: "2027-12-31",
        running: None,
    }
    essai.qtbot.waitUntil(lambda: "fin prévue le 31 décembre 2027" in dit(veille))
    names = {one.accessibleName(): one for one in veille.findChildren(Bouton)}
    essai.cliquer(names["Retirer la veille du 1er novembre 2027"])
    confirmer(essai, veille.retirer)
    assert [one["id"] for one in lignes(bureau, "veille", dossier)] == [running]


@pytest.mark.parametrize("profil", [Profile.SECRETARIAT_DISPOSITIF])
def test_a_designation_to_come_has_its_end_moved(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    """R-ACC-7."""
    dossier, taker = suivi_par(bureau), un_collegue(bureau, "Sudre")
    named: dict[str, Value] = {"referent": taker, "debut": "2026-12-01", "fin": "2026-12-31"}
    step = bureau.referents.nommer(dossier, named)
    tab = ouvert(window, dossier)
    names = {one.accessibleName(): one for one in tab.referents.findChildren(Bouton)}
    essai.cliquer(names["Changer la fin de Julie Sudre"])
    tab.referents.changer.editeurs["fin"].show_value("2027-01-31")
    confirmer(essai, tab.referents.changer)
    assert {one["id"]: one["fin"] for one in affectations(bureau, dossier)}[step] == "2027-01-31"


def test_the_veille_that_runs_is_ended_from_the_checklist(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-12."""
    tab = ouvert(window, un_dossier_charge(bureau, people))
    essai.cliquer(tab.sortie.dater.bouton)
    row = next(
        one for one in tab.sortie.restes.findChildren(Rangee) if "veille" in one.accessibleName().lower()
    )
    essai.cliquer(row)
    assert tab.veille.terminer.est_ouvert
    tab.veille.reporter.ouvrir()
    assert not tab.veille.terminer.est_ouvert, "one form at a time"
