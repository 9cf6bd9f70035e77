"""Files are rooms to live in. A migration is not: it is written once, to say for ever what it did."""

from collections.abc import Sequence

from tests.house.sources import Module, modules

GREATEST, MEAN, MEAN_OF_TESTS = 400, 120, 140
LIVED_IN = [module for module in modules() if "/migrations/versions/" not in module.name]


def test_no_file_is_so_long_that_it_hides_things() -> None:
    too_long = {module.name: module.text.count("\n") for module in LIVED_IN}
    assert not {name: lines for name, lines in too_long.items() if lines > GREATEST}


def test_files_are_short_on_the_whole() -> None:
    """Empty files (``__init__``) do not count: they would hide long ones.

    Neither do those of the tests among the others: one finds a test by its sentence, one does not read
    its file through; they are held apart, so that they do not hide a product that swells.
    """
    product = [module for module in LIVED_IN if not module.name.startswith("tests/")]
    tests = [module for module in LIVED_IN if module.name.startswith("tests/")]
    assert _mean(product) <= MEAN
    assert _mean(tests) <= MEAN_OF_TESTS


def _mean(files: Sequence[Module]) -> float:
    lengths = [module.text.count("\n") for module in files if module.text]
    return sum(lengths) / len(lengths)
