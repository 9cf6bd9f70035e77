"""Writing an accord: the exact content, the device's chain, its signature (R-CER-25, decisions 30–31)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from desktop.models.replique import get, put
from desktop.services.poste import Poste, Values
from desktop.vault.appareil import signer
from domain.accord.chaine import chain_digest, link_bytes
from domain.accord.rules import CONTENT_VERSION, content, fingerprint
from domain.clock import instant
from domain.fields import Value

MENTIONS = ("modele", "version", "titre", "mention_objet", "mention_respect")


def recueillir(
    poste: Poste,
    connection: Connection,
    cer: Mapping[str, Value],
    objectifs: Sequence[Mapping[str, Value]],
    dossier: Mapping[str, Value],
    answer: Values,
) -> str:
    """Append an accord on the CER as the replica holds it in this transaction; return its identifier.

    The chain's head moves in the same transaction: an accord that is not written leaves no gap.
    """
    device = str(get(connection, "appareil"))
    model = {name: str(poste.settings[f"cer.{name}"]) for name in MENTIONS}
    agreed = content(cer=cer, objectifs=objectifs, dossier=dossier, model=model)
    chain = get(connection, "chaine", {"rang": 0, "precedent": None})
    now = poste.clock.now()
    accord: Values = answer | {
        "cer": str(cer["id"]),
        "version_contenu": CONTENT_VERSION,
        "contenu": agreed,
        "empreinte": fingerprint(agreed),
        "recueilli_le": instant(now),
        "horloge_machine": str(round(poste.clock.monotonic() * 1000)),
        "demarrage": str(round(now.timestamp() - poste.clock.monotonic())),
        "rang_appareil": chain["rang"] + 1,
        "precedent": chain["precedent"],
    }
    accord["signature"] = signer(str(get(connection, "cle_privee")), link_bytes(accord, device))
    put(connection, chaine={"rang": chain["rang"] + 1, "precedent": chain_digest(accord, device)})
    return poste.outbox.create(connection, "accord", str(cer["dossier"]), accord)
