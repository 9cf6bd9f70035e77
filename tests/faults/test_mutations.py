"""The harness finds the builds that are broken on purpose: else it would find nothing of the others."""

from collections.abc import Iterator

import pytest

from tests.faults.atelier import Modele
from tests.faults.mutations import CASSES
from tests.faults.partie import Partie

MOST = 60


@pytest.fixture(scope="module")
def modele() -> Iterator[Modele]:
    with Modele.dresse() as modele:
        yield modele


@pytest.mark.parametrize("nom", sorted(CASSES))
@pytest.mark.usefixtures("caplog")  # a broken build says so, too
def test_a_broken_build_is_found(modele: Modele, nom: str) -> None:
    broken = CASSES[nom]
    with broken.casser():
        for seed in range(broken.graine, broken.graine + MOST):
            try:
                Partie(modele, seed, broken.fautes).jouer()
            except Exception:  # noqa: BLE001 - whatever it is, it was seen
                return
    pytest.fail(f"{MOST} schedules did not see it")
