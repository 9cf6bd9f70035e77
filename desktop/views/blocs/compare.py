"""A text with what was added and removed: underlined and struck through, colour only besides."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from desktop.views import apparence
from desktop.views.palette import Niveau
from domain.comparaison import Segment, Sort

LEGENDE = "Souligné\u00a0: ajouté. Barré\u00a0: retiré."
_ESPACES = " \u00a0\u202f"
_TRAITS = {
    Sort.AJOUTE: (Niveau.SUCCES, "underline", "ajouté"),
    Sort.RETIRE: (Niveau.URGENT, "line-through", "retiré"),
}


class TexteCompare(QLabel):
    """Reads like the text it shows; can be copied, by mouse and keyboard, and is told to a screen reader."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        super().__init__()
        self._segments = tuple(segments)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(dit(self._segments))
        self._ink()

    def changeEvent(self, event: QEvent) -> None:
        """Ink again when the appearance changes: the colours are in the text, out of the sheet's reach."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._ink()

    def _ink(self) -> None:
        html = _html(self._segments)
        if html != self.text():
            self.setText(html)


def dit(segments: Iterable[Segment]) -> str:
    """Return the text as a screen reader says it: «Elle (retiré : cherche) (ajouté : a trouvé) un stage»."""
    return "".join(
        one.texte
        if one.sort is Sort.GARDE
        else f"({_TRAITS[one.sort][2]}\u00a0: {one.texte.strip()}){_end(one.texte) or ' '}"
        for one in segments
    ).strip()


def _html(segments: Iterable[Segment]) -> str:
    parts = []
    glued = False  # what was removed and what was added in its place are parted by a space
    for one in segments:
        if one.sort is Sort.GARDE:
            parts.append(escape(one.texte))
            glued = False
            continue
        words = one.texte.strip(_ESPACES)
        before = one.texte[: len(one.texte) - len(one.texte.lstrip(_ESPACES))] if words else one.texte
        after = _end(one.texte) if words else ""
        parts.append(f"{before or ' ' * glued}{_mark(words, one.sort)}{after}")
        glued = one.sort is Sort.RETIRE and not after
    return f'<div style="white-space: pre-wrap">{"".join(parts)}</div>'.replace("\n", "<br>")


def _mark(words: str, sort: Sort) -> str:
    palette, (niveau, line, _said) = apparence.palette(), _TRAITS[sort]
    look = f"text-decoration: {line}; color: {palette.encre(niveau)}; background: {palette.lavis(niveau)}"
    # A line end alone would show nothing: its sign does.
    shown = escape(words) if words.strip() else words.replace("\n", "¶\n")
    return f'<span style="{look}">{shown}</span>'


def _end(text: str) -> str:
    return text[len(text.rstrip(_ESPACES)) :]
