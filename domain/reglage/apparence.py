"""The look a département gives its documents: one accent colour, checked, and the tints drawn from it.

A colour is written ``#RRGGBB``. Titles are written in it on white paper, so it must be as legible as
the text: a contrast of 4.5 to 1, as WCAG 2 measures it. Panels and rules are the same colour let
down with white: a département chooses one colour, and nothing beside it clashes.
"""

import re
from dataclasses import dataclass
from typing import Final

COULEUR: Final = "#1F5C7A"
CONTRASTE: Final = 4.5
LOGO_MAX: Final = 100_000
"""Bytes of a logo: it travels with the settings, to every device, over a permanence's network."""

_WRITTEN = re.compile(r"#[0-9A-Fa-f]{6}")
_PANEL, _RULE = 0.076, 0.268  # how much of the accent is left in a panel, in a rule


@dataclass(frozen=True, slots=True)
class Teintes:
    """The three colours of a document, ``#RRGGBB``: titles, panels, rules."""

    accent: str
    pale: str
    filet: str


def teintes(couleur: str) -> Teintes:
    """Return the tints of an accent colour; of the house's if it is none: paper must come out."""
    accent = couleur.upper() if couleur_refusal(couleur) is None else COULEUR
    return Teintes(accent, _let_down(accent, _PANEL), _let_down(accent, _RULE))


def couleur_refusal(couleur: str) -> str | None:
    """Say in words why a colour cannot be the accent, ``None`` if it can."""
    if not _WRITTEN.fullmatch(couleur):
        return f"«\u00a0{couleur}\u00a0» n’est pas une couleur écrite #RRVVBB, comme {COULEUR}"
    measured = contraste(couleur)
    if measured < CONTRASTE:
        return (
            f"{couleur} est trop clair pour écrire sur du papier blanc\u00a0: contraste de "
            f"{_decimal(measured)} pour 1, il en faut {_decimal(CONTRASTE)}. Essayez plus sombre"
        )
    return None


def contraste(couleur: str) -> float:
    """Return the contrast of a colour with white, from 1 (white) to 21 (black), by WCAG 2."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(couleur))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    threshold = 0.04045
    return channel / 12.92 if channel <= threshold else float(((channel + 0.055) / 1.055) ** 2.4)


def _let_down(couleur: str, share: float) -> str:
    mixed = (round(255 - (255 - channel) * share) for channel in _channels(couleur))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(couleur: str) -> tuple[int, int, int]:
    return int(couleur[1:3], 16), int(couleur[3:5], 16), int(couleur[5:7], 16)


def _decimal(number: float) -> str:
    # Rounded down: a colour refused at 4.49 must not be told that it has 4.5.
    return f"{int(number * 10) / 10:.1f}".replace(".", ",")
