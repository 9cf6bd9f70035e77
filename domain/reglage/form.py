"""What belongs to the whole département: its settings, and the people who work there."""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

REGLAGE = Form(
    "reglage",
    "Réglage",
    in_dossier=False,
    owner=Owner.SERVER,
    fields=fields(
        Field("nom", "Nom", owner=Owner.SERVER),
        Field("valeur", "Valeur", Kind.DATA, Owner.SERVER),
        Field("revision", "Révision", Kind.INTEGER, Owner.SERVER),
    ),
)

COLLABORATEUR = Form(
    "collaborateur",
    "Collaborateur",
    in_dossier=False,
    owner=Owner.SERVER,
    fields=fields(
        Field("nom", "Nom", owner=Owner.SERVER),
        Field("prenom", "Prénom", owner=Owner.SERVER),
        choice("profil", "Profil", "profils", owner=Owner.SERVER),
        Field("structure", "Structure", owner=Owner.SERVER),
        choice("dtas", "Territoire", "dtas", owner=Owner.SERVER),
        Field("telephone", "Téléphone", Kind.PHONE, Owner.SERVER),
        Field("mail", "Courriel", Kind.MAIL, Owner.SERVER),
    ),
)
