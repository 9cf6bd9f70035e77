"""Acts: the accord of the person and the changes of state of a CER. Never merged, never edited.

What the server checks on an accord it checks for ever: the text and its fingerprint, the
signature of the device, its place in the chain. An accord whose CER has changed meanwhile is
kept, and said to have lapsed (R-CER-25).
"""

import base64
import binascii
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, select

from domain.accord.chaine import chain_digest, link_bytes
from domain.accord.rules import agreed_part, content, fingerprint
from domain.cer.states import Event, State, refusal, submission_refusal
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import Writer
from server.models import RECORDS
from server.services.appelants import Appelant
from server.services.ecriture import Row
from server.sync.verdict import refuse, refuse_if

_ACCORD = RECORDS["accord"]


def check_accord(
    connection: Connection,
    appelant: Appelant,
    accord: Mapping[str, Value],
    *,
    cer: Row,
    objectifs: list[dict[str, Value]],
    dossier: Row,
) -> str:
    """Refuse an accord that does not prove what it says; return a mark to show, most often empty."""
    text = accord.get("contenu")
    if not isinstance(text, str) or fingerprint(text) != accord.get("empreinte"):
        refuse("L’empreinte de cet accord n’est pas celle du texte accepté.", "R-CER-25")
    if not isinstance(accord.get("rang_appareil"), int):
        refuse("Cet accord n’a pas de rang sur ce poste.", "R-CER-25")
    if not _is_signed(accord, appelant):
        refuse("La signature de cet accord n’est pas celle de ce poste.", "R-CER-25")
    try:
        agreed = agreed_part(text)
    except ValueError:
        refuse("Le contenu de cet accord ne peut pas être relu.", "R-CER-25")
    if agreed != agreed_part(content(cer=cer, objectifs=objectifs, dossier=dossier, model={})):
        return "Le CER a changé depuis cet accord\u00a0: il est gardé, mais il est à recueillir de nouveau."
    if not _follows(connection, appelant, accord):
        return "Cet accord ne suit pas le précédent de ce poste\u00a0: il est gardé, et signalé."
    return ""


def check_event(event: Mapping[str, Value], history: list[Event], writer: Writer) -> Event:
    """Refuse a change of state that R-CER-12 does not allow, or return it."""
    rang = event.get("rang")
    try:
        de, vers = State(str(event.get("de"))), State(str(event.get("vers")))
    except ValueError:
        refuse("Cet état de CER n’existe pas.", "R-CER-12")
    if not isinstance(rang, int):
        refuse("Ce changement d’état n’a pas de rang.", "R-CER-12")
    asked = Event(rang, de, vers, _text(event.get("motif")))
    refuse_if(refusal(history, asked, writer))
    if vers is State.SOUMIS and de is State.PROPOSITION:
        refuse_if(_submission(event, "sdd_connu", "etat_droit_connu", asked.motif))
    return asked


def mark_of(asked: Event, dossier: Row) -> tuple[str, str]:
    """Return the rule and the words of a submission that today's right would not have allowed.

    It was decided on what the device knew, so it is taken, and said (decision 29, R-CER-14).
    """
    if asked.vers is not State.SOUMIS or asked.de is not State.PROPOSITION:
        return "", ""
    refused = _submission(dossier, "sdd", "etat_droit", asked.motif)
    if refused is None:
        return "", ""
    return refused.rule, f"Pris, mais le droit a changé depuis\u00a0: {refused.message}"


def _submission(
    known: Mapping[str, Value], sdd: str, etat_droit: str, motif: str | None
) -> RefusedError | None:
    return submission_refusal(sdd=_text(known.get(sdd)), etat_droit=_text(known.get(etat_droit)), motif=motif)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _is_signed(accord: Mapping[str, Value], appelant: Appelant) -> bool:
    try:
        signature = base64.b64decode(str(accord.get("signature")), validate=True)
        key = Ed25519PublicKey.from_public_bytes(appelant.cle_publique)
        key.verify(signature, link_bytes(accord, appelant.appareil))
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True


def _follows(connection: Connection, appelant: Appelant, accord: Mapping[str, Value]) -> bool:
    """Tell whether the accord is the next link of its device's chain (decision 31)."""
    last = (
        connection.execute(
            select(_ACCORD)
            .where(_ACCORD.c.departement == appelant.departement, _ACCORD.c.appareil == appelant.appareil)
            .order_by(_ACCORD.c.rang_appareil.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if last is None:
        return accord.get("rang_appareil") == 1 and not accord.get("precedent")
    row = dict(last)
    return accord.get("rang_appareil") == int(row["rang_appareil"] or 0) + 1 and accord.get(
        "precedent"
    ) == chain_digest(row, appelant.appareil)
