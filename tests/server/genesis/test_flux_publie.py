"""The flow that others published as an example of those of the CNAF (its persons are fictitious).

It stays with the data of the team, beside the repository: where it is not, nothing is proven here,
and the test says so. ``PERMANENCE_DONNEES`` names another place.
"""

import os
from pathlib import Path

import pytest

from server.genesis.fichier import FichierRefuseError
from server.services.departements import create_departement
from tests.server.genesis.conftest import Base

RACINE = Path(__file__).parents[3]
FLUX = Path(os.environ.get("PERMANENCE_DONNEES", RACINE.parent / "shared" / "data")) / "cnaf" / "RSABEM.xml"
CLOS, OUVERT = b"<ETATDOSRSA>5<", b"<ETATDOSRSA>2<"


@pytest.fixture
def octets(base: Base) -> bytes:
    if not FLUX.exists():
        pytest.skip(f"{FLUX} is not here: nothing is proven about the published flow")
    create_departement(base.serveur, "52", "Département du flux")
    return FLUX.read_bytes()


def test_the_published_flow_creates_its_open_right_and_leaves_its_closed_couple(
    base: Base, octets: bytes
) -> None:
    """Decision 33. A second run changes nothing."""
    rapport = base.verser_flux(octets)
    assert (rapport.crees, rapport.rejets, len(rapport.remarques)) == (1, (), 2)
    (row,) = base.tous("dossier")
    assert (row["etat_droit_libelle"], row["date_etat_droit"]) == (
        "Droit ouvert mais versement suspendu",
        "2021-11-01",
    )
    before = base.etat()
    assert base.verser_flux(octets).inchanges == 1
    assert base.etat() == before


def test_its_couple_while_its_right_was_open_is_two_dossiers_which_it_then_closes(
    base: Base, octets: bytes
) -> None:
    """R-GEN-2 and R-GEN-5."""
    assert octets.count(CLOS) == 1
    assert base.verser_flux(octets.replace(CLOS, OUVERT)).crees == 3
    couple = [row for row in base.tous("dossier") if row["conjoint"]]
    assert {row["conjoint"] for row in couple} == {row["id"] for row in couple}
    assert len(couple) == 2
    assert base.verser_flux(octets).clos == 2
    assert [row["etat_droit"] for row in base.tous("dossier")].count("clos") == 2


def test_cut_anywhere_it_is_refused_with_nothing_half_done(base: Base, octets: bytes) -> None:
    before = base.etat()
    for kept in range(50, len(octets.rstrip()) - 1, 97):
        with pytest.raises(FichierRefuseError):
            base.verser_flux(octets[:kept])
    assert base.etat() == before
