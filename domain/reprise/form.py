"""What waits for a person: a conflict, a refusal, work on a dossier that went to somebody else.

One record per thing to settle, written by the server from what it could not take and brought to
whoever may settle it like any other row (decision 16). Its author finds his words in it, whole,
whatever becomes of his laptop.

``champs`` maps each field to ``{avant, moi, serveur, serveur_par, serveur_le}``: what the author saw, what
he wrote, what the server had, from whom and since when. A part that joined the item of what it
was a part of (an objectif, of its CER) is named ``sorte:cible:champ``.
"""

from domain.fields import Field, Kind, Owner
from domain.forms import Form, fields

_SERVER = Owner.SERVER

REPRISE = Form(
    "reprise",
    "Travail à reprendre",
    owner=_SERVER,
    reserve=True,
    fields=fields(
        Field("sorte", "Sorte d’enregistrement", owner=_SERVER),
        Field("cible", "Enregistrement", owner=_SERVER),
        Field("operation", "Opération", owner=_SERVER),
        Field("issue", "Issue", owner=_SERVER),
        Field("regle", "Règle", owner=_SERVER),
        Field("motif", "Motif", Kind.TEXT, _SERVER),
        Field("champs", "Champs", Kind.DATA, _SERVER),
        Field("auteur", "Auteur", Kind.REFERENCE, _SERVER),
        Field("fait_le", "Écrit le", Kind.INSTANT, _SERVER),
        Field("recu_le", "Reçu le", Kind.INSTANT, _SERVER),
        Field("statut", "Suite donnée", limit=20),
        Field("choix", "Choix", Kind.DATA),
        Field("reglee_par", "Réglé par", Kind.REFERENCE, _SERVER),
        Field("reglee_le", "Réglé le", Kind.INSTANT, _SERVER),
    ),
)

AVIS = Form(
    "avis",
    "Suite donnée à un travail",
    owner=_SERVER,
    reserve=True,
    in_dossier=False,
    fields=fields(
        Field("destinataire", "Destinataire", Kind.REFERENCE, _SERVER),
        Field("reprise", "Travail à reprendre", Kind.REFERENCE, _SERVER),
        Field("sorte", "Sorte d’enregistrement", owner=_SERVER),
        Field("fait_le", "Écrit le", Kind.INSTANT, _SERVER),
        Field("suite", "Suite donnée", owner=_SERVER),
        Field("par", "Par", Kind.REFERENCE, _SERVER),
        Field("le", "Le", Kind.INSTANT, _SERVER),
    ),
)
"""What became of work handed over, told to its author: no name and no word of the person."""
