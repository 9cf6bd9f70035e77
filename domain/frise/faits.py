"""What a frise shows: dated facts on lanes, each with the words that say it to who sees no drawing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.french import long_date


class Forme(StrEnum):
    """How a fact is drawn, so that it is told without any colour: on paper, in black and white."""

    PLEIN = "plein"  # it holds, or it was held
    CREUX = "creux"  # to come, or not decided yet
    BARRE = "barre"  # missed, refused, suspended


_RANGS = tuple(Forme)


@dataclass(frozen=True, slots=True)
class Fait:
    """One dated fact. ``fin`` is its last day, ``None`` while nothing has ended it.

    ``etat`` is the code that its sign is chosen by, ``mot`` what is short enough to be written on it and
    ``statut`` that state in a word, ``phrase`` what it is, its dates aside: those are ``quand``.
    """

    id: str
    debut: dt.date
    fin: dt.date | None
    etat: str
    forme: Forme
    mot: str
    phrase: str
    heure: str = ""
    statut: str = ""

    @property
    def quand(self) -> str:
        """Return its dates in words."""
        began = long_date(self.debut.isoformat())
        if self.fin is None:
            return f"depuis le {began}"
        if self.fin == self.debut:
            return f"le {began}{f' à {self.heure}' if self.heure else ''}"
        return f"du {began} au {long_date(self.fin.isoformat())}"

    @property
    def dit(self) -> str:
        """Return the whole sentence, as a chronology is read."""
        return f"{self.quand[:1].upper()}{self.quand[1:]}\u00a0: {self.phrase}"

    def court(self, jour: dt.date) -> bool:
        """Tell whether it holds on a day."""
        return self.debut <= jour and (self.fin is None or jour <= self.fin)


@dataclass(frozen=True, slots=True)
class Piste:
    """One lane, its facts in the order of time. Those of a lane ``ponctuelle`` each last a day."""

    code: str
    nom: str
    faits: tuple[Fait, ...]
    ponctuelle: bool = False

    def aujourd_hui(self, jour: dt.date) -> Fait | None:
        """Return what holds on ``jour``, the last begun; of single days, the next to come, else what waits.

        What is in force comes before what is only proposed, and that before what was refused.
        """
        if self.ponctuelle:
            open_ = [fait for fait in self.faits if fait.forme is Forme.CREUX]
            return next((fait for fait in open_ if fait.debut >= jour), open_[-1] if open_ else None)
        held = [fait for fait in self.faits if fait.court(jour)]
        return max(held, key=lambda fait: (-_RANGS.index(fait.forme), fait.debut), default=None)


@dataclass(frozen=True, slots=True)
class Frise:
    """The path of one person as it is on ``jour``; ``sans_date``: facts that no axis can show."""

    dossier: str
    nom: str
    jour: dt.date
    pistes: tuple[Piste, ...]
    sans_date: int

    @property
    def faits(self) -> list[tuple[Piste, Fait]]:
        """Return every fact with its lane, in the order of time."""
        found = [(piste, fait) for piste in self.pistes for fait in piste.faits]
        return sorted(found, key=lambda one: one[1].debut)

    def sans(self, codes: Collection[str]) -> "Frise":
        """Return it without some of its lanes."""
        kept = tuple(piste for piste in self.pistes if piste.code not in codes)
        return Frise(self.dossier, self.nom, self.jour, kept, self.sans_date)


def jour_de(value: object) -> dt.date | None:
    """Return the day of a date or a moment as the wire writes it, ``None`` for none."""
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) and value else None
