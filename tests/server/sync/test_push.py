"""What becomes of a change, seen from the device that sent it."""

import dataclasses

import pytest
from sqlalchemy import func, select

from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from domain.profils import Profile
from server.models import RECORDS, appareil, reponse
from tests.server.clients import Device, read
from tests.server.monde import Monde


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


@pytest.fixture
def dossier(monde: Monde, alix: Device) -> str:
    """A dossier of alix, already on her device."""
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    return dossier


@pytest.fixture
def entretien(alix: Device, dossier: str) -> str:
    """An entretien that alix recorded."""
    record = alix.ids.new()
    values: dict[str, Value] = {
        "moment": "2026-11-20T09:00",
        "duree": 30,
        "lieu": "cms",
        "suite": "Rappeler la mairie",
    }
    alix.push(alix.change("entretien", record, values, op=Op.CREATE, dossier=dossier))
    return record


@pytest.fixture
def other(monde: Monde, alix: Device) -> Device:
    """A second device of alix."""
    other = monde.device(alix.identifiant)
    other.sync()
    return other


def kept(monde: Monde) -> list[str]:
    """Return the outcomes of the items to settle, in the order of the alphabet."""
    with monde.serveur.engine.connect() as connection:
        return sorted(connection.execute(select(RECORDS["reprise"].c.issue)).scalars())


def count(monde: Monde, kind: str) -> int:
    with monde.serveur.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(RECORDS[kind])).scalar_one())


def test_a_record_created_on_a_device_reaches_the_server_and_comes_back(alix: Device, dossier: str) -> None:
    entretien = alix.ids.new()
    values: dict[str, Value] = {"moment": "2026-11-20T09:00", "lieu": "cms"}
    (answer,) = alix.push(alix.change("entretien", entretien, values, op=Op.CREATE, dossier=dossier))
    assert (answer.outcome, answer.rev, answer.duplicate) == (Outcome.APPLIED, 1, False)
    row = alix.rows["entretien", entretien]
    assert (row["moment"], row["cree_par"], row["dossier"]) == (
        "2026-11-20T09:00",
        alix.compte["id"],
        dossier,
    )
    assert row["lieu_libelle"] == "Centre médico-social"


def test_the_same_change_sent_again_gets_the_same_answer_and_changes_nothing(
    monde: Monde, alix: Device, dossier: str
) -> None:
    change = alix.change("entretien", alix.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=dossier)
    (first,) = alix.push(change)
    (again,) = alix.push(change)
    assert again == dataclasses.replace(first, duplicate=True)
    assert count(monde, "entretien") == 1


def test_disjoint_fields_merge(alix: Device, other: Device, entretien: str) -> None:
    other.sync()
    alix.push(alix.change("entretien", entretien, {"lieu": "mairie"}, was={"lieu": "cms"}))
    change = other.change("entretien", entretien, {"suite": "Écrire"}, was={"suite": "Rappeler la mairie"})
    (answer,) = other.push(change)
    assert (answer.outcome, answer.rev) == (Outcome.MERGED, 3)
    alix.sync()
    assert alix.rows == other.rows
    row = alix.rows["entretien", entretien]
    assert (row["lieu"], row["suite"]) == ("mairie", "Écrire")


def test_the_same_field_changed_meanwhile_is_kept_on_both_sides(
    monde: Monde, alix: Device, other: Device, entretien: str
) -> None:
    alix.push(alix.change("entretien", entretien, {"suite": "Un"}, was={"suite": "Rappeler la mairie"}))
    change = other.change(
        "entretien",
        entretien,
        {"suite": "Deux", "lieu": "ccas"},
        was={"suite": "Rappeler la mairie", "lieu": "cms"},
    )
    (answer,) = other.push(change)
    assert answer.outcome is Outcome.CONFLICT
    (contested,) = answer.contested
    assert (contested.field, contested.value, contested.by) == ("suite", "Un", alix.compte["id"])
    row = other.rows["entretien", entretien]
    assert (row["suite"], row["lieu"]) == ("Un", "ccas"), "what does not conflict is applied"
    with monde.serveur.engine.connect() as connection:
        line = connection.execute(select(RECORDS["reprise"])).one()
    assert (line.issue, line.statut, line.auteur) == ("conflict", "ouverte", other.compte["id"])
    sides = {"avant": "Rappeler la mairie", "moi": "Deux", "serveur": "Un"}
    assert line.champs == {
        "suite": sides | {"serveur_par": alix.compte["id"], "serveur_le": answer.contested[0].at}
    }
    assert other.rows["reprise", line.id]["champs"] == line.champs, "its author has it at once"
    (again,) = other.push(change)
    assert again == dataclasses.replace(answer, duplicate=True)


