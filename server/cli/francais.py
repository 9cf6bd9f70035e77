"""``argparse`` speaks English through one function: this one answers in its place, in French."""

import argparse

_MESSAGES = {
    "usage: ": "usage\u00a0: ",
    "positional arguments": "à donner",
    "options": "options",
    "show this help message and exit": "afficher cette aide",
    "show program's version number and exit": "afficher la version",
    "%(prog)s: error: %(message)s\n": "%(prog)s\u00a0: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s\u00a0: %(message)s",
    "the following arguments are required: %s": "il manque\u00a0: %s",
    "unrecognized arguments: %s": "arguments inconnus\u00a0: %s",
    "expected one argument": "une valeur est attendue",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r n’est pas possible (parmi %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r n’est pas de la bonne forme",
}


def parler_francais() -> None:
    """Make every parser of this process speak French; what is not translated stays as it is.

    ``_`` is the name by which ``argparse`` calls ``gettext``; it has no other way in.
    """
    argparse._ = _traduire  # type: ignore[attr-defined]


def _traduire(message: str) -> str:
    return _MESSAGES.get(message, message)
