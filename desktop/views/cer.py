"""The page of a CER: written while it may be, then read; the accord, the submission (R-CER-1…29)."""

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.blocs import ETATS_CER, Bouton, BoutonPrincipal
from desktop.views.cer_editions import EditionsCer
from desktop.views.cer_formulaire import FormulaireCer
from desktop.views.cer_lecture import DECIDES, LectureCer, periode
from desktop.views.motif import DemandeMotif
from desktop.views.page import Navigateur
from desktop.views.page_fiche import PageFiche
from domain.accord.rules import Standing
from domain.cer.form import CER
from domain.cer.rules import printable_period
from domain.cer.states import State
from domain.errors import RefusedError
from domain.french import plural

_LEVEES_PAR_MOTIF = frozenset({"R-CER-14", "R-GEN-8"})
_AVANT = {
    Standing.NC: "L’accord de la personne n’est pas recueilli.",
    Standing.NON: "La personne n’est pas d’accord.",
    Standing.CADUC: "Le texte a changé depuis l’accord.",
}
_PARTIRA = "CER soumis à l’étude\u00a0: il partira à la prochaine synchronisation."


class PageCer(PageFiche):
    """One CER. Submitting asks no confirmation: it can be taken back until it has been sent."""

    titre = "CER"
    icone = "file-text"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, cer: str) -> None:
        super().__init__(bureau, navigateur)
        self._cer = cer
        self._lu: CerLu | None = None
        self._averti: Standing | None = None
        self._lue = False
        self.formulaire = FormulaireCer(bureau, self.binder, self.outils, cer)
        self.formulaire.accord.recueilli.connect(self._recueillir)
        self.lecture = LectureCer()
        self.motif = DemandeMotif("Soumettre avec ce motif")
        self.motif.donne.connect(self._soumettre)
        self.motif.renonce.connect(self._renoncer)
        layout = self.layout()
        if layout is not None:
            layout.removeWidget(self.barre)
            layout.addWidget(self.motif)
            layout.addWidget(self.barre)
        self.editions = EditionsCer(bureau, cer, self._imprimable, self)
        self.editions.dit.connect(self.barre.dire)
        self.reprendre = Bouton("Reprendre la soumission", "undo-2")
        self.reprendre.clicked.connect(self._reprendre)
        self.soumettre = BoutonPrincipal("Soumettre à l’étude", "send")
        self.soumettre.clicked.connect(self._demander)
        self.terminer = BoutonPrincipal("Terminer", "check")
        self.terminer.clicked.connect(self.quitter)
        for button in (*self.editions.boutons, self.reprendre, self.soumettre, self.terminer):
            self.barre.ajouter(button)

    def concerne(self, changes: Changes) -> bool:
        """Only what touches this dossier: its right and its contacts are part of the hints."""
        return changes.touches(record=self._cer, dossier=self._lu.dossier if self._lu else None)

    def lire(self) -> None:
        """Read the CER and show it, to write or to read."""
        lu = self._lu = self.bureau.cers.ouvrir(self._cer)
        number = lu.values["numero"]
        name = f"CER n°\u00a0{number}" if number else "CER"
        icone, niveau = ETATS_CER[lu.etat]
        self.entete.montrer(
            lu.nom_affiche,
            " · ".join(filter(None, (name, periode(*printable_period(lu.values))))),
            lu.etat_libelle,
            niveau,
            icone,
        )
        if lu.modifiable:
            self.entete.parle()
            self.formulaire.afficher(lu)
            self.montrer_corps(self.formulaire)
        else:
            self.entete.muet()
            self.lecture.afficher(lu, lu.verrou)
            self.montrer_corps(self.lecture)
        self._buttons(lu)
        if lu.etat in DECIDES and not self._lue:
            self._lue = True
            self.bureau.cers.marquer_lue(self._cer)

    def _buttons(self, lu: CerLu) -> None:
        submits = lu.modifiable and State.SOUMIS in lu.transitions
        self.soumettre.setVisible(submits and self.motif.isHidden())
        self.terminer.setVisible(not submits)
        self.reprendre.setVisible(lu.soumission_en_attente and lu.etat is State.SOUMIS)
        if self._averti is not lu.accord.standing:
            self._averti = None
        left = f"{plural(len(lu.manques), 'point')} à compléter avant de soumettre." if lu.manques else ""
        self.attendre(left if submits else "")

    def _demander(self) -> None:
        """Say what stands in the way, warn once about the accord (R-CER-31), else submit."""
        if not self.a_jour():
            return
        self.lire()
        lu = self._lu
        if lu is None:
            return
        if lu.manques:
            self.barre.dire("Il reste à compléter\u00a0: " + " ".join(lu.manques[:1]))
            self.formulaire.montrer(self.formulaire.manques)
            self.formulaire.manques.lignes[0].setFocus()
        elif lu.accord.standing in _AVANT and self._averti is not lu.accord.standing:
            self._averti = lu.accord.standing
            self.barre.dire(
                f"{_AVANT[lu.accord.standing]} Pour soumettre quand même, appuyez une seconde fois."
            )
        else:
            self._soumettre(None)

    def _soumettre(self, motif: str | None) -> None:
        try:
            self.bureau.cers.soumettre(self._cer, motif)
        except RefusedError as refused:
            if refused.rule in _LEVEES_PAR_MOTIF and not motif:
                self.soumettre.hide()  # Ctrl+Enter now gives the reason
                self.barre.dire("")
                self.motif.demander(str(refused))
            else:
                self.barre.dire(str(refused))
            return
        self.navigateur.annoncer(_PARTIRA)

    def _renoncer(self) -> None:
        if self._lu is not None:
            self._buttons(self._lu)

    def _reprendre(self) -> None:
        try:
            self.bureau.cers.reprendre_soumission(self._cer)
        except RefusedError as refused:
            self.barre.dire(str(refused))
        else:
            self.navigateur.annoncer("Soumission reprise\u00a0: le CER est de nouveau à vous.")

    def _recueillir(self, reponse: str, moyen: str, motif: str) -> None:
        """Record the answer on the text as it is on disk, hence after saving what is typed."""
        if not self.a_jour():
            return
        try:
            self.bureau.cers.recueillir_accord(self._cer, reponse, moyen, motif)
        except RefusedError as refused:
            self.barre.dire(str(refused))
        else:
            self.formulaire.accord.oublier()
            self.navigateur.annoncer("Réponse de la personne enregistrée.")

    def _imprimable(self) -> bool:
        """Tell whether an edition may be made: all on disk, no open conflict on what prints (decision 8)."""
        if not self.a_jour():
            return False
        printed = {field.name for field in CER.fields if field.printed}
        if self._lu is not None and printed & self._lu.contestes:
            self.barre.dire("Modifié ailleurs en même temps\u00a0: choisissez d’abord la version à garder.")
            return False
        return True
