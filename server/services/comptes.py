"""The accounts: who may sign in, with which profile and how far each one sees (R-ACC-1).

An account and its ``collaborateur`` record share one identifier: the account stays on the server,
the collaborateur travels to the replicas, so that a referent's name can be shown offline.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from domain.clock import instant
from domain.errors import RefusedError
from domain.profils import Profile
from server.models import appareil, compte
from server.serveur import Serveur
from server.services.departements import departement_of
from server.services.ecriture import Ecriture
from server.services.reglages import settings_of

PASSWORD_MIN, PASSWORD_MAX = 12, 200
PROVISOIRE = dt.timedelta(hours=24)
"""How long a password given by somebody else opens the account, before its owner has chosen one (R-ACC-5)."""


@dataclass(frozen=True, slots=True)
class NouveauCompte:
    """What it takes to create an account. ``dtas``: codes of the territories a service sees."""

    identifiant: str
    nom: str
    prenom: str
    profil: Profile
    structure: str | None = None
    dtas: tuple[str, ...] = ()
    telephone: str | None = None
    mail: str | None = None


def folded(identifiant: str) -> str:
    """Return the form under which an identifiant is unique: nobody should be locked out by a capital."""
    return identifiant.strip().casefold()


def create_compte(
    serveur: Serveur,
    nouveau: NouveauCompte,
    mot_de_passe: str | None,
    *,
    departement: str | None = None,
    valable: dt.timedelta | None = None,
) -> str:
    """Create an account and its collaborateur; return their identifier. Raises RefusedError.

    Without password nobody can sign in until :func:`set_password`; whoever was given one by
    somebody else is asked to change it, and signs in with it for ``valable`` at most, if that is said.
    """
    hashed = None if mot_de_passe is None else serveur.hasher.hash(checked_password(mot_de_passe))
    identifiant = folded(nouveau.identifiant)
    if not identifiant or not identifiant.isprintable():
        raise RefusedError("L’identifiant du compte est à remplir.")
    with serveur.engine.begin() as connection:
        code = departement_of(connection, departement)
        if connection.execute(select(compte.c.id).where(compte.c.identifiant == identifiant)).first():
            raise RefusedError(f"L’identifiant «\u00a0{identifiant}\u00a0» est déjà pris.")
        settings = settings_of(connection, code)
        known = {entry.code for entry in settings.codes("dtas")}
        for dtas in nouveau.dtas:
            if dtas not in known:
                names = ", ".join(sorted(known))
                raise RefusedError(f"«\u00a0{dtas}\u00a0» n’est pas un territoire connu\u00a0: {names}.")
        ecriture = Ecriture(connection, code, None, serveur.clock, serveur.ids, settings=settings)
        identifier = ecriture.creer(
            "collaborateur",
            {
                "nom": nouveau.nom,
                "prenom": nouveau.prenom,
                "profil": nouveau.profil.value,
                "structure": nouveau.structure,
                "dtas": nouveau.dtas[0] if nouveau.dtas else None,
                "telephone": nouveau.telephone,
                "mail": nouveau.mail,
            },
        )
        connection.execute(
            insert(compte),
            {
                "departement": code,
                "id": identifier,
                "identifiant": identifiant,
                "nom": nouveau.nom,
                "prenom": nouveau.prenom,
                "profil": nouveau.profil.value,
                "structure": nouveau.structure,
                "dtas": list(nouveau.dtas),
                "mot_de_passe": hashed,
                "a_changer": True,
                "provisoire_jusque": None if valable is None else instant(serveur.clock.now() + valable),
                "essais": 0,
                "actif": True,
                "cree_le": instant(serveur.clock.now()),
            },
        )
        ecriture.terminer()
    return identifier


def list_comptes(connection: Connection, departement: str) -> Sequence[Row[tuple[object, ...]]]:
    """Return the accounts of a département by identifiant, without their passwords."""
    columns = [column for column in compte.c if column.name != "mot_de_passe"]
    return connection.execute(
        select(*columns).where(compte.c.departement == departement).order_by(compte.c.identifiant)
    ).all()


def set_password(serveur: Serveur, identifiant: str, mot_de_passe: str) -> None:
    """Give an account a password that its owner will be asked to change within a day; lift its lock.

    Its devices must sign in again with it: their replicas open with the former one until then.
    """
    hashed = serveur.hasher.hash(checked_password(mot_de_passe))
    until = instant(serveur.clock.now() + PROVISOIRE)
    values = {
        "mot_de_passe": hashed,
        "a_changer": True,
        "provisoire_jusque": until,
        "essais": 0,
        "verrouille_jusque": None,
    }
    with serveur.engine.begin() as connection:
        found = _update(connection, identifiant, values)
        cancel_tokens(connection, found.departement, found.id, instant(serveur.clock.now()))


def cancel_tokens(connection: Connection, code: str, identifier: str, now: str, but: str = "") -> None:
    """Make the devices of an account sign in again, ``but`` the one at which its owner is."""
    connection.execute(
        update(appareil)
        .where(appareil.c.departement == code, appareil.c.compte == identifier, appareil.c.id != but)
        .values(jeton_annule_le=now)
    )


def block(serveur: Serveur, identifiant: str) -> None:
    """Close an account: its tokens stop working at once; what it wrote stays."""
    with serveur.engine.begin() as connection:
        _update(connection, identifiant, {"actif": False})


def unblock(serveur: Serveur, identifiant: str) -> None:
    """Open an account again, and lift the lock that wrong passwords put on it."""
    with serveur.engine.begin() as connection:
        _update(connection, identifiant, {"actif": True, "essais": 0, "verrouille_jusque": None})


def checked_password(mot_de_passe: str) -> str:
    """Return the password, or raise RefusedError: its length is all that is asked of it."""
    if len(mot_de_passe) < PASSWORD_MIN:
        raise RefusedError(f"Le mot de passe doit avoir {PASSWORD_MIN} caractères au moins.")
    if len(mot_de_passe) > PASSWORD_MAX:
        raise RefusedError(f"Le mot de passe doit avoir {PASSWORD_MAX} caractères au plus.")
    return mot_de_passe


def find_compte(connection: Connection, identifiant: str) -> Row[Any]:
    """Return an account by the name it signs in with. Raises RefusedError if there is none."""
    found = connection.execute(select(compte).where(compte.c.identifiant == folded(identifiant))).first()
    if found is None:
        raise RefusedError(f"Aucun compte ne porte l’identifiant «\u00a0{identifiant}\u00a0».")
    return found


def _update(connection: Connection, identifiant: str, values: dict[str, object]) -> Row[Any]:
    found = find_compte(connection, identifiant)
    mine = (compte.c.departement == found.departement) & (compte.c.id == found.id)
    connection.execute(update(compte).where(mine).values(values))
    return found
