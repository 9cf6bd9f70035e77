"""The settings of a département as the server reads them: its rows over the complete defaults."""

from sqlalchemy import Connection, select

from domain.reglage.nomenclatures import Settings
from resources import default_settings
from server.models import RECORDS

_REGLAGE = RECORDS["reglage"]


def settings_of(connection: Connection, departement: str) -> Settings:
    """Return the settings in force in ``departement``."""
    rows = connection.execute(
        select(_REGLAGE.c.nom, _REGLAGE.c.valeur, _REGLAGE.c.revision).where(
            _REGLAGE.c.departement == departement, _REGLAGE.c.supprime.is_(False)
        )
    )
    return Settings.of(default_settings(), [(str(nom), valeur, int(rev or 0)) for nom, valeur, rev in rows])
