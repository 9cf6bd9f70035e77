"""Around the contract: veilles, requests, notes, difficultés, caractéristiques, kept searches."""

from typing import Any

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Integer, PrimaryKeyConstraint, Text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = {
    "veille": ("motif", "motif_libelle", "debut", "fin", "terminee_le", "commentaire"),
    "demande_midem": ("date", "motif"),
    "demande_fin": ("cas", "cas_libelle", "date", "fin_souhaitee", "precision", "traitee_le", "reponse"),
    "note": ("visibilite", "visibilite_libelle", "attribuee_a", "texte", "close_le"),
    "difficulte": (
        *("nature", "nature_libelle", "debut", "fin"),
        *("realisation", "realisation_libelle", "commentaire"),
    ),
    "souhait_metier": ("metier", "code_rome", "commentaire"),
    "caracteristique": ("nom", "nom_libelle", "valeur", "valeur_libelle", "precision", "constatee_le"),
    "recherche_enregistree": ("nom",),
    "selection": ("nom",),
}
_DOSSIER = ("telephone_de", "telephone_de_libelle", "competences")


def upgrade() -> None:
    for name in _DOSSIER:
        op.add_column("dossier", Column(name, Text))
    op.add_column("dossier", Column("secteurs", JSON))
    op.add_column("affectation", Column("motif_fin_libelle", Text))
    op.add_column("departement", Column("date_flux", Text))
    op.add_column("compte", Column("provisoire_jusque", Text))
    more: dict[str, Column[Any]] = {
        "souhait_metier": Column("rang", Integer),
        "recherche_enregistree": Column("criteres", JSON),
        "selection": Column("dossiers", JSON),
    }
    for kind, names in _KINDS.items():
        _record(kind, *(Column(name, Text) for name in names), *([more[kind]] if kind in more else []))


def downgrade() -> None:
    for kind in reversed(_KINDS):
        op.drop_table(kind)
    op.drop_column("compte", "provisoire_jusque")
    op.drop_column("departement", "date_flux")
    op.drop_column("affectation", "motif_fin_libelle")
    for name in (*_DOSSIER, "secteurs"):
        op.drop_column("dossier", name)


def _record(kind: str, *fields: "Column[Any]") -> None:
    op.create_table(
        kind,
        *(Column(name, Text, nullable=False) for name in ("departement", "id")),
        Column("dossier", Text),
        Column("rev", Integer, nullable=False),
        Column("supprime", Boolean, nullable=False),
        Column("cree_par", Text),
        Column("cree_le", Text, nullable=False),
        Column("modifie_par", Text),
        Column("modifie_le", Text, nullable=False),
        Column("appareil", Text),
        *fields,
        PrimaryKeyConstraint("departement", "id", name=f"pk_{kind}"),
    )
    op.create_index(f"ix_{kind}_dossier", kind, ["departement", "dossier"])
