import datetime as dt

import pytest

from domain.fields import Value
from domain.suivi.rules import Fraicheur, belongs, famille_of, freshness, is_running, present, to_see_again

TODAY = dt.date(2026, 11, 21)


def finding(nom: str, day: str | None, record: str = "1") -> dict[str, Value]:
    return {"id": record, "nom": nom, "valeur": f"{nom}.oui", "constatee_le": day}


def test_a_code_says_its_family() -> None:
    """R-INF-3."""
    assert famille_of("sante.rqth") == "sante"
    assert belongs("sante.rqth.oui", "sante.rqth")
    assert not belongs("sante.rqth_autre.oui", "sante.rqth")


def test_the_last_finding_is_the_present_value_and_the_others_its_history() -> None:
    """R-INF-3."""
    old, new, twin = (
        finding("a.b", "2025-01-01"),
        finding("a.b", "2026-01-01", "2"),
        finding("a.b", "2026-01-01", "3"),
    )
    assert present([new, old, finding("a.c", None)]) == {"a.b": new, "a.c": finding("a.c", None)}
    assert present([twin, new]) == {"a.b": twin}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-11-21", Fraicheur.A_JOUR),
        ("2025-11-20", Fraicheur.A_RAFRAICHIR),
        (None, Fraicheur.A_RAFRAICHIR),
    ],
)
def test_a_finding_goes_stale(day: str | None, expected: Fraicheur) -> None:
    """R-INF-5."""
    assert freshness(finding("a.b", day), TODAY, 12) is expected
    assert freshness(None, TODAY, 12) is Fraicheur.ABSENTE


def test_what_is_missing_or_stale_is_counted_in_the_order_expected() -> None:
    """R-INF-5."""
    known = [finding("a.b", "2026-11-01"), finding("a.c", "2024-11-01")]
    assert to_see_again(known, ["a.d", "a.c", "a.b"], TODAY, 12) == ["a.d", "a.c"]


def test_a_difficulte_is_there_until_it_is_lifted_or_over() -> None:
    """R-INF-1."""
    assert is_running({"fin": None}, TODAY)
    assert is_running({"fin": "2026-11-21"}, TODAY)
    assert not is_running({"fin": "2026-11-20"}, TODAY)
    assert not is_running({"realisation": "levee"}, TODAY)
