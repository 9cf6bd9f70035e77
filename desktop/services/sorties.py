"""Leaving a file active: what is to be checked, the date, and the secretariat's cancel (R-FA-4, R-ACC-6)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.actes import modifier, refus
from desktop.services.poste import Poste, Values, row, rows, text_of
from desktop.services.restes import Reste
from domain.beneficiaire.rules import full_name
from domain.clock import today
from domain.demandes.rules import Preuves
from domain.droits import Writer
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.fields import Value, is_date
from domain.file_active import rules
from domain.hint import Hint

DES_REFERENTS = "La sortie est datée par le référent lui-même."
AU_SECRETARIAT = "Une sortie s’annule auprès du secrétariat de dispositif."
REMPLACE = "Un autre référent est désigné\u00a0: il n’y a plus rien à annuler."
REORIENTEE = "La personne a été réorientée\u00a0: Genesis met fin de lui-même à l’affectation."


@dataclass(frozen=True, slots=True)
class SortieDatee:
    """An end that a person has set, by hand; ``refus``: why this user may not cancel it, '' if he may."""

    affectation: str
    referent_nom: str
    fin: str
    motif_libelle: str
    refus: str


@dataclass(frozen=True, slots=True)
class Conjoint:
    """The other one of a couple whom the same référent accompanies (R-FA-8)."""

    dossier: str
    nom_affiche: str
    sortie_le: str | None


@dataclass(frozen=True, slots=True)
class SortieLue:
    """What a sortie needs. ``role`` is this user's own; ``refus``: why he may not date one, '' if he may.

    ``etape_jusqu_au``: until when he is référent d’étape besides, which the sortie ends too (R-FA-12).
    """

    role: str | None
    refus: str
    datee: SortieDatee | None
    proposees: tuple[str, ...]
    restes: tuple[Reste, ...]
    preuves: Preuves
    etape_jusqu_au: str | None
    conjoint: Conjoint | None
    person: Values
    cer_end: str | None
    today: dt.date

    def indications(self, fin: str | None, motif: str | None) -> tuple[Hint, ...]:
        """Return what is to be checked before leaving on ``fin``; nothing while it is not a day."""
        if self.role != rules.PARCOURS or fin is None or not is_date(fin):
            return ()
        return rules.sortie_hints(
            dt.date.fromisoformat(fin),
            motif=motif,
            dossier=self.person,
            preuves=self.preuves,
            today=self.today,
            cer_end=self.cer_end,
            remaining=len(self.restes),
        )


class Sorties:
    """Use cases of the sortie."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def dater(self, dossier: str, fin: str | None, motif: str | None) -> None:
        """End one's own affectation on ``fin``, its last day (R-ACC-2). Raises RefusedError.

        Whoever leaves his file active is no longer référent d’étape of the dossier either (R-FA-12).
        """
        poste = self._poste
        day = today(poste.clock)

        def work(connection: Connection) -> tuple[None, Changes]:
            known = rows(connection, "affectation", RECORDS["affectation"].c.dossier == dossier)
            mine = rules.own_period(known, poste.moi.id, day)
            if mine is None:
                raise RefusedError(DES_REFERENTS, "R-FA-4")
            if rules.is_reoriented(known, mine, day):
                raise RefusedError(REORIENTEE, "R-ACC-3")
            if not fin:
                raise RefusedError("Choisissez le dernier jour de l’accompagnement.", "R-FA-4")
            if mine["role"] == rules.PARCOURS and not motif:
                raise RefusedError("Choisissez le motif de la sortie.", "R-FA-5")
            if fin < str(mine["debut"] or ""):
                raise RefusedError("La sortie viendrait avant l’entrée dans la file active.", "R-FA-4")
            modifier(poste, connection, "affectation", mine, {"fin": fin, "motif_fin": motif})
            for other in _other_ends(known, mine, poste.moi.id, day):
                if str(other["fin"]) > fin:
                    modifier(poste, connection, "affectation", other, {"fin": fin})
            return None, touched("affectation", str(mine["id"]), dossier)

        poste.now_write(work)

    def annuler(self, affectation: str) -> None:
        """Cancel a sortie: the dossier comes back to its référent, unless another has been designated.

        Raises RefusedError (R-FA-4, R-ACC-3).
        """
        poste = self._poste
        day = today(poste.clock)

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "affectation", affectation) or {}
            others = rows(
                connection, "affectation", RECORDS["affectation"].c.dossier == before.get("dossier")
            )
            if any(one["id"] != affectation and rules.accompanies(one, day) for one in others):
                raise RefusedError(REMPLACE, "R-ACC-3")
            modifier(poste, connection, "affectation", before or None, {"fin": None, "motif_fin": None})
            return None, touched("affectation", affectation, str(before.get("dossier")))

        poste.now_write(work)


