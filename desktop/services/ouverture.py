"""The door: accounts of this computer, unlocking without network, the first connection (decisions 23–25)."""

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from desktop.models.connexion import UnreadableReplicaError
from desktop.models.replique import Replique, get, put
from desktop.services.adresse import adresse
from desktop.services.bureau import Bureau
from desktop.services.poste import Moi, Poste
from desktop.vault import comptes, trousseau
from desktop.vault.appareil import nouvelle_cle
from desktop.vault.comptes import PRIVATE, FicheCompte
from desktop.vault.enveloppe import WrongPasswordError, new_key, sceller
from domain.clock import Clock, instant, read_instant
from domain.errors import RefusedError
from domain.ids import Ids
from domain.profils import Profile

DEVICE_NAME = "Poste de travail"
WRONG = "Mot de passe incorrect."
SET_ASIDE = (
    "Les données de ce poste ne se lisent plus. Elles ont été mises de côté, sans rien effacer\u00a0; "
    "reconnectez-vous avec le réseau pour retrouver vos dossiers, et prévenez votre service informatique."
)
NO_KEYRING = (
    "Ce poste n’a pas de trousseau de clés\u00a0: vos données sont protégées par votre mot de passe seul. "
    "Choisissez-le long."
)
KEYRING_LOST = (
    "Le trousseau de clés de ce poste ne répond pas comme d’habitude. Reconnectez-vous avec le réseau\u00a0: "
    "rien n’est perdu."
)

Connecter = Callable[[str, str, str, dict[str, str]], dict[str, Any]]
"""Sign in: (serveur, identifiant, mot de passe, appareil) → the server's answer. Raises RefusedError."""
Deposer = Callable[[str, str, bytes], None]
"""Deposit the second envelope: (serveur, jeton, clé)."""


@dataclass(frozen=True, slots=True)
class CompteConnu:
    """An account this computer can open without network."""

    identifiant: str
    nom_affiche: str
    serveur: str


