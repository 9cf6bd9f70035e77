"""Replicas damaged in every way a disk knows: set aside, never deleted, and no unsent word lost.

The server is real, and so is what happens to the file: garbage, truncation, a journal that is gone.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.__main__ import main
from desktop.models.connexion import engine_of
from desktop.models.pages import PAGE
from desktop.models.replique import get
from desktop.services.ouverture import Portier
from desktop.services.sauvetage import sauver_a_la_main
from desktop.services.seuil import AbimeError
from desktop.sync.connexion import connecter, deposer, remettre
from desktop.sync.moteur import Moteur
from desktop.sync.transport import Transport
from desktop.vault.comptes import lire
from domain.ids import Ids
from server.models import RECORDS
from server.services.postes import revoke
from server.sync.sauvetage import take_in
from tests.desktop.sync.conftest import Poste, clock, monde, quick_vault, serveur, sqlite_engine
from tests.server.clients import PASSWORD
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["clock", "engine", "monde", "quick_vault", "serveur", "sqlite_engine"]

NOWHERE = "http://127.0.0.1:9"
WORDS = [f"Rappeler la mairie, note {rank}." for rank in range(12)]
Damage = Callable[[Path], None]


class Portable:
    """A laptop on which an afternoon was written and nothing sent yet; then something happens to it."""

    def __init__(self, folder: Path, monde: Monde) -> None:
        self.folder = folder
        self.monde = monde
        self.dossier = monde.dossier(monde.compte("alix"))
        laptop = Poste(folder, monde, "alix")
        laptop.synchroniser()
        self.sent = laptop.bureau.entretiens.nouveau(self.dossier)
        laptop.synchroniser()
        self.written = []
        for words in WORDS:
            entretien = laptop.bureau.entretiens.nouveau(self.dossier)
            laptop.bureau.saisie.save_field("entretien", entretien, "suite", words, None)
            self.written.append(entretien)
        laptop.bureau.saisie.flush()
        # What a power cut leaves: the file and its journal as they are, nothing folded nor closed.
        left = [path for path in folder.iterdir() if path.name.endswith((".replique", "-wal"))]
        self.kept = {path: path.read_bytes() for path in left}
        laptop.fermer()

    def power_cut(self) -> Path:
        """Put back the files as they were while the program ran; drop the copy of the day."""
        for copy in self.folder.glob("*.replique.copie*"):
            copy.unlink()
        for path, content in self.kept.items():
            path.write_bytes(content)
        (replique,) = self.folder.glob("*.replique")
        return replique

    def spoilt_journal(self) -> bytes:
        """Return the journal as it was left, but for its first page: SQLite takes none of it then."""
        content = next(content for path, content in self.kept.items() if path.name.endswith("-wal"))
        return content[:32] + garbage(24 + PAGE) + content[32 + 24 + PAGE :]

    def portier(self, *, coupe: bool = False) -> Portier:
        def address(serveur: str) -> str:
            return NOWHERE if coupe else serveur

        return Portier(
            self.folder,
            self.monde.clock,
            Ids(self.monde.clock),
            lambda serveur, *rest: connecter(address(serveur), *rest),
            lambda serveur, *rest: deposer(address(serveur), *rest),
            remettre=lambda serveur, *rest: remettre(address(serveur), *rest),
        )

    def on_the_server(self) -> list[str]:
        table = RECORDS["entretien"]
        with self.monde.serveur.engine.connect() as connection:
            return sorted(row.suite for row in connection.execute(select(table)) if row.suite)


def garbage(size: int) -> bytes:
    """Return bytes that mean nothing, the same each time."""
    return hashlib.shake_256(b"un disque").digest(size)


def garbage_at(page: int) -> Damage:
    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek((page - 1) * PAGE)
            file.write(garbage(PAGE))

    return damage


@pytest.fixture
def portable(monde: Monde, tmp_path: Path) -> Portable:
    return Portable(tmp_path / "poste", monde)


def reopened(portable: Portable) -> list[str]:
    """Open with the damage, begin again with the network if need be, and return what the server then has."""
    try:
        bureau = portable.portier().ouvrir("alix", PASSWORD)
    except AbimeError as damaged:
        portable.portier().enroler(damaged.serveur, damaged.identifiant, PASSWORD).verrouiller()
        assert list(portable.folder.glob("*.compte.illisible-*"))
    else:  # the journal held all that the file had lost
        replique, transport = bureau.poste.replique, Transport(portable.monde.url)
        with replique.read() as connection:
            transport.token = get(connection, "jeton")
        Moteur(replique, transport, portable.monde.clock, Ids(portable.monde.clock)).run()
        transport.close()
        bureau.verrouiller()
    return portable.on_the_server()


@pytest.mark.parametrize("page", [1, 2, 3, 5, 8, 13, 21])
def test_no_unsent_word_is_lost_when_a_page_is_overwritten(portable: Portable, page: int) -> None:
    """Lesson 24."""
    garbage_at(page)(portable.power_cut())
    assert reopened(portable) == sorted(WORDS)


def test_no_unsent_word_is_lost_when_the_head_of_the_file_is_overwritten_and_the_journal_too(
    portable: Portable,
) -> None:
    """The salt of the seals is gone with the first page: pages are deciphered without them."""
    path = portable.power_cut()
    garbage_at(1)(path)
    journal = path.with_name(f"{path.name}-wal")
    content = bytearray(journal.read_bytes())
    for at in range(32, len(content), 24 + PAGE):
        if content[at : at + 4] == b"\x00\x00\x00\x01":
            content[at + 24 : at + 24 + PAGE] = garbage(PAGE)
    journal.write_bytes(content)
    assert reopened(portable) == sorted(WORDS)


@pytest.mark.parametrize("left", [0, 1000, 3 * PAGE, 10 * PAGE + 7])
def test_no_unsent_word_is_lost_when_the_file_is_cut_and_its_journal_is_whole(
    portable: Portable, left: int
) -> None:
    path = portable.power_cut()
    path.write_bytes(path.read_bytes()[:left])
    assert reopened(portable) == sorted(WORDS)


def test_no_unsent_word_is_lost_when_only_the_journal_is_left(portable: Portable) -> None:
    portable.power_cut().unlink()
    assert reopened(portable) == sorted(WORDS)


def test_a_file_closed_in_order_and_damaged_since_has_no_journal_to_help(portable: Portable) -> None:
    """All is in the file then: a page of the outbox that is lost takes its lines along, and only them."""
    for copy in portable.folder.glob("*.replique.copie*"):
        copy.unlink()
    (path,) = portable.folder.glob("*.replique")
    for page in range(1, path.stat().st_size // PAGE, 40):
        garbage_at(page)(path)
    said = reopened(portable)
    assert len(said) >= len(WORDS) // 2
    assert set(said) <= set(WORDS)


def test_every_page_at_once_leaves_nothing_to_read_and_the_door_says_so(portable: Portable) -> None:
    path = portable.power_cut()
    for each in (path, path.with_name(f"{path.name}-wal")):
        each.write_bytes(garbage(each.stat().st_size))
    with pytest.raises(AbimeError) as caught:
        portable.portier().ouvrir("alix", PASSWORD)
    assert "n’a pas pu être relu" in caught.value.message
    assert [len(kept.read_bytes()) for kept in portable.folder.glob("*.replique.illisible-*")]


def test_what_was_saved_waits_for_the_network_and_is_never_taken_twice(portable: Portable) -> None:
    """Offline the rescue is made all the same; it leaves at the first sign-in, once."""
    garbage_at(1)(portable.power_cut())
    with pytest.raises(AbimeError) as caught:
        portable.portier(coupe=True).ouvrir("alix", PASSWORD)
    assert "ont été relues" in caught.value.message
    (saved,) = portable.folder.glob("*.sauvetage-*")
    content = saved.read_bytes()
    assert not any(word.encode() in content for word in WORDS), "sealed to the server"
    portable.portier().enroler(portable.monde.url, "alix", PASSWORD).verrouiller()
    assert not saved.exists()
    assert portable.on_the_server() == sorted(WORDS)
    saved.write_bytes(content)
    portable.portier().ouvrir("alix", PASSWORD).verrouiller()
    assert not saved.exists()
    assert portable.on_the_server() == sorted(WORDS)


def test_what_was_saved_from_a_revoked_device_waits_for_the_service(portable: Portable) -> None:
    """Decision 25."""
    garbage_at(1)(portable.power_cut())
    revoke(portable.monde.serveur, "alix")
    assert reopened(portable) == []
    table = RECORDS["reprise"]
    with portable.monde.serveur.engine.connect() as connection:
        kept = repr(connection.execute(select(table.c.champs)).all())
    assert all(word in kept for word in WORDS)


def test_the_copy_of_the_day_takes_the_place_of_a_damaged_file_and_the_afternoon_is_not_lost(
    portable: Portable,
) -> None:
    """Lesson 24: one goes on working without network, and what was written since is saved apart."""
    copies = {path: path.read_bytes() for path in portable.folder.glob("*.replique.copie*")}
    assert copies, "a synchronisation keeps one"
    path = portable.power_cut()
    for copy, content in copies.items():
        copy.write_bytes(content)
    path.with_name(f"{path.name}-wal").unlink()
    garbage_at(1)(path)
    path.with_name(f"{path.name}-wal").write_bytes(portable.spoilt_journal())
    portier = portable.portier(coupe=True)
    bureau = portier.ouvrir("alix", PASSWORD)
    assert "remplacées par leur copie" in portier.avertissement
    assert bureau.file_active.lister()
    bureau.verrouiller()
    assert reopened(portable) == sorted(WORDS)
    assert list(portable.folder.glob("*.sauvetage-*")) == []


def test_the_command_saves_by_hand_what_the_server_then_takes(
    portable: Portable, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    garbage_at(3)(portable.power_cut())
    password, target = tmp_path / "mot-de-passe", tmp_path / "pour-le-serveur"
    password.write_text(PASSWORD, "utf-8")
    given = ["sauvetage", "--donnees", str(portable.folder), "--sortie", str(target)]
    before = {path.name: path.read_bytes() for path in portable.folder.iterdir() if path.is_file()}
    assert main([*given, "--mot-de-passe-fichier", str(password)]) == 0
    assert "permanence-server reprendre" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in portable.folder.iterdir() if path.is_file()} == before
    assert take_in(portable.monde.serveur, target.read_bytes()).signe
    assert portable.on_the_server() == sorted(WORDS)
    assert main([*given, "--mot-de-passe-fichier", str(password)]) == 1, "nothing is overwritten"
    password.write_text("un autre", "utf-8")
    assert main([*given, "--mot-de-passe-fichier", str(password)]) == 1
    assert "n’ouvre pas" in capsys.readouterr().err


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_data_of_an_older_or_newer_program_are_saved_too(portable: Portable, revision: str) -> None:
    """The lines of the outbox are in the form of the wire, whatever the schema around them (Lesson 19)."""
    (path,) = portable.folder.glob("*.replique")
    fiche = lire(path.with_suffix(".compte"))
    assert fiche is not None
    key, _ = fiche.ouvrir(PASSWORD, b"")
    engine = engine_of(path, key)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.exec_driver_sql("ALTER TABLE changement ADD COLUMN de_demain TEXT")
    engine.dispose()
    saved = sauver_a_la_main(path, PASSWORD, portable.monde.clock.now())
    assert saved.complet
    take_in(portable.monde.serveur, saved.contenu)
    assert portable.on_the_server() == sorted(WORDS)
