"""The copy of the day, and what becomes of a replica that a crash or a disk has damaged."""

import datetime as dt
import errno
import io
import json
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
import zstandard
from sqlalchemy import select

from desktop.models import fichiers
from desktop.models.connexion import engine_of
from desktop.models.copie import copy, put_back
from desktop.models.integrite import verifier
from desktop.models.replique import HEAD, Replique
from desktop.models.tables import RECORDS
from desktop.services.ouverture import Portier
from desktop.services.seuil import AbimeError
from desktop.sync.connexion import connecter, deposer
from domain.errors import RefusedError
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, same_replicas, un_cer
from tests.desktop.sync.test_reprise import end_affectations, write
from tests.desktop.sync.test_restauration import Sauvegarde, situation
from tests.server.clients import PASSWORD
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]

SINCE = "Écrit depuis la copie, jamais envoyé."


def copy_of(laptop: Poste) -> Path:
    path = laptop.bureau.poste.replique.path
    return path.with_name(f"{path.name}.copie")


def names_in(path: Path, key: bytes) -> list[str | None]:
    held = engine_of(path, key)
    with held.connect() as connection:
        found = connection.execute(select(RECORDS["dossier"].c.nom)).scalars().all()
    held.dispose()
    return list(found)


def damage(path: Path, key: bytes, *tables: str) -> None:
    """Spoil what a disk spoils: a few bytes of the pages where ``tables`` begin."""
    held = engine_of(path, key)
    with held.connect() as connection:
        roots = connection.exec_driver_sql("SELECT name, rootpage FROM sqlite_master").all()
    held.dispose()
    content = bytearray(path.read_bytes())
    for name, page in roots:
        if name in tables:
            content[4096 * page - 3000 : 4096 * page - 2980] = b"\x00" * 20
    path.write_bytes(content)


