"""The first tab: how to reach the person, the right and its age, who accompanies, the situation."""

from PySide6.QtWidgets import QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu, LigneAffectation, LigneDroit
from desktop.views.blocs import Carte, DeuxZones, Doux, Jalon, Pastille, vider
from desktop.views.dossier.contact import Contact
from desktop.views.dossier.situation import Situation
from desktop.views.fields import Outils
from desktop.views.fields.binder import Binder
from desktop.views.palette import Niveau
from domain.fields import Value
from domain.french import ago, long_date, short_date

DROITS: dict[str, tuple[Niveau, str]] = {
    "versable": (Niveau.SUCCES, "circle-check"),
    "suspendu": (Niveau.URGENT, "circle-alert"),
    "versement_suspendu": (Niveau.ATTENTION, "triangle-alert"),
    "clos": (Niveau.URGENT, "circle-x"),
}


class OngletResume(DeuxZones):
    """On the left what one writes, on the right what Genesis and the service say."""

    def __init__(self, bureau: Bureau, dossier: str) -> None:
        super().__init__(haut=16)
        self._bureau = bureau
        self._dossier = dossier
        self._shown: object = None
        self.binder = Binder(bureau.saisie, self)
        outils = Outils(bureau.settings, bureau.clock)
        self.contact = Contact(outils)
        self.situation = Situation(outils)
        self.droit = Carte("Droit au RSA")
        self.suivi = Carte("Accompagnement")
        for form in (self.contact, self.situation):
            self.principale.addWidget(form)
        self._droit, self._suivi = QVBoxLayout(), QVBoxLayout()
        for carte, body in ((self.droit, self._droit), (self.suivi, self._suivi)):
            body.setSpacing(8)
            carte.ajouter(body)
            self.secondaire.addWidget(carte)

    def montrer(self, lu: DossierLu) -> None:
        """Show what was read; an editor being typed in keeps its text."""
        if self._shown is None:
            for editor in (*self.contact.editeurs, *self.situation.editeurs):
                self.binder.bind(editor, "dossier", self._dossier, lu.values)
        else:
            self.binder.refresh("dossier", self._dossier, lu.values)
        for form in (self.contact, self.situation):
            form.montrer(lu.values, modifiable=lu.modifiable)
        shown = (lu.values, lu.droits, lu.affectations, lu.connu_le)
        if shown != self._shown:
            self._shown = shown
            self._show_right(lu.values, lu.droits, lu.connu_le)
            self._show_referents(lu.affectations)

    def _show_right(
        self, values: dict[str, Value], events: tuple[LigneDroit, ...], known: str | None
    ) -> None:
        vider(self._droit)
        niveau, icone = DROITS.get(str(values.get("etat_droit")), (Niveau.NEUTRE, "info"))
        label = str(values.get("etat_droit_libelle") or "Droit inconnu")
        self._droit.addWidget(Pastille(label, niveau, icone))
        duties = str(values.get("sdd_libelle") or "")
        fresh = f"Connu {ago(known, self._bureau.clock.now())}." if known else ""
        since = long_date(str(values.get("date_etat_droit") or ""))
        why = str(values.get("motif_etat_droit") or "")
        state = f"Depuis le {since}{f' ({why})' if why else ''}" if since else ""
        self._droit.addWidget(Doux(". ".join(filter(None, (state, duties, fresh)))))
        for event in events:
            self._droit.addWidget(Jalon(short_date(event.date), event.etat_libelle, event.motif))

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