def lire_sortie(
    poste: Poste,
    connection: Connection,
    person: Values,
    affectations: list[Values],
    writer: Writer,
    *,
    restes: tuple[Reste, ...],
    preuves: Preuves,
    cer_end: str | None,
) -> SortieLue:
    """Return what the sortie of one dossier needs; ``cer_end``: last day of the CER in force, if any."""
    day = today(poste.clock)
    mine = rules.own_period(affectations, poste.moi.id, day)
    role = None if mine is None else text_of(mine["role"])
    known = None if mine is None else text_of(mine["fin"])
    if mine is None:
        why = DES_REFERENTS
    elif rules.is_reoriented(affectations, mine, day):
        why = REORIENTEE
    else:
        why = refus(writer, "affectation", Op.SET, {"fin": known or day.isoformat()}, mine)
    ends = [] if mine is None else _other_ends(affectations, mine, poste.moi.id, day)
    proposed = [one.isoformat() for one in rules.proposed_sorties(day, nsdd=person["sdd"] == "nsdd")]
    return SortieLue(
        role=role,
        refus=why,
        datee=_datee(poste, connection, affectations, writer, day),
        proposees=tuple(one for one in proposed if known is None or one <= known),
        restes=restes,
        preuves=preuves,
        etape_jusqu_au=max((str(one["fin"]) for one in ends), default=None),
        conjoint=_conjoint(connection, person, affectations, day),
        person=person,
        cer_end=cer_end,
        today=day,
    )


def _other_ends(affectations: list[Values], mine: Mapping[str, Value], me: str, day: dt.date) -> list[Values]:
    return [
        one
        for one in affectations
        if one["id"] != mine["id"] and one["referent"] == me and one["fin"] and rules.is_current(one, day)
    ]


def _datee(
    poste: Poste, connection: Connection, affectations: list[Values], writer: Writer, day: dt.date
) -> SortieDatee | None:
    """Return the sortie that stands: the last period de parcours has an end, and Genesis did not set it."""
    periods = [one for one in affectations if one["role"] == rules.PARCOURS]
    last = max(periods, key=lambda one: (rules.is_current(one, day), str(one["debut"] or "")), default=None)
    if last is None or not last["fin"] or last["motif_fin"] == "genesis":
        return None
    refused = refus(writer, "affectation", Op.SET, {"fin": None, "motif_fin": None}, last)
    return SortieDatee(
        str(last["id"]),
        poste.names(connection).get(str(last["referent"]), "inconnu ici"),
        str(last["fin"]),
        str(last["motif_fin_libelle"] or ""),
        AU_SECRETARIAT if refused else "",
    )


def _conjoint(
    connection: Connection, person: Values, affectations: list[Values], day: dt.date
) -> Conjoint | None:
    """Return the conjoint if the same référent accompanies both, whose dossier is then here too."""
    other = text_of(person["conjoint"])
    there = row(connection, "dossier", other) if other else None
    if there is None:
        return None
    theirs = rows(connection, "affectation", RECORDS["affectation"].c.dossier == other)
    referent = rules.current_referent(affectations, day)
    if referent is None or rules.current_referent(theirs, day) != referent:
        return None
    leaves = rules.own_period(theirs, referent, day) or {}
    return Conjoint(str(there["id"]), full_name(there), text_of(leaves.get("fin")))
