"""DATE, where a few days are usual: one click each, and another day for who has a reason."""

from collections.abc import Iterable

from desktop.views.fields.base import Editeur, Outils
from desktop.views.fields.date import EditeurDate
from desktop.views.fields.options import Options
from domain.fields import Field, Value
from domain.french import long_date

AUTRE = "autre"


class EditeurJour(Editeur):
    """The days proposed side by side, then «Un autre jour», which asks for it."""

    def __init__(self, field: Field, outils: Outils) -> None:
        super().__init__(field, outils)
        self.options = Options(field.label)
        self.autre = EditeurDate(field, outils)
        self.autre.label.hide()
        self.autre.edited.connect(self.edited)
        self.place(self.options)
        self.column.insertWidget(2, self.autre)
        self.proposer(())

    def proposer(self, jours: Iterable[str]) -> None:
        """Offer other days; the choice is to be made again."""
        self.options.vider()
        self._controls.clear()
        for code, words in (*((day, long_date(day)) for day in jours), (AUTRE, "Un autre jour")):
            button = self.options.ajouter(code, words)
            button.clicked.connect(self._chosen)
            self.add_control(button, button.accessibleName())
        self._follow()

    def value(self) -> Value:
        """Return the day chosen, or what was typed of another."""
        code = self.options.choisi()
        return self.autre.value() if code == AUTRE else code

    def show_value(self, value: Value) -> None:
        """Choose a day; one that is not proposed is typed."""
        day = None if value is None else str(value)
        proposed = day is None or day in self.options.boutons
        self.options.choisir(day if proposed else AUTRE)
        self.autre.show_value(None if proposed else day)
        self._follow()

    def _chosen(self) -> None:
        self._follow()
        self.edited.emit()

    def _follow(self) -> None:
        self.autre.setVisible(self.options.choisi() == AUTRE)
