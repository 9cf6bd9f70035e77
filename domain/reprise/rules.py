"""Who may settle what waits, and what settling means (decisions 8, 9 and 16)."""

from enum import StrEnum

from domain.profils import REENTERING, Profile, Scope, scope_of

SECRETARIATS = REENTERING | {Profile.SECRETARIAT_STRUCTURE}


class Statut(StrEnum):
    """Where an item stands. The first settlement is the one that holds."""

    OUVERTE = "ouverte"
    REPRISE = "reprise"  # taken in: a version was chosen, or the work is in the dossier
    ECARTEE = "ecartee"  # set aside: read, and left out


def sees_all_items(profile: Profile) -> bool:
    """Tell whether ``profile`` sees every item of a dossier he sees: who accompanies the person does."""
    return scope_of(profile) is Scope.OWN


def sees_handed_over(profile: Profile) -> bool:
    """Tell whether ``profile`` sees work that lost its dossier: the secretariats, beside the référent."""
    return sees_all_items(profile) or profile in SECRETARIATS
