import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from traceback import format_exception

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DatabaseError

from desktop.models.changes import Changes
from desktop.models.connexion import UnreadableReplicaError, engine_of
from desktop.models.migrations import head
from desktop.models.replique import HEAD, Replique
from desktop.models.tables import metadata
from desktop.services.bureau import Bureau
from domain.errors import RefusedError
from tests.builders import CLE, un_bureau, une_personne

SENTINEL = "Sentinelle-Cévenole-7319"


def test_the_migrated_replica_is_the_one_the_program_describes(tmp_path: Path) -> None:
    replique = Replique(tmp_path / "r.replique", CLE)
    with replique.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    replique.close()


def test_the_program_knows_the_latest_migration() -> None:
    assert head() == HEAD


def test_another_key_does_not_open_the_file_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "r.replique"
    Replique(path, CLE).close()
    before = path.read_bytes()
    with pytest.raises(UnreadableReplicaError):
        Replique(path, bytes(32))
    assert path.read_bytes() == before


def test_a_file_that_does_not_open_is_let_go_of_at_once(tmp_path: Path) -> None:
    """Windows renames no open file, and what does not open is to be set aside (decision 38)."""
    path = tmp_path / "r.replique"
    Replique(path, CLE).close()
    with pytest.raises(UnreadableReplicaError) as refused:
        Replique(path, bytes(32))
    assert open_files(path) == [], "even while the error, and what it refers to, is still held"
    del refused


def test_a_lock_closes_the_file_and_nothing_that_outlives_it_opens_it_again(tmp_path: Path) -> None:
    """Decision 25: a page or an exchange left over has services, but no key any more."""
    bureau = un_bureau(tmp_path)
    dossier = une_personne(bureau)
    path = bureau.poste.replique.path
    bureau.verrouiller()
    with pytest.raises(RefusedError, match="verrouillé"):
        bureau.dossiers.lire(dossier)
    with pytest.raises(RefusedError):
        bureau.entretiens.nouveau(dossier)
    assert open_files(path) == []
    assert {one.name for one in path.parent.iterdir()} == {path.name}, "its journal is folded into it"


def test_a_listener_that_fails_does_not_end_the_thread_that_writes(
    bureau: Bureau, dossier: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_changes: Changes) -> None:
        raise ValueError(SENTINEL)

    bureau.subscribe(fails)
    heard: list[Changes] = []
    bureau.subscribe(heard.append)
    for seen, value in ((None, "chez un ami"), ("chez un ami", "au foyer")):
        bureau.saisie.save_field("dossier", dossier, "adresse_declaree", value, seen)
        bureau.saisie.flush()
    assert bureau.dossiers.lire(dossier).values["adresse_declaree"] == "au foyer"
    assert len(heard) == 2
    assert "a listener failed" in caplog.text
    assert SENTINEL not in caplog.text


def test_an_error_of_the_base_quotes_nothing_of_what_was_written(bureau: Bureau, dossier: str) -> None:
    table = metadata.tables["dossier"]
    with pytest.raises(DatabaseError) as caught, bureau.poste.replique.read() as connection:
        connection.execute(insert(table).values(id=dossier, nom=SENTINEL, rev=1))
    assert "UNIQUE" in str(caught.value)
    assert SENTINEL not in "".join(format_exception(caught.value))


def test_a_database_in_clear_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.replique"
    with sqlite3.connect(path) as clear:
        clear.execute("CREATE TABLE t (a)")
    with pytest.raises(UnreadableReplicaError, match="not encrypted"):
        Replique(path, CLE)


def test_a_replica_newer_than_the_program_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "r.replique"
    Replique(path, CLE).close()
    engine = engine_of(path, CLE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(RefusedError, match="plus récente"):
        Replique(path, CLE)


def test_a_full_disk_loses_nothing_and_what_waits_is_written_when_there_is_room(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bureau = un_bureau(tmp_path)
    ecrivain = bureau.poste.replique.ecrivain
    heard: list[Changes] = []
    ecrivain.subscribe(heard.append)

    def limit(pages: int) -> None:
        def work(connection: Connection) -> tuple[None, None]:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            return None, None

        ecrivain.submit(work).result()

    dossier = "01a1f813-a740-7002-8450-77e17598b389"
    entretien = bureau.entretiens.nouveau(dossier)
    limit(1)  # SQLite takes the present size as the least: not one page more
    bureau.saisie.save_field("entretien", entretien, "suite", "é" * 15_000, None)
    with pytest.raises(RefusedError, match="disque"):
        bureau.saisie.flush(timeout=0.3)
    assert "disque" in ecrivain.probleme
    # The one connection of the writer is idle between two attempts: give it room again.
    engine = ecrivain._engine
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    bureau.saisie.flush(timeout=10)
    assert ecrivain.probleme == ""
    assert bureau.entretiens.ouvrir(entretien).values["suite"] == "é" * 15_000
    bureau.verrouiller()
    assert "the disk refused a write" in caplog.text
    assert "é" not in caplog.text


TYPING = """
import sys, time
from pathlib import Path
from tests.builders import un_bureau, une_personne
bureau = un_bureau(Path(sys.argv[1]))
dossier = une_personne(bureau, nom="{sentinel}")
entretien = bureau.entretiens.nouveau(dossier)
theme = bureau.entretiens.ajouter_theme(entretien, "emploi")
typed = ""
for number in range(100_000):
    seen, typed = typed, typed + f"{sentinel} {{number}} "
    typed = typed[-15_000:]
    bureau.saisie.save_field("theme_entretien", theme, "synthese", typed, seen)
    bureau.saisie.flush()
    print(number, flush=True)
"""


def test_a_kill_while_typing_loses_nothing_that_was_saved_and_leaves_nothing_in_clear(
    tmp_path: Path,
) -> None:
    """Lesson 24: what was committed is on the disk, whatever stops the program."""
    script = TYPING.format(sentinel=SENTINEL)
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 20:
                break
        os.kill(process.pid, signal.SIGKILL)
        saved = max([20, *(int(line) for line in process.stdout if line.strip())])
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert SENTINEL.encode() not in content, path
        assert SENTINEL.encode("utf-16-le") not in content, path
    replique = Replique(tmp_path / "essai.replique", CLE)
    with replique.read() as connection:
        found = connection.execute(text("SELECT synthese FROM theme_entretien")).scalar_one()
        waiting = connection.execute(text("SELECT valeurs FROM changement")).scalars().all()
    replique.close()
    assert f"{SENTINEL} {saved} " in found
    assert any(f"{SENTINEL} {saved} " in line for line in waiting)


def open_files(path: Path) -> list[str]:
    """Return which files of the replica this process holds open, where the system can tell."""
    here = Path("/proc/self/fd")
    links = [str(link.readlink()) for link in here.iterdir() if link.is_symlink()] if here.exists() else []
    return [link for link in links if link.startswith(str(path))]


def test_reading_sees_what_has_just_been_written(bureau: Bureau, dossier: str) -> None:
    bureau.saisie.save_field("dossier", dossier, "adresse_declaree", "chez un ami", None)
    bureau.saisie.flush()
    with bureau.poste.replique.read() as connection:
        table = metadata.tables["dossier"]
        kept = connection.execute(select(table.c.adresse_declaree)).scalar_one()
    assert kept == "chez un ami"
