"""Merging what two people wrote in one record, field by field (decisions 5, 6 and 7).

The value an editor was loaded with (``was``) against the present one decides: revision numbers
and clocks do not. Whether *others* changed the record meanwhile is the caller's to say
(``base_rev`` below the present ``rev``): ``was`` holds nothing about the fields one did not touch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.fields import Kind, Value, same
from domain.forms import Form


@dataclass(frozen=True, slots=True)
class Merged:
    """What a change comes to: values to write, and fields to keep aside until a person chooses.

    A field of the change that is in neither is already as the change wants it.
    """

    applied: dict[str, Value]
    contested: tuple[str, ...]


def merge(
    form: Form,
    current: Mapping[str, Value],
    set_: Mapping[str, Value],
    was: Mapping[str, Value],
) -> Merged:
    """Merge a change ``set_``, made by one who saw ``was``, into the ``current`` values.

    Fields of one group stand or fall together: if any of those the change saw has moved to a
    third value, all of the change's fields of that group are contested (decision 6). ``was`` may
    therefore name fields of a group that the change does not set: the writer relied on them too.
    Sets of codes are merged by addition and removal and never conflict.
    """
    applied: dict[str, Value] = {}
    contested: list[str] = []
    disputed = {
        frozenset(_group(form, name)) for name in {**was, **set_} if _moved(form, name, current, set_, was)
    }
    for name, value in set_.items():
        if _is_set_of_codes(form, name):
            value = with_codes(current.get(name), as_codes_change(value, was.get(name)))  # noqa: PLW2901 - the same value, resolved
        elif frozenset(_group(form, name)) in disputed:
            contested.append(name)
            continue
        if not same(current.get(name), value):
            applied[name] = value
    return Merged(applied, tuple(contested))


def rebase(form: Form, incoming: Mapping[str, Value], pending_set: Mapping[str, Value]) -> dict[str, Value]:
    """Return the row the replica shows: the server's values with my unsent ones on top.

    Nothing typed is ever hidden by a pull; sets of codes are applied again to the new row.
    """
    shown = dict(incoming)
    for name, value in pending_set.items():
        shown[name] = (
            with_codes(incoming.get(name), as_codes_change(value, None))
            if _is_set_of_codes(form, name)
            else value
        )
    return shown


def codes_change(before: Value, after: Value) -> dict[str, object]:
    """Return the change ``{"add": [...], "remove": [...]}`` that leads from one set of codes to another."""
    old, new = _codes(before), _codes(after)
    return {"add": sorted(new - old), "remove": sorted(old - new)}


def with_codes(codes: Value, change: Mapping[str, object]) -> list[str] | None:
    """Return ``codes`` with ``change`` applied, sorted; what is both added and removed stays."""
    return sorted((_codes(codes) - _codes(change.get("remove"))) | _codes(change.get("add"))) or None


def as_codes_change(value: Value, was: Value) -> Mapping[str, object]:
    """Read a set of codes of the wire: additions and removals, or a whole list seen from ``was``."""
    return value if isinstance(value, dict) else codes_change(was, value)


def _codes(value: object) -> set[str]:
    return set(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else set()


def _group(form: Form, name: str) -> frozenset[str]:
    return form.groups.get(name, frozenset((name,)))


def _is_set_of_codes(form: Form, name: str) -> bool:
    return name in form.by_name and form.by_name[name].kind is Kind.CODES


def _moved(
    form: Form,
    name: str,
    current: Mapping[str, Value],
    set_: Mapping[str, Value],
    was: Mapping[str, Value],
) -> bool:
    """Tell whether the field is now neither what its writer saw nor what he wants."""
    if _is_set_of_codes(form, name):
        return False
    present = current.get(name)
    return not same(present, was.get(name)) and not (name in set_ and same(present, set_[name]))
