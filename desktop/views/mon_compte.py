"""One's own account: who one is for the server, how the program looks, and a new password.

Shown when asked for, or once when somebody else chose the password. It stops nothing: whoever is with a
person answers «Plus tard» and is asked again at the next opening.
"""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop.services.mon_compte import LONGUEUR, REGLES
from desktop.services.mon_compte import MonCompte as Service
from desktop.views import apparence, style
from desktop.views.blocs import Alerte, Bouton, BoutonPrincipal, Doux, Petit, SousTitre, Titre, vider
from desktop.views.choix_apparence import ChoixApparence
from desktop.views.palette import Niveau
from desktop.views.saisie_secrete import groupe, ligne_secrete
from desktop.views.tache import Tache
from domain.errors import RefusedError

CHOSEN_BY_ANOTHER = "Votre mot de passe a été choisi par quelqu’un d’autre. Choisissez le vôtre."
DIFFERENT = "Les deux nouveaux mots de passe ne sont pas les mêmes."
DONE = "Mot de passe changé. Vos autres postes demanderont le nouveau à leur prochaine connexion."
_LARGEUR, _CADRE = 560, 40


class MonCompte(QDialog):
    """A window over the page: name, identifiant, server; the current password, the new one twice."""

    def __init__(self, service: Service, nom: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._tache: Tache | None = None
        self.setWindowTitle("Mon compte")
        style.habiller(self)
        apparence.largeur(self, _LARGEUR)
        self.actuel = ligne_secrete("Mot de passe actuel")
        self.nouveau = ligne_secrete("Nouveau mot de passe")
        self.encore = ligne_secrete("Le nouveau, encore une fois")
        for ligne in (self.actuel, self.nouveau, self.encore):
            ligne.textChanged.connect(self._follow)
            ligne.returnPressed.connect(self.changer)
        self.progres = QProgressBar()
        self.progres.setRange(0, 0)
        self.progres.setTextVisible(False)
        self.progres.setAccessibleName("Changement en cours")
        self.progres.hide()
        self.fermer = Bouton("Plus tard" if service.a_changer else "Fermer", discret=True)
        self.fermer.clicked.connect(self.reject)
        self.bouton = BoutonPrincipal("Changer le mot de passe")
        self.bouton.clicked.connect(self.changer)
        self._lay_out(nom)
        self._follow()

    def changer(self) -> None:
        """Change the password with what is typed."""
        if self._tache is not None or not self.bouton.isEnabled():
            return
        ancien, nouveau = self.actuel.text(), self.nouveau.text()
        if nouveau != self.encore.text():
            self._dire(DIFFERENT, Niveau.URGENT)
            self.encore.setFocus()
            self.encore.selectAll()
            return
        self._dire("")
        tache = Tache(partial(self._service.changer_mot_de_passe, ancien, nouveau), self)
        tache.reussie.connect(self._done)
        tache.refusee.connect(self._refused)
        tache.longue.connect(self.progres.show)
        tache.finished.connect(tache.deleteLater)
        self._tache = tache
        self._enable(on=False)
        tache.demarrer()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        self._fit()
        self.actuel.setFocus()

    def done(self, code: int) -> None:
        """Close once the change under way has ended: it writes to a replica that must stay open."""
        if self._tache is not None:
            self._tache.wait()
        super().done(code)

    def _lay_out(self, nom: str) -> None:
        self._inside = QWidget()
        self._inside.setProperty("role", "colonne")
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(32, 24, 32, 20)
        column.setSpacing(10)
        column.addWidget(Titre(nom))
        column.addWidget(Doux(f"{self._service.identifiant}, sur {self._service.serveur}"))
        if self._service.a_changer:
            column.addWidget(Alerte(CHOSEN_BY_ANOTHER, Niveau.ATTENTION))
        column.addWidget(SousTitre("Apparence"))
        self.apparence = ChoixApparence(self._service.preferences)
        self.apparence.change.connect(self._resized)
        column.addWidget(self.apparence)
        column.addSpacing(8)
        column.addWidget(SousTitre("Changer de mot de passe"))
        column.addWidget(Petit(f"Il faut le réseau. {REGLES}"))
        for label, ligne in (
            ("Mot de passe actuel", self.actuel),
            ("Nouveau mot de passe", self.nouveau),
            ("Le nouveau, encore une fois", self.encore),
        ):
            column.addWidget(groupe(label, ligne))
        self._mot = QVBoxLayout()
        column.addLayout(self._mot)
        column.addWidget(self.progres)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.fermer)
        row.addWidget(self.bouton)
        column.addLayout(row)
        scroll = QScrollArea()  # at 200 % it is higher than the smallest screen
        scroll.setProperty("role", "page")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        self._fit()

    def _resized(self) -> None:
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Take the height of the words as they wrap, which no size hint tells."""
        column = self._inside.layout()
        if column is not None:
            column.activate()
            needed = column.totalHeightForWidth(self.width())
            self.setFixedHeight(min(needed, self.screen().availableSize().height() - _CADRE))

    def _follow(self) -> None:
        self.bouton.setEnabled(bool(self.actuel.text()) and len(self.nouveau.text()) >= LONGUEUR)

    def _done(self) -> None:
        self._rest()
        for ligne in (self.actuel, self.nouveau, self.encore):
            ligne.clear()
        self._dire(DONE, Niveau.SUCCES)
        self.fermer.setText("Fermer")
        self.fermer.setAccessibleName("Fermer")
        self.fermer.setFocus()

    def _refused(self, refused: RefusedError) -> None:
        self._rest()
        self._dire(str(refused), Niveau.URGENT)
        self.actuel.setFocus()
        self.actuel.selectAll()

    def _rest(self) -> None:
        self._tache = None
        self.progres.hide()
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        for widget in (self.actuel, self.nouveau, self.encore, self.fermer):
            widget.setEnabled(on)
        self.bouton.setEnabled(on)
        if on:
            self._follow()

    def _dire(self, text: str, niveau: Niveau = Niveau.INFO) -> None:
        vider(self._mot)
        if text:
            self._mot.addWidget(Alerte(text, niveau))
        QTimer.singleShot(0, self, self._fit)  # once what was just added knows its own height
