"""Leaving out of a message what every reader fills in by itself: fields that have their default.

A synchronisation with nothing to do, the most frequent of all, is then half as long; and adding
a field to the contract costs no byte to those who do not use it.
"""

from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any

from domain.exchange.v1 import Rows


def bref(part: Any) -> Any:  # noqa: ANN401 - a message, or any part of one
    """Return ``part`` as dictionaries and lists, without the fields that have their default.

    Rows stay as they are: they have no default, and there may be ten thousand of them.
    """
    if isinstance(part, list):
        return [bref(each) for each in part] if part and is_dataclass(part[0]) else part
    if not is_dataclass(part) or isinstance(part, (Rows, type)):
        return part
    said = {}
    for name, default in _defaults(type(part)):
        value = getattr(part, name)
        if value != default:
            said[name] = bref(value)
    return said


@cache
def _defaults(shape: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field)) for field in fields(shape))


def _default(field: Field[Any]) -> Any:  # noqa: ANN401 - whatever the field holds
    return field.default if field.default_factory is MISSING else field.default_factory()
