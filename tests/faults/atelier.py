"""Where simulations are made ready: one server and five laptops, enrolled once, copied for each schedule.

``leger`` is what makes a schedule cost a tenth of a second: Argon2 as light as it can be, no keyring, the
writer without its thread, and compiled statements shared by all the replicas of the process.
"""

import datetime as dt
import os
import random
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine

from desktop.models import connexion, replique
from desktop.services.bureau import Bureau
from domain.profils import Profile
from tests.faults.fautes import Sort
from tests.faults.poste import EcrivainDirect, Portable
from tests.faults.reseau import Fil
from tests.faults.serveur import Central, sans_fil

MEMOIRE = Path("/dev/shm")  # noqa: S108 - a disk that forgets: the faults are ours, not its own
POSTES = (("portable", "alix"), ("maison", "alix"), ("autre", "bruno"), ("service", "sec"), ("chef", "cds"))


@contextmanager
def leger() -> Iterator[None]:
    """Make laptops as light as they can be, for as long as the block lasts."""
    shared: dict[str, Any] = {}
    real = connexion.engine_of

    def engine_of(path: Path, key: bytes) -> Engine:
        engine = real(path, key)
        shared.setdefault("dialect", engine.dialect)
        shared.setdefault("cache", engine._compiled_cache)
        engine.dialect, engine._compiled_cache = shared["dialect"], shared["cache"]
        return engine

    with ExitStack() as stack:
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        stack.enter_context(patch.dict(os.environ, keyring))
        stack.enter_context(patch("keyring.core._keyring_backend", None))  # it may have found a real one
        stack.enter_context(patch.multiple("desktop.vault.enveloppe", PASSES=1, MEMORY_KIB=8, LANES=1))
        stack.enter_context(patch.object(replique, "engine_of", engine_of))
        stack.enter_context(patch.object(replique, "Ecrivain", EcrivainDirect))
        yield


@contextmanager
def par_petits_bouts(alea: random.Random) -> Iterator[None]:
    """Cut batches and pages small, now and then: what happens between two of them is what matters."""
    rows, lines = alea.choice((2, 6, *[400] * 6)), alea.choice((1, 3, *[400] * 6))
    with (
        patch("server.sync.envoi.ROWS", rows),
        patch("server.sync.envoi.START_ROWS", rows),
        patch("server.sync.envoi.FIRST_ROWS", rows),
        patch("desktop.models.outbox.BATCH_LINES", lines),
    ):
        yield


@contextmanager
def seme(alea: random.Random) -> Iterator[None]:
    """Draw identifiers from the seed: their order decides what comes first."""
    drawn = SimpleNamespace(**(vars(secrets) | {"randbits": alea.getrandbits}))
    with patch("domain.ids.secrets", drawn):
        yield


@dataclass(frozen=True, slots=True)
class Modele:
    """What every schedule begins from: accounts, two dossiers, five laptops that hold them."""

    folder: Path
    central: Central
    comptes: dict[str, str]
    dossiers: tuple[str, str]
    moment: dt.datetime

    @classmethod
    @contextmanager
    def dresse(cls, moment: dt.datetime | None = None) -> Iterator["Modele"]:
        """Make it at that moment, in a folder of its own that is removed at the end."""
        base = MEMOIRE if MEMOIRE.is_dir() else None
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fautes-", dir=base)))
            stack.enter_context(leger())
            stack.enter_context(sans_fil())
            (folder / "essai").mkdir()
            central = Central(folder)
            central.clock.moment = moment or central.clock.moment
            stack.callback(central.fermer)
            calme = Sort(random.Random(0), permises=())
            stack.enter_context(patch("desktop.sync.connexion.Transport", lambda _: Fil(central, calme)))
            with seme(random.Random(0)):
                comptes = {each: central.compte(each) for each in ("alix", "bruno")}
                comptes["sec"] = central.compte("sec", Profile.SECRETARIAT_DISPOSITIF, dtas="nord")
                comptes["cds"] = central.compte("cds", Profile.CDS, dtas="nord")
                dossiers = tuple(central.dossier(comptes["alix"], dtas="nord", sdd="sdd") for _ in range(2))
                assert len(dossiers) == 2
                for nom, identifiant in POSTES:
                    poste = Portable(folder / nom, central, identifiant)
                    poste.enroler()
                    if nom == "portable":
                        poste.synchroniser()
                        peupler(poste.bureau, dossiers)
                    poste.synchroniser()
                    poste.fermer()
            central.base.copier(folder / "modele.sqlite3")
            yield cls(folder, central, comptes, dossiers, central.clock.moment)

    def postes(self, noms: tuple[str, ...], sort: Sort) -> list[Portable]:
        """Put the server back as it was, and open fresh copies of these laptops."""
        essai = self.folder / "essai"
        shutil.rmtree(essai)
        self.central.base.poser(self.folder / "modele.sqlite3")
        opened = []
        for nom, identifiant in POSTES:
            if nom in noms:
                shutil.copytree(self.folder / nom, essai / nom)
                opened.append(Portable(essai / nom, self.central, identifiant, sort))
                opened[-1].ouvrir()
        return opened


def peupler(bureau: Bureau, dossiers: tuple[str, ...]) -> None:
    """Begin a CER and an entretien in each dossier, as their référent."""
    for dossier in dossiers:
        cer = bureau.cers.nouveau(dossier)
        for name in ("situation", "evaluation"):
            bureau.saisie.save_field("cer", cer, name, "À relire ensemble.", None)
        for code in ("emploi", "sante"):
            bureau.cers.ajouter_objectif(cer, code)
        entretien = bureau.entretiens.nouveau(dossier)
        bureau.entretiens.ajouter_theme(entretien, "emploi")
