"""One event of a timeline: when, what, in a line that can be opened."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.views import apparence, icones
from desktop.views.blocs.actions import Bouton
from desktop.views.blocs.textes import Doux, Petit
from desktop.views.palette import Niveau

_LARGEUR_DATE = 96  # at 100 %


class Jalon(QWidget):
    """A date on the left, an icon on the thread of time, and what happened.

    With ``cible`` the title is a button that emits ``ouvert(cible)``.
    """

    ouvert = Signal(str)

    def __init__(
        self,
        date: str,
        titre: str,
        texte: str = "",
        *,
        icone: str = "circle",
        niveau: Niveau = Niveau.NEUTRE,
        cible: str = "",
    ) -> None:
        super().__init__()
        self._cible = cible
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(1, 1)  # a date on two lines pushes no text down
        when = Petit(date)
        apparence.largeur(when, _LARGEUR_DATE)
        sign = QLabel()
        icones.poser(sign, icone, niveau.value, 18)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(when, 0, 0, 2, 1, top)
        grid.addWidget(sign, 0, 1, top)
        grid.addWidget(self._heading(titre), 0, 2, top | Qt.AlignmentFlag.AlignLeft)
        if texte:
            grid.addWidget(Doux(texte), 1, 2)

    def _heading(self, titre: str) -> QWidget:
        if not self._cible:
            heading = QLabel(titre)
            heading.setTextFormat(Qt.TextFormat.PlainText)
            heading.setProperty("role", "etiquette")
            return heading
        button = Bouton(titre, discret=True)
        button.setProperty("lien", True)  # noqa: FBT003 - the value of a property
        button.clicked.connect(self._open)
        return button

    def _open(self) -> None:
        self.ouvert.emit(self._cible)
