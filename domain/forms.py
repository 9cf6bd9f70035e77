"""The shape shared by every kind of record: a name, its fields, who may write it.

To add a kind of record: 1. a ``form.py`` in its own folder of ``domain``; 2. its line in
``domain/registry.py``; 3. a migration on each side; 4. a word in GLOSSAIRE.md. The tests of
``tests/house`` say which of these is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from domain.fields import Field, Owner


@dataclass(frozen=True)
class Form:
    """One kind of record, on the replica, on the wire and on the server.

    ``name`` is at once the wire's ``kind`` and the table. ``parent`` names the REFERENCE field
    that ties the record to the one it is part of (an objectif to its CER): a refusal of the
    parent takes its children along (decision 9). ``in_dossier`` is false for what belongs to the
    whole département (settings, colleagues). ``append_only`` records are acts: never edited,
    never deleted, same identifier with other bytes = error. ``owner`` says who creates them.
    ``reserve``: open only to some of those who see the dossier (decision 15); the server's
    ``portee`` says to whom.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    parent: str | None = None
    in_dossier: bool = True
    append_only: bool = False
    owner: Owner = Owner.USER
    reserve: bool = False

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Return the fields by name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """Map each field to every field of its group, itself included (decision 6)."""
        groups: dict[str, set[str]] = {}
        for field in self.fields:
            groups.setdefault(field.group or field.name, set()).add(field.name)
        return {field.name: frozenset(groups[field.group or field.name]) for field in self.fields}

    def printed(self, owner: Owner = Owner.USER) -> tuple[Field, ...]:
        """Return the fields of ``owner`` that an edition shows: those an accord covers."""
        return tuple(field for field in self.fields if field.printed and field.owner is owner)


def fields(*parts: Field | Iterable[Field]) -> tuple[Field, ...]:
    """Lay out fields and choices (which are pairs) in the order of the form."""
    laid: list[Field] = []
    for part in parts:
        laid.extend((part,) if isinstance(part, Field) else part)
    return tuple(laid)
