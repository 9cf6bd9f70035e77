import tomllib
from typing import Any

import pytest

from domain.forms import Form
from domain.registry import FORMS
from domain.reglage.nomenclatures import Code, Settings
from resources import path

DEFAULTS: dict[str, dict[str, Any]] = {
    "cer": {"titre": "Contrat"},
    "listes": {"lieux": [["cms", "CMS"], ["mairie", "Mairie", True]]},
}


def test_a_setting_is_read_by_its_dotted_name() -> None:
    settings = Settings.of(DEFAULTS)
    assert settings["cer.titre"] == "Contrat"
    assert settings.revision == 0


def test_the_rows_of_the_departement_lie_over_the_defaults() -> None:
    settings = Settings.of(DEFAULTS, [("cer.titre", "Engagement", 4), ("cer.autre", 1, 3)])
    assert settings["cer.titre"] == "Engagement"
    assert settings["cer.autre"] == 1
    assert settings.revision == 4


def test_a_retired_value_is_read_but_no_longer_offered() -> None:
    settings = Settings.of(DEFAULTS)
    assert settings.codes("lieux") == (Code("cms", "CMS"), Code("mairie", "Mairie", retired=True))
    assert settings.choices("lieux") == (Code("cms", "CMS"),)
    assert settings.label("lieux", "mairie") == "Mairie"


def test_a_code_that_no_list_knows_shows_itself() -> None:
    settings = Settings.of(DEFAULTS)
    assert settings.label("lieux", "gare") == "gare"
    assert settings.label("lieux", None) == ""


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: str(form.name))
def test_every_choice_has_its_list_in_the_defaults(form: Form) -> None:
    lists = tomllib.loads(path("nomenclatures", "cd07.toml").read_text(encoding="utf-8"))["listes"]
    for field in form.fields:
        assert field.codes is None or field.codes in lists
