import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.beneficiaire.genesis import (
    Identity,
    clean_mails,
    clean_nir,
    clean_phones,
    keys,
    nir_key,
    nir_refusal,
)

PERSON = Identity("G-12", "1 84 12 76 451 089 46", "1984-12-03", "0712345", "D’Été", "Élie")


def test_the_keys_go_from_the_surest() -> None:
    """R-GEN-4."""
    assert keys(PERSON) == (
        ("numero", "g 12"),
        ("nir", "1841276451089", "1984-12-03"),
        ("etat_civil", "0712345", "d ete", "elie", "1984-12-03"),
    )


def test_half_a_key_is_not_made() -> None:
    assert keys(Identity(nir=PERSON.nir, matricule="071", nom_naissance="X", prenom="Y")) == ()


@pytest.mark.parametrize(
    "nir",
    ["1841276451089", "184127645108946", "1 84 12 76 451 089 46", "2840120004123", "2 84 01 2a 004 123"],
)
def test_a_nir_may_be_of_corsica_and_have_its_key_or_not(nir: str) -> None:
    """R-GEN-6."""
    assert nir_refusal(nir) is None


@pytest.mark.parametrize("nir", ["", "1841276451O89", "184122C451089", "9841276451089", "18412764510899"])
def test_a_nir_with_letters_or_too_short_is_refused(nir: str) -> None:
    assert nir_refusal(nir) is not None


@pytest.mark.parametrize("nir", ["184127645108947", "284012A00412300"])
def test_a_wrong_key_is_refused(nir: str) -> None:
    refusal = nir_refusal(nir)
    assert refusal is not None
    assert "clé" in refusal


def test_the_key_of_a_corsican_is_that_of_19_and_18() -> None:
    assert nir_key("284012A004123") == nir_key("2840119004123")
    assert nir_key("284012B004123") == nir_key("2840118004123")


@given(st.from_regex(r"[12]\d{4}(2[AB]|\d{2})\d{6}", fullmatch=True).filter(str.isascii))
def test_any_nir_with_its_own_key_is_accepted(body: str) -> None:
    assert nir_refusal(f"{body}{nir_key(body):02d}") is None
    assert clean_nir(f" {body[:5].lower()}-{body[5:].lower()} ") == body


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0612345678", ("06 12 34 56 78",)),
        ("612345678", ("06 12 34 56 78",)),
        ("06.12.34.56.78", ("06 12 34 56 78",)),
        ("06/12/34/56/78", ("06 12 34 56 78",)),
        ("+33 (0)6 12 34 56 78", ("06 12 34 56 78",)),
        ("0033612345678", ("06 12 34 56 78",)),
        ("0612345678 / 04 75 00 00 01", ("06 12 34 56 78", "04 75 00 00 01")),
        ("0612345678 0475000001", ("06 12 34 56 78", "04 75 00 00 01")),
        ("06 12 34 56 78 ou 612345678", ("06 12 34 56 78",)),
        ("Mère : 0475000001", ("04 75 00 00 01",)),
        ("+41 22 345 67 89", ("+41223456789",)),
        ("0041 22 345 67 89; 0612345678", ("+41223456789", "06 12 34 56 78")),
        ("", ()),
        ("aucun", ()),
        ("12345", ()),
        ("061234567890", ()),
    ],
)
def test_phones_are_found_in_what_people_type(cell: str, numbers: tuple[str, ...]) -> None:
    """R-GEN-2."""
    assert clean_phones(cell) == numbers


@given(st.lists(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), unique=True, max_size=3))
def test_phones_without_their_zero_are_all_found(numbers: list[str]) -> None:
    found = clean_phones(" ; ".join(numbers))
    assert [number.replace(" ", "")[1:] for number in found] == numbers


def test_mails_are_found_and_the_malformed_left_out() -> None:
    assert clean_mails("Lea@Exemple.fr ; <lea@exemple.fr>, pas de mail") == ("lea@exemple.fr",)
    assert clean_mails("a@b.fr/c@d.fr") == ("a@b.fr", "c@d.fr")
    assert clean_mails("") == ()
