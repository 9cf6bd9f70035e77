import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accord.form import ACCORD
from domain.accord.rules import (
    Standing,
    agreed_part,
    chain_digest,
    content,
    fingerprint,
    link_bytes,
    standing,
)
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
    first = accord(now(), rang_appareil=1)
    refused = accord(now(), reponse="non", rang_appareil=2)
    later = accord(now(), recueilli_le="2026-11-21T10:00:00.000Z")
    assert standing([refused, first], print_of(now())) is Standing.NON
    assert standing([later, refused, first], print_of(now())) is Standing.OUI


@pytest.mark.parametrize(
    "broken", [None, "", "{", "[]", "3", '{"cer": 1.5}', '{"cer": NaN}', '{"cer": 1e400}', "[" * 200_000]
)
def test_an_accord_that_cannot_be_read_again_does_not_stand(broken: str | None) -> None:
    """R-CER-25."""
    assert standing([{**accord(now()), "contenu": broken}], print_of(now())) is Standing.CADUC
    with pytest.raises(ValueError, match=r".+"):
        agreed_part(str(broken))


def test_the_device_signs_every_field_but_the_signature_and_labels() -> None:
    signed = json.loads(link_bytes(accord(now(), moyen="case", moyen_libelle="Case à cocher"), "poste-1"))
    assert signed["appareil"] == "poste-1"
    expected = {field.name for field in ACCORD.fields if not field.name.endswith("_libelle")}
    assert set(signed) == expected - {"signature"} | {"appareil"}


def test_the_label_filled_in_later_does_not_break_the_signature() -> None:
    bare, labelled = accord(now(), moyen="case"), accord(now(), moyen="case", moyen_libelle="Case à cocher")
    assert link_bytes(bare, "poste-1") == link_bytes(labelled, "poste-1")


def test_a_link_holds_the_device_and_the_one_before_its_signature() -> None:
    one = accord(now(), signature="abc")
    digests = {
        chain_digest(one, "poste-1"),
        chain_digest(one, "poste-2"),
        chain_digest({**one, "signature": "abd"}, "poste-1"),
        chain_digest({**one, "precedent": "0" * 64}, "poste-1"),
    }
    assert len(digests) == 4
    assert all(len(digest) == 64 for digest in digests)


@given(situation=st.text(st.characters(codec="utf-8")), other=st.text(st.characters(codec="utf-8")))
def test_the_agreed_part_is_recovered_whatever_is_written(situation: str, other: str) -> None:
    one, two = now(situation=situation), now(situation=other)
    assert json.loads(agreed_part(one))["cer"] == json.loads(one)["cer"]
    assert (print_of(one) == print_of(two)) is (one == two)
