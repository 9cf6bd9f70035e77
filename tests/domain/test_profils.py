import tomllib

import pytest

from domain.profils import Profile, Scope, Writer, scope_of
from resources import path
from tests.domain.builders import CDS, ETAPE, PARTI, PROXIMITE, REFERENT, STRUCTURE


def test_profiles_are_the_codes_of_the_list_profils() -> None:
    lists = tomllib.loads(path("nomenclatures", "cd07.toml").read_text(encoding="utf-8"))["listes"]
    assert [code for code, _ in lists["profils"]] == [str(profile) for profile in Profile]


@pytest.mark.parametrize(
    ("profile", "scope"),
    [
        (Profile.REFERENT, Scope.OWN),
        (Profile.REFERENT_FSE, Scope.OWN),
        (Profile.SECRETARIAT_DISPOSITIF, Scope.DTAS),
        (Profile.SECRETARIAT_PROXIMITE, Scope.DTAS),
        (Profile.SECRETARIAT_STRUCTURE, Scope.STRUCTURE),
        (Profile.ALI, Scope.DTAS),
        (Profile.CDS, Scope.DTAS),
        (Profile.ADMINISTRATEUR, Scope.NONE),
    ],
)
def test_each_profile_has_its_scope(profile: Profile, scope: Scope) -> None:
    """R-ACC-1."""
    assert scope_of(profile) is scope


def test_a_referent_whose_dossier_left_keeps_the_pen_but_no_longer_submits() -> None:
    assert PARTI.drafts
    assert not PARTI.submits
    assert REFERENT.submits
    assert ETAPE.submits


def test_a_secretariat_of_proximity_re_enters_and_submits() -> None:
    """R-CER-18."""
    assert PROXIMITE.drafts
    assert PROXIMITE.submits
    assert not CDS.drafts
    assert not CDS.submits


def test_a_secretariat_named_referent_d_etape_writes_by_that_role() -> None:
    """R-ACC-7."""
    assert not STRUCTURE.drafts
    named = Writer(STRUCTURE.compte, STRUCTURE.profile, "etape")
    assert named.drafts
    assert named.submits
