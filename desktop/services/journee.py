"""«Ma journée»: today's appointments and what waits (R-REP-2, R-ENT-10, R-CER-28, R-CER-29)."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_

from desktop.models.tables import RECORDS
from desktop.services.a_suivre import ASuivre, LigneSuite, Suite
from desktop.services.file_active import FileActive, Filtre
from desktop.services.poste import Poste, Values, rows
from domain.cer.states import State
from domain.clock import this_minute
from domain.french import moment as in_french
from domain.french import plural, short_date

WEEK = 6
ASKED = {Suite.MIDEM, Suite.FIN}
"""What the secretariat has to do, and the référent waits for."""


@dataclass(frozen=True, slots=True)
class RendezVous:
    """One appointment of the day or of the days to come."""

    entretien: str
    dossier: str
    nom_affiche: str
    moment: str
    lieu: str
    type_libelle: str
    realisation: str | None


@dataclass(frozen=True, slots=True)
class ATraiter:
    """One thing that waits, and where it leads."""

    dossier: str
    nom_affiche: str
    texte: str
    quoi: Literal["entretien", "cer", "dossier", "accompagnement"]
    cible: str
    niveau: Literal["info", "attention", "urgent"]


@dataclass(frozen=True, slots=True)
class JourneeLue:
    """What the home page shows."""

    rendez_vous: tuple[RendezVous, ...]
    prochains: tuple[RendezVous, ...]
    a_traiter: tuple[ATraiter, ...]
    retours: tuple[ATraiter, ...]
    decisions: tuple[ATraiter, ...]
    a_renouveler: tuple[ATraiter, ...]
    accompagnement: tuple[ATraiter, ...]
    demandes: tuple[ATraiter, ...]


class Journee:
    """Use case of the home page."""

    def __init__(self, poste: Poste, file_active: FileActive, a_suivre: ASuivre) -> None:
        self._poste = poste
        self._file_active = file_active
        self._a_suivre = a_suivre

    def lire(self) -> JourneeLue:
        """Return the day: appointments, meetings left «prévu», CERs returned, decided, to renew."""
        poste = self._poste
        now = this_minute(poste.clock)
        table = RECORDS["entretien"]
        with poste.replique.read() as connection:
            mine = or_(table.c.collaborateur == poste.moi.id, table.c.collaborateur.is_(None))
            meetings = rows(connection, "entretien", mine, table.c.moment >= poste.today)
            late = rows(connection, "entretien", mine, table.c.moment < now, table.c.realisation == "prevu")
        people = self._file_active.lignes()
        names = {dossier: person.nom_affiche for dossier, person in people.items()}
        meetings.sort(key=lambda line: str(line["moment"]))
        today_: list[RendezVous] = []
        later: list[RendezVous] = []
        for line in meetings:
            (today_ if str(line["moment"]).startswith(poste.today) else later).append(_meeting(line, names))
        followed = self._a_suivre.lister()
        returned, decided = [], []
        for dossier, person in people.items():
            for cer in person.cers:
                what = f"CER n° {cer.numero}"
                if cer.etat is State.PROPOSITION and cer.retour_motif:
                    text = f"{what} rendu\u00a0: {cer.retour_motif}"
                    returned.append(ATraiter(dossier, person.nom_affiche, text, "cer", cer.id, "urgent"))
                elif cer.decision_non_lue:
                    text = f"{what}\u00a0: {cer.etat_libelle.lower()}"
                    decided.append(ATraiter(dossier, person.nom_affiche, text, "cer", cer.id, "attention"))
        return JourneeLue(
            rendez_vous=tuple(today_),
            prochains=tuple(later[:WEEK]),
            a_traiter=tuple(
                ATraiter(
                    str(line["dossier"]),
                    names.get(str(line["dossier"]), ""),
                    f"Entretien {in_french(str(line['moment']))}\u00a0: présence à noter",
                    "entretien",
                    str(line["id"]),
                    "attention",
                )
                for line in sorted(late, key=lambda line: str(line["moment"]), reverse=True)
            ),
            retours=tuple(returned),
            decisions=tuple(decided),
            a_renouveler=tuple(self._renewals()),
            accompagnement=tuple(_followed(line) for line in followed if line.suite not in ASKED),
            demandes=tuple(_followed(line) for line in followed if line.suite in ASKED),
        )

    def _renewals(self) -> list[ATraiter]:
        lines = self._file_active.lister(filtre=Filtre.A_RENOUVELER)
        found = []
        for line in sorted(lines, key=lambda line: line.jours_restants or 0):
            days = line.jours_restants or 0
            when = f"dans {plural(days, 'jour')}" if days >= 0 else f"depuis {plural(-days, 'jour')}"
            text = f"CER {'à terme' if days >= 0 else 'terminé'} {when} ({short_date(str(line.cer_fin))})"
            level: Literal["attention", "urgent"] = "attention" if days >= 0 else "urgent"
            found.append(ATraiter(line.dossier, line.nom_affiche, text, "dossier", line.dossier, level))
        return found


def _meeting(line: Values, names: dict[str, str]) -> RendezVous:
    return RendezVous(
        entretien=str(line["id"]),
        dossier=str(line["dossier"]),
        nom_affiche=names.get(str(line["dossier"]), ""),
        moment=str(line["moment"]),
        lieu=str(line["lieu_libelle"] or ""),
        type_libelle=str(line["type_libelle"] or ""),
        realisation=line["realisation"] if isinstance(line["realisation"], str) else None,
    )


def _followed(line: LigneSuite) -> ATraiter:
    level: Literal["info", "attention"] = "info" if line.suite in ASKED else "attention"
    return ATraiter(line.dossier, line.nom_affiche, line.texte, "accompagnement", line.dossier, level)
