"""How the person leaves with her CER, and the trace that she did (R-CER-16, R-CER-17)."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl, QUrlQuery, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.services.poste import text_of
from desktop.views import impression
from desktop.views.blocs import Bouton, Carte, Doux, Petit, vider
from desktop.views.cer_courriel import DemandeCourriel
from desktop.views.fields import Outils, editeur
from desktop.views.fields.options import Options
from domain.cer.form import REMISE
from domain.cer.remise import SurPlace, handing_over, means_of
from domain.cer.rules import is_retablissement
from domain.cer.states import Edition
from domain.clock import today
from domain.errors import RefusedError
from domain.french import long_date

_EDITIONS = {
    Edition.SANS_DECISION: "proposition",
    Edition.VALIDE: "contrat validé",
    Edition.NON_VALIDE: "contrat non validé",
}
_CORPS = (
    "Bonjour,\n\nVous trouverez ci-joint le contrat que nous avons préparé ensemble. "
    "Gardez-le\u00a0: la décision du Département vous sera adressée ensuite.\n\nBien à vous,"
)
_NO_PROGRAM = (
    "Aucun programme de courriel ne s’ouvre sur ce poste\u00a0: imprimez le CER, ou écrivez d’ailleurs."
)


class RemiseCer(Carte):
    """What to do now, the ways that the state allows, and what was done."""

    dit = Signal(str)
    courriel = Signal()

    def __init__(self, bureau: Bureau, outils: Outils, cer: str) -> None:
        super().__init__("Remise à la personne")
        self._bureau = bureau
        self._outils = outils
        self._cer = cer
        self._lu: CerLu | None = None
        self.conseil = Doux()
        self._sur_place = SurPlace()
        self._offertes: tuple[str, ...] = ()
        self.demande = DemandeCourriel(bureau, outils)
        self._choix = QVBoxLayout()
        self.moyen = Options("Comment")
        self.le = editeur(REMISE.by_name["remis_le"], outils)
        self.ecrire = Bouton("Écrire un courriel", "mail")
        self.ecrire.clicked.connect(self.courriel)
        self.noter = Bouton("Noter la remise", "check")
        self.noter.clicked.connect(self._note)
        self._faites = QVBoxLayout()
        self._faites.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.noter)
        row.addWidget(self.ecrire)
        row.addStretch()
        self.ajouter(self.conseil)
        self.ajouter(self.demande)
        self.ajouter(self._choix)
        self.ajouter(self.le)
        self.ajouter(row)
        self.ajouter(self._faites)

    def montrer(self, lu: CerLu) -> None:
        """Follow the CER; what is being chosen stays as long as it may be."""
        before, self._lu = self._lu, lu
        self.suivre()
        if before is None or before.remises != lu.remises:
            vider(self._faites)
            for one in lu.remises:
                edition = _EDITIONS.get(Edition(one.edition), "") if one.edition in set(Edition) else ""
                words = (one.moyen_libelle.lower(), edition, one.auteur)
                self._faites.addWidget(Petit(f"Le {long_date(one.le)}, " + " · ".join(filter(None, words))))

    def suivre(self) -> None:
        """Say how she leaves with a trace, given what there is here now: her mail, a printer, the network."""
        lu = self._lu
        if lu is None:
            return
        person = None if lu.mail and self.demande.isHidden() else self._bureau.dossiers.lire(lu.dossier)
        here = replace(
            self._sur_place,
            reseau=self._bureau.synchro.etat().en_ligne is not False,
            sans_mail=person is not None and person.values["mail_non_connu"] is True,
        )
        restored = is_retablissement(text_of(lu.values["type"]), text_of(lu.values["priorite"]))
        hint = handing_over(lu.etat, retablissement=restored, mail=lu.mail, sur_place=here)
        self.conseil.setText(hint.text)
        ways = means_of(lu.etat, lu.mail, here)
        if ways != self._offertes and (set(ways) != set(self._offertes) or self.moyen.choisi() is None):
            self._offer(ways)  # what is being chosen is not moved under the hand
        self.ecrire.setVisible("courriel" in ways and bool(lu.mail))
        if person is not None and "courriel" in ways:
            self.demande.montrer(person)
        elif "courriel" not in ways:
            self.demande.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for a printer: one may have been plugged in since."""
        super().showEvent(event)
        self._sur_place = replace(self._sur_place, imprimante=impression.une_imprimante())
        self.suivre()

    def _offer(self, ways: tuple[str, ...]) -> None:
        self._offertes = ways
        self.moyen.hide()
        self.moyen.deleteLater()
        labels = {code.code: code.label for code in self._outils.settings.choices("moyens_remise")}
        self.moyen = Options("Comment", [(way, labels[way]) for way in ways if way in labels])
        for button in self.moyen.boutons.values():
            button.clicked.connect(self._follow)
        self._choix.addWidget(self.moyen)
        self.le.show_value(today(self._outils.clock).isoformat())
        self._follow()

    def _follow(self) -> None:
        chosen = self.moyen.choisi() is not None
        self.le.setVisible(chosen)
        self.noter.setVisible(chosen)

    def _note(self) -> None:
        way, day = self.moyen.choisi(), self.le.value()
        sentence = self.le.field.refusal(day) or ("" if day else "Le jour de la remise est à dire.")
        self.le.show_problem(sentence)
        if way is None or sentence:
            return
        try:
            self._bureau.cers.remettre(self._cer, way, str(day))
        except RefusedError as refused:
            self.dit.emit(str(refused))
        else:
            self.moyen.choisir(None)
            self._follow()


def ecrire_un_courriel(adresse: str, sujet: str, piece: Path) -> None:
    """Open a mail to ``adresse``, and where the file to join lies: no mail program takes one by itself.

    Raises RefusedError if this computer has no mail program.
    """
    query = QUrlQuery()
    query.addQueryItem("subject", sujet)
    query.addQueryItem("body", _CORPS)
    url = QUrl(f"mailto:{adresse}")
    url.setQuery(query)
    if not QDesktopServices.openUrl(url):
        raise RefusedError(_NO_PROGRAM)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(piece.parent)))
