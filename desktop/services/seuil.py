"""Behind the door: opening the file itself, saying whose it is, and how long it may stay alone."""

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from desktop.models.connexion import UnreadableReplicaError
from desktop.models.copie import half_put_back
from desktop.models.integrite import WAL, crashed, verifier
from desktop.models.replique import Replique, get, put
from desktop.services import epaves
from desktop.vault.comptes import PRIVATE, FicheCompte
from domain.clock import Clock, instant, read_instant
from domain.errors import RefusedError

ANOTHER_SERVER = (
    "Ces données sont celles d’un autre serveur que celui qui vient de répondre\u00a0: rien n’a été échangé. "
    "Vérifiez l’adresse, ou prévenez votre service informatique\u00a0; votre travail est gardé sur ce poste."
)


class AbimeError(RefusedError):
    """The replica does not read any more: it was set aside, and can be begun again with the network."""

    def __init__(self, message: str, serveur: str, identifiant: str) -> None:
        super().__init__(message)
        self.serveur = serveur
        self.identifiant = identifiant


def ouvrir_la_replique(
    folder: Path, fiche: FicheCompte, key: bytes, now: dt.datetime, *, known: bool = True
) -> Replique:
    """Open a replica, or begin one that is not ``known``. Raises AbimeError once it is set aside."""
    path = folder / fiche.fichier
    folder.mkdir(PRIVATE, parents=True, exist_ok=True)
    words = epaves.remettre_la_copie(folder, fiche, key, now) if known and half_put_back(path) else None
    try:
        replique, device = _open(path, key)
    except OperationalError:
        raise
    except (UnreadableReplicaError, DatabaseError) as error:
        words = epaves.remettre_la_copie(folder, fiche, key, now) if known else None
        if words is None:
            raise _set_aside(folder, fiche, key, now) from error
        replique, device = _open(path, key)
    replique.remise = words or ""
    if device == (fiche.appareil if known else None):
        return replique
    replique.close()
    if device is None:
        raise _set_aside(folder, fiche, key, now)
    raise RefusedError("Ce fichier appartient à un autre poste\u00a0: il n’a pas été touché.")


def identifier(
    replique: Replique, fiche: FicheCompte, answer: dict[str, Any], private: str, *, owed: bool = False
) -> None:
    """Write in a replica whose it is and what the server just said; ``owed``: it has no envelope of it.

    Raises RefusedError if another server than its own answered (rule 20 of the lessons): its numbers and
    its cursor mean something else there.
    """

    def work(connection: Connection) -> tuple[None, None]:
        known = get(connection, "cle_serveur_signature")
        if known is not None and known != answer.get("cles", {}).get("signature", known):
            raise RefusedError(ANOTHER_SERVER)
        put(
            connection,
            serveur=fiche.serveur,
            appareil=fiche.appareil,
            compte=answer["compte"],
            jeton=answer["jeton"],
            derniere_synchro=get(connection, "derniere_synchro"),
            contact=answer["maintenant"],
            a_reconnecter=False,
            a_changer=bool(answer.get("a_changer")),
            enveloppe_refusee=None,
            enveloppe_a_deposer=owed or bool(get(connection, "enveloppe_a_deposer")),
            **{f"cle_serveur_{name}": key for name, key in answer.get("cles", {}).items()},
        )
        if get(connection, "cle_privee") is None:
            put(connection, cle_privee=private)
        return None, None

    replique.ecrivain.submit(work).result()


def retenir(replique: Replique, **values: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write what the replica must know of itself, and wait for it."""

    def work(connection: Connection) -> tuple[None, None]:
        put(connection, **values)
        return None, None

    replique.ecrivain.submit(work).result()


def exiger_un_contact(replique: Replique, clock: Clock, days: int) -> None:
    """Refuse to show dossiers more than ``days`` after the last contact with the server (decision 24).

    The greatest time ever seen counts: a clock set back does not lift the limit.
    """
    now = instant(clock.now())
    with replique.read() as connection:
        contact = max(get(connection, "derniere_synchro") or "", get(connection, "contact") or "")
        latest = max(get(connection, "temps_max") or "", now)
    retenir(replique, temps_max=latest)
    if contact and read_instant(latest) - read_instant(contact) > dt.timedelta(days=days):
        raise RefusedError(
            f"Ce poste n’a pas rencontré le serveur depuis plus de {days} jours. Ouvrez une fois "
            "avec le réseau pour retrouver vos dossiers\u00a0; rien n’est perdu."
        )


def _set_aside(folder: Path, fiche: FicheCompte, key: bytes, now: dt.datetime) -> AbimeError:
    """Rename what does not open, account included, and save from it what was never sent."""
    return AbimeError(epaves.sauver(folder, fiche, key, now), fiche.serveur, fiche.identifiant)


def _open(path: Path, key: bytes) -> tuple[Replique, str | None]:
    """Check, then open, keeping meanwhile the journal that a crash left.

    SQLite deletes one that it cannot read when it closes the file, and the words may be nowhere else.
    """
    journal = path.with_name(path.name + WAL)
    kept = journal.read_bytes() if crashed(path) else b""
    try:
        verifier(path, key)
        replique = Replique(path, key)
        return replique, _device_of(replique)
    except (UnreadableReplicaError, DatabaseError):
        if kept:
            journal.write_bytes(kept)
        raise


def _device_of(replique: Replique) -> str | None:
    """Return the device a replica belongs to; close it if it does not even say that."""
    try:
        with replique.read() as connection:
            device: str | None = get(connection, "appareil")
    except DatabaseError:
        replique.close()
        raise
    return device
