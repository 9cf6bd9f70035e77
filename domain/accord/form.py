"""The accord of the person: an act of its own, bound to the exact content (R-CER-11/25).

``contenu`` keeps the canonical bytes agreed to, as text, not only their hash (decision 30).
Accords of one device form a chain: each carries the fingerprint of the one before.
"""

from domain.fields import Field, Kind, choice
from domain.forms import Form, fields

ACCORD = Form(
    "accord",
    "Accord de la personne",
    parent="cer",
    append_only=True,
    fields=fields(
        Field("cer", "CER", Kind.REFERENCE),
        choice("reponse", "Accord de la personne", "reponses_accord"),
        choice("moyen", "Moyen", "moyens_accord"),
        choice("motif_degrade", "Raison du mode dégradé", "motifs_mode_degrade"),
        Field("version_contenu", "Version du contenu", Kind.INTEGER),
        Field("contenu", "Contenu accepté", Kind.TEXT, limit=400_000),
        Field("empreinte", "Empreinte du contenu", limit=64),
        Field("recueilli_le", "Recueilli le", Kind.INSTANT),
        Field("horloge_machine", "Horloge de la machine (ms)", limit=40),
        Field("demarrage", "Démarrage de la machine", limit=64),
        Field("rang_appareil", "Rang sur cet appareil", Kind.INTEGER),
        Field("precedent", "Empreinte de l’accord précédent", limit=64),
        Field("signature", "Signature de l’appareil", limit=200),
    ),
)
