"""First shape of the server's database."""

from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _record(
        "accord",
        *_texts(
            "cer",
            "reponse",
            "reponse_libelle",
            "moyen",
            "moyen_libelle",
            "motif_degrade",
            "motif_degrade_libelle",
        ),
        Column("version_contenu", Integer),
        *_texts("contenu", "empreinte", "recueilli_le", "horloge_machine", "demarrage"),
        Column("rang_appareil", Integer),
        *_texts("precedent", "signature"),
    )
    op.create_index("ix_accord_cer", "accord", ["departement", "cer"])
    _record(
        "affectation",
        *_texts("referent", "role", "role_libelle", "debut", "fin", "motif_fin"),
    )
    op.create_index("ix_affectation_referent", "affectation", ["departement", "referent"])
    op.create_table(
        "appareil",
        Column("departement", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("compte", Text, nullable=False),
        Column("nom", Text, nullable=False),
        Column("cle_publique", LargeBinary, nullable=False),
        Column("jeton_hash", Text),
        Column("enveloppe", LargeBinary),
        Column("dernier_n", BigInteger, nullable=False),
        Column("cree_le", Text, nullable=False),
        Column("vu_le", Text, nullable=False),
        Column("revoque_le", Text),
        PrimaryKeyConstraint("departement", "id", name="pk_appareil"),
        UniqueConstraint("jeton_hash", name="uq_appareil_jeton_hash"),
    )
    op.create_index("ix_appareil_compte", "appareil", ["departement", "compte"])
    _record(
        "cer",
        Column("numero", Integer),
        *_texts("type", "type_libelle", "date_debut"),
        Column("duree_mois", Integer),
        *_texts("date_fin", "date_signature", "commentaire"),
        Column("dernier_contrat", Boolean),
        *_texts("priorite", "priorite_libelle", "situation", "evaluation", "expression"),
        Column("sans_expression", Boolean),
        *_texts(
            "decision_commentee",
            "date_decision",
            "date_debut_decidee",
            "date_fin_decidee",
            "note_referent",
            "date_cloture",
        ),
    )
    _record(
        "collaborateur",
        *_texts(
            "nom",
            "prenom",
            "profil",
            "profil_libelle",
            "structure",
            "dtas",
            "dtas_libelle",
            "telephone",
            "mail",
        ),
    )
    op.create_table(
        "compte",
        Column("departement", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("identifiant", Text, nullable=False),
        Column("nom", Text, nullable=False),
        Column("prenom", Text, nullable=False),
        Column("profil", Text, nullable=False),
        Column("structure", Text),
        Column("dtas", JSON, nullable=False),
        Column("mot_de_passe", Text),
        Column("a_changer", Boolean, nullable=False),
        Column("essais", Integer, nullable=False),
        Column("verrouille_jusque", Text),
        Column("actif", Boolean, nullable=False),
        Column("cree_le", Text, nullable=False),
        PrimaryKeyConstraint("departement", "id", name="pk_compte"),
        UniqueConstraint("identifiant", name="uq_compte_identifiant"),
    )
    op.create_table(
        "departement",
        Column("code", Text, nullable=False),
        Column("nom", Text, nullable=False),
        Column("fuseau", Text, nullable=False),
        Column("epoque", Text, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("date_extrait", Text),
        PrimaryKeyConstraint("code", name="pk_departement"),
    )
    _record(
        "document",
        *_texts("nom", "rangement", "rangement_libelle", "type", "type_libelle", "media"),
        Column("taille", Integer),
        *_texts("empreinte", "date_envoi"),
        Column("contenu_present", Boolean),
    )
    _record(
        "dossier",
        *_texts(
            "numero",
            "civilite",
            "civilite_libelle",
            "nom",
            "nom_naissance",
            "prenom",
            "date_naissance",
            "commune_naissance",
            "organisme",
            "organisme_libelle",
            "numero_allocataire",
            "adresse",
            "complement_adresse",
            "code_postal",
            "commune",
            "code_insee",
            "adresse_declaree",
            "telephone",
            "autre_telephone",
        ),
        Column("telephone_non_connu", Boolean),
        Column("mail", Text),
        Column("mail_non_connu", Boolean),
        *_texts(
            "etat_droit",
            "etat_droit_libelle",
            "date_etat_droit",
            "motif_etat_droit",
            "sdd",
            "sdd_libelle",
            "orientation",
            "orientation_libelle",
            "dtas",
            "dtas_libelle",
            "date_entree_rsa",
            "date_entree_dispositif",
            "date_premier_accompagnement",
            "actualisation_figee_le",
            "date_midem",
            "motif_midem",
            "situation_familiale",
            "situation_familiale_libelle",
        ),
        Column("nombre_enfants", Integer),
        *_texts("conjoint", "conjoint_nom", "conjoint_depuis", "logement", "logement_libelle"),
        Column("permis", Boolean),
        Column("vehicule", Boolean),
    )
    op.create_index("ix_dossier_numero", "dossier", ["departement", "numero"])
    op.create_table(
        "empreinte_dossier",
        Column("departement", Text, nullable=False),
        Column("dossier", Text, nullable=False),
        Column("nombre", BigInteger, nullable=False),
        Column("somme", BigInteger, nullable=False),
        PrimaryKeyConstraint("departement", "dossier", name="pk_empreinte_dossier"),
    )
    _record(
        "entretien",
        Column("moment", Text),
        Column("duree", Integer),
        *_texts(
            "collaborateur",
            "lieu",
            "lieu_libelle",
            "vecteur",
            "vecteur_libelle",
            "type",
            "type_libelle",
            "realisation",
            "realisation_libelle",
            "motif_absence",
            "suite",
        ),
    )
    _record(
        "evenement_cer",
        Column("cer", Text),
        Column("rang", Integer),
        *_texts(
            "de",
            "de_libelle",
            "vers",
            "vers_libelle",
            "motif",
            "empreinte",
            "etat_droit_connu",
            "sdd_connu",
            "droit_connu_le",
        ),
    )
    op.create_index("ix_evenement_cer_cer", "evenement_cer", ["departement", "cer"])
    _record(
        "evenement_droit",
        *_texts("date", "etat", "etat_libelle", "sdd", "sdd_libelle", "motif"),
    )
    op.create_table(
        "identite_genesis",
        Column("departement", Text, nullable=False),
        Column("dossier", Text, nullable=False),
        *_texts("numero", "nir", "matricule"),
        PrimaryKeyConstraint("departement", "dossier", name="pk_identite_genesis"),
    )
    op.create_index("ix_identite_genesis_matricule", "identite_genesis", ["departement", "matricule"])
    op.create_index("ix_identite_genesis_nir", "identite_genesis", ["departement", "nir"])
    op.create_index("ix_identite_genesis_numero", "identite_genesis", ["departement", "numero"])
    op.create_table(
        "journal",
        Column("departement", Text, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("id", Integer, nullable=False),
        Column("stamp", BigInteger, nullable=False),
        Column("kind", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("dossier", Text),
        PrimaryKeyConstraint("departement", "seq", "id", name="pk_journal"),
    )
    op.create_index("ix_journal_dossier", "journal", ["departement", "dossier"])
    _record(
        "objectif",
        Column("cer", Text),
        Column("rang", Integer),
        *_texts("theme", "theme_libelle", "personne", "referent", "echeance"),
    )
    op.create_index("ix_objectif_cer", "objectif", ["departement", "cer"])
    op.create_table(
        "portee_appareil",
        Column("departement", Text, nullable=False),
        Column("appareil", Text, nullable=False),
        Column("dossier", Text, nullable=False),
        Column("entre_page", BigInteger, nullable=False),
        Column("sort_page", BigInteger),
        PrimaryKeyConstraint("departement", "appareil", "dossier", name="pk_portee_appareil"),
    )
    op.create_index("ix_portee_appareil_dossier", "portee_appareil", ["departement", "dossier"])
    op.create_table(
        "quarantaine",
        Column("departement", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("appareil", Text, nullable=False),
        Column("compte", Text, nullable=False),
        Column("change", Text, nullable=False),
        Column("empreinte", Text, nullable=False),
        Column("n", BigInteger, nullable=False),
        Column("kind", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("dossier", Text),
        Column("contenu", Text, nullable=False),
        Column("issue", Text, nullable=False),
        Column("regle", Text, nullable=False),
        Column("motif", Text, nullable=False),
        Column("champs", JSON, nullable=False),
        Column("recu_le", Text, nullable=False),
        *_texts("regle_le", "regle_par"),
        PrimaryKeyConstraint("departement", "id", name="pk_quarantaine"),
        UniqueConstraint(
            "departement",
            "appareil",
            "change",
            "empreinte",
            name="uq_quarantaine_departement_appareil_change_empreinte",
        ),
    )
    op.create_index("ix_quarantaine_dossier", "quarantaine", ["departement", "dossier"])
    op.create_index("ix_quarantaine_record", "quarantaine", ["departement", "record"])
    _record(
        "reglage",
        Column("nom", Text),
        Column("valeur", JSON),
        Column("revision", Integer),
    )
    op.create_table(
        "reponse",
        Column("departement", Text, nullable=False),
        Column("appareil", Text, nullable=False),
        Column("change", Text, nullable=False),
        Column("n", BigInteger, nullable=False),
        Column("empreinte", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("record", Text, nullable=False),
        Column("dossier", Text),
        Column("issue", JSON, nullable=False),
        Column("le", Text, nullable=False),
        PrimaryKeyConstraint("departement", "appareil", "change", name="pk_reponse"),
    )
    op.create_index("ix_reponse_dossier", "reponse", ["departement", "dossier"])
    _record(
        "theme_entretien",
        Column("entretien", Text),
        Column("rang", Integer),
        *_texts("theme", "theme_libelle", "synthese"),
    )
    op.create_index("ix_theme_entretien_entretien", "theme_entretien", ["departement", "entretien"])


def downgrade() -> None:
    for table in (
        "theme_entretien",
        "reponse",
        "reglage",
        "quarantaine",
        "portee_appareil",
        "objectif",
        "journal",
        "identite_genesis",
        "evenement_droit",
        "evenement_cer",
        "entretien",
        "empreinte_dossier",
        "dossier",
        "document",
        "departement",
        "compte",
        "collaborateur",
        "cer",
        "appareil",
        "affectation",
        "accord",
    ):
        op.drop_table(table)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _record(kind: str, *fields: Column[Any]) -> None:
    """Create the table of a kind of record, with what every record carries in this revision."""
    op.create_table(
        kind,
        Column("departement", Text, nullable=False),
        Column("id", Text, nullable=False),
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
