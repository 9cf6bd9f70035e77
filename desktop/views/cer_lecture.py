"""A CER that is read: submitted, in study, decided. Text to read, not editors that are greyed out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.services.cer_lu import CerLu
from desktop.services.poste import Values
from desktop.views.blocs import Carte, PageDefilante, Petit, SousTitre, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.blocs.textes import Corps
from desktop.views.cer_accord import bouton_attestation, pastille_accord, phrase_accord
from desktop.views.cer_decision import decision, histoire, paire, periode
from desktop.views.palette import Niveau
from domain.accord.rules import Standing
from domain.cer.states import DECIDED
from domain.french import long_date, short_date

_RIEN = "Rien n’est écrit."


class LectureCer(PageDefilante):
    """The whole CER in one column; laid out anew only when what was read has changed."""

    atteste = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lu: CerLu | None = None
        content = QWidget()
        self._colonne = QVBoxLayout(content)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._colonne.setSpacing(16)
        self.ajouter(content)

    def afficher(self, lu: CerLu, verrou: str) -> None:
        """Show a CER; ``verrou`` says why it is only read, '' where nobody would wonder."""
        if lu == self._lu:
            return
        self._lu = lu
        vider(self._colonne)
        add = self._colonne.addWidget
        if lu.etat in DECIDED:
            add(decision(lu))
        if verrou:
            add(Alerte(verrou, Niveau.INFO))
        add(self._contrat(lu))
        add(_textes(lu))
        add(_pour_le_service(lu))
        if lu.historique:
            add(histoire(lu))

    def _contrat(self, lu: CerLu) -> Carte:
        card = _contrat(lu)
        if lu.accord.standing is not Standing.NC:
            button = bouton_attestation()
            button.clicked.connect(self.atteste)
            card.ajouter(_a_gauche(button))
        return card


def _contrat(lu: CerLu) -> Carte:
    values = lu.values
    card = Carte("Contrat")
    months = f" ({values['duree_mois']} mois)" if values["duree_mois"] else ""
    row = QHBoxLayout()
    row.setSpacing(24)
    row.addLayout(paire("Type", values["type_libelle"]), 1)
    row.addLayout(paire("Signé le", short_date(str(values["date_signature"] or ""))), 1)
    card.ajouter(row)
    card.ajouter(paire("Période proposée", periode(values["date_debut"], values["date_fin"]) + months))
    card.ajouter(_a_gauche(pastille_accord(lu.accord.standing)))
    if phrase_accord(lu):
        card.ajouter(Petit(phrase_accord(lu)))
    return card


def _textes(lu: CerLu) -> Carte:
    values = lu.values
    card = Carte()
    card.colonne.setSpacing(20)
    for name, title in (
        ("situation", "Situation actuelle et actions menées"),
        ("evaluation", "Évaluation commune du parcours"),
    ):
        card.ajouter(_section(title, str(values[name] or _RIEN)))
    card.ajouter(SousTitre("Objectifs"))
    for rank, objectif in enumerate(lu.objectifs, 1):
        card.ajouter(_objectif(rank, objectif.values))
    silent = "La personne ne souhaite rien exprimer." if values["sans_expression"] else _RIEN
    card.ajouter(_section("Expression de la personne", str(values["expression"] or silent)))
    return card


def _objectif(rank: int, line: Values) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    due = f" · échéance le {long_date(str(line['echeance']))}" if line["echeance"] else ""
    heading = Corps(f"{rank}. {line['theme_libelle'] or ''}{due}")
    heading.setProperty("role", "etiquette")
    column.addWidget(heading)
    for name, who in (("personne", "La personne"), ("referent", "Le référent")):
        if line[name]:
            column.addLayout(paire(who, line[name]))
    return column


def _pour_le_service(lu: CerLu) -> Carte:
    card = Carte("Pour le service\u00a0: ne s’imprime pas")
    card.ajouter(paire("Priorité", lu.values["priorite_libelle"]))
    if lu.values["levee"]:
        card.ajouter(paire("Levée demandée", lu.values["levee_libelle"]))
    card.ajouter(paire("Commentaire du référent", lu.values["commentaire"]))
    return card


def _section(title: str, text: str) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(SousTitre(title))
    column.addWidget(Corps(text))
    return column


def _a_gauche(widget: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch()
    return row
