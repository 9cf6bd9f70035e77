import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accord.rules import (
    CER_V2,
    CONTENT_VERSION,
    IDENTITE_V1,
    OBJECTIF_V1,
    Standing,
    agreed_part,
    content,
    fingerprint,
    is_canonical,
    present,
    prevailing,
    standing,
    version_of,
)
from domain.beneficiaire.form import DOSSIER as FICHE
from domain.cer.form import CER, OBJECTIF
from domain.fields import Owner, Value

CONTRAT: dict[str, Value] = {
    "numero": 2,
    "date_debut": "2026-12-01",
    "duree_mois": 6,
    "date_fin": "2027-05-31",
    "situation": "Vit seule à Privas.",
    "commentaire": "À voir en commission",
    "priorite": "normale",
}
OBJECTIFS: list[dict[str, Value]] = [
    {"id": "b", "rang": 2, "theme": "mobilite", "personne": "Passe le code."},
    {"id": "a", "rang": 1, "theme": "emploi", "personne": "Dépose son CV."},
]
DOSSIER: dict[str, Value] = {"nom": "DURAND", "prenom": "Léa", "telephone": "06 00 00 00 01"}
MODEL = {"version": "2026-1", "mention_objet": "Objet."}


def now(**changed: Value) -> str:
    return content(cer={**CONTRAT, **changed}, objectifs=OBJECTIFS, dossier=DOSSIER, model=MODEL)


def print_of(text: str) -> str:
    return fingerprint(agreed_part(text))


def accord(text: str, **values: Value) -> dict[str, Value]:
    return {"reponse": "oui", "contenu": text, "recueilli_le": "2026-11-20T10:00:00.000Z", **values}


def test_the_content_is_versioned_and_ordered_by_rang() -> None:
    """R-CER-25."""
    read = json.loads(now())
    assert read["version"] == 1
    assert [row["theme"] for row in read["objectifs"]] == ["emploi", "mobilite"]
    assert read["identite"]["nom"] == "DURAND"
    assert read["identite"]["telephone"] == "06 00 00 00 01"
    assert read["modele"] == MODEL


def test_what_never_prints_is_not_agreed_to() -> None:
    """R-CER-4, R-CER-5."""
    assert "commission" not in now()
    assert "priorite" not in json.loads(now())["cer"]


@pytest.mark.parametrize("field", [field.name for field in CER.printed()])
def test_a_printed_field_that_changes_makes_the_accord_lapse(field: str) -> None:
    """R-CER-25."""
    changed = content(cer={**CONTRAT, field: "autre"}, objectifs=OBJECTIFS, dossier=DOSSIER, model=MODEL)
    assert standing([accord(now())], print_of(changed)) is Standing.CADUC


@pytest.mark.parametrize("field", [field.name for field in OBJECTIF.printed()])
def test_an_objectif_that_changes_makes_the_accord_lapse(field: str) -> None:
    """R-CER-25."""
    value: Value = 9 if field == "rang" else "autre"
    rows = [{**OBJECTIFS[0], field: value}, OBJECTIFS[1]]
    changed = content(cer=CONTRAT, objectifs=rows, dossier=DOSSIER, model=MODEL)
    assert standing([accord(now())], print_of(changed)) is Standing.CADUC


def test_an_objectif_withdrawn_makes_the_accord_lapse() -> None:
    """R-CER-25."""
    changed = content(cer=CONTRAT, objectifs=OBJECTIFS[:1], dossier=DOSSIER, model=MODEL)
    assert standing([accord(now())], print_of(changed)) is Standing.CADUC


@pytest.mark.parametrize("field", [field.name for field in CER.fields if field.owner is Owner.SERVICE])
def test_what_the_service_writes_does_not_make_it_lapse(field: str) -> None:
    """R-CER-26."""
    assert standing([accord(now())], print_of(now(**{field: "2027-01-01"}))) is Standing.OUI


def test_a_new_telephone_or_mention_does_not_make_it_lapse() -> None:
    """R-CER-25."""
    changed = content(
        cer=CONTRAT,
        objectifs=OBJECTIFS,
        dossier={**DOSSIER, "telephone": "06 00 00 00 02", "commune": "Aubenas"},
        model={**MODEL, "mention_objet": "Autre."},
    )
    assert changed != now()
    assert standing([accord(now())], print_of(changed)) is Standing.OUI


def test_an_equal_text_written_otherwise_does_not_make_it_lapse() -> None:
    """R-CER-25."""
    assert now(situation="e\u0301", evaluation="") == now(situation="é", evaluation=None)


def test_without_accord_it_is_not_collected() -> None:
    """R-CER-11."""
    assert standing([], print_of(now())) is Standing.NC


def test_the_last_accord_counts_and_a_refusal_is_one() -> None:
    """R-CER-31."""
    first = accord(now(), id="a", recu_le="2026-11-20T18:00:00.000Z")
    refused = accord(now(), id="b", reponse="non", remplace="a", recu_le="2026-11-20T18:00:00.000Z")
    assert standing([refused, first], print_of(now())) is Standing.NON
    again = accord(now(), id="c", remplace="b")
    assert standing([again, refused, first], print_of(now())) is Standing.OUI


def test_a_device_a_year_ahead_does_not_outlive_every_later_accord() -> None:
    """Lesson 4, R-CER-25: no device's clock takes part in what an accord is worth."""
    ahead = accord(now(), id="a", recueilli_le="2027-11-20T10:00:00.000Z")
    changed = now(evaluation="Ajout")
    later = accord(changed, id="b", remplace="a")
    assert prevailing([ahead, later], print_of(changed)) is later
    assert standing([later, ahead], print_of(changed)) is Standing.OUI


