"""What one user keeps of his own ways to look at the file active (R-REP-7): nobody else sees them."""

from domain.fields import Field, Kind
from domain.forms import Form, fields

RECHERCHE = Form(
    "recherche_enregistree",
    "Recherche enregistrée",
    in_dossier=False,
    reserve=True,
    fields=fields(
        Field("nom", "Nom de la recherche", required=True, limit=80),
        Field("criteres", "Critères", Kind.DATA),
    ),
)

SELECTION = Form(
    "selection",
    "Sélection de dossiers",
    in_dossier=False,
    reserve=True,
    fields=fields(
        Field("nom", "Nom de la sélection", required=True, limit=80),
        Field("dossiers", "Dossiers", Kind.DATA),
    ),
)
