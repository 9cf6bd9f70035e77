"""Signatures that look like ones: the same hand signs alike, two hands differ (R-CER-20)."""

import math
from random import Random

from domain.accord.trace import HAUTEUR, LARGEUR, ecrire

_POINTS = 60


def signature(qui: str) -> str:
    """Return the signature of somebody, as an accord keeps it."""
    hand = Random(qui)
    waves = [(hand.uniform(20, 70), hand.uniform(4, 18), hand.uniform(0, math.tau)) for _ in range(3)]
    reach = hand.uniform(0.55, 0.85) * LARGEUR
    stroke = tuple(
        (
            round(0.08 * LARGEUR + reach * at + 30 * math.sin(9 * at)),
            round(HAUTEUR / 2 + (1 - 0.6 * at) * _height(waves, 3 * at)),
        )
        for at in (step / _POINTS for step in range(_POINTS + 1))
    )
    under = ((round(0.15 * LARGEUR), 250), (round(0.1 * LARGEUR + reach), 235))
    return ecrire((stroke, under))


def _height(waves: list[tuple[float, float, float]], at: float) -> float:
    return sum(high * math.sin(fast * at + turn) for high, fast, turn in waves)
