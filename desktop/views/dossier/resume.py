"""The first tab: what comes next, how to reach the person, the right and its age, who accompanies."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu, LigneAffectation, LigneDroit
from desktop.services.point import le_point
from desktop.views.blocs import Carte, DeuxZones, Doux, Jalon, Pastille, Rangee, vider
from desktop.views.blocs.depliant import Depliant
from desktop.views.blocs.statuts import DROITS
from desktop.views.dossier.acte import ligne
from desktop.views.dossier.contact import Contact
from desktop.views.dossier.point import PointDossier
from desktop.views.dossier.situation import Situation
from desktop.views.fields import Outils
from desktop.views.fields.binder import Binder
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.clock import this_minute
from domain.fields import Value
from domain.french import ago, long_date, plural, short_date

_RECENTS = 3


class OngletResume(DeuxZones):
    """On the left where one stands and what one writes, on the right what Genesis and the service say.

    ``cv`` brings the document to open.
    """

    cv = Signal(str)

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__(haut=16)
        self._bureau = bureau
        self._navigateur = navigateur
        self._dossier = dossier
        self._shown: object = None
        self.binder = Binder(bureau.saisie, self)
        outils = Outils(bureau.settings, bureau.clock)
        self.point = PointDossier(navigateur)
        self.contact = Contact(outils, self.binder)
        self.situation = Situation(outils)
        self.droit = Carte("Droit au RSA")
        self.suivi = Carte("Accompagnement")
        for form in (self.point, self.contact, self.situation):
            self.principale.addWidget(form)
        self._droit, self._pres, self._suivi = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._evenements: tuple[LigneDroit, ...] = ()
        self.histoire = Depliant("Historique du droit")
        self.histoire.deplie.connect(self._show_history)
        self._passe = QVBoxLayout()
        self._passe.setSpacing(8)
        pres = Carte()
        pres.colonne.setContentsMargins(12, 12, 12, 12)
        for carte, body in ((self.droit, self._droit), (pres, self._pres), (self.suivi, self._suivi)):
            body.setSpacing(8)
            carte.ajouter(body)
            self.secondaire.addWidget(carte)
        for part in (ligne(self.histoire), self._passe):
            self.droit.ajouter(part)

    def montrer(self, lu: DossierLu) -> None:
        """Show what was read; an editor being typed in keeps its text."""
        if self._shown is None:
            for editor in (*self.contact.editeurs, *self.situation.editeurs):
                self.binder.bind(editor, "dossier", self._dossier, lu.values)
        else:
            self.binder.refresh("dossier", self._dossier, lu.values)
        for form in (self.contact, self.situation):
            form.montrer(lu.values, modifiable=lu.modifiable)
        now = this_minute(self._bureau.clock)
        horizon = int(self._bureau.settings["departement.horizon_renouvellement_jours"])
        self.point.montrer(le_point(lu, now, horizon), redigeable=lu.redigeable, modifiable=lu.modifiable)
        shown = (lu.values, lu.droits, lu.affectations, lu.connu_le, lu.cv, lu.conjoint_ici)
        if shown != self._shown:
            self._shown = shown
            self._show_at_hand(lu)
            self._show_right(lu.values, lu.droits, lu.connu_le)
            self._show_referents(lu.affectations)

    def _show_at_hand(self, lu: DossierLu) -> None:
        """Put one click away the other member of the couple, and the CV (R-DOC-1)."""
        vider(self._pres)
        spouse = str(lu.values.get("conjoint_nom") or "")
        if spouse:
            there = str(lu.values["conjoint"] or "")
            where = "Ouvrir son dossier" if lu.conjoint_ici else "Suivi ailleurs" if there else ""
            row = Rangee(f"Conjoint\u00a0: {spouse}", where, cible=there, icone="users")
            row.setEnabled(lu.conjoint_ici)
            row.ouverte.connect(self._navigateur.ouvrir_dossier)
            self._pres.addWidget(row)
        if lu.cv is not None:
            text = f"Classé le {short_date(lu.cv.date)}" if lu.cv.date else ""
            row = Rangee("CV", text, cible=lu.cv.id, icone="briefcase")
            row.ouverte.connect(self.cv)
            self._pres.addWidget(row)
        else:
            self._pres.addWidget(Doux("Pas de CV au dossier."))

    def _show_right(
        self, values: dict[str, Value], events: tuple[LigneDroit, ...], known: str | None
    ) -> None:
        vider(self._droit)
        icone, niveau = DROITS.get(str(values.get("etat_droit")), ("info", Niveau.NEUTRE))
        label = str(values.get("etat_droit_libelle") or "Droit inconnu")
        self._droit.addWidget(Pastille(label, niveau, icone))
        duties = str(values.get("sdd_libelle") or "")
        fresh = f"Connu {ago(known, self._bureau.clock.now())}." if known else ""
        since = long_date(str(values.get("date_etat_droit") or ""))
        why = str(values.get("motif_etat_droit") or "")
        state = f"Depuis le {since}{f' ({why})' if why else ''}" if since else ""
        self._droit.addWidget(Doux(". ".join(filter(None, (state, duties, fresh)))))
        for event in events[:_RECENTS]:
            self._droit.addWidget(_jalon(event))
        self._evenements = events[_RECENTS:]
        many = len(self._evenements)
        self.histoire.compter(many, plural(many, "changement plus ancien", "changements plus anciens"))
        self._show_history()

    def _show_history(self) -> None:
        """Unfold what came before, made only then: ten years of changes are forty lines."""
        vider(self._passe)
        for event in self._evenements if self.histoire.ouvert else ():
            self._passe.addWidget(_jalon(event))

    def _show_referents(self, assignments: tuple[LigneAffectation, ...]) -> None:
        vider(self._suivi)
        for one in assignments:
            until = f"jusqu’au {long_date(one.fin)}" if one.fin else ""
            icone = "user-round" if not one.fin else "clock"
            niveau = Niveau.INFO if not one.fin else Niveau.NEUTRE
            text = " ".join(filter(None, (one.role_libelle, until)))
            self._suivi.addWidget(
                Jalon(short_date(one.debut), one.referent_nom, text, icone=icone, niveau=niveau)
            )


def _jalon(event: LigneDroit) -> Jalon:
    return Jalon(short_date(event.date), event.etat_libelle, event.motif)
