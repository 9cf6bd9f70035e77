"""The registry of the rules, the code that names them and the tests that hold them agree."""

import re

import pytest

from domain.regles import REGLES
from tests.house.sources import PRODUCT, Module, modules

IDENTIFIER = re.compile(r"\bR-[A-Z]{2,4}-\d+\b")
NAMED_BY_TESTS = {
    name
    for module in modules("tests")
    if not module.within("tests/house")
    for name in IDENTIFIER.findall(module.text)
}


@pytest.mark.parametrize("rule", REGLES)
def test_a_rule_has_a_test_that_names_it(rule: str) -> None:
    assert rule in NAMED_BY_TESTS


@pytest.mark.parametrize("module", modules(*PRODUCT), ids=lambda module: module.name)
def test_code_names_only_rules_of_the_registry(module: Module) -> None:
    assert set(IDENTIFIER.findall(module.text)) <= set(REGLES)
