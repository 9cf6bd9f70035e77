"""One refusal or conflict: what it is about, each field side by side, the choice, the end of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.services.reprises import AReprendre, Geste
from desktop.views.blocs import Bouton, Carte, Doux, Filet, Pastille, Petit
from desktop.views.fields import Outils
from desktop.views.palette import Niveau
from desktop.views.synchronisation.champ import ChampEnDouble
from domain.exchange.v1 import Outcome
from domain.fields import Value
from domain.french import when

_ISSUES = {
    Outcome.CONFLICT: ("Modifié aussi ailleurs", Niveau.ATTENTION, "git-compare"),
    Outcome.REFUSED: ("Refusé par le serveur", Niveau.URGENT, "circle-x"),
}
_INCONNUE = ("À reprendre", Niveau.ATTENTION, "undo-2")


class CarteReprise(Carte):
    """``reglee`` brings the item and the values chosen, ``None`` to leave the server's version."""

    reglee = Signal(str, object)
    dossier = Signal(str)

    def __init__(self, item: AReprendre, outils: Outils) -> None:
        super().__init__(f"{item.quoi}\u00a0– {item.nom_affiche}" if item.nom_affiche else item.quoi)
        self._item = item
        self.ajouter_en_tete(Pastille(*_ISSUES.get(item.issue, _INCONNUE)))
        rule = f" ({item.regle})" if item.regle else ""
        self.ajouter(Doux(f"{item.message}{rule}"))
        self.champs = tuple(
            ChampEnDouble(champ, item.kind, outils, choix=item.geste is Geste.CHOISIR)
            for champ in item.champs
        )
        for champ in self.champs:
            self.ajouter(Filet())
            self.ajouter(champ)
            champ.change.connect(self._follow)
        self.mot = Petit(f"Depuis le {when(item.depuis)}.")
        self.ouvrir = Bouton("Ouvrir le dossier", "folder", discret=True)
        self.ouvrir.setVisible(item.dossier is not None)
        self.ouvrir.clicked.connect(self._open)
        self.regler = Bouton("Enregistrer mon choix" if self._has_choice() else "J’ai lu, classer", "check")
        self.regler.setAccessibleName(f"{self.regler.text()}\u00a0: {item.quoi} {item.nom_affiche}")
        self.regler.clicked.connect(self._settle)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.mot, 1)
        foot.addWidget(self.ouvrir, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.regler)
        self.ajouter(foot)
        self._follow()

    def montre(self, item: AReprendre) -> bool:
        """Tell whether this is the item as it is now."""
        return self._item == item

    def lu(self) -> dict[str, Value]:
        """Return what was shown as the server's, on which the choice is made."""
        return {champ.nom: champ.serveur for champ in self._item.champs}

    def dire(self, texte: str) -> None:
        """Say why the choice could not be kept."""
        self.mot.setText(texte)

    def _has_choice(self) -> bool:
        return self._item.geste is Geste.CHOISIR and bool(self.champs)

    def _follow(self) -> None:
        self.regler.setEnabled(not self._has_choice() or all(champ.choisi() for champ in self.champs))

    def _settle(self) -> None:
        for champ in self.champs:
            if fault := champ.faute():
                self.mot.setText(fault)
                return
        kept: dict[str, Value] = {}
        if self._has_choice():
            kept = {champ.nom: champ.valeur() for champ in self.champs if not champ.laisse()}
        self.reglee.emit(self._item.id, kept or None)

    def _open(self) -> None:
        if self._item.dossier is not None:
            self.dossier.emit(self._item.dossier)
