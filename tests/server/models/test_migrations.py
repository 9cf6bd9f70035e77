import json

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, select, text

from domain.errors import RefusedError
from domain.exchange.v1 import DIGEST_MASK, fingerprint
from server import migrations
from server.models import RECORDS, departement, empreinte_dossier, journal, metadata


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


def test_what_was_kept_aside_becomes_items_that_travel(empty_engine: Engine) -> None:
    """Lesson 12, Lesson 19: a base of the first revision, with changes settled or not."""
    migrations.upgrade(empty_engine, "0001")
    old = MetaData()
    old.reflect(empty_engine)
    kept = {**KEPT, "contenu": json.dumps(CHANGE), "champs": ["situation"]}
    with empty_engine.begin() as connection:
        connection.execute(old.tables["departement"].insert(), DEPARTEMENT)
        connection.execute(old.tables["dossier"].insert(), DOSSIER)
        connection.execute(
            old.tables["quarantaine"].insert(),
            [
                kept | {"id": "q1", "change": "c1"},
                kept | {"id": "q2", "change": "c2", "dossier": "parti", "champs": []},
                kept | {"id": "q3", "change": "c3", "regle_le": AT, "regle_par": "alix"},
            ],
        )
    migrations.upgrade(empty_engine)
    reprise = RECORDS["reprise"]
    with empty_engine.connect() as connection:
        one, two = connection.execute(select(reprise).order_by(reprise.c.id)).mappings()
        lines = connection.execute(select(journal.c.seq, journal.c.record).order_by(journal.c.id)).all()
        assert connection.execute(select(departement.c.seq)).scalar_one() == 8
    assert (one["id"], one["dossier"], one["statut"], one["auteur"]) == ("q1", "d1", "ouverte", "alix")
    assert one["champs"] == {"situation": {"avant": "Avant.", "moi": "Mien."}}
    assert two["dossier"] is None, "its dossier is not there any more: it is its author’s alone"
    assert set(two["champs"]) == {"situation", "evaluation"}
    assert [tuple(line) for line in lines] == [(8, "q1"), (8, "q2")]
    with empty_engine.begin() as connection:
        command.downgrade(migrations.configuration(connection), "0001")
    migrations.upgrade(empty_engine)


def test_the_last_day_of_genesis_stays_and_the_flow_has_its_own(empty_engine: Engine) -> None:
    """Decision 32: an older extract is still refused after the server was brought up to date."""
    migrations.upgrade(empty_engine, "0006")
    old = MetaData()
    old.reflect(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(old.tables["departement"].insert(), DEPARTEMENT | {"date_extrait": "2026-11-20"})
    migrations.upgrade(empty_engine)
    with empty_engine.connect() as connection:
        days = connection.execute(select(departement.c.date_extrait, departement.c.date_flux)).one()
    assert tuple(days) == ("2026-11-20", None)


def test_the_sentence_of_a_change_of_referent_becomes_a_code_that_travels(empty_engine: Engine) -> None:
    """Decision 20, Lesson 19: a choice keeps code and label, in rows of former revisions too."""
    migrations.upgrade(empty_engine, "0006")
    old = MetaData()
    old.reflect(empty_engine)
    person = {**DOSSIER, "role": "parcours", "fin": "2026-10-31", "motif_fin": PHRASE}
    rows: list[dict[str, object]] = [
        person | {"id": "a1", "rev": 2},
        person | {"id": "a2", "rev": 1, "fin": None, "motif_fin": None},
        person | {"id": "a3", "rev": 4, "dossier": "d2"},
        person | {"id": "a4", "rev": 3, "supprime": True},
    ]
    dossiers: list[dict[str, object]] = [DOSSIER, DOSSIER | {"id": "d2", "dossier": "d2"}]
    with empty_engine.begin() as connection:
        connection.execute(old.tables["departement"].insert(), DEPARTEMENT)
        connection.execute(old.tables["dossier"].insert(), dossiers)
        connection.execute(old.tables["affectation"].insert(), rows)
        connection.execute(
            old.tables["empreinte_dossier"].insert(),
            [
                {"departement": "07", "dossier": "d1", **digest(("dossier", "d1", 1), A1, A2)},
                {"departement": "07", "dossier": "d2", **digest(("dossier", "d2", 1), A3)},
            ],
        )
    migrations.upgrade(empty_engine)
    table = RECORDS["affectation"].c
    with empty_engine.begin() as connection:
        read = select(table.id, table.rev, table.motif_fin, table.motif_fin_libelle).order_by(table.id)
        assert [tuple(row) for row in connection.execute(read)][:3] == [
            ("a1", 3, "genesis", PHRASE),
            ("a2", 1, None, None),
            ("a3", 5, "genesis", PHRASE),
        ]
        lines = connection.execute(select(journal).order_by(journal.c.id)).mappings().all()
        assert [(line["seq"], line["kind"], line["record"], line["dossier"]) for line in lines] == [
            (8, "affectation", "a1", "d1"),
            (8, "affectation", "a3", "d2"),
        ]
        held = connection.execute(select(empreinte_dossier).order_by(empreinte_dossier.c.dossier)).mappings()
        assert [{"nombre": row["nombre"], "somme": row["somme"]} for row in held] == [
            digest(("dossier", "d1", 1), ("affectation", "a1", 3), A2),
            digest(("dossier", "d2", 1), ("affectation", "a3", 5)),
        ]
        command.downgrade(migrations.configuration(connection), "0006")
        words = connection.execute(text("SELECT motif_fin FROM affectation ORDER BY id")).scalars().all()
        assert words[:3] == [PHRASE, None, PHRASE]


def digest(*versions: tuple[str, str, int]) -> dict[str, int]:
    return {"nombre": len(versions), "somme": sum(fingerprint(*one) for one in versions) & DIGEST_MASK}


PHRASE = "Changement de référent dans Genesis"
A1, A2, A3 = ("affectation", "a1", 2), ("affectation", "a2", 1), ("affectation", "a3", 4)
AT = "2026-11-20T08:00:00.000Z"
DEPARTEMENT = {"code": "07", "nom": "Essai", "fuseau": "Europe/Paris", "epoque": "e", "seq": 7}
DOSSIER = {"departement": "07", "id": "d1", "dossier": "d1", "rev": 1, "supprime": False}
DOSSIER |= {"cree_le": AT, "modifie_le": AT}
CHANGE = {
    "op": "set",
    "at": AT,
    "set": {"situation": "Mien.", "evaluation": "Mienne."},
    "was": {"situation": "Avant."},
}
KEPT = {
    "departement": "07",
    "appareil": "a1",
    "compte": "alix",
    "empreinte": "f",
    "n": 1,
    "kind": "cer",
    "record": "r1",
    "dossier": "d1",
    "issue": "conflict",
    "regle": "",
    "motif": "Les deux textes sont gardés.",
    "recu_le": AT,
    "regle_le": None,
    "regle_par": None,
}
