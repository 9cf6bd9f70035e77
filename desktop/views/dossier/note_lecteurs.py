"""Who will read a note, asked before a word is written: it never changes afterwards (R-INF-2)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.notes import Destinataire
from desktop.views.blocs import Bouton, Carte, Doux, Flux, Rangee, vider
from desktop.views.clavier import donner, premier
from desktop.views.dossier.note_fiche import ICONES
from desktop.views.palette import Niveau
from domain.note.rules import ATTRIBUEE, PRIVEE, PUBLIQUE
from domain.reglage.nomenclatures import Settings

_RETRAIT = 44  # pixels: beneath the words of the choice, past its icon
_CE_QUE_CELA_DIT = {
    PUBLIQUE: "Le référent d’aujourd’hui, celui de demain, les secrétariats et l’encadrement.",
    ATTRIBUEE: "Elle la verra sur son poste, et pourra la clore. Personne d’autre ne la lira.",
    PRIVEE: "Personne d’autre ne la lira, pas même le service ni le prochain référent.",
}


class ChoixLecteurs(Carte):
    """Three large choices; the second asks who. ``choisi`` brings the visibility and the account, or ''."""

    choisi = Signal(str, str)
    annule = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__("Qui pourra la lire\u00a0?")
        self.colonne.setSpacing(4)
        self.annuler = Bouton("Annuler", discret=True)
        self.annuler.setAccessibleName("Annuler la nouvelle note")
        self.annuler.clicked.connect(self.annule)
        self.ajouter_en_tete(self.annuler)
        self._destinataires: Sequence[Destinataire] = ()
        self._qui = QWidget()
        self._personnes = Flux()
        beneath = QVBoxLayout(self._qui)
        beneath.setContentsMargins(_RETRAIT, 0, 0, 8)
        beneath.addLayout(self._personnes)
        self.choix: dict[str, Rangee] = {}
        for code in settings.choices("visibilites_note"):
            row = Rangee(
                code.label,
                _CE_QUE_CELA_DIT.get(code.code, ""),
                cible=code.code,
                icone=ICONES.get(code.code, "lock"),
                niveau=Niveau.INFO,
            )
            row.ouverte.connect(self._choose)
            self.choix[code.code] = row
            self.ajouter(row)
            if code.code == ATTRIBUEE:
                self.ajouter(self._qui)
        self.hide()

    def ouvrir(self, destinataires: Sequence[Destinataire]) -> None:
        """Ask, the keyboard on the first choice."""
        self._destinataires = destinataires
        vider(self._personnes)
        self._qui.hide()
        self.show()
        donner(next(iter(self.choix.values())))

    def personnes(self) -> dict[str, Bouton]:
        """Return the buttons of those whom the note may be given to, by account."""
        return {str(one.property("compte")): one for one in self._qui.findChildren(Bouton)}

    def _choose(self, code: str) -> None:
        if code != ATTRIBUEE:
            self.choisi.emit(code, "")
        elif self._qui.isHidden():
            self._ask_whom()

    def _ask_whom(self) -> None:
        for one in self._destinataires:
            chip = Bouton(", ".join(filter(None, (one.nom, one.profil.lower()))), "user-round")
            chip.setProperty("role", "filtre")
            chip.setProperty("compte", one.id)
            chip.clicked.connect(self._given)
            self._personnes.addWidget(chip)
        if not self._destinataires:
            self._personnes.addWidget(Doux("Personne d’autre que vous ne suit ce dossier."))
        self._qui.show()
        if (first := premier(self._qui)) is not None:
            donner(first)

    def _given(self) -> None:
        self.choisi.emit(ATTRIBUEE, str(self.sender().property("compte")))
