"""One quiet line: the notes given to this user, then his own; each leads to its dossier (R-REP-2)."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services.bureau import Bureau
from desktop.services.notes import NoteQuiAttend
from desktop.views.blocs import Bouton, Flux
from desktop.views.page import Navigateur
from domain.french import plural

_AU_PLUS, _APERCU = 15, 60


class NotesEnCours(QWidget):
    """Two buttons, each the menu of its notes; nothing at all when there is none."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__()
        self._bureau, self._navigateur = bureau, navigateur
        self._lues: tuple[NoteQuiAttend, ...] | None = None
        self.pour_moi = self._bouton("Notes pour vous", "message-square")
        self.suivies = self._bouton("Notes en cours", "notebook-pen")
        line = Flux()
        line.addWidget(self.pour_moi)
        line.addWidget(self.suivies)
        self.setLayout(line)
        self.hide()

    def rafraichir(self) -> None:
        """Read the notes again; a menu that is open is left under the hand if nothing changed."""
        lues = self._bureau.notes.en_cours()
        if lues == self._lues:
            return
        self._lues = lues
        given = [one for one in lues if one.pour == "moi"]
        mine = [one for one in lues if one.pour != "moi"]
        self._remplir(self.pour_moi, given, plural(len(given), "note pour vous", "notes pour vous"))
        self._remplir(self.suivies, mine, plural(len(mine), "note en cours", "notes en cours"))
        self.setVisible(bool(lues))

    def _bouton(self, nom: str, icone: str) -> Bouton:
        button = Bouton(nom, icone, discret=True)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.triggered.connect(self._open)
        button.setMenu(menu)
        return button

    def _remplir(self, button: Bouton, notes: list[NoteQuiAttend], mots: str) -> None:
        button.setText(mots)
        button.setAccessibleName(mots)
        button.setVisible(bool(notes))
        menu = button.menu()
        menu.clear()
        for one in notes[:_AU_PLUS]:
            words = " ".join(one.texte.split())
            short = words if len(words) <= _APERCU else words[:_APERCU].rsplit(" ", 1)[0] + "…"
            said = f"{one.nom_affiche}\u00a0: {short}"
            if one.pour == "moi":
                said = f"{said} ({one.auteur})"
            action = menu.addAction(said.replace("&", "&&"))
            action.setData(one.dossier)
            action.setToolTip(words)

    def _open(self, action: QAction) -> None:
        self._navigateur.ouvrir_dossier(str(action.data()), "Notes")
