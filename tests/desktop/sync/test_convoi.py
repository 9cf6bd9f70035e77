"""The worker and the contents: they go by themselves, and never hold the records up."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.sync import worker
from desktop.sync.transport import Reponse, Transport
from desktop.sync.worker import Nouvelles, Synchroniseur
from server.services.depot import Depot
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.convoi import SCAN, ajouter, vu
from tests.server.monde import Monde


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the server, in order."""
    paths: list[str] = []
    real = Transport.echanger

    def echanger(self: Transport, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reponse:
        paths.append(f"{method} {path.split('/')[1]}")
        return real(self, method, path, body, headers)

    monkeypatch.setattr(Transport, "echanger", echanger)
    return paths


@pytest.fixture
def synchroniseur(alix: Poste, monkeypatch: pytest.MonkeyPatch) -> Iterator[Synchroniseur]:
    monkeypatch.setattr(worker, "RETRY_MS", (20,))
    monkeypatch.setattr(worker, "SOON_MS", 0)
    running = Synchroniseur(alix.bureau.poste.replique, alix.clock, alix.ids)
    yield running
    running.arreter()


def test_a_document_goes_by_itself_and_what_is_typed_meanwhile_passes_between_two_pieces(
    alix: Poste, dossier: str, asked: list[str], synchroniseur: Synchroniseur, qtbot: QtBot
) -> None:
    typed: list[bool] = []

    def type_once(_changes: object) -> None:
        if "PUT contenus" in asked and not typed:
            typed.append(True)
            alix.bureau.saisie.save_field("dossier", dossier, "adresse_declaree", "chez une amie", None)

    alix.bureau.subscribe(type_once)
    ajouter(alix, dossier, SCAN * 8)
    qtbot.waitUntil(lambda: vu(alix, dossier).pourcent == 100, timeout=20_000)
    assert synchroniseur
    first, last = asked.index("PUT contenus"), len(asked) - 1 - asked[::-1].index("PUT contenus")
    assert "POST sync" in asked[first:last], "the words did not wait for the document"


def test_contents_that_fail_keep_no_record_from_passing(
    monde: Monde,
    alix: Poste,
    dossier: str,
    synchroniseur: Synchroniseur,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Lesson 13: neither the server's full disk nor a fault of ours stops anything."""
    heard: list[Nouvelles] = []
    synchroniseur.nouvelles.connect(heard.append)

    def full(*_piece: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Depot, "write", full)
        ajouter(alix, dossier)
        qtbot.waitUntil(lambda: caplog.text.count("OSError") >= 3, timeout=20_000)
    assert all(news.en_ligne for news in heard if not news.en_cours), "records pass: we are on line"
    qtbot.waitUntil(lambda: vu(alix, dossier).pourcent == 100, timeout=20_000)
    assert monde.serveur.depot.folder.exists()
