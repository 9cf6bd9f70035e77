"""The window of a device that has just been revoked: it hands its work over, closes, and says so."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import Application, Options
from server.models import RECORDS
from server.services.postes import revoke
from tests.desktop.sync.conftest import clock, monde, quick_vault, serveur, sqlite_engine
from tests.server.clients import PASSWORD
from tests.server.monde import Monde
from tests.server.un_fichier import engine
from tests.views.essai import Essai

__all__ = ["clock", "engine", "monde", "quick_vault", "serveur", "sqlite_engine"]


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
