"""«Où en est-on»: the next step and its button, the CER, the appointments. Read in one look (R-REP-2)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.services.dossiers import LigneEntretien
from desktop.services.lignes_cer import LigneCer
from desktop.services.point import Acte, Etape, Point, nom_du
from desktop.views.blocs import Bouton, Carte, Doux, Rangee, SousTitre, vider
from desktop.views.blocs.statuts import ETATS_CER, REALISATIONS, pastille_etat
from desktop.views.page import Navigateur
from domain.french import long_date, moment

_BOUTONS = {
    Acte.CER: ("Ouvrir le CER", "file-text"),
    Acte.NOUVEAU_CER: ("Rédiger le CER", "file-text"),
    Acte.ENTRETIEN: ("Ouvrir l’entretien", "notebook-pen"),
    Acte.NOUVEL_ENTRETIEN: ("Prévoir un rendez-vous", "calendar"),
    Acte.ACCOMPAGNEMENT: ("Voir l’accompagnement", "users"),
}


class PointDossier(Carte):
    """The first card of the résumé; what it proposes to begin is begun by the page."""

    nouveau_cer = Signal()
    nouvel_entretien = Signal()

    def __init__(self, navigateur: Navigateur) -> None:
        super().__init__()
        self._navigateur = navigateur
        self._shown: object = None
        self.quoi, self.pourquoi = SousTitre(), Doux()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.quoi)
        words.addWidget(self.pourquoi)
        self._bouton = QHBoxLayout()
        self.colonne.setContentsMargins(12, 20, 12, 12)  # each row brings its own margins
        first = QHBoxLayout()
        first.setContentsMargins(12, 0, 12, 0)
        first.setSpacing(16)
        first.addLayout(words, 1)
        first.addLayout(self._bouton)
        self.ajouter(first)
        self._faits = QVBoxLayout()
        self._faits.setSpacing(4)
        self.ajouter(self._faits)

    def montrer(self, point: Point, *, redigeable: bool, modifiable: bool) -> None:
        """Show where one stands; what this user may not begin is said without a button."""
        if (shown := (point, redigeable, modifiable)) == self._shown:
            return
        self._shown = shown
        etape = point.etape
        self.quoi.setText(etape.texte)
        self.pourquoi.setText(etape.pourquoi[:1].upper() + etape.pourquoi[1:])
        self.pourquoi.setVisible(bool(etape.pourquoi))
        vider(self._bouton)
        if {Acte.NOUVEAU_CER: redigeable, Acte.NOUVEL_ENTRETIEN: modifiable}.get(etape.acte, True):
            self._bouton.addWidget(self._button(etape))
        vider(self._faits)
        if point.cer is not None:
            self._show_cer(point.cer)
        if point.prochain is not None and point.prochain.id != etape.cible:
            self._show_meeting("Prochain rendez-vous", point.prochain, "")
        if point.dernier is not None:
            done = point.dernier.suite and f"À faire\u00a0: {point.dernier.suite}"
            self._show_meeting("Dernière rencontre", point.dernier, done or point.dernier.apercu)

    def _button(self, etape: Etape) -> Bouton:
        text, icone = _BOUTONS[etape.acte]
        button = Bouton(text, icone)
        button.setAccessibleName(f"{text}\u00a0: {etape.texte}")
        match etape.acte:
            case Acte.NOUVEAU_CER:
                button.clicked.connect(self.nouveau_cer)
            case Acte.NOUVEL_ENTRETIEN:
                button.clicked.connect(self.nouvel_entretien)
            case _:
                button.setProperty("cible", (etape.acte.value, etape.cible))
                button.clicked.connect(self._open)
        return button

    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            sort, record = sender.property("cible")
            match sort:
                case Acte.CER:
                    self._navigateur.ouvrir_cer(record)
                case Acte.ACCOMPAGNEMENT:
                    self._navigateur.ouvrir_dossier(record, "Accompagnement")
                case _:
                    self._navigateur.ouvrir_entretien(record)

    def _show_cer(self, cer: LigneCer) -> None:
        icone, niveau = ETATS_CER[cer.etat]
        period = f"Du {long_date(cer.debut)} au {long_date(cer.fin)}" if cer.debut and cer.fin else ""
        state = pastille_etat(cer.etat, cer.etat_libelle)
        row = Rangee(nom_du(cer), period, cible=cer.id, icone=icone, niveau=niveau, statuts=(state,))
        row.ouverte.connect(self._navigateur.ouvrir_cer)
        self._faits.addWidget(row)

    def _show_meeting(self, titre: str, meeting: LigneEntretien, said: str) -> None:
        icone, niveau = REALISATIONS[meeting.realisation or "prevu"]
        when = ", ".join(filter(None, (moment(meeting.moment), meeting.type_libelle)))
        text = "\n".join(filter(None, (f"{when[:1].upper()}{when[1:]}", said)))
        row = Rangee(titre, text, cible=meeting.id, icone=icone, niveau=niveau)
        row.ouverte.connect(self._navigateur.ouvrir_entretien)
        self._faits.addWidget(row)
