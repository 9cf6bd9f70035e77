"""How this computer shows Permanence: its colours, the size of its text. Nothing of anybody is in it.

It is in clear beside the replicas, because the door must be readable before anything is opened.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.models.fichiers import patiently
from domain.errors import RefusedError

TAILLES: Final = (100, 125, 150, 200)
"""Sizes of the text that may be chosen, in percent."""
_FICHIER = "apparence.json"


class Theme(StrEnum):
    """Which colours; the system's own high contrast goes before ``SYSTEME``’s light and dark."""

    SYSTEME = "systeme"
    CLAIR = "clair"
    SOMBRE = "sombre"


@dataclass(frozen=True, slots=True)
class Apparence:
    """What a user chose to see."""

    theme: Theme = Theme.SYSTEME
    taille: int = 100


class Preferences:
    """The choices of this computer, kept in the folder of its replicas."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FICHIER

    def lire(self) -> Apparence:
        """Return what was chosen; the house's own where there is nothing, or nothing that reads."""
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
            theme, taille = Theme(said["theme"]), said["taille"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return Apparence()
        return Apparence(theme, taille if taille in TAILLES else 100)

    def garder(self, apparence: Apparence) -> None:
        """Keep a choice for the next opening. Raises RefusedError if the disk will not."""
        beside = self._path.with_suffix(".partiel")
        try:
            beside.write_text(json.dumps(asdict(apparence)), encoding="utf-8")
            patiently(lambda: beside.replace(self._path))
        except OSError as error:
            raise RefusedError(
                f"Ce choix vaut jusqu’à la fermeture\u00a0: il ne peut être gardé ({error.strerror})."
            ) from error
