"""The accord of the person: what it is worth now, and how it is taken (R-CER-11, R-CER-25)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.services.cer_lu import CerLu
from desktop.views.blocs import Bouton, Carte, Doux, Pastille
from desktop.views.fields import Outils
from desktop.views.fields.options import Options
from desktop.views.palette import Niveau
from domain.accord.rules import Standing
from domain.french import when

MOTS: dict[Standing, tuple[str, Niveau, str]] = {
    Standing.NC: ("Non communiqué (NC)", Niveau.NEUTRE, "circle"),
    Standing.OUI: ("Oui\u00a0: la personne est d’accord", Niveau.SUCCES, "circle-check"),
    Standing.NON: ("Non\u00a0: la personne n’est pas d’accord", Niveau.ATTENTION, "circle-x"),
    Standing.CADUC: ("Caduc\u00a0: le texte a changé depuis", Niveau.ATTENTION, "triangle-alert"),
    Standing.ILLISIBLE: ("D’une version plus récente", Niveau.ATTENTION, "triangle-alert"),
}
_SUITE = {
    Standing.NC: "Relisez le contrat avec la personne, puis recueillez sa réponse.",
    Standing.CADUC: (
        "L’accord ne vaut que pour le texte exact qui a été lu (R-CER-25). Relisez ensemble ce qui a changé,"
        " puis recueillez l’accord de nouveau."
    ),
    Standing.ILLISIBLE: (
        "Cet accord a été recueilli avec une version plus récente de Permanence, qui seule peut le lire."
        " Il est gardé tel quel\u00a0: mettez le programme à jour."
    ),
}
_PAPIER = "papier"


def pastille_accord(standing: Standing) -> Pastille:
    """Return the pill of an accord, in words."""
    words, niveau, icone = MOTS[standing]
    return Pastille(words, niveau, icone)


def phrase_accord(lu: CerLu) -> str:
    """Say when and how the last accord was taken, '' if there is none."""
    if lu.accord.date is None:
        return ""
    how = (when(lu.accord.date), lu.accord.moyen_libelle, lu.accord.motif_libelle)
    return "Recueilli le " + " · ".join(filter(None, how)) + "."


def bouton_attestation() -> Bouton:
    """Return the button that shows what is kept of the accord, verified, ready to hand over."""
    button = Bouton("Attestation de recueil", "file-check")
    button.setToolTip("Qui a répondu, quand, par quel moyen, et à quel texte, d’après ce qui est gardé")
    return button


class AccordCer(Carte):
    """Two answers to tick, then why no SMS: the answer is recorded by an act of its own.

    Nothing is recorded at the tick: the reason of the degraded mode is part of the proof.
    """

    recueilli = Signal(str, str, str)  # reponse, moyen, motif
    atteste = Signal()

    def __init__(self, outils: Outils) -> None:
        super().__init__("Accord de la personne")
        self.etat = Pastille()
        self.phrase = Doux()
        self.reponse = Options(
            "Accord", [("oui", "La personne est d’accord"), ("non", "La personne n’est pas d’accord")]
        )
        reasons = [(code.code, code.label) for code in outils.settings.choices("motifs_mode_degrade")]
        self.motif = Options("Raison du mode dégradé", reasons)
        self._pourquoi = QLabel("Pourquoi sans SMS\u00a0?")
        self._pourquoi.setProperty("role", "etiquette")
        self.valider = Bouton("Enregistrer la réponse", "signature")
        self.valider.clicked.connect(self._record)
        for button in (*self.reponse.boutons.values(), *self.motif.boutons.values()):
            button.clicked.connect(self._follow)
        row = QHBoxLayout()
        self.attestation = bouton_attestation()
        self.attestation.clicked.connect(self.atteste)
        row.addWidget(self.etat)
        row.addStretch()
        row.addWidget(self.attestation)
        self.ajouter(row)
        for widget in (self.phrase, self.reponse, self._pourquoi, self.motif):
            self.ajouter(widget)
        last = QHBoxLayout()
        last.addWidget(self.valider)
        last.addStretch()
        self.ajouter(last)
        self._follow()

    def montrer(self, lu: CerLu) -> None:
        """Show what the accord is worth; one that stands is not asked for again."""
        standing = lu.accord.standing
        self.etat.montrer(*MOTS[standing])
        sentence = " ".join(filter(None, (phrase_accord(lu), _SUITE.get(standing, ""))))
        self.phrase.setText(sentence)
        self.phrase.setVisible(bool(sentence))
        self.reponse.setVisible(standing is not Standing.OUI)
        self.attestation.setVisible(standing is not Standing.NC)
        self._follow()

    def oublier(self) -> None:
        """Untick everything: the answer has been recorded."""
        self.reponse.choisir(None)
        self.motif.choisir(None)
        self._follow()

    def _follow(self) -> None:
        asked = self.reponse.choisi() is not None and not self.reponse.isHidden()
        parts: tuple[QWidget, ...] = (self._pourquoi, self.motif, self.valider)
        for widget in parts:
            widget.setVisible(asked)
        self.valider.setEnabled(self.motif.choisi() is not None)

    def _record(self) -> None:
        answer, reason = self.reponse.choisi(), self.motif.choisi()
        if answer is not None and reason is not None:
            self.recueilli.emit(answer, _PAPIER if reason == _PAPIER else "case", reason)
