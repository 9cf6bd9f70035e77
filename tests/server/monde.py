"""A small département served over real HTTP: who works there and what they accompany."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import Engine, select

from domain.fields import Value
from domain.ids import Ids
from domain.profils import Profile
from server.models import RECORDS, departement
from server.serveur import Serveur
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.ecriture import Ecriture
from server.services.reglages import settings_of
from server.services.secret import Secret
from tests.server.clients import PASSWORD, Device
from tests.server.clocks import StoppedClock
from tests.server.ecoute import servi

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 as light as it can be: the tests do not guard real passwords."""


def build_serveur(engine: Engine, clock: StoppedClock, contenus: Path | None = None) -> Serveur:
    serveur = Serveur(engine, clock, Ids(clock), Secret(b"s" * 32), QUICK, contenus=contenus)
    create_departement(serveur, "07", "Département d’essai")
    return serveur


class Monde:
    """Adds people and dossiers to a server, and opens devices on it."""

    def __init__(self, serveur: Serveur, url: str) -> None:
        self.serveur = serveur
        self.url = url
        self._count = 0

    @classmethod
    @contextmanager
    def serving(cls, serveur: Serveur, proxies: Sequence[str] = ()) -> Iterator["Monde"]:
        with servi(serveur, proxies) as url:
            yield cls(serveur, url)

    @property
    def clock(self) -> StoppedClock:
        """The server's clock, which a test may move."""
        assert isinstance(self.serveur.clock, StoppedClock)
        return self.serveur.clock

    def epoch(self) -> str:
        """Return the epoch the base is in."""
        with self.serveur.engine.connect() as connection:
            return str(connection.execute(select(departement.c.epoque)).scalar_one())

    def compte(self, identifiant: str, profil: Profile = Profile.REFERENT, **other: str) -> str:
        dtas = (other["dtas"],) if "dtas" in other else ()
        nouveau = NouveauCompte(
            identifiant, "ESSAI", identifiant.title(), profil, other.get("structure"), dtas
        )
        return create_compte(self.serveur, nouveau, PASSWORD, departement="07")

    def device(self, identifiant: str) -> Device:
        """Return a device on which ``identifiant`` has signed in."""
        device = Device(self.url, identifiant)
        assert device.connect().status_code == 200
        return device

    def referent(self, identifiant: str = "alix") -> Device:
        """Return the device of a new référent."""
        self.compte(identifiant)
        return self.device(identifiant)

    @contextmanager
    def writing(self, auteur: str | None = None) -> Iterator[Ecriture]:
        """Write as the server itself does, pouring or command line."""
        with self.serveur.engine.begin() as connection:
            settings = settings_of(connection, "07")
            ecriture = Ecriture(
                connection, "07", auteur, self.serveur.clock, self.serveur.ids, settings=settings
            )
            yield ecriture
            ecriture.terminer()

    def dossier(self, referent: str | None = None, **values: Value) -> str:
        """Create a dossier, designated to the account ``referent``."""
        self._count += 1
        fields: dict[str, Value] = {"nom": "EXEMPLE", "prenom": "Camille", "numero": f"D{self._count}"}
        with self.writing() as ecriture:
            dossier = ecriture.creer("dossier", fields | values)
            if referent is not None:
                ecriture.creer(
                    "affectation",
                    {"referent": referent, "role": "parcours", "debut": "2026-01-01"},
                    dossier=dossier,
                )
        return dossier

    def affectation(self, dossier: str, referent: str, role: str, debut: dt.date, fin: dt.date) -> str:
        with self.writing() as ecriture:
            values: dict[str, Value] = {
                "referent": referent,
                "role": role,
                "debut": debut.isoformat(),
                "fin": fin.isoformat(),
            }
            return ecriture.creer("affectation", values, dossier=dossier)

    def affectations(self, dossier: str, referent: str) -> list[str]:
        """Return the affectations of ``referent`` on a dossier."""
        table = RECORDS["affectation"]
        mine = (table.c.dossier == dossier) & (table.c.referent == referent)
        with self.serveur.engine.connect() as connection:
            return list(connection.execute(select(table.c.id).where(mine)).scalars())
