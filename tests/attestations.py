"""Write attestations of every sort, to look at them: ``python -m tests.attestations DOSSIER``."""

import base64
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.documents import apercu, pdf, word
from desktop.documents.attestation import AttestationImprimee, decrire_attestation
from desktop.documents.blocs import Document
from desktop.documents.contenu import emetteur
from desktop.vault.appareil import verifie
from domain.accord.chaine import chain_digest, link_bytes
from domain.accord.modele import model_of
from domain.accord.rules import content, fingerprint, present, standing
from domain.accord.verification import Piece, verifier
from tests import specimens

POSTE = "0193469e-7c00-7000-8000-0000000000d1"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MODEL = model_of(specimens.SETTINGS)
CER = specimens.CER | {"type_libelle": "Renouvellement"}
THEMES = ("Formation", "Mobilité")
OBJECTIFS = [row | {"theme_libelle": THEMES[rank]} for rank, row in enumerate(specimens.OBJECTIFS)]


def accord(cer: Any, objectifs: Any, dossier: Any, **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a signed accord on a specimen of CER."""
    text = content(cer=cer, objectifs=objectifs, dossier=dossier, model=MODEL)
    taken: dict[str, Any] = {
        "id": "0193469e-7c00-7000-8000-0000000000a7",
        "reponse": "oui",
        "version_contenu": 1,
        "contenu": text,
        "empreinte": fingerprint(text),
        "recueilli_le": "2026-11-20T09:41:12.000Z",
        "horloge_machine": "5000",
        "demarrage": "ab12",
        "rang_appareil": 12,
        "precedent": "4" * 64,
        "poste": POSTE,
        "cle": base64.b64encode(KEY.public_key().public_bytes_raw()).decode(),
        "contact_le": "2026-11-20T06:58:00.000Z",
        "ecart_contact": 3,
        "recu_le": "2026-11-20T17:02:31.000Z",
        "envoi_le": "2026-11-20T17:02:35.000Z",
        "envoi_machine": str(5000 + 26_483_000),
        "envoi_demarrage": "ab12",
        "constat": None,
        **values,
    }
    return {**taken, "signature": base64.b64encode(KEY.sign(link_bytes(taken, POSTE))).decode()}


def attestation(
    *,
    cer: Any = CER,  # noqa: ANN401
    objectifs: Any = OBJECTIFS,  # noqa: ANN401
    dossier: Any = specimens.DOSSIER,  # noqa: ANN401
    actuel: str = "",
    moyen: str = "Case à cocher",
    motif: str = "Pas de réseau",
    altere: dict[str, Any] | None = None,
    **values: Any,  # noqa: ANN401
) -> Document:
    """Describe an attestation; ``altere`` is changed behind the signature."""
    taken = accord(cer, objectifs, dossier, **values) | (altere or {})
    now = actuel or present(cer, objectifs)
    piece = Piece(taken, POSTE, now)
    return decrire_attestation(
        AttestationImprimee(
            emetteur=emetteur(specimens.SETTINGS),
            accord=taken,
            lien=chain_digest(taken, POSTE),
            moyen=moyen,
            motif=motif,
            par="Odile Brunel",
            etat=standing([taken], now),
            constats=verifier(piece, verifie),
            le="2026-11-21T08:00:00.000Z",
        )
    )


def tous() -> dict[str, Document]:
    """Return every attestation by name."""
    later = content(cer=specimens.CER, objectifs=[], dossier={}, model={}).replace(
        '"version":1}', '"version":3}'
    )
    return {
        "oui": attestation(),
        "non-papier": attestation(
            reponse="non", moyen="Signature sur papier", motif="Contrat signé sur papier"
        ),
        "caduc": attestation(actuel="0" * 64),
        "pas-envoye": attestation(recu_le=None, envoi_le=None, contact_le=None, ecart_contact=None),
        "horloge": attestation(
            recueilli_le="2026-11-20T21:41:12.000Z",
            envoi_le="2026-11-20T20:02:35.000Z",
            constat="fourche renouveler",
        ),
        "rompu": attestation(altere={"reponse": "non"}),
        "plus-recente": attestation(contenu=later, empreinte=fingerprint(later), version_contenu=3),
        "extreme": attestation(
            cer=specimens.EXTREME_CER,
            objectifs=specimens.EXTREME_OBJECTIFS,
            dossier=specimens.EXTREME_DOSSIER,
        ),
    }


def main(dossier: Path) -> None:
    """Write each as PDF, Word and images of its pages."""
    dossier.mkdir(parents=True, exist_ok=True)
    for name, document in tous().items():
        octets = pdf.rendre(document)
        (dossier / f"{name}.pdf").write_bytes(octets)
        (dossier / f"{name}.docx").write_bytes(word.rendre(document))
        for rank, page in enumerate(apercu.pages(octets, 1000), 1):
            (dossier / f"{name}-{rank}.png").write_bytes(page.png())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
