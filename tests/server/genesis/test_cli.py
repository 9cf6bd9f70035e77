import argparse
from pathlib import Path

import pytest

from domain.errors import RefusedError
from server.genesis import cli
from server.genesis.correspondance import lire_correspondance
from tests.server.genesis.conftest import Base
from tests.server.genesis.extraits import TOML, fichier, ligne


def lancer(base: Base, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    cli.ajouter_commande(parser.add_subparsers(dest="commande", required=True))
    args = parser.parse_args(["deverser", *arguments])
    return int(args.executer(args, base.serveur))


@pytest.fixture
def fichiers(tmp_path: Path) -> tuple[str, str]:
    liste, lue = tmp_path / "liste.csv", tmp_path / "c.toml"
    liste.write_bytes(fichier(ligne(), ligne(1, nir="abc")))
    lue.write_text(TOML, encoding="utf-8")
    return str(liste), str(lue)


def test_the_command_pours_and_reports(
    base: Base, fichiers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    liste, lue = fichiers
    assert lancer(base, liste, "--correspondance", lue, "--date", "2026-11-20") == 2
    printed = capsys.readouterr().out
    assert "Déversement de l’extrait du 20/11/2026" in printed
    assert "ligne 3, dossier 1002, nir" in printed
    assert base.dossier()["prenom"] == "Nadège"


def test_a_dry_run_writes_nothing(
    base: Base, fichiers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = base.etat()
    assert (
        lancer(base, fichiers[0], "--correspondance", fichiers[1], "--date", "2026-11-20", "--a-blanc") == 2
    )
    assert "rien n’a été écrit" in capsys.readouterr().out
    assert base.etat() == before


def test_a_bad_date_is_a_misuse_told_in_french(
    base: Base, fichiers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        lancer(base, fichiers[0], "--correspondance", fichiers[1], "--date", "20/11/2026")
    assert "n’est pas une date" in capsys.readouterr().err


def test_a_departement_that_does_not_exist_is_refused(base: Base, fichiers: tuple[str, str]) -> None:
    with pytest.raises(RefusedError, match="n’existe pas ici"):
        lancer(
            base, fichiers[0], "--correspondance", fichiers[1], "--date", "2026-11-20", "--departement", "99"
        )


def test_a_file_that_is_not_there_is_named(base: Base, fichiers: tuple[str, str]) -> None:
    with pytest.raises(RefusedError, match=r"absent\.csv"):
        lancer(base, "absent.csv", "--correspondance", fichiers[1], "--date", "2026-11-20")


def test_the_worked_example_of_the_guide_is_a_valid_correspondence() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "correspondance.md").read_text(encoding="utf-8")
    example = guide.split("La correspondance qui le lit")[1].partition("\n")[2].split("Ce qui est pris")[0]
    read = lire_correspondance("\n".join(line.strip() for line in example.splitlines()).encode())
    assert read.prefixes == {"numero": ("RSA-",)}