def test_a_copy_is_kept_each_day_and_can_be_read(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 24: once a day, not once a synchronisation."""
    alix = monde.compte("alix")
    monde.dossier(alix, nom="VAUTRIN")
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    key = laptop.bureau.poste.replique._key
    assert names_in(copy_of(laptop), key) == ["VAUTRIN"]
    monde.dossier(alix, nom="ROCHE")
    laptop.synchroniser()
    assert names_in(copy_of(laptop), key) == ["VAUTRIN"]
    monde.clock.moment += dt.timedelta(days=1)
    laptop.synchroniser()
    assert sorted(map(str, names_in(copy_of(laptop), key))) == ["ROCHE", "VAUTRIN"]
    with pytest.raises(Exception, match="key"):
        names_in(copy_of(laptop), bytes(32))


def test_a_dossier_that_left_is_not_in_the_copy_either(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 24, R-ACC-2."""
    monde.dossier(monde.compte("alix"), nom="VAUTRIN")
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    end_affectations(monde)
    laptop.synchroniser()
    assert names_in(copy_of(laptop), laptop.bureau.poste.replique._key) == []


@pytest.fixture
def abime(monde: Monde, poste: Ouvrir) -> tuple[Poste, str, bytes]:
    """A laptop whose file was damaged after the copy of the day, with work that was never sent."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    laptop.synchroniser()
    laptop.bureau.poste.replique.keep_a_copy("2026-11-21")
    write(laptop, cer, SINCE)
    key = laptop.bureau.poste.replique._key
    laptop.bureau.verrouiller()
    damage(laptop.bureau.poste.replique.path, key, "cer", "ix_cer_dossier")
    return laptop, cer, key


def test_a_damaged_replica_is_replaced_by_its_copy_without_any_network(
    monde: Monde, poste: Ouvrir, abime: tuple[Poste, str, bytes]
) -> None:
    """Lesson 24: set aside, never deleted; what was not sent since the copy is saved for the server."""
    laptop, cer, _key = abime
    path = laptop.bureau.poste.replique.path
    wreck = path.read_bytes()
    door = Portier(path.parent, laptop.clock, laptop.ids, connecter, deposer)
    laptop.bureau = door.ouvrir("alix", PASSWORD)
    assert "remplacées par leur copie" in door.avertissement
    assert "reviendra par le serveur" in door.avertissement
    assert laptop.bureau.cers.ouvrir(cer).values["evaluation"] == "Les démarches ont avancé."
    (aside,) = [one for one in path.parent.glob("*.illisible-*") if "-wal" not in one.name]
    assert aside.read_bytes() == wreck
    laptop.synchroniser()
    other = poste("bureau", "alix")
    other.synchroniser()
    laptop.synchroniser()
    same_replicas(laptop, other)
    (saved,) = path.parent.glob("*.sauvetage-*")
    opened = monde.serveur.secret.open_sealed(saved.read_bytes())
    assert opened is not None
    said = json.loads(json.loads(zstandard.decompress(opened))["contenu"])
    assert [change["set"].get("situation") for change in said["changements"]] == [SINCE]


def test_what_is_saved_and_what_takes_its_place_are_on_the_disk_before_they_have_their_names(
    abime: tuple[Poste, str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 24: a power cut leaves no empty file where the words were."""
    laptop, _cer, _key = abime
    path, settled, fsync = laptop.bureau.poste.replique.path, set(), os.fsync

    def noted(descriptor: int) -> None:
        settled.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    laptop.bureau = Portier(path.parent, laptop.clock, laptop.ids, connecter, deposer).ouvrir(
        "alix", PASSWORD
    )
    (saved,) = path.parent.glob("*.sauvetage-*")
    assert {saved.stat().st_ino, path.stat().st_ino} <= settled


@pytest.mark.parametrize("gesture", range(4))
def test_a_power_cut_while_the_copy_takes_its_place_is_gone_on_with(
    abime: tuple[Poste, str, bytes], gesture: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 24: no account is left without a replica, nor a copy beside the journal of another file."""
    laptop, cer, _key = abime
    path = laptop.bureau.poste.replique.path
    path.with_name(f"{path.name}-wal").write_bytes(b"journal")
    patiently, left = fichiers.patiently, [gesture]

    def until_the_cut(work: Callable[[], object]) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return patiently(work)

    with monkeypatch.context() as power:
        power.setattr("desktop.models.copie.patiently", until_the_cut)
        with pytest.raises(KeyboardInterrupt):
            laptop.portier.ouvrir("alix", PASSWORD)
    laptop.bureau = laptop.portier.ouvrir("alix", PASSWORD)
    assert "remplacées par leur copie" in laptop.portier.avertissement
    assert laptop.bureau.cers.ouvrir(cer).values["evaluation"] == "Les démarches ont avancé."
    assert len(list(path.parent.glob("*.sauvetage-*"))) >= 1
    assert len([one for one in path.parent.glob("*.illisible-*") if "-wal" in one.name]) == 1


@pytest.mark.parametrize("suffix", ["epave", ".nouveau", ".replique.nouveau"])
def test_a_full_disk_leaves_the_damaged_replica_where_it_is(
    abime: tuple[Poste, str, bytes], suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 24: no room for the copy to read, for what is saved, or for what takes its place."""
    laptop, cer, _key = abime
    path = laptop.bureau.poste.replique.path
    wreck, opened = path.read_bytes(), cast("Callable[..., object]", io.open)

    def full(file: object, mode: str = "r", *rest: object) -> object:
        if "w" in mode and str(file).endswith(suffix):
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(file, mode, *rest)

    with monkeypatch.context() as disk:
        disk.setattr("builtins.open", full)
        disk.setattr("io.open", full)
        with pytest.raises(RefusedError, match="libérez de la place"):
            laptop.portier.ouvrir("alix", PASSWORD)
    assert path.read_bytes() == wreck
    assert not list(path.parent.glob("*.illisible-*"))
    laptop.bureau = laptop.portier.ouvrir("alix", PASSWORD)
    assert laptop.bureau.cers.ouvrir(cer).values["evaluation"] == "Les démarches ont avancé."


def test_what_could_not_be_read_again_is_said(abime: tuple[Poste, str, bytes]) -> None:
    """Lesson 24: the pages of what waits are among the damaged ones."""
    laptop, _cer, key = abime
    path = laptop.bureau.poste.replique.path
    content = path.read_bytes()
    path.write_bytes(content[: 4096 * 2] + bytes(len(content) - 4096 * 2))
    laptop.bureau = laptop.portier.ouvrir("alix", PASSWORD)
    assert "quelques-unes ont pu se perdre" in laptop.portier.avertissement
    assert laptop.bureau.poste.replique._key == key


def test_a_copy_that_is_damaged_too_is_not_put_back(abime: tuple[Poste, str, bytes]) -> None:
    """Lesson 24: the account begins again with the network, as without a copy."""
    laptop, _cer, key = abime
    damage(copy_of(laptop), key, "dossier")
    with pytest.raises(AbimeError, match="mises de côté"):
        laptop.portier.ouvrir("alix", PASSWORD)
    assert len(list(copy_of(laptop).parent.glob("*.illisible-*"))) >= 2
    laptop.bureau = laptop.portier.enroler(laptop.transport.server, "alix", PASSWORD)


def test_a_replica_that_was_not_closed_is_looked_at_before_it_opens(
    monde: Monde, poste: Ouvrir, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 24: the file and its journal as a power cut leaves them; the time it takes is logged."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    replique = laptop.bureau.poste.replique
    for suffix in ("", "-wal"):
        shutil.copy(f"{replique.path}{suffix}", tmp_path / f"coupure.replique{suffix}")
    with caplog.at_level(logging.INFO):
        verifier(tmp_path / "coupure.replique", replique._key)
        assert "checked after a crash" in caplog.text
        caplog.clear()
        verifier(tmp_path / "coupure.replique", replique._key)
        assert not caplog.text, "closed since"
    opened = Replique(tmp_path / "coupure.replique", replique._key)
    with opened.read() as connection:
        assert len(connection.execute(select(RECORDS["cer"])).all()) == 1
    opened.close()


def test_a_copy_that_cannot_be_made_stops_nothing(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 24: it is made another time."""
    monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    copy_of(laptop).with_name(f"{copy_of(laptop).name}.nouveau").mkdir()
    assert laptop.synchroniser().recus > 0
    assert "no copy of the replica" in caplog.text
    assert not copy_of(laptop).exists()


def test_a_replica_that_cannot_be_copied_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 19: nothing is touched without the way back."""
    path, key = tmp_path / "r.replique", bytes(range(32))
    Replique(path, key).close()
    before = path.read_bytes()
    monkeypatch.setattr("desktop.models.replique.HEAD", "0099")
    path.with_name(f"r.replique.avant-{HEAD}.nouveau").mkdir()
    with pytest.raises(RefusedError, match="Rien n’a été modifié"):
        Replique(path, key)
    assert path.read_bytes() == before


@pytest.mark.parametrize("times", [1, 4])
def test_a_file_held_by_an_antivirus_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Decision 38: three quarters of a second, then the error is told."""
    path, key = tmp_path / "r.replique", bytes(range(32))
    replique = Replique(path, key)
    target, usual = path.with_name("r.replique.copie"), Path.replace
    held = [times]

    def replace(self: Path, other: Path) -> Path:
        if held[0]:
            held[0] -= 1
            raise PermissionError(13, "held")
        return usual(self, other)

    waited: list[float] = []
    note: Callable[[float], None] = waited.append
    monkeypatch.setattr("desktop.models.fichiers.time.sleep", note)
    monkeypatch.setattr(Path, "replace", replace)
    engine_in_use = replique._engine
    assert engine_in_use is not None
    copy(engine_in_use, key, path, "copie")
    assert target.exists()
    assert waited == list(fichiers.WAITS[:times])
    held[0] = 99
    with pytest.raises(PermissionError):
        copy(engine_in_use, key, path, "copie")
    replique.close()


def test_numbers_that_an_older_copy_would_use_again_are_passed_over(monde: Monde, poste: Ouvrir) -> None:
    """Lessons 6 and 15, decision 26: else a server put back later takes what was sent since for known."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    laptop.synchroniser()
    laptop.bureau.poste.replique.keep_a_copy(f"{laptop.clock.now():%Y-%m-%d}", anew=True)
    for _ in range(3):
        laptop.bureau.entretiens.nouveau(dossier)
    laptop.synchroniser()
    backup = Sauvegarde(monde)
    path = laptop.bureau.poste.replique.path
    laptop.bureau.verrouiller()
    put_back(path, "illisible-1")
    door = Portier(path.parent, laptop.clock, laptop.ids, connecter, deposer)
    laptop.bureau = door.ouvrir("alix", PASSWORD)
    laptop.synchroniser()
    write(laptop, cer, SINCE)
    laptop.synchroniser()
    end_affectations(monde)
    laptop.synchroniser()
    backup.remettre()
    laptop.synchroniser()
    assert situation(laptop, cer) == SINCE
