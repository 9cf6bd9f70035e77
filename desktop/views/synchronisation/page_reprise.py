"""One thing to take up again, whole on its page: what happened, the question, the answer (decision 8)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.reprises import AReprendre, ChampConteste, Geste
from desktop.views.blocs import (
    Alerte,
    BarreActions,
    Bouton,
    BoutonPrincipal,
    Carte,
    Defilant,
    EtatVide,
    Flux,
    Petit,
    vider,
)
from desktop.views.blocs.compare import LEGENDE
from desktop.views.blocs.entete import Entete
from desktop.views.fields import Outils
from desktop.views.page import Navigateur, Page
from desktop.views.synchronisation import libelles
from desktop.views.synchronisation.brouillon import Brouillon
from desktop.views.synchronisation.champ import AUTRE, MIEN, SERVEUR, ChampEnDouble, par_groupe
from domain.errors import RefusedError
from domain.fields import Value
from domain.french import plural, when

_MARGE = 32
PLUSIEURS = "Réglé\u00a0: vos choix sont dans le dossier."
_DIT = {
    MIEN: "Réglé\u00a0: la version gardée ici est dans le dossier.",
    SERVEUR: "Réglé\u00a0: la version du serveur reste dans le dossier.",
    AUTRE: "Réglé\u00a0: votre troisième version est dans le dossier.",
}


class PageReprise(Page):
    """Opens one item; settled, it goes back where one came from and says what was chosen."""

    titre = "À reprendre"
    icone = "git-compare"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, item: str) -> None:
        super().__init__(bureau, navigateur)
        self._id = item
        self.item: AReprendre | None = None
        self._outils = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.entete = Entete()
        self.entete.muet()
        self.entete.retour.connect(navigateur.retour)
        self.questions: list[ChampEnDouble] = []
        self.brouillon: Brouillon | None = None
        self.corps = Defilant((_MARGE, 24, _MARGE, _MARGE), 20)
        self.barre = BarreActions()
        self.dossier = Bouton("Ouvrir le dossier", "folder")
        self.dossier.clicked.connect(self._open)
        self.copier = Bouton("Copier le texte", "clipboard-list")
        self.copier.clicked.connect(self._copy)
        self.ecarter = Bouton("Mettre de côté", "inbox")
        self.ecarter.clicked.connect(self._set_aside)
        self.regler = BoutonPrincipal("Enregistrer mon choix", "check")
        self.regler.clicked.connect(self._settle)
        for button in (self.dossier, self.copier, self.ecarter, self.regler):
            self.barre.ajouter(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.entete, self.corps, self.barre):
            column.addWidget(part, int(part is self.corps))

    def concerne(self, changes: Changes) -> bool:
        """Follow the item, and the dossier it is about: what the server has may change meanwhile."""
        item = self.item
        return changes.touches(record=self._id, dossier=item.dossier if item else None)

    def rafraichir(self) -> None:
        """Read again; a question that has not changed keeps the answer under way."""
        found = next((one for one in self.bureau.reprises.a_reprendre() if one.id == self._id), None)
        if found is None:
            self._gone()
        elif found != self.item:
            self.item = found
            self._show(found)

    def _show(self, item: AReprendre) -> None:
        self.entete.montrer(
            item.nom_affiche or item.quoi,
            f"{item.quoi}, depuis le {when(item.depuis)}"
            if item.nom_affiche
            else f"Depuis le {when(item.depuis)}",
            *libelles.statut(item),
        )
        kept = {question.champs: question for question in self.questions}
        for question in self.questions:
            question.setParent(None)
        vider(self.corps.colonne)
        self.questions, self.brouillon = [], None
        self._put(Alerte(libelles.explication(item), libelles.statut(item)[1]))
        if item.geste is Geste.CHOISIR:
            self._ask(item, kept)
        else:
            self._read(item, item.champs)
        self.corps.colonne.addStretch()
        self.dossier.setVisible(item.dossier is not None)
        self.copier.setVisible(self.brouillon is not None)
        self.ecarter.setVisible(item.geste is Geste.PRENDRE)
        words = {
            Geste.CHOISIR: "Enregistrer mon choix",
            Geste.PRENDRE: "Prendre dans le dossier",
            Geste.LIRE: "J’ai lu, classer",
        }[item.geste]
        self.regler.setText(words)
        self.regler.setAccessibleName(words)
        self._follow()

    def _ask(self, item: AReprendre, kept: dict[tuple[ChampConteste, ...], ChampEnDouble]) -> None:
        for group in par_groupe(item.a_choisir):
            self.questions.append(kept.get(group) or self._question(item, group))
        self._put(Petit(LEGENDE))
        if len(self.questions) > 1:
            self._put(self._all_at_once())
        for question in self.questions:
            card = Carte()
            card.ajouter(question)
            self._put(card)
        if rest := [champ for champ in item.champs if champ not in item.a_choisir]:
            self._read(item, rest)

    def _read(self, item: AReprendre, champs: Sequence[ChampConteste]) -> None:
        author = f"Le travail de {item.auteur_nom}" if libelles.qui(item) else "Ce que vous avez écrit"
        self.brouillon = Brouillon(author, champs, item.record, self._outils)
        self._put(self.brouillon)

    def _question(self, item: AReprendre, champs: tuple[ChampConteste, ...]) -> ChampEnDouble:
        made = ChampEnDouble(champs, self._outils, auteur=libelles.qui(item), ecrit_le=item.depuis)
        made.change.connect(self._follow)
        return made

    def _all_at_once(self) -> QLayout:
        """Answer every question alike: a tired person has seven fields and one thing to say."""
        row = Flux()
        for choice in (MIEN, SERVEUR):
            button = Bouton(f"{self.questions[0].mots(choice)} partout", discret=True)
            button.setProperty("choix", choice)
            button.clicked.connect(self._answer_all)
            row.addWidget(button)
        return row

    def _answer_all(self) -> None:
        choice = str(self.sender().property("choix"))
        for question in self.questions:
            question.options.boutons[choice].click()
        self.regler.setFocus()

    def _follow(self) -> None:
        left = sum(question.choisi() is None for question in self.questions)
        self.regler.setEnabled(not left)
        self.barre.dire(f"{plural(left, 'choix', 'choix')} à faire." if left else "")

    def _settle(self) -> None:
        item = self.item
        faults = [fault for question in self.questions for fault in question.fautes()]
        if item is None or faults:
            self.barre.dire(" ".join(faults))
            return
        reprises = self.bureau.reprises
        match item.geste:
            case Geste.PRENDRE:
                self._do(lambda: reprises.prendre(item.id), "C’est dans le dossier, sous votre nom.")
            case Geste.LIRE:
                self._do(
                    lambda: reprises.regler(item.id, None, None),
                    "Classé. Vos mots restent dans «\u00a0Réglés\u00a0».",
                )
            case _:
                kept: dict[str, Value] = {}
                for question in self.questions:
                    kept |= question.valeurs()
                seen = {champ.nom: champ.serveur for question in self.questions for champ in question.champs}
                chosen = {question.choisi() for question in self.questions}
                said = (
                    _DIT[str(chosen.pop())]
                    if len(chosen) == 1
                    else "Réglé\u00a0: vos choix sont dans le dossier."
                )
                self._do(lambda: reprises.regler(item.id, kept or None, seen), said)

    def _set_aside(self) -> None:
        item = self.item
        if item is not None:
            words = "Mis de côté\u00a0: le dossier n’a pas changé, le texte reste dans «\u00a0Réglés\u00a0»."
            self._do(lambda: self.bureau.reprises.ecarter(item.id), words)

    def _do(self, act: Callable[[], None], said: str) -> None:
        try:
            act()
        except RefusedError as refused:  # what nobody has read yet, or somebody was quicker
            self.rafraichir()
            self.barre.dire(str(refused))
        else:
            self.item = None
            self.navigateur.annoncer(said)
            self.navigateur.retour()

    def _gone(self) -> None:
        if self.item is None and self.corps.colonne.count():
            return
        self.item = None
        vider(self.corps.colonne)
        self.questions, self.brouillon = [], None
        done = next((one for one in self.bureau.reprises.reglees() if one.item.id == self._id), None)
        words = (
            f"Réglé par {done.par} le {when(done.le)}." if done and done.le else "Cela ne vous attend plus."
        )
        back = Bouton("Retour", "arrow-left")
        back.clicked.connect(self.navigateur.retour)
        self._put(EtatVide("circle-check", "C’est réglé", words, back))
        self.corps.colonne.addStretch()
        self.barre.hide()

    def _open(self) -> None:
        if self.item is not None and self.item.dossier is not None:
            self.navigateur.ouvrir_dossier(self.item.dossier)

    def _copy(self) -> None:
        if self.brouillon is not None:
            self.brouillon.copier()
            self.navigateur.annoncer("Le texte est copié.")

    def _put(self, part: QWidget | QLayout) -> None:
        if isinstance(part, QWidget):
            self.corps.colonne.addWidget(part)
        else:
            self.corps.colonne.addLayout(part)
