"""A job found as one types: the list of the ROME beneath the words, or the words as they are (R-INF-1)."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.services.metiers import Metier, Metiers
from desktop.views.blocs import Entree, Liste
from desktop.views.tache import lancer
from domain.errors import RefusedError

_LIGNES = 5
_DANS_LA_LISTE = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_VALIDE = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ChoixMetier(QWidget):
    """Type, Enter, it is chosen; the words stay until :meth:`vider`, once they are taken.

    The list of jobs is read when the keyboard first comes, off this thread.
    """

    choisi = Signal(object)  # a Metier, whose code is '' when its words are the person's own
    deplie = Signal()

    def __init__(self, metiers: Metiers) -> None:
        super().__init__()
        self._metiers = metiers
        self.ligne = QLineEdit()
        self.ligne.setPlaceholderText("Ajouter un métier\u00a0: maçon, aide à domicile…")
        self.ligne.setAccessibleName("Ajouter un métier souhaité")
        self.ligne.setMaxLength(200)
        self.ligne.textChanged.connect(self._search)
        self.ligne.installEventFilter(self)
        self.liste = Liste("Métiers proposés", _decrire)
        self.liste.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.liste.ouverte.connect(self._choose)
        self.liste.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.ligne)
        column.addWidget(self.liste)
        self.setFocusProxy(self.ligne)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter act on the list while the words stay under the fingers."""
        if event.type() == QEvent.Type.FocusIn and not self._metiers.charges:
            lancer(self._metiers.charger, self._ready, self._failed)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.liste.isVisible():
            if event.key() in _DANS_LA_LISTE | _VALIDE:
                self.liste.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.ligne.clear()
                return True
        return super().eventFilter(watched, event)

    def vider(self) -> None:
        """Be ready for another job."""
        self.ligne.clear()

    def _search(self, texte: str) -> None:
        words = texte.strip()
        found = self._metiers.chercher(words) if self._metiers.charges else ()
        known = any(one.libelle.casefold() == words.casefold() for one in found)
        rows = [*found, *([Metier(words, "", "")] if words and not known else [])]
        opens = bool(rows) and not self.liste.isVisible()
        self.liste.montrer(rows)
        self.liste.choisir(0)
        self.liste.hauteur_ajustee(_LIGNES)
        self.liste.setVisible(bool(rows))
        if opens:
            self.deplie.emit()

    def _ready(self, _nothing: object = None) -> None:
        self._search(self.ligne.text())

    def _failed(self, refused: RefusedError) -> None:
        self.ligne.setToolTip(str(refused))  # the words can still be taken as they are

    def _choose(self, metier: object) -> None:
        self.choisi.emit(metier)


def _decrire(metier: object) -> Entree:
    if not isinstance(metier, Metier):
        raise TypeError(metier)
    if not metier.code_rome:
        return Entree(f"«\u00a0{metier.libelle}\u00a0»", "Garder ces mots, sans code ROME")
    return Entree(metier.libelle, metier.nom_rome, droite=metier.code_rome)
