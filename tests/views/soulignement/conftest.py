from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.correcteur import Correcteur
from desktop.views.fields import EditeurTexte, Outils
from domain.cer.form import CER
from domain.fields import Value
from tests.views.essai import Essai
from tests.views.soulignement.gestes import Montrer


@pytest.fixture(scope="module")
def correcteur() -> Iterator[Correcteur]:
    opened = Correcteur()
    yield opened
    opened.fermer()


@pytest.fixture
def montrer(essai: Essai, bureau: Bureau) -> Montrer:
    """Show a long field with a value, in a window."""

    def show(value: Value) -> EditeurTexte:
        window = QWidget()
        column = QVBoxLayout(window)
        for name in ("situation", "evaluation"):
            field = CER.by_name[name]
            column.addWidget(EditeurTexte(field, Outils(bureau.settings, bureau.clock, bureau.orthographe)))
        essai.montrer(window, 700, 500)
        made = window.findChildren(EditeurTexte)[0]
        made.show_value(value)
        return made

    return show


@pytest.fixture
def avec(bureau: Bureau, correcteur: Correcteur) -> None:
    bureau.orthographe.brancher(correcteur)