class Portier:
    """Opens replicas. One at a time; ``Bureau.verrouiller`` closes it."""

    def __init__(self, folder: Path, clock: Clock, ids: Ids, connecter: Connecter, deposer: Deposer) -> None:
        self._folder = folder
        self._clock = clock
        self._ids = ids
        self._connecter = connecter
        self._deposer = deposer
        self.avertissement = ""

    def comptes(self) -> tuple[CompteConnu, ...]:
        """Return the accounts of this computer, the last used first."""
        return tuple(
            CompteConnu(fiche.identifiant, fiche.nom, fiche.serveur) for fiche in comptes.lister(self._folder)
        )

    def ouvrir(self, identifiant: str, mot_de_passe: str) -> Bureau:
        """Unlock an account of this computer, with or without network. Takes about 0.3 s, on purpose.

        Raises RefusedError: wrong password, replica set aside, too long without meeting the server.
        """
        fiche = self._fiche(identifiant)
        if fiche is None:
            raise RefusedError("Ce compte n’a pas encore été ouvert sur ce poste.")
        secret = trousseau.lire(fiche.appareil) if fiche.trousseau else b""
        try:
            key = fiche.enveloppe.ouvrir(mot_de_passe, secret)
        except WrongPasswordError as error:
            raise RefusedError(KEYRING_LOST if fiche.trousseau and not secret else WRONG) from error
        replique = self._open(fiche, key)
        try:
            self._within_limit(replique)
        except RefusedError:
            replique.close()
            raise
        self._renew(replique, fiche, mot_de_passe)
        comptes.garder(self._folder, fiche)
        return self._bureau(replique)

    def _renew(self, replique: Replique, fiche: FicheCompte, mot_de_passe: str) -> None:
        """Ask for a new token if the server has refused the last one; without network, next time."""
        with replique.read() as connection:
            if not get(connection, "a_reconnecter"):
                return
        device = {"id": fiche.appareil, "nom": DEVICE_NAME, "cle_publique": fiche.cle_publique}
        try:
            answer = self._connecter(fiche.serveur, fiche.identifiant, mot_de_passe, device)
        except RefusedError as refused:
            self.avertissement = refused.message
        else:
            self._identify(replique, fiche, answer, "")

    def enroler(self, serveur: str, identifiant: str, mot_de_passe: str) -> Bureau:
        """Sign in at the server: first connection, forgotten password, lost keyring, revoked token.

        A replica already here is kept and its key comes back from the server's envelope; what
        waited in it is sent afterwards like any other work.
        """
        serveur = adresse(serveur)
        fiche = self._fiche(identifiant)
        private, public = nouvelle_cle()
        device = fiche.appareil if fiche else self._ids.new()
        described = {
            "id": device,
            "nom": DEVICE_NAME,
            "cle_publique": fiche.cle_publique if fiche else public,
        }
        answer = self._connecter(serveur, identifiant, mot_de_passe, described)
        returned = answer.get("enveloppe")
        key = base64.b64decode(returned) if returned else new_key()
        account = answer["compte"]
        secret = trousseau.deposer(device)
        self.avertissement = "" if secret else NO_KEYRING
        fresh = FicheCompte(
            compte=str(account["id"]),
            identifiant=identifiant,
            nom=f"{account['prenom']} {account['nom']}",
            serveur=serveur,
            appareil=device,
            cle_publique=described["cle_publique"],
            trousseau=bool(secret),
            enveloppe=sceller(key, mot_de_passe, secret),
        )
        replique = self._open(fresh, key)
        self._identify(replique, fresh, answer, private)
        if not returned:
            self._deposer(serveur, str(answer["jeton"]), key)
        comptes.garder(self._folder, fresh)
        return self._bureau(replique)

    def _fiche(self, identifiant: str) -> FicheCompte | None:
        known = comptes.lister(self._folder)
        return next((fiche for fiche in known if fiche.identifiant == identifiant), None)

    def _open(self, fiche: FicheCompte, key: bytes) -> Replique:
        path = self._folder / fiche.fichier
        self._folder.mkdir(PRIVATE, parents=True, exist_ok=True)
        try:
            replique = Replique(path, key)
        except UnreadableReplicaError as error:
            self._set_aside(fiche)
            raise RefusedError(SET_ASIDE) from error
        with replique.read() as connection:
            device = get(connection, "appareil")
        if device not in (None, fiche.appareil):
            replique.close()
            raise RefusedError("Ce fichier appartient à un autre poste\u00a0: il n’a pas été touché.")
        return replique

    def _set_aside(self, fiche: FicheCompte) -> None:
        """Rename what does not open, and forget its account so that a new one can be enrolled."""
        mark = f"illisible-{self._clock.now():%Y%m%d-%H%M%S}"
        for path in self._folder.glob(f"{fiche.compte}.*"):
            path.rename(path.with_name(f"{path.name}.{mark}"))

    def _identify(self, replique: Replique, fiche: FicheCompte, answer: dict[str, Any], private: str) -> None:
        def work(connection: Connection) -> tuple[None, None]:
            put(
                connection,
                serveur=fiche.serveur,
                appareil=fiche.appareil,
                compte=answer["compte"],
                jeton=answer["jeton"],
                derniere_synchro=get(connection, "derniere_synchro"),
                contact=answer["maintenant"],
                a_reconnecter=False,
                **{f"cle_serveur_{name}": key for name, key in answer.get("cles", {}).items()},
            )
            if get(connection, "cle_privee") is None:
                put(connection, cle_privee=private)
            return None, None

        replique.ecrivain.submit(work).result()

    def _within_limit(self, replique: Replique) -> None:
        """Refuse to show dossiers too long after the last contact with the server (decision 24)."""
        now = instant(self._clock.now())
        with replique.read() as connection:
            contact = max(get(connection, "derniere_synchro") or "", get(connection, "contact") or "")
            latest = max(get(connection, "temps_max") or "", now)
        replique.ecrivain.submit(lambda connection: _remember(connection, latest)).result()
        days = int(self._bureau(replique).settings["departement.ouverture_hors_ligne_jours"])
        if contact and read_instant(latest) - read_instant(contact) > dt.timedelta(days=days):
            raise RefusedError(
                f"Ce poste n’a pas rencontré le serveur depuis plus de {days} jours. Connectez-vous une fois "
                "avec le réseau pour rouvrir vos dossiers\u00a0; rien n’est perdu."
            )

    def _bureau(self, replique: Replique) -> Bureau:
        with replique.read() as connection:
            account = get(connection, "compte")
        moi = Moi(
            id=account["id"],
            identifiant=account["identifiant"],
            nom=account["nom"],
            prenom=account["prenom"],
            profil=Profile(account["profil"]),
            departement=account["departement"],
        )
        return Bureau(Poste(replique, moi, self._clock, self._ids))


def _remember(connection: Connection, latest: str) -> tuple[None, None]:
    put(connection, temps_max=latest)
    return None, None
