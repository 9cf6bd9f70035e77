"""One's own account: the password, changed with the server and wrapped again here (decision 24).

The replica's key never changes, only what wraps it. The order makes a cut harmless at any point:
first both envelopes are on the disk, under the old password and the new; then the server is asked;
only its yes leaves the new one alone. If its answer is lost, either password opens this computer
until it is known which one the server has.
"""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select

from desktop.models.contenus import Etape, Sens
from desktop.models.outbox import waiting
from desktop.models.replique import get, put
from desktop.models.tables import contenu
from desktop.services.acces import Changer, HorsLigneError
from desktop.services.poste import Poste
from desktop.services.preferences import Preferences
from desktop.vault import comptes, trousseau
from desktop.vault.comptes import FicheCompte
from desktop.vault.enveloppe import WrongPasswordError, sceller
from domain.errors import RefusedError

LONGUEUR = 12
REGLES = f"{LONGUEUR} caractères au moins. Une phrase de quelques mots se retient mieux qu’un mot compliqué."
NOT_THIS_ONE = "Ce n’est pas votre mot de passe actuel."
UNSURE = (
    "Le serveur n’a pas répondu\u00a0: on ne sait pas s’il a pris le nouveau mot de passe. En attendant, "
    "l’ancien et le nouveau ouvrent tous les deux ce poste. Recommencez avec le réseau\u00a0: "
    "rien n’est perdu."
)


class MonCompte:
    """The account of an unlocked replica."""

    def __init__(self, folder: Path, fiche: FicheCompte, poste: Poste, changer: Changer) -> None:
        self._folder = folder
        self.preferences = Preferences(folder)
        self._fiche = fiche
        self._poste = poste
        self._changer = changer

    @property
    def identifiant(self) -> str:
        """Return the name one signs in with."""
        return self._fiche.identifiant

    @property
    def serveur(self) -> str:
        """Return the address of the server."""
        return self._fiche.serveur

    @property
    def a_changer(self) -> bool:
        """Tell whether the password was chosen by somebody else."""
        with self._poste.replique.read() as connection:
            return bool(get(connection, "a_changer"))

    @property
    def tout_remis(self) -> bool:
        """Tell whether nothing written here waits to reach the server, contents of documents included."""
        sending = select(contenu.c.document).where(
            contenu.c.sens == Sens.ENVOI, contenu.c.etat == Etape.A_FAIRE
        )
        with self._poste.replique.read() as connection:
            return not waiting(connection) and connection.execute(sending).first() is None

    def changer_mot_de_passe(self, ancien: str, nouveau: str) -> None:
        """Replace the password, at the server and here. Takes about half a second, on purpose.

        Raises RefusedError; HorsLigneError when the server's answer was lost.
        """
        if len(nouveau) < LONGUEUR:
            raise RefusedError(f"Le nouveau mot de passe doit avoir {LONGUEUR} caractères au moins.")
        if nouveau == ancien:
            raise RefusedError("Le nouveau mot de passe est le même que l’ancien.")
        before = self._fiche
        secret = trousseau.lire(before.appareil) if before.trousseau else b""
        try:
            key, opening = before.ouvrir(ancien, secret)
        except WrongPasswordError as error:
            raise RefusedError(NOT_THIS_ONE) from error
        wrapped = sceller(key, nouveau, secret)
        self._keep(replace(before, enveloppe=opening, prochaine=wrapped))
        with self._poste.replique.read() as connection:
            token = get(connection, "jeton", "")
        try:
            self._changer(before.serveur, token, ancien, nouveau)
        except HorsLigneError as error:
            raise HorsLigneError(UNSURE) from error
        except RefusedError:
            self._keep(before)
            raise
        self._keep(before.sous(wrapped))
        self._poste.now_write(_chosen)

    def _keep(self, fiche: FicheCompte) -> None:
        comptes.garder(self._folder, fiche)
        self._fiche = fiche


def _chosen(connection: Connection) -> tuple[None, None]:
    put(connection, a_changer=False)
    return None, None
