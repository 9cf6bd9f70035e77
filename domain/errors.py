"""The one error a referent is meant to read."""

import traceback


class RefusedError(Exception):
    """Something the rules or the data do not allow, in words for the referent.

    ``rule`` is the identifier of the rule that refuses (``R-CER-12``), empty where the reason is
    not a rule of the trade (a malformed value).
    """

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.message} ({self.rule})" if self.rule else self.message


def trace(error: BaseException) -> str:
    """Tell what went wrong and where, for a log: no message and no value, which may be personal.

    >>> trace(ValueError("Mme Unetelle"))
    'ValueError'
    """
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return " < ".join([type(error).__name__, *reversed(places)])
