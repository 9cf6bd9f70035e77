from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.serveur import Serveur
from server.yousign.acces import Acces
from tests.server.clocks import StoppedClock
from tests.server.monde import Monde, build_serveur
from tests.server.sms.guichet import Guichet
from tests.yousign.operateur import Operateur


@pytest.fixture
def operateur(monkeypatch: pytest.MonkeyPatch) -> Iterator[Operateur]:
    """The operator, which a server that waits little calls."""
    monkeypatch.setattr("server.yousign.client.READ", 1.0)
    monkeypatch.setattr("server.yousign.client.PAUSE", 0.01)
    with Operateur().servir() as operateur:
        yield operateur


@pytest.fixture
def serveur(engine: Engine, clock: StoppedClock, tmp_path: Path, operateur: Operateur) -> Serveur:
    """A server whose only département has the service."""
    made = build_serveur(engine, clock, tmp_path / "contenus")
    return replace(made, yousign={"07": Acces(operateur.cle, operateur.secret, operateur.url)})


@pytest.fixture
def guichet(monde: Monde, operateur: Operateur) -> Guichet:
    """A référent beside a person, with a CER that both sides hold, and an operator that tells its news."""
    operateur.webhook = f"{monde.url}/yousign"
    return Guichet.ouvrir(monde, operateur)
