"""The one error a referent is meant to read."""


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
