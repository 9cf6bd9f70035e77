"""What is asked of the secretariat: a mise en demeure, an end of accompaniment (R-MID-1/2, R-FA-10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.actes import creer, effacer, modifier, refus
from desktop.services.poste import Poste, Values, row, rows, text_of
from domain.demandes.rules import (
    MISSED,
    Preuves,
    fin_is_treated,
    midem_is_treated,
    preuves,
    waiting_midem,
)
from domain.droits import Writer
from domain.entretien.rules import absences
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.fields import Value
from domain.french import long_date

Sorte = Literal["demande_midem", "demande_fin"]
Garde = Callable[[Connection, list[Values]], None]
"""Looks at the requests there are before one more is written; raises RefusedError."""
COURRIERS_MIDEM = ("midem", "accuse_reception", "pli_refuse", "pli_non_recupere", "pli_npai")


@dataclass(frozen=True, slots=True)
class DemandeLue:
    """A request, who made it, and what became of it; ``retirable``: this user may still withdraw it."""

    id: str
    values: Values
    auteur_nom: str
    traitee: bool
    retirable: bool


@dataclass(frozen=True, slots=True)
class CourrierLu:
    """A letter that is filed, or what came back of it."""

    libelle: str
    date: str


@dataclass(frozen=True, slots=True)
class MidemLue:
    """The mises en demeure of a dossier: what was asked, what Genesis shows, what is filed (R-MID-1/2).

    ``absences`` since the last one; ``proposee``: there are enough of them to ask (R-ENT-11).
    """

    demandes: tuple[DemandeLue, ...]
    attend: bool
    genesis_le: str | None
    genesis_motif: str
    courriers: tuple[CourrierLu, ...]
    absences: int
    proposee: bool
    refus: str


@dataclass(frozen=True, slots=True)
class FinLue:
    """The requests of end of accompaniment, the two proofs, and who may ask and answer (R-FA-10)."""

    demandes: tuple[DemandeLue, ...]
    attend: str | None
    preuves: Preuves
    refus: str
    refus_reponse: str


class Demandes:
    """Use cases of both requests."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def demander_midem(self, dossier: str, values: Mapping[str, Value]) -> str:
        """Ask for a mise en demeure; return the request. Raises RefusedError, also if one waits already."""

        def held(connection: Connection, asked: list[Values]) -> None:
            person = row(connection, "dossier", dossier) or {}
            if (waits := waiting_midem(asked, person)) is not None:
                day = long_date(str(waits["date"]))
                raise RefusedError(f"Une mise en demeure demandée le {day} est déjà attendue.", "R-MID-1")
            day = str(values.get("date") or "")
            if day and midem_is_treated({"date": day}, person):
                raise RefusedError(
                    "Genesis en montre déjà une, de ce jour ou d’après.",
                    "R-MID-1",
                )

        return self._ask("demande_midem", dossier, values, held)

    def demander_fin(self, dossier: str, values: Mapping[str, Value]) -> str:
        """Ask for an end of accompaniment; return the request. Raises RefusedError, also if one waits."""

        def held(_connection: Connection, asked: list[Values]) -> None:
            if waits := [one for one in asked if not fin_is_treated(one)]:
                day = long_date(str(waits[0]["date"]))
                raise RefusedError(f"La fin demandée le {day} attend déjà le secrétariat.", "R-FA-10")

        return self._ask("demande_fin", dossier, values, held)

    def retirer(self, sorte: Sorte, demande: str) -> None:
        """Withdraw a request that nobody has dealt with yet. Raises RefusedError."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, sorte, demande)
            effacer(poste, connection, sorte, before)
            return None, touched(sorte, demande, str((before or {}).get("dossier")))

        poste.now_write(work)

    def repondre(self, demande: str, values: Mapping[str, Value]) -> None:
        """Record what the secretariat did of a request of end: ``traitee_le``, ``reponse``.

        Raises RefusedError.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "demande_fin", demande)
            if not values.get("traitee_le"):
                raise RefusedError("Dites quel jour la demande a été traitée.", "R-FA-10")
            modifier(poste, connection, "demande_fin", before, values)
            return None, touched("demande_fin", demande, str((before or {}).get("dossier")))

        poste.now_write(work)

    def _ask(self, sorte: Sorte, dossier: str, values: Mapping[str, Value], garde: Garde) -> str:
        poste = self._poste

        def work(connection: Connection) -> tuple[str, Changes]:
            garde(connection, rows(connection, sorte, RECORDS[sorte].c.dossier == dossier))
            record = creer(poste, connection, sorte, dossier, values)
            return record, touched(sorte, record, dossier)

        return poste.now_write(work)


def lire_midem(
    person: Values,
    demandes: list[Values],
    documents: list[Values],
    entretiens: list[Values],
    writer: Writer,
    names: Mapping[str, str],
) -> MidemLue:
    """Return the mises en demeure of a dossier."""
    waits = waiting_midem(demandes, person)
    done = text_of(person["date_midem"])
    missed = absences(one for one in entretiens if str(one["moment"] or "")[:10] >= (done or ""))
    asked = {"date": done or "", "motif": "?"}
    return MidemLue(
        demandes=tuple(
            _demande(
                one,
                names,
                refus(writer, "demande_midem", Op.DELETE, {}, one, person),
                traitee=midem_is_treated(one, person),
            )
            for one in _latest_first(demandes)
        ),
        attend=waits is not None,
        genesis_le=done,
        genesis_motif=str(person["motif_midem"] or ""),
        courriers=tuple(
            CourrierLu(str(one["type_libelle"] or ""), _filed(one))
            for one in sorted(documents, key=_filed, reverse=True)
            if one["type"] in COURRIERS_MIDEM
        ),
        absences=missed,
        proposee=missed >= MISSED and waits is None,
        refus=refus(writer, "demande_midem", Op.CREATE, asked),
    )


def lire_fin(
    person: Values,
    demandes: list[Values],
    documents: list[Values],
    writer: Writer,
    names: Mapping[str, str],
) -> FinLue:
    """Return the requests of end of accompaniment of a dossier."""
    ordered = _latest_first(demandes)
    waits = next((str(one["id"]) for one in ordered if not fin_is_treated(one)), None)
    asked: Values = {"cas": "?", "date": "?"}
    return FinLue(
        demandes=tuple(
            _demande(
                one, names, refus(writer, "demande_fin", Op.DELETE, {}, one), traitee=fin_is_treated(one)
            )
            for one in ordered
        ),
        attend=waits,
        preuves=preuves(person, documents, text_of(ordered[0]["date"]) if ordered else None),
        refus=refus(writer, "demande_fin", Op.CREATE, asked),
        refus_reponse=refus(writer, "demande_fin", Op.SET, {"traitee_le": "?"}, asked),
    )


def _demande(one: Values, names: Mapping[str, str], refused: str, *, traitee: bool) -> DemandeLue:
    return DemandeLue(str(one["id"]), one, names.get(str(one["cree_par"]), ""), traitee, not refused)


def _latest_first(demandes: list[Values]) -> list[Values]:
    return sorted(demandes, key=lambda one: (str(one["date"] or ""), str(one["id"])), reverse=True)


def _filed(document: Values) -> str:
    return str(document["date_envoi"] or document["cree_le"] or "")[:10]
