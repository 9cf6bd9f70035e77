import argparse
import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from domain.fields import Value
from domain.ids import Ids
from domain.profils import Profile
from server.genesis import cli
from server.genesis.correspondance import Correspondance
from server.genesis.deversement import Demande, deverser
from server.genesis.rapport import Rapport
from server.models import RECORDS, departement, journal
from server.serveur import Serveur
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.secret import Secret
from tests.server.clocks import StoppedClock
from tests.server.genesis.extraits import TOML, Ligne, correspondance, fichier


@dataclass
class Base:
    """A real base with a département, and the short words the tests need."""

    serveur: Serveur
    comptes: dict[str, str]

    def verser(
        self,
        *lignes: Ligne,
        date: str = "2026-11-20",
        lue: Correspondance | None = None,
        confirmer: bool = True,
        a_blanc: bool = False,
        octets: bytes | None = None,
    ) -> Rapport:
        demande = Demande(
            "07", lue or correspondance(), dt.date.fromisoformat(date), confirmer=confirmer, a_blanc=a_blanc
        )
        content = fichier(*lignes) if octets is None else octets
        return deverser(self.serveur.engine, content, demande, clock=self.serveur.clock, ids=self.serveur.ids)

    def verser_flux(
        self, octets: bytes, *, lue: Correspondance | None = None, a_blanc: bool = False
    ) -> Rapport:
        demande = Demande(None, lue or Correspondance("", {}), None, a_blanc=a_blanc)
        return deverser(self.serveur.engine, octets, demande, clock=self.serveur.clock, ids=self.serveur.ids)

    def tous(self, kind: str) -> list[dict[str, Value]]:
        table = RECORDS[kind]
        with self.serveur.engine.connect() as connection:
            rows = connection.execute(select(table).where(table.c.supprime.is_(False)).order_by(table.c.id))
            return [dict(row._mapping) for row in rows]

    def dossier(self, numero: str = "1001") -> dict[str, Value]:
        (found,) = [row for row in self.tous("dossier") if row["numero"] == numero]
        return found

    def nomme(self, nom: str) -> dict[str, Value]:
        (found,) = [row for row in self.tous("dossier") if row["nom"] == nom]
        return found

    def affectations(self, numero: str = "1001") -> list[tuple[Value, Value, Value]]:
        names = {identifier: name for name, identifier in self.comptes.items()}
        dossier = self.dossier(numero)["id"]
        rows = [row for row in self.tous("affectation") if row["dossier"] == dossier]
        return sorted((names[str(row["referent"])], row["debut"], row["fin"]) for row in rows)

    def etat(self) -> tuple[object, ...]:
        """Everything a pouring may write, the journal included."""
        with self.serveur.engine.connect() as connection:
            lines = connection.execute(select(journal).order_by(journal.c.seq, journal.c.id)).all()
        return ({kind: self.tous(kind) for kind in RECORDS}, lines, self.jours())

    def jours(self) -> list[tuple[Any, ...]]:
        """The last days of Genesis and of the CNAF, by département."""
        with self.serveur.engine.connect() as connection:
            rows = connection.execute(select(departement.c.date_extrait, departement.c.date_flux))
            return [tuple(row) for row in rows]


@pytest.fixture
def base(engine: Engine) -> Base:
    clock = StoppedClock()
    serveur = Serveur(engine, clock, Ids(clock), Secret(b"essai de la clef du serveur 1234"))
    create_departement(serveur, "07", "Département d’essai")
    comptes = {
        prenom: create_compte(
            serveur,
            NouveauCompte(f"{prenom}@essai.invalid", nom, prenom.title(), Profile.REFERENT),
            None,
            departement="07",
        )
        for prenom, nom in (("camille", "ROCHE"), ("dominique", "VALDISSOL"))
    }
    return Base(serveur, comptes)


@dataclass
class Commandes:
    """The commands as an administrator types them, on a server that keeps its reports."""

    base: Base
    dossier: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def rapports(self) -> Path:
        return self.dossier / "deversements"

    def lancer(self, *mots: str) -> int:
        parser = argparse.ArgumentParser()
        cli.ajouter_commande(parser.add_subparsers(dest="commande", required=True))
        args = parser.parse_args(mots)
        return int(args.executer(args, replace(self.base.serveur, rapports=self.rapports)))

    def deverser(self, nom: str, octets: bytes, *mots: str, seul: bool = False) -> int:
        """Pour a file of that name, with the correspondence unless ``seul``."""
        (self.dossier / nom).write_bytes(octets)
        lue = self.dossier / "c.toml"
        lue.write_text(TOML, encoding="utf-8")
        with_it = () if seul else ("--correspondance", str(lue))
        return self.lancer("deverser", str(self.dossier / nom), *with_it, *mots)

    def imprime(self) -> str:
        return self.capsys.readouterr().out


@pytest.fixture
def commandes(base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commandes:
    return Commandes(base, tmp_path, capsys)
