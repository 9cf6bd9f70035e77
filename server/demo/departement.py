"""The fictitious département through time: who is accompanied, by whom, under which right.

Everything is drawn from one seed and dated from a given «today», so that the demonstration is
always fresh and two runs of one day are the same. An extract is a photograph of this time at
one date (``extrait.py``); the past of the accompaniments is told by ``passe.py``.
"""

import datetime as dt
from dataclasses import dataclass
from random import Random

from server.demo.comptes import CompteDemo, comptes
from server.demo.noms import COMMUNES
from server.demo.personnes import Personne, conjoint_de, inventer

GRAINE = 20_260_107
EXTRAITS = (320, 170, 60, 1)
"""Ages in days of the extracts poured one after the other."""

DOSSIERS, PETIT_DOSSIERS = 1_200, 60
SCENES = (
    "decision", "retour", "echeance", "brouillon", "soumis", "attente", "courant", "commission", "depasse",
    "non_valide",
)  # fmt: skip
"""What the last CER of a person has come to; each référent has every one of them."""

_POIDS = (6, 4, 16, 6, 6, 5, 36, 3, 9, 3)
_MOTIFS_DROIT = {
    "suspendu": "Non-respect du contrat",
    "versement_suspendu": "Déclaration trimestrielle non fournie",
    "clos": "Ressources supérieures au plafond",
}


@dataclass(frozen=True, slots=True)
class Periode:
    """One référent, from his designation to the end that Genesis gives it, if any."""

    referent: CompteDemo
    debut: dt.date
    fin: dt.date | None


@dataclass(frozen=True, slots=True)
class Droit:
    """The right from a date on."""

    depuis: dt.date
    etat: str
    sdd: str
    motif: str = ""


@dataclass(frozen=True)
class Suivi:
    """One person and the time of the accompaniment.

    ``foyer`` is common to a couple; ``rang`` counts the persons of one référent.
    """

    personne: Personne
    periodes: tuple[Periode, ...]
    droits: tuple[Droit, ...]
    orientation: str
    foyer: str
    scene: str
    rang: int

    def periode(self, jour: dt.date) -> Periode | None:
        """Return the période in force on a day, as Genesis sees it."""
        among = [one for one in self.periodes if one.debut <= jour and (one.fin is None or jour < one.fin)]
        return among[-1] if among else None

    def droit(self, jour: dt.date) -> Droit:
        """Return the right in force on a day."""
        return [one for one in self.droits if one.depuis <= jour][-1]


@dataclass(frozen=True)
class Departement:
    """Everything: people who work, people who are accompanied, dates of the extracts."""

    jour: dt.date
    referents: tuple[CompteDemo, ...]
    services: tuple[CompteDemo, ...]
    suivis: tuple[Suivi, ...]

    @property
    def extraits(self) -> tuple[dt.date, ...]:
        """Return the dates of the extracts, in the order of their pouring."""
        return tuple(self.jour - dt.timedelta(days=age) for age in EXTRAITS)


def imaginer(jour: dt.date, *, petit: bool = False, graine: int = GRAINE) -> Departement:
    """Imagine the département as it is on ``jour``."""
    hasard = Random(graine)
    referents, services = comptes(petit=petit)
    places = COMMUNES if not petit else tuple(one for one in COMMUNES if one.dtas == "nord")
    suivis: list[Suivi] = []
    rank = 0
    loads = dict.fromkeys(referents, 0)
    while len(suivis) < (PETIT_DOSSIERS if petit else DOSSIERS):
        rank += 1
        person = inventer(hasard, rank, jour, places)
        referent = min(
            (one for one in referents if one.territoire == person.commune.dtas), key=lambda one: loads[one]
        )
        members = [person]
        if person.couple and hasard.random() < 0.5:
            rank += 1
            members.append(conjoint_de(person, hasard, rank, jour))
        for member in members:
            scene = (
                SCENES[loads[referent]]
                if loads[referent] < len(SCENES)
                else hasard.choices(SCENES, _POIDS)[0]
            )
            vedette = loads[referent] < len(SCENES)
            loads[referent] += 1
            colleagues = [
                one for one in referents if one.territoire == referent.territoire and one != referent
            ]
            periods = _periodes(hasard, referent, colleagues, jour, vedette=vedette)
            recent = (jour - periods[0].debut).days < EXTRAITS[0]
            rights = _droits(hasard, member, jour, stable=vedette or recent)
            orientation = hasard.choices(
                ("socioprofessionnel", "social", "professionnel", "france_travail", "accompagnement_global"),
                (58, 27, 7, 4, 4),
            )[0]
            suivis.append(
                Suivi(member, periods, rights, orientation, person.matricule, scene, loads[referent])
            )
    return Departement(jour, referents, services, tuple(suivis))


def _periodes(
    hasard: Random, referent: CompteDemo, colleagues: list[CompteDemo], jour: dt.date, *, vedette: bool
) -> tuple[Periode, ...]:
    """Draw the périodes: most began long ago, some are new, a few moved or ended."""
    drawn = 0.5 if vedette else hasard.random()
    if drawn < 0.83:
        began = jour - dt.timedelta(days=hasard.randrange(EXTRAITS[0] + 10, 1_300))
    elif drawn < 0.95:
        began = jour - dt.timedelta(days=hasard.randrange(25, EXTRAITS[0]))
    else:
        began = jour - dt.timedelta(days=hasard.randrange(2, 20))
    first = Periode(referent, began, None)
    fate = 1.0 if vedette else hasard.random()
    if fate < 0.05 and colleagues and (jour - began).days > 2 * EXTRAITS[2]:
        moved = jour - dt.timedelta(days=hasard.choice((hasard.randrange(3, 55), hasard.randrange(62, 110))))
        return (Periode(referent, began, moved), Periode(hasard.choice(colleagues), moved, None))
    if fate < 0.075 and (jour - began).days > EXTRAITS[2]:
        return (Periode(referent, began, jour - dt.timedelta(days=hasard.randrange(2, 50))),)
    return (first,)


def _droits(hasard: Random, person: Personne, jour: dt.date, *, stable: bool) -> tuple[Droit, ...]:
    """Draw the history of the right: open at first, then sometimes suspended, closed, or without duties.

    It stays as it is for newcomers: a closed right would create no dossier (decision 33).
    """
    rights = [Droit(person.entree_rsa, "versable", "sdd")]
    if stable or hasard.random() < 0.72:
        return tuple(rights)
    changed = max(jour - dt.timedelta(days=hasard.randrange(4, EXTRAITS[0] - 20)), person.entree_rsa)
    drawn = hasard.random()
    if drawn < 0.25:
        rights.append(Droit(changed, "versable", "nsdd"))
    else:
        etat = hasard.choices(("suspendu", "versement_suspendu", "clos"), (40, 40, 20))[0]
        rights.append(Droit(changed, etat, "sdd", _MOTIFS_DROIT[etat]))
        back = changed + dt.timedelta(days=hasard.randrange(40, 120))
        if etat != "clos" and back < jour:
            rights.append(Droit(back, "versable", "sdd"))
    return tuple(rights)
