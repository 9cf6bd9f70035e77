import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import Value
from domain.french import long_date, short_date
from domain.recherche.mots import cherchable, noms, termes
from domain.text import fold

ELISE: dict[str, Value] = {
    "numero": "D-0001",
    "numero_allocataire": "1234567",
    "nom": "D’Allessandro-Çelik",
    "nom_naissance": "Vautrin",
    "prenom": "Marie-Élise",
    "date_naissance": "1987-03-01",
    "commune": "Saint-Étienne-de-Lugdarès",
    "code_postal": "07590",
    "telephone": "06.39.98.12.34",
    "autre_telephone": "+33 (0)4 75 00 11 22",
}


def found(recherche: str, person: dict[str, Value] = ELISE) -> bool:
    texte = cherchable(person)
    return all(any(spelling in texte for spelling in term) for term in termes(recherche))


@pytest.mark.parametrize(
    "recherche",
    [
        *("d’allessandro", "DALLESS", "celik", "vautrin", "marie", "elise", "marieélise", "MARIE-ÉLISE vau"),
        *("D-0001", "d0001", "0001", "1234567", "saint etienne", "lugdares", "07590"),
        *("01/03/1987", "1/3/1987", "1-3-87", "01.03.87", "01 03 1987", "01031987", "010387", "1987-03-01"),
        *("1er mars 1987", "1er mars", "mars 1987", "1987", "01/03", "1/3", "01/0", "03/1987"),
        *("0639981234", "06 39 98 12 34", "06.39.98", "06-39-98-12", "+33639981234", "+33 6 39 98 12 34"),
        *("0033 6 39 98", "+33 (0)6 39", "04 75 00 11 22", "elise 01/03/1987", "", "  ", "«»"),
    ],
)
def test_a_person_is_found_by_what_one_remembers_however_one_writes_it(recherche: str) -> None:
    """R-REP-4."""
    assert found(recherche)


@pytest.mark.parametrize(
    "recherche",
    [
        *("lessandro", "lise", "02/03/1987", "1/4/87", "03/01/1987", "1er avril", "06 39 97", "39 98"),
        *("0475001123", "elise 1988", "D-0002"),
    ],
)
def test_she_is_not_found_by_what_is_not_hers(recherche: str) -> None:
    """R-REP-4."""
    assert not found(recherche)


@given(st.dates(dt.date(1920, 1, 1), dt.date(2020, 12, 31)))
def test_a_birth_date_is_found_in_every_usual_writing_and_while_it_is_typed(day: dt.date) -> None:
    """R-REP-4."""
    person = ELISE | {"date_naissance": day.isoformat(), "autre_telephone": None}
    for written in (
        short_date(day.isoformat()),
        f"{day:%d-%m-%y}",
        f"{day:%d%m%Y}",
        f"{day.day}/{day.month}/{day.year}",
        long_date(day.isoformat()),
        day.isoformat(),
    ):
        assert found(written, person)
    typed = short_date(day.isoformat())
    assert all(found(typed[:end], person) for end in range(1, len(typed)))


@pytest.mark.parametrize(
    ("known", "by", "not_by"),
    [
        ("1971-04-00", ("avril 1971", "04/1971", "1971"), "05/1971"),
        ("1971-00-00", ("1971",), "1972"),
        (None, (), "1971"),
    ],
)
def test_of_an_incomplete_birth_date_what_is_known_is_found(
    known: str | None, by: tuple[str, ...], not_by: str
) -> None:
    person = ELISE | {"date_naissance": known}
    assert all(found(words, person) for words in by)
    assert not found(not_by, person)


def test_typing_errors_are_forgiven_in_names_only() -> None:
    assert noms(ELISE) == "d allessandro celik vautrin marie elise"


@given(st.text(max_size=30))
def test_any_text_may_be_looked_for(recherche: str) -> None:
    for term in termes(recherche):
        assert all(fold(spelling) == spelling.strip() for spelling in term)
