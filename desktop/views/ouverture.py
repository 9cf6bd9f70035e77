"""Opening: who one is, the password, Enter. The first time, the server as well.

Argon2 and the network work in another thread. A wrong password keeps the identifiant and selects
the password: the next try is one word away. Nothing here says which of the two was wrong.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.services.bureau import Bureau
from desktop.services.ouverture import CompteConnu, Portier
from desktop.services.seuil import AbimeError
from desktop.views import apparence, icones, style
from desktop.views.blocs.actions import Bouton, BoutonPrincipal
from desktop.views.blocs.alerte import Alerte
from desktop.views.blocs.textes import Doux, Petit, Titre, vider
from desktop.views.fields.choix import Liste
from desktop.views.palette import Niveau
from desktop.views.saisie_secrete import groupe, ligne_secrete
from desktop.views.tache import Tache
from domain.errors import RefusedError

_LARGEUR = 440


class Ouverture(QWidget):
    """The screen before the replica is open; ``ouvert`` brings the ``Bureau``."""

    ouvert = Signal(object)

    def __init__(self, portier: Portier, *, serveur: str = "", adieu: str = "") -> None:
        """``adieu``: what the lock that leads here has left to say."""
        super().__init__()
        self._portier = portier
        self._tache: Tache | None = None
        self._comptes: Sequence[CompteConnu] = portier.comptes()
        self._nouveau = not self._comptes
        self.setWindowTitle("Permanence")
        style.habiller(self)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build(serveur)
        self._lay_out()
        self._show_mode()
        if adieu:
            self._nouvelles.addWidget(Alerte(adieu, Niveau.ATTENTION))

    def ouvrir(self) -> None:
        """Try to open with what is typed."""
        if self._tache is not None:
            return
        identifiant, mot_de_passe = self._identifiant(), self.mot_de_passe.text()
        if (missing := self._missing(identifiant, mot_de_passe)) is not None:
            self.dire(missing)
            return
        self.dire("")
        if self._nouveau:
            travail = partial(self._portier.enroler, self.serveur.text().strip(), identifiant, mot_de_passe)
        else:
            travail = partial(self._portier.ouvrir, identifiant, mot_de_passe)
        tache = Tache(travail, self)
        tache.reussie.connect(self._opened)
        tache.refusee.connect(self._refused)
        tache.longue.connect(self._long)
        tache.finished.connect(tache.deleteLater)
        self._tache = tache
        self._enable(on=False)
        tache.demarrer()

    def basculer(self) -> None:
        """Pass from the known accounts to another account, and back."""
        self._nouveau = not self._nouveau
        self.dire("")
        self._show_mode()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a locked Caps key while the password is typed."""
        if watched is self.mot_de_passe and event.type() == QEvent.Type.KeyPress:
            self._notice_caps(event)
        return super().eventFilter(watched, event)

    def _build(self, serveur: str) -> None:
        self.compte = Liste()
        self.compte.setAccessibleName("Compte")
        for compte in self._comptes:
            self.compte.addItem(compte.nom_affiche, compte.identifiant)
        self.serveur = _ligne("Adresse du serveur", "https://…")
        self.serveur.setText(serveur)
        self.identifiant = _ligne("Identifiant", "prenom.nom")
        self.mot_de_passe = ligne_secrete("Mot de passe")
        self.mot_de_passe.installEventFilter(self)
        for ligne in (self.serveur, self.identifiant, self.mot_de_passe):
            ligne.returnPressed.connect(self.ouvrir)
        self.voir = Bouton("Voir", "eye", discret=True)
        self.voir.setAccessibleName("Voir le mot de passe")
        self.voir.setCheckable(True)
        self.voir.toggled.connect(self._reveal)
        self.majuscules = _signe("Les majuscules sont verrouillées.", "attention", "triangle-alert")
        self.message = _signe("", "urgent", "circle-alert")
        self.progres = QProgressBar()
        self.progres.setRange(0, 0)
        self.progres.setTextVisible(False)
        self.progres.setAccessibleName("Ouverture en cours")
        self.entrer = BoutonPrincipal("Ouvrir")
        self.entrer.clicked.connect(self.ouvrir)
        self.renoncer = Bouton("Renoncer", discret=True)
        self.renoncer.clicked.connect(self._give_up)
        self.autre = Bouton("", discret=True)
        self.autre.clicked.connect(self.basculer)
        self.titre, self.aide = Titre(), Doux()
        self._nouvelles = QVBoxLayout()
        if said := self._portier.nouvelles():
            self._nouvelles.addWidget(Alerte(said, Niveau.INFO))
        for hidden in (self.majuscules, self.message, self.progres, self.renoncer):
            hidden.hide()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "carte")
        apparence.largeur(card, _LARGEUR)
        column = QVBoxLayout(card)
        column.setContentsMargins(40, 36, 40, 32)
        column.setSpacing(16)
        column.addWidget(self.titre)
        column.addLayout(self._nouvelles)
        column.addWidget(self.aide)
        self._connu = groupe("Compte", self.compte)
        self._adresse = groupe("Adresse du serveur", self.serveur)
        self._qui = groupe("Identifiant", self.identifiant)
        for group in (self._connu, self._adresse, self._qui):
            column.addWidget(group)
        column.addWidget(groupe("Mot de passe", self.mot_de_passe, self.voir))
        for widget in (self.majuscules, self.message, self.progres):
            column.addWidget(widget)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.autre)
        buttons.addStretch()
        buttons.addWidget(self.renoncer)
        buttons.addWidget(self.entrer)
        column.addLayout(buttons)
        product = QLabel("Permanence")
        product.setProperty("role", "produit")
        inside = QWidget()
        inside.setProperty("role", "colonne")
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(20)
        whole.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        whole.addWidget(product, 0, centre)
        # Not by alignment: an aligned card would be given the height of its first guess, too low
        # for the wrapped text in it.
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(card)
        middle.addStretch()
        whole.addLayout(middle)
        whole.addStretch(3)
        if self._portier.avertissement:
            warning = Petit(self._portier.avertissement)
            warning.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(warning)
        scroll = QScrollArea()  # at 200 % the card is higher than the smallest screen
        scroll.setProperty("role", "page")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    def _show_mode(self) -> None:
        new = self._nouveau
        self.titre.setText("Première connexion" if new else "Bonjour")
        self.aide.setText(
            "Il faut le réseau, une fois. Ensuite, tout s’ouvre aussi sans lui."
            if new
            else "Votre mot de passe ouvre vos dossiers sur ce poste, avec ou sans réseau."
        )
        self.aide.show()
        self.entrer.setText("Ouvrir")
        self.entrer.setAccessibleName("Ouvrir")
        self._connu.setVisible(not new)
        self._adresse.setVisible(new)
        self._qui.setVisible(new)
        self.autre.setText("Revenir aux comptes de ce poste" if new else "Autre compte")
        self.autre.setAccessibleName(self.autre.text())
        self.autre.setVisible(bool(self._comptes))
        first = (
            self.identifiant if new and self.serveur.text() else self.serveur if new else self.mot_de_passe
        )
        self.setFocusProxy(first)
        first.setFocus()

    def _identifiant(self) -> str:
        return self.identifiant.text().strip() if self._nouveau else str(self.compte.currentData())

    def _missing(self, identifiant: str, mot_de_passe: str) -> str | None:
        if self._nouveau and not self.serveur.text().strip():
            return "Indiquez l’adresse du serveur\u00a0: votre service vous l’a donnée."
        if not identifiant:
            return "Indiquez votre identifiant."
        return None if mot_de_passe else "Indiquez votre mot de passe."

    def _opened(self, bureau: Bureau) -> None:
        if self.sender() is not self._tache:
            bureau.verrouiller()  # one had given up: what opened all the same is closed again
            return
        self._rest()
        self.mot_de_passe.clear()
        self.ouvert.emit(bureau)

    def _refused(self, refused: RefusedError) -> None:
        if self.sender() is not self._tache:
            return
        self._rest()
        if isinstance(refused, AbimeError):
            self._begin_again(refused)
            return
        self.dire(str(refused))
        self.mot_de_passe.setFocus()
        self.mot_de_passe.selectAll()

    def _begin_again(self, damaged: AbimeError) -> None:
        """Offer a fresh replica with what is typed already; the password need not be typed again."""
        self._comptes = self._portier.comptes()
        self._nouveau = True
        self.serveur.setText(damaged.serveur)
        self.identifiant.setText(damaged.identifiant)
        vider(self._nouvelles)
        self._nouvelles.addWidget(Alerte(damaged.message, Niveau.ATTENTION))
        self._show_mode()
        self.titre.setText("Retrouver vos dossiers")
        for known in (self.aide, self._adresse, self._qui):  # what the notice says, and what is known
            known.hide()
        self.entrer.setText("Recommencer avec le réseau")
        self.entrer.setAccessibleName("Recommencer avec le réseau")
        self.entrer.setFocus()

    def _long(self) -> None:
        if self.sender() is self._tache:
            self.progres.show()
            self.renoncer.show()

    def _give_up(self) -> None:
        self._rest()
        self.mot_de_passe.setFocus()

    def _rest(self) -> None:
        self._tache = None
        self.progres.hide()
        self.renoncer.hide()
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        for widget in (
            self.compte,
            self.serveur,
            self.identifiant,
            self.mot_de_passe,
            self.entrer,
            self.autre,
        ):
            widget.setEnabled(on)

    def dire(self, text: str) -> None:
        """Say what stands in the way, beneath the password; nothing if ``text`` is empty."""
        self.message.findChildren(QLabel)[-1].setText(text)
        self.message.setVisible(bool(text))
        style.marquer(self.mot_de_passe, "faute", "true" if text else "false")
        self.mot_de_passe.setAccessibleDescription(text)

    def _reveal(self, on: bool) -> None:  # noqa: FBT001 - the signature of QAbstractButton.toggled
        mode = QLineEdit.EchoMode
        self.mot_de_passe.setEchoMode(mode.Normal if on else mode.Password)
        icones.poser(self.voir, "eye-off" if on else "eye", "accent", 18)

    def _notice_caps(self, event: QEvent) -> None:
        # Qt cannot ask the keyboard whether Caps is locked; a capital without Shift tells it.
        if isinstance(event, QKeyEvent) and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.majuscules.setVisible(event.text().isupper() is not shift)


def _ligne(nom: str, exemple: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(nom)
    line.setPlaceholderText(exemple)
    return line


def _signe(words: str, niveau: str, icone: str) -> QWidget:
    sign = QWidget()
    row = QHBoxLayout(sign)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    image = QLabel()
    icones.poser(image, icone, niveau, 18)
    label = QLabel(words)
    label.setWordWrap(True)
    label.setProperty("niveau", niveau)
    row.addWidget(image, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return sign
