"""INTEGER: a number typed. No spin box: its wheel changes what nobody meant to change."""

from desktop.views.fields.base import Outils
from desktop.views.fields.ligne import EditeurLigne
from domain.fields import Field, Value

_WIDTH_CHARACTERS = 12


class EditeurEntier(EditeurLigne):
    """A whole number; anything else stays as typed, for the service to refuse."""

    fault_while_typing = False

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.line.setMaximumWidth(self.line.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS + 32)

    def value(self) -> Value:
        """Return the number, or the text that is not one."""
        text = self.line.text().strip()
        try:
            return int(text) if text else None
        except ValueError:
            return text
