"""Going from page to page, and what makes one read again."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from tests.builders import une_personne
from tests.views.cadre.pages import Fiche, Journee, ListeActive
from tests.views.essai import Essai, verifier


def test_one_goes_from_page_to_page_and_back(
    window: MainWindow, bureau: Bureau, essai: Essai, qtbot: QtBot
) -> None:
    dossier = une_personne(bureau)
    essai.touche(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, ListeActive)
    window.ouvrir_dossier(dossier)
    opened = window.page
    assert isinstance(opened, Fiche)
    window.ouvrir_dossier(dossier)
    assert window.page is opened  # already there
    with qtbot.waitSignal(opened.destroyed):
        essai.touche(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert isinstance(window.page, ListeActive)
    assert window.rail.bouton("file_active").isChecked()
    window.retour()
    window.retour()
    assert type(window.page) is Journee


def test_a_page_gone_back_to_is_the_same_one(window: MainWindow, bureau: Bureau) -> None:
    one, other = une_personne(bureau), une_personne(bureau, nom="Ozenne")
    window.ouvrir_dossier(one)
    first = window.page
    window.ouvrir_dossier(other)
    window.retour()
    assert window.page is first


def test_a_hidden_page_reads_again_only_when_it_is_shown(
    window: MainWindow, bureau: Bureau, qtbot: QtBot
) -> None:
    home = window.page
    assert isinstance(home, Journee)
    assert home.reads == 1
    window.ouvrir_place("file_active")
    listing = window.page
    assert isinstance(listing, Journee)
    une_personne(bureau)
    qtbot.waitUntil(lambda: listing.reads > 1)
    assert home.reads == 1
    window.ouvrir_place("journee")
    assert home.reads == 2


def test_the_network_coming_or_going_makes_no_page_read(
    window: MainWindow, bureau: Bureau, qtbot: QtBot
) -> None:
    home = window.page
    assert isinstance(home, Journee)
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    bureau.poste.replique.ecrivain.submit(lambda _connection: (None, Changes())).result()
    qtbot.waitUntil(lambda: "Hors ligne" in window.bandeau.reseau.texte())
    assert home.reads == 1


def test_ctrl_k_finds_a_person_from_anywhere(window: MainWindow, bureau: Bureau, essai: Essai) -> None:
    dossier = une_personne(bureau, nom="Lœwenstein", prenom="Zoé")
    une_personne(bureau, nom="Ozenne")
    essai.qtbot.waitUntil(lambda: len(bureau.file_active.lister()) == 2)
    essai.touche(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = window.recherche
    assert finder.isVisible()
    assert finder.liste.nombre() == 2
    essai.taper(finder.ligne, "loew zoé")
    assert finder.liste.nombre() == 1
    verifier(window)
    essai.photo(window, "recherche")
    essai.touche(finder.ligne, Qt.Key.Key_Return)
    assert not finder.isVisible()
    assert isinstance(window.page, Fiche)
    assert window.page.record == dossier


def test_escape_closes_the_finder_and_nothing_else(window: MainWindow, essai: Essai) -> None:
    window.recherche.ouvrir()
    essai.taper(window.recherche.ligne, "personne")
    assert "ne répond" in window.recherche.mot.text()
    essai.touche(window.recherche.ligne, Qt.Key.Key_Escape)
    assert not window.recherche.isVisible()
    assert window.isVisible()
