import pytest

from desktop.services.adresse import adresse
from domain.errors import RefusedError


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        (" https://permanence.exemple.fr/ ", "https://permanence.exemple.fr"),
        ("permanence.exemple.fr", "https://permanence.exemple.fr"),
        ("http://127.0.0.1:8017", "http://127.0.0.1:8017"),
    ],
)
def test_the_address_is_taken_as_people_type_it(typed: str, called: str) -> None:
    assert adresse(typed) == called


@pytest.mark.parametrize(
    "typed", ["", "pas une adresse", "https://", "ftp://a.fr", "http://exemple.fr", "https://a:b"]
)
def test_an_address_that_cannot_be_or_would_show_the_password_is_refused_in_words(typed: str) -> None:
    with pytest.raises(RefusedError, match="adresse"):
        adresse(typed)
