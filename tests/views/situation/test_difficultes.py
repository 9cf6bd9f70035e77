"""The tab «Situation» of a dossier, by clicks, keys and typed text: the page, and what hinders."""

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.services.bureau import Bureau
from desktop.views.blocs import Bouton
from desktop.views.fields import EditeurChoix
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.end_to_end.ecrans import coupes
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre
from tests.views.situation.gestes import choose, lu, ouvrir


def test_what_hinders_is_wished_and_known_is_on_one_page(
    window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-1, R-INF-3, R-INF-5."""
    here = ouvrir(window, dossier)
    assert here.caracteristiques.compte.texte() == "2 à revoir"
    assert list(here.caracteristiques.fiches.par_id) == [
        *("sante.rqth", "formation.niveau", "numerique.autonomie"),
        "famille.garde",
    ]
    pills = {nom: one.etat.texte() for nom, one in here.caracteristiques.fiches.par_id.items()}
    assert (pills["formation.niveau"], pills["numerique.autonomie"]) == ("À rafraîchir", "À renseigner")
    assert here.difficultes.passees.text() == "1\u00a0difficulté passée"
    verifier(window)
    window.resize(1366, 1500)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "situation_clair")
    appliquer(application(), SOMBRE)
    essai.photo(window, "situation_sombre")


def test_at_twice_the_size_nothing_is_wider_than_the_screen(
    window: MainWindow, dossier: str, essai: Essai
) -> None:
    """Decision 39."""
    appliquer(application(), CLAIRE, 200)
    window.resize(1366, 3600)
    here = ouvrir(window, dossier)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "situation_200")
    window.resize(1093, 614)
    body = here.widget()
    assert body is not None
    essai.qtbot.waitUntil(lambda: body.minimumSizeHint().width() <= here.viewport().width())


def test_a_difficulte_is_added_and_its_words_are_on_disk_within_a_second(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-1: chosen by family, then the keyboard is in what one has to say of it."""
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier).difficultes
    assert here.aucune.isVisible()
    choose(here.ajout.menu(), "Développer sa mobilité", "Dépendant des transports en commun")
    essai.qtbot.waitUntil(lambda: len(here.fiches.par_id) == 1)
    (fiche,) = here.fiches.par_id.values()
    essai.qtbot.waitUntil(fiche.commentaire.has_focus)
    essai.taper(fiche.commentaire, "Deux bus par jour")
    essai.qtbot.waitUntil(
        lambda: bureau.suivi.lire(dossier).difficultes[0].values["commentaire"] == "Deux bus par jour",
        timeout=2000,
    )
    assert not here.aucune.isVisible()


def test_a_difficulte_that_is_over_is_kept_and_may_come_back(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-1."""
    here = ouvrir(window, dossier).difficultes
    record, fiche = next(iter(here.fiches.par_id.items()))
    essai.cliquer(fiche.lever)
    essai.qtbot.waitUntil(lambda: record not in here.fiches.par_id)
    assert here.passees.text() == "2\u00a0difficultés passées"
    essai.cliquer(here.passees)
    essai.photo(window, "situation_passees")
    again = next(one for one in here.findChildren(Bouton) if one.accessibleName().startswith("Reprendre Enf"))
    essai.cliquer(again)
    essai.qtbot.waitUntil(lambda: record in here.fiches.par_id)
    assert lu(bureau, dossier).difficultes[0].values["fin"] is None


def test_a_difficulte_noted_by_mistake_goes_after_a_second_thought(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    here = ouvrir(window, dossier).difficultes
    record = next(one.id for one in lu(bureau, dossier).difficultes if one.values["commentaire"])
    fiche = here.fiches.par_id[record]
    essai.cliquer(fiche.retrait.retirer)
    assert fiche.retrait.garder.hasFocus()
    essai.cliquer(fiche.retrait.oui)
    essai.qtbot.waitUntil(lambda: record not in here.fiches.par_id)
    assert record not in {one.id for one in lu(bureau, dossier).difficultes}


def test_who_only_reads_is_offered_nothing(tmp_path: Path, essai: Essai) -> None:
    """R-INF-1: a chef de service reads what the référent noted."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    verser(bureau, "difficulte", {"dossier": dossier, "nature": "23.6", "debut": "2026-05-04"})
    shown = fenetre(bureau, essai)
    window = next(shown)
    here = ouvrir(window, dossier)
    (fiche,) = here.difficultes.fiches.par_id.values()
    offered = (here.difficultes.ajout, fiche.lever, fiche.retrait, here.emploi.choix)
    assert not any(one.isVisible() for one in (*offered, here.caracteristiques.autre))
    answers = here.caracteristiques.fiches.par_id.values()
    assert not any(one.changer.isVisible() for one in answers)
    window.verrouiller()
    next(shown, None)


def test_the_list_of_a_difficulte_does_not_end_it_as_the_arrows_go_through(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-1: its end is an act that dates it, «C’est réglé»."""
    here = ouvrir(window, dossier).difficultes
    record, fiche = next(iter(here.fiches.par_id.items()))
    realisation = fiche.editeurs[1]
    assert isinstance(realisation, EditeurChoix)
    for _each in range(realisation.list.count()):
        essai.touche(realisation.list, Qt.Key.Key_Down)
        essai.quitter(realisation)
    assert realisation.value() == "sans_suite"
    assert [one.en_cours for one in lu(bureau, dossier).difficultes if one.id == record] == [True]
    assert record in here.fiches.par_id