def test_a_group_of_fields_conflicts_whole(alix: Device, other: Device, entretien: str) -> None:
    alix.push(alix.change("entretien", entretien, {"duree": 45}, was={"duree": 30}))
    was: dict[str, Value] = {"moment": "2026-11-20T09:00", "duree": 30}
    (answer,) = other.push(other.change("entretien", entretien, {"moment": "2026-11-20T10:00"}, was=was))
    assert [contested.field for contested in answer.contested] == ["moment"]


def test_equal_results_never_conflict(alix: Device, other: Device, entretien: str) -> None:
    alix.push(alix.change("entretien", entretien, {"lieu": "mairie"}, was={"lieu": "cms"}))
    (answer,) = other.push(other.change("entretien", entretien, {"lieu": "mairie"}, was={"lieu": "cms"}))
    assert answer.outcome in (Outcome.APPLIED, Outcome.MERGED)
    assert answer.rev == 2


def test_a_refusal_blocks_no_other_change(monde: Monde, alix: Device, dossier: str) -> None:
    """R-GEN-4: Genesis owns the name; decision 9: a refusal consumes its number."""
    answers = alix.push(
        alix.change("dossier", dossier, {"nom": "AUTRE"}, was={"nom": "EXEMPLE"}),
        alix.change("dossier", dossier, {"telephone": "06 00 00 00 00"}),
    )
    assert [answer.outcome for answer in answers] == [Outcome.REFUSED, Outcome.APPLIED]
    assert answers[0].rule == "R-GEN-4"
    assert "Genesis" in answers[0].message
    assert alix.rows["dossier", dossier]["nom"] == "EXEMPLE"
    assert kept(monde) == ["refused"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"duree": "trente"}, "Durée"),
        ({"moment": "hier"}, "Date et heure"),
        ({"suite": "x" * 20_001}, "20001 caractères"),
        ({"suite": "a\x00b"}, "caractère"),
        ({"duree": 2**40}, "trop grand"),
        ({"lieu": ["cms"]}, "Lieu"),
    ],
)
def test_a_malformed_value_is_refused_by_name(
    monde: Monde, alix: Device, entretien: str, values: dict[str, str], words: str
) -> None:
    (answer,) = alix.push(alix.change("entretien", entretien, values))
    assert (answer.outcome, words in answer.message) == (Outcome.REFUSED, True)
    assert kept(monde) == ["refused"]


def test_a_stored_answer_holds_no_text_of_the_person(monde: Monde, alix: Device, entretien: str) -> None:
    secret = "confidence"
    alix.push(
        alix.change("entretien", entretien, {"moment": secret}),
        alix.change("entretien", entretien, {"suite": secret}, was={"suite": "autre chose"}),
    )
    with monde.serveur.engine.connect() as connection:
        rows = connection.execute(select(reponse)).all()
    assert len(rows) == 3
    assert secret not in repr(rows)
    assert kept(monde) == ["conflict", "refused"]


def test_an_unknown_kind_is_kept_and_refused_politely(monde: Monde, alix: Device, dossier: str) -> None:
    (answer,) = alix.push(
        alix.change("sorte_de_demain", alix.ids.new(), {"motif": "x"}, op=Op.CREATE, dossier=dossier)
    )
    assert answer.outcome is Outcome.REFUSED
    assert "gardée" in answer.message
    assert kept(monde) == ["refused"]


def test_an_unknown_field_is_kept_and_the_others_are_taken(
    monde: Monde, alix: Device, entretien: str
) -> None:
    (answer,) = alix.push(
        alix.change("entretien", entretien, {"lieu": "mairie", "couleur": "bleu"}, was={"lieu": "cms"})
    )
    assert answer.outcome is Outcome.APPLIED
    assert alix.rows["entretien", entretien]["lieu"] == "mairie"
    with monde.serveur.engine.connect() as connection:
        champs = connection.execute(select(RECORDS["reprise"].c.champs)).scalar_one()
    assert {name: sides["moi"] for name, sides in champs.items()} == {"couleur": "bleu"}


def test_work_on_a_dossier_out_of_scope_goes_to_quarantine(monde: Monde, alix: Device) -> None:
    """R-ACC-1, R-ACC-2: nobody changes what he does not see, and his work is not lost."""
    elsewhere = monde.dossier(monde.compte("dominique"))
    (answer,) = alix.push(
        alix.change("entretien", alix.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=elsewhere)
    )
    assert (answer.outcome, answer.rule) == (Outcome.QUARANTINED, "R-ACC-1")
    assert (count(monde, "entretien"), kept(monde)) == (0, ["quarantined"])


