"""The dossier of one bénéficiaire, and the events of his right (R-GEN-2/4/5/11/12).

One dossier per person: a couple is two dossiers, linked. The NIR is not here: it stays on the
server (decision 27). Genesis owns what it pours; contact data are copied at creation only and
belong to the users ever after (R-GEN-2).
"""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

G = Owner.GENESIS

DOSSIER = Form(
    "dossier",
    "Dossier",
    owner=G,
    fields=fields(
        Field("numero", "Numéro de dossier", owner=G),
        choice("civilite", "Civilité", "civilites", owner=G),
        Field("nom", "Nom", owner=G, printed=True, required=True),
        Field("nom_naissance", "Nom de naissance", owner=G, printed=True),
        Field("prenom", "Prénom", owner=G, printed=True, required=True),
        Field("date_naissance", "Date de naissance", Kind.DATE, G, printed=True, partial=True),
        Field("commune_naissance", "Commune de naissance", owner=G),
        choice("organisme", "Organisme payeur", "organismes", owner=G, printed=True),
        Field("numero_allocataire", "N° allocataire", owner=G, printed=True),
        Field("adresse", "Adresse", owner=G, group="adresse", printed=True),
        Field("complement_adresse", "Complément d’adresse", owner=G, group="adresse", printed=True),
        Field("code_postal", "Code postal", owner=G, group="adresse", printed=True, limit=10),
        Field("commune", "Commune", owner=G, group="adresse", printed=True),
        Field("code_insee", "Code INSEE", owner=G, group="adresse", limit=5),
        Field("adresse_declaree", "Adresse déclarée", help="Si la personne dit habiter ailleurs."),
        Field("telephone", "Téléphone", Kind.PHONE, printed=True),
        choice("telephone_de", "Ce téléphone est celui de", "titulaires_telephone", group="telephone"),
        Field("autre_telephone", "Autre téléphone", Kind.PHONE),
        Field("telephone_non_connu", "Téléphone non connu", Kind.FLAG, group="telephone"),
        Field("mail", "Courriel", Kind.MAIL, printed=True),
        Field("mail_non_connu", "Courriel non connu", Kind.FLAG, group="mail"),
        choice("etat_droit", "État du droit", "etats_droit", owner=G, group="droit"),
        Field("date_etat_droit", "Depuis le", Kind.DATE, G, group="droit"),
        Field("motif_etat_droit", "Motif", owner=G, group="droit"),
        choice("sdd", "Droits et devoirs", "sdd", owner=G),
        choice("orientation", "Orientation", "orientations", owner=G),
        choice("dtas", "Territoire", "dtas", owner=G),
        Field("date_entree_rsa", "Entrée dans le RSA", Kind.DATE, G),
        Field("date_entree_dispositif", "Entrée dans le dispositif", Kind.DATE, G),
        Field("date_premier_accompagnement", "Premier accompagnement", Kind.DATE, G),
        Field("actualisation_figee_le", "Actualisation figée le", Kind.DATE, G),
        Field("date_midem", "Dernière mise en demeure", Kind.DATE, G, group="midem"),
        Field("motif_midem", "Motif de la mise en demeure", owner=G, group="midem"),
        choice("situation_familiale", "Situation familiale", "situations_familiales", owner=G),
        Field("nombre_enfants", "Enfants à charge", Kind.INTEGER, G),
        Field("conjoint", "Conjoint", Kind.REFERENCE, G, group="conjoint"),
        Field("conjoint_nom", "Nom du conjoint", owner=G, group="conjoint"),
        Field("conjoint_depuis", "En couple depuis", Kind.DATE, G, group="conjoint"),
        choice("logement", "Logement", "logements"),
        Field("permis", "Permis de conduire", Kind.FLAG),
        Field("vehicule", "Véhicule", Kind.FLAG),
        Field("secteurs", "Secteurs d’activité", Kind.CODES, codes="secteurs"),
        Field("competences", "Compétences", Kind.TEXT),
    ),
)

EVENEMENT_DROIT = Form(
    "evenement_droit",
    "Évènement du droit",
    append_only=True,
    owner=G,
    fields=fields(
        Field("date", "Date", Kind.DATE, G),
        choice("etat", "État du droit", "etats_droit", owner=G),
        choice("sdd", "Droits et devoirs", "sdd", owner=G),
        Field("motif", "Motif", owner=G),
    ),
)
