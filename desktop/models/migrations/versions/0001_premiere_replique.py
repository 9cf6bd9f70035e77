"""The first replica: a table per kind of record, the outbox, the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = ("nom", "nom_naissance", "prenom", "numero", "numero_allocataire", "commune", "date_naissance")
INDEXED = ", ".join((*WORDS, "telephone"))


def identity(row: str) -> str:
    """Return the SQL of what a search finds of a person; ``fold`` is registered on every connection."""
    parts = [f"coalesce({row}.{name}, '')" for name in WORDS]
    parts.append(
        f"coalesce(substr({row}.date_naissance, 9) || ' ' || substr({row}.date_naissance, 6, 2), '')"
    )
    parts.append(f"replace(coalesce({row}.telephone, ''), ' ', '')")
    return "fold(" + " || ' ' || ".join(parts) + ")"


def upgrade() -> None:
    op.create_table(
        "a_reprendre",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("regle", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("champs", sa.JSON(), nullable=False),
        sa.Column("depuis", sa.Text(), nullable=False),
        sa.Column("regle_le", sa.Text(), nullable=True),
        sa.Column("choix", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        comment="Refusals and conflicts, until a person settles them; kept afterwards.",
    )
    op.create_index("ix_a_reprendre_record", "a_reprendre", ["record"], unique=False)
    op.create_table(
        "accord",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("cer", sa.Text(), nullable=True),
        sa.Column("reponse", sa.Text(), nullable=True),
        sa.Column("reponse_libelle", sa.Text(), nullable=True),
        sa.Column("moyen", sa.Text(), nullable=True),
        sa.Column("moyen_libelle", sa.Text(), nullable=True),
        sa.Column("motif_degrade", sa.Text(), nullable=True),
        sa.Column("motif_degrade_libelle", sa.Text(), nullable=True),
        sa.Column("version_contenu", sa.Integer(), nullable=True),
        sa.Column("contenu", sa.Text(), nullable=True),
        sa.Column("empreinte", sa.Text(), nullable=True),
        sa.Column("recueilli_le", sa.Text(), nullable=True),
        sa.Column("horloge_machine", sa.Text(), nullable=True),
        sa.Column("demarrage", sa.Text(), nullable=True),
        sa.Column("rang_appareil", sa.Integer(), nullable=True),
        sa.Column("precedent", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_accord_cer", "accord", ["cer"], unique=False)
    op.create_index("ix_accord_dossier", "accord", ["dossier"], unique=False)
    op.create_table(
        "affectation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("referent", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("role_libelle", sa.Text(), nullable=True),
        sa.Column("debut", sa.Text(), nullable=True),
        sa.Column("fin", sa.Text(), nullable=True),
        sa.Column("motif_fin", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_affectation_dossier", "affectation", ["dossier"], unique=False)
    op.create_table(
        "cer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("numero", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("type_libelle", sa.Text(), nullable=True),
        sa.Column("date_debut", sa.Text(), nullable=True),
        sa.Column("duree_mois", sa.Integer(), nullable=True),
        sa.Column("date_fin", sa.Text(), nullable=True),
        sa.Column("date_signature", sa.Text(), nullable=True),
        sa.Column("commentaire", sa.Text(), nullable=True),
        sa.Column("dernier_contrat", sa.Boolean(), nullable=True),
        sa.Column("priorite", sa.Text(), nullable=True),
        sa.Column("priorite_libelle", sa.Text(), nullable=True),
        sa.Column("situation", sa.Text(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
        sa.Column("expression", sa.Text(), nullable=True),
        sa.Column("sans_expression", sa.Boolean(), nullable=True),
        sa.Column("decision_commentee", sa.Text(), nullable=True),
        sa.Column("date_decision", sa.Text(), nullable=True),
        sa.Column("date_debut_decidee", sa.Text(), nullable=True),
        sa.Column("date_fin_decidee", sa.Text(), nullable=True),
        sa.Column("note_referent", sa.Text(), nullable=True),
        sa.Column("date_cloture", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_cer_dossier", "cer", ["dossier"], unique=False)
    op.create_table(
        "changement",
        sa.Column("ordre", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("base_rev", sa.Integer(), nullable=False),
        sa.Column("valeurs", sa.JSON(), nullable=False),
        sa.Column("avant", sa.JSON(), nullable=False),
        sa.Column("fait_le", sa.Text(), nullable=False),
        sa.Column("par", sa.Text(), nullable=False),
        sa.Column("reglages", sa.Integer(), nullable=False),
        sa.Column("scelle", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("ligne", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("ordre"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("n"),
        comment="The outbox. A line gets its number when frozen into a batch, and never changes after.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changement_record", "changement", ["record"], unique=False)
    op.create_table(
        "collaborateur",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("nom", sa.Text(), nullable=True),
        sa.Column("prenom", sa.Text(), nullable=True),
        sa.Column("profil", sa.Text(), nullable=True),
        sa.Column("profil_libelle", sa.Text(), nullable=True),
        sa.Column("structure", sa.Text(), nullable=True),
        sa.Column("dtas", sa.Text(), nullable=True),
        sa.Column("dtas_libelle", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_collaborateur_dossier", "collaborateur", ["dossier"], unique=False)
    op.create_table(
        "consultation",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("le", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("dossier"),
        comment="When each dossier was last opened here: the last consulted come first.",
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("nom", sa.Text(), nullable=True),
        sa.Column("rangement", sa.Text(), nullable=True),
        sa.Column("rangement_libelle", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("type_libelle", sa.Text(), nullable=True),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("taille", sa.Integer(), nullable=True),
        sa.Column("empreinte", sa.Text(), nullable=True),
        sa.Column("date_envoi", sa.Text(), nullable=True),
        sa.Column("contenu_present", sa.Boolean(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_document_dossier", "document", ["dossier"], unique=False)
    op.create_table(
        "dossier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("numero", sa.Text(), nullable=True),
        sa.Column("civilite", sa.Text(), nullable=True),
        sa.Column("civilite_libelle", sa.Text(), nullable=True),
        sa.Column("nom", sa.Text(), nullable=True),
        sa.Column("nom_naissance", sa.Text(), nullable=True),
        sa.Column("prenom", sa.Text(), nullable=True),
        sa.Column("date_naissance", sa.Text(), nullable=True),
        sa.Column("commune_naissance", sa.Text(), nullable=True),
        sa.Column("organisme", sa.Text(), nullable=True),
        sa.Column("organisme_libelle", sa.Text(), nullable=True),
        sa.Column("numero_allocataire", sa.Text(), nullable=True),
        sa.Column("adresse", sa.Text(), nullable=True),
        sa.Column("complement_adresse", sa.Text(), nullable=True),
        sa.Column("code_postal", sa.Text(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        sa.Column("code_insee", sa.Text(), nullable=True),
        sa.Column("adresse_declaree", sa.Text(), nullable=True),
        sa.Column("telephone", sa.Text(), nullable=True),
        sa.Column("autre_telephone", sa.Text(), nullable=True),
        sa.Column("telephone_non_connu", sa.Boolean(), nullable=True),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("mail_non_connu", sa.Boolean(), nullable=True),
        sa.Column("etat_droit", sa.Text(), nullable=True),
        sa.Column("etat_droit_libelle", sa.Text(), nullable=True),
        sa.Column("date_etat_droit", sa.Text(), nullable=True),
        sa.Column("motif_etat_droit", sa.Text(), nullable=True),
        sa.Column("sdd", sa.Text(), nullable=True),
        sa.Column("sdd_libelle", sa.Text(), nullable=True),
        sa.Column("orientation", sa.Text(), nullable=True),
        sa.Column("orientation_libelle", sa.Text(), nullable=True),
        sa.Column("dtas", sa.Text(), nullable=True),
        sa.Column("dtas_libelle", sa.Text(), nullable=True),
        sa.Column("date_entree_rsa", sa.Text(), nullable=True),
        sa.Column("date_entree_dispositif", sa.Text(), nullable=True),
        sa.Column("date_premier_accompagnement", sa.Text(), nullable=True),
        sa.Column("actualisation_figee_le", sa.Text(), nullable=True),
        sa.Column("date_midem", sa.Text(), nullable=True),
        sa.Column("motif_midem", sa.Text(), nullable=True),
        sa.Column("situation_familiale", sa.Text(), nullable=True),
        sa.Column("situation_familiale_libelle", sa.Text(), nullable=True),
        sa.Column("nombre_enfants", sa.Integer(), nullable=True),
        sa.Column("conjoint", sa.Text(), nullable=True),
        sa.Column("conjoint_nom", sa.Text(), nullable=True),
        sa.Column("conjoint_depuis", sa.Text(), nullable=True),
        sa.Column("logement", sa.Text(), nullable=True),
        sa.Column("logement_libelle", sa.Text(), nullable=True),
        sa.Column("permis", sa.Boolean(), nullable=True),
        sa.Column("vehicule", sa.Boolean(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dossier_dossier", "dossier", ["dossier"], unique=False)
    op.create_table(
        "entretien",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("moment", sa.Text(), nullable=True),
        sa.Column("duree", sa.Integer(), nullable=True),
        sa.Column("collaborateur", sa.Text(), nullable=True),
        sa.Column("lieu", sa.Text(), nullable=True),
        sa.Column("lieu_libelle", sa.Text(), nullable=True),
        sa.Column("vecteur", sa.Text(), nullable=True),
        sa.Column("vecteur_libelle", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("type_libelle", sa.Text(), nullable=True),
        sa.Column("realisation", sa.Text(), nullable=True),
        sa.Column("realisation_libelle", sa.Text(), nullable=True),
        sa.Column("motif_absence", sa.Text(), nullable=True),
        sa.Column("suite", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_entretien_dossier", "entretien", ["dossier"], unique=False)
    op.create_table(
        "envoye",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("ligne", sa.JSON(), nullable=False),
        sa.Column("repondu_le", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("n"),
        comment="What the server answered, kept 30 days in case it is restored from an older backup.",
    )
    op.create_index("ix_envoye_dossier", "envoye", ["dossier"], unique=False)
    op.create_table(
        "etat",
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("valeur", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("cle"),
        comment="What the replica knows of itself: server, account, device, cursor, numbers.",
    )
    op.create_table(
        "evenement_cer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("cer", sa.Text(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=True),
        sa.Column("de", sa.Text(), nullable=True),
        sa.Column("de_libelle", sa.Text(), nullable=True),
        sa.Column("vers", sa.Text(), nullable=True),
        sa.Column("vers_libelle", sa.Text(), nullable=True),
        sa.Column("motif", sa.Text(), nullable=True),
        sa.Column("empreinte", sa.Text(), nullable=True),
        sa.Column("etat_droit_connu", sa.Text(), nullable=True),
        sa.Column("sdd_connu", sa.Text(), nullable=True),
        sa.Column("droit_connu_le", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_evenement_cer_cer", "evenement_cer", ["cer"], unique=False)
    op.create_index("ix_evenement_cer_dossier", "evenement_cer", ["dossier"], unique=False)
    op.create_table(
        "evenement_droit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("etat", sa.Text(), nullable=True),
        sa.Column("etat_libelle", sa.Text(), nullable=True),
        sa.Column("sdd", sa.Text(), nullable=True),
        sa.Column("sdd_libelle", sa.Text(), nullable=True),
        sa.Column("motif", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_evenement_droit_dossier", "evenement_droit", ["dossier"], unique=False)
    op.create_table(
        "lecture",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("le", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record"),
        comment="Decisions the referent has read here (R-CER-29).",
    )
    op.create_table(
        "ligne_inconnue",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("ligne", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id"),
        comment="Rows of kinds this program does not know yet, replayed after a migration.",
    )
    op.create_table(
        "objectif",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("cer", sa.Text(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("theme_libelle", sa.Text(), nullable=True),
        sa.Column("personne", sa.Text(), nullable=True),
        sa.Column("referent", sa.Text(), nullable=True),
        sa.Column("echeance", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_objectif_cer", "objectif", ["cer"], unique=False)
    op.create_index("ix_objectif_dossier", "objectif", ["dossier"], unique=False)
    op.create_table(
        "recu",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fin", sa.Text(), nullable=False),
        sa.Column("contenu", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        comment="One receipt per synchronisation that moved something.",
    )
    op.create_table(
        "reglage",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("nom", sa.Text(), nullable=True),
        sa.Column("valeur", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reglage_dossier", "reglage", ["dossier"], unique=False)
    op.create_table(
        "theme_entretien",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cree_par", sa.Text(), nullable=True),
        sa.Column("cree_le", sa.Text(), nullable=True),
        sa.Column("modifie_par", sa.Text(), nullable=True),
        sa.Column("modifie_le", sa.Text(), nullable=True),
        sa.Column("entretien", sa.Text(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("theme_libelle", sa.Text(), nullable=True),
        sa.Column("synthese", sa.Text(), nullable=True),
        sa.Column("part_digest", sa.Integer(), nullable=True),
        sa.Column("inconnu", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_theme_entretien_dossier", "theme_entretien", ["dossier"], unique=False)
    op.create_index("ix_theme_entretien_entretien", "theme_entretien", ["entretien"], unique=False)
    op.execute("CREATE VIRTUAL TABLE recherche USING fts5(identite, prefix = '1 2 3', content = '')")
    enter = f"INSERT INTO recherche(rowid, identite) VALUES (new.rowid, {identity('new')});"  # noqa: S608 - no value
    leave = (
        f"INSERT INTO recherche(recherche, rowid, identite) VALUES ('delete', old.rowid, {identity('old')});"  # noqa: S608 - no value
    )
    op.execute(f"CREATE TRIGGER recherche_entre AFTER INSERT ON dossier BEGIN {enter} END")
    op.execute(f"CREATE TRIGGER recherche_sort AFTER DELETE ON dossier BEGIN {leave} END")
    change = f"BEGIN {leave} {enter} END"
    op.execute(f"CREATE TRIGGER recherche_change AFTER UPDATE OF {INDEXED} ON dossier {change}")


def downgrade() -> None:
    raise NotImplementedError("a replica is never taken back: the copy made before each migration is")
