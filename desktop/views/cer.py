"""The page of a CER: written while it may be, then read; the accord, the submission (R-CER-1…29)."""

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.blocs import ETATS_CER, Bouton, BoutonPrincipal
from desktop.views.cer_attestation import montrer_attestation
from desktop.views.cer_decision import periode
from desktop.views.cer_editions import EditionsCer
from desktop.views.cer_formulaire import FormulaireCer
from desktop.views.cer_lecture import LectureCer
from desktop.views.cer_remise import RemiseCer, ecrire_un_courriel
from desktop.views.cer_soumission import Soumission
from desktop.views.cer_suites import MenuSuites
from desktop.views.cer_vis_a_vis import LARGEUR_FENETRE, VisAVis
from desktop.views.clavier import donner, premier
from desktop.views.page import Navigateur
from desktop.views.page_fiche import PageFiche
from desktop.views.papier_vue import VuePapier
from domain.accord.rules import Standing
from domain.cer.rules import printable_period
from domain.cer.states import DECIDED
from domain.errors import RefusedError
from domain.french import plural

SUIVANT = "F6"
A_RECUEILLIR = (Standing.NC, Standing.CADUC)
_FERME = (
    "Signé à l’écran\u00a0: le texte est fermé. «\u00a0Reprendre la rédaction\u00a0» le rouvre\u00a0; si un"
    " mot change, l’accord sera à recueillir de nouveau."
)


