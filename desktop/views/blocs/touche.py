"""A button that shows its key: who has never seen the program finds it by looking, without a pointer."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from desktop.views import apparence, typo
from desktop.views.typo import Taille

_ECART, _FLECHE = 10, 12  # pixels: before the key, for the arrow of a menu
_EN_FRANCAIS = {"Return": "Entrée", "Enter": "Entrée", "Shift": "Maj"}


class BoutonATouche(QPushButton):
    """A push button; :meth:`touche` gives it a key from anywhere in its window, written on it."""

    _touche = ""

    def touche(self, *sequences: str) -> None:
        """Press it by the first of ``sequences`` (the others do too), and write that one after its words."""
        self._touche = en_francais(sequences[0])
        self.setToolTip(self._touche)
        for keys in sequences:
            QShortcut(QKeySequence(keys), self).activated.connect(self.click)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Leave room for the key, and for bold words where the button is the place one is at.

        Qt's least size of a button is this one too.
        """
        bolder = 0
        if self.isCheckable():
            bold = QFont(self.font())
            bold.setBold(True)
            words = self.text()
            plain = self.fontMetrics().horizontalAdvance(words)
            bolder = max(0, QFontMetrics(bold).horizontalAdvance(words) - plain)
        return super().sizeHint() + QSize(self._largeur() + bolder, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, its words in what the key leaves them."""
        if not self._touche:
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inside: QRect = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        option.rect = inside.adjusted(0, 0, -self._largeur(), 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        palette = apparence.palette()
        main = self.property("role") == "principal" and self.isEnabled()
        painter.setFont(typo.police(Taille.PETIT, apparence.echelle()))
        painter.setPen(QColor(palette.sur_accent if main else palette.texte_doux))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        arrow = _FLECHE if self.menu() is not None else 0
        painter.drawText(inside.adjusted(0, 0, -arrow, 0), flags, self._touche)

    def _largeur(self) -> int:
        if not self._touche:
            return 0
        small = QFontMetrics(typo.police(Taille.PETIT, apparence.echelle()))
        return small.horizontalAdvance(self._touche) + _ECART + (_FLECHE if self.menu() is not None else 0)


def en_francais(sequence: str) -> str:
    """Return a sequence of keys as they are named on a French keyboard.

    >>> en_francais("Ctrl+Shift+C"), en_francais("Ctrl+Return")
    ('Ctrl+Maj+C', 'Ctrl+Entrée')
    """
    return "+".join(_EN_FRANCAIS.get(key, key) for key in sequence.split("+"))
