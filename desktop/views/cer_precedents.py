"""What the last CERs said, under the text being written: to read, and to take passages from (R-CER-7)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.precedents import Precedent
from desktop.views import icones
from desktop.views.blocs import Bouton, Carte, Petit
from desktop.views.fields import EditeurTexte
from desktop.views.fields.options import Options
from desktop.views.fields.texte import ZoneTexte

NOMBRE = 3


class PrecedentsTexte(QWidget):
    """One of the last CERs at a time, folded until it is asked for, for one text of the form."""

    def __init__(self, editeur: EditeurTexte) -> None:
        super().__init__()
        self._editeur = editeur
        self._textes: dict[str, tuple[str, str]] = {}  # what each is called, and says, by its identifier
        self.voir = Bouton("Relire le dernier CER", "chevron-right", discret=True)
        self.voir.clicked.connect(self._unfold)
        self.zone = ZoneTexte()
        self.zone.setReadOnly(True)
        self.zone.setAccessibleName(editeur.field.label)
        self.zone.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.zone.selectionChanged.connect(self._follow)
        self.reprendre = Bouton("Reprendre ce texte", "arrow-up")
        self.reprendre.clicked.connect(self._take)
        self._choix = QVBoxLayout()
        self._options: Options | None = None
        self.carte = Carte()
        self.carte.colonne.setSpacing(8)
        self.carte.ajouter(self._choix)
        self.carte.ajouter(self.zone)
        row = QHBoxLayout()
        row.addWidget(self.reprendre)
        words = Petit("Sélectionnez un passage pour ne reprendre que lui.")
        words.setWordWrap(False)
        row.addWidget(words)
        row.addStretch()
        self.carte.ajouter(row)
        self.carte.hide()
        first = QHBoxLayout()
        first.addWidget(self.voir)
        first.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.carte)

    def montrer(self, precedents: Sequence[Precedent]) -> None:
        """Offer what the last CERs say in this field; nothing where none says anything."""
        name = self._editeur.field.name
        saying = [one for one in precedents if one.values[name]][:NOMBRE]
        texts = {one.voisin.id: (one.nom, str(one.values[name])) for one in saying}
        self.setVisible(bool(texts))
        if texts == self._textes:
            return
        self._textes = texts
        self._offer()

    def _offer(self) -> None:
        if self._options is not None:
            self._options.deleteLater()
        self._options = Options("CER à relire", [(one, nom) for one, (nom, _) in self._textes.items()])
        self._choix.addWidget(self._options)
        self._options.setVisible(len(self._textes) > 1)
        for button in self._options.boutons.values():
            button.clicked.connect(self._read)
        if self._textes:
            self._options.choisir(next(iter(self._textes)))
            self._read()

    def _read(self) -> None:
        chosen = self._options.choisi() if self._options is not None else None
        name, text = self._textes[chosen or ""]
        self.zone.setPlainText(text)
        label = self._editeur.field.label
        self.voir.setText(f"Relire le {name}")
        self.voir.setAccessibleName(f"{label}\u00a0: relire le {name}")
        self.zone.setAccessibleName(f"{label}, {name}")
        self._follow()

    def _unfold(self) -> None:
        folded = self.carte.isHidden()
        self.carte.setVisible(folded)
        icones.poser(self.voir, "chevron-down" if folded else "chevron-right", "accent", 18)

    def _follow(self) -> None:
        part = self.zone.textCursor().hasSelection()
        self.reprendre.setText("Reprendre ce passage" if part else "Reprendre ce texte")

    def _take(self) -> None:
        """Write the passage, or all of it, where the cursor is in the text: one act to undo."""
        cursor = self.zone.textCursor()
        passage = cursor.selection().toPlainText() if cursor.hasSelection() else self.zone.words()
        area = self._editeur.area
        there = area.textCursor()
        there.insertText(passage if there.atBlockStart() else f"\n{passage}")
        area.setTextCursor(there)
        area.setFocus()
