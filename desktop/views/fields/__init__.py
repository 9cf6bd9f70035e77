"""One editor per Kind that a person fills in, all with the protocol of :class:`Editeur`.

To add a Kind: 1. its module here; 2. its line in ``_PAR_KIND``. A test of the house says which
Kind lacks an editor. INSTANT, REFERENCE and DATA are written by the program, never by hand.
"""

from collections.abc import Callable

from desktop.views.fields.base import Editeur, Outils
from desktop.views.fields.choix import EditeurChoix
from desktop.views.fields.codes import EditeurCodes
from desktop.views.fields.date import EditeurDate
from desktop.views.fields.entier import EditeurEntier
from desktop.views.fields.ligne import EditeurLigne, EditeurMail, EditeurNomFichier, EditeurTelephone
from desktop.views.fields.moment import EditeurMoment
from desktop.views.fields.oui_non import EditeurOuiNon
from desktop.views.fields.texte import EditeurTexte
from domain.fields import Field, Kind

__all__ = [
    "Editeur",
    "EditeurChoix",
    "EditeurCodes",
    "EditeurDate",
    "EditeurEntier",
    "EditeurLigne",
    "EditeurMail",
    "EditeurMoment",
    "EditeurNomFichier",
    "EditeurOuiNon",
    "EditeurTelephone",
    "EditeurTexte",
    "Outils",
    "editeur",
]

_PAR_KIND: dict[Kind, Callable[[Field, Outils], Editeur]] = {
    Kind.LINE: EditeurLigne,
    Kind.TEXT: EditeurTexte,
    Kind.DATE: EditeurDate,
    Kind.MOMENT: EditeurMoment,
    Kind.INTEGER: EditeurEntier,
    Kind.FLAG: EditeurOuiNon,
    Kind.CHOICE: EditeurChoix,
    Kind.CODES: EditeurCodes,
    Kind.PHONE: EditeurTelephone,
    Kind.MAIL: EditeurMail,
    Kind.FILE_NAME: EditeurNomFichier,
}


def editeur(field: Field, outils: Outils) -> Editeur:
    """Make the editor of a field. Raises KeyError for a Kind that nobody fills in."""
    return _PAR_KIND[field.kind](field, outils)
