"""The frame: its size, its places, its banner."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views import style
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE
from domain.profils import Profile
from tests.builders import un_bureau, une_personne
from tests.views.cadre.pages import PAGES
from tests.views.essai import Essai, verifier


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    verifier(window)


def test_the_window_fits_the_smallest_laptop(window: MainWindow) -> None:
    """Decision 39: 1366×768 at 125 % is 1093×614 logical pixels."""
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 614


def test_at_twice_the_size_the_window_still_fits(bureau: Bureau, essai: Essai, qapp: QApplication) -> None:
    style.appliquer(qapp, CLAIRE, echelle=200)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    window.bandeau.montrer(bureau.synchro.etat())
    essai.photo(window, "fenetre_200")
    assert window.width() == 1093
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 614
    window.close()


@pytest.mark.parametrize(
    ("profil", "there"),
    [(Profile.REFERENT, False), (Profile.CDS, True), (Profile.SECRETARIAT_DISPOSITIF, True)],
)
def test_the_rail_shows_the_places_of_the_profile(
    profil: Profile, there: object, tmp_path_factory: pytest.TempPathFactory, essai: Essai
) -> None:
    bureau = un_bureau(tmp_path_factory.mktemp(profil), profil)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    assert ("instruction" in window.rail._buttons) is there
    assert window.close()


def test_the_banner_says_where_the_work_stands(window: MainWindow, bureau: Bureau, qtbot: QtBot) -> None:
    assert window.bandeau.derniere.text() == "Synchronisé à l’instant"
    assert not window.bandeau.attente.isVisible()
    dossier = une_personne(bureau)
    bureau.saisie.save_field("dossier", dossier, "adresse_declaree", "Chez sa sœur", None)
    qtbot.waitUntil(window.bandeau.attente.isVisible)
    assert window.bandeau.attente.texte() == "1\u00a0changement en attente"
    assert not window.bandeau.reprendre.isVisible()


def test_what_is_done_is_said_quietly(window: MainWindow) -> None:
    window.annoncer("Enregistré")
    assert window.bandeau.annonce.isVisible()
    assert window.bandeau.annonce.texte() == "Enregistré"


def test_the_window_offline(window: MainWindow, bureau: Bureau, essai: Essai, qtbot: QtBot) -> None:
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    bureau.saisie.save_field("dossier", une_personne(bureau), "adresse_declaree", "Chez sa sœur", None)
    qtbot.waitUntil(window.bandeau.attente.isVisible)
    window.annoncer("Enregistré")
    essai.photo(window, "fenetre")
    assert window.bandeau.reseau.texte() == "Hors ligne"
