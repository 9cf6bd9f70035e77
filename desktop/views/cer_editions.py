"""The editions of a CER from its page: seen, printed, saved as PDF or Word (R-CER-15, R-CER-16)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services.bureau import Bureau
from desktop.services.editions import Produit
from desktop.services.rendu import Format
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton
from desktop.views.impression import demander_et_imprimer, enregistrer_sous
from domain.errors import RefusedError


class EditionsCer(QObject):
    """The three buttons; ``pret`` is asked before each: all typed is on disk, and it may print."""

    dit = Signal(str)

    def __init__(self, bureau: Bureau, cer: str, pret: Callable[[], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._bureau = bureau
        self._cer = cer
        self._pret = pret
        self._parent = parent
        self.apercu = Bouton("Aperçu", "eye")
        self.imprimer = Bouton("Imprimer", "printer")
        self.enregistrer = Bouton("Enregistrer", "download")
        self.enregistrer.setAccessibleName("Enregistrer le document")
        menu = QMenu(self.enregistrer)
        self.pdf = menu.addAction("En PDF")
        self.word = menu.addAction("En Word")
        self.enregistrer.setMenu(menu)
        self.imprimer.touche("Ctrl+P")
        self.enregistrer.touche("Ctrl+S")
        self.apercu.clicked.connect(self._preview)
        self.imprimer.clicked.connect(self._print)
        self.pdf.triggered.connect(self._save_pdf)
        self.word.triggered.connect(self._save_word)

    @property
    def boutons(self) -> tuple[Bouton, ...]:
        """Return the buttons, for the bar."""
        return self.apercu, self.imprimer, self.enregistrer

    def produire(self, format: Format) -> Produit | None:  # noqa: A002 - the word of the trade
        """Make the edition that the state calls for, ``None`` if the page was not ready for it."""
        return self._bureau.editions.cer(self._cer, format) if self._pret() else None

    def _preview(self) -> None:
        if (made := self.produire("pdf")) is not None:
            lu = self._bureau.cers.ouvrir(self._cer)
            word = self._bureau.settings.contrat
            title = f"{word} n°\u00a0{lu.values['numero'] or '?'}, {lu.nom_affiche}"
            Apercu(title, made, self._parent).exec()

    def _print(self) -> None:
        if (made := self.produire("pdf")) is None:
            return
        try:
            demander_et_imprimer(made, self._parent)
        except RefusedError as refused:
            self.dit.emit(str(refused))

    def _save_pdf(self) -> None:
        self._save("pdf")

    def _save_word(self) -> None:
        self._save("docx")

    def _save(self, format: Format) -> None:  # noqa: A002 - the word of the trade
        if (made := self.produire(format)) is None:
            return
        try:
            path = enregistrer_sous(made, self._parent)
        except RefusedError as refused:
            self.dit.emit(str(refused))
        else:
            if path is not None:
                warned = f"Enregistré. {made.avertissement}" if made.avertissement else ""
                self.dit.emit(warned or f"Enregistré\u00a0: {path.name}")
