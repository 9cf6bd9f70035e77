"""The laptop killed at every statement and commit of a save, a pull, a migration; its journal cut."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

import server.models
from desktop.models.outbox import waiting
from desktop.models.replique import HEAD, Replique, get
from desktop.models.tables import RECORDS, changement
from tests.desktop.models.corpus.faire import KEY
from tests.faults.atelier import Modele
from tests.faults.egalite import comparer
from tests.faults.fautes import Sort
from tests.faults.film import Image, filmer
from tests.faults.poste import Portable

CORPUS = Path(__file__).parents[1] / "desktop" / "models" / "corpus"
MOTS = ("avant", "pendant", "après")


@pytest.fixture(scope="module")
def modele() -> Iterator[Modele]:
    with Modele.dresse() as modele:
        yield modele


@pytest.fixture
def postes(modele: Modele) -> Iterator[list[Portable]]:
    opened = modele.postes(("portable", "service"), Sort(random.Random(0), permises=()))
    yield opened
    for poste in opened:
        poste.abandonner()


def fichier(poste: Portable) -> Path:
    return next(poste.folder.glob("*.replique"))


def ranimer(poste: Portable, image: Image) -> None:
    """Put what a power cut would have left in the place of the laptop's file, and open it."""
    poste.replique.close()
    image.poser(fichier(poste))
    poste.ouvrir()
    with poste.replique.read() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def entretien(poste: Portable) -> str:
    return str(poste.rows("entretien")[0]["id"])


def suites(poste: Portable, record: str) -> list[str]:
    """Return which of the words are shown, and see that each that is shown also waits to leave."""
    with poste.replique.read() as connection:
        table = RECORDS["entretien"]
        shown = connection.execute(select(table.c.suite).where(table.c.id == record)).scalar()
        lines = connection.execute(
            select(changement.c.valeurs).where(changement.c.record == record).order_by(changement.c.ordre)
        ).scalars()
        last = {name: value for valeurs in lines for name, value in valeurs.items()}
    assert last.get("suite") == shown, "the row and its line are one"
    return list(MOTS[: MOTS.index(shown) + 1]) if shown else []


def test_a_save_killed_at_any_statement_is_whole_or_is_not(postes: list[Portable]) -> None:
    """Lesson 1: the row and its line commit together; what was taken before is there whatever happens."""
    poste = postes[0]
    record, path = entretien(poste), fichier(poste)
    poste.bureau.saisie.save_field("entretien", record, "suite", "avant", None)
    with filmer(path) as film:
        poste.bureau.saisie.save_field("entretien", record, "suite", "pendant", "avant")
        cer = str(poste.rows("cer")[0]["id"])
        poste.bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
        poste.bureau.saisie.save_field("entretien", record, "suite", "après", "pendant")
    found: list[list[str]] = []
    for image in film.images:
        ranimer(poste, image)
        found.append(suites(poste, record))
        with poste.replique.read() as connection:
            accords = len(connection.execute(select(RECORDS["accord"].c.id)).all())
            assert get(connection, "chaine", {"rang": 0})["rang"] == accords, "the chain has no gap"
    assert found == sorted(found, key=len), "what was taken stays taken"
    assert [len(found[0]), len(found[-1])] == [1, 3]
    assert film.instants > len(film.images) > 3


def test_a_journal_cut_at_any_frame_loses_only_what_follows(postes: list[Portable]) -> None:
    """Lesson 24: the replica opens, whole, as it stood at some commit before the cut."""
    poste = postes[0]
    record, path = entretien(poste), fichier(poste)
    sizes = []
    with filmer(path) as film:
        for before, mot in zip((None, *MOTS), MOTS, strict=False):
            poste.bureau.saisie.save_field("entretien", record, "suite", mot, before)
            sizes.append(path.with_name(f"{path.name}-wal").stat().st_size)
    cuts = list(film.images[-1].coupures())
    for cut in cuts:
        ranimer(poste, cut)
        kept = sum(size <= len(cut.journal) for size in sizes)
        assert suites(poste, record) == list(MOTS[:kept])
    assert len(cuts) > 20


def test_a_pull_killed_at_any_statement_is_taken_up_where_it_stands(
    modele: Modele, postes: list[Portable]
) -> None:
    """Lesson 8: rows and cursor are one; and what waits here outlives every page."""
    poste, service = postes
    entrant = modele.central.dossier(modele.comptes["alix"], dtas="nord")
    partant = modele.dossiers[1]
    for record in service.rows("entretien"):
        service.bureau.saisie.save_field("entretien", str(record["id"]), "suite", "du service", None)
    service.synchroniser()
    with modele.central.lire() as connection:
        table = server.models.RECORDS["affectation"]
        mine = connection.execute(select(table.c.id).where(table.c.dossier == partant)).scalar_one()
    with modele.central.writing() as ecriture:
        ecriture.modifier("affectation", mine, {"fin": "2026-01-02"})
    for record in poste.rows("entretien", partant):
        poste.bureau.saisie.save_field("entretien", str(record["id"]), "motif_absence", "mot-du-poste", None)
    before = modele.central.base
    before.copier(modele.folder / "avant.sqlite3")
    with filmer(fichier(poste)) as film:
        poste.synchroniser()
    before.copier(modele.folder / "apres.sqlite3")
    for image in film.images:
        for base in ("avant", "apres"):  # the server had not heard, or had
            before.poser(modele.folder / f"{base}.sqlite3")
            ranimer(poste, image)
            if base == "avant" and _answered(poste):
                continue
            bilan = poste.synchroniser()
            assert not bilan.relus
            assert {row["id"] for row in poste.rows("dossier")} == {modele.dossiers[0], entrant}
            comparer(modele.central, [poste])
            with modele.central.lire() as connection:
                assert "mot-du-poste" in str(connection.execute(text("SELECT champs FROM reprise")).all())
    assert film.instants > len(film.images) > 3


def _answered(poste: Portable) -> bool:
    """Tell whether the replica knows that the server answered: it cannot then be in the former state."""
    with poste.replique.read() as connection:
        return waiting(connection) == 0


def test_a_migration_killed_at_any_statement_begins_again(tmp_path: Path) -> None:
    """Lesson 19: no instant of it loses a line of what waits."""
    path = Path(shutil.copy(CORPUS / "0001.replique", tmp_path / "ancienne.replique"))
    with filmer(path) as film:
        Replique(path, KEY).close()
    for rank, image in enumerate(film.images):
        folder = tmp_path / str(rank)
        folder.mkdir()
        image.poser(folder / path.name)
        opened = Replique(folder / path.name, KEY)
        with opened.read() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert waiting(connection) == 4
        opened.close()
    assert film.instants > 20
