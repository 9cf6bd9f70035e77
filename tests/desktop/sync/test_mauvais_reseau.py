"""A whole synchronisation over networks that cut, slow down, or refuse what is long: it ends equal."""

import os
import random
import re
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from desktop.models.outbox import BATCH_LINES, bounds, waiting
from desktop.sync.diagnostic import TOO_BIG
from desktop.sync.fil import Limites
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.reseau import PRESSE, Pompe, Relais, couper_apres, http, pomper, ralentir
from tests.desktop.sync.test_deux_postes import same_replicas, un_cer
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]

Ouvrir = Callable[[str, str], Poste]
Par = Callable[[Poste, Limites], None]
LENT = Limites(connexion=5.0, silence=5.0, patience=6.0)
PAS = int(os.environ.get("PERMANENCE_PAS", "23"))
"""Bytes from one cut to the next: ``PERMANENCE_PAS=1`` tries each one, in five minutes."""


@pytest.fixture
def relais(monde: Monde) -> Relais:
    return Relais(monde.url)


@pytest.fixture
def par(relais: Relais) -> Iterator[Par]:
    """Make a laptop go through the relay, with new connections, from now on."""
    with relais.ouvert() as address:

        def par(laptop: Poste, limites: Limites) -> None:
            laptop.transport.close()
            laptop.transport = Transport(address, limites)

        yield par


def long_cer(laptop: Poste, dossier: str) -> str:
    """Draft a CER of which the words do not compress to nothing."""
    cer = un_cer(laptop, dossier)
    before = laptop.bureau.cers.ouvrir(cer).values["situation"]
    words = random.Random(cer).randbytes(300).hex()  # noqa: S311 - drawn again alike, no secret
    laptop.bureau.saisie.save_field("cer", cer, "situation", words, before)
    laptop.bureau.saisie.flush()
    return cer


def left(laptop: Poste) -> tuple[int, int]:
    """Return how many changes wait, and how many lines a batch may have."""
    with laptop.bureau.poste.replique.read() as connection:
        return waiting(connection), bounds(connection)[0]


def plafonner(limit: int) -> Pompe:
    """Be a proxy that refuses what is longer than ``limit``, with a page of its own."""

    def pompe(source: socket.socket, target: socket.socket) -> None:
        while head := source.recv(65536):
            (length,) = re.findall(rb"Content-Length: (\d+)", head)
            if int(length) > limit:
                source.sendall(http("413 Too Large", b"<html>", "text/html", ours=False))
                return
            target.sendall(head)
            arrived = len(head.partition(b"\r\n\r\n")[2])
            while arrived < int(length):
                arrived += len(data := source.recv(65536))
                target.sendall(data)

    return pompe


@pytest.mark.timeout(240)
@pytest.mark.parametrize("sens", ["montee", "descente"])
def test_a_synchronisation_cut_at_any_byte_is_ended_by_the_next_one(
    monde: Monde, poste: Ouvrir, relais: Relais, par: Par, sens: str
) -> None:
    """Lesson 2: before the server has heard, while it writes, or once it has answered: never twice."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop, witness = poste("portable", "alix"), poste("temoin", "alix")
    for each in (laptop, witness):
        each.synchroniser()
    entretien = laptop.bureau.entretiens.nouveau(dossier)
    before, cuts, passed = None, 0, False
    while not passed:
        text = f"Coupé {cuts:05}"
        laptop.bureau.saisie.save_field("entretien", entretien, "suite", text, before)
        laptop.bureau.saisie.flush()
        setattr(relais, sens, couper_apres(cuts))
        par(laptop, LENT)
        try:
            laptop.synchroniser()
            passed = True
        except UnreachableError:
            setattr(relais, sens, pomper)
            bilan = laptop.synchroniser()
            assert (bilan.conflits, bilan.refuses, left(laptop)) == (0, 0, (0, BATCH_LINES)), cuts
        before, cuts = text, cuts + PAS
    assert cuts > 500
    witness.synchroniser()
    assert witness.bureau.entretiens.ouvrir(entretien).values["suite"] == before
    same_replicas(laptop, witness)


def test_lesson_17_what_is_refused_as_too_long_goes_by_halves(
    monde: Monde, poste: Ouvrir, relais: Relais, par: Par
) -> None:
    """Lesson 17: a proxy's limit is known by nobody; batches grow again once they pass."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cers = [long_cer(laptop, dossier) for _ in range(12)]
    relais.montee = plafonner(2000)
    par(laptop, LENT)
    bilan = laptop.synchroniser()
    assert (bilan.envoyes, bilan.conflits, bilan.refuses, left(laptop)[0]) == (24, 0, 0, 0)
    assert bilan.requetes > 3
    witness = poste("temoin", "alix")
    witness.synchroniser()
    assert {cer for cer in cers if witness.bureau.cers.ouvrir(cer).objectifs} == set(cers)
    same_replicas(laptop, witness)


