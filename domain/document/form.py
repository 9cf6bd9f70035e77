"""What is known of a document of the dossier; its content travels apart (R-DOC-1/5)."""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

DOCUMENT = Form(
    "document",
    "Document",
    fields=fields(
        Field("nom", "Nom du document", Kind.FILE_NAME, required=True),
        choice("rangement", "Rangement", "rangements", required=True),
        choice("type", "Type de document", "types_document"),
        Field("media", "Format", limit=100),
        Field("taille", "Taille (octets)", Kind.INTEGER),
        Field("empreinte", "Empreinte du contenu", limit=64),
        Field("date_envoi", "Envoyé le", Kind.DATE),
        Field("cer", "CER dont il est le papier", Kind.REFERENCE),
        Field("repere", "Code du papier", limit=80),
        Field("contenu_present", "Contenu reçu", Kind.FLAG, Owner.SERVER),
    ),
)
