import datetime as dt

import pytest

from domain.demandes.rules import (
    fin_is_treated,
    midem_is_treated,
    preuves,
    unpaid_since,
    waiting_midem,
)
from domain.fields import Value

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("asked", "done", "treated"),
    [
        ("2026-11-10", "2026-11-10", True),
        ("2026-11-10", "2026-11-12", True),
        ("2026-11-10", "2026-11-09", False),
        ("2026-11-10", None, False),
        (None, "2026-11-12", False),
    ],
)
def test_a_mise_en_demeure_is_done_when_genesis_shows_one_as_late(
    asked: str | None, done: str | None, *, treated: bool
) -> None:
    """R-MID-1."""
    assert midem_is_treated({"date": asked}, {"date_midem": done}) is treated


def test_requests_keep_their_history_and_the_last_that_waits_is_told() -> None:
    """R-MID-2."""
    asked: list[dict[str, Value]] = [{"date": "2026-03-01"}, {"date": "2026-11-10"}, {"date": "2026-10-01"}]
    assert waiting_midem(asked, {"date_midem": "2026-05-05"}) == {"date": "2026-11-10"}
    assert waiting_midem(asked, {"date_midem": "2026-11-11"}) is None
    assert waiting_midem([{"date": None}], {}) is None


def test_two_proofs_confirm_the_end_of_an_accompaniment() -> None:
    """R-FA-10."""
    letter: dict[str, Value] = {"type": "fin_accompagnement", "date_envoi": "2026-11-15"}
    older: dict[str, Value] = {"type": "fin_accompagnement", "cree_le": "2026-01-15T08:00:00.000Z"}
    frozen: dict[str, Value] = {"actualisation_figee_le": "2026-11-12"}
    assert preuves(frozen, [letter, older], "2026-11-01") == ("2026-11-12", "2026-11-15")
    assert preuves(frozen, [letter], "2026-11-01").reunies
    assert preuves(frozen, [older], "2026-11-01") == ("2026-11-12", None)
    assert preuves({}, [older, {"type": "cv"}], None) == (None, "2026-01-15")
    assert not preuves({}, [letter], None).reunies


def test_a_request_is_treated_once_the_secretariat_dates_it() -> None:
    """R-FA-10."""
    assert fin_is_treated({"traitee_le": "2026-11-20"})
    assert not fin_is_treated({"traitee_le": ""})


@pytest.mark.parametrize(
    ("state", "since", "months"),
    [
        ("versement_suspendu", "2026-11-10", 0),
        ("versement_suspendu", "2026-10-21", 1),
        ("versement_suspendu", "2026-10-22", 0),
        ("versement_suspendu", "2025-11-21", 12),
        ("versement_suspendu", None, None),
        ("versable", "2026-10-01", None),
    ],
)
def test_how_long_a_payment_has_been_suspended(state: str, since: str | None, months: int | None) -> None:
    """R-FA-6."""
    assert unpaid_since({"etat_droit": state, "date_etat_droit": since}, TODAY) == months
