"""Contents on the laptop's disk: sealed, resumable at any byte, and never in clear."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.vault.contenus import CHUNK, Cle, Coffre, DamagedContentError
from desktop.vault.ouverts import Ouverts, vider_tous

KEY = bytes(range(32))
SIZES = [1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 77]
SENTINELS = (
    b"%PDF-1.7",
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b"\x89PNG\r\n\x1a\n",
    b"Sentinelle-Cevenole-7319",
    "Sentinelle-Cevenole-7319".encode("utf-16-le"),
)


def content(size: int) -> bytes:
    return (b"".join(SENTINELS) + bytes(range(256)) * (size // 256 + 1))[:size]


def key_of(octets: bytes, dossier: str = "d1") -> Cle:
    return Cle(dossier, hashlib.sha256(octets).hexdigest())


@pytest.fixture
def coffre(tmp_path: Path) -> Coffre:
    return Coffre(tmp_path / "contenus", KEY)


def only_file(coffre: Coffre) -> Path:
    (path,) = coffre.folder.iterdir()
    return path


@pytest.mark.parametrize("size", SIZES)
def test_what_is_kept_comes_back_from_any_byte(coffre: Coffre, size: int) -> None:
    octets = content(size)
    cle = key_of(octets)
    coffre.ecrire(cle, octets)
    assert coffre.est_la(cle)
    for start in {0, 1, size // 2, size - 1, size}:
        assert b"".join(coffre.lire(cle, start)) == octets[start:]


def test_neither_name_nor_bytes_tell_anything(coffre: Coffre) -> None:
    """Decision 26: magic bytes and words are nowhere on the disk; decision 21: the name is an HMAC."""
    octets = content(3 * CHUNK)
    coffre.ecrire(key_of(octets), octets)
    coffre.ecrire(key_of(octets, "d2"), octets)
    one, other = sorted(coffre.folder.iterdir())
    assert one.read_bytes()[20:] != other.read_bytes()[20:], "one content, two dossiers, nothing in common"
    for path in (one, other):
        assert not any(sentinel in path.read_bytes() for sentinel in SENTINELS)
        assert key_of(octets).empreinte[:12] not in path.name


@pytest.mark.parametrize("size", [CHUNK, 2 * CHUNK, 2 * CHUNK + 50])
def test_no_chunk_can_be_changed_moved_taken_out_or_cut_off_unseen(coffre: Coffre, size: int) -> None:
    octets = content(size)
    cle = key_of(octets)
    coffre.ecrire(cle, octets)
    path = only_file(coffre)
    whole, sealed = path.read_bytes(), CHUNK + 16
    head, first, rest = whole[:20], whole[20 : 20 + sealed], whole[20 + sealed :]
    damaged = [
        head + bytes([first[0] ^ 1]) + first[1:] + rest,
        head + rest + first if rest else head + first + first,
        head + first[:-1],
        whole + first,
        head[:4] + bytes(16) + first + rest,
        head,
        b"",
    ]
    if rest:
        damaged += [head + first, head + rest]
    for each in damaged:
        path.write_bytes(each)
        with pytest.raises(DamagedContentError):
            b"".join(coffre.lire(cle))


def test_a_file_does_not_pass_for_another_nor_open_with_another_key(coffre: Coffre) -> None:
    one, other = b"%PDF-un", b"%PDF-deux"
    coffre.ecrire(key_of(one), one)
    coffre._path(key_of(other)).write_bytes(coffre._path(key_of(one)).read_bytes())
    with pytest.raises(DamagedContentError):
        b"".join(coffre.lire(key_of(other)))
    stranger = Coffre(coffre.folder, bytes(32))
    assert not stranger.est_la(key_of(one))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(
    size=st.sampled_from(SIZES),
    pieces=st.lists(st.integers(1, 2 * CHUNK), min_size=1, max_size=6),
    cut=st.floats(0, 1),
)
def test_a_content_cut_at_any_byte_goes_on_from_what_is_sealed(
    tmp_path: Path, size: int, pieces: list[int], cut: float
) -> None:
    """Lesson 21: resumed, never begun again from nothing, never wrong."""
    coffre = Coffre(tmp_path / "c", KEY)
    octets = content(size)
    cle = key_of(octets)
    coffre.jeter(cle)
    entree = coffre.recevoir(cle, size)
    at = 0
    for piece in pieces:
        entree.ajouter(octets[at : at + piece])
        at = min(size, at + piece)
    held = entree.fait
    partial = coffre._partial(cle)
    torn = partial.read_bytes()
    partial.write_bytes(torn[: int(cut * len(torn))])
    again = coffre.recevoir(cle, size)
    assert again.fait <= held
    if cut == 1.0:
        assert again.fait == held
    again.ajouter(octets[again.fait :])
    again.terminer()
    assert b"".join(coffre.lire(cle)) == octets
    assert not partial.exists()


def test_what_came_is_not_kept_if_it_is_not_what_was_announced(coffre: Coffre) -> None:
    octets = content(CHUNK + 5)
    wrong = Cle("d1", "0" * 64)
    entree = coffre.recevoir(wrong, len(octets))
    entree.ajouter(octets)
    with pytest.raises(DamagedContentError):
        entree.terminer()
    assert not coffre.est_la(wrong)
    assert coffre.recevoir(wrong, len(octets)).fait == 0


def test_sweeping_erases_what_nothing_names(coffre: Coffre) -> None:
    kept, on_its_way, gone = b"%PDF-a", content(2 * CHUNK), b"%PDF-c"
    coffre.ecrire(key_of(kept), kept)
    coffre.recevoir(key_of(on_its_way), len(on_its_way)).ajouter(on_its_way[:CHUNK])
    coffre.ecrire(key_of(gone), gone)
    assert coffre.balayer(lambda: [key_of(kept), key_of(on_its_way)]) == 1
    assert coffre.est_la(key_of(kept))
    assert coffre.recevoir(key_of(on_its_way), len(on_its_way)).fait == CHUNK
    assert coffre.balayer(list) == 2
    assert Coffre(coffre.folder / "absent", KEY).balayer(list) == 0


def test_a_content_being_added_is_not_swept_before_its_line_is_written(coffre: Coffre) -> None:
    octets = content(CHUNK)
    lines: list[Cle] = []

    def read_lines() -> list[Cle]:
        before = list(lines)
        lines.append(key_of(octets))  # written by the other thread just after the sweep has read
        return before

    with coffre.protege(key_of(octets)):
        coffre.ecrire(key_of(octets), octets)
        assert coffre.balayer(read_lines) == 0
    assert coffre.balayer(read_lines) == 0
    assert coffre.balayer(list) == 1


RECEIVING = """
import sys
from pathlib import Path
from tests.desktop.vault.test_contenus import KEY, content, key_of
from desktop.vault.contenus import Coffre
coffre, octets = Coffre(Path(sys.argv[1]), KEY), content(1_000_000)
entree = coffre.recevoir(key_of(octets), len(octets))
for at in range(entree.fait, len(octets), 1000):
    entree.ajouter(octets[at:at + 1000])
    print(entree.fait, flush=True)