def test_lesson_17_one_change_that_is_refused_as_too_long_is_said_and_kept(
    monde: Monde, poste: Ouvrir, relais: Relais, par: Par
) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    relais.montee = plafonner(100)
    par(laptop, LENT)
    with pytest.raises(AnsweredError) as answered:
        laptop.synchroniser()
    assert (answered.value.message, left(laptop)) == (TOO_BIG, (2, 1))
    relais.montee = pomper
    par(laptop, LENT)
    assert laptop.synchroniser().envoyes == 2


def test_lesson_17_what_takes_too_long_goes_by_halves(
    monde: Monde, poste: Ouvrir, relais: Relais, par: Par
) -> None:
    """Lesson 17: a proxy that keeps a long body to itself, then gives up."""

    def swallow(source: socket.socket, target: socket.socket) -> None:
        while head := source.recv(65536):
            if len(head) > 2500:
                time.sleep(2 * PRESSE.patience)  # the laptop has left by then
                return
            target.sendall(head)

    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    for _ in range(12):
        long_cer(laptop, dossier)
    relais.montee = swallow
    par(laptop, PRESSE)
    tries = 0
    while left(laptop)[0]:
        tries += 1
        try:
            laptop.synchroniser()
        except UnreachableError as error:
            assert error.moindre  # noqa: PT017 - some tries pass
    assert 2 <= tries <= 8
    relais.montee = pomper
    par(laptop, LENT)
    laptop.synchroniser()
    assert left(laptop)[1] > 1, "and they grow again"


def test_an_afternoon_goes_up_a_line_of_64_kbit_s_that_cuts(
    monde: Monde, poste: Ouvrir, relais: Relais, par: Par
) -> None:
    """600 ms of latency, and nothing lives for more than 24 KB: it ends by itself, and equal."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop, witness = poste("portable", "alix"), poste("temoin", "alix")
    laptop.synchroniser()
    cers = [long_cer(laptop, dossier) for _ in range(10)]
    for _ in range(20):
        entretien = laptop.bureau.entretiens.nouveau(dossier)
        theme = laptop.bureau.entretiens.ajouter_theme(entretien, "emploi")
        laptop.bureau.saisie.save_field("theme_entretien", theme, "synthese", "Cherche à Privas.", None)
    laptop.bureau.saisie.flush()
    slow = ralentir(8_000, 0.6)
    cut = {"left": 3}

    def montee(source: socket.socket, target: socket.socket) -> None:
        if cut["left"]:
            cut["left"] -= 1
            couper_apres(3_000)(source, target)
        else:
            slow(source, target)

    relais.montee, relais.descente = montee, slow
    par(laptop, LENT)
    began, lost = time.monotonic(), 0
    while left(laptop)[0]:
        try:
            bilan = laptop.synchroniser()
        except UnreachableError:
            lost += 1
    assert (lost, bilan.conflits, bilan.refuses) == (3, 0, 0)
    assert time.monotonic() - began < 60
    witness.synchroniser()
    assert all(len(witness.bureau.cers.ouvrir(cer).objectifs) == 1 for cer in cers)
    same_replicas(laptop, witness)
