"""The attestation of an accord, seen before it is printed or saved (R-CER-25)."""

from PySide6.QtWidgets import QWidget

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.apercu import Apercu
from domain.errors import RefusedError


def montrer_attestation(bureau: Bureau, lu: CerLu, parent: QWidget) -> str:
    """Show the attestation of the accord of a CER; return why it cannot be made, '' once it was."""
    try:
        made = bureau.editions.attestation(lu.id)
    except RefusedError as refused:
        return str(refused)
    Apercu(f"Attestation de recueil, {lu.nom_affiche}", made, parent).exec()
    return ""
