"""The path of one person on one axis of time: who accompanied, which right, which CERs, what was asked.

To add a lane: 1. its function here, from the rows of a kind to facts; 2. its line in :data:`PISTES`;
3. its signs in ``desktop/views/frise/signes.py``, for what is to be told at a glance. The screen, the
keyboard, the filter and the paper take it as they take the others.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from operator import attrgetter
from textwrap import shorten

from sqlalchemy import Connection

from desktop.documents.nommage import nom_fichier
from desktop.models.tables import RECORDS
from desktop.services.editions import MEDIA, Produit
from desktop.services.lignes_cer import history
from desktop.services.poste import Poste, Values, row, rows
from domain.beneficiaire.rules import full_name
from domain.cer.rules import effective_end, printable_period
from domain.cer.states import State, return_reason, state_of
from domain.clock import instant, today
from domain.demandes.rules import fin_is_treated, midem_is_treated
from domain.entretien.rules import ABSENCES, PREVU
from domain.fields import Value
from domain.file_active.rules import PARCOURS
from domain.french import hour, long_date, when
from domain.frise.faits import Fait, Forme, Frise, Piste, jour_de

_MOTIF = 120  # characters of a reason that one may write at length
_DEMANDEE, _TRAITEE = ("demandee", Forme.CREUX), ("traitee", Forme.PLEIN)
_MANQUES = ABSENCES | {"annule"}


@dataclass(frozen=True)
class _Matiere:
    """What the lanes are made of: the rows of one dossier, kind by kind."""

    poste: Poste
    connection: Connection
    dossier: Values
    noms: dict[str, str]

    def de(self, kind: str) -> list[Values]:
        """Return the rows of a kind."""
        return rows(self.connection, kind, RECORDS[kind].c.dossier == self.dossier["id"])


Faits = Iterator[Fait | None]
"""The facts of a lane; ``None`` for each one that has no date to stand at."""


@dataclass(frozen=True, slots=True)
class _Trace:
    nom: str
    faits: Callable[[_Matiere], Faits]
    ponctuelle: bool = False


class Frises:
    """Use cases of the frise."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lire(self, dossier: str) -> Frise:
        """Return the path of a dossier, without the lanes that hold nothing; of one that has gone, none."""
        poste = self._poste
        pistes: list[Piste] = []
        undated = 0
        with poste.replique.read() as connection:
            person = row(connection, "dossier", dossier) or {}
            lu = _Matiere(poste, connection, person, poste.names(connection))
            for code, trace in PISTES.items() if person else ():
                found = list(trace.faits(lu))
                dated = sorted(filter(None, found), key=attrgetter("debut"))
                undated += len(found) - len(dated)
                if dated:
                    pistes.append(Piste(code, trace.nom, tuple(dated), trace.ponctuelle))
        return Frise(dossier, full_name(person), today(poste.clock), tuple(pistes), undated)

    def imprimer(self, frise: Frise) -> Produit:
        """Make the PDF of what is given: the drawing, then every fact in words."""
        from desktop.documents.frise import rendre  # noqa: PLC0415 - reportlab, 0.3 s of a start

        poste = self._poste
        printed = rendre(frise, poste.settings, when(instant(poste.clock.now())))
        with poste.replique.read() as connection:
            person = row(connection, "dossier", frise.dossier) or {}
        nom, prenom = str(person.get("nom") or ""), str(person.get("prenom") or "")
        name = nom_fichier("Parcours", nom, prenom, poste.today, "pdf")
        return Produit(name, MEDIA["pdf"], printed, "")


def _accompagnement(lu: _Matiere) -> Faits:
    """Tell who accompanied: leaving and coming back makes two periods (R-GEN-12)."""
    for line in lu.de("affectation"):
        who = lu.noms.get(str(line["referent"]), "inconnu ici")
        said = f"{who}, {_bas(line['role_libelle'])}{_motif(line['motif_fin_libelle'])}"
        forme = Forme.PLEIN if line["role"] == PARCOURS else Forme.CREUX
        yield _fait(line, line["debut"], line["fin"], line["role"], forme, who, said)


def _droit(lu: _Matiere) -> Faits:
    """Tell the right: each event holds until the next (R-GEN-5), and the dossier may know a later one."""
    events = sorted(lu.de("evenement_droit"), key=lambda line: (line["date"] or "", line["cree_le"] or ""))
    yield from (None for line in events if not line["date"])
    dated, now = [line for line in events if line["date"]], lu.dossier
    if now["date_etat_droit"] and (not dated or str(now["date_etat_droit"]) > str(dated[-1]["date"])):
        latest = {"date": now["date_etat_droit"], "motif": now["motif_etat_droit"]}
        dated.append(now | latest | {"etat": now["etat_droit"], "etat_libelle": now["etat_droit_libelle"]})
    for line, following in zip_longest(dated, dated[1:], fillvalue=None):
        if line is None or (following and following["date"] == line["date"]):
            continue  # it changed again the same day
        until = jour_de(following["date"]) if following else None
        last = (until - dt.timedelta(1)).isoformat() if until else None
        name = str(line["etat_libelle"] or "Droit inconnu")
        said = ", ".join(filter(None, (f"{name}{_motif(line['motif'])}", _bas(line["sdd_libelle"]))))
        forme = Forme.PLEIN if line["etat"] == "versable" else Forme.BARRE
        yield _fait(line, line["date"], last, line["etat"], forme, name, said)


