"""The CER of CD07's model, its objectifs and the events of its state (R-CER-1…15).

The state is never a field: it is derived from the last accepted event (decision 29). The fields
the service owns lie outside what an accord covers (decision 30).
"""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

S = Owner.SERVICE

CER = Form(
    "cer",
    "CER",
    fields=fields(
        Field("numero", "Numéro", Kind.INTEGER, printed=True),
        choice("type", "Type de contrat", "types_cer", printed=True),
        Field("date_debut", "Date de début", Kind.DATE, group="periode", printed=True, required=True),
        Field("duree_mois", "Durée (mois)", Kind.INTEGER, group="periode", printed=True),
        Field("date_fin", "Date de fin", Kind.DATE, group="periode", printed=True),
        Field(
            "heures_semaine",
            "Heures d’activité par semaine",
            Kind.INTEGER,
            printed=True,
            help="Démarches, formation, soins, garde d’enfants\u00a0: ce que la personne peut tenir.",
        ),
        Field("date_signature", "Date de signature", Kind.DATE, printed=True, required=True),
        Field(
            "commentaire",
            "Commentaire pour le service",
            Kind.TEXT,
            help="Ne figure dans aucune édition.",
        ),
        Field("dernier_contrat", "Dernier contrat", Kind.FLAG, help="Arrête les alertes de renouvellement."),
        choice("priorite", "Priorité", "priorites", required=True, help="Ne figure dans aucune édition."),
        choice("levee", "Levée demandée", "levees"),
        Field(
            "situation",
            "Situation actuelle et actions menées depuis le dernier CER",
            Kind.TEXT,
            printed=True,
            required=True,
        ),
        Field("evaluation", "Évaluation commune du parcours", Kind.TEXT, printed=True, required=True),
        Field("expression", "Expression de la personne", Kind.TEXT, group="expression", printed=True),
        Field(
            "sans_expression",
            "La personne ne souhaite rien exprimer",
            Kind.FLAG,
            group="expression",
            printed=True,
        ),
        Field("decision_commentee", "Décision commentée", Kind.TEXT, S, printed=True),
        Field("date_decision", "Date de la décision", Kind.DATE, S, printed=True),
        Field("date_debut_decidee", "Début décidé", Kind.DATE, S, group="periode_decidee", printed=True),
        Field("date_fin_decidee", "Fin décidée", Kind.DATE, S, group="periode_decidee", printed=True),
        Field("note_referent", "Note pour le référent", Kind.TEXT, S),
        Field("date_cloture", "Clos le", Kind.DATE, S),
    ),
)

OBJECTIF = Form(
    "objectif",
    "Objectif",
    parent="cer",
    fields=fields(
        Field("cer", "CER", Kind.REFERENCE),
        Field("rang", "Rang", Kind.INTEGER, printed=True),
        choice("theme", "Action", "themes_objectif", printed=True, required=True),
        Field("personne", "Ce que fait la personne", Kind.TEXT, printed=True, limit=4000),
        Field("referent", "Ce que fait le référent", Kind.TEXT, printed=True, limit=4000),
        Field("echeance", "Échéance", Kind.DATE, printed=True),
    ),
)

EVENEMENT_CER = Form(
    "evenement_cer",
    "Changement d’état du CER",
    parent="cer",
    append_only=True,
    fields=fields(
        Field("cer", "CER", Kind.REFERENCE),
        Field("rang", "Rang", Kind.INTEGER),
        choice("de", "De", "etats_cer"),
        choice("vers", "Vers", "etats_cer"),
        Field("motif", "Motif", Kind.TEXT),
        Field("empreinte", "Empreinte du contenu", limit=64),
        Field("etat_droit_connu", "État du droit connu"),
        Field("sdd_connu", "Droits et devoirs connus"),
        Field("droit_connu_le", "Connu le", Kind.INSTANT),
    ),
)

REMISE = Form(
    "remise",
    "Remise du CER",
    parent="cer",
    append_only=True,
    fields=fields(
        Field("cer", "CER", Kind.REFERENCE),
        Field("edition", "Édition remise", limit=40),
        choice("moyen", "Comment", "moyens_remise"),
        Field("remis_le", "Remis le", Kind.DATE),
    ),
)
"""The trace that the person left with her contract: which edition, how, which day (R-CER-16)."""
