"""A dossier and its tab «Documents»."""

import pytest

from desktop.services.bureau import Bureau
from desktop.views.dossier import PageDossier
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.main_window import MainWindow
from desktop.views.vue_document import VueDocument
from tests.builders import une_personne
from tests.views.fenetre import page


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture
def onglet(window: MainWindow, dossier: str) -> OngletDocuments:
    window.ouvrir_dossier(dossier)
    here = page(window, PageDossier)
    here.aller_a("Documents")
    return here.documents


@pytest.fixture
def vus(monkeypatch: pytest.MonkeyPatch) -> list[VueDocument]:
    """The documents shown: a box would wait for a hand."""
    seen: list[VueDocument] = []

    def keep(shown: VueDocument) -> None:
        seen.append(shown)

    monkeypatch.setattr(VueDocument, "exec", keep)
    return seen
