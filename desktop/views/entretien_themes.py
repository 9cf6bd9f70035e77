"""The thèmes of an entretien, each with its synthèse: one click to add, the words follow (R-ENT-1)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.entretiens import ThemeLu
from desktop.views.blocs import Bouton, Carte, Doux, SousTitre, vider
from desktop.views.blocs.flux import Flux
from desktop.views.blocs.retrait import Retrait
from desktop.views.fields import EditeurTexte, Outils
from desktop.views.fields.binder import Binder
from domain.entretien.form import THEME

LIGNES = 5


class ThemesEntretien(QWidget):
    """A card per thème, then the ones that are left to choose from, all in view.

    Seeing the whole list at the end of a meeting reminds of what was spoken of.
    """

    ajoutee = Signal(object)

    def __init__(self, bureau: Bureau, binder: Binder, outils: Outils, entretien: str) -> None:
        super().__init__()
        self._bureau = bureau
        self._binder = binder
        self._outils = outils
        self._entretien = entretien
        self._vient: str | None = None
        self._question = ""
        self.cartes: dict[str, CarteTheme] = {}
        self.choix: dict[str, Bouton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(SousTitre("Thèmes et synthèses"))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._column.addLayout(self._cards)
        self._invite = Doux()
        self._column.addWidget(self._invite)
        self._chips = QWidget()
        self._flot = Flux()
        self._chips.setLayout(self._flot)
        self._column.addWidget(self._chips)

    def montrer(self, themes: Sequence[ThemeLu], *, tenu: bool, modifiable: bool) -> None:
        """Show the thèmes; a card that stays is left alone, with its cursor. ``tenu``: it was held."""
        self._question = "De quoi avez-vous parlé\u00a0?" if tenu else "Sur quoi porte ce rendez-vous\u00a0?"
        shown = {theme.id for theme in themes}
        for gone in self.cartes.keys() - shown:
            self._binder.release("theme_entretien", gone)
            card = self.cartes.pop(gone)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        for theme in themes:
            if theme.id not in self.cartes:
                self._add(theme)
            card = self.cartes[theme.id]
            self._binder.refresh("theme_entretien", theme.id, theme.values)
            card.ouvrir(modifiable=modifiable)
        self._offer({str(theme.values["theme"]) for theme in themes}, modifiable=modifiable)

    def _add(self, theme: ThemeLu) -> None:
        card = CarteTheme(theme, self._outils)
        card.retiree.connect(self._remove)
        self._binder.bind(card.synthese, "theme_entretien", theme.id, theme.values)
        self._cards.addWidget(card)
        self.cartes[theme.id] = card
        if theme.id == self._vient:
            card.synthese.setFocus()
            self.ajoutee.emit(card)
            self._vient = None

    def _offer(self, taken: set[str], *, modifiable: bool) -> None:
        self._invite.setText("Ajouter un autre thème" if taken else self._question)
        self._invite.setVisible(modifiable)
        self._chips.setVisible(modifiable)
        left = [code for code in self._outils.settings.choices("themes_entretien") if code.code not in taken]
        if [code.code for code in left] == list(self.choix):
            return
        vider(self._flot)
        self.choix.clear()
        for code in left:
            chip = Bouton(code.label, "plus")
            chip.setProperty("role", "filtre")
            chip.setAccessibleName(f"Ajouter le thème {code.label}")
            chip.setProperty("code", code.code)
            chip.clicked.connect(self._choose)
            self._flot.addWidget(chip)
            self.choix[code.code] = chip

    def _choose(self) -> None:
        code = str(self.sender().property("code"))
        self._vient = self._bureau.entretiens.ajouter_theme(self._entretien, code)

    def _remove(self, theme: str) -> None:
        self._binder.release("theme_entretien", theme)
        self._bureau.entretiens.retirer_theme(theme)


class CarteTheme(Carte):
    """One thème, its synthèse, and the way to take it off."""

    retiree = Signal(str)

    def __init__(self, theme: ThemeLu, outils: Outils) -> None:
        label = str(theme.values["theme_libelle"] or theme.values["theme"] or "Thème")
        super().__init__(label)
        self.colonne.setSpacing(8)
        self._id = theme.id
        self.retrait = Retrait(f"le thème {label}", "Retirer aussi la synthèse\u00a0?", self._says)
        self.retrait.confirme.connect(self._confirmed)
        self.ajouter_en_tete(self.retrait)
        self.synthese = EditeurTexte(THEME.by_name["synthese"], outils)
        self.synthese.label.hide()
        self.synthese.area.lines_at_rest = LIGNES
        self.synthese.area.setAccessibleName(f"Synthèse\u00a0: {label}")
        self.synthese.area.setPlaceholderText("Ce qui s’est dit, ce qui a été décidé")
        self.ajouter(self.synthese)

    def ouvrir(self, *, modifiable: bool) -> None:
        """Allow or forbid the edit."""
        self.retrait.setVisible(modifiable)
        self.synthese.set_read_only(not modifiable)

    def _says(self) -> bool:
        return self.synthese.value() is not None

    def _confirmed(self) -> None:
        self.retiree.emit(self._id)
