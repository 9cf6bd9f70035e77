import pytest
from sqlalchemy import Connection, Engine, insert, select

from domain.exchange.v1 import DIGEST_MASK, fingerprint
from domain.ids import Ids
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from server.models import RECORDS, departement, empreinte_dossier, journal
from server.services.ecriture import Ecriture
from tests.server.clocks import StoppedClock


@pytest.fixture
def base(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(
            insert(departement),
            {"code": "07", "nom": "Essai", "fuseau": "Europe/Paris", "epoque": "e1", "seq": 0},
        )
    return engine


def writer(connection: Connection, clock: StoppedClock | None = None) -> Ecriture:
    clock = clock or StoppedClock()
    settings = Settings.of(default_settings())
    return Ecriture(connection, "07", None, clock, Ids(clock), settings=settings)


def digest(connection: Connection, dossier: str) -> tuple[int, int]:
    table = empreinte_dossier
    row = connection.execute(select(table.c.nombre, table.c.somme).where(table.c.dossier == dossier)).one()
    return int(row.nombre), int(row.somme)


def expected_digest(connection: Connection, dossier: str) -> tuple[int, int]:
    rows = [
        (kind, row.id, row.rev)
        for kind, table in RECORDS.items()
        for row in connection.execute(
            select(table.c.id, table.c.rev).where(table.c.dossier == dossier, table.c.supprime.is_(False))
        )
    ]
    return len(rows), sum(fingerprint(*row) for row in rows) & DIGEST_MASK


def test_a_record_created_is_numbered_journalled_and_digested(base: Engine) -> None:
    with base.begin() as connection:
        ecriture = writer(connection)
        dossier = ecriture.creer("dossier", {"nom": "TEST", "etat_droit": "versable"})
        ecriture.creer("entretien", {"moment": "2026-11-20T09:00"}, dossier=dossier)
        assert ecriture.terminer() == 1
    with base.connect() as connection:
        row = connection.execute(select(RECORDS["dossier"])).one()
        assert (row.dossier, row.rev, row.etat_droit_libelle) == (dossier, 1, "Droit ouvert et versable")
        lines = connection.execute(select(journal.c.seq, journal.c.id, journal.c.kind).order_by("id")).all()
        assert [tuple(line) for line in lines] == [(1, 0, "dossier"), (1, 1, "entretien")]
        assert digest(connection, dossier) == expected_digest(connection, dossier)


def test_what_does_not_differ_is_not_written(base: Engine) -> None:
    with base.begin() as connection:
        ecriture = writer(connection)
        dossier = ecriture.creer("dossier", {"nom": "TEST", "commune": ""})
        ecriture.terminer()
    with base.begin() as connection:
        ecriture = writer(connection)
        assert ecriture.modifier("dossier", dossier, {"nom": "TEST", "commune": None}) is False
        assert ecriture.terminer() is None


def test_several_writes_of_one_record_make_one_line(base: Engine) -> None:
    with base.begin() as connection:
        ecriture = writer(connection)
        dossier = ecriture.creer("dossier", {"nom": "TEST"})
        ecriture.modifier("dossier", dossier, {"nom": "ESSAI"})
        entretien = ecriture.creer("entretien", {}, dossier=dossier)
        ecriture.supprimer("entretien", entretien)
        ecriture.terminer()
    with base.connect() as connection:
        assert len(connection.execute(select(journal)).all()) == 2
        assert digest(connection, dossier) == expected_digest(connection, dossier)
        assert digest(connection, dossier)[0] == 1


def test_a_deleted_record_that_is_written_again_lives_again(base: Engine) -> None:
    with base.begin() as connection:
        ecriture = writer(connection)
        dossier = ecriture.creer("dossier", {"nom": "TEST"})
        entretien = ecriture.creer("entretien", {}, dossier=dossier)
        ecriture.terminer()
    for deleted in (True, False):
        with base.begin() as connection:
            ecriture = writer(connection)
            if deleted:
                ecriture.supprimer("entretien", entretien)
            else:
                ecriture.modifier("entretien", entretien, {})
            ecriture.terminer()
            assert digest(connection, dossier) == expected_digest(connection, dossier)
    with base.connect() as connection:
        row = connection.execute(select(RECORDS["entretien"])).one()
        assert (row.supprime, row.rev) == (False, 3)


def test_an_attempt_that_fails_leaves_no_trace(base: Engine) -> None:
    with base.begin() as connection:
        ecriture = writer(connection)
        dossier = ecriture.creer("dossier", {"nom": "TEST"})
        with pytest.raises(LookupError):
            _write_then_fail(ecriture, dossier)
        ecriture.terminer()
    with base.connect() as connection:
        assert connection.execute(select(RECORDS["entretien"])).all() == []
        assert len(connection.execute(select(journal)).all()) == 1
        assert digest(connection, dossier) == expected_digest(connection, dossier)


def _write_then_fail(ecriture: Ecriture, dossier: str) -> None:
    with ecriture.tentative():
        ecriture.creer("entretien", {}, dossier=dossier)
        ecriture.modifier("entretien", "absent", {"lieu": "cms"})
