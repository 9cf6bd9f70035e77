"""The settings of a département as both sides read them: lists of codes, and values.

On the wire each is a ``reglage`` record: ``listes.themes_objectif`` holds its list, ``cer.titre`` a
value. A code that is retired stays readable: ``label`` finds it, ``choices`` no longer offers it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a list."""

    code: str
    label: str
    retired: bool = False


class Settings:
    """The settings in force, read by dotted name; complete from the start."""

    def __init__(self, values: Mapping[str, Any], revision: int = 0) -> None:
        self._values = dict(values)
        self.revision = revision

    @classmethod
    def of(
        cls, defaults: Mapping[str, Mapping[str, Any]], rows: Iterable[tuple[str, Any, int]] = ()
    ) -> "Settings":
        """Lay the département's rows ``(nom, valeur, revision)`` over the complete defaults."""
        values = {
            f"{part}.{name}": value for part, group in defaults.items() for name, value in group.items()
        }
        revision = 0
        for name, value, row_revision in rows:
            values[name] = value
            revision = max(revision, row_revision)
        return cls(values, revision)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a setting is any JSON value
        return self._values[name]

    def partie(self, nom: str) -> dict[str, Any]:
        """Return the settings of one part by the rest of their name."""
        return {
            name.partition(".")[2]: value
            for name, value in self._values.items()
            if name.partition(".")[0] == nom
        }

    @property
    def contrat(self) -> str:
        """Return the short word for the contract, as a line begins: «CER», «Contrat d’engagement»."""
        word = str(self["cer.sigle"])
        return f"{word[:1].upper()}{word[1:]}"

    def codes(self, name: str) -> tuple[Code, ...]:
        """Return every value of the list ``name``, retired ones included."""
        return tuple(Code(*entry) for entry in self._values[f"listes.{name}"])

    def choices(self, name: str) -> tuple[Code, ...]:
        """Return the values of the list ``name`` that may be chosen today."""
        return tuple(code for code in self.codes(name) if not code.retired)

    def labels(self) -> Iterator[str]:
        """Yield the label of every value of every list."""
        for name in self._values:
            part, _, rest = name.partition(".")
            if part == "listes":
                yield from (code.label for code in self.codes(rest))

    def label(self, name: str, code: str | None) -> str:
        """Return the label of ``code``; the code itself if the list does not know it, '' for None."""
        if code is None:
            return ""
        return next((known.label for known in self.codes(name) if known.code == code), code)
