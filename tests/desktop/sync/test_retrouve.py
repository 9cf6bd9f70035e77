"""What only a laptop still holds when the server is put back from its backup: nobody's words are lost."""

from itertools import pairwise

import pytest
from sqlalchemy import Connection, delete, select

from desktop.models.replique import put
from desktop.models.tables import RECORDS as LOCAL
from desktop.models.tables import changement, envoye
from desktop.services.reprises import Geste
from desktop.sync.transport import UnreachableError
from domain.exchange.v1 import Request, Response
from domain.fields import Value
from domain.profils import Profile
from server.models import RECORDS
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, same_replicas, un_cer
from tests.desktop.sync.test_reprise import BEFORE, NOWHERE, end_affectations, write
from tests.desktop.sync.test_restauration import Sauvegarde, situation
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]

WORDS = "Écrit par Bruno, dont le portable est perdu."
TYPED = "Tapé pendant ce temps."


def found_again(monde: Monde) -> list[dict[str, object]]:
    table = RECORDS["reprise"]
    with monde.serveur.engine.connect() as connection:
        rows = connection.execute(select(table).order_by(table.c.sorte)).mappings()
        return [dict(row) for row in rows if "retrouvé" in row["motif"]]


def rows(laptop: Poste, kind: str) -> list[dict[str, object]]:
    with laptop.bureau.poste.replique.read() as connection:
        return [dict(row) for row in connection.execute(select(LOCAL[kind])).mappings()]


@pytest.fixture
def partage(monde: Monde) -> tuple[str, str]:
    """A dossier followed by two référents, and its territory's secretariat."""
    alix, bruno = monde.compte("alix"), monde.compte("bruno")
    monde.compte("sec", Profile.SECRETARIAT_DISPOSITIF, dtas="nord")
    dossier = monde.dossier(alix, dtas="nord")
    with monde.writing() as ecriture:
        values: dict[str, Value] = {"referent": bruno, "role": "etape", "debut": "2026-01-01"}
        ecriture.creer("affectation", values, dossier=dossier)
    return dossier, alix


