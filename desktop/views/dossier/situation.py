"""The person's situation: what Genesis says in words, and what the referent writes."""

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel

from desktop.views.blocs import Carte
from desktop.views.fields import Editeur, Outils, editeur
from domain.beneficiaire.form import DOSSIER
from domain.fields import Kind, Value
from domain.french import long_date

_GENESIS = (
    "orientation",
    "dtas",
    "situation_familiale",
    "nombre_enfants",
    "conjoint_nom",
    "date_entree_rsa",
    "date_entree_dispositif",
)


class Situation(Carte):
    """Facts in two columns, then the three questions that only the person can answer."""

    def __init__(self, outils: Outils) -> None:
        super().__init__("Situation")
        self._faits = QFormLayout()
        self._faits.setHorizontalSpacing(16)
        self._faits.setVerticalSpacing(8)
        self.ajouter(self._faits)
        self.editeurs: tuple[Editeur, ...] = tuple(
            editeur(DOSSIER.by_name[name], outils) for name in ("logement", "permis", "vehicule")
        )
        logement, *oui_non = self.editeurs
        self.ajouter(logement)
        row = QHBoxLayout()
        row.setSpacing(24)
        for one in oui_non:
            row.addWidget(one)
        row.addStretch()
        self.ajouter(row)

    def montrer(self, values: dict[str, Value], *, modifiable: bool) -> None:
        """Show the facts that are known; what is not is not listed."""
        while self._faits.rowCount():
            self._faits.removeRow(0)
        for name in _GENESIS:
            if words := _words(name, values):
                label = QLabel(DOSSIER.by_name[name].label)
                label.setProperty("role", "doux")
                fact = QLabel(words)
                fact.setWordWrap(True)
                self._faits.addRow(label, fact)
        for one in self.editeurs:
            one.set_read_only(not modifiable)


def _words(name: str, values: dict[str, Value]) -> str:
    value = values.get(name)
    match DOSSIER.by_name[name].kind:
        case Kind.CHOICE:
            return str(values.get(f"{name}_libelle") or "")
        case Kind.DATE:
            return long_date(value if isinstance(value, str) else None)
        case _:
            return "" if value is None else str(value)
