"""What a letter is written from; its fields are filled in by ``courrier.py``."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.fields import Value

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Matiere:
    """What a letter is written from. ``jour``: an ISO day; ``contrat``: number, first and last day.

    ``entretien`` and ``contrat`` are ``None`` where there is none; ``saisies``: what was typed.
    """

    jour: str
    dossier: Row
    referent: Row
    entretien: Row | None
    contrat: tuple[int | None, str | None, str | None] | None
    saisies: Mapping[str, str]
