"""A pouring that is killed on its way leaves nothing of itself (R-GEN-6, decision 32)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.genesis.conftest import Base
from tests.server.genesis.extraits import fichier, ligne

AVANT = (ligne(), ligne(1))
APRES = (
    ligne(cp_ville="00200 Castelmorin", referent="VALDISSOL Dominique", date_designation="10/11/2026"),
    ligne(2, foyer="9"),
    ligne(3, foyer="9", etat_droit="Droit ouvert et suspendu"),
)


@pytest.mark.parametrize(
    "mots",
    ["INSERT INTO dossier", "UPDATE dossier", "INSERT INTO affectation", "INTO journal", "COMMIT"],
)
def test_a_pouring_killed_on_its_way_is_nothing_half_done(base: Base, tmp_path: Path, mots: str) -> None:
    base.verser(*AVANT, date="2026-11-19")
    before = base.etat()
    extrait = tmp_path / "liste.csv"
    extrait.write_bytes(fichier(*APRES))
    url = base.serveur.engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.server.genesis.tue", url, str(extrait), mots]
    killed = subprocess.run(words, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert base.etat() == before
    rapport = base.verser(*APRES)
    assert (rapport.crees, rapport.changements, rapport.figes) == (2, 1, 1)
