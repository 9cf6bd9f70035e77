"""What the server keeps beside the records: people, devices, the journal, and the proof of answers.

Instants are text, as on the wire. No table here holds a text of the person (decision 17), but
``signature_sms``: what the person is reading at the operator is kept until she has answered.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

departement = Table(
    "departement",
    metadata,
    Column("code", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("fuseau", Text, nullable=False),  # the zone in which scope is decided (decision 15)
    Column("epoque", Text, nullable=False),  # changes when the server is restored (decision 13)
    Column("seq", BigInteger, nullable=False),  # counter of the journal, taken last before commit
    Column("date_extrait", Text),  # last day of Genesis that was poured (decision 32)
    Column("date_flux", Text),  # and of the CNAF
)

compte = Table(
    "compte",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # also the id of the collaborateur record
    Column("identifiant", Text, nullable=False, unique=True),  # across the server, folded to lower case
    Column("nom", Text, nullable=False),
    Column("prenom", Text, nullable=False),
    Column("profil", Text, nullable=False),
    Column("structure", Text),
    Column("dtas", JSON, nullable=False),  # list of the codes of territories a service sees
    Column("mot_de_passe", Text),  # Argon2id; null until a first password is set
    Column("a_changer", Boolean, nullable=False),  # the password was chosen by somebody else
    Column("provisoire_jusque", Text),  # and opens nothing after, tokens included (R-ACC-5)
    Column("essais", Integer, nullable=False),
    Column("verrouille_jusque", Text),
    Column("actif", Boolean, nullable=False),
    Column("cree_le", Text, nullable=False),
)

appareil = Table(
    "appareil",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("compte", Text, nullable=False),
    Column("nom", Text, nullable=False),
    Column("cle_publique", LargeBinary, nullable=False),  # raw Ed25519
    Column("jeton_hash", Text, unique=True),  # sha256 of the last token
    Column("jeton_annule_le", Text),  # it serves no more: the password was changed elsewhere
    Column("enveloppe", LargeBinary),  # replica key sealed with the server's secret (decision 23)
    Column("dernier_n", BigInteger, nullable=False),
    Column("cree_le", Text, nullable=False),
    Column("vu_le", Text, nullable=False),
    Column("revoque_le", Text),
    Index("ix_appareil_compte", "departement", "compte"),
)

maillon = Table(
    "maillon",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("appareil", Text, primary_key=True),
    Column("empreinte", Text, primary_key=True),  # what the next link carries as its ``precedent``
    Column("rang", Integer, nullable=False),
    Column("precedent", Text),
    Column("accord", Text, nullable=False),  # taken or not: a refusal breaks no chain
    Column("cle", Text, nullable=False),  # public key that verified it, base64
    Column("recu_le", Text, nullable=False),
    Index("ix_maillon_accord", "departement", "accord"),
)

cle_ancienne = Table(
    "cle_ancienne",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("appareil", Text, primary_key=True),
    Column("cle", Text, primary_key=True),  # replaced, kept so that its accords verify for ever
    Column("depuis", Text, nullable=False),
    Column("jusque", Text, nullable=False),
)

identite_genesis = Table(
    "identite_genesis",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("dossier", Text, primary_key=True),
    Column("numero", Text),  # Genesis number of the person
    Column("nir", Text),  # never leaves the server (decision 27)
    Column("matricule", Text),  # number of the paying body's household
    Index("ix_identite_genesis_numero", "departement", "numero"),
    Index("ix_identite_genesis_nir", "departement", "nir"),
    Index("ix_identite_genesis_matricule", "departement", "matricule"),
)

journal = Table(
    "journal",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # one per transaction
    Column("id", Integer, primary_key=True, autoincrement=False),  # rank within the transaction
    Column("stamp", BigInteger, nullable=False),  # random: tells a restored server (decision 13)
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("dossier", Text),
    Index("ix_journal_dossier", "departement", "dossier"),
)

reponse = Table(
    "reponse",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("appareil", Text, primary_key=True),
    Column("change", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("empreinte", Text, nullable=False),  # sha256 of the change: same id, other bytes = error
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("dossier", Text),
    Column("issue", JSON, nullable=False),  # outcome, revision, fields: no text of the person
    Column("le", Text, nullable=False),
    Index("ix_reponse_dossier", "departement", "dossier"),
)

portee_appareil = Table(
    "portee_appareil",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("appareil", Text, primary_key=True),
    Column("dossier", Text, primary_key=True),
    Column("entre_page", BigInteger, nullable=False),  # the page that brought it whole
    Column("sort_page", BigInteger),  # the page that asks to retire it
    Index("ix_portee_appareil_dossier", "departement", "dossier"),
)

empreinte_dossier = Table(
    "empreinte_dossier",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("dossier", Text, primary_key=True),  # '' for what belongs to the département
    Column("nombre", BigInteger, nullable=False),  # live rows
    Column("somme", BigInteger, nullable=False),  # sum of their fingerprints, modulo 2**63
)

contenu = Table(
    "contenu",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("dossier", Text, primary_key=True),
    Column("empreinte", Text, primary_key=True),  # sha256 of the whole: the name of the file
    Column("taille", BigInteger, nullable=False),  # bytes announced
    Column("recu", BigInteger, nullable=False),  # bytes on the disk for good: where to resume
    Column("cree_le", Text, nullable=False),
    Column("complet_le", Text),  # whole, checked, and served
)

signature_sms = Table(
    "signature_sms",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # also how the operator names it to us
    Column("dossier", Text, nullable=False),
    Column("cer", Text, nullable=False),
    Column("par", Text, nullable=False),  # account that asked
    Column("telephone", Text, nullable=False),  # fingerprint under the server's secret, no number
    Column("contenu", Text, nullable=False),  # the exact text of the PDF that was sent
    Column("empreinte", Text, nullable=False),  # of that text, but who took it
    Column("pdf", Text, nullable=False),  # sha256 of what was sent
    Column("etat", Text, nullable=False),
    Column("motif", Text, nullable=False),  # why it failed, in words; '' if it did not
    Column("yousign", Text, unique=True),
    Column("signataire", Text),
    Column("lien", Text),  # where the person reads; nothing of it is left once she has answered
    Column("cree_le", Text, nullable=False),
    Column("envoye_le", Text),
    Column("fini_le", Text),
    Column("demande_le", Text),  # when the operator was last asked what became of it
    Column("accord", Text),
    Column("document", Text),
    Index("ix_signature_sms_cer", "departement", "cer"),
    Index("ix_signature_sms_dossier", "departement", "dossier"),
)

chaine_serveur = Table(
    "chaine_serveur",
    metadata,
    Column("departement", Text, primary_key=True),
    Column("rang", Integer, nullable=False),  # of the last accord the server signed
    Column("precedent", Text),  # its fingerprint
)
