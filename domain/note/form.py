"""A note on a dossier, and who may read it (R-INF-2)."""

from domain.fields import Field, Kind, choice
from domain.forms import Form, fields

NOTE = Form(
    "note",
    "Note",
    reserve=True,
    fields=fields(
        choice("visibilite", "Qui peut la lire", "visibilites_note", required=True),
        Field("attribuee_a", "Attribuée à", Kind.REFERENCE, group="visibilite"),
        Field("texte", "Texte", Kind.TEXT, required=True),
        Field("close_le", "Close le", Kind.DATE),
    ),
)
"""Who may read it is said when it is made and never changes: it never enters a sight by itself."""
