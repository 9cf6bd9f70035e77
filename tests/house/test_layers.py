import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, Module, imported, modules

DRAWS = ("desktop/views/", "desktop/app.py", "desktop/__main__.py")


def test_imports_run_downwards() -> None:
    """The contracts of pyproject.toml, so that pytest alone says it too."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "module",
    [module for module in modules("desktop") if not module.name.startswith(DRAWS)],
    ids=lambda module: module.name,
)
def test_widgets_live_in_views_only(module: Module) -> None:
    """Only views and what puts the application together may know a widget."""
    assert not [line for line, name in imported(module) if name.startswith("PySide6.QtWidgets")]


@pytest.mark.parametrize("module", modules("desktop/views"), ids=lambda module: module.name)
def test_a_view_sees_neither_tables_nor_network(module: Module) -> None:
    hidden = ("sqlalchemy", "sqlcipher3", "requests", "desktop.models.tables", "desktop.vault")
    assert not [f"{line}: {name}" for line, name in imported(module) if name.startswith(hidden)]


def test_the_application_starts_without_what_reads_papers_draws_or_forgives_faults() -> None:
    """Decision 40: each is imported by the function that needs it; together they cost half a start."""
    late = {"PIL", "alembic", "docx", "hunspell", "lxml", "pypdfium2", "rapidfuzz", "reportlab", "zxingcpp"}
    program = "import sys, desktop.app; print(*{name.partition('.')[0] for name in sys.modules})"
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert late & set(started.stdout.split()) == set()


@pytest.mark.parametrize("module", modules("domain"), ids=lambda module: module.name)
def test_the_domain_needs_the_standard_library_only(module: Module) -> None:
    known = {*sys.stdlib_module_names, "domain"}
    assert not [f"{line}: {name}" for line, name in imported(module) if name.split(".")[0] not in known]
