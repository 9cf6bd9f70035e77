import re
from pathlib import Path

import domain
from domain.regles import REGLES

IDENTIFIER = re.compile(r"R-[A-Z]+-\d+")
SOURCES = sorted(Path(domain.__file__).parent.rglob("*.py"))


def test_identifiers_are_well_formed_and_explained_in_a_sentence() -> None:
    for identifier, meaning in REGLES.items():
        assert IDENTIFIER.fullmatch(identifier)
        assert meaning[0].isupper()
        assert meaning.endswith(".")


def test_every_rule_that_the_domain_names_is_in_the_registry() -> None:
    named = {name for source in SOURCES for name in IDENTIFIER.findall(source.read_text(encoding="utf-8"))}
    assert named <= set(REGLES)
