"""Who accompanies whom, from when to when (R-ACC-1/3/7, R-FA-4, R-GEN-1/7)."""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

AFFECTATION = Form(
    "affectation",
    "Affectation",
    owner=Owner.GENESIS,
    fields=fields(
        Field("referent", "Référent", Kind.REFERENCE, Owner.GENESIS),
        choice("role", "Rôle", "roles_referent", owner=Owner.GENESIS),
        Field("debut", "Depuis le", Kind.DATE, Owner.GENESIS, group="periode"),
        Field("fin", "Jusqu’au", Kind.DATE, group="periode"),
        choice("motif_fin", "Motif de fin", "motifs_sortie", group="periode"),
    ),
)
