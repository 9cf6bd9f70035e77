"""What is asked of the base, and how often: each question is a round trip, and each lock has its place."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from domain.profils import Profile
from server.services.appelants import authenticate
from tests.server.monde import Monde


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """Keep the questions that pass."""
    statements: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    yield statements
    event.remove(engine, "before_cursor_execute", keep)


@pytest.mark.parametrize(("profile", "questions"), [(Profile.REFERENT, 1), (Profile.CDS, 2)])
def test_knowing_who_calls_reads_a_setting_for_a_territory_alone(
    monde: Monde, profile: Profile, questions: int
) -> None:
    """R-ACC-9: a référent, who asks most often, is not concerned."""
    monde.compte("alix", profile, dtas="nord")
    device, engine = monde.device("alix"), monde.serveur.engine
    with engine.connect() as connection, asked(engine) as statements:
        known = authenticate(connection, device.token, monde.clock.now())
    assert (known.archivage_mois, len(statements)) == (24 * (questions - 1), questions)
    assert sum("reglage" in statement for statement in statements) == questions - 1
