"""«Genesis»: what differs between the file active and Genesis, and the act that mends each (R-GEN-9)."""

from typing import Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.ecarts import LigneEcart
from desktop.views.blocs import (
    BarreActions,
    BoutonFiltre,
    BoutonPrincipal,
    Doux,
    Entree,
    EtatVide,
    Flux,
    Liste,
    Titre,
)
from desktop.views.page import Navigateur, Page
from desktop.views.palette import Niveau
from domain.file_active.ecarts import Nature
from domain.french import plural

TOUS: Final = "tous"
NATURES: Final = {
    Nature.REORIENTE: ("Réorientés", Niveau.INFO, "users"),
    Nature.CLOS: ("Droit clos", Niveau.URGENT, "circle-x"),
    Nature.FIGE: ("Actualisation figée", Niveau.ATTENTION, "hourglass"),
    Nature.NSDD: ("Non soumis", Niveau.ATTENTION, "scale"),
    Nature.MUTE: ("Mutés", Niveau.INFO, "map-pin"),
    Nature.SORTIE: ("Sorties à vérifier", Niveau.ATTENTION, "triangle-alert"),
}


class PageEcarts(Page):
    """Every difference in words; below the list, what mends the one that is chosen."""

    titre = "Genesis"
    icone = "git-compare"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self._lignes: tuple[LigneEcart, ...] = ()
        self.compte = Doux()
        self.chips = {TOUS: self._chip(TOUS, "Tous")} | {
            nature: self._chip(nature, words) for nature, (words, _, _) in NATURES.items()
        }
        self.chips[TOUS].setChecked(True)
        self.liste = Liste("Écarts avec Genesis", _describe)
        self.liste.ouverte.connect(self._open)
        self.liste.selectionModel().currentChanged.connect(self._follow)
        self.vide = EtatVide(
            "circle-check",
            "Votre file active est celle de Genesis",
            "Droit clos, réorientation, actualisation figée\u00a0: tout se dira ici, avec l’acte à faire.",
        )
        self.barre = BarreActions()
        self.ouvrir = BoutonPrincipal("Ouvrir le dossier", "folder")
        self.ouvrir.clicked.connect(self._open_current)
        self.barre.ajouter(self.ouvrir)
        self._lay_out()

    def rafraichir(self) -> None:
        """Compare again, keeping the filter and the row."""
        self._lignes = self.bureau.ecarts.lister()
        for code, chip in self.chips.items():
            count = sum(code in (TOUS, one.ecart.nature) for one in self._lignes)
            chip.compter(count, plural(count, "écart"))
            chip.setVisible(bool(count) or chip.isChecked())
        people = len({one.dossier for one in self._lignes})
        self.compte.setText(
            f"{plural(len(self._lignes), 'écart')} pour {plural(people, 'personne')}. Genesis fait foi."
        )
        for part in (self.compte, self.liste, self.barre):
            part.setVisible(bool(self._lignes))
        self.vide.setVisible(not self._lignes)
        self._show()

    def accueil(self) -> QWidget | None:
        """Begin with the list."""
        return self.liste if self._lignes else super().accueil()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(12)
        column.addWidget(Titre("Rapprocher de Genesis"))
        column.addWidget(self.compte)
        chips = Flux()
        for chip in self.chips.values():
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self.liste, 1)
        column.addWidget(self.vide, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(self.barre)

    def _chip(self, code: str, words: str) -> BoutonFiltre:
        chip = BoutonFiltre(code, words)
        chip.clicked.connect(self._show)
        return chip

    def _show(self) -> None:
        code = next(chip.code for chip in self.chips.values() if chip.isChecked())
        self.liste.montrer([one for one in self._lignes if code in (TOUS, one.ecart.nature)], _key)
        if self.liste.courant() is None:
            self.liste.choisir(0)
        self._follow()

    def _follow(self, _now: QModelIndex | None = None, _before: QModelIndex | None = None) -> None:
        chosen = self.liste.courant()
        self.barre.dire(chosen.ecart.acte if isinstance(chosen, LigneEcart) else "")
        self.ouvrir.setEnabled(chosen is not None)

    def _open(self, line: object) -> None:
        if isinstance(line, LigneEcart):
            self.navigateur.ouvrir_dossier(line.dossier, "Accompagnement")

    def _open_current(self) -> None:
        self._open(self.liste.courant())


def _describe(line: object) -> Entree:
    if not isinstance(line, LigneEcart):
        raise TypeError(line)
    who = " · ".join(filter(None, (line.nom_affiche, line.referent)))
    return Entree(who, line.ecart.constat, pastilles=(NATURES[line.ecart.nature],))


def _key(line: object) -> object:
    return (line.dossier, line.ecart.nature) if isinstance(line, LigneEcart) else None
