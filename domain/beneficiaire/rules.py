"""How a person is named, how old he is, and what his right says before any step (R-GEN-8)."""

import datetime as dt
from collections.abc import Mapping

from domain.fields import Value
from domain.french import long_date
from domain.hint import Hint

_CIVILITES = {"mme": "Mme", "m": "M."}
_DROITS = {
    "suspendu": "Droit ouvert et suspendu",
    "versement_suspendu": "Droit ouvert mais versement suspendu",
    "clos": "Droit clos",
}


def full_name(dossier: Mapping[str, Value]) -> str:
    """Return «Mme DUPONT Jeanne», with as much of it as is known."""
    civilite = _CIVILITES.get(_text(dossier, "civilite"), "")
    parts = (civilite, _text(dossier, "nom").upper(), _text(dossier, "prenom"))
    return " ".join(part for part in parts if part)


def age(date_naissance: str | None, today: dt.date) -> int | None:
    """Return the age in whole years, at least, or ``None`` if no birth date is known.

    Where day or month are unknown (``00``) the birthday is taken as not reached yet: nobody is
    said to be older than he surely is.
    """
    if not date_naissance:
        return None
    year, month, day = map(int, date_naissance.split("-"))
    reached = (today.month, today.day) >= (month or 12, day or 31)
    return max(today.year - year - (not reached), 0)


def right_warnings(dossier: Mapping[str, Value], today: dt.date) -> tuple[Hint, ...]:
    """Return what to know of the right before any step towards the person, most serious first.

    The four states of R-GEN-5, rights and duties, and how old that knowledge is (R-GEN-8).
    """
    return tuple(hint for hint in (_right(dossier), _duties(dossier), frozen(dossier, today)) if hint)


def frozen(dossier: Mapping[str, Value], today: dt.date) -> Hint | None:
    """Return the warning of a dossier that Genesis no longer pours (R-GEN-3, R-GEN-10).

    One day is normal, pourings being daily; more, under an active référent, is an anomaly or the
    sign that the accompaniment has ended.
    """
    since = _text(dossier, "actualisation_figee_le")
    if not since or (today - dt.date.fromisoformat(since)).days <= 1:
        return None
    text = (
        f"Genesis n’actualise plus ce dossier depuis le {long_date(since)}\u00a0: l’accompagnement a pu y"
        " prendre fin."
    )
    return Hint("actualisation_figee_le", text, "R-GEN-10", "attention")


def _right(dossier: Mapping[str, Value]) -> Hint | None:
    state = _text(dossier, "etat_droit")
    if state == "versable":
        return None
    if not state:
        return Hint("etat_droit", "L’état du droit n’est pas connu.", "R-GEN-8", "conseil")
    since, why = _text(dossier, "date_etat_droit"), _text(dossier, "motif_etat_droit")
    text = _text(dossier, "etat_droit_libelle") or _DROITS.get(state, state)
    text += f" depuis le {long_date(since)}" if since else ""
    text += f" ({why})" if why else ""
    if state == "versement_suspendu":
        text += ". Cherchez-en la cause avec la personne\u00a0: ce n’est pas en soi un motif de sortie."
        return Hint("etat_droit", text, "R-FA-6", "attention")
    return Hint("etat_droit", f"{text}.", "R-GEN-8", "attention")


def _duties(dossier: Mapping[str, Value]) -> Hint | None:
    if dossier.get("sdd") != "nsdd":
        return None
    text = "Non soumis aux droits et devoirs\u00a0: pas de CER à soumettre, sauf contrat aidé, emploi court."
    return Hint("sdd", text, "R-CER-14", "attention")


def _text(row: Mapping[str, Value], name: str) -> str:
    return str(row.get(name) or "")
