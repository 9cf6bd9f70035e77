"""What Yousign's published interface says of each body: what is required, of which form, what is unknown.

From developers.yousign.com (guides, errors, limits) and the clients generated from its description.
What could not be verified there is not asked here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Fiche = Mapping[str, tuple[bool, Callable[[Any], bool]]]
"""By name: whether it is required, and whether a value is of the right form."""


def _text(greatest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and 1 <= len(value) <= greatest and value == value.strip()


def _one_of(*values: object) -> Callable[[Any], bool]:
    return lambda value: value in values


def _match(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_FLAG = _one_of(True, False)  # noqa: FBT003 - the values themselves


def _whole(least: int, greatest: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and least <= value <= greatest


DEMANDE: Fiche = {
    "name": (True, _text(128)),
    "delivery_mode": (True, _one_of("email", "none")),
    "timezone": (False, _text(64)),
    "expiration_date": (False, _match(r"\d{4}-\d{2}-\d{2}")),
    "external_id": (False, _text(255)),
    "ordered_signers": (False, _FLAG),
    "signers_allowed_to_decline": (False, _FLAG),
    "audit_trail_locale": (False, _one_of("de", "en", "es", "fr", "it", "pt")),
    "custom_experience_id": (False, _text(36)),
    "workspace_id": (False, _text(36)),
}
DOCUMENT: Fiche = {
    "file": (True, lambda value: isinstance(value, bytes) and value.startswith(b"%PDF-")),
    "nature": (True, _one_of("signable_document", "attachment")),
    "parse_anchors": (False, _one_of("true", "false")),
}
SIGNATAIRE: Fiche = {
    "info": (True, lambda value: isinstance(value, dict)),
    "signature_level": (
        True,
        _one_of("electronic_signature", "advanced_electronic_signature", "qualified_electronic_signature"),
    ),
    "signature_authentication_mode": (False, _one_of("otp_sms", "otp_email", "no_otp", None)),
    "fields": (False, lambda value: isinstance(value, list)),
    "delivery_mode": (False, _one_of("email", "none")),
}
IDENTITE: Fiche = {
    "first_name": (True, _text(255)),
    "last_name": (True, _text(255)),
    "email": (True, _match(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")),
    "phone_number": (False, _match(r"\+[1-9]\d{6,14}")),
    "locale": (True, _one_of("en", "fr", "de", "it", "nl", "es", "pl")),
}
CHAMP: Fiche = {
    "type": (True, _one_of("signature")),
    "document_id": (True, _text(36)),
    "page": (True, _whole(1, 10_000)),
    "x": (True, _whole(0, 32_767)),
    "y": (True, _whole(0, 32_767)),
    "width": (False, _whole(85, 2_000)),
    "height": (False, _whole(37, 1_000)),
}
ANNULATION: Fiche = {
    "reason": (True, _one_of("contractualization_aborted", "errors_in_document", "other")),
    "custom_note": (False, _text(255)),
}


def fautes(fiche: Fiche, body: Mapping[str, Any], avant: str = "") -> list[dict[str, str]]:
    """Return the ``invalid_params`` of a body."""
    missing = [name for name, (required, _) in fiche.items() if required and name not in body]
    wrong = [name for name, value in body.items() if name not in fiche or not fiche[name][1](value)]
    return [{"name": avant + name, "reason": "not valid"} for name in dict.fromkeys((*missing, *wrong))]
