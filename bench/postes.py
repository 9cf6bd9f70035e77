"""A laptop to measure: a replica enrolled at the server, and its synchronisations one by one."""

import time
from dataclasses import dataclass
from pathlib import Path

from bench.central import CLOCK, PASSWORD
from desktop.models.replique import get
from desktop.services.bureau import Bureau
from desktop.services.ouverture import Portier
from desktop.sync.bilan import Bilan
from desktop.sync.connexion import connecter, deposer
from desktop.sync.moteur import Moteur
from desktop.sync.transport import Traffic, Transport
from domain.clock import read_instant
from domain.ids import Ids


@dataclass(frozen=True, slots=True)
class Passe:
    """One synchronisation: seconds, bytes of bodies, and what the engine says of it.

    ``duree`` is until the replica is complete and compared; ``copie``: for its daily copy afterwards.
    """

    duree: float
    copie: float
    haut: int
    bas: int
    bilan: Bilan


class Poste:
    """One replica of one account; ``url`` may be that of a relay."""

    def __init__(self, folder: Path, url: str, identifiant: str) -> None:
        folder.mkdir(parents=True)
        ids = Ids(CLOCK)
        self.bureau: Bureau = Portier(folder, CLOCK, ids, connecter, deposer).enroler(
            url, identifiant, PASSWORD
        )
        self.transport = Transport(url)
        replique = self.bureau.poste.replique
        with replique.read() as connection:
            self.transport.token = get(connection, "jeton")
        self._moteur = Moteur(replique, self.transport, CLOCK, ids)

    def synchroniser(self) -> Passe:
        """Run once. Raises what the engine raises."""
        before: Traffic = self.transport.traffic
        start = time.perf_counter()
        bilan = self._moteur.run()
        elapsed = time.perf_counter() - start
        after = self.transport.traffic
        useful = (read_instant(bilan.fin) - read_instant(bilan.debut)).total_seconds()
        return Passe(useful, elapsed - useful, after.up - before.up, after.down - before.down, bilan)

    def fermer(self) -> None:
        """Close the line and the replica."""
        self.transport.close()
        self.bureau.verrouiller()
