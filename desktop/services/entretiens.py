"""Entretiens: what was proposed, what was held, what was said (R-ENT-1, R-ENT-2, R-ENT-9, R-ENT-12)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.poste import Poste, Values, by_rank, row, rows
from desktop.services.saisie import children, delete_whole
from domain.beneficiaire.rules import full_name
from domain.clock import this_minute
from domain.droits import refusal
from domain.entretien.rules import gaps_of, hints
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.hint import Hint
from domain.registry import FORMS

DEFAULT_MINUTES = 60
GONE = (
    "Cet entretien n’est plus sur ce poste\u00a0: "
    "son dossier est suivi par quelqu’un d’autre, ou il a été effacé."
)


@dataclass(frozen=True, slots=True)
class ThemeLu:
    """One thème of an entretien, with its synthèse."""

    id: str
    values: Values


@dataclass(frozen=True, slots=True)
class EntretienLu:
    """An entretien as its form shows it; ``indications`` and ``manques`` never block."""

    id: str
    dossier: str
    nom_affiche: str
    values: Values
    themes: tuple[ThemeLu, ...]
    modifiable: bool
    indications: tuple[Hint, ...]
    manques: tuple[str, ...]


class Entretiens:
    """Use cases of the entretien."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def nouveau(self, dossier: str, moment: str | None = None) -> str:
        """Record a new entretien, now by default; return its identifier."""
        poste = self._poste
        now = self._now()
        values = poste.with_labels(
            "entretien",
            {
                "moment": moment or now,
                "duree": DEFAULT_MINUTES,
                "collaborateur": poste.moi.id,
                "vecteur": "presence",
                "type": "individuel",
                "realisation": "prevu" if moment and moment > now else "presence",
            },
        )

        def work(connection: Connection) -> tuple[str, Changes]:
            record = poste.outbox.create(connection, "entretien", dossier, values)
            return record, touched("entretien", record, dossier)

        return poste.now_write(work)

    def ouvrir(self, record: str) -> EntretienLu:
        """Return an entretien. Raises RefusedError if it is no longer on this computer."""
        with self._poste.replique.read() as connection:
            values = row(connection, "entretien", record)
            if values is None:
                raise RefusedError(GONE)
            dossier = str(values["dossier"])
            person = row(connection, "dossier", dossier) or {}
            theme = RECORDS["theme_entretien"]
            themes = rows(connection, "theme_entretien", theme.c.entretien == record)
            writer = self._poste.writer(connection, dossier)
            day = str(values["moment"] or "")[:10]
            entretien = RECORDS["entretien"]
            others = rows(
                connection,
                "entretien",
                entretien.c.collaborateur == values["collaborateur"],
                entretien.c.id != record,
                entretien.c.moment.startswith(day),
            )
        return EntretienLu(
            id=record,
            dossier=dossier,
            nom_affiche=full_name(person),
            values=values,
            themes=tuple(ThemeLu(str(line["id"]), line) for line in by_rank(themes)),
            modifiable=refusal(writer, FORMS["entretien"], Op.SET, ["moment"], None) is None,
            indications=hints(values, themes, others=others, now=self._now()),
            manques=gaps_of(values, themes),
        )

    def ajouter_theme(self, entretien: str, code: str) -> str:
        """Add a thème at the end; return its identifier."""
        poste = self._poste

        def work(connection: Connection) -> tuple[str, Changes]:
            parent = row(connection, "entretien", entretien)
            if parent is None:
                raise RefusedError(GONE)
            dossier = str(parent["dossier"])
            values = poste.with_labels("theme_entretien", {"theme": code}) | {
                "entretien": entretien,
                "rang": len(children(connection, "theme_entretien", "entretien", entretien)) + 1,
            }
            record = poste.outbox.create(connection, "theme_entretien", dossier, values)
            return record, touched("theme_entretien", record, dossier)

        return poste.now_write(work)

    def retirer_theme(self, theme: str) -> None:
        """Remove a thème and its synthèse."""
        poste = self._poste
        poste.now_write(lambda connection: (None, delete_whole(poste, connection, "theme_entretien", theme)))

    def _now(self) -> str:
        return this_minute(self._poste.clock)
