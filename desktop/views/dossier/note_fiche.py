"""One note: who may read it, who wrote it, its words, and what one may do with it (R-INF-2)."""

from PySide6.QtCore import Signal

from desktop.services.notes import NoteLue
from desktop.views.blocs import Bouton, Carte, Flux, Pastille, Petit
from desktop.views.blocs.retrait import Retrait
from desktop.views.blocs.textes import Corps
from desktop.views.fields import EditeurTexte, Outils
from desktop.views.palette import Niveau
from domain.french import short_date, when
from domain.note.form import NOTE
from domain.note.rules import ATTRIBUEE, PRIVEE, PUBLIQUE

ICONES = {PUBLIQUE: "users", ATTRIBUEE: "user-plus", PRIVEE: "lock"}
LIGNES = 2


class FicheNote(Carte):
    """A card. Its author writes in it while it is open; anybody else reads."""

    a_clore = Signal(str)
    a_rouvrir = Signal(str)
    a_supprimer = Signal(str)

    def __init__(self, note: NoteLue, outils: Outils) -> None:
        super().__init__()
        self._id = note.id
        self.colonne.setSpacing(8)
        self.editeur: EditeurTexte | None = None
        self.clore = Bouton("Clore", "check", discret=True)
        self.clore.setAccessibleName(f"Clore la note de {note.auteur}")
        self.clore.clicked.connect(self._close)
        self.rouvrir = Bouton("Rouvrir", "undo-2", discret=True)
        self.rouvrir.setAccessibleName(f"Rouvrir la note de {note.auteur}")
        self.rouvrir.clicked.connect(self._reopen)
        self.retrait = Retrait("cette note", "L’effacer\u00a0?", self._says)
        self.retrait.confirme.connect(self._delete)
        self._lay_out(note)
        if note.mienne and note.ouverte:
            self.editeur = EditeurTexte(NOTE.by_name["texte"], outils)
            self.editeur.label.hide()
            self.editeur.area.lines_at_rest = LIGNES
            self.editeur.area.setPlaceholderText("Ce qu’il faut retenir, ou faire")
            self.editeur.area.setAccessibleName(f"Note\u00a0: {lecteurs(note)}")
            self.ajouter(self.editeur)
        else:
            self.texte = Corps()
            self.ajouter(self.texte)

    def montrer(self, note: NoteLue) -> None:
        """Show what may be done with it now; the words of an editor are the binder's business."""
        if self.editeur is None:
            self.texte.setText(str(note.values["texte"] or ""))
        self.clore.setVisible(note.cloturable and note.ouverte)
        self.rouvrir.setVisible(note.cloturable and not note.ouverte)
        self.retrait.setVisible(note.mienne)

    def _lay_out(self, note: NoteLue) -> None:
        niveau = Niveau.INFO if note.a_moi else Niveau.NEUTRE
        head = Flux(ecart=12)
        head.addWidget(Pastille(lecteurs(note), niveau, ICONES.get(str(note.values["visibilite"]), "lock")))
        for widget in (self.clore, self.rouvrir, self.retrait):
            head.addWidget(widget)
        self.ajouter(head)
        closed = short_date(str(note.values["close_le"] or ""))
        words = f"{'Vous' if note.mienne else note.auteur}, le {when(str(note.values['cree_le']))}"
        self.ajouter(Petit(f"{words}, close le {closed}" if closed else words))

    def _says(self) -> bool:
        return self.editeur is None or self.editeur.value() is not None

    def _close(self) -> None:
        self.a_clore.emit(self._id)

    def _reopen(self) -> None:
        self.a_rouvrir.emit(self._id)

    def _delete(self) -> None:
        self.a_supprimer.emit(self._id)


def lecteurs(note: NoteLue) -> str:
    """Say who may read a note, as its reader would."""
    match note.values["visibilite"]:
        case "publique":
            return "Tous ceux qui suivent le dossier"
        case "attribuee" if note.a_moi:
            return f"{note.auteur} et vous"
        case "attribuee":
            return f"{note.destinataire or 'Une personne'} et vous"
        case _:
            return "Vous seul"
