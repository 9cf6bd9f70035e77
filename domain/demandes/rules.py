"""What becomes of a request to the secretariat (R-MID-1, R-FA-6, R-FA-10)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from domain.fields import Value, comparable

Row = Mapping[str, Value]

MISSED = 2
"""From that many missed appointments, a request of mise en demeure is proposed (R-ENT-11)."""


class Preuves(NamedTuple):
    """The two proofs of an end of accompaniment that a référent waits for (R-FA-10)."""

    figee_le: str | None
    courrier_le: str | None

    @property
    def reunies(self) -> bool:
        """Tell whether both are there."""
        return self.figee_le is not None and self.courrier_le is not None


def midem_is_treated(demande: Row, dossier: Row) -> bool:
    """Tell whether Genesis shows a mise en demeure of the day of the request, or later (R-MID-1)."""
    asked, done = comparable(demande.get("date")), comparable(dossier.get("date_midem"))
    return asked is not None and done is not None and str(done) >= str(asked)


def waiting_midem(demandes: Iterable[Row], dossier: Row) -> Row | None:
    """Return the request that still waits, the last one asked."""
    found = [one for one in demandes if comparable(one.get("date")) and not midem_is_treated(one, dossier)]
    return max(found, key=lambda one: str(one["date"]), default=None)


def fin_is_treated(demande: Row) -> bool:
    """Tell whether the secretariat has answered a request of end of accompaniment (R-FA-10)."""
    return comparable(demande.get("traitee_le")) is not None


def preuves(dossier: Row, documents: Iterable[Row], since: str | None) -> Preuves:
    """Return the proofs there are that the accompaniment has ended, filed ``since`` that day (R-FA-10)."""
    letters = [
        str(document.get("date_envoi") or document.get("cree_le"))[:10]
        for document in documents
        if document.get("type") == "fin_accompagnement"
    ]
    figee = comparable(dossier.get("actualisation_figee_le"))
    return Preuves(
        str(figee) if figee else None,
        min((day for day in letters if since is None or day >= since), default=None),
    )


def unpaid_since(dossier: Row, today: dt.date) -> int | None:
    """Return for how many whole months the payment has been suspended, ``None`` if it is not (R-FA-6).

    «Droit ouvert mais versement suspendu» is not a reason to leave; its cause is looked for, and where
    it is the resources, the end is asked for from the first month.
    """
    since = comparable(dossier.get("date_etat_droit"))
    if dossier.get("etat_droit") != "versement_suspendu" or since is None:
        return None
    began = dt.date.fromisoformat(str(since))
    return max(0, (today.year - began.year) * 12 + today.month - began.month - (today.day < began.day))
