"""What the person agreed to, exactly, and whether it still stands (R-CER-11, R-CER-25, decision 30).

An accord keeps the canonical text itself, not only its hash: a proof that cannot be read again
proves little. Part of that text is the CER's own; identity, model and mentions are a snapshot for
the record. Only the first part decides whether the accord still stands: a new telephone number
changes nothing of what was agreed.

Both sides ask :func:`standing` of the same rows, so both say the same of an accord. No clock of a
device takes part in it: one that is a year ahead must not outlive every accord taken after it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.accord.canonical import canonical
from domain.fields import Value, comparable

CONTENT_VERSION = 2
"""The last version this program writes and reads."""
PAPIER = "papier"
"""The means, and the reason of the degraded mode, of an accord given on paper (R-CER-18)."""

CER_V1 = (
    "numero",
    "type",
    "type_libelle",
    "date_debut",
    "duree_mois",
    "date_fin",
    "date_signature",
    "situation",
    "evaluation",
    "expression",
    "sans_expression",
)
OBJECTIF_V1 = ("rang", "theme", "theme_libelle", "personne", "referent", "echeance")
IDENTITE_V1 = (
    "nom",
    "nom_naissance",
    "prenom",
    "date_naissance",
    "organisme",
    "organisme_libelle",
    "numero_allocataire",
    "adresse",
    "complement_adresse",
    "code_postal",
    "commune",
    "telephone",
    "mail",
)
"""The names of version 1, frozen here and not read from the forms: a field that starts to print would
otherwise lapse every accord there is, in one morning. It asks for another version instead."""
CER_V2 = (*CER_V1, "heures_semaine")
"""Written only where there are hours to agree to: without them the text is that of version 1, to the byte."""

_AGREED = ("version", "cer", "objectifs")


class Standing(StrEnum):
    """What is known of the accord: not collected, given, refused, or of another text than today's.

    ``ILLISIBLE`` was taken by a program that says more than this one can read: it is kept, and
    called neither given nor lapsed.
    """

    NC = "nc"
    OUI = "oui"
    NON = "non"
    CADUC = "caduc"
    ILLISIBLE = "illisible"


def content(
    *,
    cer: Mapping[str, Value],
    objectifs: Sequence[Mapping[str, Value]],
    dossier: Mapping[str, Value],
    model: Mapping[str, str],
) -> str:
    """Return the canonical text that the person agrees to.

    It holds the printed fields of the users in the CER and its objectifs (by ``rang``; the
    service's fields lie outside, R-CER-26), then a snapshot of the identity printed above them and
    of ``model`` (version of the model, mentions). Values are taken in the form under which they
    are compared (NFC, ``''`` = null), so that an equal text never makes an accord lapse.
    """
    version = written_version(cer)
    ordered = sorted(objectifs, key=lambda row: (_whole(row.get("rang")), str(row.get("id") or "")))
    return canonical(
        {
            "version": version,
            "cer": _values(CER_V2 if version > 1 else CER_V1, cer),
            "objectifs": [_values(OBJECTIF_V1, row) for row in ordered],
            "identite": _values(IDENTITE_V1, dossier),
            "modele": dict(model),
        }
    )


def written_version(cer: Mapping[str, Value]) -> int:
    """Return the version that the content of this CER is written in."""
    return 1 if comparable(cer.get("heures_semaine")) is None else 2


def agreed_part(content: str) -> str:
    """Return the part of ``content`` that is the CER's own, canonical.

    Raises ValueError, and nothing else, whatever a text that comes from elsewhere may hold.
    """
    whole = _read(content)
    try:
        return canonical({name: whole.get(name) for name in _AGREED})
    except (TypeError, RecursionError) as error:
        raise ValueError(f"not the content of an accord: {type(error).__name__}") from error


def is_canonical(content: str) -> bool:
    """Tell whether ``content`` is written in the one way there is to write it.

    Another writing of the same values (a key twice, say) could be read in two ways by two readers.
    """
    try:
        return canonical(_read(content)) == content
    except (ValueError, TypeError, RecursionError):
        return False


def version_of(accord: Mapping[str, Value]) -> int | None:
    """Return the version that the content of an accord claims, ``None`` if it cannot be told."""
    try:
        version = _read(str(accord.get("contenu"))).get("version")
    except ValueError:
        return None
    return version if isinstance(version, int) and not isinstance(version, bool) else None


def fingerprint(content: str) -> str:
    """Return the SHA-256 of ``content`` as 64 hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def present(cer: Mapping[str, Value], objectifs: Sequence[Mapping[str, Value]]) -> str:
    """Return the fingerprint of the CER as it now is, to compare accords with."""
    return fingerprint(agreed_part(content(cer=cer, objectifs=objectifs, dossier={}, model={})))


def prevailing(
    accords: Sequence[Mapping[str, Value]], current_fingerprint: str
) -> Mapping[str, Value] | None:
    """Return the accord that counts today, ``None`` if there is none.

    An accord says which one it replaces, as its device knew it. Between two that did not know of
    each other (two devices, the same afternoon) the one on today's text counts; else the last to
    reach the server, in the order of its device for those that came together. What has not reached
    the server comes last: whoever took it had read all the others.
    """
    replaced = {accord.get("remplace") for accord in accords} - {None}
    heads = sorted(
        [accord for accord in accords if accord.get("id") not in replaced] or accords, key=_arrival
    )
    of_today = [accord for accord in heads if agreed_print(accord) == current_fingerprint]
    return next(reversed(of_today or heads), None)


def standing(accords: Sequence[Mapping[str, Value]], current_fingerprint: str) -> Standing:
    """Return what the accord that counts is worth today (R-CER-25).

    ``current_fingerprint`` is :func:`present` of the CER as it is now. A refusal lapses like an
    agreement: it was given on another text too. What cannot be read again does not stand.
    """
    accord = prevailing(accords, current_fingerprint)
    if accord is None:
        return Standing.NC
    version = version_of(accord)
    if version is not None and version > CONTENT_VERSION:
        return Standing.ILLISIBLE
    if agreed_print(accord) != current_fingerprint:
        return Standing.CADUC
    return {"oui": Standing.OUI, "non": Standing.NON}.get(str(accord.get("reponse")), Standing.CADUC)


def agreed_print(accord: Mapping[str, Value]) -> str | None:
    """Return the fingerprint of what was agreed to, ``None`` if it cannot be read."""
    try:
        return fingerprint(agreed_part(str(accord.get("contenu"))))
    except ValueError:
        return None


def _read(content: str) -> dict[str, Value]:
    try:
        whole = json.loads(content)
    except RecursionError as error:
        raise ValueError("not the content of an accord: too deep") from error
    if not isinstance(whole, dict):
        raise ValueError("not the content of an accord: not an object")  # noqa: TRY004 - one error to catch
    return whole


def _arrival(accord: Mapping[str, Value]) -> tuple[bool, str, int, str]:
    received = accord.get("recu_le")
    rank = _whole(accord.get("rang_appareil"))
    return received is None, str(received or ""), rank, str(accord.get("id") or "")


def _values(names: Sequence[str], row: Mapping[str, Value]) -> dict[str, Value]:
    return {name: comparable(row.get(name)) for name in names}


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0
