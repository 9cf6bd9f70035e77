"""What a device says about what it sent, and what it doubts: on both bases, from anybody."""

import base64
from typing import Any

import msgspec
import pytest
import requests
from sqlalchemy import select

from desktop.vault.scellement import sceller_au_serveur
from domain.exchange.v1 import Change, Doubt, Op, Outcome, Request, Response
from server.models import RECORDS, reponse
from tests.server.clients import Device, read
from tests.server.monde import Monde

LOST = "Retrouvé sur un portable."


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


@pytest.fixture
def dossier(monde: Monde, alix: Device) -> str:
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    return dossier


def found(
    device: Device, dossier: str | None, record: str, values: object, sorte: str = "entretien"
) -> Change:
    said: dict[str, Any] = {"sorte": sorte, "valeurs": values, "par": None, "le": None}
    return device.change("retrouve", record, said, dossier=dossier)


def ask(device: Device, doubt: Doubt) -> requests.Response:
    body = msgspec.json.encode(Request(device.id, "essai", device.cursor, doubt=doubt))
    headers = {"authorization": f"Bearer {device.token}", "accept-encoding": "zstd"}
    return requests.post(f"{device.url}/sync", data=body, headers=headers, timeout=60)


def items(monde: Monde) -> list[dict[str, Any]]:
    with monde.serveur.engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(RECORDS["reprise"])).mappings()]


