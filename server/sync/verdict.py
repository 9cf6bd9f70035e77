"""What becomes of one change, before anything is told to anybody."""

from dataclasses import dataclass, field
from typing import NoReturn

from domain.errors import RefusedError
from domain.exchange.v1 import Outcome


@dataclass(slots=True)
class Verdict:
    """The outcome of a change, in the terms of the wire.

    ``champs``: fields held aside. ``garder``: what was not taken goes to an item, where a person
    will find it; always so unless it was applied or merged.
    """

    outcome: Outcome
    rev: int = 0
    champs: list[str] = field(default_factory=list)
    rule: str = ""
    message: str = ""
    unknown: list[str] = field(default_factory=list)

    @property
    def garder(self) -> bool:
        """Tell whether something of the change was not taken."""
        return self.outcome not in (Outcome.APPLIED, Outcome.MERGED) or bool(self.unknown)


class EcarteError(Exception):
    """A change that is not applied, with its verdict: raised before anything is written."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


def refuse(message: str, rule: str = "") -> NoReturn:
    """Refuse the change at hand."""
    raise EcarteError(Verdict(Outcome.REFUSED, rule=rule, message=message))


def refuse_if(refused: RefusedError | None) -> None:
    """Refuse the change at hand if a rule does."""
    if refused is not None:
        refuse(refused.message, refused.rule)