def test_a_conflict_of_a_dossier_since_lost_shows_nothing_of_it(
    monde: Monde, alix: Device, other: Device, entretien: str
) -> None:
    """R-ACC-3: the stored answer comes back without the server's values."""
    alix.push(alix.change("entretien", entretien, {"suite": "Un"}, was={"suite": "Rappeler la mairie"}))
    change = other.change("entretien", entretien, {"suite": "Deux"}, was={"suite": "?"})
    assert other.push(change)[0].contested[0].value == "Un"
    with monde.writing() as ecriture:
        for kind, record in other.rows:
            if kind == "affectation":
                ecriture.modifier(kind, record, {"fin": "2026-11-19"})
    (again,) = other.push(change)
    assert (again.outcome, again.contested[0].value) == (Outcome.CONFLICT, None)


def test_a_change_under_another_name_goes_to_quarantine(monde: Monde, alix: Device, dossier: str) -> None:
    someone = monde.compte("dominique")
    (answer,) = alix.push(alix.change("dossier", dossier, {"telephone": "0600000000"}, by=someone))
    assert answer.outcome is Outcome.QUARANTINED


def test_a_record_cannot_be_claimed_by_another_dossier(monde: Monde, alix: Device, entretien: str) -> None:
    mine = monde.dossier(alix.compte["id"])
    (answer,) = alix.push(alix.change("entretien", entretien, {"lieu": "ccas"}, dossier=mine))
    assert answer.outcome is Outcome.REFUSED
    assert "autre dossier" in answer.message


def test_what_a_refused_creation_was_to_hold_is_refused_with_it(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """Decision 9: later changes of a refused record join it."""
    cer = alix.ids.new()
    answers = alix.push(
        alix.change("cer", cer, {"date_debut": "demain"}, op=Op.CREATE, dossier=dossier),
        alix.change("cer", cer, {"situation": "Texte"}, dossier=dossier),
        alix.change("objectif", alix.ids.new(), {"cer": cer, "rang": 1}, op=Op.CREATE, dossier=dossier),
    )
    assert {answer.outcome for answer in answers} == {Outcome.REFUSED}
    assert kept(monde) == ["refused"], "one thing to settle"
    (item,) = (row for (kind, _), row in alix.rows.items() if kind == "reprise")
    assert {path.rpartition(":")[2] for path in item["champs"]} == {"date_debut", "situation", "cer", "rang"}


def test_delete_against_edit_keeps_the_edit(alix: Device, other: Device, entretien: str) -> None:
    """Decision 7."""
    alix.push(alix.change("entretien", entretien, {"suite": "Un"}, was={"suite": "Rappeler la mairie"}))
    (answer,) = other.push(other.change("entretien", entretien, op=Op.DELETE))
    assert answer.outcome is Outcome.CONFLICT
    assert other.rows["entretien", entretien]["suite"] == "Un"


def test_an_edit_of_what_another_deleted_brings_it_back(alix: Device, other: Device, entretien: str) -> None:
    """Decision 7."""
    other.sync()
    alix.push(alix.change("entretien", entretien, op=Op.DELETE))
    assert ("entretien", entretien) not in alix.rows
    (answer,) = other.push(other.change("entretien", entretien, {"lieu": "mairie"}, was={"lieu": "cms"}))
    assert answer.outcome is Outcome.MERGED
    alix.sync()
    assert alix.rows["entretien", entretien]["lieu"] == "mairie"


def test_a_record_is_deleted_after_the_parts_its_author_knew(
    alix: Device, other: Device, entretien: str
) -> None:
    theme = un_theme(alix, entretien)
    other.sync()
    assert ("theme_entretien", theme) in other.rows
    answers = alix.push(
        alix.change("theme_entretien", theme, op=Op.DELETE), alix.change("entretien", entretien, op=Op.DELETE)
    )
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED, Outcome.APPLIED]
    other.sync()
    assert other.rows == alix.rows
    assert not {("theme_entretien", theme), ("entretien", entretien)} & set(other.rows)


def test_deleting_a_record_never_takes_along_a_part_its_author_never_saw(
    alix: Device, other: Device, entretien: str
) -> None:
    """Decision 7, Lesson 11."""
    other.sync()
    theme = un_theme(alix, entretien)
    (answer,) = other.push(other.change("entretien", entretien, op=Op.DELETE))
    assert answer.outcome is Outcome.CONFLICT
    assert other.rows["theme_entretien", theme]["synthese"] == "Texte"
    assert ("entretien", entretien) in other.rows


