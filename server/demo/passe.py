"""The past of the whole département, cut into the slices in which it is played."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.ids import Ids
from domain.reglage.nomenclatures import Settings
from server.demo.actes import Acte
from server.demo.agenda import Agenda
from server.demo.contrats import raconter_contrats
from server.demo.departement import Departement
from server.demo.entretiens import raconter_entretiens
from server.demo.recit import Monde, Recit
from server.demo.suivi import raconter_suivi

_PAS = ((60, 30), (20, 10), (0, 5))
"""Width in days of the slices older than so many days: the recent past is played more finely."""

_ORDRE = ("secretariat", "proximite", "ali", "cds")


@dataclass(frozen=True, slots=True)
class Tranche:
    """What one author did until ``fin`` (excluded) since the slice before."""

    fin: dt.date
    auteur: str
    actes: tuple[Acte, ...]


def raconter(departement: Departement, settings: Settings, ids: Ids) -> list[Acte]:
    """Tell everything that happened, in the order in which it happened.

    CERs first: their entretiens have their day, the others fit around them.
    """
    monde = Monde(departement, settings, Agenda(), ids)
    recits = [Recit(monde, suivi) for suivi in departement.suivis]
    for recit in recits:
        raconter_contrats(recit)
    for recit in recits:
        raconter_entretiens(recit)
        raconter_suivi(recit)
    acts = [act for recit in recits for act in recit.actes]
    acts.sort(key=lambda act: act.quand)
    return acts


def trancher(actes: Sequence[Acte], departement: Departement) -> Iterator[Tranche]:
    """Yield the slices in their order: référents, then secretariats, then those who decide.

    An act that must follow one of a later author of its slice (a CER sent back, then submitted
    again) waits for another turn of the same slice: the order within a dossier is never broken, and
    no act passes to the other side of a pouring, where its author might have lost the dossier.
    """
    bounds = list(_bornes(departement))
    slices: dict[tuple[int, int, int, str], list[Acte]] = {}
    last: dict[str, tuple[int, int, int]] = {}
    for act in actes:
        place = next(rank for rank, end in enumerate(bounds) if act.quand.date() < end)
        order = _rang(act.auteur)
        before = last.get(act.dossier, (place, 0, 0))
        turn = 0 if before[0] < place else before[1] + (order < before[2])
        last[act.dossier] = place, turn, order
        slices.setdefault((place, turn, order, act.auteur), []).append(act)
    for (place, _, _, author), acts in sorted(slices.items(), key=lambda item: item[0]):
        yield Tranche(bounds[place], author, tuple(acts))


def _bornes(departement: Departement) -> Iterator[dt.date]:
    """Yield the ends of the slices; each pouring begins a new one, on its own morning."""
    pours = set(departement.extraits)
    day = departement.extraits[0]
    while day < departement.jour:
        age = (departement.jour - day).days
        width = next(days for older, days in _PAS if age > older)
        day = min([day + dt.timedelta(days=width), departement.jour, *(one for one in pours if one > day)])
        yield day


def _rang(auteur: str) -> int:
    return next((rank for rank, role in enumerate(_ORDRE, start=1) if auteur.startswith(role)), 0)
