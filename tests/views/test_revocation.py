"""The window of a device that has just been revoked: it hands its work over, closes, and says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import Application, Options
from server.migrations import upgrade
from server.models import RECORDS
from server.models.base import open_engine
from server.services.postes import revoke
from tests.server.clients import PASSWORD
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur
from tests.views.essai import Essai


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    engine = open_engine(f"sqlite:///{tmp_path / 'serveur.sqlite3'}")
    upgrade(engine)
    with Monde.serving(build_serveur(engine, StoppedClock(), tmp_path / "contenus")) as monde:
        yield monde
    engine.dispose()


@pytest.fixture(autouse=True)
def quick_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)  # it may have found a real one before
    monkeypatch.setattr("desktop.vault.enveloppe.MEMORY_KIB", 32)


def test_the_window_of_a_revoked_device_closes_once_all_is_handed_over(
    qapp: QApplication, qtbot: QtBot, essai: Essai, monde: Monde, tmp_path: Path
) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    options = Options(tmp_path / "poste", monde.url, "alix", PASSWORD)
    application = Application(qapp, options, monde.clock)
    application.start()
    bureau = application.bureau
    assert bureau is not None
    qtbot.waitUntil(lambda: bool(bureau.file_active.lister()), timeout=15_000)
    entretien = bureau.entretiens.nouveau(dossier)
    bureau.saisie.save_field("entretien", entretien, "suite", "Rappeler la mairie.", None)
    revoke(monde.serveur, "alix")
    bureau.synchro.demander()
    qtbot.waitUntil(lambda: application.ouverture is not None, timeout=20_000)
    assert application.window is None
    assert application.ouverture is not None
    said = " ".join(label.text() for label in application.ouverture.findChildren(QLabel))
    assert "Ce poste a été révoqué le 20/11/2026" in said
    assert [path.suffix for path in (tmp_path / "poste").iterdir()] == [".revoque"]
    with monde.serveur.engine.connect() as connection:
        kept = connection.execute(select(RECORDS["reprise"].c.champs)).all()
    assert "Rappeler la mairie." in repr(kept)
    essai.photo(application.ouverture, "ouverture_revoquee")
    application.ouverture.close()
