from pathlib import Path

import pytest

from domain.errors import RefusedError
from server.genesis.correspondance import lire_correspondance
from tests.server.genesis.conftest import Base, Commandes
from tests.server.genesis.extraits import fichier, ligne

LISTE = fichier(ligne(), ligne(1, nir="abc"))


def test_the_command_pours_and_reports(commandes: Commandes, base: Base) -> None:
    assert commandes.deverser("liste.csv", LISTE, "--date", "2026-11-20") == 2
    printed = commandes.imprime()
    assert "Déversement de l’extrait du 20/11/2026" in printed
    assert "ligne 3, dossier 1002, colonne «\u00a0NIR\u00a0»" in printed
    assert base.dossier()["prenom"] == "Nadège"


def test_a_dry_run_writes_nothing(commandes: Commandes, base: Base) -> None:
    before = base.etat()
    assert commandes.deverser("liste.csv", LISTE, "--date", "2026-11-20", "--a-blanc") == 2
    assert "rien n’a été écrit" in commandes.imprime()
    assert base.etat() == before


def test_a_bad_date_is_a_misuse_told_in_french(
    commandes: Commandes, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        commandes.deverser("liste.csv", LISTE, "--date", "20/11/2026")
    assert "n’est pas une date" in capsys.readouterr().err


def test_a_departement_that_does_not_exist_is_refused(commandes: Commandes) -> None:
    with pytest.raises(RefusedError, match="n’existe pas ici"):
        commandes.deverser("liste.csv", LISTE, "--date", "2026-11-20", "--departement", "99")


def test_a_file_that_is_not_there_is_named(commandes: Commandes) -> None:
    with pytest.raises(RefusedError, match=r"absent\.csv"):
        commandes.lancer("deverser", "absent.csv", "--date", "2026-11-20")


def test_the_worked_example_of_the_guide_is_a_valid_correspondence() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "correspondance.md").read_text(encoding="utf-8")
    example = guide.split("La correspondance qui le lit")[1].partition("\n")[2].split("Ce qui est pris")[0]
    read = lire_correspondance("\n".join(line.strip() for line in example.splitlines()).encode())
    assert read.prefixes == {"numero": ("RSA-",)}
