"""Strips above and beneath the list: what is asked, a name to give, what was recalled, who is chosen.

Each stands only while it serves; nothing here opens over the list.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.services.exports import avertissement
from desktop.views import icones
from desktop.views.blocs import Bouton, Flux
from desktop.views.blocs.retrait import Retrait
from desktop.views.file_active.libelles import Libelles
from desktop.views.palette import Niveau
from domain.recherche.criteres import Axe, Criteres, Seuil

_MOTS_CARACTERES = 44


class Puces(QWidget):
    """What is asked, one chip each, that a click takes away (R-REP-7)."""

    change = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[tuple[str, str], Bouton] = {}
        self._criteres = Criteres()
        self._flot = Flux(self)
        self.effacer = Bouton("Tout effacer", discret=True)
        self.effacer.clicked.connect(self._clear)
        self._flot.addWidget(self.effacer)
        self.hide()

    def montrer(self, criteres: Criteres, libelles: Libelles) -> None:
        """Show the chips of these criteria; the quick filter and the words are seen elsewhere."""
        if (criteres.choix, criteres.seuils) == (self._criteres.choix, self._criteres.seuils):
            self._criteres = criteres  # only the words changed, at every key: nothing to lay out again
            return
        self._criteres = criteres
        wanted = {
            (axe, valeur): libelles.critere(axe, valeur)
            for axe, valeurs in criteres.choix.items()
            if axe != Axe.FILTRE
            for valeur in sorted(valeurs)
        }
        wanted |= {
            (seuil, str(jours)): libelles.seuil(seuil, jours) for seuil, jours in criteres.seuils.items()
        }
        for key in self.chips.keys() - wanted.keys():
            self._remove(self.chips.pop(key))
        for key in wanted:
            if key not in self.chips:
                self.chips[key] = self._chip(wanted[key])
        self._flot.removeWidget(self.effacer)
        self._flot.addWidget(self.effacer)  # at the end again
        self.setVisible(bool(wanted))

    def textes(self) -> list[str]:
        """Return what the chips say."""
        return [chip.text().rstrip() for chip in self.chips.values()]

    def _chip(self, words: str) -> Bouton:
        chip = Bouton(f"{words}\u2002")  # the air before the icon, which Qt leaves none
        chip.setProperty("role", "filtre")
        chip.setMinimumWidth(1)  # long words in large letters must not push the page wider
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setAccessibleName(f"Retirer le critère\u00a0: {words}")
        icones.poser(chip, "x", "accent", 14)
        chip.clicked.connect(self._pressed)
        self._flot.addWidget(chip)
        return chip

    def _remove(self, chip: Bouton) -> None:
        if chip.hasFocus():
            self.effacer.setFocus()
        self._flot.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _pressed(self) -> None:
        axe, valeur = next(key for key, chip in self.chips.items() if chip is self.sender())
        if axe in set(Seuil):
            self.change.emit(self._criteres.a_moins_de(Seuil(axe), None))
        else:
            self.change.emit(self._criteres.bascule(axe, valeur))

    def _clear(self) -> None:
        self.change.emit(Criteres(parmi=self._criteres.parmi))


class Bande(QFrame):
    """An icon, a sentence, and the buttons that go with it, beneath it where they leave it no room."""

    def __init__(self, icone: str, *boutons: QWidget, niveau: Niveau = Niveau.INFO) -> None:
        super().__init__()
        self.setProperty("role", "alerte")
        self.setProperty("niveau", niveau.value)
        sign = QLabel()
        icones.poser(sign, icone, niveau.value, 18)
        self._mots = QLabel()
        self._mots.setTextFormat(Qt.TextFormat.PlainText)
        self._mots.setWordWrap(True)
        self._mots.setProperty("niveau", niveau.value)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(sign)
        words.addWidget(self._mots, 1)
        self._boutons = Flux()
        for bouton in boutons:
            self._boutons.addWidget(bouton)
        self._rang = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rang.setContentsMargins(12, 8, 12, 8)
        self._rang.setSpacing(8)
        self._rang.addLayout(words, 1)
        self._rang.addLayout(self._boutons)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Put the buttons beneath the sentence, or beside it, whichever of them are shown."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            least = self.fontMetrics().averageCharWidth() * _MOTS_CARACTERES
            narrow = self.width() < self._boutons.sizeHint().width() + least
            direction = QBoxLayout.Direction
            wanted = direction.TopToBottom if narrow else direction.LeftToRight
            if self._rang.direction() != wanted:
                self._rang.setDirection(wanted)
        return super().event(event)

    def dire(self, texte: str) -> None:
        """Show a sentence."""
        self._mots.setText(texte)
        self.setAccessibleName(texte)
        self.show()

    def mots(self) -> str:
        """Return the sentence shown."""
        return self._mots.text()


class Nommage(Bande):
    """A name to give; ``donne`` brings it, the strip stays until :meth:`hide` in case it is refused."""

    donne = Signal(str)

    def __init__(self) -> None:
        self.ligne = QLineEdit()
        self.ligne.setAccessibleName("Nom")
        self.ligne.setMaxLength(80)
        self.ligne.setMinimumWidth(280)
        self.garder = Bouton("Garder", "check")
        self.renoncer = Bouton("Renoncer", discret=True)
        super().__init__("bookmark", self.ligne, self.garder, self.renoncer)
        self.ligne.textChanged.connect(self._follow)
        self.ligne.returnPressed.connect(self._give)
        self.garder.clicked.connect(self._give)
        self.renoncer.clicked.connect(self.hide)

    def demander(self, texte: str, nom: str = "") -> None:
        """Ask for a name."""
        self.dire(texte)
        self.ligne.setText(nom)
        self.ligne.selectAll()
        self._follow()
        self.ligne.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _follow(self) -> None:
        self.garder.setEnabled(bool(self.ligne.text().strip()))

    def _give(self) -> None:
        if self.garder.isEnabled():
            self.donne.emit(self.ligne.text())


class Rappel(Bande):
    """The search or the selection that was recalled, and what may become of it."""

    def __init__(self) -> None:
        self.renommer = Bouton("Renommer", "pencil", discret=True)
        self.retirer = Retrait("ce qui est gardé", "Ne plus garder\u00a0?", _toujours)
        self.fermer = Bouton("Fermer", "x", discret=True)
        super().__init__("bookmark", self.renommer, self.retirer, self.fermer)


def _toujours() -> bool:
    return True


class Choisies(Bande):
    """How many people are chosen, and what may be done with them."""

    def __init__(self) -> None:
        self.toutes = Bouton("Choisir les personnes affichées", "check")
        self.garder = Bouton("Garder la sélection…", "bookmark")
        self.exporter = Bouton("Exporter…", "download")
        self.fermer = Bouton("Terminer", "x", discret=True)
        super().__init__("users", self.toutes, self.garder, self.exporter, self.fermer)

    def compter(self, choisies: int, affichees: int) -> None:
        """Say how many; the buttons that need someone wait."""
        self.toutes.setText(f"Choisir les {affichees} affichées" if affichees > 1 else "Choisir la personne")
        self.toutes.setAccessibleName(self.toutes.text())
        for button in (self.garder, self.exporter):
            button.setEnabled(choisies > 0)
        many = f"{choisies}\u00a0personnes choisies" if choisies > 1 else "Une personne choisie"
        self.dire(many if choisies else "Cliquez sur les personnes à choisir, ou Espace au clavier.")


class Export(Bande):
    """What the file will be, before it is made: it leaves what is encrypted."""

    def __init__(self) -> None:
        self.exporter = Bouton("Exporter vers Excel…", "download")
        self.renoncer = Bouton("Renoncer", discret=True)
        super().__init__("triangle-alert", self.exporter, self.renoncer, niveau=Niveau.ATTENTION)
        self.renoncer.clicked.connect(self.hide)

    def demander(self, nombre: int) -> None:
        """Warn, and wait."""
        self.dire(avertissement(nombre))
        self.exporter.setEnabled(True)
        self.exporter.setFocus()
