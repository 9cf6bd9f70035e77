"""The editor of a CER (R-CER-1…18)."""

from desktop.services.bureau import Bureau
from desktop.views.page import Navigateur, Page


class PageCer(Page):
    """The editor of a CER (R-CER-1…18)."""

    titre = "CER"
    icone = "file-text"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, cer: str) -> None:
        super().__init__(bureau, navigateur)
        self._cer = cer

    def rafraichir(self) -> None:
        """Read again."""
