"""A quiet word in the margin: what the rules would have said, never what blocks."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark beside one field: ``field`` its name, ``text`` in French, ``rule`` its identifier.

    ``conseil`` helps to write; ``attention`` says that something is probably wrong.
    """

    field: str
    text: str
    rule: str
    level: Literal["conseil", "attention"]