def test_what_two_devices_found_again_is_one_item_and_is_never_applied(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """Lesson 15."""
    other = monde.device("alix")
    record, values = alix.ids.new(), {"suite": LOST, "lieu": "cms", "champ_de_demain": 1}
    (answer,) = alix.push(found(alix, dossier, record, values))
    assert (answer.outcome, answer.message[:8]) == (Outcome.APPLIED, "Retrouvé")
    other.push(found(other, dossier, record, values))
    (item,) = items(monde)
    assert (item["sorte"], item["cible"], item["dossier"], item["issue"], item["statut"]) == (
        "entretien",
        record,
        dossier,
        "quarantined",
        "ouverte",
    )
    assert {name: sides["moi"] for name, sides in item["champs"].items()} == {"suite": LOST, "lieu": "cms"}
    alix.sync()
    assert ("reprise", item["id"]) in alix.rows
    assert ("entretien", record) not in alix.rows


def test_what_is_still_there_or_is_genesis_s_makes_no_item(monde: Monde, alix: Device, dossier: str) -> None:
    """Lesson 15: the next extract brings back what is Genesis’s."""
    row = alix.rows["dossier", dossier]
    said = {name: row[name] for name in ("nom", "prenom", "telephone")} | {"nom": "AUTRE"}
    alix.push(found(alix, dossier, dossier, said, "dossier"))
    assert items(monde) == []


@pytest.mark.parametrize(
    ("sorte", "values"),
    [("sorte_de_demain", {}), ("reglage", {"valeur": 1}), ("entretien", ["suite"]), ("entretien", None)],
)
def test_what_means_nothing_is_refused_and_kept(
    monde: Monde, alix: Device, dossier: str, sorte: str, values: object
) -> None:
    """Lesson 12."""
    (answer,) = alix.push(found(alix, dossier, alix.ids.new(), values, sorte))
    assert answer.outcome is Outcome.REFUSED
    assert len(items(monde)) == 1


def test_a_number_without_content_is_taken_and_blocks_nothing(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """Lesson 6."""
    empty = alix.change("oublie", alix.ids.new())
    next_one = alix.change("dossier", dossier, {"telephone": "0600000000"}, was={"telephone": None})
    assert [answer.outcome for answer in alix.push(empty, next_one)] == [Outcome.APPLIED] * 2
    assert items(monde) == []
    with monde.serveur.engine.connect() as connection:
        kinds = connection.execute(select(reponse.c.kind).order_by(reponse.c.n)).scalars().all()
    assert kinds == ["oublie", "dossier"]


def sealed(monde: Monde, device: Device, inside: Change, **envelope: object) -> Change:
    key = base64.b64encode(monde.serveur.secret.sealing_key).decode()
    content = sceller_au_serveur(key, msgspec.json.encode(inside))
    said: dict[str, Any] = {"contenu": base64.b64encode(content).decode()}
    known: dict[str, Any] = {"id": inside.id, "n": inside.n, "by": inside.by, "at": inside.at}
    return Change(
        **{**known, **envelope}, kind="scelle", record=device.ids.new(), dossier=None, op=Op.SET, set=said
    )


def test_a_sealed_change_is_examined_as_if_it_had_just_been_sent(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """Decision 26; Lesson 2: sealed or not, it is the same change."""
    inside = alix.change("dossier", dossier, {"telephone": "0600000000"}, was={"telephone": None})
    (answer,) = alix.push(sealed(monde, alix, inside))
    assert (answer.outcome, answer.duplicate) == (Outcome.APPLIED, False)
    (again,) = alix.push(inside)
    assert (again.outcome, again.duplicate) == (Outcome.APPLIED, True)
    alix.sync()
    assert alix.rows["dossier", dossier]["telephone"] == "0600000000"


def test_a_sealed_change_that_is_not_what_it_says_is_not_opened(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """Decision 18."""
    inside = alix.change("dossier", dossier, {"telephone": "0600000000"}, was={"telephone": None})
    forged = sealed(monde, alix, inside, id=alix.ids.new())
    (answer,) = alix.push(forged)
    assert answer.outcome is Outcome.REFUSED
    alix.sync()
    assert alix.rows["dossier", dossier]["telephone"] is None


@pytest.mark.parametrize("name", ["", "n’importe quoi", "a\x00b"])
def test_a_doubt_about_nothing_is_an_error_in_words(alix: Device, dossier: str, name: str) -> None:
    answer = ask(alix, Doubt(again=[dossier], rows=[name or "'"]))
    assert answer.status_code == 400
    assert "vérification" in answer.json()["message"]


def test_a_doubt_shows_nothing_of_a_dossier_one_does_not_see(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """R-ACC-1: it is asked to leave, and its rows are not told."""
    other = monde.dossier(monde.compte("dominique"))
    response: Response = read(ask(alix, Doubt(digests=True, again=[other, dossier], rows=[other, dossier])))
    assert response.proof is not None
    assert (response.page.leave, response.page.enter) == ([other], [dossier])
    told = {str(row[0]) for rows in response.proof.rows for row in rows.rows}
    assert told == {record for (_, record), row in alix.rows.items() if row["dossier"] == dossier}
    assert other not in {each for each, _count, _sum in response.proof.digests}


def test_the_digests_by_dossier_add_up_to_the_one_of_all(monde: Monde, alix: Device, dossier: str) -> None:
    """Lesson 14, reserved records included."""
    monde.dossier(alix.compte["id"])
    alix.push(alix.change("dossier", dossier, {"nom": "AUTRE"}, was={"nom": "EXEMPLE"}))
    alix.sync()
    response = read(ask(alix, Doubt(digests=True)))
    assert response.proof is not None
    assert response.digest is not None
    assert len(response.proof.digests) == 3
    assert sum(count for _, count, _ in response.proof.digests) == response.digest.count
    assert sum(total for _, _, total in response.proof.digests) % 2**63 == response.digest.sum


@pytest.mark.parametrize(
    "wrong",
    [{"champs": {"suite": "perdu"}}, {"champs": ["suite"]}, {"issue": "demain"}, {"operation": []}],
)
def test_an_item_found_again_that_no_screen_could_read_is_refused(
    alix: Device, dossier: str, wrong: dict[str, Any]
) -> None:
    """Everybody who sees the dossier reads its items: one of a broken program must not stop them."""
    champs = {"suite": {"avant": None, "moi": LOST, "serveur": None}}
    said = {"sorte": "entretien", "operation": "create", "issue": "quarantined", "champs": champs}
    (answer,) = alix.push(found(alix, dossier, alix.ids.new(), said | wrong, "reprise"))
    assert answer.outcome is Outcome.REFUSED
    (right,) = alix.push(found(alix, dossier, alix.ids.new(), said, "reprise"))
    assert right.outcome is Outcome.APPLIED


def test_what_is_found_again_says_nothing_of_a_dossier_that_is_not_seen(monde: Monde, alix: Device) -> None:
    """R-ACC-1: nobody learns what a dossier holds by guessing it."""
    foreign = monde.dossier(None, telephone="0600000000")
    told = {
        alix.push(found(alix, foreign, foreign, {"telephone": said}, "dossier"))[0].message
        for said in ("0600000000", "0611111111")
    }
    assert len(told) == 1


@pytest.mark.parametrize("filed", ["nowhere", "elsewhere"])
def test_words_about_a_dossier_that_left_join_no_item_that_their_author_still_reads(
    monde: Monde, alix: Device, dossier: str, filed: str
) -> None:
    """R-ACC-1: the item names what the server has, which is for whoever follows the dossier now."""
    foreign = monde.dossier(monde.compte("dominique"), telephone="0600000000")
    said = {"sorte": "dossier", "cible": foreign, "operation": "set", "issue": "quarantined", "champs": {}}
    alix.push(found(alix, None if filed == "nowhere" else dossier, alix.ids.new(), said, "reprise"))
    (answer,) = alix.push(
        alix.change("dossier", foreign, {"telephone": "0611111111"}, dossier=foreign, was={"telephone": None})
    )
    assert (answer.outcome, answer.contested) == (Outcome.QUARANTINED, [])
    alix.sync()
    assert "0600000000" not in str([row for (kind, _), row in alix.rows.items() if kind == "reprise"])
    kept = [item for item in items(monde) if "0600000000" in str(item["champs"])]
    assert [item["dossier"] for item in kept] == [foreign]


def test_an_item_of_no_dossier_is_settled_by_its_author(monde: Monde, alix: Device) -> None:
    """Lesson 12: what was typed on a record that nobody has is his to set aside."""
    alix.push(alix.change("entretien", alix.ids.new(), {"suite": "Perdue."}))
    alix.sync()
    (item,) = items(monde)
    assert item["dossier"] is None
    (settled,) = alix.push(alix.change("reprise", item["id"], {"statut": "ecartee"}))
    assert settled.outcome is Outcome.APPLIED
    (item,) = items(monde)
    assert (item["statut"], item["reglee_par"]) == ("ecartee", alix.compte["id"])


def test_what_a_restored_server_asks_for_does_not_stop_the_exchanges_of_who_has_it(
    alix: Device, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 13: a secretariat offers thousands of rows again, and goes on working."""
    monkeypatch.setattr("server.sync.reprises.REPRISES_PAR_COMPTE", 2)
    alix.push(*(found(alix, dossier, alix.ids.new(), {"suite": LOST}) for _ in range(4)))
    (refused,) = alix.push(alix.change("entretien", alix.ids.new(), {"suite": "Perdue."}, dossier=dossier))
    assert refused.outcome is Outcome.REFUSED
