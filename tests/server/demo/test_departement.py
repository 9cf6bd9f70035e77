import datetime as dt
from collections import Counter

from domain.beneficiaire.genesis import nir_refusal
from server.demo.departement import imaginer
from server.demo.extrait import extraire

JOUR = dt.date(2026, 11, 21)


def test_the_same_day_gives_the_same_extract() -> None:
    assert extraire(imaginer(JOUR, petit=True), JOUR) == extraire(imaginer(JOUR, petit=True), JOUR)


def test_the_departement_has_everything_a_real_one_has() -> None:
    departement = imaginer(JOUR)
    people = [suivi.personne for suivi in departement.suivis]
    eve = JOUR - dt.timedelta(days=1)
    assert len(departement.suivis) == 1_200
    assert len(departement.referents) == 12
    assert {one.commune.dtas for one in people} == {"nord", "sud"}
    assert {suivi.droit(eve).etat for suivi in departement.suivis} == {
        "versable", "suspendu", "versement_suspendu", "clos",
    }  # fmt: skip
    assert any(suivi.droit(eve).sdd == "nsdd" for suivi in departement.suivis)
    assert any(len(suivi.periodes) == 2 for suivi in departement.suivis)
    assert any(suivi.periodes[-1].fin for suivi in departement.suivis)
    assert any("2A" in one.nir or "2B" in one.nir for one in people)
    assert any(one.naissance.endswith("-00") for one in people)
    assert any(not one.adresse for one in people)
    households = Counter(suivi.foyer for suivi in departement.suivis)
    assert set(households.values()) == {1, 2}
    assert all(nir_refusal(one.nir) is None for one in people)
    assert len({one.numero for one in people}) == 1_200


def test_the_small_one_has_two_referents_and_sixty_dossiers() -> None:
    departement = imaginer(JOUR, petit=True)
    assert (len(departement.referents), 60 <= len(departement.suivis) <= 61) == (2, True)
    assert departement.referents[0].adresse == "camille.roche@demo.invalid"


def test_everybody_has_an_open_right_when_first_poured() -> None:
    """Decision 33: a closed right creates no dossier, and there would be nothing to tell."""
    departement = imaginer(JOUR)
    for suivi in departement.suivis:
        shown = [day for day in departement.extraits if suivi.periode(day) is not None]
        assert suivi.droit(shown[0]).etat != "clos"
