"""The accord of the person: what it is worth now, and how it is taken (R-CER-11, R-CER-25)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.services.cer_lu import CerLu
from desktop.services.signature_sms import Possibilite
from desktop.views.blocs import Bouton, Carte, Doux, Pastille
from desktop.views.blocs.signature import ZoneSignature
from desktop.views.cer_sms import ParSms
from desktop.views.fields import Outils
from desktop.views.fields.options import Options
from desktop.views.palette import Niveau
from domain.accord.rules import PAPIER, Standing
from domain.accord.sms import SMS
from domain.accord.trace import SIGNATURE
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
_CASE = "case"
_SIGNE = "La personne garde le PDF signé, rangé dans les documents du dossier\u00a0: il ne peut plus changer."


def pastille_accord(standing: Standing) -> Pastille:
    """Return the pill of an accord, in words."""
    words, niveau, icone = MOTS[standing]
    return Pastille(words, niveau, icone)


def phrase_accord(lu: CerLu) -> str:
    """Say when and how the last accord was taken, '' if there is none."""
    if lu.accord.date is None:
        return ""
    how = (when(lu.accord.date), lu.accord.moyen_libelle, lu.accord.motif_libelle)
    given = "Recueilli le " + " · ".join(filter(None, how)) + "."
    return f"{given} {_SIGNE}" if lu.accord.moyen == SMS else given


def bouton_attestation() -> Bouton:
    """Return the button that shows what is kept of the accord, verified, ready to hand over."""
    button = Bouton("Attestation de recueil", "file-check")
    button.setToolTip("Qui a répondu, quand, par quel moyen, et à quel texte, d’après ce qui est gardé")
    return button


class AccordCer(Carte):
    """The answer, then how it is given: the strongest means that can be had here comes first.

    Nothing is recorded at the tick: the reason of the degraded mode, or the two signatures, are part of
    the proof.
    """

    recueilli = Signal(str, str, str, object)  # reponse, moyen, motif ('' if none), the two drawings or None
    atteste = Signal()

    def __init__(self, outils: Outils, sms: ParSms) -> None:
        super().__init__("Accord de la personne")
        self.sms = sms
        self._sans_sms = Doux()
        self.etat = Pastille()
        self.phrase = Doux()
        self.reponse = Options(
            "Accord", [("oui", "La personne est d’accord"), ("non", "La personne n’est pas d’accord")]
        )
        self.moyen = Options(
            "Moyen",
            [
                (SMS, "Signature par SMS"),
                (PAPIER, "Sur le papier"),
                (SIGNATURE, "Signature à l’écran"),
                (_CASE, "Case à cocher"),
            ],
            {SMS: "phone", PAPIER: "file-text", SIGNATURE: "signature"},
        )
        reasons = [(code.code, code.label) for code in outils.settings.choices("motifs_mode_degrade")]
        self.motif = Options("Raison du mode dégradé", reasons)
        self._comment, self._pourquoi = (
            _etiquette("Comment\u00a0?"),
            _etiquette("Pourquoi sans SMS\u00a0?"),
        )
        self.personne = ZoneSignature("La personne signe ici")
        self.referent = ZoneSignature("Le référent signe ici")
        self._sur_papier = Doux("La réponse cochée sur le papier, à la date de signature qu’il porte.")
        self._papier = False
        self._suite = Doux(
            "Une fois signé, le texte est fermé\u00a0: ce qui changerait rendrait l’accord caduc."
        )
        self.valider = Bouton("Enregistrer la réponse", "signature")
        self.valider.clicked.connect(self._record)
        for options in (self.reponse, self.moyen, self.motif):
            for button in options.boutons.values():
                button.clicked.connect(self._follow)
        for zone in (self.personne, self.referent):
            zone.changee.connect(self._follow)
        row = QHBoxLayout()
        self.attestation = bouton_attestation()
        self.attestation.clicked.connect(self.atteste)
        row.addWidget(self.etat)
        row.addStretch()
        row.addWidget(self.attestation)
        self.ajouter(row)
        parts: tuple[QWidget, ...] = (
            self.phrase,
            self.reponse,
            self._comment,
            self.moyen,
            self._sans_sms,
            self.sms,
            self._sur_papier,
            self._pourquoi,
            self.motif,
            self.personne,
            self.referent,
            self._suite,
        )
        for part in parts:
            self.ajouter(part)
        last = QHBoxLayout()
        last.addWidget(self.valider)
        last.addStretch()
        self.ajouter(last)
        self._follow()

    def montrer(self, lu: CerLu, sms: Possibilite) -> None:
        """Show what the accord is worth; one that stands is not asked for again."""
        standing = lu.accord.standing
        self.etat.montrer(*MOTS[standing])
        sentence = " ".join(filter(None, (phrase_accord(lu), _SUITE.get(standing, ""))))
        self.phrase.setText(sentence)
        self.phrase.setVisible(bool(sentence))
        self.reponse.setVisible(standing is not Standing.OUI)
        self.attestation.setVisible(standing is not Standing.NC)
        self.sms.montrer(sms)
        self._sans_sms.setText("" if sms.offerte else f"Pas de SMS\u00a0: {sms.raison}")
        self.moyen.boutons[SMS].setEnabled(sms.offerte)
        self._papier = lu.papier is not None
        if self._papier and self.moyen.choisi() is None:
            self.moyen.choisir(PAPIER)
        self._follow()

    def oublier(self) -> None:
        """Untick everything: the answer has been recorded."""
        for options in (self.reponse, self.moyen, self.motif):
            options.choisir(None)
        for zone in (self.personne, self.referent):
            zone.feuille.effacer()
        self._follow()

    def _follow(self) -> None:
        """Ask one thing at a time: the answer, the means, then what the means asks for."""
        answer = None if self.reponse.isHidden() else self.reponse.choisi()
        means = self.moyen.choisi()
        asks_how = answer == "oui" or (answer is not None and self._papier)
        on_paper = asks_how and self._papier and means == PAPIER
        signs = answer == "oui" and means == SIGNATURE
        texts = answer == "oui" and means == SMS
        asks_why = (answer == "non" and not on_paper) or (asks_how and means == _CASE)
        self.moyen.boutons[PAPIER].setVisible(self._papier)
        for one in (SMS, SIGNATURE):  # a refusal is not signed
            self.moyen.boutons[one].setVisible(answer == "oui")
        self._show(answer == "oui" and bool(self._sans_sms.text()), self._sans_sms)
        self._show(texts, self.sms)
        self._show(on_paper, self._sur_papier)
        self._show(asks_how, self._comment, self.moyen)
        self._show(asks_why, self._pourquoi, self.motif)
        self._show(signs, self.personne, self.referent, self._suite)
        self._show(signs or asks_why or on_paper, self.valider)
        both = self.personne.signee() and self.referent.signee()
        self.valider.setEnabled(both if signs else on_paper or self.motif.choisi() is not None)

    @staticmethod
    def _show(shown: bool, *widgets: QWidget) -> None:  # noqa: FBT001 - one line per question
        for widget in widgets:
            widget.setVisible(shown)

    def _record(self) -> None:
        answer, reason = self.reponse.choisi(), self.motif.choisi()
        if answer == "oui" and self.moyen.choisi() == SIGNATURE:
            drawn = (self.personne.feuille.texte(), self.referent.feuille.texte())
            self.recueilli.emit(answer, SIGNATURE, "", drawn)
        elif answer is not None and self._papier and self.moyen.choisi() == PAPIER:
            self.recueilli.emit(answer, PAPIER, PAPIER, None)
        elif answer is not None and reason is not None:
            self.recueilli.emit(answer, PAPIER if reason == PAPIER else _CASE, reason, None)


def _etiquette(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "etiquette")
    return label
