"""The person's situation: what Genesis says in words, and what the referent writes."""

from PySide6.QtWidgets import QHBoxLayout

from desktop.views.blocs import Carte, Faits
from desktop.views.fields import Editeur, Outils, editeur
from domain.beneficiaire.form import DOSSIER
from domain.fields import Kind, Value
from domain.french import long_date

_GENESIS = (
    "orientation",
    "dtas",
    "situation_familiale",
    "nombre_enfants",
    "date_entree_rsa",
    "date_entree_dispositif",
)


class Situation(Carte):
    """Facts in two columns, then the three questions that only the person can answer."""

    def __init__(self, outils: Outils) -> None:
        super().__init__("Repères")
        self._faits = Faits()
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
        self._faits.montrer((DOSSIER.by_name[name].label, _words(name, values)) for name in _GENESIS)
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
