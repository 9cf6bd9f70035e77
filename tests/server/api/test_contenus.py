"""The doors of the contents of documents: by pieces, resumable, through a record and no other way."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import literal, select

from domain.document.contenu import MAX_BYTES, MAX_OF_DOSSIER
from domain.exchange.v1 import Op
from domain.profils import Profile
from server.models import RECORDS, contenu
from server.services import contenus as service
from server.services.depot import Depot
from tests.server.api.contenus import PDF, PIECE, announce, fields, get, put, send
from tests.server.clients import Device
from tests.server.monde import Monde


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


@pytest.fixture
def dossier(monde: Monde, alix: Device) -> str:
    opened = monde.dossier(alix.compte["id"])
    alix.sync()
    return opened


@pytest.fixture
def document(alix: Device, dossier: str) -> str:
    return announce(alix, dossier)


def files(monde: Monde) -> list[Path]:
    return sorted(path for path in monde.serveur.depot.folder.rglob("*") if path.is_file())


def present(monde: Monde, document: str) -> bool | None:
    table = RECORDS["document"]
    with monde.serveur.engine.connect() as connection:
        found = connection.execute(select(table.c.contenu_present).where(table.c.id == document))
        return found.scalar_one()  # type: ignore[no-any-return]


def test_a_content_goes_up_by_pieces_and_devices_learn_that_it_has_arrived(
    monde: Monde, alix: Device, document: str
) -> None:
    """R-DOC-5; the record came first, its content after."""
    assert get(alix, document).status_code == 404
    assert send(alix, document) == {"recu": len(PDF), "complet": True}
    alix.sync()
    assert alix.rows["document", document]["contenu_present"] is True
    assert get(alix, document).content == PDF
    assert [only.read_bytes() for only in files(monde)] == [PDF]


def test_a_piece_out_of_place_is_told_where_to_resume(alix: Device, document: str) -> None:
    """Lesson 21: on 409, ask and resume; never a client wedged for ever."""
    put(alix, document, 0, PDF[:1000])
    for wrong in (0, 999, 1001, len(PDF)):
        answer = put(alix, document, wrong, b"x")
        assert (answer.status_code, answer.json()["attendu"]) == (409, 1000)
    assert "1000" in answer.json()["message"]
    assert put(alix, document, 1000, b"").json() == {"recu": 1000, "complet": False}
    assert send(alix, document, start=1000)["complet"]


def test_a_range_gives_back_any_part(alix: Device, document: str) -> None:
    send(alix, document)
    part = get(alix, document, range="bytes=1000-1999")
    assert (part.status_code, part.content) == (206, PDF[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(PDF)}"
    rest = get(alix, document, range=f"bytes={len(PDF) - 10}-")
    assert (rest.status_code, rest.content) == (206, PDF[-10:])
    beyond = get(alix, document, range=f"bytes={len(PDF)}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(PDF)}")


@pytest.mark.parametrize("asked", ["bytes=-5", "bytes=a-b", "octets=0-1", "bytes=0-1,3-4", "bytes=9-1"])
def test_a_range_that_is_not_one_is_an_error_in_french(alix: Device, document: str, asked: str) -> None:
    send(alix, document)
    assert get(alix, document, range=asked).status_code in {400, 416}


@pytest.mark.parametrize("position", ["-1", "x", "", "1e3", "٣", "9" * 40])
def test_an_offset_that_is_not_one_is_an_error_in_french(alix: Device, document: str, position: str) -> None:
    answer = put(alix, document, position.encode("utf-8").decode("latin-1"), b"x")
    assert (answer.status_code, "octets" in answer.json()["message"]) == (400, True)


def test_a_document_of_another_dossier_is_as_unknown_as_none(
    monde: Monde, alix: Device, document: str
) -> None:
    """R-ACC-1; the same words, and no lookup by hash: a content is reached through its record only."""
    send(alix, document)
    other = monde.referent("dominique")
    announce(other, monde_dossier(monde, other))
    refused = [get(other, document), put(other, document, 0, PDF), get(other, other.ids.new())]
    assert [answer.status_code for answer in refused] == [404, 404, 404]
    assert len({answer.text for answer in refused}) == 1
    for name in (PDF.hex()[:64], fields(PDF)["empreinte"], "..", "x"):
        assert get(other, str(name)).status_code == 404


def monde_dossier(monde: Monde, device: Device) -> str:
    opened = monde.dossier(device.compte["id"])
    device.sync()
    return opened


def test_the_hash_of_a_content_of_another_dossier_gives_nothing(
    monde: Monde, alix: Device, document: str
) -> None:
    send(alix, document)
    other = monde.referent("dominique")
    mine = announce(other, monde_dossier(monde, other))
    assert present(monde, mine) is not True
    assert get(other, mine).status_code == 404


def test_a_profile_that_opens_no_dossier_opens_no_content(monde: Monde, alix: Device, document: str) -> None:
    send(alix, document)
    monde.compte("bureau", Profile.ADMINISTRATEUR)
    admin = monde.device("bureau")
    assert get(admin, document).status_code == 404
    assert put(admin, document, 0, PDF).status_code == 404
    alix.token = "perdu"
    assert get(alix, document).status_code == 401


def test_the_same_content_twice_in_a_dossier_is_one_file(
    monde: Monde, alix: Device, dossier: str, document: str
) -> None:
    second = announce(alix, dossier, nom="Le_meme.pdf")
    send(alix, document)
    assert (present(monde, document), present(monde, second)) == (True, True)
    assert put(alix, second, 0, PDF[:100]).json() == {"recu": len(PDF), "complet": True}
    third = announce(alix, dossier, nom="Encore_le_meme.pdf")
    assert put(alix, third, 0, b"").json()["complet"]
    assert get(alix, third).content == PDF
    assert len(files(monde)) == 1


def test_two_devices_that_send_the_same_document_at_once_make_one_whole(
    monde: Monde, alix: Device, document: str
) -> None:
    """Each obeys the 409 of the other's progress."""
    twin = monde.device("alix")
    start = threading.Barrier(2)

    def push(device: Device) -> None:
        start.wait()
        position = 0
        for _ in range(400):
            answer = put(device, document, position, PDF[position : position + 4_000])
            body = answer.json()
            if answer.status_code == 200 and body["complet"]:
                return
            assert answer.status_code in {200, 409}, answer.text
            position = body["recu"] if answer.status_code == 200 else body["attendu"]
        raise AssertionError("never whole")

    with ThreadPoolExecutor(2) as pool:
        for outcome in [pool.submit(push, device) for device in (alix, twin)]:
            outcome.result()
    assert get(alix, document).content == PDF
    assert len(files(monde)) == 1


