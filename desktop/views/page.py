"""A page, the places of the rail, and what a page may ask of the window around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.views.actualite import Actualite
from desktop.views.clavier import donner, libre, premier
from domain.profils import Profile


class Navigateur(Protocol):
    """What the window offers to its pages."""

    @property
    def actualite(self) -> Actualite:
        """The news of the replica."""
        ...

    def ouvrir_dossier(self, dossier: str, partie: str = "") -> None:
        """Open the page of a dossier, at one of its tabs if ``partie`` names it."""

    def ouvrir_entretien(self, entretien: str) -> None:
        """Open the page of an entretien."""

    def ouvrir_cer(self, cer: str) -> None:
        """Open the editor of a CER."""

    def ouvrir_ressaisie(self, dossier: str = "") -> None:
        """Open what enters a paper CER again; '' lets its code, or a search, say whose it is."""

    def ouvrir_reprise(self, item: str) -> None:
        """Open one thing to take up again."""

    def ouvrir_place(self, nom: str) -> None:
        """Go to a place of the rail."""

    def retour(self) -> None:
        """Go back to the page before."""

    def annoncer(self, texte: str) -> None:
        """Say quietly that something is done («Enregistré»)."""


class Page(QWidget):
    """A page of the window. It reads on its first showing, then when what it shows has changed.

    A page that is hidden only notes that it is stale, and reads again when it is shown: ten open
    pages cost one query, not ten. A subclass writes :meth:`rafraichir`, narrows
    :meth:`concerne`, and calls ``rafraichir`` from nowhere else.
    """

    titre: ClassVar[str] = ""
    icone: ClassVar[str] = ""

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__()
        self.bureau = bureau
        self.navigateur = navigateur
        self._perimee = True
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        navigateur.actualite.changed.connect(self._change)

    def rafraichir(self) -> None:
        """Read again what the page shows, leaving alone what is being typed."""
        raise NotImplementedError

    def concerne(self, changes: Changes) -> bool:
        """Tell whether ``changes`` may alter what the page shows; the network alone does not."""
        return changes.wide or bool(changes.records or changes.dossiers)

    def aller_a(self, partie: str) -> None:
        """Turn to the part of that name, for a page that has several."""

    def accueil(self) -> QWidget | None:
        """Return what the keyboard is given when the page opens: the first thing one may act on."""
        return premier(self)

    def prendre_le_clavier(self, held: QWidget | None = None) -> None:
        """Take the keyboard: where it was when the page was left (``held``), else where the page begins."""
        wanted = held if held is not None and held is not self and libre(held) else self.accueil()
        donner(wanted if wanted is not None else self)

    def showEvent(self, event: QShowEvent) -> None:
        """Read again if anything changed while the page was hidden."""
        super().showEvent(event)
        if self._perimee:
            self._perimee = False
            self.rafraichir()

    def _change(self, changes: Changes) -> None:
        if not self.concerne(changes):
            return
        if self.isVisible():
            self.rafraichir()
        else:
            self._perimee = True


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the rail; ``profils`` empty = everybody's."""

    nom: str
    page: type[Page]
    profils: frozenset[Profile] = frozenset()

    def ouverte_a(self, profil: Profile) -> bool:
        """Tell whether this profile has the place in its rail."""
        return not self.profils or profil in self.profils


Fiche = Callable[[Bureau, Navigateur, str], Page]


@dataclass(frozen=True, slots=True)
class Pages:
    """Every page of the application: at most seven places, and the pages of one record."""

    places: tuple[Place, ...]
    dossier: Fiche
    entretien: Fiche
    cer: Fiche
    ressaisie: Fiche
    reprise: Fiche
