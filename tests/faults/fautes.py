"""The kinds of faults, how often each is drawn, and the count of those met.

To add a kind: a member here with its words, the place that commits it (``reseau`` for the wire, ``partie``
for the world and the disk), and nothing else: ``make faults`` fails until it has been met.
"""

import random
from collections import Counter
from collections.abc import Collection
from enum import StrEnum


class Faute(StrEnum):
    """What may go wrong; the value is what the table of figures says."""

    COUPURE_AVANT = "coupure avant que le serveur n’entende"
    COUPURE_APRES = "coupure après la réponse du serveur"
    TRONQUEE = "réponse tronquée"
    RETARD = "réponse lente, la vie continue"
    REPETITION = "requête livrée deux fois"
    ANCIENNE = "vieille requête livrée tard"
    SERVEUR_TUE = "serveur tué dans une transaction"
    MORT_AVANT = "poste mort juste avant un commit"
    MORT_APRES = "poste mort juste après un commit"
    DISQUE_PLEIN = "disque plein à une écriture"
    VERROU = "poste verrouillé puis rouvert"
    HORLOGE = "horloge d’un poste qui saute"
    REORIENTATION = "affectation finie ou déplacée"
    ETAPE = "référent d’étape pour un mois"
    SORTIE = "sortie à minuit"
    MUTATION = "dossier muté dans une autre DTAS"
    RESTAURATION = "serveur remis d’une sauvegarde"
    CLIENT_ANCIEN = "client ancien : colonne et sorte inconnues"
    CLIENT_RECENT = "client récent : champ inconnu du serveur"
    OCTET_MONTANT = "flux coupé à un octet, vers le serveur"
    OCTET_DESCENDANT = "flux coupé à un octet, vers le poste"
    LENTEUR = "octets retardés"
    RETENUE = "réponse retenue, jamais rendue"
    SIGKILL_SERVEUR = "SIGKILL du serveur"
    SIGKILL_POSTE = "SIGKILL d’un poste"


REELLES = frozenset(list(Faute)[-6:])
"""Those of the real tier alone."""


class Sort:
    """The faults of one schedule: a few kinds, drawn often, meet better than all of them, drawn rarely."""

    def __init__(self, alea: random.Random, permises: Collection[Faute] | None = None) -> None:
        self.alea = alea
        drawn = [faute for faute in Faute if alea.random() < 0.5]
        self.permises = frozenset(drawn if permises is None else permises)
        self.subies: Counter[Faute] = Counter()
        self.calme = False

    def frappe(self, faute: Faute, chance: float) -> bool:
        """Tell whether the fault happens now, and count it."""
        struck = not self.calme and faute in self.permises and self.alea.random() < chance
        self.subies[faute] += struck
        return struck
