"""A command run on a base of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.cli import main
from tests.server.clients import PASSWORD

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'donnees' / 'serveur.sqlite3'}"


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a base of its own; return its exit code, what it said and what it refused."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = main(["--base", url, *map(str, arguments)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "mot-de-passe"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return path
