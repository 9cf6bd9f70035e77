"""A program that lies on the wire: nothing of a foreign dossier moves, nothing of another's is written."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
import requests
from sqlalchemy import select

from domain.exchange.v1 import Answer, Op, Outcome
from domain.fields import Value
from domain.profils import Profile
from domain.registry import FORMS
from server.models import RECORDS
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from tests.server.clients import PASSWORD, Device, read
from tests.server.monde import Monde

TAKEN = {Outcome.APPLIED, Outcome.MERGED}
PARTS = {"objectif": "cer", "theme_entretien": "entretien", "accord": "cer", "evenement_cer": "cer"}
TEXTS = {"cer": "situation", "entretien": "suite", "document": "nom"}
FIRST_STEP: dict[str, Value] = {"de": "proposition", "vers": "soumis"}
NUMBERS = ["1" * 40, "-" + "1" * 40, "9" * 5000, "18446744073709551615", "-9223372036854775809"]
NOT_NUMBERS = ["1e400", "1.5", "NaN", "Infinity", "-1", "true"]


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


@pytest.fixture
def mine(monde: Monde, alix: Device) -> str:
    return monde.dossier(alix.compte["id"], dtas="nord")


@pytest.fixture
def other(monde: Monde) -> Device:
    return monde.referent("dominique")


@pytest.fixture
def theirs(monde: Monde, other: Device) -> str:
    return monde.dossier(other.compte["id"], dtas="sud")


def kept(monde: Monde, kind: str, record: str) -> dict[str, Value]:
    table = RECORDS[kind]
    with monde.serveur.engine.connect() as connection:
        found = connection.execute(select(table).where(table.c.id == record)).mappings().one()
    return dict(found)


def whole(monde: Monde, dossier: str) -> list[object]:
    """Return everything the base holds of a dossier, but the items that wait for a person."""
    held: list[object] = []
    with monde.serveur.engine.connect() as connection:
        for table in (RECORDS[name] for name, form in FORMS.items() if not form.reserve):
            query = select(table).where(table.c.dossier == dossier).order_by(table.c.id)
            held.extend(map(tuple, connection.execute(query)))
    return held


def send(
    device: Device,
    kind: str,
    record: str,
    values: Mapping[str, Value],
    op: Op,
    dossier: str | None,
    was: Mapping[str, Value] | None = None,
) -> Answer:
    return device.push(device.change(kind, record, values, op=op, dossier=dossier, was=was))[0]


def made(device: Device, kind: str, dossier: str, **values: Value) -> str:
    record = device.ids.new()
    assert send(device, kind, record, values, Op.CREATE, dossier).outcome is Outcome.APPLIED
    return record


@pytest.mark.parametrize(("kind", "parent"), PARTS.items())
@pytest.mark.parametrize(("said", "expected"), [("mine", Outcome.REFUSED), ("theirs", Outcome.QUARANTINED)])
def test_a_part_does_not_enter_a_record_of_a_foreign_dossier(
    monde: Monde,
    alix: Device,
    mine: str,
    other: Device,
    theirs: str,
    kind: str,
    parent: str,
    said: str,
    expected: Outcome,
) -> None:
    """R-ACC-1: what the change says of its dossier does not decide."""
    values: dict[str, Value] = {parent: made(other, parent, theirs), "rang": 1}
    before = whole(monde, theirs)
    dossier = mine if said == "mine" else theirs
    more = FIRST_STEP if kind == "evenement_cer" else {}
    assert send(alix, kind, alix.ids.new(), values | more, Op.CREATE, dossier).outcome is expected
    assert whole(monde, theirs) == before


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("said", ["mine", "theirs", "none"])
def test_a_record_of_a_foreign_dossier_is_out_of_reach_whatever_the_change_says(
    monde: Monde, alix: Device, mine: str, other: Device, theirs: str, kind: str, said: str
) -> None:
    """R-ACC-1: and the answer shows nothing of it."""
    record = made(other, kind, theirs)
    before = whole(monde, theirs)
    dossier = {"mine": mine, "theirs": theirs, "none": None}[said]
    for op in Op:
        answer = send(alix, kind, record, {TEXTS[kind]: "Intrus"}, op, dossier)
        assert (answer.outcome, answer.contested, answer.rev) == (Outcome.QUARANTINED, [], 0)
    assert whole(monde, theirs) == before


def test_a_record_never_changes_dossier_parent_or_author(monde: Monde, alix: Device, mine: str) -> None:
    second = monde.dossier(alix.compte["id"])
    cer, elsewhere = made(alix, "cer", mine), made(alix, "cer", second)
    objectif = made(alix, "objectif", mine, cer=cer, rang=1)
    for parent in (elsewhere, alix.ids.new(), None):
        assert send(alix, "objectif", objectif, {"cer": parent}, Op.SET, mine).outcome is Outcome.REFUSED
    technical: dict[str, Value] = {
        "dossier": second,
        "departement": "99",
        "rev": 9,
        "cree_par": second,
        "supprime": True,
        "id": second,
    }
    before = kept(monde, "cer", cer)
    send(alix, "cer", cer, technical, Op.SET, mine)
    assert kept(monde, "cer", cer) == before


def test_a_record_created_again_is_edited_with_the_rights_of_an_edit(
    monde: Monde, alix: Device, mine: str
) -> None:
    with monde.writing() as ecriture:
        document = ecriture.creer("document", {"nom": "x", "contenu_present": True}, dossier=mine)
    erased = send(
        alix, "document", document, {"contenu_present": None}, Op.CREATE, mine, {"contenu_present": True}
    )
    assert erased.outcome is Outcome.REFUSED
    assert kept(monde, "document", document)["contenu_present"] is True


def test_the_referent_de_parcours_is_not_rewritten_by_naming_a_referent_d_etape_over_him(
    monde: Monde, alix: Device, mine: str
) -> None:
    """R-ACC-7, R-GEN-1."""
    monde.compte("secretaire", Profile.SECRETARIAT_PROXIMITE, dtas="nord")
    secretaire = monde.device("secretaire")
    secretaire.sync()
    (affectation,) = [record for kind, record in secretaire.rows if kind == "affectation"]
    was = {name: secretaire.rows["affectation", affectation][name] for name in ("referent", "role", "fin")}
    values: dict[str, Value] = {"referent": secretaire.compte["id"], "role": "etape", "fin": "2026-12-31"}
    answer = send(secretaire, "affectation", affectation, values, Op.CREATE, mine, was)
    assert answer.outcome is Outcome.REFUSED
    assert kept(monde, "affectation", affectation)["referent"] == alix.compte["id"]


@pytest.mark.parametrize(("role", "rule"), [("parcours", "R-FA-4"), ("etape", "R-ACC-7")])
def test_nobody_prolongs_his_own_access_to_a_dossier(
    monde: Monde, alix: Device, theirs: str, role: str, rule: str
) -> None:
    """R-ACC-2, R-ACC-7, R-FA-4: an end that is set may be brought forward, not put off."""
    affectation = monde.affectation(
        theirs, alix.compte["id"], role, dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    )
    was: dict[str, Value] = {"fin": "2026-11-30"}
    later = send(alix, "affectation", affectation, {"fin": "2099-12-31"}, Op.SET, theirs, was)
    assert (later.outcome, later.rule) == (Outcome.REFUSED, rule)
    sooner = send(alix, "affectation", affectation, {"fin": "2026-11-25"}, Op.SET, theirs, was)
    assert sooner.outcome is Outcome.APPLIED


def test_nobody_gives_himself_a_dossier_nor_deletes_who_accompanies_it(
    monde: Monde, alix: Device, mine: str, theirs: str
) -> None:
    """R-ACC-1, R-GEN-1."""
    alix.sync()
    (affectation,) = [record for kind, record in alix.rows if kind == "affectation"]
    before = whole(monde, mine) + whole(monde, theirs)
    values: dict[str, Value] = {"referent": alix.compte["id"], "role": "parcours", "debut": "2026-01-01"}
    for dossier in (mine, theirs):
        for op in Op:
            assert send(alix, "affectation", alix.ids.new(), values, op, dossier).outcome not in TAKEN
    assert send(alix, "affectation", affectation, {}, Op.DELETE, mine).outcome is Outcome.REFUSED
    assert whole(monde, mine) + whole(monde, theirs) == before


@pytest.mark.parametrize("profil", list(Profile))
def test_nobody_writes_from_a_device_what_belongs_to_the_departement(monde: Monde, profil: Profile) -> None:
    compte = monde.compte(profil.value, profil, dtas="nord", structure="CCAS")
    device = monde.device(profil.value)
    with monde.writing() as ecriture:
        reglage = ecriture.creer("reglage", {"nom": "x.y", "valeur": 1, "revision": 1})
    for kind, record, values in (
        ("reglage", reglage, {"valeur": 2}),
        ("collaborateur", compte, {"profil": "administrateur"}),
    ):
        before = kept(monde, kind, record)
        for op in Op:
            assert send(device, kind, record, values, op, None).outcome is Outcome.REFUSED
            assert send(device, kind, device.ids.new(), values, op, None).outcome is Outcome.REFUSED
        assert kept(monde, kind, record) == before


@pytest.mark.parametrize("values", [{}, {"champ_de_demain": 1}])
def test_what_edits_nothing_brings_nothing_back(
    monde: Monde, alix: Device, values: Mapping[str, Value]
) -> None:
    """Decision 7 brings back what is edited: a setting that was withdrawn is edited by nobody."""
    with monde.writing() as ecriture:
        reglage = ecriture.creer("reglage", {"nom": "x.y", "valeur": 1, "revision": 1})
    with monde.writing() as ecriture:
        ecriture.supprimer("reglage", reglage)
    send(alix, "reglage", reglage, values, Op.SET, None)
    assert kept(monde, "reglage", reglage)["supprime"] is True


def test_another_departement_reaches_nothing_even_by_its_identifiers(
    monde: Monde, alix: Device, mine: str
) -> None:
    create_departement(monde.serveur, "26", "Un autre")
    nouveau = NouveauCompte("loin", "ESSAI", "Loin", Profile.CDS, dtas=("nord",))
    create_compte(monde.serveur, nouveau, PASSWORD, departement="26")
    loin = monde.device("loin")
    cer = made(alix, "cer", mine)
    before = whole(monde, mine)
    for op in Op:
        assert send(loin, "cer", cer, {"situation": "x"}, op, mine).outcome is Outcome.QUARANTINED
        assert send(loin, "dossier", mine, {"mail": "a@b.fr"}, op, mine).outcome is Outcome.QUARANTINED
    loin.sync()
    assert (loin.dossiers(), whole(monde, mine)) == (set(), before)


@pytest.mark.parametrize("place", ["n", "base_rev", "settings", "set", "was", "unknown"])
def test_a_number_that_no_column_holds_breaks_nothing(alix: Device, mine: str, place: str) -> None:
    for number in NUMBERS + NOT_NUMBERS:
        change = alix.change("entretien", alix.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=mine)
        body: dict[str, Any] = msgspec.to_builtins(change)
        match place:
            case "set" | "was":
                body[place] = {"duree": "@"}
            case "unknown":
                body["set"] = {"lieu": ["@"], "champ_de_demain": {"a": ["@"]}}
            case _:
                body[place] = "@"
        assert post(alix, body, number) in {200, 400, 409}, number
        alix.n = read(alix.post()).acknowledged
    assert alix.post().status_code == 200


@pytest.mark.parametrize("name", ["lieu", "champ_de_demain"])
def test_a_value_nested_without_end_breaks_nothing(alix: Device, mine: str, name: str) -> None:
    for depth in (50, 200, 400, 500, 600, 800, 990, 1100, 50_000):
        change = alix.change("entretien", alix.ids.new(), {name: "@"}, op=Op.CREATE, dossier=mine)
        assert post(alix, msgspec.to_builtins(change), "[" * depth + "]" * depth) in {200, 400}, depth
        alix.n = read(alix.post()).acknowledged


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udc00x", "\\uffff"])
@pytest.mark.parametrize("place", ["id", "at", "by", "kind", "record", "dossier", "set", "cursor"])
def test_a_character_that_no_column_holds_breaks_nothing(
    alix: Device, mine: str, place: str, text: str
) -> None:
    change = alix.change("entretien", alix.ids.new(), {"suite": "x", "neuf": "x"}, op=Op.CREATE, dossier=mine)
    body: dict[str, Any] = msgspec.to_builtins(change)
    body[place] = {"suite": "@", "@": "@"} if place == "set" else "@"
    assert post(alix, body, text, quoted=False) in {200, 400}
    alix.n = read(alix.post()).acknowledged
    assert alix.post().status_code == 200


def post(device: Device, change: Mapping[str, Any], instead: str, *, quoted: bool = True) -> int:
    """Send one change in which ``@`` is replaced by a text that a JSON writer would not write."""
    body = {"device": device.id, "program": "essai", "cursor": change.get("cursor"), "changes": [change]}
    text = json.dumps(body).replace('"@"' if quoted else "@", instead)
    bearer = {"authorization": f"Bearer {device.token}"}
    return requests.post(f"{device.url}/sync", data=text.encode(), headers=bearer, timeout=60).status_code
