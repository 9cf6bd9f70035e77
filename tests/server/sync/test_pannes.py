"""What the base itself refuses: it blocks nobody else, and the log quotes nothing."""

from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import Engine, create_engine, select, text

from domain.exchange.v1 import Change, Op, Outcome
from server.models import RECORDS
from tests.server.clients import Device
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur

SENTINEL = "piege-confidentiel"

SQLITE_TRAP = f"""
CREATE TRIGGER piege BEFORE INSERT ON entretien WHEN NEW.suite = '{SENTINEL}'
BEGIN SELECT RAISE(ABORT, 'refus de la base'); END
"""
POSTGRESQL_TRAP = f"""
CREATE FUNCTION piege() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.suite = '{SENTINEL}' THEN RAISE EXCEPTION 'refus de la base'; END IF; RETURN NEW; END $$;
CREATE TRIGGER piege BEFORE INSERT ON entretien FOR EACH ROW EXECUTE FUNCTION piege();
"""


@pytest.fixture
def impatient(postgresql_engine: Engine) -> Iterator[Monde]:
    """A server on PostgreSQL that waits for a lock a tenth of a second only."""
    engine = create_engine(postgresql_engine.url, connect_args={"options": "-c lock_timeout=100"})
    with Monde.serving(build_serveur(engine, StoppedClock())) as monde:
        yield monde
    engine.dispose()


def creation(device: Device, dossier: str, suite: str) -> Change:
    return device.change("entretien", device.ids.new(), {"suite": suite}, op=Op.CREATE, dossier=dossier)


def test_a_change_that_the_base_refuses_is_kept_and_holds_up_no_other(
    monde: Monde, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 12."""
    alix = monde.referent()
    dossier = monde.dossier(alix.compte["id"])
    with monde.serveur.engine.begin() as connection:
        postgresql = connection.dialect.name == "postgresql"
        connection.execute(text(POSTGRESQL_TRAP if postgresql else SQLITE_TRAP))
    changes = [creation(alix, dossier, suite) for suite in ("un", SENTINEL, "trois")]
    answers = alix.push(*changes)
    assert [answer.outcome for answer in answers] == [Outcome.APPLIED, Outcome.REFUSED, Outcome.APPLIED]
    assert "gardée de côté" in answers[1].message
    assert alix.push(changes[1])[0].duplicate
    assert SENTINEL not in caplog.text


def test_a_batch_that_cannot_pass_whole_is_replayed_change_by_change(
    impatient: Monde, postgresql_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Decision 12: what could be taken is taken; the rest is sent again by the device."""
    alix = impatient.referent()
    dossier = impatient.dossier(alix.compte["id"])
    alix.sync()
    free, locked = creation(alix, dossier, "libre"), creation(alix, dossier, "pris")
    alix.push(free, locked)
    edits = [
        alix.change("entretien", made.record, {"lieu": "cms"}, dossier=dossier) for made in (free, locked)
    ]
    table = RECORDS["entretien"]
    with postgresql_engine.begin() as holder:
        holder.execute(select(table).where(table.c.id == locked.record).with_for_update())
        busy = alix.post(*edits)
        assert (busy.status_code, "réessaiera" in busy.json()["message"]) == (503, True)
    answers = alix.push(*edits)
    assert [(answer.outcome, answer.duplicate) for answer in answers] == [
        (Outcome.APPLIED, True),
        (Outcome.APPLIED, False),
    ]
    assert "base indisponible" in caplog.text


def test_a_failure_of_the_server_is_said_in_french_and_logged_without_a_word_of_it(
    postgresql_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with Monde.serving(build_serveur(postgresql_engine, StoppedClock())) as monde:
        with postgresql_engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE compte")
        appareil = {"id": monde.serveur.ids.new(), "nom": SENTINEL, "cle_publique": ""}
        body = {"identifiant": SENTINEL, "mot_de_passe": SENTINEL, "appareil": appareil}
        answer = requests.post(f"{monde.url}/connexion", json=body, timeout=60)
    assert (answer.status_code, "gardé sur ce poste" in answer.json()["message"]) == (500, True)
    assert "ProgrammingError" in caplog.text
    assert SENTINEL not in caplog.text
