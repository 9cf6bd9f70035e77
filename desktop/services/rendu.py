"""From a description to bytes, in the format asked for; the Word CER in the département's own model."""

import logging
from typing import Literal

from desktop.documents.blocs import Document
from desktop.documents.imprime import CerImprime
from domain.errors import RefusedError
from domain.modele_word.depose import modele_depose
from domain.reglage.nomenclatures import Settings
from domain.reglage.verification import MODELE_WORD

Format = Literal["pdf", "docx"]
_log = logging.getLogger(__name__)


def rendre(document: Document, format: Format) -> bytes:  # noqa: A002 - the word of the trade
    """Return a document in our own look."""
    # Imported at the first document: reportlab and python-docx cost 0.45 s of the 1.2 s of a start.
    if format == "pdf":
        from desktop.documents import pdf  # noqa: PLC0415

        return pdf.rendre(document)
    from desktop.documents import word  # noqa: PLC0415

    return word.rendre(document)


def rendre_cer(
    cer: CerImprime,
    document: Document,
    format: Format,  # noqa: A002 - same
    settings: Settings,
) -> tuple[bytes, str]:
    """Return a CER, and what to say of it: its Word edition is in the département's model if it has one.

    A model that cannot serve must not stop a permanence: our own then stands in, and that is said. The
    PDF is always ours: it is what is signed, and what cannot be altered.
    """
    modele = modele_depose(settings[MODELE_WORD]) if format == "docx" else None
    if modele is None:
        return rendre(document, format), ""
    from desktop.documents import champs, fusion  # noqa: PLC0415 - same reason

    try:
        return fusion.fusionner(modele.octets, champs.valeurs(cer, modele.version), document), ""
    except RefusedError as refused:
        _log.info("le modèle Word %s ne peut servir\u00a0: %s", modele.version, refused)  # names no person
    told = f"Le modèle Word du département ({modele.version}) n’a pas pu servir\u00a0: "
    return rendre(document, format), f"{told}voici celui de la maison. Prévenez le service."
