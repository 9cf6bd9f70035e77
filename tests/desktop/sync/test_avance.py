"""Pages of a first replica are asked ahead; whatever is cut in the middle, nothing is missing."""

from collections.abc import Callable

import pytest

from desktop.sync.pull import digest
from desktop.sync.transport import UnreachableError
from domain.exchange.v1 import Request, Response
from server.sync import envoi
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]
DOSSIERS = 9


@pytest.fixture
def laptop(monde: Monde, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch) -> Poste:
    for name in ("ROWS", "FIRST_ROWS", "START_ROWS"):
        monkeypatch.setattr(envoi, name, 4)
    referent = monde.compte("alix")
    for _ in range(DOSSIERS):
        monde.dossier(referent)
    return poste("portable", "alix")


def held(poste: Poste) -> int:
    with poste.bureau.poste.replique.read() as connection:
        digest(connection)
    return len(poste.bureau.file_active.lister())


def test_pages_asked_ahead_all_arrive(laptop: Poste) -> None:
    """Lesson 25."""
    bilan = laptop.synchroniser()
    assert bilan.requetes == 5
    assert not bilan.relus
    assert held(laptop) == DOSSIERS


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_what_was_asked_ahead_and_lost_is_sent_again(laptop: Poste, cut: int) -> None:
    """Lesson 8: the stored cursor alone says what arrived."""
    sync, count = laptop.transport.sync, 0

    def cutting(request: Request) -> Response:
        nonlocal count
        count += 1
        response = sync(request)
        if count == cut:
            raise UnreachableError("coupé")
        return response

    laptop.transport.sync = cutting  # type: ignore[method-assign]
    with pytest.raises(UnreachableError):
        laptop.synchroniser()
    bilan = laptop.synchroniser()
    assert not bilan.relus
    assert held(laptop) == DOSSIERS


def test_a_page_that_the_disk_refused_is_sent_again_with_the_one_asked_ahead(
    laptop: Poste, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 8: the server has seen the cursor of a page that was never stored."""
    monkeypatch.setattr("desktop.sync.moteur.apply", _refuse)
    with pytest.raises(OSError, match="disque"):
        laptop.synchroniser()
    monkeypatch.undo()
    bilan = laptop.synchroniser()
    assert not bilan.relus
    assert held(laptop) == DOSSIERS


def _refuse(*_arguments: object) -> None:
    raise OSError("le disque refuse")
