"""The form of a CER that may be written, in the order of the trade; the accord at its end (R-CER-1…11)."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.blocs import PageDefilante, SousTitre, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.cer_accord import AccordCer
from desktop.views.cer_coordonnees import CoordonneesCer
from desktop.views.cer_duree import EditeurDuree
from desktop.views.cer_manques import Manques, cible
from desktop.views.cer_objectifs import ObjectifsCer
from desktop.views.cer_precedents import PrecedentsTexte
from desktop.views.cer_sms import ParSms
from desktop.views.clavier import premier
from desktop.views.dossier.contact import NON_CONNU
from desktop.views.fields import EditeurTexte, Outils
from desktop.views.fields.binder import Binder
from desktop.views.formulaire import Formulaire
from desktop.views.palette import Niveau
from domain.cer.form import CER
from domain.cer.rules import end_date
from domain.cer.states import State
from domain.cer.suite import levee_of
from domain.fields import Value, is_date
from domain.hint import Hint

LIGNES = 6
_MOIS_AU_PLUS = 120
_CONTESTE = (
    "Modifié ailleurs en même temps\u00a0: choisissez la version à garder, dans «\u00a0À reprendre\u00a0»."
)


class FormulaireCer(PageDefilante):
    """Places the fields; what is typed is the binder's business, what is missing the service's."""

    def __init__(self, bureau: Bureau, binder: Binder, outils: Outils, cer: str) -> None:
        super().__init__()
        self._bureau = bureau
        self._cer = cer
        self._lu: CerLu | None = None
        self._alertes = QVBoxLayout()
        self._alertes.setSpacing(8)
        holder = QWidget()
        holder.setLayout(self._alertes)
        self._alertes.setContentsMargins(0, 0, 0, 0)
        self._tete = holder
        self.ajouter(holder)
        self.coordonnees = CoordonneesCer(bureau, outils)
        self.ajouter(self.coordonnees)
        self.precedents: dict[str, PrecedentsTexte] = {}
        self.form = Formulaire(CER, cer, self, binder, outils)
        self.objectifs = ObjectifsCer(bureau, binder, outils, cer)
        self.objectifs.ajoute.connect(self.montrer)
        self.accord = AccordCer(outils, ParSms(bureau.signature_sms, cer))
        self.manques = Manques()
        self.manques.demande.connect(self.aller)
        self._place(outils)
        binder.saved.connect(self._follow)

    def _place(self, outils: Outils) -> None:
        form = self.form
        form.placer("type", "numero")
        form.placer("date_debut", "date_signature")
        form.lier(EditeurDuree(CER.by_name["duree_mois"], outils))
        form.placer("duree_mois")
        form.placer("date_fin")
        form.placer("heures_semaine")
        form.placer("priorite", "levee")
        for nom in ("situation", "evaluation"):
            self._large(nom)
            self._relire(nom)
        self.ajouter(SousTitre("Objectifs"))
        form.poser(self.objectifs, ("objectifs",))
        self._large("expression")
        form.placer("sans_expression")
        self._large("commentaire")
        form.editeurs["commentaire"].label.setText("Commentaire pour le service\u00a0: ne s’imprime pas")
        form.placer("dernier_contrat")
        form.poser(self.accord, ("accord",))
        self.ajouter(self.manques)

    def _large(self, nom: str) -> None:
        made = self.form.editeur(nom)
        if isinstance(made, EditeurTexte):
            made.area.lines_at_rest = LIGNES
        self.form.placer(nom)

    def _relire(self, nom: str) -> None:
        made = self.form.editeurs[nom]
        if isinstance(made, EditeurTexte):
            self.precedents[nom] = PrecedentsTexte(made)
            made.column.addWidget(self.precedents[nom])

    def afficher(self, lu: CerLu) -> None:
        """Show what was read, leaving alone what is being typed."""
        self._lu = lu
        self.coordonnees.montrer(lu)
        contested = tuple(Hint(nom, _CONTESTE, "", "attention") for nom in sorted(lu.contestes))
        self.form.montrer(lu.values, (*contested, *lu.indications))
        self.form.editeurs["levee"].setVisible(bool(lu.values["levee"] or levee_of(str(lu.values["type"]))))
        said = lu.values["heures_semaine"] is not None or bool(self._bureau.settings["cer.heures"])
        self.form.editeurs["heures_semaine"].setVisible(said)
        for read_again in self.precedents.values():
            read_again.montrer(lu.precedents)
        self.objectifs.proposer(lu.precedents)
        self.objectifs.montrer(lu.objectifs)
        self.accord.montrer(lu, self._bureau.signature_sms.possibilite(self._cer))
        self.manques.montrer(lu.manques)
        self._warn(lu)

    def aller(self, ou: str) -> None:
        """Bring to the keyboard the field of that label, or the objectif «#n»."""
        wanted = self._place_de(ou)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        self.montrer(wanted)

    def prochain(self, manques: Sequence[str], *, accord: bool) -> QWidget | None:
        """Return what is to be filled in next, after what has the keyboard; the accord last, if it lacks."""
        wanted = [self._place_de(cible(sentence)) for sentence in manques]
        if accord and (answer := premier(self.accord.reponse)) is not None:
            wanted.append(answer)
        held = [one for one in wanted if one is self.focusWidget() or one.isAncestorOf(self.focusWidget())]
        following = wanted[wanted.index(held[0]) + 1 :] if held else wanted
        return next(iter(following), None)

    def _place_de(self, ou: str) -> QWidget:
        if ou.startswith("#"):
            cards = list(self._bureau.cers.ouvrir(self._cer).objectifs)
            rank = int(ou[1:] or 0)
            card = self.objectifs.cartes.get(cards[rank - 1].id) if 0 < rank <= len(cards) else None
            return card.editeurs["personne"] if card is not None else self.objectifs.ajouter
        named = [one for one in self.form.editeurs.values() if one.field.label == ou]
        return named[0] if named else self.objectifs.ajouter

    def _warn(self, lu: CerLu) -> None:
        """Say at the top why the CER came back (R-CER-28), and what the right warns of (R-GEN-8)."""
        vider(self._alertes)
        if lu.etat is State.PROPOSITION and lu.historique:
            back = lu.historique[-1]
            text = f"Rendu par le service ({back.auteur})\u00a0: {back.motif}" if back.auteur else back.motif
            self._alertes.addWidget(Alerte(text, Niveau.ATTENTION))
        known = set(self.form.editeurs) | {"objectifs", "accord", *NON_CONNU}
        for hint in lu.indications:
            if hint.field not in known:
                level = Niveau.ATTENTION if hint.level == "attention" else Niveau.INFO
                self._alertes.addWidget(Alerte(hint.text, level))
        row = self._tete.parentWidget()
        if row is not None:
            row.setVisible(self._alertes.count() > 0)

    def _follow(self, kind: str, record: str, field: str) -> None:
        """Let the end follow the duration, or a start that has moved with it (R-CER-23).

        An end that was set by hand against the duration is left as it is: its hint says so.
        """
        if (kind, record) != ("cer", self._cer) or self._lu is None:
            return
        if field == "type":
            self._bureau.cers.suivre_le_type(self._cer)
        months = self.form.editeurs["duree_mois"].value()
        if not isinstance(months, int) or not 0 < months <= _MOIS_AU_PLUS:
            return
        if field == "duree_mois" or (field == "date_debut" and self._agrees(self._lu.values, months)):
            self._bureau.cers.changer_duree(self._cer, months)

    def _agrees(self, values: dict[str, Value], months: int) -> bool:
        start, end = values["date_debut"], values["date_fin"]
        if end is None:
            return True
        if not isinstance(start, str) or not is_date(start):
            return False
        return end_date(dt.date.fromisoformat(start), months).isoformat() == end
