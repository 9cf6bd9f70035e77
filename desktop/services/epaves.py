"""Replicas that do not read any more: set aside, never deleted, and what was unsent in them saved.

What is saved is signed by the device, so that the server may take it as its author's, and sealed to the
server, so that it may wait on a disk or be mailed. It leaves by itself at the next sign-in; ``permanence
sauvetage`` does the same by hand, for a replica of which only the file is left.
"""

import datetime as dt
import errno
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import zstandard

from desktop import PROGRAM
from desktop.models.copie import half_put_back, made_at, put_back
from desktop.models.fichiers import patiently, settle
from desktop.models.sauvetage import Recueil, recueillir
from desktop.vault.appareil import signer
from desktop.vault.comptes import FicheCompte
from desktop.vault.scellement import sceller_au_serveur
from domain.clock import instant
from domain.errors import RefusedError
from domain.french import number, when

FORMAT = 1
ASIDE, RESCUED = "illisible-", "sauvetage-"
LOST = (
    "Les données de ce poste ne se lisent plus. Elles ont été mises de côté, sans rien effacer. "
    "Connectez-vous avec le réseau\u00a0: vos dossiers reviendront du serveur"
)
RESTORED = (
    "Les données de ce poste étaient abîmées\u00a0: elles ont été mises de côté, sans rien effacer, "
    "et remplacées par leur copie du"
)
NOTHING_READ = (
    f"{LOST}. Ce qui n’était pas encore envoyé n’a pas pu être relu\u00a0: prévenez votre service "
    "informatique, qui peut essayer «\u00a0permanence sauvetage\u00a0»."
)
NO_ROOM = (
    "Les données de ce poste sont abîmées, et le disque est trop plein pour les remettre en état. Rien n’a "
    "été touché\u00a0: libérez de la place, puis ouvrez de nouveau."
)
NO_KEY = "La clé du serveur n’est connue ni de ce compte ni de ce fichier\u00a0: rien ne peut être scellé."


@dataclass(frozen=True, slots=True)
class Sauve:
    """What was saved: bytes for the server alone, how many changes, whether surely all of them."""

    contenu: bytes
    nombre: int
    complet: bool


def est_la(folder: Path, fiche: FicheCompte) -> bool:
    """Tell whether the replica of an account is here, be it in pieces."""
    path = folder / fiche.fichier
    return any(path.with_name(path.name + suffix).exists() for suffix in ("", "-wal")) or half_put_back(path)


def ecarter(folder: Path, compte: str, now: dt.datetime) -> list[Path]:
    """Rename all that is here of an account, so that it may begin again; return the new names.

    The contents of its documents go along; what was saved for the server stays where it is sent from.
    """
    mark = f"{ASIDE}{now:%Y%m%d-%H%M%S}"
    return [
        patiently(partial(path.rename, path.with_name(f"{path.name}.{mark}")))
        for path in sorted(folder.glob(f"{compte}.*"))
        if ASIDE not in path.name and not path.name.startswith(f"{compte}.{RESCUED}")
    ]


def remettre_la_copie(folder: Path, fiche: FicheCompte, key: bytes, now: dt.datetime) -> str | None:
    """Save what was unsent in a damaged replica, then put the copy of the day in its place.

    Returns the words for its user; None, and nothing is touched, if there is no copy to put back. Raises
    RefusedError, nothing touched either, if the disk is full.
    """
    path = folder / fiche.fichier
    made = made_at(path, key)
    if made is None:
        return None
    saved = None if half_put_back(path) else _save(folder, fiche, key, now)
    with _room():
        put_back(path, f"{ASIDE}{now:%Y%m%d-%H%M%S}")
    words = f"{RESTORED} {when(instant(made))}"
    if saved is not None and (saved.complet or saved.nombre):
        return f"{words}. Ce que vous avez écrit depuis est gardé, et reviendra par le serveur."
    return f"{words}. Relisez vos dernières notes\u00a0: quelques-unes ont pu se perdre."


def sauver(folder: Path, fiche: FicheCompte, key: bytes, now: dt.datetime) -> str:
    """Save the unsent work of a replica for the server, set it aside; return the words for its user.

    Raises RefusedError, nothing touched, if the disk is full.
    """
    saved = _save(folder, fiche, key, now) if est_la(folder, fiche) else None
    ecarter(folder, fiche.compte, now)
    if saved is None or not (saved.nombre or saved.complet):
        return NOTHING_READ
    if not saved.nombre:
        return f"{LOST}. Tout ce que vous aviez écrit y était déjà."
    kept = (
        "Une modification pas encore envoyée a été relue\u00a0: elle lui sera remise"
        if saved.nombre == 1
        else f"{number(saved.nombre)} modifications pas encore envoyées ont été relues\u00a0: "
        "elles lui seront remises"
    )
    doubt = "" if saved.complet else " Relisez vos dernières notes\u00a0: quelques-unes ont pu se perdre."
    return f"{LOST}. {kept}.{doubt}"


def _save(folder: Path, fiche: FicheCompte, key: bytes, now: dt.datetime) -> Sauve | None:
    """Write what waits for the server before anything moves: the power may go at any time.

    What is saved twice is known again by the server. None if nothing could be read.
    """
    with _room():
        try:
            saved = extraire(folder / fiche.fichier, fiche, key, now)
        except RefusedError:
            return None
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            return None
        if saved.nombre:
            path = folder / f"{fiche.compte}.{RESCUED}{now:%Y%m%d-%H%M%S}"
            beside = folder / f"{fiche.compte}.nouveau"
            beside.write_bytes(saved.contenu)
            settle(beside)
            beside.replace(path)
    return saved


@contextmanager
def _room() -> Iterator[None]:
    """Say in French that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise RefusedError(NO_ROOM) from error


def a_remettre(folder: Path, compte: str) -> list[Path]:
    """Return what was saved and waits to be handed to the server, the oldest first."""
    return sorted(folder.glob(f"{compte}.{RESCUED}*"))


def extraire(replique: Path, fiche: FicheCompte, key: bytes, now: dt.datetime) -> Sauve:
    """Read the unsent work of a replica, and seal it. Raises OSError, RefusedError."""
    with tempfile.TemporaryDirectory(prefix="sauvetage", dir=replique.parent) as scratch:
        found = recueillir(replique, key, Path(scratch))
    sealing = found.etat.get("cle_serveur_scellement") or fiche.scellement
    changes = found.changements()
    try:
        return Sauve(sceller_au_serveur(sealing, _written(found, fiche, now)), len(changes), found.complet)
    except ValueError as error:
        raise RefusedError(NO_KEY) from error


def _written(found: Recueil, fiche: FicheCompte, now: dt.datetime) -> bytes:
    content = msgspec.json.encode(
        {
            "format": FORMAT,
            "programme": PROGRAM,
            "appareil": fiche.appareil,
            "compte": fiche.compte,
            "le": instant(now),
            "complet": found.complet,
            "changements": found.changements(),
        }
    ).decode()
    private = found.etat.get("cle_privee")
    signature = signer(private, content.encode()) if private else ""
    return zstandard.compress(json.dumps({"contenu": content, "signature": signature}).encode(), 9)