@pytest.mark.parametrize("cut", [0, 1, 4_096, 39_999, 40_000, 40_001, len(PDF) - 1])
def test_a_power_cut_between_the_file_and_the_base_is_resumed(
    monde: Monde, alix: Device, document: str, cut: int
) -> None:
    """What the file lost is asked again; what it has too much is written over."""
    send(alix, document, PDF[:40_000])
    (partial,) = files(monde)
    torn = (PDF[:40_000] + b"\0" * 2_000)[: cut if cut < 40_000 else 42_000]
    partial.write_bytes(torn)
    answer = put(alix, document, 40_000, b"")
    held = 40_000 if answer.status_code == 200 else answer.json()["attendu"]
    assert held == min(cut, 40_000)
    assert send(alix, document, start=held)["complet"]
    assert get(alix, document).content == PDF


def test_bytes_damaged_on_the_way_are_never_served_and_are_asked_again(
    monde: Monde, alix: Device, document: str
) -> None:
    """Lesson 21: the whole hash is checked."""
    send(alix, document, PDF[:60_000])
    (partial,) = files(monde)
    damaged = bytearray(partial.read_bytes())
    damaged[30_000] ^= 1
    partial.write_bytes(damaged)
    put(alix, document, 60_000, PDF[60_000:80_000])
    put(alix, document, 80_000, PDF[80_000:100_000])
    answer = put(alix, document, 100_000, PDF[100_000:])
    assert (answer.status_code, answer.json()["attendu"]) == (409, 0)
    assert (files(monde), present(monde, document)) == ([], None)
    assert send(alix, document)["complet"]


