from pathlib import Path

import pytest

from resources import path
from server.cli import main


def test_the_demonstration_is_made_in_one_command_and_its_extract_pours_again_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-GEN-6: the same file, through the command line, changes nothing."""
    base = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    extraits = tmp_path / "extraits"
    demo = ["--base", base, "demo", "--petit", "--jour", "2026-11-20", "--extraits", str(extraits)]
    assert main(demo) == 0
    printed = capsys.readouterr().out
    assert "Permanence-2026" in printed
    assert "camille.roche@demo.invalid" in printed
    last = max(extraits.iterdir())
    correspondance = str(path("correspondances", "demonstration.toml"))
    poured = [
        "--base",
        base,
        "deverser",
        str(last),
        "--correspondance",
        correspondance,
        "--date",
        "2026-11-19",
    ]
    assert main(poured) == 0
    report = capsys.readouterr().out
    assert "0  dossiers créés" in report
    assert "0  mis à jour" in report
    assert main(demo) == 1
    assert "n’est pas vide" in capsys.readouterr().err
