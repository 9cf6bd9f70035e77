"""Where everything of a frise goes, in whatever unit the hand that draws counts in: pixels, points.

Nothing here draws: the screen and the paper are given the same places, and a test may ask that no text
ever covers another.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.french import plural
from domain.frise.faits import Fait, Forme, Piste
from domain.frise.temps import Repere

AUJOURD_HUI = "Aujourd’hui"


@dataclass(frozen=True, slots=True)
class Mesures:
    """What the hand that draws knows: ``largeur`` of a word in its type, ``ligne`` the height of one.

    ``gauche``: width of the column of names; ``nom``: height of one of them there, on as many lines as it
    takes; ``signe``: side of a sign, which bars go without where they are ``nues``; ``air``: the least space.
    """

    largeur: Callable[[str], float]
    nom: Callable[[str], float]
    ligne: float
    signe: float
    gauche: float
    air: float = 6.0
    nues: bool = False

    @property
    def barre(self) -> float:
        """Return the height of a bar."""
        return max(self.ligne, self.signe) + self.air


@dataclass(frozen=True, slots=True)
class Cadre:
    """A rectangle."""

    x: float
    y: float
    largeur: float
    hauteur: float

    @property
    def milieu(self) -> float:
        """Return the place of its middle, across."""
        return self.x + self.largeur / 2

    def contient(self, x: float, y: float, autour: float = 0) -> bool:
        """Tell whether a point is in it, or ``autour`` from it at most."""
        return (
            self.x - autour <= x <= self.x + self.largeur + autour
            and self.y - autour <= y <= self.y + self.hauteur + autour
        )


@dataclass(frozen=True, slots=True)
class Marque:
    """One fact, or several that stand too near one another to be told apart.

    ``mot`` is what there is room to write at ``texte``; ``signe``: where its sign goes, ``None`` if it
    does not fit. ``ouverte``: nothing has ended it.
    """

    piste: Piste
    faits: tuple[Fait, ...]
    cadre: Cadre
    mot: str
    texte: Cadre | None
    signe: Cadre | None
    visible: bool

    @property
    def ouverte(self) -> bool:
        """Tell whether it is a period that goes on."""
        return self.faits[-1].fin is None

    @property
    def etats(self) -> set[str]:
        """Return the states of its facts."""
        return {fait.etat for fait in self.faits}

    @property
    def forme(self) -> Forme:
        """Return how it is drawn: hollow only if nothing of it is past."""
        return next((fait.forme for fait in self.faits if fait.forme is not Forme.CREUX), Forme.CREUX)

    @property
    def dit(self) -> str:
        """Return what a screen reader says of it."""
        first, last = self.faits[0], self.faits[-1]
        if first is last:
            return first.dit
        count = plural(len(self.faits), "fait")
        return f"{self.piste.nom}\u00a0: {count}, {replace(last, debut=first.debut, heure='').quand}"


@dataclass(frozen=True, slots=True)
class Bande:
    """The place of a lane: its name is written at the left of it."""

    piste: Piste
    y: float
    hauteur: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A frise laid out. ``aujourd_hui``: the place of today, ``None`` if it is out of view.

    Days are drawn from ``gauche`` on, the first of them at ``origine``, each ``jour`` wide.
    """

    gauche: float
    origine: float
    jour: float
    largeur: float
    hauteur: float
    entete: float
    bandes: tuple[Bande, ...]
    marques: tuple[Marque, ...]
    annees: tuple[Repere, ...]
    mois: tuple[Repere, ...]
    aujourd_hui: float | None
    cadre_aujourd_hui: Cadre | None
