"""The tables of the central server: SQLAlchemy Core, the same on SQLite and on PostgreSQL.

Every table begins its key with ``departement`` (design §1): one server serves several, and the
day one machine is not enough the tables distribute by that column.
"""

from server.models.records import RECORDS, column_type, record_table
from server.models.tables import (
    appareil,
    chaine_serveur,
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
    signature_sms,
)

__all__ = [
    "RECORDS",
    "appareil",
    "chaine_serveur",
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
    "signature_sms",
]
