"""What the head of a dossier marks of its accompaniment, and the address that is elsewhere (R-FA-11)."""

from sqlalchemy import Connection

from desktop.models.tables import RECORDS
from desktop.services.poste import Poste, Values, row, rows, text_of
from domain.beneficiaire.rules import outside
from domain.clock import today
from domain.file_active.marques import marks
from domain.file_active.rules import current_referent
from domain.hint import Hint


def lire_marques(
    poste: Poste, connection: Connection, person: Values, affectations: list[Values]
) -> tuple[Hint, ...]:
    """Return the marks of a dossier."""

    def of(kind: str) -> list[Values]:
        return rows(connection, kind, RECORDS[kind].c.dossier == person["id"])

    return marks(
        person,
        of("veille"),
        of("demande_midem"),
        today=today(poste.clock),
        days=int(poste.settings["departement.veille_alerte_jours"]),
        hors=lire_hors(poste, connection, person, affectations),
    )


def lire_hors(
    poste: Poste, connection: Connection, person: Values, affectations: list[Values]
) -> Hint | None:
    """Return the flag of an address outside the département or the référent’s territory, if it is."""
    referent = current_referent(affectations, today(poste.clock))
    colleague = row(connection, "collaborateur", referent) if referent else None
    return outside(person, poste.moi.departement, text_of((colleague or {}).get("dtas")))
