"""``verifier-accords``: a table, what is not in order, and a code that a nightly task can watch."""

import argparse
from pathlib import Path

import pytest
from sqlalchemy import update

from server.cli import main
from server.cli.verifier_accords import executer
from server.models import RECORDS
from tests.server.sync.test_actes import Dossier, cas
from tests.server.sync.test_chaine import send

__all__ = ["cas"]


def run(cas: Dossier, capsys: pytest.CaptureFixture[str], departement: str | None = None) -> tuple[int, str]:
    code = executer(argparse.Namespace(departement=departement), cas.monde.serveur)
    return code, capsys.readouterr().out


def test_a_table_says_how_many_and_in_what_order(cas: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    """R-CER-25, decision 31."""
    first, _ = send(cas, 1)
    send(cas, 2, first)
    code, said = run(cas, capsys, "07")
    head, line, total, end = said.splitlines()
    assert head.split() == ["appareil", "compte", "accords", "valides", "caducs", "signalés", "rompus"]
    assert line.split() == [cas.referent.id, "alix", "2", "1", "1", "0", "0"]
    assert total.split() == ["total", "2", "1", "1", "0", "0"]
    assert (code, end) == (0, "Aucun accord n’est rompu.")


def test_a_broken_accord_ends_with_1_and_names_nobody(
    cas: Dossier, capsys: pytest.CaptureFixture[str]
) -> None:
    change, _ = send(cas, 1)
    with cas.monde.serveur.engine.begin() as connection:
        connection.execute(update(RECORDS["accord"]).values(reponse="non"))
    code, said = run(cas, capsys)
    assert (code, "1\u00a0accord rompu." in said) == (1, True)
    assert f"ROMPU    accord {change.record}" in said
    assert "EXEMPLE" not in said


def test_without_any_accord_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = f"sqlite:///{tmp_path / 'serveur.sqlite3'}"
    assert main(["--base", base, "init"]) == 0
    capsys.readouterr()
    assert main(["--base", base, "verifier-accords"]) == 0
    assert capsys.readouterr().out == "Aucun accord.\n"
