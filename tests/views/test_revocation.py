"""The window of a device that has just been revoked: it hands its work over, closes, and says so."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import Application, Options
from desktop.services.bureau import Bureau
from desktop.services.retouches import OPEN
from desktop.views.blocs import Alerte
from desktop.views.ouverture import Ouverture
from server.models import RECORDS
from server.services.postes import revoke
from tests.desktop.services.test_retouches import SAVED
from tests.desktop.sync.conftest import clock, monde, quick_vault, serveur, sqlite_engine
from tests.server.clients import PASSWORD
from tests.server.monde import Monde
from tests.server.un_fichier import engine
from tests.views.essai import Essai

__all__ = ["clock", "engine", "monde", "quick_vault", "serveur", "sqlite_engine"]


@pytest.fixture
def dossier(monde: Monde) -> str:
    return monde.dossier(monde.compte("alix"))


@pytest.fixture
def ouverte(qapp: QApplication, qtbot: QtBot, monde: Monde, dossier: str, tmp_path: Path) -> Application:
    """The application of a référent who has her dossier."""
    options = Options(tmp_path / "poste", monde.url, "alix", PASSWORD)
    application = Application(qapp, options, monde.clock)
    application.start()
    bureau = application.bureau
    assert bureau is not None
    qtbot.waitUntil(lambda: [one.dossier for one in bureau.file_active.lister()] == [dossier], timeout=15_000)
    return application


def en_cours(application: Application) -> Bureau:
    assert application.bureau is not None
    return application.bureau


def a_la_porte(application: Application, qtbot: QtBot) -> Ouverture:
    qtbot.waitUntil(lambda: application.ouverture is not None, timeout=20_000)
    assert application.window is None
    assert application.ouverture is not None
    return application.ouverture


def test_the_window_of_a_revoked_device_closes_once_all_is_handed_over(
    ouverte: Application, qtbot: QtBot, essai: Essai, monde: Monde, dossier: str, tmp_path: Path
) -> None:
    bureau = en_cours(ouverte)
    entretien = bureau.entretiens.nouveau(dossier)
    bureau.saisie.save_field("entretien", entretien, "suite", "Rappeler la mairie.", None)
    revoke(monde.serveur, "alix")
    bureau.synchro.demander()
    door = a_la_porte(ouverte, qtbot)
    said = " ".join(label.text() for label in door.findChildren(QLabel))
    assert "Ce poste a été révoqué le 20/11/2026" in said
    assert [path.suffix for path in (tmp_path / "poste").iterdir()] == [".revoque"]
    with monde.serveur.engine.connect() as connection:
        kept = connection.execute(select(RECORDS["reprise"].c.champs)).all()
    assert "Rappeler la mairie." in repr(kept)
    essai.photo(door, "ouverture_revoquee")
    door.close()


def test_what_was_saved_in_word_is_handed_over_before_a_revoked_device_forgets(
    ouverte: Application, qtbot: QtBot, monde: Monde, dossier: str
) -> None:
    """Decision 25."""
    bureau = en_cours(ouverte)
    assert ouverte.window is not None
    ouverte.window._battement.stop()  # saved the very second before: nothing has looked at it yet
    document = bureau.courriers.ranger(dossier, bureau.courriers.ecrire(dossier, "courrier"))
    bureau.retouches.ouvrir(document).write_bytes(SAVED)
    revoke(monde.serveur, "alix")
    bureau.synchro.demander()
    a_la_porte(ouverte, qtbot).close()
    with monde.serveur.engine.connect() as connection:
        kept = list(connection.execute(select(RECORDS["reprise"].c.champs)).scalars())
    assert hashlib.sha256(SAVED).hexdigest() in repr(kept)


def test_the_door_says_after_a_lock_that_word_is_still_open(
    ouverte: Application, qtbot: QtBot, essai: Essai, dossier: str
) -> None:
    bureau = en_cours(ouverte)
    document = bureau.courriers.ranger(dossier, bureau.courriers.ecrire(dossier, "courrier"))
    copy = bureau.retouches.ouvrir(document)
    copy.with_name(f"~${copy.name[2:]}").touch()
    assert ouverte.window is not None
    ouverte.window.verrouiller()
    door = a_la_porte(ouverte, qtbot)
    assert [one.accessibleName() for one in door.findChildren(Alerte)] == [OPEN]
    essai.photo(door, "ouverture_word_ouvert")
    door.close()
