import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

import resources
from desktop.views.fields import (
    Editeur,
    Outils,
    editeur,
)
from domain.fields import Field, Kind
from domain.reglage.nomenclatures import Settings
from tests.builders import Horloge
from tests.views.champs.gestes import Make
from tests.views.essai import Essai


@pytest.fixture
def make(essai: Essai) -> Make:
    """Show an editor in a window, with another widget to go to."""

    def build(kind: Kind, **more: object) -> Editeur:
        codes = {Kind.CHOICE: "themes_objectif", Kind.CODES: "themes_entretien"}.get(kind)
        field = Field("champ", "Le champ", kind, codes=codes, **more)  # type: ignore[arg-type]
        outils = Outils(Settings.of(resources.default_settings()), Horloge())
        window = QWidget()
        made = editeur(field, outils)
        column = QVBoxLayout(window)
        column.addWidget(made)
        column.addStretch()
        essai.montrer(window, 700, 400)
        return made

    return build
