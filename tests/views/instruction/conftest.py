import pytest

from domain.profils import Profile


@pytest.fixture
def profil() -> Profile:
    return Profile.CDS
