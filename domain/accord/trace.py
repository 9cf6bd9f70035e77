"""A signature drawn on a screen, as short text that an accord carries and its device signs (R-CER-20).

Strokes are parted by ``;``, points by a space, the two coordinates of a point by ``,``: whole numbers in
a frame of :data:`LARGEUR` by :data:`HAUTEUR`, whatever the size of the screen. No pressure and no time
is kept: it is a drawing that a person recognises as hers, not a biometric measure.
"""

import math
import re
from collections.abc import Mapping
from itertools import pairwise

SIGNATURE = "signature"
"""The code of this means in the list ``moyens_accord``."""
LARGEUR, HAUTEUR = 1000, 300
LONGUEUR_MIN = 120
"""A drawing shorter than this, all strokes together, is a slip of the hand."""
ECART_MIN = 4
"""Two points nearer than this draw no more than one."""

Trait = tuple[tuple[int, int], ...]
_POINT = re.compile(r"[0-9]{1,4},[0-9]{1,3}")


def ecrire(traits: tuple[Trait, ...]) -> str:
    """Return a drawing as text, points that show nothing left out and the others kept in the frame."""
    return ";".join(
        " ".join(f"{min(max(x, 0), LARGEUR)},{min(max(y, 0), HAUTEUR)}" for x, y in _thinned(trait))
        for trait in traits
        if trait
    )


def lire(texte: str) -> tuple[Trait, ...]:
    """Read a drawing. Raises ValueError if ``texte`` is none."""
    traits = []
    for stroke in texte.split(";"):
        points = stroke.split(" ")
        if not all(_POINT.fullmatch(point) for point in points):
            raise ValueError("not a drawing")
        trait = tuple((int(x), int(y)) for x, _, y in (point.partition(",") for point in points))
        if any(x > LARGEUR or y > HAUTEUR for x, y in trait):
            raise ValueError("out of the frame")
        traits.append(trait)
    return tuple(traits)


def suffisante(texte: object) -> bool:
    """Tell whether ``texte`` is a drawing long enough to be meant."""
    try:
        return isinstance(texte, str) and sum(map(_length, lire(texte))) >= LONGUEUR_MIN
    except ValueError:
        return False


def signed_by_both(accord: Mapping[str, object]) -> bool:
    """Tell whether an accord carries the drawings of the person and of the référent."""
    return suffisante(accord.get("trace_personne")) and suffisante(accord.get("trace_referent"))


def _thinned(trait: Trait) -> Trait:
    kept = [trait[0]]
    for point in trait[1:-1]:
        if math.dist(point, kept[-1]) >= ECART_MIN:
            kept.append(point)
    return (*kept, trait[-1]) if len(trait) > 1 else tuple(kept)


def _length(trait: Trait) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(trait))
