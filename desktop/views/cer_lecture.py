"""A CER that is read: submitted, in study, decided. Text to read, not editors that are greyed out."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.services.cer_lu import CerLu
from desktop.services.poste import Values
from desktop.views.blocs import Carte, Doux, Jalon, PageDefilante, Petit, SousTitre, pastille_etat, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.blocs.textes import Corps
from desktop.views.cer_accord import pastille_accord, phrase_accord
from desktop.views.palette import Niveau
from domain.cer.states import State
from domain.clock import PARIS, read_instant
from domain.fields import Value
from domain.french import long_date, short_date

DECIDES = (State.VALIDE, State.NON_VALIDE)
_RIEN = "Rien n’est écrit."


class LectureCer(PageDefilante):
    """The whole CER in one column; laid out anew only when what was read has changed."""

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
        if lu.etat in DECIDES:
            add(_decision(lu))
        if verrou:
            add(Alerte(verrou, Niveau.INFO))
        add(_contrat(lu))
        add(_textes(lu))
        add(_pour_le_service(lu))
        if lu.historique:
            add(_histoire(lu))


def periode(debut: Value, fin: Value) -> str:
    """Write a period in words, as far as it is known."""
    start, end = (str(value) if value else None for value in (debut, fin))
    if start and end:
        return f"du {long_date(start)} au {long_date(end)}"
    return f"à partir du {long_date(start)}" if start else ""


def _decision(lu: CerLu) -> Carte:
    values = lu.values
    card = Carte("Décision du service")
    card.ajouter_en_tete(pastille_etat(lu.etat, lu.etat_libelle))
    if values["date_decision"]:
        card.ajouter(Doux(f"Le {long_date(str(values['date_decision']))}."))
    decided = periode(values["date_debut_decidee"], values["date_fin_decidee"])
    if decided:
        card.ajouter(_paire("Période décidée", decided))
    if values["decision_commentee"]:
        card.ajouter(_paire("Décision commentée", values["decision_commentee"]))
    if values["note_referent"]:
        card.ajouter(_paire("Note pour le référent\u00a0: ne s’imprime pas", values["note_referent"]))
    return card


def _contrat(lu: CerLu) -> Carte:
    values = lu.values
    card = Carte("Contrat")
    months = f" ({values['duree_mois']} mois)" if values["duree_mois"] else ""
    row = QHBoxLayout()
    row.setSpacing(24)
    row.addLayout(_paire("Type", values["type_libelle"]), 1)
    row.addLayout(_paire("Signé le", short_date(str(values["date_signature"] or ""))), 1)
    card.ajouter(row)
    card.ajouter(_paire("Période proposée", periode(values["date_debut"], values["date_fin"]) + months))
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
            column.addLayout(_paire(who, line[name]))
    return column


def _pour_le_service(lu: CerLu) -> Carte:
    card = Carte("Pour le service\u00a0: ne s’imprime pas")
    card.ajouter(_paire("Priorité", lu.values["priorite_libelle"]))
    card.ajouter(_paire("Commentaire du référent", lu.values["commentaire"]))
    return card


def _histoire(lu: CerLu) -> Carte:
    card = Carte("Étapes")
    for step in reversed(lu.historique):
        day = read_instant(step.date).astimezone(PARIS).date().isoformat() if step.date else ""
        waiting = "Attend la prochaine synchronisation" if step.en_attente else ""
        said = " · ".join(filter(None, (step.auteur, step.motif, waiting)))
        icon = "clock" if step.en_attente else "circle-check"
        card.ajouter(Jalon(short_date(day), step.vers_libelle, said, icone=icon))
    return card


def _section(title: str, text: str) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(SousTitre(title))
    column.addWidget(Corps(text))
    return column


def _paire(label: str, value: Value) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Petit(label))
    column.addWidget(Corps(str(value or "—")))
    column.addStretch()
    return column


def _a_gauche(widget: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch()
    return row
