"""Who works in the fictitious département, and under which names they sign in."""

from dataclasses import dataclass

from domain.profils import Profile
from domain.text import fold

MOT_DE_PASSE = "Permanence-2026"
"""The public password of a département that does not exist."""

DOMAINE = "demo.invalid"


@dataclass(frozen=True, slots=True)
class CompteDemo:
    """One account; ``dtas`` are the territories it sees, ``territoire`` the one it works in."""

    identifiant: str
    prenom: str
    nom: str
    profil: Profile
    territoire: str
    dtas: tuple[str, ...] = ()
    structure: str | None = None

    @property
    def adresse(self) -> str:
        """Return what the account signs in with, which is its mail too."""
        return f"{self.identifiant}@{DOMAINE}"


def _referent(prenom: str, nom: str, territoire: str, structure: str | None = None) -> CompteDemo:
    identifiant = ".".join(fold(part).replace(" ", "-") for part in (prenom, nom))
    return CompteDemo(identifiant, prenom, nom, Profile.REFERENT, territoire, structure=structure)


REFERENTS = (
    _referent("Camille", "Roche", "nord"),
    _referent("Maëlle", "Kervaned", "nord"),
    _referent("Samir", "Benlounis", "nord"),
    _referent("Étienne", "Montombert", "nord", "CCAS de Montauran"),
    _referent("Fatou", "Diagoulé", "nord"),
    _referent("Joëlle", "Brudouin", "nord", "Passerelles 00"),
    _referent("Luis", "Garelos", "sud"),
    _referent("Hélène", "Valdaillac", "sud"),
    _referent("Bastien", "Courignac", "sud", "Passerelles 00"),
    _referent("Oksana", "Kovalenko-Petit", "sud"),
    _referent("Noémie", "Charissol", "sud", "CCAS de Castelmorin"),
    _referent("Yann", "Trégaranec", "sud"),
)
SERVICES = (
    CompteDemo("secretariat.nord", "Odile", "Lavombert", Profile.SECRETARIAT_DISPOSITIF, "nord", ("nord",)),
    CompteDemo("cds.nord", "Claire", "Peranteau", Profile.CDS, "nord", ("nord",)),
    CompteDemo("administration", "Paul", "Marlourel", Profile.ADMINISTRATEUR, "nord"),
    CompteDemo(
        "secretariat.sud",
        "Farida",
        "Bouzeghar",
        Profile.SECRETARIAT_DISPOSITIF,
        "sud",
        ("sud", "hors_territoire"),
    ),
    CompteDemo("proximite.nord", "Agnès", "Galevrin", Profile.SECRETARIAT_PROXIMITE, "nord", ("nord",)),
    CompteDemo("ali", "Thomas", "Rocherin", Profile.ALI, "nord", ("nord", "sud")),
    CompteDemo("cds.sud", "Nicolas", "Fontezan", Profile.CDS, "sud", ("sud", "hors_territoire")),
)
_PETIT_REFERENTS, _PETIT_SERVICES = 2, 3


def comptes(*, petit: bool) -> tuple[tuple[CompteDemo, ...], tuple[CompteDemo, ...]]:
    """Return the référents and the others; the small département has two référents and one territory."""
    if petit:
        return REFERENTS[:_PETIT_REFERENTS], SERVICES[:_PETIT_SERVICES]
    return REFERENTS, SERVICES
