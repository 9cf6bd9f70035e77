"""What is known of a person and how fresh it is (R-INF-1, R-INF-3, R-INF-5)."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from domain.cer.rules import months_later
from domain.fields import Value, comparable

Row = Mapping[str, Value]


LEVEE = "levee"
"""A difficulté that is over: said by an act that dates its end, not by a list (R-INF-1)."""


class Fraicheur(StrEnum):
    """How a caractéristique that is expected stands."""

    A_JOUR = "a_jour"
    A_RAFRAICHIR = "a_rafraichir"
    ABSENTE = "absente"


def famille_of(code: str) -> str:
    """Return the family of a caractéristique: «sante.rqth» is of «sante»."""
    return code.partition(".")[0]


def belongs(valeur: str, nom: str) -> bool:
    """Tell whether a value is one of the caractéristique ``nom``: «sante.rqth.oui» is of «sante.rqth»."""
    return valeur.rpartition(".")[0] == nom


def present(findings: Iterable[Row]) -> dict[str, Row]:
    """Return the last finding of each caractéristique: the day decides, then what was written last."""
    found: dict[str, Row] = {}
    for one in sorted(
        findings, key=lambda row: (str(row.get("constatee_le") or ""), str(row.get("id") or ""))
    ):
        found[str(one.get("nom"))] = one
    return found


def freshness(finding: Row | None, today: dt.date, months: int) -> Fraicheur:
    """Say how a caractéristique stands, of which ``finding`` is the last; ``months``: how long one holds."""
    if finding is None:
        return Fraicheur.ABSENTE
    day = comparable(finding.get("constatee_le"))
    if day is None or months_later(dt.date.fromisoformat(str(day)), months) < today:
        return Fraicheur.A_RAFRAICHIR
    return Fraicheur.A_JOUR


def to_see_again(
    findings: Iterable[Row], expected: Collection[str], today: dt.date, months: int
) -> list[str]:
    """Return the expected caractéristiques that are missing or stale, in the order expected (R-INF-5)."""
    known = present(findings)
    return [nom for nom in expected if freshness(known.get(nom), today, months) is not Fraicheur.A_JOUR]


def is_running(difficulte: Row, today: dt.date) -> bool:
    """Tell whether a difficulté is still there on ``today``."""
    fin = comparable(difficulte.get("fin"))
    return difficulte.get("realisation") != LEVEE and (fin is None or str(fin) >= today.isoformat())
