"""One figure of a measure, and the table that shows them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, against what is to be reached, and against another thing in the same run."""

    quoi: str
    mesure: float | None
    unite: str
    a_atteindre: float | None
    note: str = ""
    temoin: tuple[str, float] | None = None

    @property
    def reached(self) -> str:
        """Return «oui» or «NON» where there is something to reach."""
        if self.mesure is None or self.a_atteindre is None:
            return "–"
        return "oui" if self.mesure <= self.a_atteindre else "NON"

    def cells(self) -> tuple[str, ...]:
        """Return the cells of this line of the table."""
        value = "non mesuré" if self.mesure is None else f"{_number(self.mesure)} {self.unite}"
        target = "–" if self.a_atteindre is None else f"≤ {_number(self.a_atteindre)} {self.unite}"
        ratio = ""
        if self.temoin is not None and self.mesure is not None:
            ratio = (
                f"× {self.mesure / self.temoin[1]:.2f} ({self.temoin[0]}\u00a0: {_number(self.temoin[1])})"
            )
        return self.quoi, value, target, self.reached, ratio, self.note


def print_table(figures: Iterable[Figure]) -> None:
    """Print the figures under aligned headings."""
    lines: list[tuple[str, ...]] = [("mesure", "nôtre", "à atteindre", "tenu", "rapport au témoin", "note")]
    lines += [figure.cells() for figure in figures]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for number, line in enumerate(lines):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            print("  ".join("─" * width for width in widths))


def _number(value: float) -> str:
    text = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return text.replace(",", "\u202f").replace(".", ",")
