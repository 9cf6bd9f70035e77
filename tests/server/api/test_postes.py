"""Devices of an account: revoked, too many, or whose token has died (decision 25)."""

import base64
import datetime as dt

import pytest
import requests
from sqlalchemy import select

from desktop.vault.scellement import parole_du_serveur
from domain.errors import RefusedError
from domain.exchange.v1 import Op, Outcome, revocation_text
from server.models import appareil
from server.services import comptes, postes
from server.services.limites import POSTES_PAR_COMPTE
from tests.server.api.test_connexion import NEW, change_password, put_envelope
from tests.server.clients import PASSWORD, Device, read
from tests.server.monde import Monde


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


def signing_key(monde: Monde) -> str:
    return base64.b64encode(monde.serveur.secret.signature_key).decode()


def written_by(monde: Monde, alix: Device) -> tuple[str, str]:
    """Give alix a dossier with an entretien that both sides hold."""
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    entretien = alix.ids.new()
    alix.push(alix.change("entretien", entretien, {"suite": "Avant."}, op=Op.CREATE, dossier=dossier))
    alix.sync()
    return dossier, entretien


def test_a_revoked_device_hands_its_work_over_and_receives_nothing(monde: Monde, alix: Device) -> None:
    dossier, entretien = written_by(monde, alix)
    postes.revoke(monde.serveur, alix.id)
    monde.dossier(alix.compte["id"], nom="ARRIVE")
    lost = alix.change("entretien", entretien, {"suite": "Après."}, was={"suite": "Avant."}, dossier=dossier)
    answer = alix.post(lost, cursor=alix.cursor)
    response = read(answer)
    (taken,) = response.answers
    assert (taken.outcome, "révoqué" in taken.message) == (Outcome.QUARANTINED, True)
    assert [(contested.value, contested.by) for contested in taken.contested] in ([], [(None, None)])
    page = response.page
    assert (page.rows, page.gone, page.enter, page.leave, page.more) == ([], [], [], [], False)
    assert (response.digest, page.cursor) == (None, alix.cursor)
    assert read(alix.post(lost, cursor=alix.cursor)).answers[0].duplicate
    other = monde.device("alix")
    other.sync()
    assert other.rows["entretien", entretien]["suite"] == "Avant."


def test_what_belongs_to_no_dossier_is_no_way_in_for_a_revoked_device(monde: Monde, alix: Device) -> None:
    alix.sync()
    postes.revoke(monde.serveur, alix.id)
    me = alix.compte["id"]
    (answer,) = read(alix.post(alix.change("collaborateur", me, {"telephone": "06 39 98 00 00"}))).answers
    assert answer.outcome is Outcome.QUARANTINED


def test_the_word_that_revokes_is_signed_for_one_device_and_one_server(monde: Monde, alix: Device) -> None:
    assert read(alix.post()).revocation is None
    postes.revoke(monde.serveur, alix.id)
    word = read(alix.post()).revocation
    assert word is not None
    assert word.le == "2026-11-20T08:00:00.000Z"
    key = signing_key(monde)
    assert parole_du_serveur(key, revocation_text(alix.id, word.le), word.signature)
    assert not parole_du_serveur(key, revocation_text(alix.ids.new(), word.le), word.signature)


def test_a_revoked_device_neither_signs_in_nor_asks_for_anything_else(monde: Monde, alix: Device) -> None:
    put_envelope(alix, bytes(32))
    postes.revoke(monde.serveur, alix.id)
    refused = alix.connect()
    assert (refused.status_code, "révoqué" in refused.json()["message"]) == (403, True)
    assert put_envelope(alix, bytes(32)).status_code == 403
    assert change_password(alix, PASSWORD, NEW).status_code == 403
    assert alix.post().status_code == 200, "its last token still hands work over"
    with monde.serveur.engine.connect() as connection:
        assert connection.execute(select(appareil.c.enveloppe)).scalars().all() == [None]
    assert monde.device("alix").post().status_code == 200, "the account may begin again on another device"


def test_a_device_revoked_after_its_token_died_still_hands_its_work_over(monde: Monde, alix: Device) -> None:
    elsewhere = monde.device("alix")
    assert change_password(elsewhere, PASSWORD, NEW).status_code == 204
    assert alix.post().status_code == 401
    postes.revoke(monde.serveur, alix.id)
    monde.clock.moment += dt.timedelta(days=200)
    assert read(alix.post()).revocation is not None


def test_an_account_is_revoked_with_all_its_devices_and_no_other(monde: Monde, alix: Device) -> None:
    again, dominique = monde.device("alix"), monde.referent("dominique")
    assert postes.revoke(monde.serveur, "Alix") == sorted([alix.id, again.id])
    assert [read(device.post()).revocation is None for device in (alix, again, dominique)] == [
        False,
        False,
        True,
    ]
    for name in ("alix", "personne", alix.ids.new()):
        with pytest.raises(RefusedError):
            postes.revoke(monde.serveur, name)


def test_a_token_that_did_not_serve_for_ninety_days_asks_for_the_password(monde: Monde, alix: Device) -> None:
    monde.clock.moment += dt.timedelta(days=89)
    assert alix.post().status_code == 200
    monde.clock.moment += dt.timedelta(days=89)
    assert alix.post().status_code == 200, "each use gives it ninety days more"
    monde.clock.moment += dt.timedelta(days=91)
    assert alix.post().status_code == 401
    assert alix.connect().status_code == 200
    assert alix.post().status_code == 200


def test_a_new_password_makes_the_other_devices_sign_in_again(monde: Monde, alix: Device) -> None:
    """Decision 24."""
    other, dominique = monde.device("alix"), monde.referent("dominique")
    assert change_password(alix, PASSWORD, NEW).status_code == 204
    assert [device.post().status_code for device in (alix, other, dominique)] == [200, 401, 200]
    assert [other.connect(word).status_code for word in (PASSWORD, NEW)] == [401, 200]
    assert other.post().status_code == 200


def test_a_password_the_administrator_gives_makes_every_device_sign_in_again(
    monde: Monde, alix: Device
) -> None:
    comptes.set_password(monde.serveur, "alix", NEW)
    assert alix.post().status_code == 401
    answer = alix.connect(NEW)
    assert (answer.status_code, answer.json()["a_changer"]) == (200, True)
    assert change_password(alix, NEW, NEW).status_code == 400
    assert change_password(alix, NEW, PASSWORD).status_code == 204
    assert alix.connect().json()["a_changer"] is False


def test_an_account_has_so_many_devices_at_most_those_of_the_past_aside(monde: Monde) -> None:
    monde.compte("alix")
    devices = [monde.device("alix") for _ in range(POSTES_PAR_COMPTE)]
    refused: requests.Response = Device(monde.url, "alix").connect()
    assert (refused.status_code, f"{POSTES_PAR_COMPTE} postes" in refused.json()["message"]) == (403, True)
    assert devices[0].connect().status_code == 200, "one that is known is not one more"
    postes.revoke(monde.serveur, devices[1].id)
    monde.device("alix")
    assert Device(monde.url, "alix").connect().status_code == 403
    monde.clock.moment += dt.timedelta(days=91)
    monde.device("alix")
