"""Replicas of former revisions, made then and kept for ever: each still opens, with its unsent work."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from sqlalchemy import JSON, Column, Connection, Integer, MetaData, Table, Text, select, text

from desktop.models import migrations, rejeu, replique
from desktop.models.connexion import engine_of
from desktop.models.replique import HEAD, Replique, get
from desktop.models.tables import RECORDS, changement, envoye, ligne_inconnue
from domain.fields import Field, Kind
from domain.forms import Form
from domain.registry import FORMS
from tests.desktop.models.corpus.faire import AVIS, CER, KEY, OBJECTIF

CORPUS = Path(__file__).parent / "corpus"
REVISIONS = sorted(path.stem for path in CORPUS.glob("*.replique"))
LATER = '''
"""What a version to come learns."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0099", "{head}"
def upgrade():
    op.add_column("cer", sa.Column("champ_de_demain", sa.JSON()))
    op.create_table("sorte_de_demain", *(sa.Column(name, sa.Text()) for name in {names}),
        *(sa.Column(name, sa.Integer()) for name in ("rev", "part_digest")), sa.Column("inconnu", sa.JSON()))
'''


def old_replica(revision: str, folder: Path) -> Path:
    return Path(shutil.copy(CORPUS / f"{revision}.replique", folder / "ancienne.replique"))


def everything(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    query = text(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608 - a table of ours
    return [tuple(row) for row in connection.execute(query)]


def test_a_replica_of_each_former_revision_is_kept() -> None:
    assert [f"{n:04}" for n in range(1, int(HEAD))] == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migration_touches_nothing_of_what_waits_to_be_sent(revision: str, tmp_path: Path) -> None:
    """Lesson 19: a frozen line, lines that wait, a birth, a deletion with the row it took away."""
    path = old_replica(revision, tmp_path)
    engine = engine_of(path, KEY)
    with engine.connect() as connection:
        before = {name: everything(connection, name) for name in ("changement", "envoye")}
        numbers = get(connection, "dernier_n")
    engine.dispose()
    assert (len(before["changement"]), len(before["envoye"])) == (4, 1)
    migrated = Replique(path, KEY)
    with migrated.read() as connection:
        assert {name: everything(connection, name) for name in before} == before
        assert get(connection, "dernier_n") == numbers
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        lines = connection.execute(select(changement).order_by(changement.c.ordre)).all()
        assert lines[0].valeurs == {"situation": "Figée, sans réponse."}
        assert lines[-1].ligne["id"] == OBJECTIF
        assert connection.execute(select(envoye.c.n)).scalar_one() == 1
        assert connection.execute(select(RECORDS["cer"].c.evaluation)).scalar_one() is not None
    migrated.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_replica_as_it_was_is_kept_until_everything_has_been_sent(revision: str, tmp_path: Path) -> None:
    """Lesson 19: the copy opens with the same key, and is of the former revision."""
    path = old_replica(revision, tmp_path)
    migrated = Replique(path, KEY)
    kept = path.with_name(f"{path.name}.avant-{revision}")
    engine = engine_of(kept, KEY)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == revision
        assert len(everything(connection, "changement")) == 4
    engine.dispose()
    migrated.keep_a_copy("2026-11-20")
    assert {one.name for one in tmp_path.iterdir() if "avant" in one.name} == set()
    migrated.close()


def test_what_a_newer_server_had_sent_finds_its_place_in_the_migration_that_learns_it(tmp_path: Path) -> None:
    """Lesson 18, decision 19: at 0001 nobody knew of «avis»; some of it is still unknown at the head."""
    migrated = Replique(old_replica("0001", tmp_path), KEY)
    with migrated.read() as connection:
        row = connection.execute(select(RECORDS["avis"])).mappings().one()
        assert (row["id"], row["suite"], row["rev"]) == (AVIS, "reprise", 1)
        assert row["inconnu"] == {"champ_de_demain": True}
        assert row["part_digest"] is not None
        assert connection.execute(select(ligne_inconnue.c.kind)).scalars().all() == ["sorte_de_demain"]
        assert connection.execute(select(RECORDS["cer"].c.inconnu)).scalar_one() == {
            "champ_de_demain": ["a", 1]
        }
    migrated.close()


def test_the_sentence_of_a_change_of_referent_reads_as_a_code_before_any_sync(tmp_path: Path) -> None:
    """Decision 20: the server sends the same, to those who open without network too."""
    path = old_replica("0005", tmp_path)
    phrase = "Changement de référent dans Genesis"
    engine = engine_of(path, KEY)
    with engine.begin() as connection:
        done = connection.execute(text("UPDATE affectation SET motif_fin = :phrase"), {"phrase": phrase})
        assert done.rowcount == 1
    engine.dispose()
    migrated = Replique(path, KEY)
    with migrated.read() as connection:
        ended = connection.execute(select(RECORDS["affectation"])).mappings().one()
    assert (ended["motif_fin"], ended["motif_fin_libelle"]) == ("genesis", phrase)
    migrated.close()


def test_a_version_to_come_finds_what_this_one_could_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 18: a real migration on a real file, with a column and a kind of which nothing here knows."""
    path = old_replica("0001", tmp_path)
    Replique(path, KEY).close()
    learn_of_tomorrow(tmp_path, monkeypatch)
    migrated = Replique(path, KEY)
    with migrated.read() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0099"
        found = connection.execute(
            text("SELECT champ_de_demain, inconnu FROM cer WHERE id = :id"), {"id": CER}
        )
        assert tuple(found.one()) == ('["a",1]', None)
        assert connection.execute(text("SELECT id, contenu, rev FROM sorte_de_demain")).all() == [
            (AVIS, "gardé", 1)
        ]
        assert everything(connection, "ligne_inconnue") == []
        assert len(everything(connection, "changement")) == 4
    migrated.close()


def learn_of_tomorrow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make of this program one of tomorrow: a revision, a field of the CER, a kind."""
    names = ("id", "dossier", "cree_par", "cree_le", "modifie_par", "modifie_le", "contenu")
    (folder / "0099_demain.py").write_text(LATER.format(head=HEAD, names=names), encoding="utf-8")
    usual = migrations._config

    def with_tomorrow() -> Config:
        config = usual()
        here = Path(migrations.__file__).parent / "versions"
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{here}\n{folder}")
        return config

    def table(form: Form) -> Table:
        columns = [Column(name, Text) for name in (*names[:-1], *form.by_name) if name != "champ_de_demain"]
        extra = [Column("champ_de_demain", JSON)] if "champ_de_demain" in form.by_name else []
        numbers = [Column("rev", Integer), Column("part_digest", Integer), Column("inconnu", JSON)]
        return Table(form.name, MetaData(), *columns, *extra, *numbers)

    cer = Form("cer", "CER", (*FORMS["cer"].fields, Field("champ_de_demain", "Demain", Kind.DATA)))
    sorte = Form("sorte_de_demain", "Demain", (Field("contenu", "Contenu"),))
    forms = {**FORMS, "cer": cer, "sorte_de_demain": sorte}
    monkeypatch.setattr(migrations, "_config", with_tomorrow)
    monkeypatch.setattr(replique, "HEAD", "0099")
    monkeypatch.setattr(rejeu, "FORMS", forms)
    monkeypatch.setattr(rejeu, "RECORDS", {**RECORDS, "cer": table(cer), "sorte_de_demain": table(sorte)})