def test_what_others_wrote_survives_on_whoever_had_received_it(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: Bruno’s laptop never comes back; two others had his words, one item is made of them."""
    dossier, _ = partage
    bruno, one, two = poste("b", "bruno"), poste("a", "alix"), poste("s", "sec")
    bruno.synchroniser()
    known = un_cer(bruno, dossier)
    bruno.synchroniser()
    backup = Sauvegarde(monde)
    write(bruno, known, WORDS)
    entretien = bruno.bureau.entretiens.nouveau(dossier)
    bruno.bureau.saisie.save_field("entretien", entretien, "suite", WORDS, None)
    bruno.bureau.saisie.flush()
    for laptop in (bruno, one, two):
        laptop.synchroniser()
    backup.remettre()
    bilan = one.synchroniser()
    assert (bilan.retrouves, bilan.message) == (2, "")
    two.synchroniser()
    edited, born = found_again(monde)
    assert (edited["sorte"], edited["cible"], edited["operation"]) == ("cer", known, "set")
    assert (born["sorte"], born["cible"], born["operation"]) == ("entretien", entretien, "create")
    assert edited["champs"]["situation"]["moi"] == born["champs"]["suite"]["moi"] == WORDS  # type: ignore[index]
    assert born["issue"] == "quarantined"
    one.synchroniser()
    two.synchroniser()
    for laptop in (one, two):
        assert {row["cible"] for row in rows(laptop, "reprise")} == {known, entretien}
        assert entretien not in {row["id"] for row in rows(laptop, "entretien")}
    assert one.synchroniser().retrouves == 0


def test_a_row_written_again_since_does_not_hide_what_was_lost(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: a later revision of another life of the server says nothing of the words of this one."""
    dossier, _ = partage
    bruno, one, sec = poste("b", "bruno"), poste("a", "alix"), poste("c", "bruno")
    bruno.synchroniser()
    known = un_cer(bruno, dossier)
    for laptop in (bruno, one, sec):
        laptop.synchroniser()
    backup = Sauvegarde(monde)
    write(bruno, known, WORDS)
    bruno.synchroniser()
    one.synchroniser()
    backup.remettre()
    for seen, words in pairwise((BEFORE, "Un.", "Deux.", "Trois.")):
        write(sec, known, words, seen)
        sec.synchroniser()
    one.synchroniser()
    (item,) = found_again(monde)
    assert (item["sorte"], item["cible"]) == ("cer", known)
    assert WORDS in str(item["champs"])
    assert situation(one, known) == "Trois."


def test_a_row_that_went_on_is_not_offered_by_a_replica_that_was_late(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: it had received nothing that the backup lacks."""
    dossier, _ = partage
    bruno, late = poste("b", "bruno"), poste("a", "alix")
    bruno.synchroniser()
    known = un_cer(bruno, dossier)
    for laptop in (bruno, late):
        laptop.synchroniser()
    backup = Sauvegarde(monde)
    entretien = bruno.bureau.entretiens.nouveau(dossier)
    bruno.synchroniser()
    backup.remettre()
    for seen, words in pairwise((BEFORE, "Un.", "Deux.")):
        write(bruno, known, words, seen)
        bruno.synchroniser()
    late.synchroniser()
    assert found_again(monde) == []
    assert situation(late, known) == "Deux."
    assert [row["id"] for row in rows(late, "entretien")] == [entretien]


def test_words_that_waited_for_a_person_are_not_lost_with_the_server(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: Bruno handed work over, his laptop is gone, the server forgot; one item comes back."""
    dossier, alix = partage
    bruno, one, two = poste("b", "bruno"), poste("a", "alix"), poste("s", "sec")
    bruno.synchroniser()
    cer = un_cer(bruno, dossier)
    bruno.synchroniser()
    backup = Sauvegarde(monde)
    end_affectations(monde)
    with monde.writing() as ecriture:
        values: dict[str, Value] = {"referent": alix, "role": "parcours", "debut": "2026-01-01"}
        ecriture.creer("affectation", values, dossier=dossier)
    write(bruno, cer, WORDS)
    assert bruno.synchroniser().remis == 1
    for laptop in (one, two):
        laptop.synchroniser()
        assert len(rows(laptop, "reprise")) == 1
    backup.remettre()
    one.synchroniser()
    two.synchroniser()
    one.synchroniser()
    for laptop in (one, two):
        (item,) = [item for item in rows(laptop, "reprise") if item["sorte"] == "cer"]
        assert item["champs"]["situation"]["moi"] == WORDS  # type: ignore[index]
        assert (item["issue"], item["statut"]) == ("quarantined", "ouverte")


def test_what_the_author_offers_himself_makes_no_item(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: the same words, said twice, are said once."""
    dossier, _ = partage
    bruno, one = poste("b", "bruno"), poste("a", "alix")
    bruno.synchroniser()
    backup = Sauvegarde(monde)
    cer = un_cer(bruno, dossier)
    bruno.synchroniser()
    one.synchroniser()
    backup.remettre()
    bruno.synchroniser()
    one.synchroniser()
    assert found_again(monde) == []
    assert situation(one, cer) == situation(bruno, cer) is not None
    same_replicas(one, bruno)


def test_nothing_disappears_from_the_laptop_before_the_server_has_it(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: cut at every request of the recovery, and begun again each time."""
    dossier, _ = partage
    bruno, one = poste("b", "bruno"), poste("a", "alix")
    bruno.synchroniser()
    backup = Sauvegarde(monde)
    cer = un_cer(bruno, dossier)
    write(bruno, cer, WORDS)
    bruno.synchroniser()
    one.synchroniser()
    entretien = one.bureau.entretiens.nouveau(dossier)
    one.synchroniser()
    backup.remettre()
    exchange, allowed = one.transport.sync, [0, 0]

    def cut(request: Request) -> Response:
        response = exchange(request)
        allowed[1] += 1
        if allowed[1] > allowed[0]:
            raise UnreachableError("coupé")
        return response

    one.transport.sync = cut  # type: ignore[method-assign]
    for cuts in range(40):
        here = {str(row["id"]) for row in rows(one, "cer")}
        there = {str(item["cible"]) for item in found_again(monde)}
        assert cer in here | there
        allowed[:] = [cuts, 0]
        try:
            one.synchroniser()
        except UnreachableError:
            continue
        break
    else:
        pytest.fail("the recovery never ends")
    assert cuts >= 3
    assert {(item["sorte"], item["cible"]) for item in found_again(monde)} >= {("cer", cer)}
    assert len([item for item in found_again(monde) if item["cible"] == cer]) == 1
    assert entretien in {row["id"] for row in rows(one, "entretien")}


def test_what_is_typed_on_a_row_offered_again_goes_by_itself(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 15: a long offer goes by several batches, and one works on."""
    dossier, _ = partage
    bruno, one = poste("b", "bruno"), poste("a", "alix")
    bruno.synchroniser()
    cer = un_cer(bruno, dossier)
    one.synchroniser()
    bruno.synchroniser()
    one.synchroniser()
    backup = Sauvegarde(monde)
    (objectif,) = bruno.bureau.cers.ouvrir(cer).objectifs
    bruno.bureau.saisie.save_field("objectif", objectif.id, "personne", WORDS, "Refaire son CV")
    write(bruno, cer, WORDS)
    bruno.synchroniser()
    one.synchroniser()
    backup.remettre()
    monkeypatch.setattr("desktop.models.outbox.BATCH_LINES", 1)
    exchange, typed = one.transport.sync, [False]

    def meanwhile(request: Request) -> Response:
        if not typed[0] and any(change.kind == "retrouve" for change in request.changes):
            typed[0] = True
            one.bureau.saisie.save_field("objectif", objectif.id, "personne", TYPED, WORDS)
            write(one, cer, TYPED, WORDS)
        return exchange(request)

    one.transport.sync = meanwhile  # type: ignore[method-assign]
    one.synchroniser()
    found = {item["cible"]: item["champs"] for item in found_again(monde)}
    assert found[cer]["situation"]["moi"] == found[objectif.id]["personne"]["moi"] == WORDS  # type: ignore[index]
    kept = {(row["cible"], str(row["champs"])) for row in rows(one, "reprise") if row["issue"] == "conflict"}
    assert {cible for cible, champs in kept if TYPED in champs} == {cer, objectif.id}


def test_a_cursor_that_the_server_cannot_read_any_more_changes_nothing_to_it(
    monde: Monde, poste: Ouvrir, partage: tuple[str, str]
) -> None:
    """Lesson 15: what comes while all is being offered is not stored, and is not taken for stored."""
    dossier, _ = partage
    bruno, one = poste("b", "bruno"), poste("a", "alix")
    bruno.synchroniser()
    backup = Sauvegarde(monde)
    cer = un_cer(bruno, dossier)
    bruno.synchroniser()
    one.synchroniser()
    backup.remettre()

    def spoil(connection: Connection) -> tuple[None, None]:
        put(connection, cursor="d’un autre temps", epoque="d’un autre temps")
        return None, None

    one.bureau.poste.now_write(spoil)
    bilan = one.synchroniser()
    assert (bilan.retrouves, bilan.relus, bilan.message) == (2, 0, "")
    assert {item["cible"] for item in found_again(monde)} >= {cer}
    bruno.synchroniser()
    one.synchroniser()
    same_replicas(one, bruno)


def test_a_restored_server_is_noticed_by_the_numbers_it_forgot(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 15, decision 13: the cursor bears the last number answered, signed by the server."""
    monde.compte("alix")
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    backup = Sauvegarde(monde)
    before = monde.epoch()
    laptop.bureau.entretiens.nouveau(monde.serveur.ids.new())  # of a dossier nobody has: nothing is written
    laptop.synchroniser()
    backup.remettre()
    laptop.synchroniser()
    assert monde.epoch() != before


def test_offline_nothing_of_all_this_happens(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 13: what waits goes on waiting."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    laptop.transport.server = NOWHERE
    with pytest.raises(UnreachableError):
        laptop.synchroniser()
    with laptop.bureau.poste.replique.read() as connection:
        assert connection.execute(select(changement)).first() is not None


def test_what_is_found_of_a_dossier_that_is_nowhere_is_for_reading(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Decision 16: taking it in would close its item and put it nowhere."""
    alix = monde.compte("alix")
    one = poste("a", "alix")
    one.synchroniser()
    backup = Sauvegarde(monde)
    dossier = monde.dossier(alix)
    one.synchroniser()
    one.bureau.entretiens.nouveau(dossier)
    one.synchroniser()
    one.bureau.poste.now_write(lambda connection: (connection.execute(delete(envoye)), None))
    backup.remettre()
    one.synchroniser()
    (item,) = [item for item in one.bureau.reprises.a_reprendre() if item.kind == "entretien"]
    assert (item.dossier, item.geste) == (None, Geste.LIRE)
    assert "differ" in caplog.text, "the dossier itself has gone"
