"""Who works here, and how far each one sees (R-ACC-1, table of profiles).

The scope itself (which dossiers) is decided by the server alone, on its own day (decision 15);
what one may *do* with a dossier is said in :mod:`domain.droits` and :mod:`domain.cer.states`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """The profiles; their values are the codes of the list ``profils``."""

    REFERENT = "referent"
    REFERENT_FSE = "referent_fse"
    SECRETARIAT_DISPOSITIF = "secretariat_dispositif"
    SECRETARIAT_PROXIMITE = "secretariat_proximite"
    SECRETARIAT_STRUCTURE = "secretariat_structure"
    ALI = "ali"
    CDS = "cds"
    ADMINISTRATEUR = "administrateur"


class Scope(StrEnum):
    """Which dossiers a profile sees: his own, those of a territory, of a structure, or none."""

    OWN = "propre"
    DTAS = "dtas"
    STRUCTURE = "structure"
    NONE = "aucun"


DECIDERS = frozenset({Profile.ALI, Profile.CDS})
"""Those whose word validates a CER; «setting: ALI pre-validates only» waits (decision 37)."""

INSTRUCTORS = DECIDERS | {Profile.SECRETARIAT_DISPOSITIF}
"""Those who move a submitted CER and fill in the fields of the service."""

REENTERING = frozenset({Profile.SECRETARIAT_DISPOSITIF, Profile.SECRETARIAT_PROXIMITE})
"""The secretariats that type in a CER signed on paper (R-CER-18) and name a référent d’étape."""

HANDLING = REENTERING | DECIDERS
"""Those who answer what a référent asks: an end of accompaniment, a mise en demeure."""

_SCOPES = {
    Profile.REFERENT: Scope.OWN,
    Profile.REFERENT_FSE: Scope.OWN,
    Profile.SECRETARIAT_DISPOSITIF: Scope.DTAS,
    Profile.SECRETARIAT_PROXIMITE: Scope.DTAS,
    Profile.SECRETARIAT_STRUCTURE: Scope.STRUCTURE,
    Profile.ALI: Scope.DTAS,
    Profile.CDS: Scope.DTAS,
    Profile.ADMINISTRATEUR: Scope.NONE,
}


def scope_of(profile: Profile) -> Scope:
    """Return which dossiers ``profile`` sees (R-ACC-1); the administrator sees none."""
    return _SCOPES[profile]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes in a dossier: account, profile, and role on *this* dossier today.

    ``role`` is ``"parcours"``, ``"etape"`` or ``None``. A secretariat or a référent of another DTAS may
    be référent d’étape (R-ACC-7): the role then gives what the profile alone would not.
    """

    compte: str
    profile: Profile
    role: str | None

    @property
    def accompanies(self) -> bool:
        """Tell whether the writer is référent de parcours or d’étape of the dossier today."""
        return self.role is not None

    @property
    def drafts(self) -> bool:
        """Tell whether the writer may write a CER that is in ``proposition`` (decision 28).

        A référent without a role keeps the pen: his dossier left his file active while he was
        offline, and his words must still be taken down; the server, which alone judges scope,
        hands them to who accompanies the person now (decisions 15 and 16).
        """
        return self.accompanies or scope_of(self.profile) is Scope.OWN or self.profile in REENTERING

    @property
    def submits(self) -> bool:
        """Tell whether the writer may submit a CER: unlike words, an act needs a present role."""
        return self.accompanies or self.profile in REENTERING
