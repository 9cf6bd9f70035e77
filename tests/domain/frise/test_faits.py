import datetime as dt

import pytest

from domain.frise.faits import Fait, Forme, Piste, jour_de

JOUR = dt.date(2026, 11, 20)


def fait(debut: str, fin: str | None, forme: Forme = Forme.PLEIN, heure: str = "") -> Fait:
    began = dt.date.fromisoformat(debut)
    return Fait(debut, began, jour_de(fin), "", forme, "CER", "CER n° 1", heure)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (fait("2026-11-01", None), "depuis le 1er novembre 2026"),
        (fait("2026-11-01", "2026-11-01"), "le 1er novembre 2026"),
        (fait("2026-11-01", "2026-11-01", heure="10 h"), "le 1er novembre 2026 à 10 h"),
        (fait("2026-05-01", "2026-10-31"), "du 1er mai 2026 au 31 octobre 2026"),
    ],
)
def test_dates_are_said_in_words(one: Fait, said: str) -> None:
    assert one.quand == said
    assert one.dit == f"{said.capitalize()}\u00a0: CER n° 1"


def test_what_holds_today_is_what_was_decided_before_what_is_proposed() -> None:
    decided, proposed = fait("2026-05-01", "2026-12-31"), fait("2026-11-01", "2027-04-30", Forme.CREUX)
    over = fait("2025-01-01", "2026-11-19")
    assert Piste("cer", "CER", (over, decided, proposed)).aujourd_hui(JOUR) is decided
    assert Piste("cer", "CER", (over, proposed)).aujourd_hui(JOUR) is proposed
    refused = fait("2026-11-10", None, Forme.BARRE)
    assert Piste("cer", "CER", (proposed, refused)).aujourd_hui(JOUR) is proposed
    assert Piste("cer", "CER", (over,)).aujourd_hui(JOUR) is None


def test_of_single_days_the_next_one_to_come_is_told_else_what_waits() -> None:
    past = fait("2026-11-19", "2026-11-19", Forme.CREUX)
    cancelled = fait("2026-11-21", "2026-11-21", Forme.BARRE)
    following = fait("2026-12-03", "2026-12-03", Forme.CREUX)
    lane = Piste("entretien", "Entretiens", (past, cancelled, following), ponctuelle=True)
    assert lane.aujourd_hui(JOUR) is following
    waiting = Piste("demande_fin", "Demandes de fin", (past, cancelled), ponctuelle=True)
    assert waiting.aujourd_hui(JOUR) is past
    assert Piste("entretien", "Entretiens", (cancelled,), ponctuelle=True).aujourd_hui(JOUR) is None
