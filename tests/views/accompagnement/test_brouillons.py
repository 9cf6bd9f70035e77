"""What is written of an act before it is meant: kept, found again, never meant for another."""

from pathlib import Path

from desktop.models import brouillons
from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.fields import Value
from tests.builders import un_bureau, verser
from tests.desktop.services.accompagne import lignes
from tests.views.accompagnement.gestes import confirmer, ouvert
from tests.views.essai import Essai
from tests.views.fenetre import application


def test_what_was_written_of_an_act_is_found_again_whatever_closed_it(
    people: dict[str, str], window: MainWindow, essai: Essai, tmp_path: Path
) -> None:
    """R-MID-1: the way back deletes the page, «Renoncer» folds the act, the window locks itself."""
    dossier = people["nadia"]
    midem = ouvert(window, dossier).midem
    essai.cliquer(midem.demander.bouton)
    essai.taper(midem.demander.editeurs["motif"], "Deux absences")
    window.retour()
    midem = ouvert(window, dossier).midem
    assert midem.demander.bouton.text() == "Demander une mise en demeure (brouillon)"
    essai.photo(window, "accompagnement_brouillon")
    essai.cliquer(midem.demander.bouton)
    assert midem.demander.valeurs() == {"motif": "Deux absences", "date": "2026-11-20"}
    essai.taper(midem.demander.editeurs["motif"], " à Privas")
    essai.cliquer(midem.demander.renoncer)
    essai.cliquer(midem.demander.bouton)
    assert midem.demander.valeurs()["motif"] == "Deux absences à Privas"
    essai.taper(midem.demander.editeurs["motif"], ".")
    assert window.verrouiller()
    again = un_bureau(tmp_path)
    kept = again.brouillons.lire(dossier, "CarteMidem/demander/")
    assert kept == {"motif": "Deux absences à Privas."}, "the day was proposed, not typed"
    again.verrouiller()


def test_what_is_being_written_of_an_act_outlives_a_crash_and_ends_with_the_act(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    dossier = people["nadia"]
    midem = ouvert(window, dossier).midem

    def on_disk() -> dict[str, Value]:
        with bureau.poste.replique.read() as connection:
            return brouillons.read(connection, dossier, "CarteMidem/demander/")

    essai.cliquer(midem.demander.bouton)
    essai.taper(midem.demander.editeurs["motif"], "Deux absences")
    essai.qtbot.waitUntil(lambda: on_disk() == {"motif": "Deux absences"})
    confirmer(essai, midem.demander)
    essai.qtbot.waitUntil(lambda: on_disk() == {})
    essai.qtbot.waitUntil(midem.retirer.bouton.isVisible)
    essai.cliquer(midem.retirer.bouton)
    confirmer(essai, midem.retirer)
    essai.qtbot.waitUntil(midem.demander.bouton.isVisible)
    essai.cliquer(midem.demander.bouton)
    assert midem.demander.valeurs() == {"motif": None, "date": "2026-11-20"}


def test_an_act_that_becomes_impossible_stays_with_its_words_and_says_why(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-MID-1: a colleague asks the same while one is writing."""
    dossier = people["nadia"]
    midem = ouvert(window, dossier).midem
    words = midem.demander.editeurs["motif"]
    essai.cliquer(midem.demander.bouton)
    essai.taper(words, "Deux absences")
    asked: dict[str, Value] = {"dossier": dossier, "date": "2026-11-19", "motif": "Sans nouvelles."}
    (other,) = verser(bureau, "demande_midem", asked)
    essai.qtbot.waitUntil(lambda: not midem.demander.confirmer.isVisible())
    (said,) = midem.demander.findChildren(Alerte)
    assert said.accessibleName().startswith("Une demande attend déjà le secrétariat.")
    essai.taper(words, " et la suite")
    assert words.value() == "Deux absences", "read, and copied"
    essai.qtbot.wait(100)
    assert words.height() >= words.sizeHint().height(), "nothing is squeezed"
    essai.photo(window, "accompagnement_impossible")
    appliquer(application(), SOMBRE, 200)
    essai.photo(window, "accompagnement_impossible_sombre_200")
    appliquer(application(), CLAIRE)
    bureau.demandes.retirer("demande_midem", other)
    essai.qtbot.waitUntil(midem.demander.confirmer.isVisible)
    essai.taper(words, " à Privas")
    confirmer(essai, midem.demander)
    texts = [one["motif"] for one in lignes(bureau, "demande_midem", dossier)]
    assert texts == ["Deux absences à Privas"]


def test_what_was_written_of_a_veille_is_not_shown_of_another(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-2: nor is the one that runs changed by what was meant for the one before."""
    dossier = people["nadia"]
    first = bureau.veilles.commencer(dossier, {"motif": "sante", "debut": "2026-11-01"})
    veille = ouvert(window, dossier).veille
    essai.cliquer(veille.reporter.bouton)
    essai.taper(veille.reporter.editeurs["commentaire"], "Opération remise")
    bureau.veilles.retirer(first)
    bureau.veilles.commencer(dossier, {"motif": "formation", "debut": "2026-11-10"})
    essai.qtbot.waitUntil(lambda: not veille.reporter.confirmer.isVisible())
    assert veille.reporter.valeurs()["commentaire"] == "Opération remise", "to be copied, if it still serves"
    essai.cliquer(veille.reporter.renoncer)
    essai.cliquer(veille.reporter.bouton)
    assert veille.reporter.valeurs() == {"fin": None, "commentaire": None}
    essai.taper(veille.reporter.editeurs["commentaire"], "Stage")
    confirmer(essai, veille.reporter)
    (running,) = lignes(bureau, "veille", dossier)
    assert (running["motif"], running["commentaire"]) == ("formation", "Stage")
