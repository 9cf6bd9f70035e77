"""The page of an entretien (R-ENT-1, R-ENT-2, R-ENT-12)."""

from desktop.services.bureau import Bureau
from desktop.views.page import Navigateur, Page


class PageEntretien(Page):
    """The page of an entretien (R-ENT-1, R-ENT-2, R-ENT-12)."""

    titre = "Entretien"
    icone = "calendar-clock"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, entretien: str) -> None:
        super().__init__(bureau, navigateur)
        self._entretien = entretien

    def rafraichir(self) -> None:
        """Read again."""
