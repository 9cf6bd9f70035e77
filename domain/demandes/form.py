"""What a référent asks of the secretariat: a mise en demeure, an end of accompaniment (R-MID-1, R-FA-10)."""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

DEMANDE_MIDEM = Form(
    "demande_midem",
    "Demande de mise en demeure",
    fields=fields(
        Field("date", "Demandée le", Kind.DATE, required=True),
        Field("motif", "Motif", Kind.TEXT, required=True),
    ),
)
"""Its answer is Genesis’s: the date of the mise en demeure, on the dossier (R-MID-1, R-MID-2)."""

DEMANDE_FIN = Form(
    "demande_fin",
    "Demande de fin d’accompagnement",
    fields=fields(
        choice("cas", "Cas", "motifs_sortie", required=True),
        Field("date", "Demandée le", Kind.DATE, required=True),
        Field("fin_souhaitee", "Fin souhaitée le", Kind.DATE),
        Field("precision", "Précision", Kind.TEXT),
        Field("traitee_le", "Traitée le", Kind.DATE, Owner.SERVICE, "traitement"),
        Field("reponse", "Réponse du secrétariat", owner=Owner.SERVICE, group="traitement"),
    ),
)
