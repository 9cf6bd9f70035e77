"""What an attestation says of one accord, gathered and verified on this computer (R-CER-25)."""

from sqlalchemy import Connection

from desktop.documents.attestation import AttestationImprimee
from desktop.documents.contenu import emetteur
from desktop.models.replique import get
from desktop.services.cer_lu import Lu
from desktop.services.lignes_cer import counting
from desktop.services.poste import Poste, Values, text_of
from desktop.vault.appareil import verifie
from domain.accord.chaine import chain_digest
from domain.accord.rules import Standing, present, standing
from domain.accord.sms import SERVEUR, signataire
from domain.accord.verification import Cle, Piece, verifier
from domain.clock import instant
from domain.errors import RefusedError


def attestation(
    poste: Poste, connection: Connection, lu: Lu, accord: str | None = None
) -> AttestationImprimee:
    """Return what is attested of ``accord``, of the one that counts today if none is named.

    Raises RefusedError if there is none. The chain is the server's to verify: this computer holds
    its own dossiers only, and tells what the server noted on arrival.
    """
    chosen = _chosen(lu, accord)
    names, settings = poste.names(connection), poste.settings
    device = signataire(chosen, str(chosen["poste"] or get(connection, "appareil")))
    actuel = present(lu.cer, lu.objectifs)
    replaced = chosen["id"] != counting(lu.cer, lu.objectifs, lu.accords).get("id")
    piece = Piece(chosen, device, actuel, replaced, _server_key(connection) if device == SERVEUR else None)
    return AttestationImprimee(
        emetteur=emetteur(settings),
        accord=chosen,
        lien=chain_digest(chosen, device),
        moyen=_words(poste, chosen, "moyen", "moyens_accord"),
        motif=_words(poste, chosen, "motif_degrade", "motifs_mode_degrade"),
        par=names.get(str(chosen["cree_par"]), ""),
        etat=Standing.CADUC if replaced else standing([chosen], actuel),
        constats=verifier(piece, verifie),
        le=instant(poste.clock.now()),
    )


def _server_key(connection: Connection) -> list[Cle] | None:
    """Return the server's key as this device learnt it when it signed in, and no other."""
    key = get(connection, "cle_serveur_signature")
    return [Cle(str(key))] if key else None


def _chosen(lu: Lu, accord: str | None) -> Values:
    if accord is None:
        found = counting(lu.cer, lu.objectifs, lu.accords)
    else:
        found = next((row for row in lu.accords if row["id"] == accord), {})
    if not found:
        raise RefusedError("Aucun accord n’est recueilli sur ce contrat\u00a0: il n’y a rien à attester.")
    return found


def _words(poste: Poste, accord: Values, name: str, codes: str) -> str:
    """Return the label as it was when chosen, else today's (decision 20)."""
    return text_of(accord[f"{name}_libelle"]) or poste.settings.label(codes, text_of(accord[name]))