def _cers(lu: _Matiere) -> Faits:
    """Tell each CER by the dates decided, else proposed, until the day it was closed (R-CER-13)."""
    events: dict[str, list[Values]] = {}
    for event in lu.de("evenement_cer"):
        events.setdefault(str(event["cer"]), []).append(event)
    for line in lu.de("cer"):
        past = history(events.get(str(line["id"]), []))
        state, why = state_of(past), return_reason(past)
        name = f"CER n°\u00a0{line['numero']}" if line["numero"] else "CER"
        label = lu.poste.settings.label("etats_cer", state).removeprefix("CER ")
        status = "rendu par le service" if why else _bas(label)
        forme = {State.VALIDE: Forme.PLEIN, State.NON_VALIDE: Forme.BARRE}.get(state, Forme.CREUX)
        said = f"{name}, {status}{_motif(why)}"
        debut, fin = printable_period(line)[0], effective_end(line)
        yield _fait(line, debut, fin, state, forme, name, said, statut=status)


def _veilles(lu: _Matiere) -> Faits:
    """Tell each veille: it goes on until an act ends it, whatever was planned (R-FA-2)."""
    for line in lu.de("veille"):
        why = str(line["motif_libelle"] or "Motif inconnu")
        planned = "" if line["terminee_le"] else _le(", fin prévue", line["fin"])
        name = f"Veille\u00a0: {_bas(why)}"
        said = f"Veille, {_bas(why)}{planned}"
        yield _fait(line, line["debut"], line["terminee_le"], line["motif"], Forme.PLEIN, name, said)


def _entretiens(lu: _Matiere) -> Faits:
    """Tell every appointment proposed, held or not (R-ENT-1)."""
    for line in sorted(lu.de("entretien"), key=lambda line: str(line["moment"] or "")):
        moment, done = str(line["moment"] or ""), line["realisation"] or PREVU
        forme = {PREVU: Forme.CREUX}.get(str(done), Forme.BARRE if done in _MANQUES else Forme.PLEIN)
        what, who = str(line["type_libelle"] or "Entretien"), lu.noms.get(str(line["collaborateur"]))
        status, at = _bas(line["realisation_libelle"]) or "à compléter", hour(moment) if moment else ""
        said = f"{what}, {status}{f', avec {who}' if who else ''}"
        yield _fait(line, moment, moment, done, forme, what, said, heure=at, statut=status)


def _midem(lu: _Matiere) -> Faits:
    """Tell what was asked, and the last mise en demeure that Genesis shows (R-MID-1, R-MID-2)."""
    for line in lu.de("demande_midem"):
        state, forme = _TRAITEE if midem_is_treated(line, lu.dossier) else _DEMANDEE
        said = f"Mise en demeure demandée{_motif(line['motif'])}"
        yield _fait(line, line["date"], line["date"], state, forme, "Mise en demeure demandée", said)
    if done := lu.dossier["date_midem"]:
        said = f"Mise en demeure faite{_motif(lu.dossier['motif_midem'])}"
        yield _fait(lu.dossier, done, done, "faite", Forme.PLEIN, "Mise en demeure", said)


def _fins(lu: _Matiere) -> Faits:
    """Tell what was asked of the secretariat, and what it answered (R-FA-10)."""
    for line in lu.de("demande_fin"):
        state, forme = _TRAITEE if fin_is_treated(line) else _DEMANDEE
        said = f"Fin d’accompagnement demandée{_motif(line['cas_libelle'])}"
        said += _le(", souhaitée", line["fin_souhaitee"])
        said += _le(", traitée", line["traitee_le"]) or ", sans réponse"
        yield _fait(line, line["date"], line["date"], state, forme, "Fin demandée", said)


PISTES: dict[str, _Trace] = {
    "affectation": _Trace("Référents", _accompagnement),
    "evenement_droit": _Trace("Droit", _droit),
    "cer": _Trace("CER", _cers),
    "veille": _Trace("Veilles", _veilles),
    "entretien": _Trace("Entretiens", _entretiens, ponctuelle=True),
    "demande_midem": _Trace("Mises en demeure", _midem, ponctuelle=True),
    "demande_fin": _Trace("Demandes de fin", _fins, ponctuelle=True),
}
"""The lanes from top to bottom, each under the kind of record that a click opens."""


def _fait(
    line: Values,
    debut: Value,
    fin: Value,
    etat: Value,
    forme: Forme,
    mot: str,
    phrase: str,
    *,
    heure: str = "",
    statut: str = "",
) -> Fait | None:
    began, ended = jour_de(debut), jour_de(fin)
    if began is None:
        return None
    return Fait(str(line["id"]), began, ended, str(etat or ""), forme, mot, phrase, heure, statut)


def _motif(value: Value) -> str:
    return f" ({shorten(str(value), _MOTIF, placeholder='…')})" if value else ""


def _le(words: str, day: Value) -> str:
    return f"{words} le {long_date(str(day))}" if day else ""


def _bas(label: Value) -> str:
    text = str(label or "")
    return text if text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"
