"""The fields of one record, placed in a page: each in its row, with its hints in the margin."""

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.views.blocs.conseils import Conseils
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.blocs.page_defilante import PageDefilante
from desktop.views.fields import Editeur, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.fields import Value
from domain.forms import Form
from domain.hint import Hint


class Formulaire:
    """Places editors where the form says, and keeps them in step with the record.

    It decides no layout: a form calls :meth:`placer` in the order it wants. Editors are bound to an
    empty record, and :meth:`montrer` fills them at the first reading as at every later one.
    """

    def __init__(self, form: Form, record: str, page: PageDefilante, binder: Binder, outils: Outils) -> None:
        self._form = form
        self._record = record
        self._page = page
        self._binder = binder
        self._outils = outils
        self.editeurs: dict[str, Editeur] = {}
        self._conseils: list[tuple[frozenset[str], Conseils]] = []

    def editeur(self, nom: str) -> Editeur:
        """Make and bind the ordinary editor of a field, for a form that lays it out itself."""
        return self.lier(editeur(self._form.by_name[nom], self._outils))

    def lier(self, made: Editeur) -> Editeur:
        """Bind an editor made elsewhere (the visible choices, the durations)."""
        self.editeurs[made.field.name] = made
        self._binder.bind(made, self._form.name, self._record, {})
        return made

    def placer(self, *noms: str) -> QWidget:
        """Lay fields in one row, their hints facing it; a field made by :meth:`lier` is used as it is."""
        made = [self.editeurs.get(nom) or self.editeur(nom) for nom in noms]
        widget = made[0] if len(made) == 1 else CoteACote(*made)
        self.poser(widget, noms, " ".join(filter(None, (one.field.help for one in made))))
        for one in made:
            one.show_hint("")
        return widget

    def poser(self, widget: QWidget, noms: Iterable[str], aide: str = "") -> None:
        """Lay any widget in a row, with the hints of the fields ``noms`` beside it."""
        conseils = Conseils(aide)
        self._conseils.append((frozenset(noms), conseils))
        self._page.ajouter(widget, conseils)

    def montrer(
        self, values: Mapping[str, Value], indications: Iterable[Hint], *, modifiable: bool = True
    ) -> None:
        """Show what was read, leaving alone what is being typed."""
        self._binder.refresh(self._form.name, self._record, values)
        for one in self.editeurs.values():
            one.set_read_only(not modifiable)
        found = tuple(indications)
        for noms, conseils in self._conseils:
            conseils.montrer(hint for hint in found if hint.field in noms)

    def visible(self, nom: str, *, visible: bool) -> None:
        """Show or hide a field with its row, so that it leaves no hole."""
        row = self.editeurs[nom].parentWidget()
        if row is not None:
            row.setVisible(visible)

    def conseils(self, nom: str) -> tuple[str, ...]:
        """Return the remarks shown beside a field."""
        return next((one.textes() for noms, one in self._conseils if nom in noms), ())
