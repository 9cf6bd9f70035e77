"""Around the contract: veilles, requests, notes, difficultés, caractéristiques, kept searches."""

import secrets
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Integer,
    PrimaryKeyConstraint,
    TableClause,
    Text,
    column,
    insert,
    select,
    table,
    update,
)

from domain.exchange.v1 import DIGEST_MASK, fingerprint

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
    _sentences_into_codes(op.get_bind())
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
    op.execute("UPDATE affectation SET motif_fin = motif_fin_libelle WHERE motif_fin_libelle IS NOT NULL")
    op.drop_column("affectation", "motif_fin_libelle")
    for name in (*_DOSSIER, "secteurs"):
        op.drop_column("dossier", name)


def _sentences_into_codes(connection: Connection) -> None:
    """Make a code of the sentence that the pouring wrote, and tell the devices: nobody else wrote any.

    A new revision, its share in the digest and a line of the journal, as for any other write.
    """
    ended = (_AFFECTATION.c.motif_fin == _PHRASE) & _AFFECTATION.c.supprime.is_(False)
    found = connection.execute(select(_AFFECTATION).where(ended).order_by(_AFFECTATION.c.id)).all()
    codes = {"motif_fin": "genesis", "motif_fin_libelle": _PHRASE, "rev": _AFFECTATION.c.rev + 1}
    connection.execute(update(_AFFECTATION).where(ended).values(codes))
    counters = update(_DEPARTEMENT).where(_DEPARTEMENT.c.code.in_({row.departement for row in found}))
    connection.execute(counters.values(seq=_DEPARTEMENT.c.seq + 1))
    numbers = {row.code: row.seq for row in connection.execute(select(_DEPARTEMENT))}
    for rank, row in enumerate(found):
        line = (row.departement, numbers[row.departement], rank, secrets.randbits(63))
        connection.execute(insert(_JOURNAL).values((*line, "affectation", row.id, row.dossier)))
        own = (_EMPREINTE.c.departement == row.departement) & (_EMPREINTE.c.dossier == row.dossier)
        before, after = (fingerprint("affectation", row.id, rev) for rev in (row.rev, row.rev + 1))
        total = connection.execute(select(_EMPREINTE.c.somme).where(own)).scalar_one() - before + after
        connection.execute(update(_EMPREINTE).where(own).values(somme=total & DIGEST_MASK))


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *map(column, columns))


_PHRASE = "Changement de référent dans Genesis"
_AFFECTATION = _table(
    "affectation", "departement", "id", "dossier", "rev", "supprime", "motif_fin", "motif_fin_libelle"
)
_DEPARTEMENT = _table("departement", "code", "seq")
_JOURNAL = _table("journal", "departement", "seq", "id", "stamp", "kind", "record", "dossier")
_EMPREINTE = _table("empreinte_dossier", "departement", "dossier", "somme")


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
