"""The head of a dossier: the name very large, the age, and what to know before anything else."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from desktop.services.dossiers import DossierLu, Urgence
from desktop.views.blocs import Alerte, Bouton, Doux, Nom, vider
from desktop.views.palette import Niveau
from domain.fields import Value
from domain.french import long_date, plural

_NOM = '{}&emsp;<span style="font-weight: 400"><font size="1">{}</font></span>'
_RETRAIT = 12  # between the edge of a quiet button and its words: they stand above the name
_CARACTERES = 92  # narrower than this, what is urgent goes under the name


class TeteDossier(QFrame):
    """Stays in view while the tabs change: one always sees whose dossier it is (R-GEN-8)."""

    retour = Signal()
    reprise = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[Urgence, ...], int] | None = None
        self.nom = Nom()
        self.nom.setTextFormat(Qt.TextFormat.RichText)
        self.detail = Doux()
        back = Bouton("Retour", "arrow-left", discret=True)
        back.setToolTip("Alt+Gauche")
        back.clicked.connect(self.retour)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        for words in (self.nom, self.detail):
            words.setContentsMargins(_RETRAIT, 0, 0, 0)
            left.addWidget(words)
        left.addStretch()
        self._alerts = QVBoxLayout()
        self._alerts.setSpacing(8)
        self._beside = QVBoxLayout()
        self._beside.addLayout(self._alerts)
        self._beside.addStretch()  # not an alignment, which would cut wrapped text
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(32 - _RETRAIT, 12, 32, 8)
        self._row.setSpacing(24)
        self._row.addLayout(left, 3)
        self._row.addLayout(self._beside, 2)

    def montrer(self, lu: DossierLu) -> None:
        """Show who it is and what is urgent."""
        age = "" if lu.age is None else plural(lu.age, "an")
        self.nom.setText(_NOM.format(escape(lu.nom_affiche), age))
        self.nom.setAccessibleName(", ".join(filter(None, (lu.nom_affiche, age))))
        self.detail.setText(" · ".join(_facts(lu.values)))
        shown = (lu.urgences, lu.a_reprendre)
        if shown != self._shown:
            self._shown = shown
            vider(self._alerts)
            if lu.a_reprendre:
                self._alerts.addWidget(self._to_settle(lu.a_reprendre))
            for one in sorted(lu.urgences, key=lambda one: _RANG[one.niveau]):
                self._alerts.addWidget(Alerte(one.texte, Niveau(one.niveau)))

    def _to_settle(self, count: int) -> Alerte:
        """Decision 8: one’s own version is one click away."""
        settle = Bouton("Choisir", discret=True)
        settle.setProperty("lien", True)  # noqa: FBT003 - the value of a property
        settle.setAccessibleName("Choisir ce qui doit être gardé")
        settle.clicked.connect(self.reprise)
        return Alerte(f"{plural(count, 'envoi')} à reprendre", Niveau.URGENT, settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what is urgent beside the name, or under it."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _CARACTERES
        direction = QBoxLayout.Direction
        self._beside.setContentsMargins(_RETRAIT if narrow else 0, 0 if narrow else 8, 0, 0)
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)


_RANG = {"urgent": 0, "attention": 1, "info": 2}


def _facts(values: dict[str, Value]) -> list[str]:
    def of(name: str) -> str:
        return str(values.get(name) or "")

    born = long_date(of("date_naissance"))
    facts = [
        f"{'Né' if values.get('civilite') == 'm' else 'Née'} le {born}" if born[:1].isdigit() else born,
        of("commune"),
        " ".join(filter(None, (of("organisme_libelle"), of("numero_allocataire")))),
        f"Dossier {of('numero')}" if of("numero") else "",
    ]
    return [fact for fact in facts if fact]
