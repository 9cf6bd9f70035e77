import pytest
from PySide6.QtCore import Qt

from desktop.services.a_suivre import Suite
from desktop.services.bureau import Bureau
from desktop.views.blocs import Rangee
from desktop.views.demandes import TOUTES, PageDemandes
from desktop.views.dossier import PageDossier
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from desktop.views.pages import toutes_les_pages
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.rail import AU_PLUS
from desktop.views.style import appliquer
from domain.profils import HANDLING, Profile
from tests.builders import une_personne, verser
from tests.desktop.services.accompagne import suivi_par, un_collegue
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page

SANCTION = "Sanction depuis le 1er juillet 2026, sans radiation"
FIN = "Fin demandée le 8 novembre 2026\u00a0: Retraite"
MIDEM = "Mise en demeure demandée le 10 novembre 2026"
FIGE = "Genesis n’actualise plus depuis le 12 novembre 2026\u00a0: sortie à dater"


@pytest.fixture
def profil() -> Profile:
    return Profile.SECRETARIAT_PROXIMITE


@pytest.fixture
def people(bureau: Bureau) -> list[str]:
    """Four persons of two référents, each with one thing that waits."""
    first, second = un_collegue(bureau, "Perrin"), un_collegue(bureau, "Astier")
    found = [
        suivi_par(bureau, first, nom="Chastel", prenom="Léa", numero="1"),
        suivi_par(bureau, second, nom="Giraud", prenom="Amina", numero="2"),
        suivi_par(bureau, first, nom="Morel", prenom="Inès", numero="3"),
        suivi_par(bureau, second, nom="Sauzet", numero="4", actualisation_figee_le="2026-11-12"),
    ]
    verser(bureau, "demande_midem", {"dossier": found[0], "date": "2026-11-10", "motif": "Absences"})
    verser(bureau, "demande_fin", {"dossier": found[1], "date": "2026-11-08", "cas": "retraite"})
    verser(bureau, "veille", {"dossier": found[2], "motif": "sanction", "debut": "2026-07-01"})
    return found


def ouverte(window: MainWindow) -> PageDemandes:
    window.ouvrir_place("demandes")
    return page(window, PageDemandes)


@pytest.mark.usefixtures("people")
def test_the_list_says_who_waits_for_what_the_oldest_first(window: MainWindow, essai: Essai) -> None:
    """R-MID-1, R-FA-3, R-FA-10, R-REP-1."""
    here = ouverte(window)
    said = [here.liste.entree(rank).dite() for rank in range(here.liste.nombre())]
    assert said == [
        f"{who}, {what} · suivi par Julie {referent}, {status}"
        for who, what, referent, status in (
            ("Mme MOREL Inès", SANCTION, "Perrin", "Quatre mois passés"),
            ("Mme GIRAUD Amina", FIN, "Astier", "Fin demandée"),
            ("Mme CHASTEL Léa", MIDEM, "Perrin", "Mise en demeure"),
            ("Mme SAUZET Élise", FIGE, "Astier", "Sortie à saisir"),
        )
    ]
    assert here.chips[TOUTES].accessibleName() == "Toutes\u00a0: 4\u00a0dossiers"
    verifier(window)
    essai.photo(window, "demandes")
    appliquer(application(), SOMBRE)
    essai.photo(window, "demandes_sombre")
    appliquer(application(), CLAIRE, 200)
    essai.photo(window, "demandes_200")


def test_a_filter_keeps_one_sort_and_enter_opens_where_one_answers(
    window: MainWindow, people: list[str], essai: Essai
) -> None:
    here = ouverte(window)
    essai.cliquer(here.chips[Suite.FIN])
    assert here.liste.nombre() == 1
    essai.touche(here.liste, Qt.Key.Key_Return)
    there = page(window, PageDossier)
    assert (there.dossier, there.pile.currentWidget() is there.accompagnement) == (people[1], True)
    essai.cliquer(there.accompagnement.fin.repondre.bouton)
    essai.cliquer(there.accompagnement.fin.repondre.confirmer)
    window.retour()
    essai.qtbot.waitUntil(here.vide.isVisible)
    assert not here.liste.isVisible()
    assert here.chips[TOUTES].accessibleName() == "Toutes\u00a0: 3\u00a0dossiers"


def test_what_is_dealt_with_elsewhere_leaves_the_list(
    bureau: Bureau, window: MainWindow, people: list[str], essai: Essai
) -> None:
    """R-MID-1: Genesis shows the mise en demeure."""
    here = ouverte(window)
    person = bureau.dossiers.lire(people[0]).values
    verser(bureau, "dossier", person | {"date_midem": "2026-11-12"})
    essai.qtbot.waitUntil(lambda: here.liste.nombre() == 3)


def test_the_place_is_in_the_rail_of_who_answers_which_stays_short() -> None:
    """R-ACC-1: table of profiles."""
    places = toutes_les_pages().places
    for profil in Profile:
        names = [place.nom for place in places if place.ouverte_a(profil)]
        assert ("demandes" in names) == (profil in HANDLING)
        assert len(names) <= AU_PLUS


@pytest.mark.parametrize("profil", [Profile.REFERENT])
def test_a_referent_finds_the_same_facts_on_his_day(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    """R-REP-2: one click from where they are dealt with."""
    dossier = une_personne(bureau)
    verser(bureau, "veille", {"dossier": dossier, "motif": "sanction", "debut": "2026-07-01"})
    verser(bureau, "demande_midem", {"dossier": dossier, "date": "2026-11-10", "motif": "Absences"})
    day = page(window, PageJournee)

    def rows() -> list[Rangee]:
        return [row for row in day.attente.findChildren(Rangee) if not row.isHidden()]

    expected = [f"Mme VAUTRIN Élise, {SANCTION}", f"Mme VAUTRIN Élise, {MIDEM}"]
    essai.qtbot.waitUntil(lambda: [row.accessibleName() for row in rows()] == expected)
    essai.photo(window, "journee_accompagnement")
    essai.cliquer(rows()[0])
    there = page(window, PageDossier)
    assert there.pile.currentWidget() is there.accompagnement
