"""What a document is made of, before anyone decides how it looks.

A document is described once, as a list of the blocks below, and rendered twice: to PDF and to
Word. A block holds finished French sentences and nothing to compute: if a renderer has to choose
a word, the two editions will one day disagree, and the person signs one of them.

To add a block: 1. its dataclass here and in ``Bloc``; 2. its drawing in ``pdf.py``; 3. its writing
in ``word.py``. mypy names the renderer that was forgotten.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from domain.accord.trace import Trait
from domain.reglage.apparence import COULEUR


@dataclass(frozen=True, slots=True)
class Entete:
    """The letterhead and the title. ``logo``: bytes of a PNG or JPEG, or ``None``.

    ``repere`` says which contract this is, ``etat`` which edition; ``marque`` is true when the
    state is a decision and deserves the accent colour.
    """

    departement: str
    service: str
    coordonnees: tuple[str, ...]
    logo: bytes | None
    titre: str
    repere: str
    etat: str
    marque: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A paragraph of small print."""

    texte: str


@dataclass(frozen=True, slots=True)
class Paire:
    """A label and its value; ``None`` leaves a line to write on. ``largeur``: thirds of the row."""

    label: str
    valeur: str | None
    largeur: int = 1


@dataclass(frozen=True, slots=True)
class Fiche:
    """Labelled values on a grid of three columns, rows filled in order."""

    paires: tuple[Paire, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A tick box and its words."""

    label: str
    cochee: bool = False


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A title and, in this order where present: a text, ruled lines to write on, tick boxes."""

    titre: str
    texte: str = ""
    lignes: int = 0
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class LigneObjectif:
    """One objectif: what it is, what the person does, what the référent does, when it is due."""

    theme: str
    personne: str
    referent: str
    echeance: str


@dataclass(frozen=True, slots=True)
class Objectifs:
    """The table of the objectifs; ``lignes`` ruled lines per objectif when it is to be written by hand."""

    titre: str
    colonnes: tuple[str, str, str]
    objectifs: tuple[LigneObjectif, ...]
    lignes: int = 0


@dataclass(frozen=True, slots=True)
class Cadre:
    """A place to sign: who signs, and the name printed beneath ('' if unknown).

    ``traits``: the signature drawn on a screen, in a frame of ``domain.accord.trace``.
    """

    titre: str
    nom: str
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign side by side, never parted from one another."""

    titre: str
    lieu_date: str
    cadres: tuple[Cadre, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the Département decided, for the two decided editions."""

    titre: str
    verdict: str
    paires: tuple[Paire, ...]
    commentaire_titre: str
    commentaire: str
    cadre: Cadre


@dataclass(frozen=True, slots=True)
class Verso:
    """What follows goes on the back of the sheet, which says again whose contract it is."""

    titre: str
    paires: tuple[Paire, ...]


Bloc: TypeAlias = Entete | Mention | Fiche | Rubrique | Objectifs | Signatures | Decision | Verso


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to render. ``pied`` stands at the foot of each page, ``code`` in its QR.

    ``code`` is '' where the paper will not be read back by a machine; ``couleur`` is the accent of
    whoever issues it, ``#RRGGBB``; what is left open is filled in on a screen where ``remplissable``.
    """

    titre: str
    auteur: str
    sujet: str
    pied: str
    blocs: tuple[Bloc, ...]
    code: str = ""
    langue: str = "fr-FR"
    couleur: str = COULEUR
    remplissable: bool = False


def textes(part: object) -> Iterator[str]:
    """Yield every text of a document or block, whatever its depth."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from textes(item)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from textes(getattr(part, field.name))
