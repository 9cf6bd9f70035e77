"""Writing an accord: the exact content, the device's chain, its signature (R-CER-25, decisions 30–31)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from desktop.models.replique import get, put
from desktop.services.poste import Poste, Values
from desktop.vault.appareil import publique, signer
from desktop.vault.machine import relever
from domain.accord.chaine import chain_digest, link_bytes
from domain.accord.modele import model_of, recueilli_par
from domain.accord.rules import content, fingerprint, present, prevailing, written_version
from domain.errors import RefusedError
from domain.fields import INTEGER_MAX, Value
from domain.registry import FORMS


def recueillir(
    poste: Poste,
    connection: Connection,
    cer: Mapping[str, Value],
    objectifs: Sequence[Mapping[str, Value]],
    dossier: Mapping[str, Value],
    accords: Sequence[Mapping[str, Value]],
    answer: Values,
) -> str:
    """Append an accord on the CER as the replica holds it in this transaction; return its identifier.

    The chain's head moves in the same transaction: an accord that is not written leaves no gap.
    ``accords``: those there are on this CER; the new one names the one it replaces. Raises
    RefusedError for a contract too long to be kept whole.
    """
    device, private = str(get(connection, "appareil")), str(get(connection, "cle_privee"))
    model = model_of(poste.settings) | recueilli_par(poste.moi.prenom, poste.moi.nom)
    agreed = content(cer=cer, objectifs=objectifs, dossier=dossier, model=model)
    if FORMS["accord"].by_name["contenu"].refusal(agreed) is not None:
        raise RefusedError("Ce contrat est trop long pour être gardé en entier avec l’accord.", "R-CER-25")
    chain = get(connection, "chaine", {"rang": 0, "precedent": None})
    replaced = prevailing(accords, present(cer, objectifs)) or {}
    clocks = relever(poste.clock)
    accord: Values = answer | {
        "cer": str(cer["id"]),
        "version_contenu": written_version(cer),
        "contenu": agreed,
        "empreinte": fingerprint(agreed),
        "recueilli_le": clocks.le,
        "horloge_machine": str(clocks.machine),
        "demarrage": clocks.demarrage,
        "rang_appareil": chain["rang"] + 1,
        "precedent": chain["precedent"],
        "remplace": replaced.get("id"),
        "poste": device,
        "cle": publique(private),
        **_contact(connection),
    }
    accord["signature"] = signer(private, link_bytes(accord, device))
    put(connection, chaine={"rang": chain["rang"] + 1, "precedent": chain_digest(accord, device)})
    return poste.outbox.create(connection, "accord", str(cer["dossier"]), accord)


def _contact(connection: Connection) -> Values:
    """Return when the server was last met, by its clock, and how far this one was from it then."""
    contact = get(connection, "contact")
    behind = get(connection, "ecart_horloge_ms")
    ahead = None if behind is None else max(-INTEGER_MAX, min(-round(behind / 1000), INTEGER_MAX))
    return {"contact_le": contact, "ecart_contact": ahead}
