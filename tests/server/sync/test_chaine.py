"""The chain of each device over the wire, and its verification by whoever doubts (decision 31)."""

import base64
import dataclasses
from collections import Counter
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select, update

from domain.accord.chaine import chain_digest, renewal_bytes
from domain.accord.horloge import Releve
from domain.accord.rules import fingerprint
from domain.accord.verification import Gravite
from domain.exchange.v1 import Answer, Change, Op, Outcome
from domain.fields import Value
from server.models import RECORDS, maillon, reponse
from server.services.sms.chaine import cle_du_serveur
from server.services.verification import Bilan, verify_accords
from tests.server.clients import AT, Device
from tests.server.sync.test_actes import Dossier, cas

__all__ = ["cas"]

ACCORD = RECORDS["accord"]


def digest(change: Change, device: Device) -> str:
    return chain_digest(change.set, device.id)


def send(cas: Dossier, rang: int, after: Change | None = None, **other: Value) -> tuple[Change, Answer]:
    """Take and send an accord that follows ``after``."""
    change = cas.accord(cas.referent, rang, digest(after, cas.referent) if after else None, **other)
    (answer,) = cas.referent.push(change)
    return change, answer


def stored(cas: Dossier, change: Change) -> Mapping[str, Value]:
    with cas.monde.serveur.engine.connect() as connection:
        found = connection.execute(select(ACCORD).where(ACCORD.c.id == change.record)).mappings().one()
        return dict(found)


def constat(cas: Dossier, change: Change) -> list[str]:
    return str(stored(cas, change)["constat"] or "").split()


def renewal(device: Device, key: Ed25519PrivateKey, *, signed_by: Ed25519PrivateKey | None = None) -> Change:
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    signature = (signed_by or device.key).sign(renewal_bytes(device.id, public))
    values: dict[str, Value] = {
        "cle_publique": public,
        "signature": base64.b64encode(signature).decode(),
    }
    return device.change("cle", device.ids.new(), values, op=Op.CREATE)


def verified(cas: Dossier) -> dict[str, Bilan]:
    key = cle_du_serveur(cas.monde.serveur)
    with cas.monde.serveur.engine.connect() as connection:
        return {bilan.appareil: bilan for bilan in verify_accords(connection, "07", key)}


def counts(cas: Dossier) -> Counter[Gravite]:
    (bilan,) = verified(cas).values()
    return bilan.comptes


def test_a_disk_image_put_back_forks_the_chain_which_is_taken_and_said(cas: Dossier) -> None:
    """Decision 31: two accords after the same one."""
    first, _ = send(cas, 1)
    second, _ = send(cas, 2, first)
    twin, answer = send(cas, 2, first, reponse="non")
    assert (answer.outcome, answer.rule) == (Outcome.APPLIED, "R-CER-25")
    assert "copie ancienne" in answer.message
    assert constat(cas, twin) == ["fourche", "renouveler"]
    assert constat(cas, second) == []
    third, _ = send(cas, 3, twin)
    assert constat(cas, third) == ["renouveler"], "as long as the key serves on both sides"
    bilan = verified(cas)[cas.referent.id]
    assert {accord for accord, _ in bilan.faits} == {second.record, twin.record}
    assert third.record not in dict(bilan.faits)
    assert bilan.comptes[Gravite.ROMPU] == 0


def test_a_device_that_forked_takes_a_new_key_and_its_older_accords_still_verify(cas: Dossier) -> None:
    """Decision 31: the key is renewed, by a change among the others and in their order."""
    first, _ = send(cas, 1)
    send(cas, 2, first)
    twin, _ = send(cas, 2, first, reponse="non")
    old, new = cas.referent.key, Ed25519PrivateKey.generate()
    (answer,) = cas.referent.push(renewal(cas.referent, new))
    assert answer.outcome is Outcome.APPLIED
    cas.referent.key = new
    third, answer = send(cas, 3, twin)
    assert (answer.outcome, answer.message, constat(cas, third)) == (Outcome.APPLIED, "", [])
    assert counts(cas)[Gravite.ROMPU] == 0
    cas.monde.clock.advance(hours=1)
    cas.referent.key = old
    fourth, answer = send(cas, 4, third)
    assert constat(cas, fourth) == ["cle_ancienne"]
    assert "remplacée" in answer.message
    assert counts(cas) == {Gravite.SIGNALE: 3, Gravite.CADUC: 2}


def test_a_device_signs_in_with_the_key_that_its_sheet_still_names(cas: Dossier) -> None:
    """The sheet of the account on the laptop lies outside the replica: it may be one key behind."""
    cas.referent.push(renewal(cas.referent, Ed25519PrivateKey.generate()))
    assert cas.referent.connect().status_code == 200
    cas.referent.key = Ed25519PrivateKey.generate()
    assert cas.referent.connect().status_code == 403