def test_what_was_not_taken_comes_back_with_what_the_record_says_instead(
    alix: Device, other: Device, entretien: str
) -> None:
    """Rule 5: a device must not show, in place of its refused words, those it saw long ago."""
    other.sync()
    alix.push(alix.change("entretien", entretien, {"suite": "Un"}, was={"suite": "Rappeler la mairie"}))
    seen = {"suite": "Rappeler la mairie"}
    refused, deleted = other.push(
        other.change("entretien", entretien, {"suite": "Deux", "moment": "demain"}, was=seen),
        other.change("entretien", entretien, op=Op.DELETE, was=seen),
    )
    assert (refused.outcome, deleted.outcome) == (Outcome.REFUSED, Outcome.CONFLICT)
    for answer in (refused, deleted):
        assert [(each.field, each.value) for each in answer.contested] == [("suite", "Un")]


def un_theme(device: Device, entretien: str) -> str:
    theme = device.ids.new()
    dossier = device.rows["entretien", entretien]["dossier"]
    values: dict[str, Value] = {"entretien": entretien, "rang": 1, "theme": "emploi", "synthese": "Texte"}
    device.push(device.change("theme_entretien", theme, values, op=Op.CREATE, dossier=dossier))
    return theme


def test_a_change_before_its_predecessor_is_held(alix: Device, dossier: str) -> None:
    first = alix.change("dossier", dossier, {"telephone": "0600000001"})
    second = alix.change("dossier", dossier, {"telephone": "0600000002"}, was={"telephone": "0600000001"})
    held = alix.post(second)
    assert (held.status_code, held.json()["attendu"]) == (409, first.n)
    answers = alix.push(first, second)
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED, Outcome.APPLIED]


def test_the_server_says_how_far_it_knows_the_device(alix: Device, dossier: str) -> None:
    alix.push(alix.change("dossier", dossier, {"telephone": "0600000001"}))
    assert alix.exchange().acknowledged == 1


def test_the_same_identifier_with_another_text_is_an_error_and_both_are_kept(
    monde: Monde, alix: Device, dossier: str
) -> None:
    """Decision 18."""
    change = alix.change("dossier", dossier, {"telephone": "0600000001"})
    forged = dataclasses.replace(change, set={"telephone": "0600000002"})
    alix.push(change)
    for _ in range(2):
        (answer,) = alix.push(forged)
        assert (answer.outcome, answer.duplicate) == (Outcome.REFUSED, False)
    assert alix.rows["dossier", dossier]["telephone"] == "0600000001"
    assert kept(monde) == ["refused"], "kept once, however often it is sent"


def test_a_fork_of_a_device_is_taken(alix: Device, dossier: str) -> None:
    """Decision 31: a disk image put back uses its numbers again, for other changes."""
    alix.push(alix.change("dossier", dossier, {"telephone": "0600000001"}))
    alix.n = 0
    (answer,) = alix.push(alix.change("dossier", dossier, {"permis": True}))
    assert answer.outcome is Outcome.APPLIED


def test_nobody_writes_settings_from_a_device(monde: Monde) -> None:
    monde.compte("chef", Profile.CDS, dtas="nord")
    chef = monde.device("chef")
    chef.sync()
    record = next(record for kind, record in chef.rows if kind == "reglage")
    (answer,) = chef.push(chef.change("reglage", record, {"valeur": {"v": 1}}))
    assert answer.outcome is Outcome.REFUSED


def test_an_answer_told_is_an_answer_committed(monde: Monde, alix: Device, dossier: str) -> None:
    """Lesson 16: what was answered is found by a new reader at once."""
    change = alix.change("dossier", dossier, {"telephone": "0600000001"})
    response = read(alix.post(change, cursor=alix.cursor))
    assert response.answers[0].outcome is Outcome.APPLIED
    with monde.serveur.engine.connect() as connection:
        assert connection.execute(select(appareil.c.dernier_n).where(appareil.c.id == alix.id)).scalar() == 1
        assert connection.execute(select(RECORDS["dossier"].c.telephone)).scalar() == "0600000001"


def test_a_whole_afternoon_goes_up_in_one_request(monde: Monde, alix: Device, dossier: str) -> None:
    changes = []
    for _ in range(20):
        entretien = alix.ids.new()
        changes.append(alix.change("entretien", entretien, {"lieu": "cms"}, op=Op.CREATE, dossier=dossier))
        theme: dict[str, Value] = {"entretien": entretien, "rang": 1, "synthese": "Texte. " * 100}
        changes.append(alix.change("theme_entretien", alix.ids.new(), theme, op=Op.CREATE, dossier=dossier))
        changes.append(
            alix.change("entretien", entretien, {"duree": 45}, was={"duree": None}, dossier=dossier)
        )
    answers = alix.push(*changes)
    assert {answer.outcome for answer in answers} == {Outcome.APPLIED}
    assert (count(monde, "entretien"), count(monde, "theme_entretien")) == (20, 20)
