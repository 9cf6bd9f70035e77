"""The accord of the person: an act of its own, bound to the exact content (R-CER-11/25).

``contenu`` keeps the canonical bytes agreed to, as text, not only their hash (decision 30).
Accords of one device form a chain: each carries the fingerprint of the one before.

The device writes and signs what it knows: its clocks, and when it had last met the server. The
server adds, when the accord arrives, what it alone can say: its own time, the device's clocks at
the moment of sending, and what it found unusual (decision 31). A field added to the first part is
signed from then on and breaks no older signature: what is null is not written in a link.
"""

from domain.fields import Field, Kind, Owner, choice
from domain.forms import Form, fields

_SERVER = Owner.SERVER

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
        Field("trace_personne", "Signature de la personne", Kind.TEXT, limit=60_000),
        Field("trace_referent", "Signature du référent", Kind.TEXT, limit=60_000),
        Field("version_contenu", "Version du contenu", Kind.INTEGER),
        Field("contenu", "Contenu accepté", Kind.TEXT, limit=400_000),
        Field("empreinte", "Empreinte du contenu", limit=64),
        Field("recueilli_le", "Recueilli le", Kind.INSTANT),
        Field("horloge_machine", "Horloge de la machine (ms)", limit=40),
        Field("demarrage", "Démarrage de la machine", limit=64),
        Field("rang_appareil", "Rang sur cet appareil", Kind.INTEGER),
        Field("precedent", "Empreinte de l’accord précédent", limit=64),
        Field("signature", "Signature de l’appareil", limit=200),
        Field("remplace", "Accord qu’il remplace", Kind.REFERENCE),
        Field("poste", "Appareil", Kind.REFERENCE),
        Field("cle", "Clé publique de l’appareil", limit=64),
        Field("contact_le", "Serveur vu le", Kind.INSTANT),
        Field("ecart_contact", "Écart d’horloge à ce contact (s)", Kind.INTEGER),
        Field("recu_le", "Reçu par le serveur le", Kind.INSTANT, _SERVER),
        Field("envoi_le", "Horloge de l’appareil à l’envoi", Kind.INSTANT, _SERVER),
        Field("envoi_machine", "Horloge de la machine à l’envoi (ms)", owner=_SERVER, limit=40),
        Field("envoi_demarrage", "Démarrage de la machine à l’envoi", owner=_SERVER, limit=64),
        Field("constat", "Constats du serveur", owner=_SERVER, limit=200),
    ),
)
