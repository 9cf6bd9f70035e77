"""What is asked of the base, and how often: each question is a round trip, and each lock has its place."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from domain.profils import Profile
from server.services.appelants import authenticate
from server.sync.reception import receive
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


def test_new_records_that_few_may_read_are_locked_at_once_and_in_order(monde: Monde) -> None:
    """Else two batches that take them one by one may wait for each other."""
    alix, engine = monde.referent("alix"), monde.serveur.engine
    dossier = monde.dossier(alix.compte["id"])
    values: dict[str, Value] = {"visibilite": "privee", "texte": "Rappeler."}
    notes = [alix.change("note", alix.ids.new(), values, dossier=dossier, op=Op.CREATE) for _ in range(3)]
    with engine.connect() as connection:
        caller = authenticate(connection, alix.token, monde.clock.now())
    with asked(engine) as statements:
        answers = receive(monde.serveur, caller, notes)
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED] * 3
    (locking,) = (statement for statement in statements if "FROM note" in statement)
    assert "ORDER BY note.id" in locking
