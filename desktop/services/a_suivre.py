"""What the accompaniments wait for: requests, veilles that end, long sanctions, sorties to record.

The lists of the secretariat (R-MID-1, R-FA-2, R-FA-3, R-FA-10, R-REP-1). They are those of the dossiers
of this replica: the same question asked on a référent’s laptop is about his own file active.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, or_

from desktop.models.tables import RECORDS
from desktop.services.poste import Poste, Values, rows
from domain.beneficiaire.rules import full_name
from domain.clock import today
from domain.demandes.rules import fin_is_treated, waiting_midem
from domain.file_active.rules import awaits_sortie, current_referent
from domain.french import long_date
from domain.veille.rules import ends_soon, sanction_is_long


class Suite(StrEnum):
    """What is waited for."""

    MIDEM = "midem"
    FIN = "fin"
    SANCTION = "sanction"
    VEILLE = "veille"
    SORTIE = "sortie"


@dataclass(frozen=True, slots=True)
class LigneSuite:
    """One thing that waits on a dossier; ``depuis``: since when, or the day it is about."""

    suite: Suite
    dossier: str
    nom_affiche: str
    referent_nom: str
    texte: str
    depuis: str


class ASuivre:
    """Use case of the lists."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lister(self) -> tuple[LigneSuite, ...]:
        """Return everything that waits, the oldest first."""
        poste = self._poste
        with poste.replique.read() as connection:
            found = {
                Suite.MIDEM: _by_dossier(connection, "demande_midem"),
                Suite.FIN: _by_dossier(connection, "demande_fin"),
                Suite.VEILLE: _by_dossier(connection, "veille", _empty("veille", "terminee_le")),
            }
            frozen = rows(connection, "dossier", RECORDS["dossier"].c.actualisation_figee_le > "")
            concerned = {dossier for lines in found.values() for dossier in lines}
            concerned |= {str(person["id"]) for person in frozen}
            people = rows(connection, "dossier", RECORDS["dossier"].c.id.in_(concerned))
            followed = _by_dossier(connection, "affectation", RECORDS["affectation"].c.dossier.in_(concerned))
            names = poste.names(connection)
        lines = []
        for person in people:
            record = str(person["id"])
            waits = self._of(person, {suite: by.get(record, []) for suite, by in found.items()}, followed)
            referent = current_referent(followed.get(record, []), today(poste.clock))
            who = names.get(referent or "", "")
            lines += [LigneSuite(what, record, full_name(person), who, *said) for what, *said in waits]
        return tuple(sorted(lines, key=lambda line: (line.depuis, line.nom_affiche)))

    def _of(
        self, person: Values, found: dict[Suite, list[Values]], followed: dict[str, list[Values]]
    ) -> list[tuple[Suite, str, str]]:
        day = today(self._poste.clock)
        days = int(self._poste.settings["departement.veille_alerte_jours"])
        waits: list[tuple[Suite, str, str]] = []
        if (midem := waiting_midem(found[Suite.MIDEM], person)) is not None:
            asked = str(midem["date"])
            waits.append((Suite.MIDEM, f"Mise en demeure demandée le {long_date(asked)}", asked))
        for demande in found[Suite.FIN]:
            if not fin_is_treated(demande):
                asked = str(demande["date"] or "")
                text = f"Fin demandée le {long_date(asked)}\u00a0: {demande['cas_libelle'] or 'sans motif'}"
                waits.append((Suite.FIN, text, asked))
        for veille in found[Suite.VEILLE]:
            since, fin = str(veille["debut"] or ""), str(veille["fin"] or "")
            if sanction_is_long(veille, day):
                text = f"Sanction depuis le {long_date(since)}, sans radiation"
                waits.append((Suite.SANCTION, text, since))
            elif ends_soon(veille, day, days):
                verb = "devait finir" if fin < day.isoformat() else "finit"
                text = (
                    f"La veille {verb} le {long_date(fin)}\u00a0: {veille['motif_libelle'] or 'sans motif'}"
                )
                waits.append((Suite.VEILLE, text, fin))
        if awaits_sortie(person, followed.get(str(person["id"]), []), day):
            since = str(person["actualisation_figee_le"])
            text = f"Genesis n’actualise plus depuis le {long_date(since)}\u00a0: sortie à dater"
            waits.append((Suite.SORTIE, text, since))
        return waits


def _by_dossier(connection: Connection, kind: str, *where: ColumnElement[bool]) -> dict[str, list[Values]]:
    grouped: dict[str, list[Values]] = {}
    for line in rows(connection, kind, *where):
        grouped.setdefault(str(line["dossier"]), []).append(line)
    return grouped


def _empty(kind: str, column: str) -> ColumnElement[bool]:
    here = RECORDS[kind].c[column]
    return or_(here.is_(None), here == "")
