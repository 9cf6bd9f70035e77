"""The file active's own ways: criteria, columns, people ticked, what is kept, the Excel file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton

from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre
from desktop.services.recherches import Sorte
from desktop.views import style
from desktop.views.dossier import PageDossier
from desktop.views.file_active import PageFileActive
from desktop.views.file_active.criteres import VoletCriteres
from desktop.views.file_active.volet import VoletColonnes
from desktop.views.main_window import MainWindow
from desktop.views.palette import SOMBRE
from domain.recherche.criteres import AUCUNE, Accompagnement, Axe, Criteres, Portee, Seuil
from tests.builders import une_personne, verser
from tests.views.donnees import une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def here(bureau: Bureau, window: MainWindow, essai: Essai) -> PageFileActive:
    people = une_file_active(bureau)
    pause = {"dossier": people["hugo"], "motif": "sante", "debut": "2026-10-01", "fin": "2026-11-25"}
    verser(bureau, "veille", pause)
    window.ouvrir_place("file_active")
    shown = page(window, PageFileActive)
    essai.qtbot.waitUntil(lambda: shown.liste.nombre() == 16)
    return shown


def titles(here: PageFileActive) -> list[str]:
    return [here.liste.entree(rank).titre for rank in range(here.liste.nombre())]


def criteria(here: PageFileActive, essai: Essai) -> VoletCriteres:
    essai.cliquer(here.filtrer)
    assert isinstance(here.volet, VoletCriteres)
    return here.volet


def chip(here: PageFileActive, text: str) -> QPushButton:
    return next(one for one in here.puces.chips.values() if one.text().strip() == text)


def entry(words: str) -> None:
    """Press the entry of the menu that is open."""
    menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    (action,) = [action for action in menus[-1].actions() if action.text() == words]
    QTest.mouseClick(menus[-1], Qt.MouseButton.LeftButton, pos=menus[-1].actionGeometry(action).center())


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


def test_columns_are_chosen_and_remembered(
    bureau: Bureau, here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    essai.cliquer(here.gardees.autres)
    entry("Colonnes…")
    volet = here.volet
    assert isinstance(volet, VoletColonnes)
    essai.touche(volet.cases["rendez_vous"], Qt.Key.Key_Space)
    essai.touche(volet.cases["veille"], Qt.Key.Key_Space)
    verifier(window)
    hugo = here.liste.entree(titles(here).index("CHASTEL Hugo"))
    assert [words for words, _, _ in hugo.pastilles] == [
        "Veille\u00a0: au 25/11/2026",
        "CER\u00a0: encore 41\u00a0jours",
        "Versement suspendu",
    ]
    assert here.gardees._codes == ["veille", "cer", "droit"]  # what an export holds now
    bureau.saisie.flush()
    again = PageFileActive(bureau, window)
    assert [colonne.code for colonne in again.colonnes] == ["veille", "cer", "droit"]
    again.deleteLater()


def test_every_column_says_something_and_fits_its_width(here: PageFileActive) -> None:
    here._choose_columns(list(here._toutes))
    for rank in range(here.liste.nombre()):
        for colonne, (words, _, _) in zip(here.colonnes, here.liste.entree(rank).pastilles, strict=True):
            assert len(words) <= max(colonne.largeur, 23), colonne.code


def test_people_are_ticked_and_kept_as_a_selection(
    bureau: Bureau, here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    essai.cliquer(here.gardees.autres)
    entry("Choisir des personnes…")
    choisies = here.gardees.choisies
    assert choisies.mots().startswith("Cliquez")
    assert not choisies.garder.isEnabled()
    row = here.liste.visualRect(here.liste.model().index(1, 0)).center()
    QTest.mouseClick(here.liste.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row))
    here.liste.setFocus()
    essai.touche(here.liste, Qt.Key.Key_Down)
    essai.touche(here.liste, Qt.Key.Key_Space)
    assert window.page is here  # ticking opens nothing
    assert choisies.mots() == "2\u00a0personnes choisies"
    assert (
        here.liste.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("choisie, BENALI")
    )
    verifier(window)
    essai.photo(window, "file_active_choisir")
    essai.cliquer(choisies.garder)
    essai.taper(here.gardees.nommage.ligne, "Atelier CV")
    essai.touche(here.gardees.nommage.ligne, Qt.Key.Key_Return)
    assert titles(here) == ["BENALI-FAURE Nadia", "BOUCHET Rémi"]
    assert here.gardees.rappel.mots() == "Sélection «\u00a0Atelier CV\u00a0»."
    assert choisies.isHidden()
    here.demander(here.criteres.avec(Axe.COMMUNE, "Aubenas"))
    assert titles(here) == ["BENALI-FAURE Nadia"]
    assert here.gardees.rappel.mots() == "Sélection «\u00a0Atelier CV\u00a0»."
    assert len(bureau.recherches.lister(Sorte.SELECTION)) == 1
    essai.cliquer(here.gardees.rappel.fermer)
    assert here.liste.nombre() == 16


def test_all_that_is_shown_is_ticked_at_once(here: PageFileActive, essai: Essai) -> None:
    here.gardees.choisir()
    essai.taper(here.ligne, "privas")
    assert here.gardees.choisies.toutes.text() == "Choisir les 2 affichées"
    essai.cliquer(here.gardees.choisies.toutes)
    here.ligne.clear()
    assert here.gardees.choisies.mots() == "2\u00a0personnes choisies"
    here.gardees.choisir()
    assert len(here.liste.cochees()) == 2, "asking again unticks nobody"
    essai.cliquer(here.gardees.choisies.fermer)
    assert here.liste.cochees() == frozenset()


def test_a_search_is_kept_recalled_renamed_and_forgotten(
    bureau: Bureau, here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    """R-REP-7."""
    here.demander(Criteres("a").avec(Axe.FILTRE, Filtre.SANS_CER))
    essai.cliquer(here.gardees.bouton)
    entry("Garder cette recherche…")
    nommage, rappel = here.gardees.nommage, here.gardees.rappel
    assert not nommage.garder.isEnabled()
    essai.taper(nommage.ligne, "Sans contrat")
    essai.cliquer(nommage.garder)
    verifier(window)
    essai.photo(window, "file_active_rappel")
    essai.cliquer(rappel.fermer)
    assert here.criteres == Criteres()
    essai.cliquer(here.gardees.bouton)
    entry("Sans contrat")
    assert here.ligne.text() == "a"
    assert here.chips[Filtre.SANS_CER].isChecked()
    assert rappel.mots() == "Recherche «\u00a0Sans contrat\u00a0»."
    essai.taper(here.ligne, "m")
    assert "modifiée" in rappel.mots()
    essai.cliquer(rappel.renommer)
    nommage.ligne.clear()
    essai.taper(nommage.ligne, "Premiers contrats")
    essai.touche(nommage.ligne, Qt.Key.Key_Return)
    assert [one.nom for one in bureau.recherches.lister(Sorte.RECHERCHE)] == ["Premiers contrats"]
    essai.cliquer(rappel.retirer.retirer)
    assert len(bureau.recherches.lister(Sorte.RECHERCHE)) == 1  # asked once more
    essai.cliquer(rappel.retirer.oui)
    assert bureau.recherches.lister(Sorte.RECHERCHE) == []
    assert rappel.isHidden()
    assert not rappel.retirer.retirer.isHidden()  # ready for another
    assert here.liste.hasFocus()


def test_a_name_refused_stays_with_its_reason(bureau: Bureau, here: PageFileActive, essai: Essai) -> None:
    for nom in ("Une", "Deux"):
        bureau.recherches.garder(Sorte.RECHERCHE, nom, Criteres("a"))
    here.gardees.rappeler(bureau.recherches.lister(Sorte.RECHERCHE)[0])
    essai.cliquer(here.gardees.rappel.renommer)
    here.gardees.nommage.ligne.clear()
    essai.taper(here.gardees.nommage.ligne, "une")
    essai.touche(here.gardees.nommage.ligne, Qt.Key.Key_Return)
    assert "existe déjà" in here.gardees.nommage.mots()
    assert here.gardees.nommage.isVisible()
    essai.touche(here.gardees.nommage.ligne, Qt.Key.Key_Escape)
    assert here.gardees.nommage.isHidden()


def test_what_is_missing_of_what_was_kept_is_told(bureau: Bureau, here: PageFileActive) -> None:
    """R-REP-7: a dossier that has left, a criterion of a newer program."""
    known = here.lignes[0].dossier
    bureau.recherches.garder(Sorte.SELECTION, "Atelier", Criteres(parmi=frozenset({known, "parti"})))
    here.gardees.rappeler(bureau.recherches.lister(Sorte.SELECTION)[0])
    assert here.gardees.rappel.mots() == "Sélection «\u00a0Atelier\u00a0». 1\u00a0dossier n’y est plus."
    newer = {"texte": "", "choix": {"humeur": ["bonne"]}}
    verser(bureau, "recherche_enregistree", {"nom": "Demain", "criteres": newer})
    here.gardees.rappeler(bureau.recherches.lister(Sorte.RECHERCHE)[0])
    assert "version plus récente" in here.gardees.rappel.mots()


def test_the_list_leaves_as_excel_once_it_is_said_to_be_in_clear(
    here: PageFileActive,
    window: MainWindow,
    essai: Essai,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    essai.taper(here.ligne, "aubenas")
    essai.cliquer(here.gardees.autres)
    entry("Exporter vers Excel…")
    assert "en clair" in here.gardees.export.mots()
    assert "8\u00a0personnes" in here.gardees.export.mots()
    assert proposed == []
    verifier(window)
    essai.photo(window, "file_active_export")
    essai.cliquer(here.gardees.export.exporter)
    essai.qtbot.waitUntil(lambda: bool(proposed))
    assert here.gardees.export.isHidden()
    sheet = load_workbook(tmp_path / "File-active_2026-11-20.xlsx").active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        line.nom for line in here.lignes
    ]


def test_an_export_that_the_disk_refuses_may_be_asked_again(
    here: PageFileActive, essai: Essai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(tmp_path / "absent" / "File-active.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (nowhere, ""))
    here.gardees.exporter()
    essai.cliquer(here.gardees.export.exporter)
    essai.qtbot.waitUntil(lambda: "n’a pas pu être enregistré" in here.gardees.export.mots())
    assert here.gardees.export.exporter.isEnabled()


def test_only_those_ticked_leave(here: PageFileActive, essai: Essai) -> None:
    here.gardees.choisir()
    here.liste.fixer_cochees({here.lignes[2].dossier})
    essai.cliquer(here.gardees.choisies.exporter)
    assert "1\u00a0personne." in here.gardees.export.mots()
    essai.cliquer(here.gardees.export.renoncer)
    assert here.gardees.export.isHidden()


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


def test_a_narrow_screen_shows_the_panel_alone_then_the_list(
    here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    style.appliquer(application(), SOMBRE, 200)
    volet = criteria(here, essai)
    assert not here.pile.isVisible()
    essai.photo(window, "file_active_criteres_200")
    essai.cliquer(volet.voir)
    assert here.pile.isVisible()
    assert here.filtrer.text() == ""
    verifier(window)
