"""What lies under the words that wait shows again, as the server has it now, when they are not taken."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from desktop.models.outbox import freeze
from domain.cer.states import State
from domain.exchange.v1 import Change, Request, Response
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, same_replicas
from tests.desktop.sync.test_reprise import two_laptops, write
from tests.desktop.sync.test_restauration import situation
from tests.server.monde import Monde


def meanwhile(laptop: Poste, gesture: Callable[[], None]) -> None:
    """Do something while the next answer is on its way, once."""
    exchange = laptop.transport.sync

    def sync(request: Request) -> Response:
        laptop.transport.sync = exchange  # type: ignore[method-assign]
        response = exchange(request)
        gesture()
        return response

    laptop.transport.sync = sync  # type: ignore[method-assign]


def submit(laptop: Poste, cer: str) -> None:
    laptop.bureau.cers.changer_etat(cer, State.SOUMIS, None)
    laptop.synchroniser()


def test_words_refused_show_what_came_under_them(monde: Monde, poste: Ouvrir) -> None:
    """Lessons 5 and 13. Not what the editor had been loaded with."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    write(other, cer, "Le sien.")
    other.synchroniser()

    def typed() -> None:
        write(one, cer, "Le mien.")
        submit(other, cer)

    meanwhile(one, typed)
    assert one.synchroniser().refuses == 1
    assert situation(one, cer) == "Le sien."
    other.synchroniser()
    same_replicas(one, other)


def test_words_typed_over_refused_ones_show_what_the_server_has(monde: Monde, poste: Ouvrir) -> None:
    """Lessons 5 and 12: not the words that were refused a moment before."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    before = situation(one, cer)
    submit(other, cer)
    write(one, cer, "Le mien.")
    meanwhile(one, lambda: write(one, cer, "Encore le mien.", "Le mien."))
    assert one.synchroniser().refuses == 2
    assert situation(one, cer) == before
    other.synchroniser()
    one.synchroniser()
    same_replicas(one, other)


def test_a_deletion_that_is_not_taken_puts_back_what_came_under_the_words(
    monde: Monde, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lessons 5 and 13. Not the row as the editor had been loaded.

    The laptop dies once the row has come, before what was typed over it is sent.
    """
    one, other, _dossier, cer = two_laptops(monde, poste)
    write(other, cer, "Le sien.")
    other.synchroniser()
    meanwhile(one, lambda: write(one, cer, "Le mien."))
    batches = iter([freeze])

    def once(connection: Connection) -> list[Change]:
        return next(batches)(connection)

    with monkeypatch.context() as power:
        power.setattr("desktop.sync.moteur.freeze", once)
        with pytest.raises(StopIteration):
            one.synchroniser()
    assert situation(one, cer) == "Le mien."
    one.bureau.saisie.supprimer("cer", cer)
    one.synchroniser()
    assert situation(one, cer) == "Le sien."
    other.synchroniser()
    same_replicas(one, other)


def test_a_deletion_over_words_that_are_refused_puts_back_what_the_server_has(
    monde: Monde, poste: Ouvrir
) -> None:
    """Lessons 5 and 12."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    before = situation(one, cer)
    submit(other, cer)
    write(one, cer, "Le mien.")
    meanwhile(one, lambda: one.bureau.saisie.supprimer("cer", cer))
    one.synchroniser()
    one.synchroniser()
    assert situation(one, cer) == before
    other.synchroniser()
    same_replicas(one, other)
