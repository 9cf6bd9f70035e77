"""Ctrl+K: find a person from anywhere, type, Enter, their dossier is open."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.services.file_active import FileActive, LigneFileActive
from desktop.views.blocs.liste import Entree, Liste
from domain.french import short_date
from domain.recherche.criteres import Criteres

_LARGEUR, _HAUTEUR, _AU_PLUS = 560, 420, 50


class Recherche(QFrame):
    """A small panel over the page; Escape or a look elsewhere closes it, nothing is lost."""

    trouvee = Signal(str)

    def __init__(self, file_active: FileActive, parent: QWidget) -> None:
        super().__init__(parent)
        self._file_active = file_active
        self.setProperty("role", "flottant")
        self.setAccessibleName("Trouver une personne")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.ligne = QLineEdit()
        self.ligne.setPlaceholderText("Nom, prénom, numéro, date de naissance, téléphone…")
        self.ligne.setAccessibleName("Trouver une personne")
        self.ligne.textChanged.connect(self._chercher)
        self.ligne.installEventFilter(self)
        self.liste = Liste("Personnes trouvées", _decrire)
        self.liste.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.liste.ouverte.connect(self._ouvrir)
        self.mot = QLabel()
        self.mot.setProperty("role", "petit")
        for widget in (self.ligne, self.liste, self.mot):
            column.addWidget(widget)
        self.hide()

    def ouvrir(self) -> None:
        """Show the panel, empty, at the top of the window, with the last dossiers consulted."""
        parent = self.window()
        width = min(_LARGEUR, parent.width() - 48)
        self.setGeometry((parent.width() - width) // 2, 56, width, min(_HAUTEUR, parent.height() - 96))
        self.ligne.clear()
        self._chercher("")
        self.show()
        self.raise_()
        self.ligne.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrows while the words stay under the fingers."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
                self.liste.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._ouvrir(self.liste.courant())
                return True
        return super().eventFilter(watched, event)

    def _chercher(self, texte: str) -> None:
        trouves = self._file_active.chercher(Criteres(texte))
        lignes = [*trouves.lignes, *trouves.proches]
        self.liste.montrer(lignes[:_AU_PLUS])
        self.liste.choisir(0)
        if trouves.proches and not trouves.lignes:
            self.mot.setText("Personne ne s’écrit ainsi\u00a0: voici les noms proches.")
        elif not lignes:
            self.mot.setText("Personne dans votre file active ne répond à ces mots.")
        elif len(lignes) > _AU_PLUS:
            self.mot.setText(f"Les {_AU_PLUS} premières personnes sur {len(lignes)}\u00a0: précisez.")
        else:
            self.mot.setText("Entrée pour ouvrir le dossier, Échap pour fermer.")

    def _ouvrir(self, ligne: object) -> None:
        if isinstance(ligne, LigneFileActive):
            self.hide()
            self.trouvee.emit(ligne.dossier)


def _decrire(ligne: object) -> Entree:
    if not isinstance(ligne, LigneFileActive):
        raise TypeError(ligne)
    naissance = short_date(ligne.date_naissance)
    parts = (f"né(e) le {naissance}" if naissance else "", ligne.commune)
    return Entree(
        f"{ligne.nom} {ligne.prenom}", " · ".join(part for part in parts if part), droite=ligne.numero
    )
