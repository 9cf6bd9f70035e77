"""Notes and kept searches: each comes to whom it is for, and to nobody else (R-INF-2, R-REP-7)."""

import pytest
from sqlalchemy import select

from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from domain.profils import Profile
from server.models import RECORDS
from server.sync.particuliers import KEPT
from tests.server.clients import Device
from tests.server.monde import Monde
from tests.server.sync.test_particuliers import found


@pytest.fixture
def trio(monde: Monde) -> tuple[Device, Device, Device, str]:
    """A référent, his secretariat, a chef de service, and a dossier that all three see."""
    alix = monde.referent("alix")
    for name, profile in (("secretariat", Profile.SECRETARIAT_DISPOSITIF), ("chef", Profile.CDS)):
        monde.compte(name, profile, dtas="nord")
    dossier = monde.dossier(alix.compte["id"], dtas="nord")
    others = monde.device("secretariat"), monde.device("chef")
    for device in (alix, *others):
        device.sync()
    return alix, *others, dossier


def note(device: Device, dossier: str, visibilite: str | None, attribuee_a: str | None = None) -> str:
    """Write a note; return its identifier."""
    record = device.ids.new()
    values: dict[str, Value] = {"visibilite": visibilite, "attribuee_a": attribuee_a, "texte": "Rappeler."}
    change = device.change("note", record, values, dossier=dossier, op=Op.CREATE)
    (answer,) = device.push(change)
    assert answer.outcome is Outcome.APPLIED
    return record


def readers(record: str, *devices: Device, kind: str = "note") -> list[str]:
    """Return who has a record once everybody has synchronised."""
    for device in devices:
        device.sync()
    return [device.compte["identifiant"] for device in devices if (kind, record) in device.rows]


@pytest.mark.parametrize(
    ("visibilite", "to", "expected"),
    [
        ("publique", None, ["alix", "secretariat", "chef"]),
        ("privee", None, ["alix"]),
        ("attribuee", "chef", ["alix", "chef"]),
        (None, None, ["alix"]),
        ("de_demain", None, ["alix"]),
    ],
)
def test_a_note_comes_to_whom_it_is_for(
    trio: tuple[Device, Device, Device, str], visibilite: str | None, to: str | None, expected: list[str]
) -> None:
    """R-INF-2."""
    alix, secretariat, chef, dossier = trio
    record = note(alix, dossier, visibilite, chef.compte["id"] if to else None)
    assert readers(record, alix, secretariat, chef) == expected
    alix.push(alix.change("note", record, {}, dossier=dossier, op=Op.DELETE))
    assert readers(record, alix, secretariat, chef) == []


def test_who_may_read_a_note_does_not_change(trio: tuple[Device, Device, Device, str]) -> None:
    """R-INF-2."""
    alix, _, _, dossier = trio
    record = note(alix, dossier, "privee")
    alix.sync()
    (answer,) = alix.push(alix.change("note", record, {"visibilite": "publique"}, dossier=dossier, op=Op.SET))
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-INF-2")


def test_a_note_one_may_not_read_is_told_nothing_of(trio: tuple[Device, Device, Device, str]) -> None:
    """R-INF-2: not even that it is there."""
    alix, secretariat, _, dossier = trio
    record = note(alix, dossier, "privee")
    change = secretariat.change("note", record, {"texte": "Lu."}, dossier=dossier, op=Op.SET)
    (answer,) = secretariat.push(change)
    assert answer.outcome is Outcome.REFUSED
    assert "pas sur le serveur" in answer.message
    assert not answer.contested
    values: dict[str, Value] = {"visibilite": "privee", "texte": "Rappeler."}
    (answer,) = secretariat.push(secretariat.change("note", record, values, dossier=dossier, op=Op.CREATE))
    assert answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("visibilite", "to", "told"),
    [
        ("privee", None, None),
        ("attribuee", "alix", None),
        ("attribuee", "chef", "Rappeler."),
        ("publique", None, "Rappeler."),
    ],
)
def test_words_found_again_show_nothing_of_a_note_one_may_not_read(
    trio: tuple[Device, Device, Device, str], visibilite: str, to: str | None, told: str | None
) -> None:
    """R-INF-2, Lesson 15: its identifier is enough to name it, and never enough to read it."""
    alix, secretariat, chef, dossier = trio
    given = {"alix": alix, "chef": chef}
    record = note(secretariat, dossier, visibilite, given[to].compte["id"] if to else None)
    values: dict[str, Value] = {"visibilite": "privee", "texte": "Deviné."}
    (answer,) = chef.push(found(chef, dossier, record, values, "note"))
    assert (answer.outcome, answer.message, answer.contested) == (Outcome.APPLIED, KEPT, [])
    chef.sync()
    items = [row for (kind, _), row in chef.rows.items() if kind == "reprise" and row["cible"] == record]
    sides = [row["champs"]["texte"] for row in items]
    assert [side["moi"] for side in sides] == ["Deviné."]
    assert [side["serveur"] for side in sides] == [told]
    assert [side["serveur_par"] for side in sides] == [told and secretariat.compte["id"]]


def test_a_private_note_on_a_dossier_that_left_goes_back_to_its_author_only(monde: Monde) -> None:
    """R-INF-2, R-ACC-1: nobody else reads it, neither the secretariat nor the new référent."""
    alix, dominique = monde.referent("alix"), monde.referent("dominique")
    monde.compte("secretariat", Profile.SECRETARIAT_DISPOSITIF, dtas="nord")
    secretariat = monde.device("secretariat")
    dossier = monde.dossier(dominique.compte["id"], dtas="nord")
    for visibilite, seen in (("privee", ["alix"]), ("publique", ["dominique", "secretariat"])):
        record = alix.ids.new()
        values: dict[str, Value] = {"visibilite": visibilite, "texte": "Écrit hors ligne."}
        (answer,) = alix.push(alix.change("note", record, values, dossier=dossier, op=Op.CREATE))
        assert answer.outcome is Outcome.QUARANTINED
        table = RECORDS["reprise"]
        with monde.serveur.engine.connect() as connection:
            item = connection.execute(select(table.c.id).where(table.c.cible == record)).scalar_one()
        assert readers(item, alix, dominique, secretariat, kind="reprise") == seen


def test_a_kept_search_follows_its_user_from_one_device_to_the_other(
    trio: tuple[Device, Device, Device, str], monde: Monde
) -> None:
    """R-REP-7."""
    alix, _, chef, dossier = trio
    other = monde.device("alix")
    search, selection = alix.ids.new(), alix.ids.new()
    answers = alix.push(
        alix.change(
            "recherche_enregistree", search, {"nom": "Sans CER", "criteres": {"cer": ["sans"]}}, op=Op.CREATE
        ),
        alix.change("selection", selection, {"nom": "Atelier", "dossiers": [dossier]}, op=Op.CREATE),
    )
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED] * 2
    assert readers(search, alix, other, chef, kind="recherche_enregistree") == ["alix", "alix"]
    assert readers(selection, alix, other, chef, kind="selection") == ["alix", "alix"]
    (answer,) = chef.push(chef.change("recherche_enregistree", search, {"nom": "À moi"}, op=Op.SET))
    assert answer.outcome is Outcome.REFUSED
    was: dict[str, Value] = {"nom": "Sans CER"}
    (answer,) = other.push(other.change("recherche_enregistree", search, {"nom": "Sans contrat"}, was=was))
    assert answer.outcome is Outcome.APPLIED
    alix.sync()
    assert alix.rows["recherche_enregistree", search]["nom"] == "Sans contrat"
