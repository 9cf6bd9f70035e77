"""Where the files that are not code lie: fonts, icons, styles, nomenclatures, models."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the path of a resource. Raises FileNotFoundError if the installation lost it."""
    found = ROOT.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(found)
    return found


@cache
def default_settings() -> dict[str, Any]:
    """Return the complete settings of a département, CD07's being the default (design §1)."""
    with path("nomenclatures", "cd07.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def house_letters() -> dict[str, Any]:
    """Return the letters that ship, by code; the model of each is ``modeles/<code>.docx``."""
    with path("modeles", "courriers.toml").open("rb") as file:
        return tomllib.load(file)
