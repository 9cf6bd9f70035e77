import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from domain.errors import RefusedError
from server import migrations
from server.models import metadata


def test_the_head_of_the_migrations_is_the_models(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_going_down_leaves_nothing_behind(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)
    with empty_engine.begin() as connection:
        command.downgrade(migrations.configuration(connection), "base")
    assert set(inspect(empty_engine).get_table_names()) == {"alembic_version"}


def test_a_base_never_created_is_refused_in_words(empty_engine: Engine) -> None:
    with pytest.raises(RefusedError, match="permanence-server init"):
        migrations.check(empty_engine)


def test_a_base_of_another_version_is_refused_in_words(engine: Engine) -> None:
    migrations.check(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RefusedError, match="9999"):
        migrations.check(engine)
