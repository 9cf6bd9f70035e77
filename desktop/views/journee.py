"""«Ma journée»: the appointments of the day, and what waits (R-REP-2, R-ENT-10, R-CER-28, R-CER-29).

Two zones: on the left what time brings, on the right what waits to be done. A referent between two
appointments reads the left; in a quiet hour, the right.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.journee import JourneeLue, RendezVous
from desktop.services.reprises import AReprendre
from desktop.views.apercu_vierge import ApercuVierge
from desktop.views.blocs import Bouton, Carte, DeuxZones, Doux, EtatVide, Filet, Jalon, Titre, vider
from desktop.views.clavier import premier
from desktop.views.en_attente import EnAttente
from desktop.views.notes_en_cours import NotesEnCours
from desktop.views.page import Navigateur, Page
from desktop.views.rendez_vous import LigneRendezVous
from domain.clock import this_minute, today
from domain.french import ago, hour, moment, plural

MINUTE_MS = 60_000


class PageJournee(Page):
    """The home page."""

    titre = "Ma journée"
    icone = "house"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self._lue: tuple[RendezVous | None, JourneeLue, tuple[AReprendre, ...]] | None = None
        self.jour = Titre()
        self.resume = Doux()
        self.zones = DeuxZones()
        self.vierge = Bouton("CER vierge", "printer")
        self.vierge.setToolTip("À remplir à la main, s’il n’y a plus ni réseau ni batterie")
        self.vierge.clicked.connect(self._blank)
        head = QHBoxLayout()
        head.addWidget(self.jour, 1)
        self.ressaisir = Bouton("Ressaisir un papier", "scan-line")
        self.ressaisir.setToolTip("Recopier un CER rempli à la main, sa photo sous les yeux")
        self.ressaisir.clicked.connect(self._enter_paper)
        head.addWidget(self.ressaisir)
        head.addSpacing(12)
        head.addWidget(self.vierge)
        self.zones.tete.addLayout(head)
        self.zones.tete.addWidget(self.resume)
        self.notes = NotesEnCours(bureau, navigateur)
        self.zones.tete.addWidget(self.notes)
        self.rendez_vous = Carte("Aujourd’hui")
        self._corps = _colonne(self.rendez_vous)
        self.prochains = Carte("Les prochains jours")
        self._suite = _colonne(self.prochains)
        self.attente = EnAttente(navigateur)
        self.zones.principale.addWidget(self.rendez_vous)
        self.zones.principale.addWidget(self.prochains)
        self.zones.secondaire.addWidget(self.attente)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.rafraichir)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.zones)

    def rafraichir(self) -> None:
        """Read the day again; what has not changed is not rebuilt, the keyboard stays where it is."""
        lue, etat = self.bureau.journee.lire(), self.bureau.synchro.etat()
        self.notes.rafraichir()
        now = self.bureau.clock.now()
        day = moment(f"{today(self.bureau.clock).isoformat()}T00:00").partition(" à ")[0]
        count = len([one for one in lue.rendez_vous if one.realisation == "prevu"])
        meetings = plural(count, "rendez-vous", "rendez-vous") if count else "Aucun rendez-vous"
        fresh = f"mis à jour {ago(etat.derniere, now)}" if etat.derniere else "encore jamais synchronisé"
        self.jour.setText(day[:1].upper() + day[1:])
        self.resume.setText(f"{meetings} à venir aujourd’hui. Votre poste a été {fresh}.")
        following = _following(lue.rendez_vous, this_minute(self.bureau.clock))
        items = tuple(self.bureau.reprises.a_reprendre()) if etat.a_reprendre else ()
        shown = (following, lue, items)
        if shown != self._lue:
            self._lue = shown
            self._show_day(lue, following)
            self._show_next(lue)
            self.attente.montrer(lue, items)

    def accueil(self) -> QWidget | None:
        """Begin with the appointment to start, if there is one, else with what the day or its work offers."""
        lines = self.rendez_vous.findChildren(LigneRendezVous)
        following = next((line.bouton for line in lines if line.suivant), None)
        return following or premier(self.rendez_vous) or premier(self.attente) or super().accueil()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the time while one looks: the hour passes and the day turns without any change."""
        self._perimee = True
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow nothing when nobody looks."""
        self._minute.stop()
        super().hideEvent(event)

    def _blank(self) -> None:
        """Show the blank CER, to print in as many copies as one takes along (R-CER-17, R-CER-33)."""
        ApercuVierge(self.bureau.editions, self).exec()

    def _enter_paper(self) -> None:
        self.navigateur.ouvrir_ressaisie()

    def _show_day(self, lue: JourneeLue, following: RendezVous | None) -> None:
        vider(self._corps)
        for rank, one in enumerate(lue.rendez_vous):
            if rank:
                self._corps.addWidget(Filet())
            done = self.bureau.settings.label("realisations", one.realisation)
            line = LigneRendezVous(one, done, suivant=one is following)
            line.demarrer.connect(self.navigateur.ouvrir_entretien)
            line.dossier.connect(self.navigateur.ouvrir_dossier)
            self._corps.addWidget(line)
        if not lue.rendez_vous:
            to_list = Bouton("Ouvrir la file active", "users")
            to_list.clicked.connect(self._open_list)
            self._corps.addWidget(
                EtatVide(
                    "calendar",
                    "Pas de rendez-vous aujourd’hui",
                    "Pour en prévoir un ou noter un entretien, ouvrez le dossier de la personne.",
                    to_list,
                )
            )

    def _show_next(self, lue: JourneeLue) -> None:
        vider(self._suite)
        self.prochains.setVisible(bool(lue.prochains))
        for one in lue.prochains:
            what = ", ".join(filter(None, (hour(one.moment), one.type_libelle, one.lieu)))
            day = moment(one.moment).partition(" à ")[0]
            line = Jalon(
                day[:1].upper() + day[1:], one.nom_affiche, what, icone="calendar", cible=one.dossier
            )
            line.ouvert.connect(self.navigateur.ouvrir_dossier)
            self._suite.addWidget(line)

    def _open_list(self) -> None:
        self.navigateur.ouvrir_place("file_active")


def _following(meetings: tuple[RendezVous, ...], now: str) -> RendezVous | None:
    """Return the appointment to start: the first one ahead, else the last one left «prévu»."""
    planned = [one for one in meetings if one.realisation == "prevu"]
    ahead = [one for one in planned if one.moment >= now]
    return next(iter(ahead), planned[-1] if planned else None)


def _colonne(carte: Carte) -> QVBoxLayout:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    carte.ajouter(inside)
    return column
