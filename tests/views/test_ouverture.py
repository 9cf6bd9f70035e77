import base64
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.services.acces import MotDePasseRefuseError
from desktop.services.bureau import Bureau
from desktop.services.ouverture import Portier
from desktop.views import style
from desktop.views.blocs.alerte import Alerte
from desktop.views.ouverture import Ouverture
from desktop.views.palette import CLAIRE, SOMBRE
from domain.clock import instant
from domain.ids import Ids
from tests.builders import Horloge
from tests.views.essai import Essai, verifier

PASSWORD = "genêt-d’été-73"


class Serveur:
    """Answers a first connection as the server does; may be made to wait."""

    def __init__(self, clock: Horloge) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.envelopes: list[str] = []
        self._account = {
            "id": Ids(clock).new(),
            "identifiant": "camille.roche",
            "nom": "Roche",
            "prenom": "Camille",
        }
        self._clock = clock

    def connecter(
        self, _serveur: str, identifiant: str, mot_de_passe: str, _appareil: dict[str, str]
    ) -> dict[str, Any]:
        self.gate.wait(10)
        if (identifiant, mot_de_passe) != ("camille.roche", PASSWORD):
            raise MotDePasseRefuseError("Identifiant ou mot de passe incorrect.")
        return {
            "jeton": "jeton",
            "compte": self._account | {"profil": "referent", "departement": "07"},
            "enveloppe": self.envelopes[-1] if self.envelopes else None,
            "epoque": "e",
            "maintenant": instant(self._clock.now()),
        }

    def deposer(self, _serveur: str, _jeton: str, cle: bytes) -> None:
        self.envelopes.append(base64.b64encode(cle).decode())


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """The password alone, as on a computer without a keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture
def serveur() -> Serveur:
    return Serveur(Horloge())


@pytest.fixture
def portier(tmp_path: Path, serveur: Serveur) -> Portier:
    clock = Horloge()
    return Portier(tmp_path, clock, Ids(clock), serveur.connecter, serveur.deposer)


def _enrol(portier: Portier) -> None:
    portier.enroler("https://exemple.invalid", "camille.roche", PASSWORD).verrouiller()


def _message(screen: Ouverture) -> str:
    return screen.message.findChildren(QLabel)[-1].text() if screen.message.isVisible() else ""


def test_the_first_connection_needs_three_words_and_opens(
    portier: Portier, essai: Essai, qtbot: QtBot
) -> None:
    screen = Ouverture(portier)
    essai.montrer(screen)
    verifier(screen)
    essai.photo(screen, "premiere_connexion")
    essai.taper(screen.serveur, "https://exemple.invalid")
    essai.taper(screen.identifiant, "camille.roche")
    essai.taper(screen.mot_de_passe, PASSWORD)
    with qtbot.waitSignal(screen.ouvert) as opened:
        essai.touche(screen.mot_de_passe, Qt.Key.Key_Return)
    bureau: Bureau = opened.args[0]
    assert bureau.moi.prenom == "Camille"
    assert screen.mot_de_passe.text() == ""
    bureau.verrouiller()


def test_a_known_account_opens_with_its_password_and_enter(
    portier: Portier, essai: Essai, qtbot: QtBot
) -> None:
    _enrol(portier)
    screen = Ouverture(portier)
    essai.montrer(screen)
    verifier(screen)
    assert screen.mot_de_passe.hasFocus()
    assert not screen.identifiant.isVisible()
    assert screen.mot_de_passe.height() >= screen.mot_de_passe.sizeHint().height()
    assert screen.mot_de_passe.visibleRegion().boundingRect().height() == screen.mot_de_passe.height()
    essai.photo(screen, "ouverture")
    essai.taper(screen.mot_de_passe, PASSWORD)
    with qtbot.waitSignal(screen.ouvert) as opened:
        essai.touche(screen.mot_de_passe, Qt.Key.Key_Return)
    opened.args[0].verrouiller()


def test_a_wrong_password_is_selected_for_another_try(
    portier: Portier, essai: Essai, qtbot: QtBot, qapp: QApplication
) -> None:
    _enrol(portier)
    style.appliquer(qapp, SOMBRE)
    screen = Ouverture(portier)
    essai.montrer(screen)
    essai.taper(screen.mot_de_passe, "faux")
    essai.cliquer(screen.entrer)
    assert not screen.mot_de_passe.isEnabled()
    qtbot.waitUntil(lambda: _message(screen) == "Mot de passe incorrect.")
    assert screen.mot_de_passe.selectedText() == "faux"
    assert screen.mot_de_passe.hasFocus()
    assert screen.compte.currentData() == "camille.roche"
    essai.photo(screen, "ouverture_refusee_sombre")


def test_at_twice_the_size_the_card_scrolls_and_is_not_crushed(
    portier: Portier, essai: Essai, qapp: QApplication
) -> None:
    style.appliquer(qapp, CLAIRE, echelle=200)
    screen = Ouverture(portier)
    essai.montrer(screen)
    essai.photo(screen, "ouverture_200")
    assert (screen.width(), screen.height()) == (1093, 614)
    for line in (screen.serveur, screen.identifiant, screen.mot_de_passe):
        assert line.height() >= line.sizeHint().height()


def test_a_refused_connection_keeps_the_identifiant(portier: Portier, essai: Essai, qtbot: QtBot) -> None:
    screen = Ouverture(portier, serveur="https://exemple.invalid")
    essai.montrer(screen)
    assert screen.identifiant.hasFocus()  # the server is already known
    essai.taper(screen.identifiant, "camille.roche")
    essai.taper(screen.mot_de_passe, "faux")
    essai.touche(screen.mot_de_passe, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _message(screen) == "Identifiant ou mot de passe incorrect.")
    assert screen.identifiant.text() == "camille.roche"


@pytest.mark.parametrize(
    ("adresse", "identifiant", "words"),
    [
        ("", "", "l’adresse du serveur"),
        ("https://x", "", "votre identifiant"),
        ("https://x", "camille", "votre mot de passe"),
    ],
)
def test_what_is_missing_is_named(
    adresse: str, identifiant: str, words: str, portier: Portier, essai: Essai
) -> None:
    screen = Ouverture(portier)
    essai.montrer(screen)
    screen.serveur.setText(adresse)
    screen.identifiant.setText(identifiant)
    essai.cliquer(screen.entrer)
    assert words in _message(screen)


def test_one_may_give_up_a_slow_server_and_what_opens_late_is_closed(
    portier: Portier, serveur: Serveur, essai: Essai, qtbot: QtBot
) -> None:
    serveur.gate.clear()
    screen = Ouverture(portier, serveur="https://exemple.invalid")
    essai.montrer(screen)
    essai.taper(screen.identifiant, "camille.roche")
    essai.taper(screen.mot_de_passe, PASSWORD)
    opened: list[object] = []
    screen.ouvert.connect(opened.append)
    essai.touche(screen.mot_de_passe, Qt.Key.Key_Return)
    late = screen._tache
    assert late is not None
    qtbot.waitUntil(screen.progres.isVisible)
    essai.cliquer(screen.renoncer)
    assert screen.entrer.isEnabled()
    with qtbot.waitSignal(late.finished):
        serveur.gate.set()
    qtbot.waitUntil(lambda: not opened and bool(portier.comptes()))
    # The replica was let go of: it opens again at once.
    portier.ouvrir("camille.roche", PASSWORD).verrouiller()


def test_another_account_may_be_added_beside_the_known_ones(portier: Portier, essai: Essai) -> None:
    _enrol(portier)
    screen = Ouverture(portier)
    essai.montrer(screen)
    essai.cliquer(screen.autre)
    assert screen.serveur.isVisible()
    assert not screen.compte.isVisible()
    essai.cliquer(screen.autre)
    assert screen.compte.isVisible()


def test_a_locked_caps_key_is_told(portier: Portier, essai: Essai) -> None:
    screen = Ouverture(portier)
    essai.montrer(screen)
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    for letter, modifier, told in (
        ("A", none, True),
        ("A", shift, False),
        ("a", shift, True),
        ("a", none, False),
    ):
        QApplication.sendEvent(
            screen.mot_de_passe, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, letter)
        )
        assert screen.majuscules.isVisible() is told


def test_the_password_may_be_looked_at(portier: Portier, essai: Essai) -> None:
    screen = Ouverture(portier)
    essai.montrer(screen)
    essai.cliquer(screen.voir)
    assert screen.mot_de_passe.echoMode() is QLineEdit.EchoMode.Normal
    essai.cliquer(screen.voir)
    assert screen.mot_de_passe.echoMode() is QLineEdit.EchoMode.Password


def test_damaged_data_offer_to_begin_again_with_what_is_typed_already(
    portier: Portier, essai: Essai, qtbot: QtBot, tmp_path: Path
) -> None:
    _enrol(portier)
    (path,) = tmp_path.glob("*.replique")
    path.write_bytes(b"\x00" * path.stat().st_size)
    screen = Ouverture(portier)
    essai.montrer(screen)
    essai.taper(screen.mot_de_passe, PASSWORD)
    essai.touche(screen.mot_de_passe, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.entrer.text() == "Recommencer avec le réseau")
    qtbot.waitUntil(screen.entrer.isEnabled)
    essai.photo(screen, "ouverture_abimee")
    verifier(screen)
    assert (screen.serveur.text(), screen.identifiant.text()) == ("https://exemple.invalid", "camille.roche")
    assert "sans rien effacer" in screen.findChildren(Alerte)[-1].accessibleName()
    with qtbot.waitSignal(screen.ouvert) as opened:
        essai.cliquer(screen.entrer)
    opened.args[0].verrouiller()
    assert list(tmp_path.glob("*.replique.illisible-*"))
