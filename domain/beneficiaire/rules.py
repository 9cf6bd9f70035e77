"""How a person is named, how old he is, what his right says before any step, where he lives (R-GEN-8)."""

import datetime as dt
import re
from collections.abc import Mapping

from domain.fields import Value
from domain.french import long_date
from domain.hint import Hint

HORS_TERRITOIRE = "hors_territoire"
"""The territory of who has none: without an address, or at one that no territory holds (decision 35)."""

_MOBILE = re.compile(r"(33|0033)?0?[67]\d{8}$")
_CIVILITES = {"mme": "Mme", "m": "M."}
_DROITS = {
    "suspendu": "Droit ouvert et suspendu",
    "versement_suspendu": "Droit ouvert mais versement suspendu",
    "clos": "Droit clos",
}

HANDED_OVER = "Rien à saisir\u00a0: le secrétariat de départ désigne celui d’arrivée."
"""What a référent does of a mutation between two territories of the département (R-ACC-7)."""


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


def unreachable(dossier: Mapping[str, Value]) -> Hint | None:
    """Return by what the person cannot be reached that nobody has asked her yet (R-CER-27)."""
    numbers = (_text(dossier, "telephone"), _text(dossier, "autre_telephone"))
    mobile = dossier.get("telephone_non_connu") or any(_MOBILE.match(re.sub(r"\D", "", n)) for n in numbers)
    mail = dossier.get("mail_non_connu") or _text(dossier, "mail")
    missing = [word for word, known in (("portable", mobile), ("courriel", mail)) if not known]
    if not missing:
        return None
    text = f"Aucun {' ni '.join(missing)} connu" if missing[1:] else f"Pas de {missing[0]} connu"
    return Hint("telephone" if "portable" in missing else "mail", text, "R-CER-27", "conseil")


def outside(dossier: Mapping[str, Value], departement: str, home: str | None) -> Hint | None:
    """Flag an address outside the département, or the territory ``home`` of the référent (R-FA-11).

    Outside the département the end is asked for; from one territory to another the secretariats hand the
    dossier over, and the référent does nothing (R-ACC-7).
    The commune’s code decides, the postcode where there is none. Who has no address is not elsewhere.
    """
    where = _text(dossier, "code_insee") or _text(dossier, "code_postal")
    if not where:
        return None
    known = (departement, "20") if departement in ("2A", "2B") else (departement,)  # Corsican postcodes
    territory = _text(dossier, "dtas")
    if not where.startswith(known):
        place = "hors du département"
    elif territory == HORS_TERRITOIRE:
        place = "hors du territoire"
    elif home and territory and territory != home:
        label = _text(dossier, "dtas_libelle") or territory
        text = f"Adresse dans un autre territoire\u00a0: {label}. {HANDED_OVER}"
        return Hint("adresse", text, "R-ACC-7", "attention")
    else:
        return None
    return Hint("adresse", f"Adresse {place}. La fin d’accompagnement se demande.", "R-FA-11", "attention")


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
