"""The demonstration, from an empty base to a département that has lived: accounts, pourings, past.

Pourings and past alternate, as they do in life: each extract is poured on its morning, then the
devices play what people did until the next one. The server's clock is set to the time of each
slice, so that the history of a dossier shows when things happened and not when they were played.
"""

import datetime as dt
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from argon2 import PasswordHasher

from domain.errors import RefusedError
from domain.ids import Ids
from domain.reglage.nomenclatures import Settings
from resources import default_settings, path
from server import migrations
from server.api.ecoute import en_fond
from server.demo.comptes import MOT_DE_PASSE, CompteDemo
from server.demo.departement import Departement, imaginer
from server.demo.extrait import extraire
from server.demo.horloge import Horloge
from server.demo.passe import raconter, trancher
from server.demo.poste import Poste
from server.genesis.correspondance import lire_correspondance
from server.genesis.deversement import Demande, deverser
from server.genesis.rapport import Rapport
from server.serveur import Serveur
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement

CODE, NOM = "00", "Département fictif du Val d’Aurence"
_RAPIDE = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
"""A light Argon2: the password of these accounts is printed in the manual."""

Dire = Callable[[str], None]


@dataclass(frozen=True)
class Joue:
    """What was made: how many dossiers and changes, the reports of the pourings, seconds per step."""

    departement: Departement
    rapports: tuple[Rapport, ...]
    modifications: int
    durees: dict[str, float]


def jouer(serveur: Serveur, jour: dt.date, *, petit: bool, dire: Dire) -> Joue:
    """Make the fictitious département in an empty base. Raises RefusedError if something is refused."""
    begun = time.perf_counter()
    departement = imaginer(jour, petit=petit)
    horloge = Horloge(departement.extraits[0])
    fiction = replace(serveur, clock=horloge, ids=Ids(horloge), hasher=_RAPIDE)
    migrations.upgrade(fiction.engine)
    create_departement(fiction, CODE, NOM)
    provisoires = {one: _creer(fiction, one) for one in (*departement.referents, *departement.services)}
    durees = {"base et comptes": time.perf_counter() - begun}
    dire(f"Base et {len(provisoires)} comptes créés.")
    settings = Settings.of(default_settings())
    with en_fond(fiction) as url:
        postes = _connecter(url, fiction.ids, settings, provisoires)
        durees["connexions"] = time.perf_counter() - begun - sum(durees.values())
        partie = _Partie(fiction, departement, horloge, postes, dire)
        acts = raconter(departement, settings, fiction.ids)
        durees["récit"] = time.perf_counter() - begun - sum(durees.values())
        done = 0
        for tranche in trancher(acts, departement):
            partie.verser_avant(tranche.fin)
            horloge.regler(tranche.fin - dt.timedelta(days=1), 20)
            auteur = partie.postes[tranche.auteur]
            auteur.revenir()
            done += auteur.jouer(tranche.actes)
        partie.verser_avant(jour)
        durees["déversements"] = partie.secondes
        durees["passé par l’API"] = time.perf_counter() - begun - sum(durees.values())
    dire(f"{done} modifications jouées par {len(postes)} postes.")
    return Joue(departement, tuple(partie.rapports), done, durees)


class _Partie:
    """Pours the extracts as their dates come, and brings the devices up to date."""

    def __init__(
        self,
        serveur: Serveur,
        departement: Departement,
        horloge: Horloge,
        postes: dict[str, Poste],
        dire: Dire,
    ) -> None:
        self.postes = postes
        self.rapports: list[Rapport] = []
        self.secondes = 0.0
        self._serveur = serveur
        self._departement = departement
        self._horloge = horloge
        self._dire = dire
        self._extraits = list(departement.extraits)
        self._correspondance = lire_correspondance(path("correspondances", "demonstration.toml").read_bytes())

    def verser_avant(self, jour: dt.date) -> None:
        """Pour every extract older than ``jour``; the devices then synchronise."""
        while self._extraits and self._extraits[0] < jour:
            day = self._extraits.pop(0)
            begun = time.perf_counter()
            self._horloge.regler(day, 6)
            demande = Demande(CODE, self._correspondance, day)
            content = extraire(self._departement, day)
            done = deverser(
                self._serveur.engine, content, demande, clock=self._serveur.clock, ids=self._serveur.ids
            )
            if done.rejets:
                raise RefusedError(done.texte())
            self.rapports.append(done)
            self.secondes += time.perf_counter() - begun
            self._dire(
                f"Extrait du {day:%d/%m/%Y} déversé\u00a0: {done.crees} dossiers créés,"
                f" {done.modifies} mis à jour, {done.changements} réorientations, {done.figes} figés."
            )
            for poste in self.postes.values():
                poste.revenir()
                poste.tirer()


def _creer(serveur: Serveur, compte: CompteDemo) -> str:
    """Create an account with a provisional password, and return it."""
    provisoire = secrets.token_urlsafe(12)
    nouveau = NouveauCompte(
        identifiant=compte.adresse,
        nom=compte.nom,
        prenom=compte.prenom,
        profil=compte.profil,
        structure=compte.structure or "DTAS " + compte.territoire.capitalize(),
        dtas=compte.dtas or (compte.territoire,),
        mail=compte.adresse,
    )
    create_compte(serveur, nouveau, provisoire, departement=CODE)
    return provisoire


def _connecter(
    url: str, ids: Ids, settings: Settings, provisoires: dict[CompteDemo, str]
) -> dict[str, Poste]:
    """Sign everybody in for the first time, each choosing the password of the demonstration."""
    postes: dict[str, Poste] = {}
    for compte, provisoire in provisoires.items():
        poste = postes[compte.adresse] = Poste(url, ids, settings)
        poste.connecter(compte.adresse, provisoire, MOT_DE_PASSE)
    return postes
