"""What is known of the person, question by question, and what is to be asked again (R-INF-3, R-INF-5)."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.poste import Values
from desktop.services.suivi_lu import CaracteristiqueLue, SuiviLu
from desktop.views.blocs import Bouton, Carte, Doux, Flux, Pastille, Petit, vider
from desktop.views.blocs.suite import Suite
from desktop.views.clavier import donner, premier
from desktop.views.dossier.refus import Refus
from desktop.views.fields import Outils
from desktop.views.fields.options import Options
from desktop.views.palette import Niveau
from domain.french import short_date
from domain.reglage.nomenclatures import Settings
from domain.suivi.form import CARACTERISTIQUE
from domain.suivi.rules import Fraicheur, belongs

_A_REVOIR = {
    Fraicheur.ABSENTE: ("À renseigner", Niveau.ATTENTION, "circle-alert"),
    Fraicheur.A_RAFRAICHIR: ("À rafraîchir", Niveau.ATTENTION, "refresh-cw"),
}


class Caracteristiques(Carte):
    """The expected ones first, then what else is known; the rest is a menu away."""

    def __init__(self, bureau: Bureau, dossier: str, outils: Outils, refus: Refus) -> None:
        super().__init__("Caractéristiques")
        self._bureau, self._dossier = bureau, dossier
        self._outils, self._refus = outils, refus
        self._lues: dict[str, CaracteristiqueLue] = {}
        self._demandees: set[str] = set()
        self._modifiable = False
        self.compte = Pastille()
        self.ajouter_en_tete(self.compte)
        self.fiches: Suite[FicheCaracteristique] = Suite(espace=16)
        self.ajouter(self.fiches.colonne)
        self.autre = Bouton("Renseigner autre chose", "plus", discret=True)
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._ask)
        self.autre.setMenu(self.menu)
        self.colonne.addWidget(self.autre, 0, Qt.AlignmentFlag.AlignLeft)

    def montrer(self, lu: SuiviLu) -> None:
        """Show what is known; an answer being chosen is left alone."""
        self._modifiable = lu.modifiable
        self._lues = {one.nom: one for one in lu.caracteristiques}
        count = lu.a_revoir
        self.compte.montrer(f"{count} à revoir" if count else "À jour", *_niveau(count))
        shown = [
            one.nom
            for one in lu.caracteristiques
            if one.fraicheur is not None or one.constats or one.nom in self._demandees
        ]
        self.fiches.suivre(shown, self._make)
        for nom, fiche in self.fiches.par_id.items():
            fiche.montrer(self._lues[nom], modifiable=lu.modifiable)
        self._offer([one for one in lu.caracteristiques if one.nom not in shown])

    def _make(self, nom: str) -> "FicheCaracteristique":
        fiche = FicheCaracteristique(self._lues[nom], self._outils.settings)
        fiche.constatee.connect(self._find)
        fiche.rafraichie.connect(self._refresh)
        return fiche

    def _offer(self, others: list[CaracteristiqueLue]) -> None:
        self.menu.clear()
        for one in others:
            self.menu.addAction(f"{one.famille}\u00a0: {one.libelle}").setData(one.nom)
        self.autre.setVisible(bool(others) and self._modifiable)

    def _ask(self, action: QAction) -> None:
        nom = str(action.data())
        self._demandees.add(nom)
        self.montrer(self._bureau.suivi.lire(self._dossier))
        self.fiches.par_id[nom].show()  # at once: the keyboard goes to no widget that is not seen
        self.fiches.par_id[nom].ouvrir()

    def _find(self, nom: str, valeur: str, precision: str) -> None:
        suivi = self._bureau.suivi
        if self._refus.tenter(partial(suivi.constater, self._dossier, nom, valeur, precision)):
            self.fiches.par_id[nom].fermer()

    def _refresh(self, nom: str) -> None:
        self._refus.tenter(partial(self._bureau.suivi.rafraichir, self._dossier, nom))


class FicheCaracteristique(QWidget):
    """One question: its answer and the day it was given, what to do about it, its history on demand."""

    constatee = Signal(str, str, str)
    rafraichie = Signal(str)

    def __init__(self, lue: CaracteristiqueLue, settings: Settings) -> None:
        super().__init__()
        self._lue = lue
        title = QLabel(lue.libelle)
        title.setProperty("role", "etiquette")
        title.setWordWrap(True)
        self.famille = Petit(lue.famille)
        self.reponse = Doux()
        self.etat = Pastille()
        self.meme = _lien("Rien n’a changé")
        self.meme.setAccessibleName(f"Rien n’a changé\u00a0: {lue.libelle}")
        self.meme.setToolTip("Noter la même réponse à la date d’aujourd’hui")
        self.meme.clicked.connect(self._same)
        self.changer = _lien("Modifier")
        self.changer.clicked.connect(self.ouvrir)
        self.histoire = _lien("Historique")
        self.histoire.setAccessibleName(f"Historique\u00a0: {lue.libelle}")
        self.histoire.clicked.connect(self._turn_history)
        self._passe = QVBoxLayout()
        choices = [
            (code.code, code.label)
            for code in settings.choices("valeurs_caracteristique")
            if belongs(code.code, lue.nom)
        ]
        self.saisie = _Saisie(lue.libelle, choices)
        self.saisie.enregistrer.clicked.connect(self._record)
        self.saisie.annuler.clicked.connect(self.fermer)
        beneath = Flux(ecart=16)
        for part in (self.etat, self.meme, self.changer, self.histoire):
            beneath.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.famille)
        column.addWidget(title)
        column.addWidget(self.reponse)
        column.addLayout(beneath)
        column.addWidget(self.saisie)
        column.addLayout(self._passe)

    def montrer(self, lue: CaracteristiqueLue, *, modifiable: bool) -> None:
        """Show the answer of today, and what is to be done about it."""
        self._lue = lue
        last = lue.presente
        if last is None:
            self.reponse.hide()
        else:
            self.reponse.setText(_said(last))
            self.reponse.show()
        words, niveau, icone = _A_REVOIR.get(lue.fraicheur or Fraicheur.A_JOUR, ("", Niveau.NEUTRE, ""))
        self.etat.montrer(words, niveau, icone)
        self.etat.setVisible(lue.a_revoir)
        closed = self.saisie.isHidden()
        self.meme.setVisible(modifiable and closed and lue.fraicheur is Fraicheur.A_RAFRAICHIR)
        self.changer.setText("Modifier" if last else "Répondre")
        self.changer.setAccessibleName(f"{self.changer.text()}\u00a0: {lue.libelle}")
        self.changer.setVisible(modifiable and closed)
        self.histoire.setVisible(len(lue.constats) > 1)
        self._modifiable = modifiable
        self._show_history()

    _modifiable = _depliee = False

    def ouvrir(self) -> None:
        """Ask for the answer of today; the one that is known is already chosen."""
        last = self._lue.presente or {}
        self.saisie.options.choisir(str(last.get("valeur") or "") or None)
        self.saisie.precision.setText(str(last.get("precision") or ""))
        self.saisie.show()
        self.montrer(self._lue, modifiable=self._modifiable)
        if (first := premier(self.saisie)) is not None:
            donner(first)

    def fermer(self) -> None:
        """Give up the answer, or go on once it is recorded."""
        self.saisie.hide()
        self.montrer(self._lue, modifiable=self._modifiable)
        donner(self.changer)

    def _same(self) -> None:
        self.rafraichie.emit(self._lue.nom)

    def _record(self) -> None:
        if (code := self.saisie.options.choisi()) is not None:
            self.constatee.emit(self._lue.nom, code, self.saisie.precision.text().strip())

    def _turn_history(self) -> None:
        self._depliee = not self._depliee
        self._show_history()

    def _show_history(self) -> None:
        vider(self._passe)
        for one in self._lue.constats[1:] if self._depliee else ():
            self._passe.addWidget(Petit(_said(one)))


class _Saisie(QWidget):
    """The answers, a word more if need be, and the two buttons; what is recorded is never unmade."""

    def __init__(self, nom: str, choix: list[tuple[str, str]]) -> None:
        super().__init__()
        self.options = Options(nom, choix)
        self.precision = QLineEdit()
        self.precision.setPlaceholderText("Précision, si besoin")
        self.precision.setAccessibleName(f"Précision\u00a0: {nom}")
        self.precision.setMaxLength(CARACTERISTIQUE.by_name["precision"].max_length or 0)
        self.enregistrer = Bouton("Enregistrer", "check")
        self.enregistrer.setAccessibleName(f"Enregistrer\u00a0: {nom}")
        self.annuler = Bouton("Annuler", discret=True)
        self.annuler.setAccessibleName(f"Annuler\u00a0: {nom}")
        self.precision.returnPressed.connect(self.enregistrer.click)
        row = QHBoxLayout()
        row.addWidget(self.enregistrer)
        row.addWidget(self.annuler)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addWidget(self.options)
        column.addWidget(self.precision)
        column.addLayout(row)
        self.hide()


def _lien(texte: str) -> Bouton:
    """Make a button that stands in a line as words do."""
    button = Bouton(texte, discret=True)
    button.setProperty("lien", True)  # noqa: FBT003 - the value of a property
    return button


def _said(finding: Values) -> str:
    """Return an answer and its day: «CAP, BEP (cuisine), le 12/03/2026»."""
    precision = f" ({finding['precision']})" if finding["precision"] else ""
    return (
        f"{finding['valeur_libelle'] or ''}{precision}, le {short_date(str(finding['constatee_le'] or ''))}"
    )


def _niveau(a_revoir: int) -> tuple[Niveau, str]:
    return (Niveau.ATTENTION, "refresh-cw") if a_revoir else (Niveau.SUCCES, "circle-check")
