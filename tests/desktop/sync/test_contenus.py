"""Contents of documents between laptops and the server: whole, once, whatever is cut."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models import contenus as lignes
from desktop.models.replique import get
from desktop.services.document_lu import DocumentLu, Etat
from desktop.services.documents import Prepare
from desktop.sync.contenus import PIECE_MAX, PIECE_MIN, Contenus
from desktop.sync.transport import Reponse, UnreachableError
from desktop.vault.contenus import Coffre
from domain.document.contenu import PDF
from domain.errors import RefusedError
from server.models import RECORDS as RECORDS_SERVER
from server.services import depot as depot_module
from server.services.depot import Depot
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]
SCAN = b"%PDF-1.7\n" + os.urandom(700_000) + b"\n%%EOF\n"


@pytest.fixture
def alix(monde: Monde, poste: Ouvrir) -> Poste:
    monde.compte("alix")
    return poste("poste-alix", "alix")


@pytest.fixture
def dossier(monde: Monde, alix: Poste) -> str:
    opened = monde.dossier(alix.bureau.moi.id)
    alix.synchroniser()
    return opened


def ajouter(poste: Poste, dossier: str, octets: bytes = SCAN, rangement: str = "courriers") -> str:
    return poste.bureau.documents.ajouter(dossier, Prepare(octets, PDF, "scan.pdf"), rangement=rangement)


def mover(poste: Poste) -> Contenus:
    replique = poste.bureau.poste.replique
    with replique.read() as connection:
        poste.transport.token = get(connection, "jeton")
    return Contenus(replique, poste.transport, poste.clock, poste.ids)


def acheminer(poste: Poste) -> int:
    """Synchronise the records, then move every piece; return how many."""
    poste.synchroniser()
    moving = mover(poste)
    moving.commencer()
    pieces = 0
    while moving.morceau():
        pieces += 1
    poste.synchroniser()
    return pieces


def vu(poste: Poste, dossier: str) -> DocumentLu:
    (only,) = poste.bureau.documents.lister(dossier)
    return only


def coffre(poste: Poste) -> Coffre:
    replique = poste.bureau.poste.replique
    return Coffre.beside(replique.path, replique.derive(b"contenus"))


def files(poste: Poste) -> list[Path]:
    folder = coffre(poste).folder
    return sorted(folder.iterdir()) if folder.exists() else []


def lose(monde: Monde, dossier: str) -> None:
    """Let every affectation of a dossier have ended the day before."""
    table = RECORDS_SERVER["affectation"]
    with monde.serveur.engine.connect() as connection:
        found = connection.execute(select(table.c.id).where(table.c.dossier == dossier)).scalars().all()
    with monde.writing() as ecriture:
        for line in found:
            ecriture.modifier("affectation", line, {"fin": "2026-11-19"})


class Flaky:
    """A wire that is cut: what was sent may or may not have arrived."""

    def __init__(self, poste: Poste, plan: list[str]) -> None:
        self._real = poste.transport.echanger
        self._plan = plan
        self.sizes: list[int] = []

    def __call__(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reponse:
        self.sizes.append(len(body))
        fate = self._plan.pop(0) if self._plan else ""
        if fate == "before":
            raise UnreachableError("coupé", moindre=True)
        answer = self._real(method, path, body, headers)
        if fate == "after":
            raise UnreachableError("coupé", moindre=True)
        return answer


def test_a_document_added_offline_reaches_the_other_laptop(monde: Monde, alix: Poste, poste: Ouvrir) -> None:
    """Record first, content after; the other learns that it is there, asks, and opens it (R-DOC-5)."""
    mine = monde.dossier(alix.bureau.moi.id)
    alix.synchroniser()
    document = ajouter(alix, mine)
    assert vu(alix, mine).etat is Etat.A_ENVOYER
    assert alix.bureau.documents.en_cours().phrase == "1\u00a0document à envoyer, 700\u00a0Ko"
    alix.synchroniser()
    other = poste("poste-bis", "alix")
    other.synchroniser()
    assert vu(other, mine).etat is Etat.ATTENDU
    assert acheminer(alix) >= 3
    assert (vu(alix, mine).etat, alix.bureau.documents.en_cours().phrase) == (Etat.ICI, "")
    other.synchroniser()
    assert vu(other, mine).etat is Etat.A_TELECHARGER
    with pytest.raises(RefusedError, match="pas encore sur ce poste"):
        other.bureau.documents.lire(document)
    assert other.bureau.documents.demander(document) == 1
    assert [one.id for one in other.bureau.documents.manquants([mine])] == [document]
    acheminer(other)
    assert other.bureau.documents.lire(document) == SCAN
    assert other.bureau.documents.manquants([mine]) == ()
    opened = other.bureau.documents.ouvrir(document)
    assert opened.read_bytes() == SCAN


def test_the_receipt_says_which_contents_went_through(alix: Poste, dossier: str) -> None:
    ajouter(alix, dossier)
    acheminer(alix)
    lines = [line.texte for receipt in alix.bureau.synchro.recus() for line in receipt.lignes]
    assert "Document envoyé\u00a0– EXEMPLE Camille\u00a0– 700\u00a0Ko" in lines


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


def test_the_size_of_a_piece_follows_the_line(
    alix: Poste, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 64 kbit/s a piece must pass in a few seconds: records wait for one piece at most."""
    ajouter(alix, dossier, SCAN * 5)
    alix.synchroniser()
    seconds_per_byte = 0.0
    now = [0.0]

    class Watch:
        def now(self) -> object:
            return alix.clock.now()

        def monotonic(self) -> float:
            return now[0]

    sizes: list[int] = []
    real = alix.transport.echanger

    def slow(method: str, path: str, body: bytes, headers: dict[str, str]) -> Reponse:
        sizes.append(len(body))
        now[0] += 0.6 + len(body) * seconds_per_byte
        return real(method, path, body, headers)

    monkeypatch.setattr(alix.transport, "echanger", slow)
    moving = mover(alix)
    monkeypatch.setattr(moving, "_clock", Watch())
    moving.commencer()
    for _ in range(3):
        moving.morceau()
    assert max(sizes) == PIECE_MAX
    sizes.clear()
    seconds_per_byte = 1 / 8_000
    for _ in range(6):
        moving.morceau()
    assert PIECE_MIN <= sizes[-1] <= 3 * PIECE_MIN
    assert 0.6 + sizes[-1] * seconds_per_byte <= 7


