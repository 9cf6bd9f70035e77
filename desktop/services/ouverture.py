"""The door: accounts of this computer, unlocking without network, the first connection (decisions 23–25).

Without network the envelope on this computer decides alone. A password it does not know may be one that
was changed elsewhere: the server is asked, and gives the key back from its own envelope if it takes
that password. So a forgotten password, a lost keyring or another Windows profile lose nothing.
"""

import base64
import platform
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop.models.replique import Replique, get
from desktop.services import epaves
from desktop.services.acces import (
    Changer,
    Connecter,
    Deposer,
    HorsLigneError,
    MotDePasseRefuseError,
    Remettre,
    changer_hors_ligne,
    remettre_hors_ligne,
)
from desktop.services.adresse import adresse
from desktop.services.bureau import Bureau
from desktop.services.mon_compte import MonCompte
from desktop.services.poste import Moi, Poste
from desktop.services.seuil import (
    ANOTHER_SERVER,
    AbimeError,
    exiger_un_contact,
    identifier,
    ouvrir_la_replique,
    retenir,
)
from desktop.vault import comptes, oubli, trousseau
from desktop.vault.appareil import nouvelle_cle
from desktop.vault.comptes import FicheCompte
from desktop.vault.enveloppe import WrongPasswordError, new_key, sceller
from desktop.vault.ouverts import vider_tous
from domain.clock import Clock
from domain.errors import RefusedError
from domain.french import when
from domain.ids import Ids
from domain.profils import Profile

WRONG = "Mot de passe incorrect."
WRONG_HERE = f"{WRONG} S’il vient d’être changé, ouvrez une fois avec le réseau."
CHANGED = (
    "Votre mot de passe a été changé\u00a0: l’ancien ouvre encore ce poste, mais rien n’est plus échangé "
    "avec le serveur. Verrouillez, puis ouvrez avec le nouveau."
)
NO_KEYRING = (
    "Ce poste n’a pas de trousseau de clés\u00a0: vos données sont protégées par votre mot de passe seul. "
    "Choisissez-le long."
)
KEYRING_LOST = (
    "Le trousseau de clés de ce poste ne répond pas comme d’habitude. Ouvrez une fois avec le réseau\u00a0: "
    "rien n’est perdu."
)
NO_REPLICA = "Les données de ce poste ne sont plus là. Ouvrez une fois avec le réseau pour les retrouver."
NO_KEY = (
    "Le serveur n’a pas encore la clé de ce poste\u00a0: ouvrez-le avec le mot de passe que vous aviez ici. "
    "Rien n’est perdu."
)


@dataclass(frozen=True, slots=True)
class CompteConnu:
    """An account this computer can open without network."""

    identifiant: str
    nom_affiche: str
    serveur: str


