"""Contents of documents when something breaks: the line, the disk, the program, the server."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.document_lu import Etat
from desktop.sync.transport import UnreachableError
from domain.errors import RefusedError
from server.services import depot as depot_module
from server.services.depot import Depot
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.convoi import SCAN, Flaky, Ouvrir, acheminer, ajouter, coffre, files, mover, vu
from tests.server.monde import Monde


@pytest.mark.parametrize(
    "plan",
    [["before"], ["after"], ["", "before", "after"], ["after", "after", "before", "", "after"]],
    ids=["lost", "taken", "both", "many"],
)
def test_what_is_cut_while_it_goes_up_is_resumed(
    monde: Monde, alix: Poste, dossier: str, plan: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 21: an answer lost after the piece was taken is a 409 at the next try, and is obeyed."""
    document = ajouter(alix, dossier)
    alix.synchroniser()
    wire = Flaky(alix, plan)
    monkeypatch.setattr(alix.transport, "echanger", wire)
    for _ in range(len(plan) + 1):
        moving = mover(alix)
        if not moving.commencer():
            break
        try:
            while moving.morceau():
                pass
        except UnreachableError:
            continue
    alix.synchroniser()
    assert vu(alix, dossier).etat is Etat.ICI
    whole = monde.serveur.depot.whole("07", dossier, hashlib.sha256(SCAN).hexdigest())
    assert whole.read_bytes() == SCAN
    assert document


def test_a_program_that_dies_between_two_pieces_goes_on_from_there(
    alix: Poste, dossier: str, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways: what was moved is not moved again."""
    document = ajouter(alix, dossier)
    alix.synchroniser()
    first = mover(alix)
    first.commencer()
    first.morceau()
    first.morceau()
    assert (vu(alix, dossier).etat, vu(alix, dossier).pourcent > 10) == (Etat.EN_ENVOI, True)
    wire = Flaky(alix, [])
    monkeypatch.setattr(alix.transport, "echanger", wire)
    acheminer(alix)
    assert sum(wire.sizes) < len(SCAN) - 150_000
    other = poste("poste-bis", "alix")
    other.synchroniser()
    other.bureau.documents.demander(document)
    one = mover(other)
    one.commencer()
    one.morceau()
    one.morceau()
    held = vu(other, dossier).pourcent
    assert (vu(other, dossier).etat, held > 10) == (Etat.EN_RECEPTION, True)
    another = mover(other)
    another.commencer()
    another.morceau()
    assert vu(other, dossier).pourcent > held
    acheminer(other)
    assert other.bureau.documents.lire(document) == SCAN


def test_what_the_server_has_lost_is_offered_again_by_who_holds_it(
    monde: Monde, alix: Poste, dossier: str
) -> None:
    """Lesson 15: the folder of the contents was put back older than the base."""
    document = ajouter(alix, dossier)
    acheminer(alix)
    whole = monde.serveur.depot.whole("07", dossier, hashlib.sha256(SCAN).hexdigest())
    whole.unlink()
    with monde.writing() as ecriture:
        ecriture.modifier("document", document, {"contenu_present": False})
    acheminer(alix)
    assert whole.read_bytes() == SCAN
    assert vu(alix, dossier).etat is Etat.ICI


def test_what_came_damaged_is_begun_again_then_refused(
    alix: Poste, dossier: str, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 21: never shown, never for ever."""
    document = ajouter(alix, dossier)
    acheminer(alix)
    other = poste("poste-bis", "alix")
    other.synchroniser()
    other.bureau.documents.demander(document)
    with monkeypatch.context() as patch:

        def damaged(whole: Path, start: int, stop: int) -> Iterator[bytes]:
            return (bytes(byte ^ 1 for byte in piece) for piece in depot_module.read(whole, start, stop))

        patch.setattr("server.api.contenus.read", damaged)
        acheminer(other)
    seen = vu(other, dossier)
    assert (seen.etat, "annoncé" in seen.motif, seen.ici) == (Etat.REFUSE, True, False)
    other.bureau.documents.reessayer(document)
    acheminer(other)
    assert other.bureau.documents.lire(document) == SCAN


def test_a_full_disk_on_the_server_delays_and_loses_nothing(
    alix: Poste, dossier: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ajouter(alix, dossier)
    alix.synchroniser()

    def full(*_piece: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Depot, "write", full)
        moving = mover(alix)
        moving.commencer()
        with pytest.raises(UnreachableError):
            moving.morceau()
    assert vu(alix, dossier).etat is Etat.A_ENVOYER
    acheminer(alix)
    assert vu(alix, dossier).etat is Etat.ICI
    assert "OSError" in caplog.text


def test_a_full_disk_here_says_so_and_lets_the_rest_pass(
    alix: Poste,
    dossier: str,
    poste: Ouvrir,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    document = ajouter(alix, dossier)
    acheminer(alix)
    other = poste("poste-bis", "alix")
    other.synchroniser()
    other.bureau.documents.demander(document)

    def full(*_piece: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.vault.contenus.Entree.ajouter", full)
        acheminer(other)
    seen = vu(other, dossier)
    assert (seen.etat, "place" in seen.motif) == (Etat.EN_RECEPTION, True)
    assert "no room" in caplog.text
    acheminer(other)
    assert (vu(other, dossier).etat, vu(other, dossier).motif) == (Etat.ICI, "")


def test_a_content_whose_file_is_damaged_here_says_so(
    alix: Poste, dossier: str, caplog: pytest.LogCaptureFixture
) -> None:
    document = ajouter(alix, dossier)
    alix.synchroniser()
    (path,) = files(alix)
    damaged = bytearray(path.read_bytes())
    damaged[50] ^= 1
    path.write_bytes(damaged)
    acheminer(alix)
    assert vu(alix, dossier).etat is Etat.REFUSE
    assert "cannot be read here" in caplog.text
    assert document not in caplog.text
    with pytest.raises(RefusedError, match="abîmé"):
        alix.bureau.documents.lire(document)


def test_work_that_a_kill_left_without_a_line_is_swept(alix: Poste, dossier: str) -> None:
    ajouter(alix, dossier)
    orphan = coffre(alix).folder / "0123.partiel"
    orphan.write_bytes(b"x")
    mover(alix).commencer()
    assert [path == orphan for path in files(alix)] == [False]
