"""A row of two lines that is one button: what waits, a CER. For long lists see ``Liste``."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.views import icones
from desktop.views.blocs.flux import Flux
from desktop.views.palette import Niveau


class Rangee(QPushButton):
    """An icon, a title, what it is about, statuses beneath; ``ouverte`` brings ``cible``.

    A screen reader is told the whole row; its parts take no click of their own.
    """

    ouverte = Signal(str)

    def __init__(
        self,
        titre: str,
        texte: str = "",
        *,
        cible: str = "",
        icone: str = "",
        niveau: Niveau = Niveau.NEUTRE,
        statuts: tuple[QWidget, ...] = (),
    ) -> None:
        super().__init__()
        self._cible = cible
        self.setProperty("role", "rangee")
        self.setAutoDefault(False)
        # A button is never narrower than its hint; this one wraps.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = (titre, texte, *(statut.accessibleName() for statut in statuts))
        self.setAccessibleName(", ".join(filter(None, said)))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        if icone:
            sign = QLabel()
            icones.poser(sign, icone, niveau.value, 20)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_words(titre, "etiquette"))
        if texte:
            words.addWidget(_words(texte, "doux"))
        if statuts:
            words.addSpacing(4)
            beneath = Flux()
            for statut in statuts:
                beneath.addWidget(statut)
            words.addLayout(beneath)
        row.addLayout(words, 1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._open)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.click)

    def sizeHint(self) -> QSize:
        """Return the size of what is in the row, not of a button's caption."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of what is in the row."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def _open(self) -> None:
        self.ouverte.emit(self._cible)


def _words(texte: str, role: str) -> QLabel:
    label = QLabel(texte)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
