"""Contents of documents between laptops and the server: whole, once, whatever is cut."""

import hashlib

import pytest
from sqlalchemy import Connection, select

from desktop.models import contenus as lignes
from desktop.services.document_lu import Etat
from desktop.sync.contenus import PIECE_MAX, PIECE_MIN
from desktop.sync.transport import Reponse
from desktop.vault.contenus import Cle
from domain.document.contenu import PDF
from domain.errors import RefusedError
from domain.fields import Value
from server.models import RECORDS as RECORDS_SERVER
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.convoi import (
    SCAN,
    Flaky,
    Ouvrir,
    acheminer,
    ajouter,
    coffre,
    files,
    lose,
    mover,
    vu,
)
from tests.server.monde import Monde


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
    assert "EXEMPLE Camille\u00a0– Document envoyé\u00a0– 700\u00a0Ko" in lines


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


def test_the_content_of_a_refused_record_waits_beside_it(monde: Monde, alix: Poste, dossier: str) -> None:
    """Lesson 12: neither the words nor the scan are dropped; both wait for a person."""
    cle = Cle(dossier, hashlib.sha256(SCAN).hexdigest())
    coffre(alix).ecrire(cle, SCAN)
    poste = alix.bureau.poste
    values: dict[str, Value] = {"media": PDF.media, "taille": len(SCAN), "empreinte": cle.empreinte}

    def work(connection: Connection) -> tuple[None, None]:
        too_long = values | {"nom": "n" * 300, "rangement": "courriers"}  # an older server has other limits
        record = poste.outbox.create(connection, "document", dossier, too_long)
        lignes.add(connection, record, dossier, cle.empreinte, len(SCAN), "2026-11-20T08:00:00.000Z")
        return None, None

    poste.now_write(work)
    acheminer(alix)
    assert alix.bureau.documents.lister(dossier) == ()
    (item,) = alix.bureau.reprises.a_reprendre()
    assert item.issue == "refused"
    assert monde.serveur.depot.whole("07", dossier, cle.empreinte).read_bytes() == SCAN
    mover(alix).commencer()
    assert len(files(alix)) == 1, "kept here too until somebody has decided"
    alix.bureau.reprises.ecarter(item.id)
    acheminer(alix)
    mover(alix).commencer()
    assert files(alix) == []


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


def test_a_removed_document_keeps_its_file_until_the_server_agrees(alix: Poste, dossier: str) -> None:
    document = ajouter(alix, dossier)
    acheminer(alix)
    alix.bureau.documents.retirer(document)
    mover(alix).commencer()
    assert len(files(alix)) == 1, "the deletion may be refused: somebody may have worked on it"
    alix.synchroniser()
    mover(alix).commencer()
    assert files(alix) == []