@pytest.mark.parametrize(
    "values",
    [{"signature": "rien"}, {"cle_publique": "rien"}, {"cle_publique": None}, {"signature": None}],
)
def test_a_key_that_the_present_one_does_not_sign_for_is_refused(
    cas: Dossier, values: dict[str, Value]
) -> None:
    change = renewal(cas.referent, Ed25519PrivateKey.generate())
    (answer,) = cas.referent.push(dataclasses.replace(change, set={**change.set, **values}))
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-25")


def test_a_thief_s_key_and_a_key_already_used_are_refused(cas: Dossier) -> None:
    thief, mine = Ed25519PrivateKey.generate(), cas.referent.key
    assert cas.referent.push(renewal(cas.referent, thief, signed_by=thief))[0].outcome is Outcome.REFUSED
    assert cas.referent.push(renewal(cas.referent, mine))[0].outcome is Outcome.REFUSED


def test_a_missing_link_is_said_and_found_again(cas: Dossier) -> None:
    """Decision 31."""
    first = cas.accord(cas.referent)
    cas.referent.n -= 1
    second, answer = send(cas, 2, first)
    assert "ne suit pas" in answer.message
    assert constat(cas, second) == ["manquant"]
    assert counts(cas) == {Gravite.ROMPU: 1}


def test_links_that_arrive_in_another_order_are_a_chain_all_the_same(cas: Dossier) -> None:
    first = cas.accord(cas.referent)
    cas.referent.n -= 1
    second, _ = send(cas, 2, first)
    (answer,) = cas.referent.push(dataclasses.replace(first, n=cas.referent.n + 1))
    cas.referent.n += 1
    assert answer.outcome is Outcome.APPLIED
    assert constat(cas, second) == ["manquant"], "what was said on arrival stays said"
    assert counts(cas)[Gravite.ROMPU] == 0, "what is looked at today is the whole chain"


def test_a_rank_that_is_not_the_next_is_said(cas: Dossier) -> None:
    first, _ = send(cas, 1)
    jumped, answer = send(cas, 7, first)
    assert (answer.outcome, constat(cas, jumped)) == (Outcome.APPLIED, ["rang"])


def test_the_signature_of_another_device_is_refused(cas: Dossier) -> None:
    """Decision 31: one chain per device."""
    other = cas.monde.device("alix")
    other.sync()
    theirs = cas.accord(other)
    mine = dataclasses.replace(theirs, id=cas.referent.ids.new(), n=cas.referent.n + 1)
    cas.referent.n += 1
    (answer,) = cas.referent.push(mine)
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-25")
    assert "signature" in answer.message
    _, answer = send(cas, 1, poste=other.id)
    assert answer.outcome is Outcome.REFUSED


def test_a_refused_accord_is_still_what_the_next_one_follows(cas: Dossier) -> None:
    """R-CER-11: neither yes nor no; its link was signed all the same."""
    refused, answer = send(cas, 1, reponse=None)
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-11")
    second, answer = send(cas, 2, refused)
    assert (answer.message, constat(cas, second)) == ("", [])
    assert counts(cas) == {Gravite.ORDRE: 1}


def test_an_accord_on_a_dossier_that_left_is_still_what_the_next_one_follows(cas: Dossier) -> None:
    """Decision 31, R-ACC-1: set aside, not missing."""
    gone = cas.accord(cas.referent)
    strange = dataclasses.replace(gone, by=cas.referent.ids.new())
    assert cas.referent.push(strange)[0].outcome is Outcome.QUARANTINED
    second, answer = send(cas, 2, gone)
    assert (answer.message, constat(cas, second)) == ("", [])


def test_the_same_accord_sent_again_is_one_link(cas: Dossier) -> None:
    """Lesson 22: same identifier, same bytes or error."""
    first, _ = send(cas, 1)
    again = dataclasses.replace(first, id=cas.referent.ids.new(), n=cas.referent.n + 1)
    cas.referent.n += 1
    assert cas.referent.push(again)[0].outcome is Outcome.APPLIED
    with cas.monde.serveur.engine.connect() as connection:
        assert len(connection.execute(select(maillon)).all()) == 1
    assert counts(cas) == {Gravite.ORDRE: 1}


@pytest.mark.parametrize(
    ("rang", "precedent"), [(0, None), (-1, None), (1, "ailleurs"), (1, "x" * 300), (2**31, None)]
)
def test_what_is_no_link_is_not_entered(cas: Dossier, rang: int, precedent: str | None) -> None:
    change = cas.accord(cas.referent, rang, precedent)
    cas.referent.push(change)
    with cas.monde.serveur.engine.connect() as connection:
        assert connection.execute(select(maillon)).all() == []


