"""One schedule with real processes: a server and laptops killed, relays that cut, then the same judgement."""

import multiprocessing
import os
import random
import shutil
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import requests

from desktop.sync.transport import Transport
from server.cli import main as serveur_main
from tests.end_to_end.serveur import free_port
from tests.faults.atelier import Modele
from tests.faults.constats import Compte, DivergenceError
from tests.faults.droits import Droits
from tests.faults.egalite import comparer
from tests.faults.fautes import Faute
from tests.faults.oracle import juger
from tests.faults.poste import Portable
from tests.faults.reel.carnet import dette
from tests.faults.reel.client import vivre
from tests.faults.reel.relais import Relais

CASTS = (("portable", "autre"), ("portable", "maison"), ("portable", "service"))
IDENTIFIANTS = {"portable": "alix", "maison": "alix", "autre": "bruno", "service": "sec"}
KILLS, PAS = 5, 25
START_S = 30.0
FORGE = multiprocessing.get_context(
    "forkserver"
)  # processes of their own, begun from one that has imported all
FORGE.set_forkserver_preload(["tests.faults.reel.partie"])


def servir(base: str, cle: Path, port: int) -> None:
    """Be the server, as ``python -m server`` is."""
    os.environ["PERMANENCE_CLE"] = str(cle)
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - for the life of the process
    serveur_main(["--base", base, "servir", "--port", str(port)])


class PartieReelle:
    """One server, two laptops, two relays."""

    def __init__(self, modele: Modele, seed: int) -> None:
        self.modele = modele
        self.seed = seed
        self.alea = random.Random(seed)
        self.compte = Compte()
        self.port = free_port()
        self.folder = modele.folder / "essai"
        self.cle = modele.folder / "serveur.cle"
        self.cle.write_bytes(b"s" * 32)
        self.noms = self.alea.choice(CASTS)
        self._vies = 0

    def jouer(self) -> Compte:
        """Play it all. Raises AssertionError with what was found."""
        shutil.rmtree(self.folder)
        self.modele.central.base.poser(self.modele.folder / "modele.sqlite3")
        for nom in self.noms:
            shutil.copytree(self.modele.folder / nom, self.folder / nom)
        relais = {nom: Relais(self.port, self.alea) for nom in self.noms}
        serveur = self._servir()
        lives = {nom: self._naitre(nom, relais[nom]) for nom in self.noms}
        try:
            for _ in range(KILLS):
                time.sleep(self.alea.random() * 0.25)
                serveur = self._frapper(serveur, lives, relais)
            for life in lives.values():
                life.join(START_S)
                self._vivant(life)
                life.kill()  # one that still waits for its answer: nobody else may open its replica
                life.join()
            for each in relais.values():
                each.fermer()
            self._guerir()
        finally:
            for process in (serveur, *lives.values()):
                process.kill()
                process.join()
            for each in relais.values():
                each.fermer()
                self.compte.subies += each.subies
        return self.compte

    @staticmethod
    def _vivant(life: BaseProcess) -> None:
        """See that a laptop is alive, or has come to its end by itself."""
        if life.exitcode not in (None, 0):
            raise DivergenceError(f"a laptop ended with {life.exitcode}")

    def _servir(self) -> BaseProcess:
        base = f"sqlite:///{self.modele.central.base.path}"
        process = FORGE.Process(target=servir, args=(base, self.cle, self.port), daemon=True)
        process.start()
        return process

    def _naitre(self, nom: str, relais: Relais) -> BaseProcess:
        self._vies += 1
        seed = self.seed * 100 + self._vies
        args = (self.folder / nom, IDENTIFIANTS[nom], relais.url, self.modele.dossiers, seed, PAS)
        process = FORGE.Process(target=vivre, args=args, daemon=True)
        process.start()
        self.compte.gestes += PAS
        return process

    def _frapper(
        self, serveur: BaseProcess, lives: dict[str, BaseProcess], relais: dict[str, Relais]
    ) -> BaseProcess:
        """Kill somebody, or move a right; what was killed begins again."""
        chance, nom = self.alea.random(), self.alea.choice(self.noms)
        if chance < 0.4:
            self.compte.subies[Faute.SIGKILL_SERVEUR] += 1
            serveur.kill()
            serveur.join()
            return self._servir()
        if chance < 0.85:
            self.compte.subies[Faute.SIGKILL_POSTE] += lives[nom].is_alive()
            self._vivant(lives[nom])
            lives[nom].kill()
            lives[nom].join()
            lives[nom] = self._naitre(nom, relais[nom])
        else:
            self.compte.subies[Faute.REORIENTATION] += 1
            comptes = self.modele.comptes
            Droits(self.alea, self.modele.central, comptes).reorienter(self.alea.choice(self.modele.dossiers))
        return serveur

    def _guerir(self) -> None:
        """Open what the kills have left, synchronise over HTTP without a relay, and look."""
        url = f"http://127.0.0.1:{self.port}"
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            try:
                if requests.get(f"{url}/sante", timeout=5).ok:
                    break
            except requests.RequestException:
                time.sleep(0.02)
        postes = []
        for nom in self.noms:
            poste = Portable(self.folder / nom, self.modele.central, IDENTIFIANTS[nom])
            poste.clock.moment = self.modele.central.clock.moment
            poste.fil = Transport(url)
            poste.ouvrir()
            postes.append(poste)
        try:
            for poste in (*postes, *postes):
                bilan = poste.synchroniser()
                self.compte.synchros += 1
                # A relay may deliver what a dead laptop had asked after what its next life asks.
                self.compte.relectures += bilan.relus
                if bilan.message:
                    raise DivergenceError(f"{poste.nom}: {bilan.message}")
            juger(self.modele.central, dette(self.folder.glob("*.carnet")))
            comparer(self.modele.central, postes)
        finally:
            for poste in postes:
                poste.fil.close()
                poste.abandonner()
