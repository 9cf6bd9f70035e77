"""The jobs of the ROME by typing (R-INF-1)."""

import hashlib
import threading

import pytest

import resources
from desktop.services.metiers import AU_PLUS, Metiers, _index


def _found(texte: str) -> list[str]:
    return [one.libelle for one in Metiers().chercher(texte)]


@pytest.mark.parametrize(
    "typed", ["mac", "macon", "maçon", "Maçon", "MAÇONNE", "macone", "masson", " maçon "]
)
def test_a_mason_is_found_however_typed(typed: str) -> None:
    """R-INF-1: accents, capitals, gender and typing faults are forgiven."""
    assert "Maçon / Maçonne" in _found(typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("plombier", "Plombier / Plombière"),
        ("plonbiere", "Plombier / Plombière"),
        ("secrétaire", "Secrétaire"),
        ("caissière", "Caissier / Caissière"),
        ("conduteur poids lours", "Conducteur / Conductrice de poids lourd"),
        ("chauffeur de bus", "Chauffeur / Chauffeuse de bus"),
        ("aide a domicile", "Aide à domicile"),
    ],
)
def test_the_plainest_job_comes_first(typed: str, first: str) -> None:
    assert _found(typed)[0] == first


def test_each_letter_more_keeps_what_was_meant() -> None:
    assert all("Menuisier / Menuisière" in _found("menuisiere"[:end]) for end in range(4, 11))


def test_a_job_brings_its_code_and_the_name_of_its_family() -> None:
    mason = Metiers().chercher("maçon")[0]
    assert (mason.code_rome, mason.nom_rome) == ("F1703", "Maçonnerie")


def test_the_words_of_the_family_lead_to_its_jobs() -> None:
    """«Espaces verts» is in the name of the job, seldom in the title."""
    found = Metiers().chercher("espaces verts", 40)
    assert {"Jardinier / Jardinière"} <= {one.libelle for one in found}


def test_a_word_that_is_nowhere_leaves_what_the_others_lead_to() -> None:
    assert _found("femme de ménage")
    assert "Maçon / Maçonne" in _found("maçon zzzz")


@pytest.mark.parametrize("typed", ["", " ", "m", "-", "zzzzzzzz", "2024", "\u00e9"])
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert _found(typed) == []


def test_no_more_is_given_than_fits() -> None:
    assert len(_found("agent")) == AU_PLUS


def test_every_title_has_a_code_of_five_and_is_well_set() -> None:
    titles = _index().titres
    assert len(titles) == 11_061
    assert all(len(one.code_rome) == 5 and one.nom_rome and "'" not in one.libelle for one in titles)
    assert max(len(one.libelle) for one in titles) <= 200


def test_every_title_is_found_by_its_own_words() -> None:
    titles = _index().titres[:: len(_index().titres) // 150]
    assert [one.libelle for one in titles if one not in Metiers().chercher(one.libelle, 40)] == []


def test_the_lists_are_those_published() -> None:
    """Their attribution names them by their content."""
    told = resources.path("nomenclatures", "LICENCE_ROME.txt").read_text("utf-8")
    for name in ("rome_appellations.csv", "rome_metiers.csv"):
        content = resources.path("nomenclatures", name).read_bytes()
        assert f"{name}  {hashlib.sha256(content).hexdigest()}" in told


def test_the_list_is_read_at_the_first_word_by_whoever_asks_first() -> None:
    _index.cache_clear()
    jobs = Metiers()
    assert not jobs.charges
    loading = threading.Thread(target=jobs.charger)
    loading.start()
    loading.join()
    assert jobs.charges
