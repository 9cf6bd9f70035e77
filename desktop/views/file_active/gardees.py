"""What one keeps of the list: searches and selections under a name, and the Excel file (R-REP-7)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.services.bureau import Bureau
from desktop.services.editions import Produit
from desktop.services.file_active import LigneFileActive
from desktop.services.recherches import Gardee, Sorte
from desktop.views.blocs import Bouton, Liste
from desktop.views.file_active.bandes import Choisies, Export, Nommage, Rappel
from desktop.views.impression import enregistrer_sous
from desktop.views.page import Navigateur
from desktop.views.tache import lancer
from domain.errors import RefusedError
from domain.french import plural
from domain.recherche.criteres import Criteres

_NOMMER = {
    Sorte.RECHERCHE: "Sous quel nom garder cette recherche\u00a0? Vous seul la verrez.",
    Sorte.SELECTION: "Sous quel nom garder cette sélection\u00a0? Vous seul la verrez.",
}


class Gardees(QObject):
    """The two menus of the page, and the strips they open; ``demandee`` brings what is recalled."""

    demandee = Signal(object)
    colonnes = Signal()

    def __init__(self, bureau: Bureau, navigateur: Navigateur, liste: Liste) -> None:
        super().__init__(liste)
        self._bureau = bureau
        self._navigateur = navigateur
        self._liste = liste
        self._criteres = Criteres()
        self._lignes: Sequence[LigneFileActive] = ()
        self._codes: Sequence[str] = ()
        self._nommee: Callable[[str], None] | None = None
        self.gardee: Gardee | None = None
        self.bouton = Bouton("Mes recherches", "bookmark")
        self.bouton.clicked.connect(self._kept_menu)
        self.autres = Bouton("", "ellipsis")
        self.autres.setAccessibleName("Autres actions")
        self.autres.setToolTip("Colonnes, choisir des personnes, exporter")
        self.autres.clicked.connect(self._other_menu)
        self.rappel, self.nommage, self.export, self.choisies = Rappel(), Nommage(), Export(), Choisies()
        self._connect()

    def suivre(self, criteres: Criteres, lignes: Sequence[LigneFileActive], codes: Sequence[str]) -> None:
        """Know what the page asks, who answers and which columns are shown."""
        if criteres != self._criteres:
            self.export.hide()
        self._criteres, self._lignes, self._codes = criteres, lignes, codes
        if not self.choisies.isHidden():
            self._count()
        if self.gardee is not None:
            self.rappel.dire(self._recalled(self.gardee))

    def oublier(self) -> None:
        """Leave the search or the selection that was recalled."""
        self.gardee = None
        self.rappel.hide()
        self.nommage.hide()

    def choisir(self) -> None:
        """Let rows be ticked; those of the selection that was recalled already are."""
        if self.choisies.isHidden():  # else some may be ticked already
            self._liste.cocher(_dossier)
            here = self._bureau.file_active.lignes().keys()
            self._liste.fixer_cochees({one for one in self._criteres.parmi or () if one in here})
        self._liste.setFocus()

    def rappeler(self, gardee: Gardee) -> None:
        """Ask again for what was kept."""
        self.gardee = gardee
        self.demandee.emit(gardee.criteres)

    def _connect(self) -> None:
        self.rappel.fermer.clicked.connect(self._close)
        self.rappel.renommer.clicked.connect(self._rename)
        self.rappel.retirer.confirme.connect(self._forget)
        self.nommage.donne.connect(self._named)
        self.export.exporter.clicked.connect(self._write)
        self.choisies.toutes.clicked.connect(self._all)
        self.choisies.garder.clicked.connect(self.garder_selection)
        self.choisies.exporter.clicked.connect(self.exporter)
        self.choisies.fermer.clicked.connect(self._done)
        self._liste.cochees_changees.connect(self._count)

    def _kept_menu(self) -> None:
        menu = _menu(self.bouton)
        for sorte, title in ((Sorte.RECHERCHE, "Recherches"), (Sorte.SELECTION, "Sélections")):
            kept = self._bureau.recherches.lister(sorte)
            if kept:
                menu.addAction(title).setEnabled(False)
            for gardee in kept:
                menu.addAction(gardee.nom, partial(self.rappeler, gardee))
        if menu.isEmpty():
            menu.addAction("Rien n’est encore gardé").setEnabled(False)
        menu.addSeparator()
        keep = menu.addAction("Garder cette recherche…", self.garder_recherche)
        keep.setEnabled(self._criteres.parmi is None and self._criteres != Criteres())
        _open(menu, self.bouton)

    def _other_menu(self) -> None:
        menu = _menu(self.autres)
        menu.addAction("Choisir des personnes…", self.choisir)
        menu.addAction("Colonnes…", self.colonnes.emit)
        menu.addAction("Exporter vers Excel…", self.exporter)
        _open(menu, self.autres)

    def garder_recherche(self) -> None:
        """Ask for the name of what is asked; that of the search recalled is proposed."""
        self._ask(Sorte.RECHERCHE, self._criteres)

    def garder_selection(self) -> None:
        """Ask for the name of those who are ticked."""
        self._ask(Sorte.SELECTION, Criteres(parmi=frozenset(map(str, self._liste.cochees()))))

    def exporter(self) -> None:
        """Warn of what an export is, and wait for the word."""
        self.export.demander(len(self._exported()))

    def _ask(self, sorte: Sorte, criteres: Criteres) -> None:
        known = self.gardee if self.gardee is not None and self.gardee.sorte is sorte else None
        self._nommee = partial(self._keep, sorte, criteres, known.id if known is not None else None)
        self.nommage.demander(_NOMMER[sorte], known.nom if known is not None else "")

    def _keep(self, sorte: Sorte, criteres: Criteres, rappelee: str | None, nom: str) -> None:
        record = self._bureau.recherches.garder(sorte, nom, criteres, rappelee)
        self.gardee = next(one for one in self._bureau.recherches.lister(sorte) if one.id == record)
        if sorte is Sorte.SELECTION:
            self._done()
        self.demandee.emit(self.gardee.criteres)
        self._navigateur.annoncer(f"«\u00a0{self.gardee.nom}\u00a0» est gardée")

    def _rename(self) -> None:
        if self.gardee is not None:
            self._nommee = partial(self._renamed, self.gardee)
            self.nommage.demander("Quel nouveau nom\u00a0?", self.gardee.nom)

    def _renamed(self, gardee: Gardee, nom: str) -> None:
        self._bureau.recherches.renommer(gardee, nom)
        kept = self._bureau.recherches.lister(gardee.sorte)
        self.gardee = next(one for one in kept if one.id == gardee.id)
        self.rappel.dire(self._recalled(self.gardee))

    def _named(self, nom: str) -> None:
        try:
            if self._nommee is not None:
                self._nommee(nom)
        except RefusedError as refused:
            self.nommage.dire(str(refused))
        else:
            self.nommage.hide()

    def _forget(self) -> None:
        if self.gardee is not None:
            self._bureau.recherches.retirer(self.gardee)
            self._navigateur.annoncer(f"«\u00a0{self.gardee.nom}\u00a0» n’est plus gardée")
            self._close()

    def _close(self) -> None:
        self.oublier()
        self.demandee.emit(Criteres())
        self._liste.setFocus()

    def _recalled(self, gardee: Gardee) -> str:
        what = "Recherche" if gardee.sorte is Sorte.RECHERCHE else "Sélection"
        words = f"{what} «\u00a0{gardee.nom}\u00a0»"
        if not gardee.entiere:
            return f"{words}\u00a0: une version plus récente l’a faite, une partie n’a pas pu être reprise."
        if gardee.sorte is Sorte.RECHERCHE and gardee.criteres != self._criteres:
            return f"{words}, modifiée depuis. La garder sous le même nom la remplace."
        here = self._bureau.file_active.lignes().keys()
        gone = len((gardee.criteres.parmi or frozenset()) - here)
        return f"{words}. {plural(gone, 'dossier')} n’y est plus." if gone else f"{words}."

    def _all(self) -> None:
        shown = {ligne.dossier for ligne in self._lignes}
        self._liste.fixer_cochees({*self._liste.cochees(), *shown})

    def _done(self) -> None:
        self._liste.cocher(None)
        self.choisies.hide()
        self._liste.setFocus()

    def _count(self) -> None:
        self.export.hide()
        self.choisies.compter(len(self._liste.cochees()), len(self._lignes))

    def _exported(self) -> list[LigneFileActive]:
        """Return who is ticked, else who is shown."""
        ticked = self._liste.cochees()
        if not ticked:
            return list(self._lignes)
        return [ligne for dossier, ligne in self._bureau.file_active.lignes().items() if dossier in ticked]

    def _write(self) -> None:
        self.export.exporter.setEnabled(False)
        make = partial(self._bureau.exports.file_active, self._exported(), tuple(self._codes))
        lancer(make, self._save, self._refused)

    def _save(self, produit: Produit) -> None:
        self.export.hide()
        window = self._liste.window()
        if not self._liste.isVisible():  # locked, or elsewhere meanwhile
            return
        try:
            path = enregistrer_sous(produit, window)
        except RefusedError as refused:
            self._refused(refused)
        else:
            if path is not None:
                self._navigateur.annoncer(f"Exporté\u00a0: {path.name}")

    def _refused(self, refused: RefusedError) -> None:
        self.export.dire(str(refused))
        self.export.exporter.setEnabled(True)


def _dossier(ligne: object) -> object:
    return ligne.dossier if isinstance(ligne, LigneFileActive) else None


def _menu(bouton: QPushButton) -> QMenu:
    menu = QMenu(bouton)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _open(menu: QMenu, bouton: QWidget) -> None:
    """Open beneath the button, the right edges together; the first entry is ready for Enter."""
    enabled = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
    if enabled:
        menu.setActiveAction(enabled[0])
    corner = bouton.mapToGlobal(QPoint(bouton.width() - menu.sizeHint().width(), bouton.height() + 4))
    menu.popup(corner)