@pytest.mark.parametrize(
    ("octets", "media", "words"),
    [
        (b"MZ\x90\x00" * 9_000, "application/pdf", "pas pris"),
        (b"\xff\xd8\xff\xe0" + b"j" * 30_000, "application/pdf", "photo JPEG"),
        (b"PK\x03\x04" + b"\0" * 30_000, "application/pdf", "pas pris"),
        (b"\x00\x00\x00\x18ftypheic" + b"h" * 30_000, "image/jpeg", "HEIC"),
    ],
    ids=["program", "another format", "archive", "heic"],
)
def test_what_is_not_a_document_is_refused_and_leaves_its_record(
    monde: Monde, alix: Device, dossier: str, octets: bytes, media: str, words: str
) -> None:
    """R-DOC-2: told by the bytes, whatever the record says."""
    document = announce(alix, dossier, octets, media=media)
    answer = put(alix, document, 0, octets[:20_000])
    if answer.status_code == 200:
        answer = put(alix, document, 20_000, octets[20_000:])
    assert (answer.status_code, words in answer.json()["message"]) == (422, True), answer.text
    assert files(monde) == []
    assert alix.rows["document", document]["nom"] == "CER_EXEMPLE_Camille.pdf"


def test_a_content_longer_than_announced_or_too_big_is_refused_with_figures(
    alix: Device, dossier: str
) -> None:
    short = announce(alix, dossier, PDF, taille=10)
    longer = put(alix, short, 0, PDF[:1000])
    assert (longer.status_code, "plus long" in longer.json()["message"]) == (422, True)
    huge = announce(alix, dossier, PDF, taille=MAX_BYTES + 1)
    refused = put(alix, huge, 0, PDF[:1000])
    assert (refused.status_code, "20\u00a0Mo" in refused.json()["message"]) == (422, True)
    mute = announce(alix, dossier, PDF, empreinte=None)
    assert put(alix, mute, 0, PDF[:1000]).status_code == 422


def test_a_dossier_has_a_limit_too(monde: Monde, alix: Device, dossier: str, document: str) -> None:
    with monde.serveur.engine.begin() as connection:
        connection.execute(
            contenu.insert().values(
                departement="07",
                dossier=dossier,
                empreinte="f" * 64,
                taille=MAX_OF_DOSSIER,
                recu=MAX_OF_DOSSIER,
                cree_le="2026-01-01T00:00:00.000Z",
                complet_le="2026-01-01T00:00:00.000Z",
            )
        )
    refused = put(alix, document, 0, PDF[:1000])
    assert (refused.status_code, "300\u00a0Mo" in refused.json()["message"]) == (422, True)


