"""Saving by hand what was never sent, from the files of a replica alone (``permanence sauvetage``).

It asks for nothing but the files and the password: the envelope beside the replica gives the key, with
the keyring's secret where there was one. Nothing is changed in what it reads.
"""

import datetime as dt
from pathlib import Path

from desktop.services.epaves import ASIDE, Sauve, extraire
from desktop.vault import comptes, trousseau
from desktop.vault.comptes import COPY, FICHE, REPLICA, FicheCompte
from desktop.vault.enveloppe import WrongPasswordError
from domain.errors import RefusedError

NOTHING_HERE = "Il n’y a ici aucune donnée de Permanence\u00a0:"
SEVERAL = "Plusieurs comptes ont des données ici\u00a0: dites de quel fichier il s’agit."
NO_ENVELOPE = (
    "Le fichier du compte n’est plus à côté de ces données, ou ne se lit plus\u00a0: rien ne les ouvre."
)
NOT_THE_KEY = "Ce mot de passe, ou le trousseau de clés de ce poste, n’ouvre pas ces données."
NOTHING_READ = (
    "Rien n’a pu être relu de ce qui n’était pas encore envoyé. Les données restent où elles étaient."
)


def trouver(folder: Path) -> Path:
    """Return the replica to save from: the last one set aside, or the only one. Raises RefusedError."""
    aside = sorted(folder.glob(f"*{REPLICA}.{ASIDE}*"), key=lambda path: path.name.rpartition(ASIDE)[2])
    alive = sorted(folder.glob(f"*{REPLICA}"))
    if aside:
        return aside[-1]
    if len(alive) > 1:
        raise RefusedError(SEVERAL)
    if not alive:
        raise RefusedError(f"{NOTHING_HERE} {folder}")
    return alive[0]


def sauver_a_la_main(replique: Path, mot_de_passe: str, now: dt.datetime) -> Sauve:
    """Save the unsent work of a replica, sealed to its server. Raises RefusedError, OSError."""
    fiche = _fiche_of(replique)
    secret = trousseau.lire(fiche.appareil) if fiche.trousseau else b""
    try:
        key, _opening = fiche.ouvrir(mot_de_passe, secret)
    except WrongPasswordError as error:
        raise RefusedError(NOT_THE_KEY) from error
    saved = extraire(replique, fiche, key, now)
    if not saved.nombre and not saved.complet:
        raise RefusedError(NOTHING_READ)
    return saved


def _fiche_of(replique: Path) -> FicheCompte:
    """Return the account of a replica, from the file set aside with it, or the one still in use."""
    name, _, mark = replique.name.partition(REPLICA)
    for suffix in (f"{FICHE}{mark}", f"{COPY}{mark}", FICHE, COPY):
        fiche = comptes.lire(replique.with_name(f"{name}{suffix}"))
        if fiche is not None:
            return fiche
    raise RefusedError(NO_ENVELOPE)
