"""Words saved in Word: taken while one works, said when they are not, offered again at the opening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.services.bureau import Bureau
from desktop.services.ouverture import Portier
from desktop.services.retouches import OPEN, SEALED
from desktop.views.blocs import Alerte
from desktop.views.main_window import PAS_REPRIS, MainWindow
from desktop.views.ouverture import Ouverture
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.retouches_gardees import CarteGardee, RetouchesGardees
from desktop.views.style import appliquer
from domain.ids import Ids
from tests.builders import Horloge, une_personne
from tests.desktop.services.test_retouches import SAVED, WORD_97, contents
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre
from tests.views.test_ouverture import Serveur


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def copie(bureau: Bureau, dossier: str) -> Path:
    """A letter that is open in Word."""
    letter = bureau.courriers.ecrire(dossier, "courrier")
    return bureau.retouches.ouvrir(bureau.courriers.ranger(dossier, letter))


def test_the_window_takes_what_is_saved_in_word_within_seconds(
    bureau: Bureau, window: MainWindow, dossier: str, copie: Path, essai: Essai
) -> None:
    """Nobody asks, nothing is locked: a power cut after that loses none of it."""
    copie.write_bytes(SAVED)
    essai.qtbot.waitUntil(lambda: contents(bureau, dossier) == [SAVED], timeout=15_000)
    copie.write_bytes(WORD_97)
    essai.qtbot.waitUntil(window.bandeau.annonce.isVisible, timeout=15_000)
    assert window.bandeau.annonce.texte() == PAS_REPRIS
    assert ".docx" in window.bandeau.annonce.toolTip()
    essai.photo(window, "retouche_refusee")


def test_what_could_not_be_filed_is_offered_at_the_opening_until_it_is_elsewhere(
    bureau: Bureau,
    window: MainWindow,
    copie: Path,
    essai: Essai,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.proposer_les_retouches()
    assert window.findChildren(RetouchesGardees) == []
    copie.write_bytes(WORD_97)
    assert bureau.retouches.tout_reprendre() == SEALED
    window.proposer_les_retouches()
    (shown,) = window.findChildren(RetouchesGardees)
    verifier(shown)
    essai.photo(shown, "retouches_gardees")
    appliquer(application(), SOMBRE, 200)
    essai.photo(shown, "retouches_gardees_sombre_200")
    appliquer(application(), CLAIRE)
    there = tmp_path / "Lettre.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    essai.cliquer(shown.cartes[0].enregistrer)
    assert len(bureau.retouches.reproposer()) == 1, "given up: still kept"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(there), ""))
    essai.cliquer(shown.cartes[0].enregistrer)
    assert there.read_bytes() == WORD_97
    assert bureau.retouches.reproposer() == ()
    assert not shown.isVisible()


def test_what_was_kept_is_given_up_only_after_a_second_thought(
    bureau: Bureau, copie: Path, essai: Essai
) -> None:
    copie.write_bytes(WORD_97)
    bureau.retouches.tout_reprendre()
    (kept,) = bureau.retouches.reproposer()
    card = CarteGardee(bureau.retouches, kept)
    essai.montrer(card, 640, 300)
    essai.cliquer(card.retrait.retirer)
    assert len(bureau.retouches.reproposer()) == 1
    essai.cliquer(card.retrait.oui)
    assert bureau.retouches.reproposer() == ()


def test_the_door_says_what_the_lock_left_to_say(tmp_path: Path, essai: Essai) -> None:
    clock = Horloge()
    serveur = Serveur(clock)
    portier = Portier(tmp_path, clock, Ids(clock), serveur.connecter, serveur.deposer)
    door = Ouverture(portier, adieu=f"{OPEN} {SEALED}")
    essai.montrer(door)
    assert [one.accessibleName() for one in door.findChildren(Alerte)] == [f"{OPEN} {SEALED}"]
    essai.photo(door, "ouverture_adieu")
