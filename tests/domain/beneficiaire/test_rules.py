import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.beneficiaire.rules import age, frozen, full_name, outside, right_warnings, unreachable
from domain.fields import Value
from resources import path

TODAY = dt.date(2026, 11, 20)


def test_a_person_is_named_as_on_a_letter() -> None:
    assert full_name({"civilite": "mme", "nom": "Dupont", "prenom": "Jeanne"}) == "Mme DUPONT Jeanne"
    assert full_name({"civilite": "m", "nom": "d’Été", "prenom": "Élie"}) == "M. D’ÉTÉ Élie"
    assert full_name({"civilite": None, "nom": "Dupont"}) == "DUPONT"
    assert full_name({}) == ""


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("1971-11-20", 55),
        ("1971-11-21", 54),
        ("1971-12-00", 54),
        ("1971-11-00", 54),
        ("1971-10-00", 55),
        ("1971-00-00", 54),
        ("2026-12-01", 0),
        (None, None),
        ("", None),
    ],
)
def test_an_age_is_never_more_than_is_sure(born: str | None, years: int | None) -> None:
    assert age(born, TODAY) == years


@given(st.dates(max_value=TODAY))
def test_an_age_changes_on_the_birthday(born: dt.date) -> None:
    years = age(born.isoformat(), TODAY)
    assert years == TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


def test_a_right_that_is_open_and_paid_is_silent() -> None:
    """R-GEN-8."""
    assert right_warnings({"etat_droit": "versable", "sdd": "sdd"}, TODAY) == ()


def test_an_unknown_right_says_so() -> None:
    """R-GEN-8."""
    (hint,) = right_warnings({}, TODAY)
    assert (hint.field, hint.rule, hint.level) == ("etat_droit", "R-GEN-8", "conseil")


def test_a_right_tells_its_state_date_and_reason() -> None:
    """R-GEN-5, R-GEN-8."""
    dossier: dict[str, Value] = {
        "etat_droit": "clos",
        "date_etat_droit": "2026-10-01",
        "motif_etat_droit": "ressources",
    }
    (hint,) = right_warnings(dossier, TODAY)
    assert hint.text == "Droit clos depuis le 1er octobre 2026 (ressources)."
    assert hint.level == "attention"
    renamed = right_warnings({"etat_droit": "suspendu", "etat_droit_libelle": "Suspendu"}, TODAY)
    assert renamed[0].text == "Suspendu."
    assert right_warnings({"etat_droit": "autre"}, TODAY)[0].text == "autre."


def test_the_four_states_of_the_right_are_those_of_the_list() -> None:
    """R-GEN-5."""
    lists = tomllib.loads(path("nomenclatures", "cd07.toml").read_text(encoding="utf-8"))["listes"]
    for code, label in lists["etats_droit"]:
        hints = right_warnings({"etat_droit": code}, TODAY)
        assert code == "versable" or hints[0].text.startswith(label)


def test_the_known_orientations_are_in_the_list() -> None:
    """R-GEN-11."""
    lists = tomllib.loads(path("nomenclatures", "cd07.toml").read_text(encoding="utf-8"))["listes"]
    codes = {code for code, _ in lists["orientations"]}
    assert codes == {
        "france_travail",
        "socioprofessionnel",
        "social",
        "accompagnement_global",
        "professionnel",
    }


def test_a_suspended_payment_is_to_be_explained_not_a_reason_to_leave() -> None:
    """R-FA-6."""
    (hint,) = right_warnings({"etat_droit": "versement_suspendu"}, TODAY)
    assert hint.rule == "R-FA-6"
    assert "cause" in hint.text


def test_a_person_not_bound_is_told() -> None:
    """R-CER-14."""
    (hint,) = right_warnings({"etat_droit": "versable", "sdd": "nsdd"}, TODAY)
    assert (hint.field, hint.rule) == ("sdd", "R-CER-14")


@pytest.mark.parametrize(
    ("since", "flagged"), [("2026-11-20", False), ("2026-11-19", False), ("2026-11-18", True), (None, False)]
)
def test_a_dossier_not_poured_for_more_than_a_day_is_flagged(since: str | None, *, flagged: bool) -> None:
    """R-GEN-10, R-GEN-3."""
    assert (frozen({"actualisation_figee_le": since}, TODAY) is not None) is flagged


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({"telephone": "06 39 98 12 34", "mail": "a@exemple.invalid"}, None),
        ({"telephone": "+33 7 55 00 11 22", "mail_non_connu": True}, None),
        ({"autre_telephone": "0755001122", "mail": "a@exemple.invalid"}, None),
        ({"telephone_non_connu": True, "mail": "a@exemple.invalid"}, None),
        ({"telephone": "04 75 00 11 22", "mail": "a@exemple.invalid"}, "Pas de portable connu"),
        ({"telephone": "06 39 98 12 34"}, "Pas de courriel connu"),
        ({}, "Aucun portable ni courriel connu"),
    ],
)
def test_how_a_person_cannot_be_reached_is_told_until_she_is_asked(
    known: dict[str, Value], missing: str | None
) -> None:
    """R-CER-27."""
    hint = unreachable(known)
    assert (hint.text if hint else None) == missing


@pytest.mark.parametrize(
    ("departement", "address", "home", "flag"),
    [
        ("07", {"code_insee": "07019", "dtas": "nord"}, "nord", None),
        ("07", {"code_insee": "07019", "code_postal": "26000", "dtas": "nord"}, None, None),
        ("07", {"code_postal": "26000", "dtas": "nord"}, "nord", "hors du département"),
        ("07", {"code_postal": "07200", "dtas": "hors_territoire"}, None, "hors du territoire"),
        ("07", {"code_postal": "07200", "dtas": "sud", "dtas_libelle": "DTAS Sud"}, "nord", "DTAS Sud"),
        ("07", {"code_postal": "07200", "dtas": "sud"}, "nord", "territoire\u00a0: sud"),
        ("07", {"dtas": "hors_territoire"}, "nord", None),
        ("2A", {"code_postal": "20000"}, None, None),
        ("2A", {"code_insee": "2A004"}, None, None),
    ],
)
def test_an_address_elsewhere_is_flagged(
    departement: str, address: dict[str, Value], home: str | None, flag: str | None
) -> None:
    """R-FA-11: who has no address is not elsewhere."""
    hint = outside(address, departement, home)
    assert hint is None if flag is None else hint is not None and flag in hint.text
