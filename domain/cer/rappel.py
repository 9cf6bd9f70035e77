"""What happened since the last CER, in the words a situation begins with (R-CER-7)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from domain.fields import Value
from domain.french import listing, long_date, plural

Row = Mapping[str, Value]


def recalled(numero: int | None, objectifs: Sequence[Row]) -> str:
    """Return the objectifs of the last CER in one line per objectif, '' if there was none."""
    lines = [f"–\u00a0{apercu(row, 120)}" for row in objectifs]
    name = f"CER n°\u00a0{numero}" if numero else "dernier CER"
    return "\n".join([f"Objectifs du {name}\u00a0:", *lines]) if lines else ""


def since(day: str | None, today: str, entretiens: Iterable[Row], droits: Iterable[Row]) -> str:
    """Return the entretiens and changes of right from ``day`` to ``today``, '' if none is known.

    Days are ``AAAA-MM-JJ``; entretiens count by their ``realisation``, planned ones are not facts.
    """
    if not day:
        return ""
    seen = (row for row in entretiens if _within(row.get("moment"), day, today))
    held = Counter(str(row.get("realisation")) for row in seen)
    counts = [
        plural(held[code], noun, nouns)
        for code, noun, nouns in (
            ("presence", "entretien", None),
            ("absence_justifiee", "absence justifiée", "absences justifiées"),
            ("absence_non_justifiee", "absence non justifiée", "absences non justifiées"),
        )
        if held[code]
    ]
    changes = sorted(
        (str(row["date"]), str(row.get("etat_libelle") or ""))
        for row in droits
        if row.get("etat_libelle") and _within(row.get("date"), day, today)
    )
    facts = [listing(counts)] if counts else []
    facts += [f"{label[:1].lower()}{label[1:]} le {long_date(date)}" for date, label in changes]
    told = "\u00a0; ".join(facts)
    return f"Depuis le {long_date(day)}\u00a0: {told}." if told else ""


def apercu(row: Row, longueur: int) -> str:
    """Return an objectif in one line: its action, and the first words of what the person does."""
    theme, text = str(row.get("theme_libelle") or "Objectif"), str(row.get("personne") or "")
    first = text.strip().partition("\n")[0]
    if len(first) > longueur:
        first = f"{first[:longueur].rpartition(' ')[0]}…"
    return f"{theme}\u00a0: {first}" if first else theme


def _within(value: Value, day: str, today: str) -> bool:
    return isinstance(value, str) and day <= value[:10] <= today
