"""The entretien and its thèmes, each with a synthèse (R-ENT-1/2/12)."""

from domain.fields import Field, Kind, choice
from domain.forms import Form, fields

ENTRETIEN = Form(
    "entretien",
    "Entretien",
    fields=fields(
        Field("moment", "Date et heure", Kind.MOMENT, group="rendez_vous", required=True),
        Field("duree", "Durée (minutes)", Kind.INTEGER, group="rendez_vous"),
        Field("collaborateur", "Collaborateur", Kind.REFERENCE),
        choice("lieu", "Lieu", "lieux"),
        choice("vecteur", "Vecteur", "vecteurs"),
        choice("type", "Type d’entretien", "types_entretien", required=True),
        choice("realisation", "Réalisation", "realisations", group="realisation", required=True),
        Field("motif_absence", "Motif de l’absence", group="realisation"),
        Field("suite", "À faire d’ici la prochaine fois", Kind.TEXT),
    ),
)

THEME = Form(
    "theme_entretien",
    "Thème d’entretien",
    parent="entretien",
    fields=fields(
        Field("entretien", "Entretien", Kind.REFERENCE),
        Field("rang", "Rang", Kind.INTEGER),
        choice("theme", "Thème", "themes_entretien", required=True),
        Field("synthese", "Synthèse", Kind.TEXT),
    ),
)
