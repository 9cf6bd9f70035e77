"""What stands in the person's way: since when, where one has got to, what is being done (R-INF-1)."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.suivi_lu import DifficulteLue, SuiviLu
from desktop.views.blocs import Bouton, Carte, Doux, Flux, Jalon, Petit, vider
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.blocs.depliant import Depliant
from desktop.views.blocs.retrait import Retrait
from desktop.views.blocs.suite import Suite
from desktop.views.clavier import donner
from desktop.views.dossier.refus import Refus
from desktop.views.fields import Editeur, EditeurChoix, EditeurTexte, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.french import plural, short_date
from domain.suivi.form import DIFFICULTE
from domain.suivi.rules import LEVEE, famille_of


class Difficultes(Carte):
    """Those that are there, each with its fields; those that are over, on demand."""

    def __init__(self, bureau: Bureau, dossier: str, binder: Binder, outils: Outils, refus: Refus) -> None:
        super().__init__("Difficultés")
        self._bureau, self._dossier = bureau, dossier
        self._binder, self._outils, self._refus = binder, outils, refus
        self._lues: dict[str, DifficulteLue] = {}
        self._vient: str | None = None
        self._passees: tuple[DifficulteLue, ...] = ()
        self._modifiable = False
        self.ajout = Bouton("Ajouter", "plus")
        self.ajout.setAccessibleName("Ajouter une difficulté")
        self.ajout.setMenu(self._menu())
        self.ajouter_en_tete(self.ajout)
        self.aucune = Doux("Aucune difficulté notée.")
        self.ajouter(self.aucune)
        self.fiches: Suite[FicheDifficulte] = Suite(espace=24)
        self.ajouter(self.fiches.colonne)
        self.passees = Depliant("Difficultés passées")
        self.passees.deplie.connect(self._show_past)
        self.colonne.addWidget(self.passees, 0, Qt.AlignmentFlag.AlignLeft)
        self._histoire = QVBoxLayout()
        self.ajouter(self._histoire)

    def montrer(self, lu: SuiviLu) -> None:
        """Show the difficultés; what is being typed is left alone."""
        self._lues = {one.id: one for one in lu.difficultes if one.en_cours}
        self._passees = tuple(one for one in lu.difficultes if not one.en_cours)
        self._modifiable = lu.modifiable
        self.ajout.setVisible(lu.modifiable)
        self.aucune.setVisible(not self._lues)
        for gone in self.fiches.par_id.keys() - self._lues.keys():
            self._binder.release("difficulte", gone)
        self.fiches.suivre(list(self._lues), self._make)
        for one in self._lues.values():
            self._binder.refresh("difficulte", one.id, one.values)
            self.fiches.par_id[one.id].permettre(modifiable=lu.modifiable)
        count = len(self._passees)
        self.passees.compter(count, plural(count, "difficulté passée", "difficultés passées"))
        self._show_past()
        if self._vient in self.fiches.par_id:
            donner(self.fiches.par_id[self._vient].commentaire)
            self._vient = None

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.triggered.connect(self._add)
        settings = self._outils.settings
        natures = settings.choices("natures_difficulte")
        for famille in settings.choices("familles_difficulte"):
            inside = menu.addMenu(famille.label)
            for nature in natures:
                if famille_of(nature.code) == famille.code:
                    inside.addAction(nature.label).setData(nature.code)
        return menu

    def _add(self, action: QAction) -> None:
        add = partial(self._bureau.suivi.ajouter_difficulte, self._dossier, str(action.data()))
        self._vient = self._refus.tenter(add)

    def _make(self, record: str) -> "FicheDifficulte":
        fiche = FicheDifficulte(self._lues[record], self._outils)
        fiche.levee.connect(self._end)
        fiche.retiree.connect(self._remove)
        for one in fiche.editeurs:
            self._binder.bind(one, "difficulte", record, self._lues[record].values)
        return fiche

    def _end(self, record: str) -> None:
        self._refus.tenter(partial(self._bureau.suivi.lever, record))

    def _remove(self, record: str) -> None:
        self._refus.tenter(partial(self._bureau.suivi.retirer, "difficulte", record))

    def _again(self) -> None:
        self._refus.tenter(partial(self._bureau.suivi.reprendre, str(self.sender().property("difficulte"))))

    def _show_past(self) -> None:
        vider(self._histoire)
        for one in self._passees if self.passees.ouvert else ():
            said = ", ".join(
                filter(None, (str(one.values["realisation_libelle"] or ""), one.values["commentaire"]))  # type: ignore[arg-type]
            )
            row = QHBoxLayout()
            until = str(one.values["fin"] or "") or None
            row.addWidget(Jalon(short_date(until), str(one.values["nature_libelle"]), said), 1)
            if self._modifiable:
                again = Bouton("Reprendre", "undo-2", discret=True)
                again.setAccessibleName(f"Reprendre {one.values['nature_libelle']}")
                again.setProperty("difficulte", one.id)
                again.clicked.connect(self._again)
                row.addWidget(again)
            self._histoire.addLayout(row)


class FicheDifficulte(QWidget):
    """One difficulté, its fields, and the two ways out: it is settled, or should not have been noted."""

    levee = Signal(str)
    retiree = Signal(str)

    def __init__(self, lue: DifficulteLue, outils: Outils) -> None:
        super().__init__()
        self._id = lue.id
        nature = str(lue.values["nature_libelle"] or lue.values["nature"] or "")
        title = QLabel(nature)
        title.setProperty("role", "etiquette")
        title.setWordWrap(True)
        self.lever = Bouton("C’est réglé", "check", discret=True)
        self.lever.setAccessibleName(f"C’est réglé\u00a0: {nature}")
        self.lever.clicked.connect(self._end)
        self.retrait = Retrait(nature, "L’effacer\u00a0?", self._says)
        self.retrait.confirme.connect(self._remove)
        debut = editeur(DIFFICULTE.by_name["debut"], outils)
        realisation = EditeurChoix(DIFFICULTE.by_name["realisation"], outils, sans=LEVEE)
        self.commentaire = editeur(DIFFICULTE.by_name["commentaire"], outils)
        self.editeurs: tuple[Editeur, ...] = (debut, realisation, self.commentaire)
        self.commentaire.label.hide()
        if isinstance(self.commentaire, EditeurTexte):
            self.commentaire.area.lines_at_rest = 1
            self.commentaire.area.setPlaceholderText("Ce qui se passe, ce qui est fait")
            self.commentaire.area.setAccessibleName(f"Commentaire\u00a0: {nature}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(Petit(lue.famille))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addLayout(words, 1)
        ways_out = Flux(ecart=4)
        ways_out.addWidget(self.lever)
        ways_out.addWidget(self.retrait)
        head.addLayout(ways_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(CoteACote(debut, realisation))
        column.addWidget(self.commentaire)

    def permettre(self, *, modifiable: bool) -> None:
        """Allow or forbid the edit."""
        for one in self.editeurs:
            one.set_read_only(not modifiable)
        self.lever.setVisible(modifiable)
        self.retrait.setVisible(modifiable)

    def _says(self) -> bool:
        return self.commentaire.value() is not None

    def _end(self) -> None:
        self.levee.emit(self._id)

    def _remove(self) -> None:
        self.retiree.emit(self._id)
