"""Around the contract: veilles, requests, notes, difficultés, caractéristiques, kept searches."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for name in ("telephone_de", "telephone_de_libelle", "competences"):
        op.add_column("dossier", sa.Column(name, sa.Text()))
    op.add_column("dossier", sa.Column("secteurs", sa.JSON()))
    op.add_column("affectation", sa.Column("motif_fin_libelle", sa.Text()))
    # The server does the same and sends it: this is for those who open before they synchronise.
    op.execute(
        "UPDATE affectation SET motif_fin = 'genesis', motif_fin_libelle = motif_fin"
        " WHERE motif_fin = 'Changement de référent dans Genesis'"
    )
    _record("veille", *_texts("motif", "motif_libelle", "debut", "fin", "terminee_le", "commentaire"))
    _record("demande_midem", *_texts("date", "motif"))
    _record(
        "demande_fin",
        *_texts("cas", "cas_libelle", "date", "fin_souhaitee", "precision", "traitee_le", "reponse"),
    )
    _record("note", *_texts("visibilite", "visibilite_libelle", "attribuee_a", "texte", "close_le"))
    _record(
        "difficulte",
        *_texts("nature", "nature_libelle", "debut", "fin"),
        *_texts("realisation", "realisation_libelle", "commentaire"),
    )
    _record("souhait_metier", sa.Column("rang", sa.Integer()), *_texts("metier", "code_rome", "commentaire"))
    _record(
        "caracteristique",
        *_texts("nom", "nom_libelle", "valeur", "valeur_libelle", "precision", "constatee_le"),
    )
    _record("recherche_enregistree", *_texts("nom"), sa.Column("criteres", sa.JSON()))
    _record("selection", *_texts("nom"), sa.Column("dossiers", sa.JSON()))
    # The file active is searched in memory: nothing reads the index any more, and each pull paid for it.
    for trigger in ("recherche_entre", "recherche_sort", "recherche_change"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.drop_table("recherche")


def downgrade() -> None:
    raise NotImplementedError("a replica is never taken back: the copy made before each migration is")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names]


def _record(kind: str, *fields: "sa.Column[Any]") -> None:
    """Create the table of a kind of record, with what every record carries in this revision."""
    op.create_table(
        kind,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text()),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *_texts("cree_par", "cree_le", "modifie_par", "modifie_le"),
        *fields,
        sa.Column("part_digest", sa.Integer()),
        sa.Column("inconnu", sa.JSON()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"ix_{kind}_dossier", kind, ["dossier", "part_digest"])
