"""The server killed in the middle of a push: what it answered is there, what it did not comes again."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from domain.exchange.v1 import Change, Op, Outcome
from server.models import RECORDS, reponse
from server.serveur import Serveur
from tests.server.clients import Device, read
from tests.server.monde import Monde

CHANGES = 40


@contextmanager
def process(serveur: Serveur, secret: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve the same base from a process of its own, as production does; yield its address."""
    url = serveur.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "server", "--base", url, "servir", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PERMANENCE_CLE": str(secret), "PATH": ""}
    ) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().split()[-1], running
        finally:
            running.kill()


@pytest.mark.parametrize("killed_after", [1, 7])
def test_a_killed_server_loses_no_answer_and_doubles_nothing(
    serveur: Serveur, tmp_path: Path, killed_after: int
) -> None:
    """Lessons 2 and 16: SIGKILL while changes are coming in, then all are sent again."""
    secret = tmp_path / "cle"
    secret.write_bytes(b"s" * 32)
    monde = Monde(serveur, "")
    dossier = monde.dossier(monde.compte("alix"))
    answered: dict[str, Outcome] = {}
    enough = threading.Event()

    def send(device: Device, changes: list[Change]) -> None:
        for change in changes:
            try:
                response = read(device.post(change))
            except requests.ConnectionError:
                break
            answered[change.id] = response.answers[0].outcome
            if len(answered) == killed_after:
                enough.set()
        enough.set()

    with process(serveur, secret) as (url, running):
        device = Device(url, "alix")
        assert device.connect().status_code == 200
        changes = [
            device.change("entretien", device.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=dossier)
            for _ in range(CHANGES)
        ]
        sender = threading.Thread(target=send, args=(device, changes))
        sender.start()
        enough.wait()
        running.kill()
        sender.join()
    assert killed_after <= len(answered) < CHANGES, "the server was killed in the middle"
    with process(serveur, secret) as (url, _):
        device.url = url
        answers = device.push(*changes)
        device.sync()
    assert {answer.outcome for answer in answers} == {Outcome.APPLIED}
    assert {answer.id for answer in answers if answer.duplicate} >= set(answered)
    with serveur.engine.connect() as connection:
        for table in (RECORDS["entretien"], reponse):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == CHANGES
