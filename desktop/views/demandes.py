"""«Demandes»: what the accompaniments wait for, for the service (R-MID-1, R-FA-2/3/10, R-REP-1)."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.changes import Changes
from desktop.services.a_suivre import LigneSuite, Suite
from desktop.services.bureau import Bureau
from desktop.views.blocs import BoutonFiltre, Doux, Entree, EtatVide, Flux, Liste, Titre
from desktop.views.page import Navigateur, Page
from desktop.views.palette import Niveau
from domain.french import plural

TOUTES = "toutes"
_FILTRES = {
    TOUTES: "Toutes",
    Suite.MIDEM: "Mises en demeure",
    Suite.FIN: "Fins d’accompagnement",
    Suite.SORTIE: "Sorties à saisir",
    Suite.VEILLE: "Veilles à revoir",
    Suite.SANCTION: "Sanctions longues",
}
_STATUTS: dict[Suite, tuple[str, Niveau, str]] = {
    Suite.MIDEM: ("Mise en demeure", Niveau.ATTENTION, "mail"),
    Suite.FIN: ("Fin demandée", Niveau.ATTENTION, "file-check"),
    Suite.SORTIE: ("Sortie à saisir", Niveau.INFO, "log-out"),
    Suite.VEILLE: ("Veille à revoir", Niveau.INFO, "clock"),
    Suite.SANCTION: ("Quatre mois passés", Niveau.URGENT, "circle-alert"),
}
COLONNES = (20,)


class PageDemandes(Page):
    """One list, the oldest first, each line opening the dossier where it is answered."""

    titre = "Demandes"
    icone = "inbox"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.lignes: tuple[LigneSuite, ...] = ()
        self.chips = {code: BoutonFiltre(code, words) for code, words in _FILTRES.items()}
        self.chips[TOUTES].setChecked(True)
        self.liste = Liste("Demandes et suites à donner", decrire, colonnes=COLONNES)
        self.liste.ouverte.connect(self._open)
        self.vide = EtatVide(
            "circle-check",
            "Rien n’attend ici",
            "Les demandes des référents, les veilles et les sorties à saisir arriveront ici.",
        )
        self.mot = Doux("Entrée ouvre le dossier là où l’on répond.")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(16)
        column.addWidget(Titre(self.titre))
        chips = Flux()
        for chip in self.chips.values():
            chip.clicked.connect(self._show)
            chips.addWidget(chip)
        column.addLayout(chips)
        column.addWidget(self.liste, 1)
        column.addWidget(self.vide, 1)
        column.addWidget(self.mot)

    def accueil(self) -> QWidget | None:
        """Begin with the list: arrows, then Enter."""
        return self.liste if self.liste.isVisible() else super().accueil()

    def concerne(self, changes: Changes) -> bool:
        """Follow every dossier."""
        return changes.wide or bool(changes.dossiers)

    def rafraichir(self) -> None:
        """Read again, keeping the filter and the row."""
        self.lignes = self.bureau.a_suivre.lister()
        for code, chip in self.chips.items():
            count = len(self._of(code))
            chip.compter(count, plural(count, "dossier"))
        self._show()

    def _of(self, code: str) -> list[LigneSuite]:
        return [line for line in self.lignes if code in (TOUTES, line.suite)]

    def _show(self) -> None:
        shown = self._of(next(code for code, chip in self.chips.items() if chip.isChecked()))
        self.liste.montrer(shown, _key)
        if self.liste.courant() is None:
            self.liste.choisir(0)
        self.liste.setVisible(bool(shown))
        self.mot.setVisible(bool(shown))
        self.vide.setVisible(not shown)

    def _open(self, ligne: object) -> None:
        if isinstance(ligne, LigneSuite):
            self.navigateur.ouvrir_dossier(ligne.dossier, "Accompagnement")


def decrire(objet: object) -> Entree:
    """Describe a row: who, accompanied by whom, what waits, and of which sort. Raises TypeError."""
    if not isinstance(objet, LigneSuite):
        raise TypeError(objet)
    who = f"suivi par {objet.referent_nom}" if objet.referent_nom else "sans référent"
    return Entree(objet.nom_affiche, f"{objet.texte} · {who}", pastilles=(_STATUTS[objet.suite],))


def _key(objet: object) -> object:
    return (objet.suite, objet.dossier) if isinstance(objet, LigneSuite) else None
