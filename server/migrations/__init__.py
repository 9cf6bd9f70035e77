"""Bringing a database to the shape this program expects, from a program rather than a shell.

To change a table: 1. the form or ``server/models``; 2. a new revision in ``versions`` written with
explicit operations, because a migration must still say in five years what it did; 3. the tests of
``tests/server/models`` compare its head with the models on SQLite and on PostgreSQL.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from domain.errors import RefusedError


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Return the newest revision this program knows."""
    return str(ScriptDirectory.from_config(configuration()).get_current_head())


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to ``revision``, in one transaction."""
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)


def check(engine: Engine) -> None:
    """Raise RefusedError unless the database has exactly the shape this program expects."""
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present is None:
        raise RefusedError("Cette base n’est pas encore créée. Lancez d’abord\u00a0: permanence-server init")
    if present != head():
        raise RefusedError(
            f"Cette base est à la version {present}, ce programme attend la version {head()}. "
            "Lancez «\u00a0permanence-server init\u00a0» avec le programme le plus récent."
        )
