"""What a référent has still to record in a dossier before he leaves it (R-FA-12, R-ACC-6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desktop.models.contenus import Etape, Sens
from desktop.models.tables import RECORDS, contenu
from desktop.services.lignes_cer import LigneCer
from desktop.services.poste import Poste, Values, rows
from domain.cer.states import State
from domain.clock import this_minute, today
from domain.entretien.rules import is_untreated, lacks_synthese
from domain.french import plural
from domain.note.rules import is_open
from domain.suivi.rules import is_running, to_see_again
from domain.veille.rules import stands


@dataclass(frozen=True, slots=True)
class Reste:
    """One thing to mend, and where: ``quoi`` is «entretien», «cer», «veille», «partie» (a tab) or «place»."""

    texte: str
    quoi: str
    cible: str


def lire_restes(
    poste: Poste,
    connection: Connection,
    dossier: str,
    *,
    cers: Iterable[LigneCer],
    entretiens: list[Values],
    veilles: list[Values],
) -> tuple[Reste, ...]:
    """Return what is left, in the order of the dossier’s parts; what the caller has read is given."""

    def of(kind: str) -> list[Values]:
        return rows(connection, kind, RECORDS[kind].c.dossier == dossier)

    day = today(poste.clock)
    drafts = [cer.id for cer in cers if cer.etat is State.PROPOSITION]
    difficulties = [one for one in of("difficulte") if is_running(one, day)]
    expected = list(poste.settings["departement.caracteristiques_attendues"])
    months = int(poste.settings["departement.caracteristiques_mois"])
    stale = to_see_again(of("caracteristique"), expected, day, months)
    me = poste.moi.id
    notes = [one for one in of("note") if is_open(one) and me in (one["cree_par"], one["attribuee_a"])]
    found = [
        *_entretiens(poste, entretiens, of("theme_entretien")),
        *_records(drafts, "cer", "CER", "CER en proposition", "CER en proposition"),
        *_part(len(difficulties), "Situation", "difficulté en cours", "difficultés en cours"),
        *_part(len(stale), "Situation", "caractéristique à rafraîchir", "caractéristiques à rafraîchir"),
        *_part(len(notes), "Notes", "note ouverte", "notes ouvertes"),
    ]
    if any(stands(one, day) for one in veilles):
        found.append(Reste("La veille court encore", "veille", ""))
    if unsent := _unsent(connection, dossier):
        text = plural(unsent, "document à envoyer", "documents à envoyer")
        found.append(Reste(text, "place", "synchronisation"))
    return tuple(found)


def _entretiens(poste: Poste, meetings: list[Values], themes: list[Values]) -> list[Reste]:
    now = this_minute(poste.clock)
    mine = [one for one in meetings if one["collaborateur"] in (None, poste.moi.id)]
    untreated = [str(one["id"]) for one in mine if is_untreated(one, now)]
    silent = [
        str(one["id"])
        for one in mine
        if lacks_synthese(one, [theme for theme in themes if theme["entretien"] == one["id"]])
    ]
    where = ("entretien", "Entretiens")
    return [
        *_records(untreated, *where, "présence à noter", "présences à noter"),
        *_records(silent, *where, "entretien sans synthèse", "entretiens sans synthèse"),
    ]


def _unsent(connection: Connection, dossier: str) -> int:
    ours = (contenu.c.dossier == dossier, contenu.c.sens == Sens.ENVOI, contenu.c.etat != Etape.FINI)
    return connection.execute(select(func.count()).where(*ours)).scalar_one()


def _records(records: list[str], quoi: str, partie: str, one: str, many: str) -> list[Reste]:
    """Lead to the record where there is one only, to the part of the dossier where there are several."""
    if len(records) == 1:
        return [Reste(plural(1, one), quoi, records[0])]
    return _part(len(records), partie, one, many)


def _part(count: int, partie: str, one: str, many: str) -> list[Reste]:
    return [Reste(plural(count, one, many), "partie", partie)] if count else []
