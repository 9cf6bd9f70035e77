"""What one keeps of the file active follows its owner from one computer to another, and nobody else."""

from collections.abc import Callable

from desktop.services.recherches import Sorte
from domain.profils import Profile
from domain.recherche.criteres import Axe, Criteres
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde


def test_a_search_and_a_selection_come_to_their_owner_alone(
    monde: Monde, poste: Callable[[str, str], Poste]
) -> None:
    """R-REP-7."""
    dossier = monde.dossier(monde.compte("alix"), dtas="nord")
    monde.compte("chef", Profile.CDS, dtas="nord")
    laptop, desk, chef = poste("portable", "alix"), poste("bureau", "alix"), poste("service", "chef")
    laptop.synchroniser()
    asked = Criteres("vau").avec(Axe.COMMUNE, "Aubenas")
    chosen = Criteres(parmi=frozenset({dossier}))
    laptop.bureau.recherches.garder(Sorte.RECHERCHE, "Aubenas", asked)
    laptop.bureau.recherches.garder(Sorte.SELECTION, "Atelier", chosen)
    bilan = laptop.synchroniser()
    assert (bilan.conflits, bilan.refuses) == (0, 0)
    for other in (desk, chef):
        other.synchroniser()
    assert [one.criteres for one in desk.bureau.recherches.lister(Sorte.RECHERCHE)] == [asked]
    assert [one.criteres for one in desk.bureau.recherches.lister(Sorte.SELECTION)] == [chosen]
    assert chef.bureau.file_active.lignes().keys() == {dossier}
    assert [one for sorte in Sorte for one in chef.bureau.recherches.lister(sorte)] == []
    desk.bureau.recherches.retirer(desk.bureau.recherches.lister(Sorte.RECHERCHE)[0])
    desk.synchroniser()
    laptop.synchroniser()
    assert laptop.bureau.recherches.lister(Sorte.RECHERCHE) == []
