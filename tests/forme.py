"""A new replica takes the shape that the migrations gave to the first one of this process.

Each would otherwise be migrated from nothing, which takes longer than most tests. One that holds
something already is migrated for real, and so is the first.
"""

from functools import cache

from sqlalchemy import Connection, create_engine, inspect, text

from desktop.models.migrations import upgrade as migrate

_SAID = text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")


@cache
def _shape() -> tuple[str, ...]:
    with create_engine("sqlite://").begin() as connection:
        migrate(connection)
        said = connection.execute(_SAID).scalars().all()
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.rollback()
    return (*said, f"INSERT INTO alembic_version VALUES ('{version}')")  # noqa: S608 - our own


def upgrade(connection: Connection) -> None:
    """Do what the migrations do to ``connection``."""
    if inspect(connection).has_table("alembic_version"):
        migrate(connection)
        return
    for statement in _shape():
        connection.exec_driver_sql(statement)
