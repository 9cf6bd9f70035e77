"""The reports of pourings, one text file each, beside the base.

A scheduler shows nothing to anybody: what it did in the night is read in the morning. The name of
a report bears the fingerprint of the file that was poured, so that yesterday's file, poured again
today as if it were today's, is recognised for what it is whatever it is called. That is soon of no
use, and a report names dossiers: it is thrown away after a year, when another is kept.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from domain.cer.rules import months_later
from domain.clock import PARIS
from server.genesis.rapport import Rapport

_NOM = re.compile(r"(\d{8}T\d{6}Z)-(\w+)-(\w+)-(\d{4}-\d\d-\d\d|refuse)-([0-9a-f]{16})\.txt")
_QUAND = "%Y%m%dT%H%M%SZ"
GARDE_MOIS = 12
_PRIVE, _PRIVE_DOSSIER = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Garde:
    """A report that was kept, the file it is about known by its fingerprint."""

    chemin: Path
    quand: dt.datetime
    departement: str
    source: str
    date: str
    empreinte: str

    @property
    def refuse(self) -> bool:
        """Tell whether nothing was poured."""
        return self.date == "refuse"

    def texte(self) -> str:
        """Return the report. Raises OSError."""
        return self.chemin.read_text(encoding="utf-8")


class Rapports:
    """The folder of the reports; a server without one keeps nothing, and recognises nothing."""

    def __init__(self, dossier: Path | None) -> None:
        self._dossier = dossier

    def liste(self) -> list[Garde]:
        """Return the reports, the oldest first."""
        if self._dossier is None or not self._dossier.is_dir():
            return []
        found = ((path, _NOM.fullmatch(path.name)) for path in sorted(self._dossier.iterdir()))
        return [_garde(path, name) for path, name in found if name is not None]

    def depasse(self, octets: bytes) -> Garde | None:
        """Return the report of this very file if another of the same source was poured since."""
        poured = [one for one in self.liste() if not one.refuse]
        own = [one for one in poured if one.empreinte == _empreinte(octets)]
        if not own:
            return None
        mine = own[-1]
        last = [one for one in poured if (one.departement, one.source) == (mine.departement, mine.source)][-1]
        return mine if last.empreinte != mine.empreinte else None

    def garder(self, octets: bytes, fichier: str, rapport: Rapport, maintenant: dt.datetime) -> Path | None:
        """Keep the report of a pouring; return where. Raises OSError."""
        parts = f"{rapport.departement}-{rapport.source.nom}-{rapport.date}"
        return self._ecrire(octets, fichier, parts, rapport.texte(), maintenant)

    def garder_refus(self, octets: bytes, fichier: str, refus: str, maintenant: dt.datetime) -> Path | None:
        """Keep why a whole file was refused; return where. Raises OSError."""
        return self._ecrire(octets, fichier, "aucun-fichier-refuse", refus, maintenant)

    def _ecrire(
        self, octets: bytes, fichier: str, parts: str, texte: str, maintenant: dt.datetime
    ) -> Path | None:
        if self._dossier is None:
            return None
        self._dossier.mkdir(_PRIVE_DOSSIER, parents=True, exist_ok=True)
        name = f"{maintenant.astimezone(dt.UTC):{_QUAND}}-{parts}-{_empreinte(octets)}.txt"
        made = f"Fait le {maintenant.astimezone(PARIS):%d/%m/%Y à %H:%M}, fichier {fichier}"
        path = self._dossier / name
        path.touch(_PRIVE)
        path.write_text(f"{texte}\n\n{made}\n", encoding="utf-8")
        self._purger(maintenant)
        return path

    def _purger(self, maintenant: dt.datetime) -> None:
        since = months_later(maintenant.date(), -GARDE_MOIS)
        for one in self.liste():
            if one.quand.date() < since:
                one.chemin.unlink(missing_ok=True)


def _garde(path: Path, name: re.Match[str]) -> Garde:
    when = dt.datetime.strptime(name[1], _QUAND).replace(tzinfo=dt.UTC)
    return Garde(path, when, name[2], name[3], name[4], name[5])


def _empreinte(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:16]