class PageCer(PageFiche):
    """One CER: its form as long as it may be written, then its text."""

    titre = "CER"
    icone = "file-text"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, cer: str) -> None:
        super().__init__(bureau, navigateur)
        self._cer = cer
        self._lu: CerLu | None = None
        self._lue = False
        self._papier = False  # whether it is entered from a paper
        self._rouvert = False  # a text closed by its signatures, taken up again here
        self.formulaire = FormulaireCer(bureau, self.binder, self.outils, cer)
        self.formulaire.accord.recueilli.connect(self._recueillir)
        self.formulaire.accord.atteste.connect(self._attester)
        self.formulaire.accord.sms.demandee.connect(self._par_sms)
        self.lecture = LectureCer()
        self.lecture.atteste.connect(self._attester)
        self.remises = tuple(RemiseCer(bureau, self.outils, cer) for _ in range(2))
        for body, card in zip((self.formulaire, self.lecture), self.remises, strict=True):
            body.ajouter(card)
            card.dit.connect(self.barre.dire)
            card.courriel.connect(self._ecrire)
        navigateur.actualite.changed.connect(self._reseau)
        self.vis_a_vis = VisAVis(bureau, cer)
        self.milieu.addWidget(self.vis_a_vis)
        self.papier = VuePapier(bureau.documents)
        self.milieu.insertWidget(0, self.papier, 1)
        self.voir_papier = Bouton("Le papier", "scan-line")
        self.voir_papier.setCheckable(True)
        self.voir_papier.setToolTip("Le CER rempli à la main, photographié")
        self.voir_papier.toggled.connect(self._en_regard)
        self.soumission = Soumission(bureau, navigateur, self.barre, self.formulaire)
        self.soumission.soumettre.clicked.connect(self._soumettre)
        self.colonne.insertWidget(self.colonne.indexOf(self.barre), self.soumission.motif)
        self.editions = EditionsCer(bureau, cer, self._imprimable, self)
        self.editions.dit.connect(self.barre.dire)
        self.rouvrir = Bouton("Reprendre la rédaction", "pencil")
        self.rouvrir.clicked.connect(self._rouvrir)
        self.renouveler = Bouton("Renouveler", "file-text")
        self.suites = MenuSuites(bureau, navigateur, self.renouveler)
        self.suites.refuse.connect(self.barre.dire)
        self.renouveler.clicked.connect(self._renouveler)
        self.terminer = BoutonPrincipal("Terminer", "check")
        self.terminer.clicked.connect(self.quitter)
        acts = (
            self.rouvrir,
            self.renouveler,
            self.soumission.reprendre,
            self.soumission.soumettre,
            self.terminer,
        )
        for button in (self.voir_papier, *self.editions.boutons, *acts):
            self.barre.ajouter(button)
        QShortcut(QKeySequence(SUIVANT), self).activated.connect(self._suivant)

    def concerne(self, changes: Changes) -> bool:
        """Only what touches this dossier: its right and its contacts are part of the hints."""
        return changes.touches(record=self._cer, dossier=self._lu.dossier if self._lu else None)

    def lire(self) -> None:
        """Read the CER and show it, to write or to read."""
        lu = self._lu = self.bureau.cers.ouvrir(self._cer)
        number = lu.values["numero"]
        word = self.bureau.settings.contrat
        name = f"{word} n°\u00a0{number}" if number else word
        icone, niveau = ETATS_CER[lu.etat]
        self.entete.montrer(
            lu.nom_affiche,
            " · ".join(filter(None, (name, periode(*printable_period(lu.values))))),
            lu.etat_libelle,
            niveau,
            icone,
        )
        closed = lu.signe and not self._rouvert
        if lu.modifiable and not closed:
            self.entete.parle()
            self.formulaire.afficher(lu)
            self.montrer_corps(self.formulaire)
        else:
            self.entete.muet()
            self.lecture.afficher(lu, _FERME if lu.modifiable else lu.verrou)
            self.montrer_corps(self.lecture)
        self.rouvrir.setVisible(lu.modifiable and closed)
        for card in self.remises:
            card.montrer(lu)
        self.signaler({self._cer, *(one.id for one in lu.objectifs)})
        self._montrer_papier(lu)
        self._en_regard()
        self.vis_a_vis.suivre()
        submits = self.soumission.montrer(lu)
        self.terminer.setVisible(not submits)
        self.renouveler.setVisible(lu.renouvelable)
        left = (
            f"{plural(len(lu.manques), 'point')} à compléter avant de soumettre (F6)." if lu.manques else ""
        )
        self.attendre(left if submits else "")
        if lu.etat in DECIDED and not self._lue:
            self._lue = True
            self.bureau.cers.marquer_lue(self._cer)

    def accueil(self) -> QWidget | None:
        """Begin with what is to be filled in first; a CER that is read, with what may be done of it."""
        if self.corps.currentWidget() is not self.formulaire:
            return premier(self.barre) or super().accueil()
        return self._a_remplir() or super().accueil()

    def _a_remplir(self) -> QWidget | None:
        lu = self.bureau.cers.ouvrir(self._cer)
        return self.formulaire.prochain(lu.manques, accord=lu.accord.standing in A_RECUEILLIR)

    def _suivant(self) -> None:
        """Go to the next thing to fill in, to the main action when there is none left."""
        if self.corps.currentWidget() is self.formulaire and self.a_jour():
            donner(self._a_remplir() or self.soumission.soumettre)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what will print beside the form, where there is room for both."""
        super().resizeEvent(event)
        self._en_regard()

    def _montrer_papier(self, lu: CerLu) -> None:
        """Offer the paper that the CER is entered from; it is in view as long as one writes (R-CER-18)."""
        known = self._papier
        self._papier = lu.papier is not None
        self.voir_papier.setVisible(self._papier)
        if lu.papier is not None:
            self.papier.montrer(lu.papier)
        if self._papier is not known:
            self.voir_papier.setChecked(self._papier and lu.modifiable)

    def _en_regard(self) -> None:
        paper = self.voir_papier.isChecked()
        self.papier.setVisible(paper)
        wide = self._lu is not None and self.window().width() >= LARGEUR_FENETRE
        self.vis_a_vis.montrer(visible=wide and not paper)

    def _ecrire(self) -> None:
        """Open a mail to the person, and the folder of the PDF to join to it (R-CER-16)."""
        made = self.editions.produire("pdf")
        if made is None or self._lu is None:
            return
        try:
            path = self.bureau.editions.ouvrir_pour_joindre(self._cer, made)
            ecrire_un_courriel(self._lu.mail, str(self.bureau.settings["cer.titre"]), path)
        except RefusedError as refused:
            self.barre.dire(str(refused))
        else:
            self.barre.dire(f"Joignez {path.name}, du dossier qui vient de s’ouvrir, puis notez la remise.")

    def _reseau(self, _changes: Changes) -> None:
        """Say again how the person leaves with a trace: the network has gone, or is back (R-CER-17)."""
        for card in self.remises:
            if card.isVisible():
                try:
                    card.suivre()
                except RefusedError:
                    return  # the dossier has gone: the page says so as it reads again

    def _rouvrir(self) -> None:
        """Write again in a text that was signed: the accord lapses with the first word that changes."""
        self._rouvert = True
        self.lire()

    def _renouveler(self) -> None:
        if self._lu is not None:
            self.suites.proposer(self._lu.dossier)

    def _soumettre(self) -> None:
        if not self.a_jour():
            return
        lu = self.bureau.cers.ouvrir(self._cer)
        if lu.manques and lu.signe and not self._rouvert:
            self._rouvrir()  # what is missing is asked for in the form, which a signature may have closed
        self.soumission.demander(lu)

    def _recueillir(self, reponse: str, moyen: str, motif: str, traces: tuple[str, str] | None) -> None:
        """Record the answer on the text as it is on disk, hence after saving what is typed."""
        if not self.a_jour():
            return
        try:
            self.bureau.cers.recueillir_accord(self._cer, reponse, moyen, motif or None, traces)
        except RefusedError as refused:
            self.barre.dire(str(refused))
        else:
            self._rouvert = False
            self.formulaire.accord.oublier()
            self.navigateur.annoncer("Réponse de la personne enregistrée.")

    def _par_sms(self) -> None:
        """Ask for a signature of what is on disk: what has just been typed goes to the server first."""
        if self.a_jour():
            self.formulaire.accord.sms.envoyer()

    def _attester(self) -> None:
        """Show the attestation of the accord, on what is on disk, to print or to save (R-CER-25)."""
        if self._lu is not None and self.a_jour():
            self.barre.dire(montrer_attestation(self.bureau, self._lu, self))

    def _imprimable(self) -> bool:
        """Tell whether an edition may be made: all on disk, no open conflict on what prints (decision 8)."""
        if not self.a_jour():
            return False
        if self._lu is not None and self._lu.impression_attend:
            self.barre.dire("Modifié ailleurs en même temps\u00a0: choisissez d’abord la version à garder.")
            return False
        return True
