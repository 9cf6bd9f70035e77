"""«CER à étudier»: the list of the service, then one CER after the other (R-CER-12, R-CER-13)."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.instruction import LigneEtude
from desktop.views.blocs import BoutonFiltre, Doux, Entree, EtatVide, Flux, Liste, Titre
from desktop.views.fields import Outils
from desktop.views.instruction_etude import Etude
from desktop.views.notes_en_cours import NotesEnCours
from desktop.views.page import Navigateur, Page
from desktop.views.palette import Niveau
from domain.cer.states import State
from domain.errors import RefusedError
from domain.french import plural

COLONNES = (12, 26, 36)  # characters: age, priority, what to look at in the right
_ORDINAIRE = (None, "normale")


class PageInstruction(Page):
    """The CERs that wait for the service, the urgent and the oldest first.

    After a decision the next one opens by itself: a morning's pile is gone through by keyboard.
    """

    titre = "CER à étudier"
    icone = "scale"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.lignes: list[LigneEtude] = []
        self.a_etudier = self._filtre("a_etudier", "À étudier")
        self.commission = self._filtre("commission", "En commission")
        self.decides = self._filtre("decides", "Décidés depuis un mois")
        self.a_etudier.setChecked(True)
        self.pile = QStackedWidget()
        self._compte = Doux()
        self.liste = Liste("CER à étudier", decrire, colonnes=COLONNES)
        self.liste.ouverte.connect(self._ouvrir)
        self.vide = EtatVide(
            "circle-check", "Tout est étudié", "Les CER que les référents soumettent arriveront ici."
        )
        self.etude = Etude(bureau, Outils(bureau.settings, bureau.clock, bureau.orthographe))
        self.etude.liste.connect(self._revenir)
        self.etude.voisin.connect(self._aller)
        self.etude.decide.connect(self._suivant)
        self._accueil = QWidget()
        column = QVBoxLayout(self._accueil)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(12)
        column.addWidget(Titre(self.titre))
        chips = Flux()
        chips.addWidget(self.a_etudier)
        chips.addWidget(self.commission)
        chips.addWidget(self.decides)
        column.addLayout(chips)
        self.notes = NotesEnCours(bureau, navigateur)
        column.addWidget(self.notes)
        column.addWidget(self._compte)
        column.addWidget(self.liste, 1)
        column.addWidget(self.vide, 1)
        self.pile.addWidget(self._accueil)
        self.pile.addWidget(self.etude)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pile)

    def rafraichir(self) -> None:
        """Read the list again, and the CER under study if there is one."""
        self.notes.rafraichir()
        waiting = self.bureau.instruction.a_etudier()
        lists = {
            self.a_etudier: waiting,
            self.commission: [ligne for ligne in waiting if ligne.etat is State.COMMISSION],
            self.decides: self.bureau.instruction.decides(),
        }
        for chip, lignes in lists.items():
            chip.compter(len(lignes), plural(len(lignes), "CER", "CER"))
        self.lignes = next(lignes for chip, lignes in lists.items() if chip.isChecked())
        self.liste.montrer(self.lignes, _cer_de)
        self.liste.setVisible(bool(self.lignes))
        self.vide.setVisible(not self.lignes)
        urgent = sum(ligne.priorite not in _ORDINAIRE for ligne in self.lignes)
        words = plural(len(self.lignes), "CER", "CER") + " en attente de votre service"
        self._compte.setText(words + (f", dont {plural(urgent, 'prioritaire')}" if urgent else ""))
        self._compte.setVisible(bool(self.lignes) and self.a_etudier.isChecked())
        if self.etude.cer is not None:
            self._montrer(self.etude.cer)

    def _filtre(self, code: str, texte: str) -> BoutonFiltre:
        chip = BoutonFiltre(code, texte)
        chip.clicked.connect(self.rafraichir)
        return chip

    def _ouvrir(self, ligne: object) -> None:
        if isinstance(ligne, LigneEtude):
            self._montrer(ligne.cer)

    def _montrer(self, cer: str) -> None:
        """Show one CER of the list; one that has left it leaves the screen."""
        ranks = [rank for rank, ligne in enumerate(self.lignes) if ligne.cer == cer]
        if not ranks:
            self._revenir()
            return
        self.liste.choisir(ranks[0])
        self.pile.setCurrentWidget(self.etude)
        try:
            self.etude.ouvrir(self.lignes[ranks[0]], ranks[0] + 1, len(self.lignes))
        except RefusedError as refused:
            self.navigateur.annoncer(str(refused))
            self._revenir()

    def _aller(self, sens: int) -> None:
        ranks = [rank for rank, ligne in enumerate(self.lignes) if ligne.cer == self.etude.cer]
        if ranks and 0 <= ranks[0] + sens < len(self.lignes):
            self._montrer(self.lignes[ranks[0] + sens].cer)

    def _suivant(self, decide: str, phrase: str) -> None:
        """Open what came after the one decided, in the order one was reading."""
        order = [ligne.cer for ligne in self.lignes]
        place = order.index(decide) if decide in order else 0
        left = {ligne.cer for ligne in self.bureau.instruction.a_etudier()} - {decide}
        following = [cer for cer in (*order[place + 1 :], *order[:place]) if cer in left]
        self.etude.fermer()
        self.navigateur.annoncer(phrase)
        self.rafraichir()
        if following and not self.decides.isChecked():
            self._montrer(following[0])
        else:
            self._revenir()

    def _revenir(self) -> None:
        self.etude.fermer()
        self.pile.setCurrentWidget(self._accueil)
        self.liste.setFocus()


def decrire(objet: object) -> Entree:
    """Describe a row: who, sent by whom, where it stands; what calls for attention; its age."""
    if not isinstance(objet, LigneEtude):
        raise TypeError(objet)
    age = plural(objet.jours, "jour") if objet.jours else "aujourd’hui"
    urgent = "" if objet.priorite in _ORDINAIRE else objet.priorite_libelle
    alert = objet.alerte if len(objet.alerte) <= COLONNES[-1] else "Droits à vérifier"
    return Entree(
        objet.nom_affiche,
        " · ".join(filter(None, (objet.etat_libelle, objet.referent_nom))),
        pastilles=(
            (age, Niveau.NEUTRE, "clock"),
            (urgent, Niveau.ATTENTION, ""),
            (alert, Niveau.URGENT, ""),
        ),
    )


def _cer_de(objet: object) -> object:
    return objet.cer if isinstance(objet, LigneEtude) else None
