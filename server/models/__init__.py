"""The tables of the central server: SQLAlchemy Core, the same on SQLite and on PostgreSQL.

Every table begins its key with ``departement`` (design §1): one server serves several, and the
day one machine is not enough the tables distribute by that column.
"""

from server.models.records import RECORDS, column_type, record_table
from server.models.tables import (
    appareil,
    cle_ancienne,
    compte,
    contenu,
    departement,
    empreinte_dossier,
    identite_genesis,
    journal,
    maillon,
    metadata,
    portee_appareil,
    reponse,
)

__all__ = [
    "RECORDS",
    "appareil",
    "cle_ancienne",
    "column_type",
    "compte",
    "contenu",
    "departement",
    "empreinte_dossier",
    "identite_genesis",
    "journal",
    "maillon",
    "metadata",
    "portee_appareil",
    "record_table",
    "reponse",
]
