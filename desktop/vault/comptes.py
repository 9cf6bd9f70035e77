"""The accounts this computer knows: one small file each, beside its replica.

The file names the referent and the server, never a person accompanied. It is replaced in one move,
so that a power cut leaves the old one or the new one; a copy lies beside it, because without its
envelope a replica opens only with the server's help.

While a password changes, the file holds two envelopes of the same key, one under each password: which
of the two the server knows is learned from its answer, and a cut may take that away (decision 24).
"""

import json
import os
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.vault.enveloppe import Enveloppe, WrongPasswordError

PRIVATE = 0o700  # of the folder: nobody else on the computer may try passwords on a copy of the envelope
FICHE, COPY, REPLICA = ".compte", ".compte-copie", ".replique"


@dataclass(frozen=True, slots=True)
class FicheCompte:
    """What is known of an account before it is unlocked. ``cle_publique`` is the device's (base64).

    ``prochaine``: the envelope under a password that the server may or may not have taken.
    ``scellement``: the server's public key, to which unsent work is sealed (base64, empty if unknown).
    """

    compte: str
    identifiant: str
    nom: str
    serveur: str
    appareil: str
    cle_publique: str
    trousseau: bool
    enveloppe: Enveloppe
    prochaine: Enveloppe | None = None
    scellement: str = ""

    @property
    def fichier(self) -> str:
        """Return the name of the replica's file."""
        return f"{self.compte}{REPLICA}"

    def ouvrir(self, password: str, secret: bytes) -> tuple[bytes, Enveloppe]:
        """Return the replica's key and the envelope that gave it. Raises WrongPasswordError."""
        try:
            return self.enveloppe.ouvrir(password, secret), self.enveloppe
        except WrongPasswordError:
            if self.prochaine is None:
                raise
            return self.prochaine.ouvrir(password, secret), self.prochaine

    def sous(self, enveloppe: Enveloppe) -> "FicheCompte":
        """Return the account under one envelope only."""
        return replace(self, enveloppe=enveloppe, prochaine=None)


def is_account(text: object) -> bool:
    """Tell whether ``text`` is an account's identifier: nothing else becomes the name of a file."""
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def lister(folder: Path) -> list[FicheCompte]:
    """Return the accounts of this computer, the last used first. A damaged file gives way to its copy."""
    stems = {path.stem: path for path in (*folder.glob(f"*{COPY}"), *folder.glob(f"*{FICHE}"))}
    found = []
    for path in sorted(stems.values(), key=lambda path: path.stat().st_mtime, reverse=True):
        fiche = lire(path) or lire(path.with_suffix(COPY))
        if fiche is not None:
            found.append(fiche)
    return found


def lire(path: Path) -> FicheCompte | None:
    """Read one file of an account; ``None`` if it is not one, or is the file of another."""
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        for name in ("enveloppe", "prochaine"):
            if data.get(name) is not None:
                data[name] = Enveloppe(**data[name])
        fiche = FicheCompte(**data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    whole = isinstance(fiche.enveloppe, Enveloppe) and is_account(fiche.appareil)
    named = is_account(fiche.compte) and path.name.partition(".")[0] == fiche.compte
    return fiche if whole and named else None


def garder(folder: Path, fiche: FicheCompte) -> None:
    """Write the file of an account and its copy, each whole or not at all."""
    folder.mkdir(PRIVATE, parents=True, exist_ok=True)
    for suffix in (FICHE, COPY):
        path = folder / f"{fiche.compte}{suffix}"
        beside = path.with_suffix(".nouveau")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(fiche), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
