"""What people do, as the past is told: each act has an author, a day, a dossier and a content.

An act says nothing of identifiers the base gives (dossiers, accounts): the device that plays it
knows them from its own synchronisation, as a laptop does.
"""

import datetime as dt
from dataclasses import dataclass

from domain.cer.states import State
from domain.exchange.v1 import Op
from domain.fields import Value


@dataclass(frozen=True, slots=True)
class Ecrire:
    """Create or change a record. The value :data:`MOI` stands for the author's account."""

    kind: str
    record: str
    set: dict[str, Value]
    op: Op = Op.CREATE
    was: dict[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Accorder:
    """Take the accord of the person on a CER as it is now on the author's device."""

    cer: str
    reponse: str
    moyen: str
    motif: str | None = None


@dataclass(frozen=True, slots=True)
class ChangerEtat:
    """Record a change of state of a CER (R-CER-12)."""

    cer: str
    rang: int
    de: State
    vers: State
    motif: str | None = None


@dataclass(frozen=True, slots=True)
class Deposer:
    """File a document: ``set`` is its record without what its content says, ``contenu`` a PDF."""

    record: str
    set: dict[str, Value]
    contenu: bytes


MOI = "@moi"
Quoi = Ecrire | Accorder | ChangerEtat | Deposer


@dataclass(frozen=True, slots=True)
class Acte:
    """One act: ``auteur`` is what the account signs in with, ``dossier`` the Genesis number."""

    quand: dt.datetime
    auteur: str
    dossier: str
    quoi: Quoi
