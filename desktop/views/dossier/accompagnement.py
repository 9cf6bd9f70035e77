"""The tab «Accompagnement»: where it stands, then what may be done of it (R-FA-2…12, R-MID-1, R-ACC-7)."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.services.accompagnement import AccompagnementLu, EtatLu
from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu
from desktop.views.blocs import Alerte, DeuxZones, Doux, Pastille, vider
from desktop.views.dossier.fin import CarteFin
from desktop.views.dossier.midem import CarteMidem
from desktop.views.dossier.referents import CarteReferents
from desktop.views.dossier.sortie import CarteSortie
from desktop.views.dossier.veilles import CarteVeille
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.errors import RefusedError
from domain.french import long_date

_ETATS = {
    "entree": ("Accompagnement en cours", Niveau.SUCCES, "circle-check"),
    "veille": ("En veille", Niveau.INFO, "clock"),
    "sortie": ("Sortie datée", Niveau.ATTENTION, "log-out"),
    "sans": ("Sans référent de parcours", Niveau.ATTENTION, "triangle-alert"),
}


class OngletAccompagnement(DeuxZones):
    """On the left what the référent does, on the right who accompanies and what the secretariat is asked."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__(haut=16)
        self._bureau = bureau
        self._navigateur = navigateur
        self._dossier = dossier
        place = (bureau, navigateur, dossier)
        self.veille, self.fin, self.sortie = CarteVeille(*place), CarteFin(*place), CarteSortie(*place)
        self.referents, self.midem = CarteReferents(*place), CarteMidem(*place)
        self.sortie.reste.connect(self._mend)
        self._lu: AccompagnementLu | None = None
        self._etat = QVBoxLayout()
        self._etat.setSpacing(8)
        self.tete.addLayout(self._etat)
        for card in (self.veille, self.fin, self.sortie):
            self.principale.addWidget(card)
        for side in (self.referents, self.midem):
            self.secondaire.addWidget(side)
        for zone in (self.principale, self.secondaire):
            zone.addStretch(1)  # else the shorter side would part its lines to fill the height of the other

    def montrer(self, lu: DossierLu) -> None:  # noqa: ARG002 - what changed may be no part of the dossier read
        """Read the accompaniment and show it; what is being filled in stays."""
        try:
            read = self._bureau.accompagnement.lire(self._dossier)
        except RefusedError:
            return  # it has just left: the page says so
        if read == self._lu:
            return
        self._lu = read
        vider(self._etat)
        self._show(read.etat)
        if read.hors is not None:
            self._etat.addWidget(Alerte(read.hors.text, Niveau.ATTENTION))
        for card in (self.veille, self.fin, self.sortie, self.referents, self.midem):
            card.montrer(read)

    def _show(self, etat: EtatLu) -> None:
        words, niveau, icone = _ETATS[etat.sorte]
        since = f"{'le' if etat.sorte == 'sortie' else 'depuis le'} {long_date(etat.depuis)}"
        said = " · ".join(filter(None, (since if etat.depuis else "", etat.precision, etat.referent_nom)))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Pastille(words, niveau, icone))
        row.addWidget(Doux(said[:1].upper() + said[1:]), 1)
        self._etat.addLayout(row)

    def _mend(self, what: str, where: str) -> None:
        """Lead to where what is left is recorded."""
        match what:
            case "entretien":
                self._navigateur.ouvrir_entretien(where)
            case "cer":
                self._navigateur.ouvrir_cer(where)
            case "place":
                self._navigateur.ouvrir_place(where)
            case "veille":
                self.veille.terminer.ouvrir()
                self.ensureWidgetVisible(self.veille)
            case _:
                self._navigateur.ouvrir_dossier(self._dossier, where)
