"""When a laptop synchronises: by itself, whatever the network did before, and never once it is locked."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desktop.models.replique import get, put
from desktop.sync import worker
from desktop.sync.diagnostic import BUSY, PORTAL, SERVER_DOWN
from desktop.sync.moteur import Moteur
from desktop.sync.worker import UNEXPECTED, Nouvelles, Synchroniseur
from server.models import compte
from server.services.appelants import TOO_LATE
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.reseau import Pompe, Relais, ecouter, http, pomper, qui_repond, qui_se_tait
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]
Lancer = Callable[[str], Synchroniseur]


class Journal(QObject):
    """Keeps the news of a worker, without the word that a run begins."""

    def __init__(self) -> None:
        super().__init__()
        self.dits: list[Nouvelles] = []

    def dire(self, nouvelles: Nouvelles) -> None:
        if not nouvelles.en_cours:
            self.dits.append(nouvelles)


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def portable(monde: Monde, poste: Ouvrir) -> Poste:
    monde.dossier(monde.compte("alix"), nom="VAUTRIN")
    return poste("portable", "alix")


@pytest.fixture
def lancer(portable: Poste, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lancer]:
    """Start the worker of a laptop towards an address; it tries again every 20 ms or so."""
    monkeypatch.setattr(worker, "RETRY_MS", (20,))
    with ExitStack() as started:

        def lancer(address: str) -> Synchroniseur:
            def towards(connection: object) -> tuple[None, None]:
                put(connection, serveur=address)  # type: ignore[arg-type]
                return None, None

            replique = portable.bureau.poste.replique
            replique.ecrivain.submit(towards).result()
            synchroniseur = Synchroniseur(replique, portable.clock, portable.ids)
            synchroniseur.nouvelles.connect(journal.dire)
            started.callback(synchroniseur.arreter)
            return synchroniseur

        yield lancer


def no_network(source: socket.socket, target: socket.socket) -> None:  # noqa: ARG001 - a pump that breaks
    raise OSError


def test_lesson_13_the_network_comes_back_and_the_work_goes_up_by_itself(
    monde: Monde, portable: Poste, lancer: Lancer, journal: Journal, qtbot: QtBot
) -> None:
    """Lesson 13: whatever happened in a run, the next one is planned."""
    relais = Relais(monde.url)
    relais.montee = no_network
    with relais.ouvert() as address:
        lancer(address)
        qtbot.waitUntil(lambda: len(journal.dits) >= 3)
        assert not any(dit.en_ligne for dit in journal.dits)
        relais.montee = pomper
        qtbot.waitUntil(lambda: journal.dits[-1].en_ligne is True)
    assert [line.nom for line in portable.bureau.file_active.lister()] == ["VAUTRIN"]


def test_lesson_13_a_fault_of_ours_delays_the_next_run_and_prevents_none(
    monde: Monde,
    lancer: Lancer,
    journal: Journal,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Lesson 13: and what it was about is not in the log."""
    real, times = Moteur.run, []

    def run(moteur: Moteur) -> object:
        times.append(1)
        if len(times) < 3:
            raise ValueError("VAUTRIN Élise")
        return real(moteur)

    monkeypatch.setattr(Moteur, "run", run)
    lancer(monde.url)
    qtbot.waitUntil(lambda: bool(journal.dits) and journal.dits[-1].message == "")
    assert [dit.message for dit in journal.dits[:2]] == [UNEXPECTED, UNEXPECTED]
    assert "VAUTRIN" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def test_a_portal_is_said_without_a_dialog_and_tried_again(
    lancer: Lancer, journal: Journal, qtbot: QtBot
) -> None:
    with ecouter(qui_repond(http("200 OK", b"<html>", "text/html", ours=False))) as port:
        lancer(f"http://127.0.0.1:{port}")
        qtbot.waitUntil(lambda: len(journal.dits) >= 2)
    assert {(dit.en_ligne, dit.message) for dit in journal.dits} == {(False, PORTAL)}


def test_an_account_that_the_server_lets_in_no_more_is_told_why_in_its_words(
    monde: Monde, portable: Poste, lancer: Lancer, journal: Journal, qtbot: QtBot
) -> None:
    """R-ACC-5: not «En ligne», and tried again with the password at the next unlocking."""
    with monde.serveur.engine.begin() as connection:
        connection.execute(update(compte).values(provisoire_jusque="2026-01-01T00:00:00.000Z"))
    lancer(monde.url)
    qtbot.waitUntil(lambda: bool(journal.dits))
    assert journal.dits[0] == Nouvelles(en_ligne=True, en_cours=False, message=TOO_LATE, a_reconnecter=True)

    def noted() -> bool:
        with portable.bureau.poste.replique.read() as connection:
            return get(connection, "a_reconnecter") is True

    qtbot.waitUntil(noted)


def test_a_server_that_asks_for_patience_is_given_it(lancer: Lancer, journal: Journal, qtbot: QtBot) -> None:
    asked = []

    def accueil(client: socket.socket) -> None:
        asked.append(time.monotonic())
        later = "1" if len(asked) == 1 else "0"
        qui_repond(http("503 Service Unavailable", b'{"message": "x"}', Retry_After=later))(client)

    with ecouter(accueil) as port:
        lancer(f"http://127.0.0.1:{port}")
        qtbot.waitUntil(lambda: len(asked) >= 3)
    assert journal.dits[0].message == BUSY
    assert asked[1] - asked[0] >= 1.0
    assert asked[2] - asked[1] < 1.0


def test_what_the_system_says_of_the_network_brings_the_next_try_forward(
    monde: Monde, lancer: Lancer, journal: Journal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RETRY_MS", (600_000,))
    relais = Relais(monde.url)
    relais.montee = no_network
    with relais.ouvert() as address:
        synchroniseur = lancer(address)
        qtbot.waitUntil(lambda: len(journal.dits) == 1)
        relais.montee = pomper
        synchroniseur._reached(QNetworkInformation.Reachability.Online)
        qtbot.waitUntil(lambda: journal.dits[-1].en_ligne is True)
        assert len(journal.dits) == 2


@pytest.mark.parametrize("mute", ["montee", "descente"])
def test_a_lock_while_a_request_hangs_does_not_wait_for_it(
    monde: Monde, lancer: Lancer, qtbot: QtBot, mute: str
) -> None:
    hanging = threading.Event()

    def hang(source: socket.socket, _target: socket.socket) -> None:
        source.recv(65536)
        hanging.set()
        qui_se_tait(source)

    relais = Relais(monde.url)
    pompe: Pompe = hang
    setattr(relais, mute, pompe)
    with relais.ouvert() as address:
        synchroniseur = lancer(address)
        qtbot.waitUntil(hanging.is_set)
        began = time.monotonic()
        assert synchroniseur.arreter()
        assert time.monotonic() - began < 1.0


def test_a_lock_while_a_name_is_sought_does_not_wait_for_it(
    lancer: Lancer, journal: Journal, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's resolver may take half a minute, and cannot be told to stop."""
    sought, found = threading.Event(), threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        sought.set()
        found.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    synchroniseur = lancer("http://serveur.invalid")
    qtbot.waitUntil(sought.is_set)
    began = time.monotonic()
    assert synchroniseur.arreter()
    assert time.monotonic() - began < 1.0
    found.set()
    assert all(dit.message != SERVER_DOWN for dit in journal.dits)
