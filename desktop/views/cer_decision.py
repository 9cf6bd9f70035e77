"""Parts of a CER that is read: what the service decided of it, and the steps it went through (R-CER-29)."""

from PySide6.QtWidgets import QLayout, QVBoxLayout

from desktop.services.cer_lu import CerLu
from desktop.views.blocs import Carte, Doux, Jalon, Petit, pastille_etat
from desktop.views.blocs.textes import Corps
from domain.clock import PARIS, read_instant
from domain.fields import Value
from domain.french import long_date, short_date


def periode(debut: Value, fin: Value) -> str:
    """Write a period in words, as far as it is known."""
    start, end = (str(value) if value else None for value in (debut, fin))
    if start and end:
        return f"du {long_date(start)} au {long_date(end)}"
    return f"à partir du {long_date(start)}" if start else ""


def decision(lu: CerLu) -> Carte:
    """Lay out the decision: its date, its period, its words, and the note that does not print."""
    values = lu.values
    card = Carte("Décision du service")
    card.ajouter_en_tete(pastille_etat(lu.etat, lu.etat_libelle))
    if values["date_decision"]:
        card.ajouter(Doux(f"Le {long_date(str(values['date_decision']))}."))
    decided = periode(values["date_debut_decidee"], values["date_fin_decidee"])
    if decided:
        card.ajouter(paire("Période décidée", decided))
    if values["decision_commentee"]:
        card.ajouter(paire("Décision commentée", values["decision_commentee"]))
    if values["note_referent"]:
        card.ajouter(paire("Note pour le référent\u00a0: ne s’imprime pas", values["note_referent"]))
    return card


def histoire(lu: CerLu) -> Carte:
    """Lay out the steps, the latest first: who, when, from, to, why (R-CER-12)."""
    card = Carte("Étapes")
    for step in reversed(lu.historique):
        day = read_instant(step.date).astimezone(PARIS).date().isoformat() if step.date else ""
        waiting = "Attend la prochaine synchronisation" if step.en_attente else ""
        origin = f"Depuis «\u00a0{step.de_libelle}\u00a0»" if step.de_libelle else ""
        said = " · ".join(filter(None, (origin, step.auteur, step.motif, waiting)))
        icon = "clock" if step.en_attente else "circle-check"
        card.ajouter(Jalon(short_date(day), step.vers_libelle, said, icone=icon))
    return card


def paire(label: str, value: Value) -> QLayout:
    """Lay out a small label over its value."""
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Petit(label))
    column.addWidget(Corps(str(value or "—")))
    column.addStretch()
    return column
