"""What is installed: everything declared, everything used, locked by content and by no address."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import PRODUCT, ROOT, imported, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, flags=re.MULTILINE)
}
RUN = [Requirement(text) for text in PROJECT["dependencies"]]
DEV = [Requirement(text) for text in PROJECT["optional-dependencies"]["dev"]]


def _names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def _distributions(*folders: str) -> dict[str, str]:
    """Map each distribution imported under ``folders`` to one file that does so."""
    known = packages_distributions()
    ours = {*PRODUCT, "tests", "__future__"}
    found: dict[str, str] = {}
    for module in modules(*folders):
        for _, name in imported(module):
            top = name.split(".")[0]
            if top not in ours and top not in sys.stdlib_module_names:
                for distribution in known.get(top, [top]):
                    found.setdefault(canonicalize_name(distribution), module.name)
    return found


def test_the_lock_names_no_host() -> None:
    assert not [line for line in LOCK.splitlines() if "/" in line or "file:" in line or "--index" in line]


def test_every_locked_package_carries_its_hash() -> None:
    assert PINS
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]


@pytest.mark.parametrize("requirement", RUN + DEV, ids=str)
def test_the_lock_follows_what_is_declared(requirement: Requirement) -> None:
    pin = PINS.get(canonicalize_name(requirement.name))
    assert pin is not None, "make lock"
    assert requirement.specifier.contains(pin), "make lock"


@pytest.mark.parametrize("requirement", RUN, ids=str)
def test_nothing_is_declared_that_no_code_names(requirement: Requirement) -> None:
    """Imported, or named where it is used otherwise (a database driver, the time zones)."""
    known = packages_distributions()
    wanted = canonicalize_name(requirement.name)
    names = {top for top, owners in known.items() if wanted in map(canonicalize_name, owners)}
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    assert any(pattern.search(module.text) for module in modules(*PRODUCT))


def test_the_product_imports_only_what_is_declared() -> None:
    assert not {name: file for name, file in _distributions(*PRODUCT).items() if name not in _names(RUN)}


def test_the_tests_import_only_what_is_declared() -> None:
    found = _distributions("tests").items()
    assert not {name: file for name, file in found if name not in _names(RUN + DEV)}


@pytest.mark.parametrize("script", ["installer/systeme.sh", "installer/environnement.sh", ".ci/run"])
def test_scripts_are_well_formed_and_may_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", ROOT / script], check=False).returncode == 0


def test_an_unknown_level_of_installation_is_refused() -> None:
    asked = subprocess.run(
        [ROOT / "installer" / "systeme.sh", "tout"], check=False, capture_output=True, text=True
    )
    assert asked.returncode == 2
    assert "execution|tests" in asked.stderr
