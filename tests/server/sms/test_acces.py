"""The file of keys, the commands, and the round that a running server makes."""

import argparse
import dataclasses
from pathlib import Path

import pytest

from domain.errors import RefusedError
from server.cli import main, relever_signatures
from server.cli.ouverture import ouvrir
from server.cli.ronde import ronde
from server.yousign.acces import PRODUCTION, Acces, lire_acces
from tests.server.sms.guichet import Guichet, until


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "yousign.toml"
    path.write_text(text, "utf-8")
    return path


def test_each_departement_has_its_own_keys(tmp_path: Path) -> None:
    """R-CER-19."""
    path = written(
        tmp_path,
        '[departements.07]\ncle = "a"\nsecret = "b"\n'
        '[departements.26]\ncle = "c"\nsecret = "d"\nadresse = "https://api-sandbox.yousign.app/v3/"\n',
    )
    known = lire_acces(path)
    assert known["07"] == Acces("a", "b", PRODUCTION)
    assert known["26"].adresse == "https://api-sandbox.yousign.app/v3"
    assert "'a'" not in repr(known)


def test_without_the_file_no_departement_has_the_service(tmp_path: Path) -> None:
    assert lire_acces(tmp_path / "absent.toml") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[departements.07", "TOML"),
        ("departements = 3", "TOML"),
        ('[departements.07]\nsecret = "b"', "« cle » manque"),
        ('[departements.07]\ncle = "clé secrète"\nsecret = "b"', "« cle » manque"),
        ('[departements.07]\ncle = "a"', "« secret » manque"),
        ('[departements.07]\ncle = "a"\nsecret = "b"\nadresse = "http://ailleurs"', "https://"),
    ],
)
def test_a_wrong_file_is_refused_without_being_quoted(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        lire_acces(written(tmp_path, text))
    assert words.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in refused.value.message
    assert "secrète" not in refused.value.message


def test_a_file_that_does_not_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="ne se lit pas"):
        lire_acces(tmp_path)


def test_the_keys_are_found_beside_the_secret_or_where_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = f"sqlite:///{tmp_path / 'serveur.sqlite3'}"
    assert main(["--base", base, "init"]) == 0
    assert main(["--base", base, "relever-signatures"]) == 0
    assert "Aucun département n’a d’accès à Yousign" in capsys.readouterr().out
    written(tmp_path, '[departements.07]\ncle = "a"\nsecret = "b"\n')
    assert set(ouvrir(base).yousign) == {"07"}
    monkeypatch.setenv("PERMANENCE_YOUSIGN", str(tmp_path / "ailleurs.toml"))
    assert ouvrir(base).yousign == {}


def test_the_command_counts_what_became_of_each(guichet: Guichet, capsys: pytest.CaptureFixture[str]) -> None:
    """R-CER-19."""
    guichet.operateur.webhook = ""
    guichet.demandee()
    guichet.operateur.signer()
    assert relever_signatures.executer(argparse.Namespace(), guichet.monde.serveur) == 0
    said = capsys.readouterr().out
    assert said.splitlines() == ["1\u00a0signature attendue.", "     1 signée"]


def test_a_running_server_makes_rounds_by_itself(guichet: Guichet) -> None:
    """R-CER-19: and goes on after one that failed."""
    guichet.operateur.webhook = ""
    guichet.demandee()
    guichet.operateur.signer()
    with ronde(guichet.monde.serveur, every=0.01):
        until(lambda: {"etat": guichet.lignes()[0]["etat"]}, lambda said: said["etat"] == "signee")
    with ronde(dataclasses.replace(guichet.monde.serveur, yousign={})):
        pass