def test_the_server_writes_its_time_and_the_clocks_of_the_device(cas: Dossier) -> None:
    """Decision 31: the offset is measured at the exchange, and cannot be claimed by the device."""
    sent = Releve("2026-11-20T09:30:00.000Z", 5_400_000, "ab12")
    cas.referent.clock = sent.write()
    change, _ = send(cas, 1)
    row = stored(cas, change)
    assert row["recu_le"] == "2026-11-20T08:00:00.000Z"
    assert (row["envoi_le"], row["envoi_machine"], row["envoi_demarrage"]) == (
        sent.le,
        "5400000",
        "ab12",
    )
    assert cas.referent.rows["accord", change.record]["recu_le"] == row["recu_le"]
    assert send(cas, 2, change, recu_le=AT)[1].outcome is Outcome.REFUSED


@pytest.mark.parametrize("said", ["", "hier", "2026-11-20T09:30:00.000Z 1 <b>", "\x00"])
def test_clocks_that_cannot_be_read_are_left_out(cas: Dossier, said: str) -> None:
    cas.referent.clock = said
    change, answer = send(cas, 1)
    assert answer.outcome is Outcome.APPLIED
    assert stored(cas, change)["envoi_le"] is None


def test_an_accord_of_a_later_version_is_taken_as_it_is(cas: Dossier) -> None:
    """Decision 30: kept, never misread."""
    made = cas.accord(cas.referent)
    cas.referent.n -= 1
    text = str(made.set["contenu"]).replace('"version":1}', '"version":3}')
    change, answer = send(cas, 1, contenu=text, empreinte=fingerprint(text), version_contenu=3)
    assert (answer.outcome, "plus récente" in answer.message) == (Outcome.APPLIED, True)
    assert constat(cas, change) == ["version"]


@pytest.mark.parametrize("change", ["version", "twice"])
def test_a_content_that_reads_in_two_ways_is_refused(cas: Dossier, change: str) -> None:
    """R-CER-25."""
    made = cas.accord(cas.referent)
    cas.referent.n -= 1
    text = str(made.set["contenu"])
    if change == "twice":
        text = '{"cer":{},' + text[1:]
    version = 3 if change == "version" else 1
    _, answer = send(cas, 1, contenu=text, empreinte=fingerprint(text), version_contenu=version)
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-25")


@pytest.mark.parametrize(
    ("name", "value"),
    [("reponse", "non"), ("contenu", "{}"), ("empreinte", "0" * 64), ("recueilli_le", AT[:-5] + ".001Z")],
)
def test_an_accord_changed_in_the_base_is_found_broken(cas: Dossier, name: str, value: str) -> None:
    """R-CER-25: for whoever doubts."""
    first, _ = send(cas, 1)
    send(cas, 2, first)
    assert counts(cas)[Gravite.ROMPU] == 0
    with cas.monde.serveur.engine.begin() as connection:
        connection.execute(update(ACCORD).where(ACCORD.c.id == first.record).values({name: value}))
    assert counts(cas)[Gravite.ROMPU] == 1
    assert all(accord == first.record for accord, _ in verified(cas)[cas.referent.id].faits)


def test_an_accord_taken_out_of_the_base_is_found_missing(cas: Dossier) -> None:
    """R-CER-25: even the last one, with its link."""
    first, _ = send(cas, 1)
    second, _ = send(cas, 2, first)
    with cas.monde.serveur.engine.begin() as connection:
        connection.execute(delete(ACCORD).where(ACCORD.c.id == second.record))
        connection.execute(delete(maillon).where(maillon.c.accord == second.record))
    assert counts(cas)[Gravite.ROMPU] == 1
    with cas.monde.serveur.engine.begin() as connection:
        connection.execute(update(ACCORD).where(ACCORD.c.id == first.record).values(supprime=True))
    assert counts(cas)[Gravite.ROMPU] == 2


def test_a_contract_changed_since_is_counted_as_lapsed(cas: Dossier) -> None:
    """R-CER-25."""
    send(cas, 1)
    cas.write(cas.referent, evaluation="Ajout")
    assert counts(cas) == {Gravite.CADUC: 1}


def test_verifying_asks_nothing_of_the_answers_given_on_arrival(cas: Dossier) -> None:
    first, _ = send(cas, 1)
    send(cas, 2, first)
    with cas.monde.serveur.engine.begin() as connection:
        connection.execute(update(ACCORD).values(constat="fourche manquant"))
        connection.execute(delete(reponse))
    assert counts(cas) == {Gravite.ORDRE: 1, Gravite.CADUC: 1}, "the first was replaced by the second"
