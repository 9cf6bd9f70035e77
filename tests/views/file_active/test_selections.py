"""People ticked, searches kept: recalled, renamed, forgotten."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre
from desktop.services.recherches import Sorte
from desktop.views.file_active import PageFileActive
from desktop.views.main_window import MainWindow
from domain.recherche.criteres import Axe, Criteres
from tests.builders import verser
from tests.views.essai import Essai, verifier
from tests.views.file_active.gestes import entry, titles


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


def test_only_the_search_recalled_is_replaced(bureau: Bureau, here: PageFileActive, essai: Essai) -> None:
    """R-REP-7."""
    bureau.recherches.garder(Sorte.RECHERCHE, "Une", Criteres("a"))
    here.demander(Criteres("b"))
    here.gardees.garder_recherche()
    nommage = here.gardees.nommage
    essai.taper(nommage.ligne, "une")
    essai.touche(nommage.ligne, Qt.Key.Key_Return)
    assert "existe déjà" in nommage.mots()
    here.gardees.rappeler(bureau.recherches.lister(Sorte.RECHERCHE)[0])
    essai.taper(here.ligne, "m")
    here.gardees.garder_recherche()
    essai.touche(nommage.ligne, Qt.Key.Key_Return)
    assert [one.criteres for one in bureau.recherches.lister(Sorte.RECHERCHE)] == [Criteres("am")]
