"""Forgetting an account at the server's word: the key first, then everything it opened (decision 25).

A mark is written before anything goes, and stays: a cut in the middle is finished at the next start,
and the door can say what happened. Without the envelope and the keyring's secret the rest is
unreadable already; a file that another program holds open (an antivirus) goes the next time.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.vault import trousseau
from desktop.vault.comptes import COPY, FICHE, FicheCompte, is_account

MARK = ".revoque"


@dataclass(frozen=True, slots=True)
class Revoque:
    """An account this computer has forgotten, and since when its device is revoked (an instant)."""

    compte: str
    nom: str
    appareil: str
    le: str


def oublier(folder: Path, fiche: FicheCompte, le: str) -> None:
    """Forget an account of this computer. The server's word was checked; nothing waits to be sent."""
    mark = folder / f"{fiche.compte}{MARK}"
    beside = mark.with_suffix(".nouveau")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(Revoque(fiche.compte, fiche.nom, fiche.appareil, le)), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(mark)
    _erase(folder, fiche.compte, fiche.appareil)


def revoques(folder: Path) -> list[Revoque]:
    """Return the accounts forgotten here, after finishing what a cut left undone."""
    found = []
    for mark in sorted(folder.glob(f"*{MARK}")):
        try:
            revoque = Revoque(**json.loads(mark.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            continue
        if is_account(revoque.compte) and mark.stem == revoque.compte:
            _erase(folder, revoque.compte, revoque.appareil)
            found.append(revoque)
    return found


def oublier_la_marque(folder: Path, compte: str) -> None:
    """Forget that an account was revoked here: it begins again, as another device."""
    (folder / f"{compte}{MARK}").unlink(missing_ok=True)


def _erase(folder: Path, compte: str, appareil: str) -> None:
    trousseau.oublier(appareil)
    first = [folder / f"{compte}{suffix}" for suffix in (FICHE, COPY)]
    rest = [path for path in folder.glob(f"{compte}.*") if path.suffix != MARK and path not in first]
    for path in (*first, *rest):
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        except OSError:
            continue  # held open by another program: without its key it tells nothing, and goes next time
