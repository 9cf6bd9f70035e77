"""The accounts this computer knows: one small file each, beside its replica.

The file names the referent and the server, never a person accompanied. It is replaced in one move,
so that a power cut leaves the old one or the new one.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.vault.enveloppe import Enveloppe

PRIVATE = 0o700  # of the folder: nobody else on the computer may try passwords on a copy of the envelope


@dataclass(frozen=True, slots=True)
class FicheCompte:
    """What is known of an account before it is unlocked. ``cle_publique`` is the device's (base64)."""

    compte: str
    identifiant: str
    nom: str
    serveur: str
    appareil: str
    cle_publique: str
    trousseau: bool
    enveloppe: Enveloppe

    @property
    def fichier(self) -> str:
        """Return the name of the replica's file."""
        return f"{self.compte}.replique"


def lister(folder: Path) -> list[FicheCompte]:
    """Return the accounts of this computer, the last used first. A damaged file is passed over."""
    found = []
    for path in sorted(folder.glob("*.compte"), key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            data = json.loads(path.read_text("utf-8"))
            found.append(FicheCompte(**(data | {"enveloppe": Enveloppe(**data["enveloppe"])})))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def garder(folder: Path, fiche: FicheCompte) -> None:
    """Write the file of an account, whole or not at all."""
    folder.mkdir(PRIVATE, parents=True, exist_ok=True)
    path = folder / f"{fiche.compte}.compte"
    beside = path.with_suffix(".nouveau")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(fiche), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
