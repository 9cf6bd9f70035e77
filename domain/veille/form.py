"""The veille of a dossier: a pause that only an act ends (R-FA-2, R-FA-3)."""

from domain.fields import Field, Kind, choice
from domain.forms import Form, fields

VEILLE = Form(
    "veille",
    "Veille",
    fields=fields(
        choice("motif", "Motif", "motifs_veille", required=True),
        Field("debut", "Depuis le", Kind.DATE, group="periode", required=True),
        Field("fin", "Fin prévue le", Kind.DATE, group="periode"),
        Field("terminee_le", "Terminée le", Kind.DATE, group="periode"),
        Field("commentaire", "Commentaire", Kind.TEXT),
    ),
)
"""``fin`` is when to look again; the dossier stays in veille until ``terminee_le`` says it is over."""
