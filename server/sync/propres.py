"""What a device has just written itself: it need not be told its own words again.

Half of what came down after a push was the text that had just gone up. The rows a device alone has
brought from the revision it held to the next one travel without their long texts; all the rest of
them (revision, dates, labels the server completed) comes as ever. In doubt the row comes whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.exchange.v1 import META_COLUMNS, Answer, Change, Op, Outcome, Rows
from domain.fields import Kind
from domain.registry import FORMS

Revisions = Mapping[tuple[str, str], int]
"""Revision of each record, by (kind, identifier)."""

_ID, _DOSSIER, _REV = (META_COLUMNS.index(name) for name in ("id", "dossier", "rev"))
_SHORT = {
    name: [
        *range(len(META_COLUMNS)),
        *(len(META_COLUMNS) + at for at, field in enumerate(form.fields) if field.kind is not Kind.TEXT),
    ]
    for name, form in FORMS.items()
}


def own_revisions(changes: Iterable[Change], answers: Iterable[Answer]) -> Revisions:
    """Return the records that these changes, and they alone, brought from what their device held.

    The server had exactly the revision the change was made on, and took it whole, for the first
    time: what the device shows is what the server has.
    """
    answered = {answer.id: answer for answer in answers}
    found: dict[tuple[str, str], int] = {}
    doubtful: set[tuple[str, str]] = set()
    for change in changes:
        key, answer = (change.kind, change.record), answered.get(change.id)
        before = found.get(key, change.base_rev)
        alone = answer is not None and answer.outcome is Outcome.APPLIED and not answer.duplicate
        if answer is None or not alone or answer.rev != before + 1 or change.op is Op.DELETE:
            doubtful.add(key)
        else:
            found[key] = answer.rev
    return {key: revision for key, revision in found.items() if key not in doubtful}


def without_own_texts(
    rows: Mapping[str, Sequence[Sequence[Any]]],
    columns: Mapping[str, list[str]],
    own: Revisions,
    enter: Iterable[str],
) -> tuple[list[Rows], list[Rows]]:
    """Part rows of a page between those that come whole and the device's own, without their texts.

    What belongs to an entering dossier, or to none, comes whole: it may replace what the device has.
    """
    whole, mine = [], []
    entering = {None, *enter}
    for kind in FORMS:
        known: list[Any] = []
        others: list[Any] = []
        for row in rows.get(kind, ()):
            held = row[_DOSSIER] not in entering and own.get((kind, row[_ID])) == row[_REV]
            (known if held else others).append(row)
        if others:
            whole.append(Rows(kind, columns[kind], others))
        if known:
            short = _SHORT[kind]
            names = [columns[kind][index] for index in short]
            mine.append(Rows(kind, names, [[row[index] for index in short] for row in known]))
    return whole, mine
