"""Several addresses, of which some lead nowhere: the first that answers, without waiting for the others."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from desktop.sync.joindre import STAGGER, Delai, joindre
from tests.desktop.sync.reseau import Reponse, ecouter

FAMILIES: dict[int, str] = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, object]]:
    """Name the addresses that ``serveur.invalid`` has, the preferred one first."""
    found: list[tuple[int, object]] = []

    def getaddrinfo(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(family, socket.SOCK_STREAM, 6, "", address) for family, address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return found


@pytest.fixture
def muet() -> Iterator[tuple[str, int]]:
    """Give an address that never answers: its queue of connections is full."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        place = listener.getsockname()
        for _ in range(4):
            filler = opened.enter_context(socket.socket())
            filler.settimeout(0)
            filler.connect_ex(place)
        yield place


def reach(seconds: float = 5.0) -> tuple[socket.socket, float]:
    began = time.monotonic()
    sock = joindre("serveur.invalid", 443, Delai(began + seconds))
    return sock, time.monotonic() - began


def who(client: socket.socket) -> None:
    client.sendall(b"present")


@pytest.mark.parametrize("answers", list(FAMILIES), ids=["ipv4", "ipv6"])
def test_the_family_that_answers_is_found_when_the_other_is_refused(
    addresses: list[tuple[int, object]], answers: int
) -> None:
    accueil: Reponse = who
    with ecouter(accueil, answers) as port:
        refused = next(family for family in FAMILIES if family != answers)
        addresses += [(refused, (FAMILIES[refused], port)), (answers, (FAMILIES[answers], port))]
        sock, spent = reach()
        with sock:
            assert (sock.family, sock.recv(7), sock.getblocking()) == (answers, b"present", True)
    assert spent < STAGGER, "a refusal makes the next one begin at once"


def test_an_address_that_is_silent_delays_the_next_by_a_quarter_of_a_second(
    addresses: list[tuple[int, object]], muet: tuple[str, int]
) -> None:
    with ecouter(who) as port:
        addresses += [
            (socket.AF_INET, muet),
            (socket.AF_INET, muet),
            (socket.AF_INET, ("127.0.0.1", port)),
        ]
        sock, spent = reach()
        with sock:
            assert sock.recv(7) == b"present"
    assert 2 * STAGGER <= spent < 4 * STAGGER


def test_families_are_tried_in_turn(addresses: list[tuple[int, object]], muet: tuple[str, int]) -> None:
    """Four IPv6 addresses of a network that carries none do not keep IPv4 waiting for four turns."""
    with ecouter(who, socket.AF_INET6) as port:
        addresses += [(socket.AF_INET, muet)] * 4
        addresses += [(socket.AF_INET6, ("::1", port))]
        sock, spent = reach()
        sock.close()
    assert spent < 2 * STAGGER


def test_nobody_there_is_said_in_time(addresses: list[tuple[int, object]], muet: tuple[str, int]) -> None:
    addresses += [(socket.AF_INET, muet)]
    with pytest.raises(TimeoutError):
        reach(0.4)
    addresses[:] = [(socket.AF_INET, ("127.0.0.1", 9)), (socket.AF_INET6, ("::1", 9))]
    with pytest.raises(ConnectionRefusedError):
        reach()


def test_who_stops_waiting_is_let_go(addresses: list[tuple[int, object]], muet: tuple[str, int]) -> None:
    addresses += [(socket.AF_INET, muet)]
    delai = Delai(time.monotonic() + 60, threading.Event())
    threading.Timer(0.1, delai.abandon.set).start()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        joindre("serveur.invalid", 443, delai)
    assert time.monotonic() - began < 1.0
