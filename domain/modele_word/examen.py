"""Is this Word model fit to serve? Every fault is told at once, in the words of whoever wrote it.

What the person agrees to must be on the page of a CER in all three editions, so a field that is
obligatory must be there, and not only under a condition. What is for the service alone may not be there
at all (R-CER-4, R-CER-5).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from domain.modele_word.champs import (
    CER,
    MARQUE,
    OBJECTIF,
    Champ,
    Marque,
    Table,
    lire_marque,
    nom_refusal,
)
from domain.modele_word.fichier import CORPS, ModeleRefuseError, W, ouvrir

_P, _T, _TR, _TABLE, _BOX = (f"{W}{tag}" for tag in ("p", "t", "tr", "tbl", "txbxContent"))


@dataclass(frozen=True, slots=True)
class Examen:
    """What was found: how many times each field, and every fault, in words; none: the model is good.

    ``nus``: the fields that stand out of any condition, so that an empty one leaves a hole.
    """

    champs: Mapping[str, int]
    fautes: tuple[str, ...]
    nus: frozenset[str]


def examiner(octets: bytes, table: Table = CER) -> Examen:
    """Read a model through. Raises ModeleRefuseError for a file that is not even to be opened."""
    lecture = _Lecture(table)
    for name, root in ouvrir(octets).items():
        try:
            lecture.part(name, root)
        except RecursionError as error:
            raise ModeleRefuseError("Ce modèle imbrique trop de tableaux ou de zones de texte.") from error
    fautes = (*dict.fromkeys(lecture.fautes), *lecture.missing())
    return Examen(dict(lecture.count), fautes, frozenset(lecture.nus))


@dataclass(slots=True)
class _Lecture:
    table: Table
    count: Counter[str] = field(default_factory=Counter)
    nus: set[str] = field(default_factory=set)
    fautes: list[str] = field(default_factory=list)
    _sure: set[str] = field(default_factory=set)
    _lines: list[ET.Element] = field(default_factory=list)
    _place: str = ""

    def part(self, name: str, root: ET.Element) -> None:
        places = {"d": "dans le texte", "h": "dans l’en-tête", "f": "dans le pied de page"}
        self._place = places[name.removeprefix("word/")[0]]
        body = root.find(f"{W}body") if name == CORPS else root
        self._walk(() if body is None else body, (), None)

    def missing(self) -> Iterator[str]:
        for champ in self.table.champs:
            if champ.obligatoire and champ.nom not in self._sure:
                where = " hors de toute condition" if champ.nom in self.count else ""
                yield f"il manque {{{{ {champ.nom} }}}}{where} ({champ.sens})"

    def _walk(self, holder: Iterable[ET.Element], under: tuple[str, ...], line: ET.Element | None) -> None:
        """Read the paragraphs of a holder in order; a condition begins and ends in the same holder."""
        begun: list[str] = []
        for child in holder:
            if child.tag == _P:
                if (mark := condition(paragraph_text(child))) is not None:
                    self._condition(mark, begun)
                else:
                    self._paragraph(child, (*under, *begun), line)
                for box in _boxes(child):
                    self._walk(box, (*under, *begun), line)
            else:
                self._walk(child, (*under, *begun), child if child.tag == _TR else line)
        self.fautes += [
            f"{{{{ si {nom} }}}} {self._place} n’a pas son {{{{ fin {nom} }}}} au même endroit"
            for nom in begun
        ]

    def _condition(self, mark: Marque, begun: list[str]) -> None:
        if (refusal := nom_refusal(mark, self.table)) is not None:
            self.fautes.append(refusal)
        elif mark.verbe == "si":
            begun.append(mark.nom)
        elif begun and begun[-1] == mark.nom:
            begun.pop()
        else:
            self.fautes.append(
                f"{{{{ fin {mark.nom} }}}} {self._place} n’a pas son {{{{ si {mark.nom} }}}} avant lui"
            )

    def _paragraph(self, paragraph: ET.Element, under: tuple[str, ...], line: ET.Element | None) -> None:
        text = paragraph_text(paragraph)
        if "{%" in text or "{#" in text:
            self.fautes.append(f"«\u00a0{_short(text)}\u00a0»\u00a0: seuls les champs {{{{ … }}}} sont admis")
        rest = MARQUE.sub("", text)
        if "{{" in rest or "}}" in rest:
            self.fautes.append(
                f"«\u00a0{_short(text)}\u00a0»\u00a0: des accolades ne se ferment pas, ou ne s’ouvrent pas"
            )
        for found in MARQUE.finditer(text):
            mark = lire_marque(found[1])
            if mark.verbe:
                self.fautes.append(f"{found[0]} doit être seul dans son paragraphe")
            elif (refusal := nom_refusal(mark, self.table)) is not None:
                self.fautes.append(refusal)
            else:
                self._field(self.table.par_nom[mark.nom], under, line)

    def _field(self, champ: Champ, under: tuple[str, ...], line: ET.Element | None) -> None:
        self.count[champ.nom] += 1
        if not under:
            self.nus.add(champ.nom)
        if set(under) <= {champ.nom, champ.sous}:
            self._sure.add(champ.nom)
        if not champ.nom.startswith(OBJECTIF):
            return
        if line is None:
            self.fautes.append(f"{{{{ {champ.nom} }}}} doit être dans une ligne de tableau, qui se répète")
        elif not any(line is known for known in self._lines):
            self._lines.append(line)
            if len(self._lines) > 1:
                self.fautes.append("les champs {{ objectif… }} doivent être sur une seule ligne de tableau")


def paragraph_text(paragraph: ET.Element) -> str:
    """Return the text of a paragraph, without that of the text boxes it anchors."""
    return "".join(text.text or "" for text in _texts(paragraph))


def condition(text: str) -> Marque | None:
    """Return the condition that a paragraph is made of, ``None`` if it holds anything else."""
    found = MARQUE.fullmatch(text.strip())
    mark = lire_marque(found[1]) if found else None
    return mark if mark is not None and mark.verbe else None


def _texts(element: ET.Element) -> Iterator[ET.Element]:
    for child in element:
        if child.tag == _T:
            yield child
        elif child.tag != _BOX:
            yield from _texts(child)


def _boxes(element: ET.Element) -> Iterator[ET.Element]:
    for child in element:
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(child)


def _short(text: str) -> str:
    longest = 60
    return text if len(text) <= longest else f"{text[:longest]}…"
