"""The CERs the service has to study (R-CER-12, R-CER-13)."""

from desktop.services.bureau import Bureau
from desktop.views.page import Navigateur, Page


class PageInstruction(Page):
    """The CERs the service has to study (R-CER-12, R-CER-13)."""

    titre = "CER à étudier"
    icone = "scale"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)

    def rafraichir(self) -> None:
        """Read again."""
