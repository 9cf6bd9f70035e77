"""The table R-CER-12 as its sources write it, by hand: what the screens and the server are held to.

It is not derived from ``domain.cer.states``, which it judges. A row: from, to, who may, and the states
walked through to stand there («back» is to the state recorded before).
"""

from dataclasses import dataclass

from domain.cer.states import State
from domain.profils import Profile

P, S, C, A, V, N = State


@dataclass(frozen=True, slots=True)
class Acteur:
    """Someone at a desk; ``role`` on the dossiers of the proof: parcours, etape or none."""

    code: str
    nom: str
    prenom: str
    profil: Profile
    role: str = ""

    @property
    def qui(self) -> str:
        """Return what the table calls them."""
        return {"parcours": "référent de parcours", "etape": "référent d’étape"}.get(
            self.role, self.profil.value.replace("_", " ")
        )


PARCOURS = Acteur("parcours", "Roche", "Camille", Profile.REFERENT, "parcours")
ETAPE = Acteur("etape", "Delmas", "Sonia", Profile.REFERENT_FSE, "etape")
DISPOSITIF = Acteur("dispositif", "Vidal", "Maryse", Profile.SECRETARIAT_DISPOSITIF)
PROXIMITE = Acteur("proximite", "Galevrin", "Agnès", Profile.SECRETARIAT_PROXIMITE)
STRUCTURE = Acteur("structure", "Brudouin", "Joëlle", Profile.SECRETARIAT_STRUCTURE)
ALI = Acteur("ali", "Rocherin", "Thomas", Profile.ALI)
CDS = Acteur("cds", "Peranteau", "Claire", Profile.CDS)
ACTEURS = (PARCOURS, ETAPE, DISPOSITIF, PROXIMITE, STRUCTURE, ALI, CDS)

_REDIGENT = (PARCOURS, ETAPE, DISPOSITIF, PROXIMITE)  # decision 28: an étape, a secretariat that re-enters
_INSTRUISENT = (DISPOSITIF, ALI, CDS)
_DECIDENT = (ALI, CDS)


@dataclass(frozen=True, slots=True)
class Rang:
    """One row; ``chemin``: the states from ``proposition`` to the one it starts from."""

    chemin: tuple[State, ...]
    vers: State
    peuvent: tuple[Acteur, ...]
    retour: bool = False

    @property
    def de(self) -> State:
        """Return the state it starts from."""
        return self.chemin[-1]

    @property
    def nom(self) -> str:
        """Return the row in a word that a file may bear."""
        by = "" if len(self.chemin) < 2 or not self.retour else f"-apres-{self.chemin[-2]}"
        return f"{self.de}-{self.vers}{by}"


TABLE = (
    Rang((P,), S, _REDIGENT),
    Rang((P, S), P, _INSTRUISENT, retour=True),
    Rang((P, S), C, _INSTRUISENT),
    Rang((P, S, C), S, _INSTRUISENT, retour=True),
    Rang((P, S), A, _INSTRUISENT),
    Rang((P, S, A), S, _INSTRUISENT, retour=True),
    Rang((P, S, C), A, _INSTRUISENT),
    Rang((P, S, C, A), C, _DECIDENT, retour=True),
    Rang((P, S, C), V, _INSTRUISENT),
    Rang((P, S, C), N, _INSTRUISENT),
    Rang((P, S, C, V), C, (), retour=True),
    Rang((P, S, C, N), C, (), retour=True),
    Rang((P, S, A), V, _DECIDENT),
    Rang((P, S, A), N, _DECIDENT),
    Rang((P, S, A, V), A, _DECIDENT, retour=True),
    Rang((P, S, A, N), A, _DECIDENT, retour=True),
    Rang((P, S, A, N), V, _DECIDENT),
    Rang((P, S, A, N, V), N, _DECIDENT, retour=True),
    Rang((P,), V, ()),
    Rang((P, S), V, ()),
)
"""The last two are steps that no row allows: nobody may, the chef de service no more than another."""
COURTE = (TABLE[0], TABLE[12])
