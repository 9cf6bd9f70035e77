"""The table of acts along the accompaniment, played on the server by every profile: it alone decides."""

import datetime as dt
from collections.abc import Mapping

import pytest

from domain.exchange.v1 import Change, Op, Outcome
from domain.fields import Kind, Value
from domain.profils import Profile
from domain.registry import FORMS
from tests.domain.test_droits_suivi import GENESIS, TABLE, WRITERS
from tests.server.clients import Device
from tests.server.monde import Monde

PROFILES = {
    "référent": Profile.REFERENT,
    "référent d’étape": Profile.REFERENT,
    "référent parti": Profile.REFERENT,
    "secrétariat de dispositif": Profile.SECRETARIAT_DISPOSITIF,
    "secrétariat de proximité": Profile.SECRETARIAT_PROXIMITE,
    "secrétariat de structure": Profile.SECRETARIAT_STRUCTURE,
    "ALI": Profile.ALI,
    "CDS": Profile.CDS,
    "administrateur": Profile.ADMINISTRATEUR,
}
VALUES: dict[Kind, Value] = {
    Kind.LINE: "Mots",
    Kind.TEXT: "Des mots.",
    Kind.DATE: "2026-11-20",
    Kind.CHOICE: "publique",
    Kind.PHONE: "06 39 98 12 34",
    Kind.CODES: {"add": ["f"], "remove": []},
    Kind.DATA: [],
}
OUTSIDE = {"référent parti", "administrateur"}


def test_every_writer_of_the_table_has_a_profile_here() -> None:
    assert PROFILES.keys() == WRITERS.keys()


@pytest.mark.parametrize("profile", PROFILES)
def test_the_server_takes_what_the_table_allows_and_no_more(monde: Monde, profile: str) -> None:
    """R-FA-2, R-FA-10, R-MID-1/2, R-INF-1/2/3; out of scope, work is handed over (R-ACC-1)."""
    accounts = {
        name: monde.compte(f"compte-{rank}", kind, dtas="nord", structure="CCAS")
        for rank, (name, kind) in enumerate(PROFILES.items())
    }
    dossier = monde.dossier(accounts["référent"], dtas="nord", **GENESIS)
    day = monde.clock.now().date()
    monde.affectation(dossier, accounts["référent d’étape"], "etape", day, day + dt.timedelta(30))
    device = monde.device(f"compte-{list(PROFILES).index(profile)}")
    device.sync()
    acts, expected = [], []
    for kind, op, _names, before, allowed in TABLE:
        # A search is its own user's; a note of the table, the référent's.
        owner = accounts["référent" if FORMS[kind].in_dossier else profile]
        acts.append(_record(monde, kind, before, dossier, owner) if op is not Op.CREATE else device.ids.new())
        outside = profile in OUTSIDE and FORMS[kind].in_dossier
        refused = Outcome.QUARANTINED if outside else Outcome.REFUSED
        expected.append(Outcome.APPLIED if profile in allowed and not outside else refused)
    device.sync()
    answers = device.push(
        *[_change(device, *act[:3], record, dossier) for act, record in zip(TABLE, acts, strict=True)]
    )
    told = [(*act[:3], answer.outcome) for act, answer in zip(TABLE, answers, strict=True)]
    wrong = [act for act, outcome in zip(told, expected, strict=True) if act[3] is not outcome]
    assert not wrong


def _record(monde: Monde, kind: str, before: Mapping[str, Value] | None, dossier: str, owner: str) -> str:
    """Write what there is before the act, as its author did."""
    if kind == "dossier":
        return dossier
    values = {name: value for name, value in (before or {}).items() if name in FORMS[kind].by_name}
    if kind == "note":
        values = {"visibilite": "publique", "texte": "Rappeler."}
    with monde.writing(owner) as ecriture:
        return ecriture.creer(kind, values, dossier=dossier if FORMS[kind].in_dossier else None)


def _change(device: Device, kind: str, op: Op, names: list[str], record: str, dossier: str) -> Change:
    row = device.rows.get((kind, record), {})
    values = {name: VALUES[FORMS[kind].by_name[name].kind] for name in names}
    was = {name: row.get(name) for name in names} if op is Op.SET else {}
    scope = dossier if FORMS[kind].in_dossier else None
    return device.change(kind, record, values, op=op, dossier=scope, was=was)


def _push(device: Device, kind: str, op: Op, names: list[str], record: str, dossier: str) -> Outcome:
    (answer,) = device.push(_change(device, kind, op, names, record, dossier))
    return answer.outcome
