"""«Préparer ma permanence»: one button, then a list that says what is ready and what is missing.

On the left the appointments to come, on the right what to check before leaving the network. The
list follows the synchronisation while one looks.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.editions import Produit
from desktop.services.permanence import Niveau as Etat
from desktop.services.permanence import Point, Preparation, RendezVousPrepare
from desktop.views import icones
from desktop.views.apercu_vierge import nombre_de_vierges
from desktop.views.blocs import (
    Alerte,
    Bouton,
    BoutonPrincipal,
    Carte,
    DeuxZones,
    Doux,
    EtatVide,
    Filet,
    Jalon,
    Petit,
    Titre,
    vider,
)
from desktop.views.impression import demander_et_imprimer, enregistrer_sous
from desktop.views.page import Navigateur, Page
from desktop.views.palette import Niveau
from domain.errors import RefusedError
from domain.french import moment, plural

_BATTEMENT_MS = 1000
_NIVEAUX = {
    Etat.PRET: (Niveau.SUCCES, "circle-check", "prêt"),
    Etat.SAVOIR: (Niveau.INFO, "info", "à savoir"),
    Etat.MANQUE: (Niveau.ATTENTION, "triangle-alert", "manque"),
}


class PagePermanence(Page):
    """Read before leaving: one sentence says whether one may."""

    titre = "Préparer"
    icone = "briefcase"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self._lue: Preparation | None = None
        self.bouton = BoutonPrincipal("Tout préparer", "refresh-cw")
        self.bouton.setToolTip("Synchroniser, puis faire venir les documents des rendez-vous (Ctrl+Entrée)")
        self.bouton.clicked.connect(self._prepare)
        self.verdict = QVBoxLayout()
        self.rendez_vous = Carte("Rendez-vous à venir")
        self._qui = _colonne(self.rendez_vous)
        self.points = Carte("Avant de partir")
        self._points = _colonne(self.points)
        self.nombre = nombre_de_vierges()
        self.mot = Petit("")
        self._tic = QTimer(self)
        self._tic.setInterval(_BATTEMENT_MS)
        self._tic.timeout.connect(self.rafraichir)
        self._lay_out()

    def rafraichir(self) -> None:
        """Read again; what has not changed is not rebuilt."""
        etat, lue = self.bureau.synchro.etat(), self.bureau.permanence.lire()
        self.bouton.setEnabled(not etat.en_cours)
        self.bouton.setText("Préparation en cours…" if etat.en_cours else "Tout préparer")
        if lue == self._lue:
            return
        if self._lue is None:
            self.nombre.setValue(lue.vierges)
        self._lue = lue
        self._show(lue)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the network and the time while one looks."""
        self._perimee = True
        super().showEvent(event)
        self._tic.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow nothing when nobody looks."""
        self._tic.stop()
        super().hideEvent(event)

    def _show(self, lue: Preparation) -> None:
        missing = [point.quoi.lower() for point in lue.points if point.niveau is Etat.MANQUE]
        vider(self.verdict)
        if missing:
            self.verdict.addWidget(
                Alerte(f"Il reste à préparer\u00a0: {', '.join(missing)}.", Niveau.ATTENTION)
            )
        else:
            self.verdict.addWidget(
                Alerte("Tout est prêt\u00a0: vous pouvez partir sans réseau.", Niveau.SUCCES)
            )
        vider(self._points)
        for point in lue.points:
            self._points.addWidget(_row(point))
        vider(self._qui)
        for rank, one in enumerate(lue.rendez_vous):
            if rank:
                self._qui.addWidget(Filet())
            line = _meeting(one)
            line.ouvert.connect(self.navigateur.ouvrir_dossier)
            self._qui.addWidget(line)
        if not lue.rendez_vous:
            self._qui.addWidget(
                EtatVide("calendar", "Pas de rendez-vous à venir", "Vos dossiers sont là malgré tout.")
            )

    def _prepare(self) -> None:
        self.bureau.permanence.preparer()
        self.navigateur.annoncer("Préparation demandée\u00a0: la liste se met à jour toute seule.")

    def _print(self) -> None:
        self._blank(lambda made: "Envoyé à l’imprimante." if demander_et_imprimer(made, self) else "")

    def _save(self) -> None:
        self._blank(
            lambda made: f"Enregistré\u00a0: {path.name}" if (path := enregistrer_sous(made, self)) else ""
        )

    def _blank(self, hand_over: Callable[[Produit], str]) -> None:
        try:
            self.mot.setText(hand_over(self.bureau.editions.vierges(self.nombre.value())))
        except RefusedError as refused:
            self.mot.setText(str(refused))

    def _lay_out(self) -> None:
        zones = DeuxZones()
        head = QHBoxLayout()
        head.addWidget(Titre("Préparer ma permanence"), 1)
        head.addWidget(self.bouton)
        zones.tete.addLayout(head)
        zones.tete.addWidget(
            Doux("Avec le réseau, avant de partir\u00a0: tout ce qu’il faut pour travailler sans lui.")
        )
        zones.tete.addSpacing(8)
        zones.tete.addLayout(self.verdict)
        zones.principale.addWidget(self.rendez_vous)
        zones.secondaire.addWidget(self.points)
        zones.secondaire.addWidget(self._blanks())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(zones)

    def _blanks(self) -> Carte:
        card = Carte("CER vierges à emporter")
        card.ajouter(Doux("À remplir à la main, s’il n’y a plus ni réseau ni batterie. Chacun a son numéro."))
        to_print, to_save = Bouton("Imprimer…", "printer"), Bouton("Enregistrer en PDF…", "download")
        to_print.clicked.connect(self._print)
        to_save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (self.nombre, to_print, to_save):
            row.addWidget(widget)
        row.addStretch()
        card.ajouter(row)
        card.ajouter(self.mot)
        return card


def _row(point: Point) -> QWidget:
    niveau, icone, mot = _NIVEAUX[point.niveau]
    row = QWidget()
    row.setAccessibleName(f"{point.quoi}, {mot}\u00a0: {point.texte}")
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    sign, name = QLabel(), QLabel(point.quoi)
    icones.poser(sign, icone, niveau.value, 20)
    name.setProperty("role", "etiquette")
    grid.addWidget(sign, 0, 0)
    grid.addWidget(name, 0, 1)
    grid.addWidget(Doux(point.texte), 1, 1)
    return row


def _meeting(one: RendezVousPrepare) -> Jalon:
    day, _, at = moment(one.rendez_vous.moment).partition(" à ")
    documents = "Aucun document"
    if one.manquants:
        documents = f"{plural(one.manquants, 'document')} sur {one.documents} à faire venir"
    elif one.documents:
        documents = f"{plural(one.documents, 'document')}, sur ce poste"
    return Jalon(
        f"{day[:1].upper()}{day[1:]}\n{at}",
        one.rendez_vous.nom_affiche,
        f"{one.cer}\n{documents}",
        icone="triangle-alert" if one.manquants else "calendar",
        niveau=Niveau.ATTENTION if one.manquants else Niveau.NEUTRE,
        cible=one.rendez_vous.dossier,
    )


def _colonne(carte: Carte) -> QVBoxLayout:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    carte.ajouter(inside)
    return column