class Portier:
    """Opens replicas. One at a time; ``Bureau.verrouiller`` closes it."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        ids: Ids,
        connecter: Connecter,
        deposer: Deposer,
        changer: Changer = changer_hors_ligne,
        remettre: Remettre = remettre_hors_ligne,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._ids = ids
        self._connecter = connecter
        self._deposer = deposer
        self._changer = changer
        self._remettre = remettre
        self.avertissement = ""
        vider_tous(folder)  # what a kill left open, in clear (decision 26)

    def comptes(self) -> tuple[CompteConnu, ...]:
        """Return the accounts of this computer, the last used first."""
        return tuple(
            CompteConnu(fiche.identifiant, fiche.nom, fiche.serveur) for fiche in comptes.lister(self._folder)
        )

    def nouvelles(self) -> str:
        """Say what became of the accounts that are open here no more."""
        return " ".join(
            f"Ce poste a été révoqué le {when(revoque.le)}\u00a0; le travail de {revoque.nom} a été remis au "
            "service, et ses dossiers ne sont plus ici."
            for revoque in oubli.revoques(self._folder)
        )

    def ouvrir(self, identifiant: str, mot_de_passe: str) -> Bureau:
        """Unlock an account of this computer, with or without network. Takes about 0.3 s, on purpose.

        Raises RefusedError: wrong password, too long without meeting the server; AbimeError.
        """
        self.avertissement = ""
        fiche = self._fiche(identifiant)
        if fiche is None:
            raise RefusedError("Ce compte n’a pas encore été ouvert sur ce poste.")
        secret = trousseau.lire(fiche.appareil) if fiche.trousseau else b""
        try:
            key, opening = fiche.ouvrir(mot_de_passe, secret)
        except WrongPasswordError:
            lost = KEYRING_LOST if fiche.trousseau and not secret else WRONG_HERE
            return self._by_the_server(fiche, mot_de_passe, lost)
        if not epaves.est_la(self._folder, fiche):
            return self._by_the_server(fiche, mot_de_passe, NO_REPLICA)
        replique = ouvrir_la_replique(self._folder, fiche, key, self._clock.now())
        try:
            days = int(self._poste(replique).settings["departement.ouverture_hors_ligne_jours"])
            exiger_un_contact(replique, self._clock, days)
        except RefusedError as limit:
            replique.close()
            return self._by_the_server(fiche, mot_de_passe, limit.message)
        if self._renew(replique, fiche, mot_de_passe, opening.sel):
            fiche = fiche.sous(opening)
        comptes.garder(self._folder, fiche)
        self._settle(replique, fiche, key)
        self.avertissement = self.avertissement or replique.remise
        return self._bureau(replique, fiche)

    def enroler(self, serveur: str, identifiant: str, mot_de_passe: str) -> Bureau:
        """Sign in at the server: first connection, forgotten password, lost keyring, revoked token.

        A replica already here is kept and its key comes back from the server's envelope; what waited in
        it is sent afterwards like any other work. One that does not read any more is set aside, what
        was unsent in it is handed to the server, and another is begun.
        """
        self.avertissement = ""
        serveur = adresse(serveur)
        try:
            return self._enrol(serveur, identifiant, mot_de_passe)
        except AbimeError as damaged:
            bureau = self._enrol(serveur, identifiant, mot_de_passe)
            self.avertissement = damaged.message
            return bureau

    def oublier(self, identifiant: str, le: str) -> None:
        """Forget an account whose device is revoked since ``le``, once its replica is closed."""
        self.avertissement = ""
        fiche = self._fiche(identifiant)
        if fiche is not None:
            oubli.oublier(self._folder, fiche, le)

    def _enrol(self, serveur: str, identifiant: str, mot_de_passe: str) -> Bureau:
        fiche = self._fiche(identifiant)
        if fiche is not None and not epaves.est_la(self._folder, fiche):
            fiche = None  # its numbers and its signing key were in the replica: this is another device
        private, public = nouvelle_cle()
        device = self._device(fiche, public)
        answer = self._connecter(serveur, identifiant, mot_de_passe, device)
        account = answer["compte"]
        if not comptes.is_account(account["id"]):
            raise RefusedError("Ce serveur n’a pas répondu comme un serveur de Permanence.")
        if fiche is not None and fiche.scellement not in ("", answer.get("cles", {}).get("scellement")):
            raise RefusedError(ANOTHER_SERVER)  # before the keyring or the file of the account changes
        returned = answer.get("enveloppe")
        key = base64.b64decode(returned) if returned else self._key_kept(fiche, mot_de_passe)
        if fiche is None:
            epaves.ecarter(self._folder, account["id"], self._clock.now())
        secret = trousseau.deposer(device["id"])
        fresh = FicheCompte(
            compte=account["id"],
            identifiant=identifiant,
            nom=f"{account['prenom']} {account['nom']}",
            serveur=serveur,
            appareil=device["id"],
            cle_publique=device["cle_publique"],
            trousseau=bool(secret),
            enveloppe=sceller(key, mot_de_passe, secret),
            scellement=answer.get("cles", {}).get("scellement", ""),
        )
        now, known = self._clock.now(), fiche is not None
        replique = ouvrir_la_replique(self._folder, fresh, key, now, known=known)
        try:
            identifier(replique, fresh, answer, private, owed=not returned)
        except RefusedError:
            replique.close()
            raise
        oubli.oublier_la_marque(self._folder, fresh.compte)
        comptes.garder(self._folder, fresh)
        self._settle(replique, fresh, key)
        if not secret:
            self.avertissement = NO_KEYRING
        return self._bureau(replique, fresh)

    def _device(self, fiche: FicheCompte | None, public: str = "") -> dict[str, str]:
        """Describe this device to the server. Its name helps to find which laptop was lost."""
        name = f"{platform.node() or 'Poste de travail'} ({platform.system()})"
        if fiche is None:
            return {"id": self._ids.new(), "nom": name, "cle_publique": public}
        return {"id": fiche.appareil, "nom": name, "cle_publique": fiche.cle_publique}

    def _key_kept(self, fiche: FicheCompte | None, mot_de_passe: str) -> bytes:
        """Return the key when the server has none to give back: the one kept here, or a new one."""
        if fiche is None:
            return new_key()
        try:
            return fiche.ouvrir(mot_de_passe, trousseau.lire(fiche.appareil) if fiche.trousseau else b"")[0]
        except WrongPasswordError as error:
            raise RefusedError(NO_KEY) from error

    def _by_the_server(self, fiche: FicheCompte, mot_de_passe: str, offline: str) -> Bureau:
        try:
            return self.enroler(fiche.serveur, fiche.identifiant, mot_de_passe)
        except MotDePasseRefuseError as error:
            raise RefusedError(WRONG) from error
        except HorsLigneError as error:
            raise RefusedError(offline) from error

    def _renew(self, replique: Replique, fiche: FicheCompte, mot_de_passe: str, envelope: str) -> bool:
        """Ask for a new token if the server refused the last one; tell whether it took the password.

        Without network it will be next time. What it has refused is not tried twice: five wrong
        passwords lock the account.
        """
        with replique.read() as connection:
            asked, refused = get(connection, "a_reconnecter"), get(connection, "enveloppe_refusee")
        if not asked and fiche.prochaine is None:
            return False
        if refused == envelope:
            self.avertissement = CHANGED
            return False
        try:
            answer = self._connecter(fiche.serveur, fiche.identifiant, mot_de_passe, self._device(fiche))
            identifier(replique, fiche, answer, "")
        except MotDePasseRefuseError:
            self.avertissement = CHANGED
            retenir(replique, enveloppe_refusee=envelope)
        except HorsLigneError:
            return False
        except RefusedError as error:
            self.avertissement = error.message
        else:
            return True
        return False

    def _settle(self, replique: Replique, fiche: FicheCompte, key: bytes) -> None:
        """Give the server what it has not had yet: its envelope of the key, what a wreck held."""
        with replique.read() as connection:
            token, owed = get(connection, "jeton", ""), get(connection, "enveloppe_a_deposer")
        if owed and _attempt(lambda: self._deposer(fiche.serveur, token, key)):
            retenir(replique, enveloppe_a_deposer=False)
        for rescued in epaves.a_remettre(self._folder, fiche.compte):
            if _attempt(partial(self._hand_over, fiche.serveur, token, rescued)):
                rescued.unlink(missing_ok=True)

    def _hand_over(self, serveur: str, token: str, rescued: Path) -> None:
        self._remettre(serveur, token, rescued.read_bytes())

    def _fiche(self, identifiant: str) -> FicheCompte | None:
        known = comptes.lister(self._folder)
        return next((fiche for fiche in known if fiche.identifiant == identifiant), None)

    def _poste(self, replique: Replique) -> Poste:
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
        return Poste(replique, moi, self._clock, self._ids)

    def _bureau(self, replique: Replique, fiche: FicheCompte) -> Bureau:
        poste = self._poste(replique)
        bureau = Bureau(poste, MonCompte(self._folder, fiche, poste, self._changer))
        bureau.relire()  # here, where a door that opens is awaited off the screen
        return bureau


def _attempt(call: Callable[[], None]) -> bool:
    """Do what the opening must not wait for; it is tried again at the next one."""
    try:
        call()
    except RefusedError:
        return False
    return True
