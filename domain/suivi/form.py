"""What is known around a person: difficultés, jobs wished for, caractéristiques (R-INF-1, R-INF-3)."""

from domain.fields import Field, Kind, choice
from domain.forms import Form, fields

DIFFICULTE = Form(
    "difficulte",
    "Difficulté",
    fields=fields(
        choice("nature", "Nature", "natures_difficulte", required=True),
        Field("debut", "Depuis le", Kind.DATE, group="periode"),
        Field("fin", "Jusqu’au", Kind.DATE, group="periode"),
        choice("realisation", "Où l’on en est", "realisations_difficulte"),
        Field("commentaire", "Commentaire", Kind.TEXT),
    ),
)

SOUHAIT_METIER = Form(
    "souhait_metier",
    "Métier souhaité",
    fields=fields(
        Field("rang", "Rang", Kind.INTEGER),
        Field("metier", "Métier", group="metier", required=True),
        Field("code_rome", "Code ROME", group="metier", limit=5),
        Field("commentaire", "Commentaire"),
    ),
)

CARACTERISTIQUE = Form(
    "caracteristique",
    "Caractéristique",
    append_only=True,
    fields=fields(
        choice("nom", "Caractéristique", "caracteristiques", required=True),
        choice("valeur", "Valeur", "valeurs_caracteristique", required=True),
        Field("precision", "Précision"),
        Field("constatee_le", "Constatée le", Kind.DATE, required=True),
    ),
)
"""One finding on one day; the last one is the present value, and the others are its history."""
