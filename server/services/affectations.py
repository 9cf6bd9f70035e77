"""Designating who accompanies a dossier, when no Genesis says it (R-ACC-1/3/7)."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from domain.clock import today
from domain.errors import RefusedError
from domain.fields import Value
from server.models import RECORDS, compte, departement
from server.serveur import Serveur
from server.services.comptes import folded
from server.services.departements import departement_of
from server.services.ecriture import Ecriture
from server.services.reglages import settings_of

Role = Literal["parcours", "etape"]
_DOSSIER, _AFFECTATION = RECORDS["dossier"], RECORDS["affectation"]


@dataclass(frozen=True, slots=True)
class Designation:
    """Whom to designate on which dossier, from when; a référent d’étape also until when."""

    numero: str
    identifiant: str
    role: Role
    debut: dt.date | None = None
    fin: dt.date | None = None


def designate(serveur: Serveur, asked: Designation, *, code: str | None = None) -> str:
    """Designate a référent and return the identifier of the affectation. Raises RefusedError.

    A new référent de parcours takes the place of the former one, whose end is the day of the new
    one's beginning (R-GEN-7): he records no sortie (R-ACC-3).
    """
    with serveur.engine.begin() as connection:
        code = departement_of(connection, code)
        zone = connection.execute(select(departement.c.fuseau).where(departement.c.code == code)).scalar_one()
        debut = asked.debut or today(serveur.clock, ZoneInfo(zone))
        if asked.fin is not None and asked.fin < debut:
            raise RefusedError("La fin d’une affectation ne peut pas précéder son début.", "R-ACC-1")
        if asked.role == "etape" and asked.fin is None:
            raise RefusedError(
                "Un référent d’étape est désigné jusqu’à une date\u00a0: indiquez-la.", "R-ACC-7"
            )
        dossier = _dossier(connection, code, asked.numero)
        referent = _compte(connection, code, asked.identifiant)
        settings = settings_of(connection, code)
        ecriture = Ecriture(connection, code, None, serveur.clock, serveur.ids, settings=settings)
        if asked.role == "parcours":
            _end_others(connection, ecriture, code, dossier, debut)
        values: dict[str, Value] = {
            "referent": referent,
            "role": asked.role,
            "debut": debut.isoformat(),
            "fin": asked.fin.isoformat() if asked.fin else None,
        }
        identifier = ecriture.creer("affectation", values, dossier=dossier)
        ecriture.terminer()
    return identifier


def _end_others(connection: Connection, ecriture: Ecriture, code: str, dossier: str, debut: dt.date) -> None:
    column = _AFFECTATION.c
    running = connection.execute(
        select(column.id, column.fin).where(
            column.departement == code,
            column.dossier == dossier,
            column.role == "parcours",
            column.supprime.is_(False),
        )
    )
    for identifier, fin in running.all():
        if not fin or fin > debut.isoformat():
            ecriture.modifier("affectation", identifier, {"fin": debut.isoformat()})


def _dossier(connection: Connection, code: str, numero: str) -> str:
    found = list(
        connection.execute(
            select(_DOSSIER.c.id).where(
                _DOSSIER.c.departement == code, _DOSSIER.c.numero == numero, _DOSSIER.c.supprime.is_(False)
            )
        ).scalars()
    )
    if len(found) != 1:
        problem = "Aucun dossier ne porte" if not found else "Plusieurs dossiers portent"
        raise RefusedError(f"{problem} le numéro «\u00a0{numero}\u00a0».")
    return str(found[0])


def _compte(connection: Connection, code: str, identifiant: str) -> str:
    found = connection.execute(
        select(compte.c.id).where(compte.c.departement == code, compte.c.identifiant == folded(identifiant))
    ).scalar()
    if found is None:
        raise RefusedError(f"Aucun compte ne porte l’identifiant «\u00a0{identifiant}\u00a0».")
    return str(found)