def test_of_two_accords_taken_apart_the_one_on_todays_text_counts() -> None:
    """R-CER-25: neither device knew of the other's."""
    mine = accord(now(), id="a", recu_le="2026-11-20T18:00:00.000Z")
    theirs = accord(now(evaluation="Autre"), id="b", recu_le="2026-11-20T19:00:00.000Z")
    assert standing([theirs, mine], print_of(now())) is Standing.OUI
    assert standing([mine, theirs], print_of(now(situation="Tout autre"))) is Standing.CADUC
    assert prevailing([mine, theirs], print_of(now(situation="Tout autre"))) is theirs


def test_of_two_on_the_same_text_the_last_to_arrive_counts_then_the_one_still_here() -> None:
    one = accord(now(), id="a", recu_le="2026-11-20T18:00:00.000Z", rang_appareil=4)
    same = accord(now(), id="b", reponse="non", recu_le="2026-11-20T18:00:00.000Z", rang_appareil=5)
    here = accord(now(), id="0", rang_appareil=1)
    assert prevailing([same, one], print_of(now())) is same
    assert prevailing([here, same, one], print_of(now())) is here


def test_accords_that_replace_one_another_in_a_ring_are_read_all_the_same() -> None:
    ring = [accord(now(), id="a", remplace="b"), accord(now(), id="b", remplace="a")]
    assert standing(ring, print_of(now())) is Standing.OUI


def test_an_accord_of_a_later_version_is_kept_and_never_misread() -> None:
    """R-CER-25, decision 30: neither given nor lapsed, for a program that cannot read it."""
    later = now().replace('"version":1}', '"version":3}')
    assert later != now()
    assert version_of(accord(later)) == 3
    assert standing([accord(later)], print_of(now())) is Standing.ILLISIBLE


@pytest.mark.parametrize("answer", [None, "", "peut-etre"])
def test_an_answer_that_is_neither_yes_nor_no_is_not_read_as_one(answer: Value) -> None:
    """R-CER-11."""
    assert standing([accord(now(), reponse=answer)], print_of(now())) is Standing.CADUC


def test_a_field_that_starts_to_print_asks_for_a_new_version() -> None:
    """Else every accord there is would lapse the morning the program is installed (R-CER-25)."""
    assert CONTENT_VERSION == 2
    assert {field.name for field in CER.printed()} == set(CER_V2)
    assert [field.name for field in OBJECTIF.printed()] == list(OBJECTIF_V1)
    snapshot = (*FICHE.printed(Owner.GENESIS), *FICHE.printed())
    assert [field.name for field in snapshot] == list(IDENTITE_V1)


def test_hours_a_week_are_agreed_to_where_there_are_any_and_change_nothing_elsewhere() -> None:
    """R-CER-25: an accord of before stands as long as no hours are written, and lapses with them."""
    given = json.loads((Path(__file__).parent / "fixtures" / "contrat.json").read_text(encoding="utf-8"))
    without = content(**(given | {"cer": given["cer"] | {"heures_semaine": None}}))
    assert without == content(**given)
    cer = given["cer"] | {"heures_semaine": 15}
    said = json.loads(content(**(given | {"cer": cer})))
    assert (said["version"], said["cer"]["heures_semaine"]) == (2, 15)
    before = {"id": "a", "reponse": "oui", "contenu": without}
    assert standing([before], present(given["cer"], given["objectifs"])) is Standing.OUI
    assert standing([before], present(cer, given["objectifs"])) is Standing.CADUC


def test_the_canonical_bytes_of_version_1_are_frozen() -> None:
    """R-CER-25, decision 30: what fails here needs a version 2, not another fixture."""
    golden = (Path(__file__).parent / "fixtures" / "contenu_v1.json").read_text(encoding="utf-8")
    given = json.loads((Path(__file__).parent / "fixtures" / "contrat.json").read_text(encoding="utf-8"))
    assert content(**given) == golden
    assert fingerprint(golden) == "6d605b711f91a5c79e1cf6aa5d83e4a1991cd6ef4628326ddad21ce50f53c1fc"
    assert present(given["cer"], given["objectifs"]) == fingerprint(agreed_part(golden))


@pytest.mark.parametrize(
    "text", ['{"version": 1}', '{"a":1,"a":1}', '{"b":1,"a":2}', '{"a":1.0}', "[]", "", '"', "[" * 200_000]
)
def test_a_text_written_in_another_way_is_not_the_content_of_an_accord(text: str) -> None:
    """R-CER-25: a key written twice would be read in two ways."""
    assert not is_canonical(text)
    assert is_canonical(now())


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"version":true}', '{"version":"1"}'])
def test_a_content_without_a_version_has_none(text: str | None) -> None:
    assert version_of({"contenu": text}) is None


@pytest.mark.parametrize(
    "broken", [None, "", "{", "[]", "3", '{"cer": 1.5}', '{"cer": NaN}', '{"cer": 1e400}', "[" * 200_000]
)
def test_an_accord_that_cannot_be_read_again_does_not_stand(broken: str | None) -> None:
    """R-CER-25."""
    assert standing([{**accord(now()), "contenu": broken}], print_of(now())) is Standing.CADUC
    with pytest.raises(ValueError, match=r".+"):
        agreed_part(str(broken))


@given(situation=st.text(st.characters(codec="utf-8")), other=st.text(st.characters(codec="utf-8")))
def test_the_agreed_part_is_recovered_whatever_is_written(situation: str, other: str) -> None:
    one, two = now(situation=situation), now(situation=other)
    assert json.loads(agreed_part(one))["cer"] == json.loads(one)["cer"]
    assert (print_of(one) == print_of(two)) is (one == two)