entree.terminer()
print("fini", flush=True)
"""


def test_a_kill_leaves_nothing_in_clear_and_loses_at_most_a_chunk(tmp_path: Path) -> None:
    """Decision 26: after a SIGKILL too."""
    octets = content(1_000_000)
    coffre = Coffre(tmp_path / "c", KEY)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    held = 0
    for reached in (100_000, 400_000, 1_000_000):
        process = subprocess.Popen(
            [sys.executable, "-c", RECEIVING, str(tmp_path / "c")],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=tmp_path,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "fini" or int(line) >= reached:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert not any(sentinel in path.read_bytes() for sentinel in SENTINELS)
        if not coffre.est_la(key_of(octets)):
            fait = coffre.recevoir(key_of(octets), len(octets)).fait
            assert fait >= max(held, min(reached, 1_000_000) - CHUNK)
            held = fait
    if not coffre.est_la(key_of(octets)):
        last = coffre.recevoir(key_of(octets), len(octets))
        last.ajouter(octets[last.fait :])
        last.terminer()
    assert b"".join(coffre.lire(key_of(octets))) == octets


def test_an_opened_document_lies_in_a_private_folder_that_is_emptied(tmp_path: Path) -> None:
    """Decision 26: emptied at lock, at exit and at the next start."""
    ouverts = Ouverts(tmp_path / "u1.ouverts")
    one = ouverts.deposer("doc1", "CV.pdf", [b"%PDF-", b"1"])
    two = ouverts.deposer("doc2", "CV.pdf", [b"%PDF-2"])
    assert (one.read_bytes(), two.read_bytes()) == (b"%PDF-1", b"%PDF-2")
    assert ouverts.deposer("doc1", "CV.pdf", [b"%PDF-3"]).read_bytes() == b"%PDF-3", "opened twice"
    if os.name == "posix":
        assert ouverts.folder.stat().st_mode & 0o077 == 0
    ouverts.vider()
    ouverts.vider()
    assert list(tmp_path.iterdir()) == []
    ouverts.deposer("doc1", "CV.pdf", [b"%PDF-"])
    (tmp_path / "u1.replique").write_bytes(b"x")
    vider_tous(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["u1.replique"]
