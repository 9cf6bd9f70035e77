"""Submitting a CER and taking it back: what stands in the way is said where one is (R-CER-12, R-CER-14)."""

from PySide6.QtCore import QObject

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.blocs import BarreActions, Bouton, BoutonPrincipal
from desktop.views.cer_formulaire import FormulaireCer
from desktop.views.motif import DemandeMotif
from desktop.views.page import Navigateur
from domain.accord.rules import Standing
from domain.cer.states import State
from domain.errors import RefusedError

_LEVEES_PAR_MOTIF = frozenset({"R-CER-14", "R-GEN-8"})
_AVANT = {
    Standing.NC: "L’accord de la personne n’est pas recueilli.",
    Standing.NON: "La personne n’est pas d’accord.",
    Standing.CADUC: "Le texte a changé depuis l’accord.",
    Standing.ILLISIBLE: "L’accord vient d’une version plus récente de Permanence.",
}
_PARTIRA = "CER soumis à l’étude\u00a0: il partira à la prochaine synchronisation."


class Soumission(QObject):
    """The two buttons and the reason; no confirmation, for it can be taken back until it has been sent."""

    def __init__(
        self, bureau: Bureau, navigateur: Navigateur, barre: BarreActions, formulaire: FormulaireCer
    ) -> None:
        super().__init__(formulaire)
        self._bureau = bureau
        self._navigateur = navigateur
        self._barre = barre
        self._formulaire = formulaire
        self._lu: CerLu | None = None
        self._averti: Standing | None = None
        self.motif = DemandeMotif("Soumettre avec ce motif")
        self.motif.donne.connect(self._soumettre)
        self.motif.renonce.connect(self._renoncer)
        self.soumettre = BoutonPrincipal("Soumettre à l’étude", "send")
        self.reprendre = Bouton("Reprendre la soumission", "undo-2")
        self.reprendre.clicked.connect(self._reprendre)

    def montrer(self, lu: CerLu) -> bool:
        """Follow the CER; return whether it may be submitted by whom is at the keyboard."""
        self._lu = lu
        submits = lu.modifiable and State.SOUMIS in lu.transitions
        self.soumettre.setVisible(submits and self.motif.isHidden())
        self.reprendre.setVisible(lu.soumission_en_attente and lu.etat is State.SOUMIS)
        if self._averti is not lu.accord.standing:
            self._averti = None
        return submits

    def demander(self, lu: CerLu) -> None:
        """Say what stands in the way, warn once about the accord (R-CER-31), else submit."""
        self._lu = lu
        if lu.manques:
            self._barre.dire("Il reste à compléter\u00a0: " + lu.manques[0])
            self._formulaire.montrer(self._formulaire.manques)
            self._formulaire.manques.lignes[0].setFocus()
        elif lu.accord.standing in _AVANT and self._averti is not lu.accord.standing:
            self._averti = lu.accord.standing
            self._barre.dire(
                f"{_AVANT[lu.accord.standing]} Pour soumettre quand même, appuyez une seconde fois."
            )
        else:
            self._soumettre(None)

    def _soumettre(self, motif: str | None) -> None:
        if self._lu is None:
            return
        try:
            self._bureau.cers.soumettre(self._lu.id, motif)
        except RefusedError as refused:
            if refused.rule not in _LEVEES_PAR_MOTIF or motif:
                self._barre.dire(str(refused))
                return
            self.soumettre.hide()  # Ctrl+Enter now gives the reason
            self._barre.dire("")
            self.motif.demander(str(refused))
            return
        self._navigateur.annoncer(_PARTIRA)

    def _renoncer(self) -> None:
        if self._lu is not None:
            self.montrer(self._lu)

    def _reprendre(self) -> None:
        if self._lu is None:
            return
        try:
            self._bureau.cers.reprendre_soumission(self._lu.id)
        except RefusedError as refused:
            self._barre.dire(str(refused))
        else:
            self._navigateur.annoncer("Soumission reprise\u00a0: le CER est de nouveau à vous.")
