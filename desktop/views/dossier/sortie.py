"""The card of the sortie: what is to be checked, mended where it is, then the day (R-FA-4/8/12)."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.accompagnement import AccompagnementLu
from desktop.services.bureau import Bureau
from desktop.services.restes import Reste
from desktop.services.sorties import SortieLue
from desktop.views.blocs import Alerte, Bouton, Doux, Petit, Rangee, vider
from desktop.views.blocs.conseils import Conseils
from desktop.views.dossier.acte import CarteActes
from desktop.views.fields import editeur
from desktop.views.fields.jour import EditeurJour
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.file_active.form import AFFECTATION
from domain.file_active.rules import PARCOURS
from domain.french import long_date

EN_COURS = "Datez-la une fois la fin confirmée. À une réorientation, il n’y a rien à dater."
DATER, AVANCER, FINIR = "Dater la sortie", "Avancer la sortie", "Finir plus tôt"


class CarteSortie(CarteActes):
    """The sortie that stands, or the one to date; what is left to record is told before it is."""

    reste = Signal(str, str)

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__("Sortie de file active", bureau, navigateur, dossier)
        self._lue: SortieLue | None = None
        self.fin = EditeurJour(AFFECTATION.by_name["fin"], self.outils)
        self.fin.label.setText("Dernier jour de l’accompagnement")
        self.motif = editeur(AFFECTATION.by_name["motif_fin"], self.outils)
        self.motif.label.setText("Motif de la sortie")
        self.restes = QWidget()
        self._liste = QVBoxLayout(self.restes)
        self._liste.setContentsMargins(0, 0, 0, 0)
        self._liste.setSpacing(2)
        self.conseils = Conseils()
        self.dater = self.acte(
            "dater", DATER, "log-out", DATER, self.restes, self.fin, self.motif, self.conseils
        )
        self.annuler = self.acte(
            "annuler",
            "Annuler la sortie",
            "undo-2",
            "Annuler la sortie",
            mot="Le dossier revient à son référent.",
        )
        for one in (self.fin, self.motif):
            one.edited.connect(self._follow)
        self.dater.ouvert.connect(self._begin)
        self.dater.confirme.connect(self._date)
        self.annuler.confirme.connect(self._cancel)
        self.placer(self.dater, self.annuler)

    def montrer(self, lu: AccompagnementLu) -> None:
        """Show the sortie, the couple, what is left."""
        lue = self._lue = lu.sortie
        vider(self.corps)
        if lue.datee is not None:
            why = f"\u00a0: {lue.datee.motif_libelle}" if lue.datee.motif_libelle else ""
            who = f", par {lue.datee.referent_nom}" if lue.role is None else ""
            self.corps.addWidget(Doux(f"Datée du {long_date(lue.datee.fin)}{who}{why}."))
        elif lue.role == PARCOURS and not lue.refus:
            self.corps.addWidget(Doux(EN_COURS))
        self._couple(lue)
        self._show_left(lue)
        self.dater.inviter(_invite(lue))
        self.dater.proposer(possible=not lue.refus, refus=lue.refus)
        self.annuler.proposer(possible=lue.datee is not None and not lue.datee.refus)
        self.dire(lue.datee.refus if lue.datee is not None else lue.refus)
        self._follow()

    def _couple(self, lue: SortieLue) -> None:
        """R-FA-8: a couple is two sorties; the other one is a click away."""
        other = lue.conjoint
        if other is None:
            return
        done = f"sortie le {long_date(other.sortie_le)}" if other.sortie_le else "sortie à dater aussi"
        there = Bouton("Ouvrir", discret=True)
        there.setProperty("lien", True)  # noqa: FBT003 - the value of a property
        there.setAccessibleName(f"Ouvrir le dossier de {other.nom_affiche}")
        there.clicked.connect(self._other)
        words = f"En couple avec {other.nom_affiche}, dans la même file active\u00a0: {done}."
        level = Niveau.NEUTRE if other.sortie_le else Niveau.INFO
        self.corps.addWidget(Alerte(words, level, there))

    def _show_left(self, lue: SortieLue) -> None:
        vider(self._liste)
        if lue.role != PARCOURS:
            return
        self._liste.addWidget(Petit("À compléter avant de partir" if lue.restes else "Tout est complet."))
        for one in lue.restes:
            row = Rangee(one.texte, cible=f"{one.quoi}/{one.cible}", icone=_icone(one))
            row.ouverte.connect(self._mend)
            self._liste.addWidget(row)
        if lue.etape_jusqu_au:
            until = long_date(lue.etape_jusqu_au)
            self._liste.addWidget(
                Petit(f"Vous êtes aussi référent d’étape jusqu’au {until}\u00a0: la sortie y met fin.")
            )

    def _begin(self) -> None:
        if self._lue is not None:
            self.fin.proposer(self._lue.proposees)
            self.dater.remplir({})
            self.motif.setVisible(self._lue.role == PARCOURS)
        self._follow()

    def _follow(self) -> None:
        """Say what is odd in what is being chosen."""
        day, why = self.fin.value(), self.motif.value()
        chosen, motif = (str(one) if one else None for one in (day, why))
        self.conseils.montrer(self._lue.indications(chosen, motif) if self._lue is not None else ())

    def _date(self) -> None:
        day, why = self.fin.value(), self.motif.value()
        end = partial(
            self.bureau.sorties.dater, self.dossier, str(day) if day else None, str(why) if why else None
        )
        self.faire(self.dater, end, "Sortie enregistrée.")

    def _cancel(self) -> None:
        if self._lue is not None and self._lue.datee is not None:
            cancel = partial(self.bureau.sorties.annuler, self._lue.datee.affectation)
            self.faire(self.annuler, cancel, "Sortie annulée.")

    def _mend(self, cible: str) -> None:
        what, _, where = cible.partition("/")
        self.reste.emit(what, where)

    def _other(self) -> None:
        if self._lue is not None and self._lue.conjoint is not None:
            self.navigateur.ouvrir_dossier(self._lue.conjoint.dossier, "Accompagnement")


def _invite(lue: SortieLue) -> str:
    if lue.role != PARCOURS:
        return FINIR
    return AVANCER if lue.datee is not None else DATER


def _icone(one: Reste) -> str:
    icons = {"entretien": "notebook-pen", "cer": "file-text", "place": "send", "veille": "clock"}
    return icons.get(one.quoi, "chevron-right")
