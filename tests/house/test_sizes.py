"""Files are rooms to live in. A migration is not: it is written once, to say for ever what it did."""

from tests.house.sources import modules

GREATEST, MEAN = 400, 120
LIVED_IN = [module for module in modules() if "/migrations/versions/" not in module.name]


def test_no_file_is_so_long_that_it_hides_things() -> None:
    too_long = {module.name: module.text.count("\n") for module in LIVED_IN}
    assert not {name: lines for name, lines in too_long.items() if lines > GREATEST}


def test_files_are_short_on_the_whole() -> None:
    """Those of the tests as well. Empty files (``__init__``) do not count: they would hide long ones."""
    lengths = [module.text.count("\n") for module in LIVED_IN if module.text]
    assert sum(lengths) / len(lengths) <= MEAN
