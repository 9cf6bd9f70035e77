"""What differs from the server is read again, dossier by dossier, and nothing else is (Lesson 14)."""

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from desktop.models.tables import RECORDS, changement
from desktop.sync.controle import DIFFERS
from server.models import empreinte_dossier, portee_appareil
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, same_replicas, un_cer
from tests.desktop.sync.test_reprise import write
from tests.server.monde import Monde

STRANGER = "0193469e-7c00-7000-8000-0000000000f7"


def damage(laptop: Poste, *statements: object) -> None:
    def work(connection: Connection) -> tuple[None, None]:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
        return None, None

    laptop.bureau.poste.now_write(work)


def count(laptop: Poste, kind: str) -> int:
    with laptop.bureau.poste.replique.read() as connection:
        return int(connection.execute(select(func.count()).select_from(RECORDS[kind])).scalar_one())


def notice_something(monde: Monde) -> None:
    """The digest is compared when something came: let something come."""
    with monde.writing() as ecriture:
        ecriture.creer("collaborateur", {"nom": "Nouveau", "prenom": "Alex"})


def test_only_the_dossiers_that_differ_are_read_again(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 14: one row lost, one row changed, one lost of what belongs to no dossier."""
    alix = monde.compte("alix")
    dossiers = [monde.dossier(alix) for _ in range(12)]
    laptop, other = poste("portable", "alix"), poste("bureau", "alix")
    laptop.synchroniser()
    cers = [un_cer(laptop, dossier) for dossier in dossiers[:2]]
    laptop.synchroniser()
    objectif, collaborateur = RECORDS["objectif"], RECORDS["collaborateur"]
    damage(
        laptop,
        delete(objectif).where(objectif.c.dossier == dossiers[0]),
        update(RECORDS["cer"]).where(RECORDS["cer"].c.id == cers[1]).values(part_digest=1, situation="abîmé"),
        delete(collaborateur),
    )
    notice_something(monde)
    bilan = laptop.synchroniser()
    assert (bilan.relus, bilan.message, bilan.requetes) == (3, "", 3)
    assert bilan.recus < 20, "twelve dossiers and their parts are many more"
    assert len(laptop.bureau.cers.ouvrir(cers[0]).objectifs) == 1
    assert laptop.bureau.cers.ouvrir(cers[1]).values["situation"] != "abîmé"
    other.synchroniser()
    same_replicas(laptop, other)
    assert "3 dossiers differ" in caplog.text
    assert laptop.synchroniser().relus == 0


def test_a_repair_takes_nothing_of_what_waits_here(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 14, Lesson 13: no wipe; unsent words stay on top of what comes again."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop, other = poste("portable", "alix"), poste("bureau", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    laptop.synchroniser()
    damage(laptop, delete(RECORDS["objectif"]))
    exchange, typed = laptop.transport.sync, ["Tapé pendant la relecture."]

    def while_it_is_read_again(request):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as the transport's
        response = exchange(request)
        if request.doubt is not None and request.doubt.again and typed:
            write(laptop, cer, typed.pop())
            laptop.bureau.entretiens.nouveau(dossier)
        return response

    laptop.transport.sync = while_it_is_read_again  # type: ignore[method-assign]
    notice_something(monde)
    assert laptop.synchroniser().relus == 1
    other.synchroniser()
    assert other.bureau.cers.ouvrir(cer).values["situation"] == "Tapé pendant la relecture."
    assert len(other.bureau.cers.ouvrir(cer).objectifs) == 1
    assert count(other, "entretien") == 1
    same_replicas(laptop, other)
    assert caplog.text


def test_a_dossier_the_server_never_gave_leaves_and_its_unsent_work_is_taken_in(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 14, Lesson 10."""
    monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    stranger = insert(RECORDS["dossier"]).values(id=STRANGER, dossier=STRANGER, rev=1, part_digest=5, nom="X")
    damage(laptop, stranger)
    laptop.bureau.entretiens.nouveau(STRANGER)
    notice_something(monde)
    bilan = laptop.synchroniser()
    assert (bilan.relus, bilan.remis, bilan.message) == (1, 1, "")
    assert count(laptop, "dossier") == 1
    with laptop.bureau.poste.replique.read() as connection:
        assert connection.execute(select(changement)).all() == []
    assert caplog.text


def test_a_dossier_the_server_forgot_having_sent_comes_again(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 9, Lesson 14: what the server remembers of a device may be wrong too."""
    alix = monde.compte("alix")
    dossiers = [monde.dossier(alix) for _ in range(3)]
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    with monde.serveur.engine.begin() as connection:
        held = portee_appareil.c
        connection.execute(delete(portee_appareil).where(held.dossier == dossiers[1]))
    assert laptop.synchroniser().recus > 0
    assert count(laptop, "dossier") == 3
    assert not caplog.text


def test_what_still_differs_is_said_and_no_side_is_chosen(
    monde: Monde, poste: Ouvrir, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 14: the server's digest is never adopted; the next run looks again."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    laptop.synchroniser()
    with monde.serveur.engine.begin() as connection:
        wrong = update(empreinte_dossier).where(empreinte_dossier.c.dossier == dossier)
        connection.execute(wrong.values(nombre=empreinte_dossier.c.nombre + 1))
    for _ in range(2):
        bilan = laptop.synchroniser()
        assert (bilan.relus, bilan.message) == (1, DIFFERS)
        assert len(laptop.bureau.cers.ouvrir(cer).objectifs) == 1
    assert "still differ" in caplog.text


def test_rows_that_come_in_the_place_of_the_answer_do_not_stop_the_repair(
    monde: Monde, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Lesson 14. Found by the faults: others wrote more than a page meanwhile, and no repair was made."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    laptop.synchroniser()
    damage(laptop, delete(RECORDS["objectif"]))
    monkeypatch.setattr("server.sync.envoi.ROWS", 2)
    exchange, others = laptop.transport.sync, iter(range(3))

    def while_others_write(request):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as the transport's
        if request.doubt is not None and request.doubt.digests and next(others, None) is not None:
            for _ in range(3):
                notice_something(monde)
        return exchange(request)

    laptop.transport.sync = while_others_write  # type: ignore[method-assign]
    notice_something(monde)
    bilan = laptop.synchroniser()
    assert (bilan.relus, bilan.message) == (1, "")
    assert count(laptop, "objectif") == 1
    assert "read again" in caplog.text
