"""Knocking at every door as everybody, and laying the answers in a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from domain.profils import Profile
from server.api.ecoute import en_fond
from server.portes.maison import Cas, Maison
from server.portes.table import PORTES, Porte
from server.serveur import Serveur

COLUMNS = {
    Profile.REFERENT: "référent",
    Profile.REFERENT_FSE: "réf. FSE",
    Profile.SECRETARIAT_DISPOSITIF: "sec. disp.",
    Profile.SECRETARIAT_PROXIMITE: "sec. prox.",
    Profile.SECRETARIAT_STRUCTURE: "sec. str.",
    Profile.ALI: "ALI",
    Profile.CDS: "CDS",
    Profile.ADMINISTRATEUR: "admin.",
}
_WIDTH, _FIRST = 13, 34


@dataclass(frozen=True, slots=True)
class Mesure:
    """One knock: what was answered, and what should have been."""

    porte: Porte
    profil: Profile
    cas: Cas
    obtenu: str

    @property
    def juste(self) -> bool:
        """Tell whether the door answered as it must."""
        return self.obtenu == self.porte.attendu(self.profil, self.cas)


def routes_of(application: FastAPI) -> set[tuple[str, str]]:
    """Return every (method, path) that the application answers."""
    return {
        (method, str(route.path))
        for route in iter_route_contexts(application.routes)
        for method in route.methods or ()
    }


def mesurer(serveur: Serveur, profils: Iterable[Profile] = tuple(Profile)) -> list[Mesure]:
    """Knock at every door of a server whose base may be filled for the occasion."""
    with en_fond(serveur) as url:
        maison = Maison(serveur, url)
        return [mesure for profil in profils for cas in Cas for mesure in _tour(maison, profil, cas)]


def _tour(maison: Maison, profil: Profile, cas: Cas) -> Iterator[Mesure]:
    essai = maison.essai(profil, cas)
    for porte in PORTES:
        if cas in porte.cas:
            yield Mesure(porte, profil, cas, porte.geste(essai))


def tableau(mesures: Sequence[Mesure]) -> str:
    """Lay the answers out: a block per door, a line per way of knocking, a column per profile."""
    lines = [" " * _FIRST + "".join(name.rjust(_WIDTH) for name in COLUMNS.values())]
    for porte in PORTES:
        mine = [mesure for mesure in mesures if mesure.porte is porte]
        lines.append(porte.nom)
        for cas in porte.cas:
            found = {mesure.profil: mesure for mesure in mine if mesure.cas is cas}
            words = "reconnu" if cas is Cas.SIEN and not porte.autre else cas.value
            cells = "".join(_cell(found[profil]).rjust(_WIDTH) for profil in COLUMNS)
            lines.append(f"  {words}".ljust(_FIRST) + cells)
    return "\n".join(lines)


def _cell(mesure: Mesure) -> str:
    return mesure.obtenu if mesure.juste else f"{mesure.obtenu} (!)"
