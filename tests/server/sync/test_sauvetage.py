"""What was saved from a laptop, handed to the server: sealed, signed, taken once (decision 18)."""

import base64
import json
from dataclasses import replace

import msgspec
import pytest
import requests
import zstandard
from sqlalchemy import select

from desktop.vault.scellement import sceller_au_serveur
from domain.exchange.v1 import Change, Op
from server.models import RECORDS
from server.services.erreurs import MalformeError
from server.services.postes import revoke
from server.sync.sauvetage import Repris, take_in
from tests.server.clients import Device
from tests.server.monde import Monde


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


def rescue(
    monde: Monde, device: Device, *changes: Change, signer: Device | None = None, **other: object
) -> bytes:
    """Make the file that ``permanence sauvetage`` makes of a device."""
    said = {"format": 1, "appareil": device.id, "compte": device.compte["id"], "complet": True}
    content = msgspec.json.encode({**said, "changements": list(changes), **other}).decode()
    signed = (signer or device).key.sign(content.encode())
    outside = {"contenu": content, "signature": base64.b64encode(signed).decode()}
    key = base64.b64encode(monde.serveur.secret.sealing_key).decode()
    return sceller_au_serveur(key, zstandard.compress(json.dumps(outside).encode()))


def note(device: Device, dossier: str, words: str, by: str | None = None) -> Change:
    """Make a line that was never numbered, as it waits in an outbox."""
    record = device.ids.new()
    return unnumbered(
        device.change("entretien", record, {"suite": words}, op=Op.CREATE, dossier=dossier, by=by)
    )


def unnumbered(change: Change) -> Change:
    return replace(change, n=0)


def hand_over(device: Device, sealed: bytes) -> requests.Response:
    return requests.post(
        f"{device.url}/sauvetages",
        json={"contenu": base64.b64encode(sealed).decode()},
        headers={"authorization": f"Bearer {device.token}"},
        timeout=60,
    )


def words(monde: Monde) -> list[str]:
    table = RECORDS["entretien"]
    with monde.serveur.engine.connect() as connection:
        return sorted(row.suite for row in connection.execute(select(table)))


def aside(monde: Monde) -> str:
    table = RECORDS["reprise"]
    with monde.serveur.engine.connect() as connection:
        return repr(connection.execute(select(table.c.champs, table.c.motif)).all())


def test_a_rescue_is_taken_under_its_authors_name_and_only_once(monde: Monde, alix: Device) -> None:
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    sent = alix.change("entretien", alix.ids.new(), {"suite": "Envoyé."}, op=Op.CREATE, dossier=dossier)
    alix.push(sent)
    sealed = rescue(monde, alix, sent, note(alix, dossier, "Un."), note(alix, dossier, "Deux."))
    assert take_in(monde.serveur, sealed) == Repris(2, 0, 1, complet=True, signe=True)
    assert take_in(monde.serveur, sealed) == Repris(0, 0, 3, complet=True, signe=True)
    assert words(monde) == ["Deux.", "Envoyé.", "Un."]
    other = monde.device("alix")
    other.sync()
    assert {row["cree_par"] for (kind, _), row in other.rows.items() if kind == "entretien"} == {
        alix.compte["id"]
    }


def test_a_line_sent_again_by_a_replica_put_back_is_no_second_one(monde: Monde, alix: Device) -> None:
    """A replica put back from its copy of the day numbers again what waited in it."""
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    line = alix.change("entretien", alix.ids.new(), {"suite": "Un."}, op=Op.CREATE, dossier=dossier)
    take_in(monde.serveur, rescue(monde, alix, unnumbered(line), note(alix, dossier, "Deux.")))
    (answer,) = alix.push(line)
    assert (answer.duplicate, answer.outcome) == (True, "applied")
    assert (words(monde), aside(monde)) == (["Deux.", "Un."], "[]")


def test_words_typed_after_the_copy_of_the_day_was_sent_are_not_taken_for_known(
    monde: Monde, alix: Device
) -> None:
    """Lesson 12: the copy put back has sent the beginning of a line of which the wreck holds the rest."""
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    line = alix.change("entretien", alix.ids.new(), {"suite": "Elle"}, op=Op.CREATE, dossier=dossier)
    alix.push(line)
    sealed = rescue(monde, alix, replace(unnumbered(line), set={"suite": "Elle avance."}))
    assert take_in(monde.serveur, sealed).de_cote == 1
    assert "Elle avance." in aside(monde)
    once = aside(monde)
    take_in(monde.serveur, sealed)
    assert (aside(monde), words(monde)) == (once, ["Elle"])


def test_nobody_writes_under_anothers_name_by_sealing_a_file(monde: Monde, alix: Device) -> None:
    """The key to seal to is everybody's: the signature, or the token, is what counts."""
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    thief = monde.referent("dominique")
    sealed = rescue(monde, alix, note(alix, dossier, "Forgé."), signer=thief)
    assert take_in(monde.serveur, sealed) == Repris(0, 1, 0, complet=True, signe=False)
    assert words(monde) == []
    assert "Forgé." in aside(monde)
    assert "sans signature" in aside(monde)
    assert hand_over(thief, rescue(monde, alix, note(alix, dossier, "Forgé."))).status_code == 403
    mine = rescue(monde, alix, note(alix, dossier, "À moi."), signer=thief)
    answer = hand_over(monde.device("alix"), mine)
    assert (answer.status_code, answer.json()["pris"]) == (200, 1)


def test_another_author_inside_a_rescue_waits_for_the_service(monde: Monde, alix: Device) -> None:
    """Decision 18."""
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    other = monde.compte("dominique")
    sealed = rescue(monde, alix, note(alix, dossier, "D’un autre.", by=other))
    assert take_in(monde.serveur, sealed).de_cote == 1
    assert words(monde) == []


def test_what_a_revoked_device_had_waits_for_the_service(monde: Monde, alix: Device) -> None:
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    revoke(monde.serveur, alix.id)
    assert take_in(monde.serveur, rescue(monde, alix, note(alix, dossier, "Un."))).de_cote == 1
    assert "révoqué" in aside(monde)


def test_what_is_no_rescue_for_this_server_is_refused_in_words(monde: Monde, alix: Device) -> None:
    whole = rescue(monde, alix)
    stranger = Device(monde.url, "alix")
    stranger.compte = alix.compte
    bomb = zstandard.compress(b"[" * 64_000_000)
    key = base64.b64encode(monde.serveur.secret.sealing_key).decode()
    nested: list[object] = []
    for _ in range(200):
        nested = [nested]
    deep = alix.change("entretien", alix.ids.new(), {"suite": nested})
    for sealed in (
        b"",
        whole[:-1],
        sceller_au_serveur(key, b"pas du zstd"),
        sceller_au_serveur(key, bomb),
        sceller_au_serveur(key, zstandard.compress(b"{}")),
        rescue(monde, alix, format=2),
        rescue(monde, stranger),
        rescue(monde, alix, deep),
    ):
        with pytest.raises(MalformeError):
            take_in(monde.serveur, sealed)
        assert hand_over(alix, sealed).status_code == 400