def test_a_dossier_that_leaves_takes_its_contents_away_but_what_was_not_sent(
    monde: Monde, alix: Poste, dossier: str
) -> None:
    """Lesson 10: a photo taken before the dossier left is sent, then erased here."""
    ajouter(alix, dossier)
    acheminer(alix)
    late = ajouter(alix, dossier, b"%PDF-1.4 trop tard\n%%EOF")
    alix.synchroniser()
    assert len(files(alix)) == 2
    lose(monde, dossier)
    alix.synchroniser()
    moving = mover(alix)
    assert moving.commencer()
    assert len(files(alix)) == 1, "what the server has is erased at once"
    while moving.morceau():
        pass
    moving.commencer()
    assert files(alix) == []
    table = RECORDS_SERVER["document"]
    with monde.serveur.engine.connect() as connection:
        present = connection.execute(select(table.c.contenu_present).where(table.c.id == late)).scalar_one()
    assert present is True


def test_a_document_of_a_dossier_lost_meanwhile_goes_with_the_work_handed_over(
    monde: Monde, alix: Poste, dossier: str
) -> None:
    """Lesson 10, decision 16: record and content wait together for who takes them in."""
    document = ajouter(alix, dossier)
    lose(monde, dossier)
    acheminer(alix)
    mover(alix).commencer()
    assert files(alix) == []
    whole = monde.serveur.depot.whole("07", dossier, hashlib.sha256(SCAN).hexdigest())
    assert whole.read_bytes() == SCAN
    table = RECORDS_SERVER["document"]
    with monde.serveur.engine.connect() as connection:
        assert connection.execute(select(table).where(table.c.id == document)).first() is None


def test_what_the_server_refuses_keeps_its_record_its_file_and_the_reason(alix: Poste, dossier: str) -> None:
    """Nothing is lost on the laptop until a person decides."""
    wrong = b"MZ ceci est un programme"
    document = ajouter(alix, dossier, wrong)
    acheminer(alix)
    seen = vu(alix, dossier)
    assert (seen.etat, "pas pris" in seen.motif, seen.ici) == (Etat.REFUSE, True, True)
    assert alix.bureau.documents.lire(document) == wrong
    assert acheminer(alix) == 0, "it is not sent again by itself"
    assert alix.bureau.documents.en_cours().phrase == "1\u00a0document refusé"
    alix.bureau.documents.reessayer(document)
    assert vu(alix, dossier).etat is Etat.A_ENVOYER
    alix.bureau.documents.retirer(document)
    acheminer(alix)
    mover(alix).commencer()
    assert (alix.bureau.documents.lister(dossier), files(alix)) == ((), [])


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


def test_the_last_cer_on_paper_of_my_dossiers_comes_by_itself(
    alix: Poste, dossier: str, poste: Ouvrir
) -> None:
    """What a permanence most often wants, small enough; the rest is asked for."""
    older = ajouter(alix, dossier, b"%PDF-1.4 ancien\n%%EOF", "cer_scannes")
    newer = ajouter(alix, dossier, b"%PDF-1.4 nouveau\n%%EOF", "cer_scannes")
    letter = ajouter(alix, dossier, b"%PDF-1.4 courrier\n%%EOF")
    acheminer(alix)
    with alix.bureau.poste.replique.read() as connection:
        order = lignes.automatic(connection, alix.clock)
    assert order == [], "what is here already is not asked for"
    other = poste("poste-bis", "alix")
    acheminer(other)
    here = {one.id for one in other.bureau.documents.lister(dossier) if one.ici}
    assert (here, older in here, letter in here) == ({newer}, False, False)
    third = poste("poste-ter", "alix")
    third.bureau.documents.regler_automatique(0)
    acheminer(third)
    assert not any(one.ici for one in third.bureau.documents.lister(dossier))
    assert third.bureau.documents.demander_dossiers([dossier]) == 3
    acheminer(third)
    assert all(one.ici for one in third.bureau.documents.lister(dossier))


def test_nothing_to_move_asks_nothing_of_the_server(
    alix: Poste, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ajouter(alix, dossier)
    acheminer(alix)
    wire = Flaky(alix, [])
    monkeypatch.setattr(alix.transport, "echanger", wire)
    moving = mover(alix)
    assert not moving.commencer()
    assert wire.sizes == []


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


def test_a_removed_document_keeps_its_file_until_the_server_agrees(alix: Poste, dossier: str) -> None:
    document = ajouter(alix, dossier)
    acheminer(alix)
    alix.bureau.documents.retirer(document)
    mover(alix).commencer()
    assert len(files(alix)) == 1, "the deletion may be refused: somebody may have worked on it"
    alix.synchroniser()
    mover(alix).commencer()
    assert files(alix) == []


def test_work_that_a_kill_left_without_a_line_is_swept(alix: Poste, dossier: str) -> None:
    ajouter(alix, dossier)
    orphan = coffre(alix).folder / "0123.partiel"
    orphan.write_bytes(b"x")
    mover(alix).commencer()
    assert [path == orphan for path in files(alix)] == [False]
