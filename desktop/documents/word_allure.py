"""How a paragraph of a Word document looks, once its style and those it comes from are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from docx.oxml.ns import qn

Element: TypeAlias = Any  # python-docx types few of the elements it lets one reach
TWIPS: Final = 20  # in a point
_AUTO: Final = 240  # of line spacing: a single line
_OFF: Final = frozenset({"0", "false", "none"})


@dataclass(frozen=True, slots=True)
class Caractere:
    """The look of a run. ``taille`` in points, ``couleur`` ``RRGGBB``."""

    gras: bool
    italique: bool
    souligne: bool
    taille: float
    couleur: str


@dataclass(frozen=True, slots=True)
class Alinea:
    """The look of a paragraph; lengths in points, ``ligne`` a multiple of the size of its letters.

    ``puce``: what stands before it in a list; ``niveau`` how deep, -1 out of any list.
    """

    alignement: str
    avant: float
    apres: float
    gauche: float
    premiere: float
    ligne: float
    lie: bool
    page: bool
    liste: str
    niveau: int


class Allures:
    """The styles of a document."""

    def __init__(self, styles: Element) -> None:
        self._styles = {one.get(qn("w:styleId")): one for one in styles.iterchildren(qn("w:style"))}
        defaults = styles.find(qn("w:docDefaults"))
        self._defaults = [] if defaults is None else list(defaults.iter(qn("w:rPr"), qn("w:pPr")))
        normal = (
            one
            for one in self._styles.values()
            if one.get(qn("w:default")) == "1" and one.get(qn("w:type")) == "paragraph"
        )
        self._normal = next((one.get(qn("w:styleId")) for one in normal), None)

    def alinea(self, paragraph: Element) -> Alinea:
        """Return the look of a paragraph."""
        held = self._of(paragraph, "w:pPr")
        line, rule = _value(held, "w:spacing", "w:line"), _value(held, "w:spacing", "w:lineRule")
        number, level = _value(held, "w:numPr/w:numId"), _value(held, "w:numPr/w:ilvl")
        hanging = _value(held, "w:ind", "w:hanging")
        return Alinea(
            alignement=_value(held, "w:jc") or "left",
            avant=_points(_value(held, "w:spacing", "w:before")),
            apres=_points(_value(held, "w:spacing", "w:after")),
            gauche=_points(_value(held, "w:ind", "w:left") or _value(held, "w:ind", "w:start")),
            premiere=-_points(hanging) if hanging else _points(_value(held, "w:ind", "w:firstLine")),
            ligne=_number(line, _AUTO) / _AUTO if rule in (None, "auto") else 1.0,
            lie=_on(held, "w:keepNext"),
            page=_on(held, "w:pageBreakBefore"),
            liste=number if number not in (None, "0") else "",
            niveau=int(_number(level, 0)) if number not in (None, "0") else -1,
        )

    def caractere(self, run: Element, paragraph: Element) -> Caractere:
        """Return the look of a run of a paragraph."""
        own = run.find(qn("w:rPr"))
        held = [] if own is None else [own]
        if (style := _value(held, "w:rStyle")) is not None:
            held += self._chain(style, "w:rPr")
        held += self._of(paragraph, "w:rPr")
        colour = _value(held, "w:color") or "auto"
        return Caractere(
            gras=_on(held, "w:b"),
            italique=_on(held, "w:i"),
            souligne=_on(held, "w:u"),
            taille=min(max(_number(_value(held, "w:sz"), 22) / 2, 4), 72),
            couleur="000000" if colour == "auto" else colour,
        )

    def _of(self, paragraph: Element, properties: str) -> list[Element]:
        """Return what may say something of a paragraph, the nearest first."""
        own = paragraph.find(qn("w:pPr"))
        style = None if own is None else _value([own], "w:pStyle")
        direct = [own] if own is not None and properties == "w:pPr" else []
        defaults = [one for one in self._defaults if one.tag == qn(properties)]
        return [*direct, *self._chain(style or self._normal, properties), *defaults]

    def _chain(self, style: str | None, properties: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            here = self._styles[style]
            if (found := here.find(qn(properties))) is not None:
                yield found
            style = _value([here], "w:basedOn")


def _value(held: Sequence[Element], path: str, attribute: str = "w:val") -> str | None:
    """Return an attribute of the first that has it."""
    for one in held:
        found = one.find("/".join(map(qn, path.split("/"))))
        if found is not None and (value := found.get(qn(attribute))) is not None:
            return str(value)
    return None


def _on(held: Sequence[Element], tag: str) -> bool:
    for one in held:
        if (found := one.find(qn(tag))) is not None:
            return found.get(qn("w:val")) not in _OFF
    return False


def _points(twips: str | None) -> float:
    return min(max(_number(twips, 0) / TWIPS, -400), 400)


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default
