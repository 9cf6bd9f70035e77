"""The criteria of the file active: opened beside the list, combined, counted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre
from desktop.views.dossier import PageDossier
from desktop.views.file_active import PageFileActive
from desktop.views.file_active.criteres import VoletCriteres
from desktop.views.main_window import MainWindow
from domain.recherche.criteres import AUCUNE, Accompagnement, Axe, Portee, Seuil
from tests.builders import une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.file_active.gestes import criteria, titles


def chip(here: PageFileActive, text: str) -> QPushButton:
    return next(one for one in here.puces.chips.values() if one.text().strip() == text)


def test_the_screen_begins_as_simple_as_ever(here: PageFileActive, window: MainWindow) -> None:
    gardees = here.gardees
    hidden = (here.puces, gardees.rappel, gardees.nommage, gardees.export, gardees.choisies)
    assert here.volet is None
    assert not any(one.isVisible() for one in hidden)
    verifier(window)


def test_criteria_open_beside_the_list_combine_and_show_as_chips(
    here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    """R-REP-7: what is asked is shown, counted and refined."""
    volet = criteria(here, essai)
    essai.cliquer(volet.sections[Axe.COMMUNE].titre)
    aubenas = volet.sections[Axe.COMMUNE].cases["Aubenas"]
    assert aubenas.text() == "Aubenas\u20028"
    essai.touche(aubenas, Qt.Key.Key_Space)
    assert here.liste.nombre() == 8
    assert volet.voir.text() == "Voir 8\u00a0personnes"
    essai.touche(volet.sections[Axe.CER].cases[AUCUNE], Qt.Key.Key_Space)
    assert titles(here) == ["BENALI-FAURE Nadia", "GIRAUD Amina"]
    assert here.puces.textes() == ["Aubenas", "Sans CER"]
    assert here.chips[Filtre.TOUS].text() == "Toutes\u20022"
    assert here.mot.text().startswith("2\u00a0personnes")
    verifier(window)
    essai.photo(window, "file_active_criteres")
    essai.cliquer(chip(here, "Aubenas"))
    assert here.puces.textes() == ["Sans CER"]
    assert not aubenas.isChecked()
    essai.cliquer(here.puces.effacer)
    assert here.liste.nombre() == 16
    assert here.puces.isHidden()


def test_a_pause_is_marked_counted_and_asked_for(here: PageFileActive, essai: Essai) -> None:
    """R-FA-2, R-REP-6."""
    hugo = here.liste.entree(titles(here).index("CHASTEL Hugo"))
    assert hugo.detail.endswith("en veille")
    section = criteria(here, essai).sections[Axe.ACCOMPAGNEMENT]
    essai.cliquer(section.titre)
    assert {one.text() for one in section.cases.values()} == {
        "En cours\u200215",
        "En veille\u20021",
        "Veille à revoir\u20021",
    }
    essai.touche(section.cases[Accompagnement.VEILLE_A_REVOIR], Qt.Key.Key_Space)
    assert titles(here) == ["CHASTEL Hugo"]
    assert here.puces.textes()[0] == "Accompagnement\u00a0: veille à revoir"


def test_a_number_of_days_is_asked_by_its_box_or_by_its_figure(here: PageFileActive, essai: Essai) -> None:
    """R-REP-6: the département says how many days, one may say otherwise."""
    ligne = criteria(here, essai).seuils[Seuil.A_RENOUVELER]
    assert ligne.jours.text() == "60"
    essai.touche(ligne.case, Qt.Key.Key_Space)
    assert here.liste.nombre() == 3
    ligne.jours.selectAll()
    essai.taper(ligne.jours, "30")
    assert titles(here) == ["TESTUD Jean-Marc", "VAUTRIN Élise"]
    assert here.puces.textes()[0] == "CER à renouveler sous 30\u00a0jours"
    essai.cliquer(chip(here, "CER à renouveler sous 30\u00a0jours"))
    assert not ligne.case.isChecked()


def test_the_panel_is_all_at_the_keyboard(here: PageFileActive, window: MainWindow, essai: Essai) -> None:
    here.filtrer.setFocus()
    essai.touche(here.filtrer, Qt.Key.Key_Return)
    volet = here.volet
    assert isinstance(volet, VoletCriteres)
    held = window.focusWidget()
    assert held is volet.sections[Axe.ETAT_DROIT].titre
    essai.touche(held, Qt.Key.Key_Tab)
    first = window.focusWidget()
    assert first in volet.sections[Axe.ETAT_DROIT].cases.values()
    essai.touche(first, Qt.Key.Key_Space)
    assert window.focusWidget() is first  # counts change, nothing moves
    essai.touche(first, Qt.Key.Key_Escape)
    assert here.volet is None
    assert here.liste.hasFocus()
    essai.touche(here.liste, Qt.Key.Key_Return)
    assert isinstance(window.page, PageDossier)


def test_a_long_axis_shows_its_most_frequent_values_first(bureau: Bureau, here: PageFileActive) -> None:
    for rank in range(12):
        une_personne(bureau, numero=f"C-{rank}", nom=f"Nom{rank}", commune=f"Commune {rank:02}")
    here.filtrer.click()
    volet = here.volet
    assert isinstance(volet, VoletCriteres)
    section = volet.sections[Axe.COMMUNE]
    section.titre.click()
    seen = [valeur for valeur, case in section.cases.items() if not case.isHidden()]
    assert len(seen) == 8
    assert "Aubenas" in seen
    section.autres.click()
    assert not any(case.isHidden() for case in section.cases.values())


def test_whose_dossiers_is_asked_only_where_there_are_others(
    bureau: Bureau, here: PageFileActive, essai: Essai
) -> None:
    """R-REP-7: «mes dossiers / ma structure / tous»."""
    volet = criteria(here, essai)
    assert not volet.portee.isVisible()
    here.fermer_volet()
    verser(bureau, "dossier", {"nom": "Sans", "prenom": "Personne", "commune": "Privas"})
    essai.qtbot.waitUntil(lambda: here.liste.nombre() == 17)
    volet = criteria(here, essai)
    assert volet.portee.isVisible()
    assert volet.portee.boutons[Portee.TOUS].text() == "Tous\u200217"
    essai.cliquer(volet.portee.boutons[Portee.MES])
    assert here.liste.nombre() == 16
    assert here.puces.textes()[0] == "Mes dossiers"


def test_near_names_are_said_to_be_near(here: PageFileActive, window: MainWindow, essai: Essai) -> None:
    """R-REP-4."""
    essai.taper(here.ligne, "rouvirre")
    assert titles(here) == ["ROUVIÈRE Maryse"]
    assert here.liste.entree(0).detail.startswith("nom proche · ")
    assert here.mot.text() == "Personne ne s’écrit ainsi\u00a0: voici 1\u00a0nom proche."
    essai.photo(window, "file_active_proche")
    window.recherche.ouvrir()
    essai.taper(window.recherche.ligne, "rouvirre")
    assert window.recherche.mot.text() == "Personne ne s’écrit ainsi\u00a0: voici les noms proches."