def test_contents_begun_together_share_the_room_of_their_dossier(
    alix: Device, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-DOC-2."""
    monkeypatch.setattr("domain.document.contenu.MAX_OF_DOSSIER", 2 * len(PDF))
    contents = [PDF + bytes([rank]) for rank in range(3)]
    documents = [announce(alix, dossier, octets) for octets in contents]
    begun = [put(alix, document, 0, PDF[:1000]).status_code for document in documents]
    assert begun == [200, 422, 422]
    assert put(alix, documents[0], 1000, contents[0][1000:]).json()["complet"]


def test_a_piece_too_big_is_a_413_so_that_the_device_halves(alix: Device, document: str) -> None:
    """Lesson 17."""
    assert put(alix, document, 0, PDF[:9] * 130_000).status_code == 413


@contextmanager
def no_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def full(*_piece: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Depot, "write", full)
        yield


def test_a_full_disk_says_later_and_loses_nothing(
    alix: Device, document: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put(alix, document, 0, PDF[:1000])
    with no_room(monkeypatch):
        answer = put(alix, document, 1000, PDF[1000:2000])
        assert (answer.status_code, "plus de place" in answer.json()["message"]) == (507, True)
    assert "OSError" in caplog.text
    assert send(alix, document, start=1000)["complet"]


def test_who_lost_the_dossier_may_still_send_what_he_wrote_and_read_nothing(
    monde: Monde, alix: Device, dossier: str, document: str
) -> None:
    """Lesson 10: on LEAVE, push first; the photo taken before goes with its record."""
    table = RECORDS["affectation"]
    with monde.serveur.engine.connect() as connection:
        line = connection.execute(select(table.c.id).where(table.c.dossier == dossier)).scalar_one()
    with monde.writing() as ecriture:
        ecriture.modifier("affectation", line, {"fin": "2026-11-19"})
    alix.sync()
    assert alix.dossiers() == set()
    assert send(alix, document)["complet"]
    assert get(alix, document).status_code == 404


def test_the_content_of_work_handed_over_waits_with_it_and_goes_along(monde: Monde, alix: Device) -> None:
    """Lesson 10, decision 16: the record waits, its content is taken; whoever takes it in has both."""
    other = monde.referent("dominique")
    lost = monde_dossier(monde, other)
    record = alix.ids.new()
    (answer,) = alix.push(alix.change("document", record, fields(PDF), op=Op.CREATE, dossier=lost))
    assert answer.outcome == "quarantined"
    assert put(other, record, 0, PDF).status_code == 404, "another may not send in its author's place"
    assert send(alix, record)["complet"]
    assert get(alix, record).status_code == 404
    (taken,) = other.push(other.change("document", record, fields(PDF), op=Op.CREATE, dossier=lost))
    assert taken.outcome == "applied"
    other.sync()
    assert other.rows["document", record]["contenu_present"] is True
    assert get(other, record).content == PDF


@pytest.mark.parametrize("lost", ["the file", "both"])
def test_a_content_lost_by_the_server_is_asked_of_the_devices_again(
    monde: Monde, alix: Device, document: str, lost: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Put back older than the base, or swept as it was announced anew: nobody is told that it is there."""
    send(alix, document)
    files(monde)[0].unlink()
    with monde.serveur.engine.begin() as base:
        base.execute(contenu.delete().where(literal(lost == "both")))
    assert get(alix, document).status_code == 404
    assert "manque" in caplog.text
    alix.sync()
    assert alix.rows["document", document]["contenu_present"] is False
    assert send(alix, document)["complet"]
    assert get(alix, document).content == PDF


def test_a_base_put_back_older_than_the_folder_finds_its_contents(
    monde: Monde, alix: Device, document: str
) -> None:
    """Lesson 15."""
    send(alix, document)
    with monde.serveur.engine.begin() as connection:
        connection.execute(contenu.delete())
    assert put(alix, document, 0, b"").json() == {"recu": len(PDF), "complet": True}


def test_purging_a_dossier_takes_its_contents_and_no_other(monde: Monde, alix: Device, dossier: str) -> None:
    kept = announce(alix, monde_dossier(monde, alix))
    send(alix, kept)
    send(alix, announce(alix, dossier))
    for _ in range(2):
        with monde.serveur.engine.begin() as connection:
            service.purger(connection, monde.serveur, "07", dossier)
    assert len(files(monde)) == 1
    assert get(alix, kept).content == PDF


def test_a_content_that_no_document_names_goes_after_thirty_days(
    monde: Monde, alix: Device, dossier: str, document: str
) -> None:
    """A deletion may be undone by somebody's edit (decision 7): its content waits as long."""
    kept = announce(alix, dossier, PDF + b"\n", nom="Autre.pdf")
    send(alix, kept, PDF + b"\n")
    send(alix, document)
    alix.sync()
    alix.push(alix.change("document", document, op=Op.DELETE, dossier=dossier))
    assert get(alix, document).status_code == 404
    monde.clock.advance(days=29)
    assert (service.balayer(monde.serveur), len(files(monde))) == (0, 2)
    monde.clock.advance(days=2)
    assert (service.balayer(monde.serveur), len(files(monde))) == (1, 1)
    assert get(alix, kept).content == PDF + b"\n"


def test_a_content_still_on_its_way_when_its_document_is_taken_in_arrives(monde: Monde, alix: Device) -> None:
    """Lesson 10: whoever takes the work in does not cut the line of its author."""
    other = monde.referent("dominique")
    lost = monde_dossier(monde, other)
    record = alix.ids.new()
    alix.push(alix.change("document", record, fields(PDF), op=Op.CREATE, dossier=lost))
    assert put(alix, record, 0, PDF[:PIECE]).status_code == 200
    other.sync()
    ((_, item),) = [key for key in other.rows if key[0] == "reprise"]
    taken = other.change("document", record, fields(PDF), op=Op.CREATE, dossier=lost)
    other.push(taken, other.change("reprise", item, {"statut": "reprise"}))
    assert send(alix, record, start=PIECE)["complet"]
    assert get(other, record).content == PDF
    assert get(alix, record).status_code == 404
