"""What the person agreed to, exactly, and whether it still stands (R-CER-11, R-CER-25, decision 30).

An accord keeps the canonical text itself, not only its hash: a proof that cannot be read again
proves little. Part of that text is the CER's own; identity, model and mentions are a snapshot for
the record. Only the first part decides whether the accord still stands: a new telephone number
changes nothing of what was agreed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.accord.canonical import canonical
from domain.accord.form import ACCORD
from domain.beneficiaire.form import DOSSIER
from domain.cer.form import CER, OBJECTIF
from domain.fields import Field, Owner, Value, comparable

CONTENT_VERSION = 1

_AGREED = ("version", "cer", "objectifs")
_SIGNED = tuple(
    field.name for field in ACCORD.fields if field.name != "signature" and not field.name.endswith("_libelle")
)


class Standing(StrEnum):
    """What is known of the accord: not collected, given, refused, or of another text than today's."""

    NC = "nc"
    OUI = "oui"
    NON = "non"
    CADUC = "caduc"


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
    ordered = sorted(objectifs, key=lambda row: (_whole(row.get("rang")), str(row.get("id") or "")))
    return canonical(
        {
            "version": CONTENT_VERSION,
            "cer": _values(CER.printed(), cer),
            "objectifs": [_values(OBJECTIF.printed(), row) for row in ordered],
            "identite": _values((*DOSSIER.printed(Owner.GENESIS), *DOSSIER.printed()), dossier),
            "modele": dict(model),
        }
    )


def agreed_part(content: str) -> str:
    """Return the part of ``content`` that is the CER's own, canonical.

    Raises ValueError, and nothing else, whatever a text that comes from elsewhere may hold.
    """
    try:
        whole = json.loads(content)
        return canonical({name: whole.get(name) for name in _AGREED})
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError(f"not the content of an accord: {type(error).__name__}") from error


def fingerprint(content: str) -> str:
    """Return the SHA-256 of ``content`` as 64 hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def standing(accords: Sequence[Mapping[str, Value]], current_fingerprint: str) -> Standing:
    """Return what the last accord is worth today (R-CER-25).

    ``current_fingerprint`` is ``fingerprint(agreed_part(content(...)))`` of the CER as it is now. A
    refusal lapses like an agreement: it was given on another text too. What cannot be read
    again does not stand.
    """
    last = max(
        accords,
        key=lambda row: (str(row.get("recueilli_le") or ""), _whole(row.get("rang_appareil"))),
        default=None,
    )
    if last is None:
        return Standing.NC
    try:
        agreed = fingerprint(agreed_part(str(last.get("contenu"))))
    except ValueError:
        return Standing.CADUC
    if agreed != current_fingerprint:
        return Standing.CADUC
    return Standing.OUI if last.get("reponse") == "oui" else Standing.NON


def link_bytes(accord: Mapping[str, Value], appareil: str) -> bytes:
    """Return the bytes that the device signs: every field of the accord but the signature itself.

    Labels are left out: they are copied from a list that may be filled in after the act, and the
    code beside them is signed. ``appareil``, the device, ties the link to its chain.
    """
    signed: dict[str, Value] = {name: comparable(accord.get(name)) for name in _SIGNED}
    return canonical({**signed, "appareil": appareil}).encode()


def chain_digest(accord: Mapping[str, Value], appareil: str) -> str:
    """Return what the device's next accord writes in ``precedent``: 64 hexadecimal digits.

    It covers the signature too, so that no link can be signed again behind the ones that follow.
    """
    signature = str(accord.get("signature") or "")
    return hashlib.sha256(link_bytes(accord, appareil) + b"\n" + signature.encode()).hexdigest()


def _values(fields: Sequence[Field], row: Mapping[str, Value]) -> dict[str, Value]:
    return {field.name: comparable(row.get(field.name)) for field in fields}


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0
