"""The notes of a dossier: those that stand, one more, and the closed ones at the end (R-INF-2)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu
from desktop.services.notes import NoteLue
from desktop.views.blocs import Bouton, Defilant, EtatVide
from desktop.views.blocs.depliant import Depliant
from desktop.views.blocs.suite import Suite
from desktop.views.clavier import donner
from desktop.views.dossier.note_fiche import FicheNote
from desktop.views.dossier.note_lecteurs import ChoixLecteurs
from desktop.views.dossier.refus import Refus
from desktop.views.fields import Outils
from desktop.views.fields.binder import Binder
from domain.french import plural

_CARACTERES = 90


class OngletNotes(Defilant):
    """Who may read a note is chosen first; the words follow, and are on disk within a second."""

    def __init__(self, bureau: Bureau, dossier: str) -> None:
        super().__init__((32, 16, 32, 32), 12)
        self._bureau, self._dossier = bureau, dossier
        self._lues: dict[str, NoteLue] = {}
        self._vient: str | None = None
        self.binder = Binder(bureau.saisie, self)
        self._outils = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.refus = Refus()
        self.ouvertes: Suite[FicheNote] = Suite()
        self.closes: Suite[FicheNote] = Suite()
        self._lay_out()

    def montrer(self, _lu: DossierLu) -> None:
        """Read the notes again; one being written keeps its cursor."""
        notes = self._bureau.notes.lister(self._dossier)
        self._lues = {one.id: one for one in notes}
        standing = [one.id for one in notes if one.ouverte]
        closed = [one.id for one in notes if not one.ouverte]
        for gone in self.ouvertes.par_id.keys() - set(standing):
            self.binder.release("note", gone)
        self.ouvertes.suivre(standing, self._make)
        self.closes.suivre(closed, self._make)
        for one in notes:
            if one.ouverte:
                self.binder.refresh("note", one.id, one.values)
            (self.ouvertes if one.ouverte else self.closes).par_id[one.id].montrer(one)
        self.vide.setVisible(not notes and self.choix.isHidden())
        self.plus.compter(len(closed), plural(len(closed), "note close", "notes closes"))
        self._welcome()

    def _make(self, record: str) -> FicheNote:
        note = self._lues[record]
        fiche = FicheNote(note, self._outils)
        fiche.a_clore.connect(self._close)
        fiche.a_rouvrir.connect(self._reopen)
        fiche.a_supprimer.connect(self._delete)
        if fiche.editeur is not None:
            self.binder.bind(fiche.editeur, "note", record, note.values)
        return fiche

    def _ask(self) -> None:
        self.vide.hide()
        self.choix.ouvrir(self._bureau.notes.destinataires(self._dossier))

    def _begin(self, visibilite: str, compte: str) -> None:
        begin = partial(self._bureau.notes.creer, self._dossier, visibilite, compte or None)
        self._vient = self.refus.tenter(begin)
        self.choix.hide()
        self.vide.setVisible(not self._lues and self._vient is None)
        self._welcome()

    def _give_up(self) -> None:
        self.choix.hide()
        self.vide.setVisible(not self._lues)
        donner(self.nouvelle)

    def _welcome(self) -> None:
        """Give the keyboard to the note that has just been begun, once it is shown."""
        fiche = self.ouvertes.par_id.get(self._vient or "")
        if fiche is not None and fiche.editeur is not None:
            self._vient = None
            donner(fiche.editeur.area)

    def _close(self, note: str) -> None:
        self.refus.tenter(partial(self._once_saved, self._bureau.notes.clore, note))

    def _reopen(self, note: str) -> None:
        self.refus.tenter(partial(self._bureau.notes.rouvrir, note))

    def _delete(self, note: str) -> None:
        self.refus.tenter(partial(self._once_saved, self._bureau.notes.supprimer, note))

    def _once_saved(self, act: Callable[[str], None], note: str) -> None:
        """Do it with the last words on disk: saved after a deletion, they would bring the note back."""
        self.binder.flush()
        act(note)

    def _lay_out(self) -> None:
        self.nouvelle = Bouton("Nouvelle note", "plus")
        self.nouvelle.clicked.connect(self._ask)
        self.choix = ChoixLecteurs(self._bureau.settings)
        self.choix.choisi.connect(self._begin)
        self.choix.annule.connect(self._give_up)
        self.vide = EtatVide(
            "message-square",
            "Aucune note",
            "Ce qu’il faut retenir hors d’un entretien\u00a0: pour vous, pour une personne, ou pour tous.",
        )
        self.plus = Depliant("Notes closes")
        hidden = QWidget()
        hidden.setLayout(self.closes.colonne)
        hidden.hide()
        self.plus.deplie.connect(hidden.setVisible)
        # Bounded in a row, not by its own maximum alone: what wraps is else measured at the full width.
        held = QWidget()
        held.setMaximumWidth(self.fontMetrics().averageCharWidth() * _CARACTERES)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.nouvelle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.refus)
        column.addWidget(self.choix)
        column.addWidget(self.vide)
        column.addLayout(self.ouvertes.colonne)
        column.addWidget(self.plus, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(hidden)
        column.addStretch()
        across = QHBoxLayout()
        across.addWidget(held, 100)
        across.addStretch(1)
        self.colonne.addLayout(across)
