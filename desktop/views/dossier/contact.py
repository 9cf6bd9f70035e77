"""How to reach the person: what users write and Genesis never overwrites (R-GEN-2, R-CER-27)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.views.blocs import Carte, Petit
from desktop.views.fields import Editeur, EditeurOuiNon, Outils, editeur
from domain.beneficiaire.form import DOSSIER
from domain.fields import Value

#: A number or an address, and the box that says that there is none.
NON_CONNU = {"telephone": "telephone_non_connu", "mail": "mail_non_connu"}


class Contact(Carte):
    """Telephone, mail, declared address, under the address that Genesis knows."""

    def __init__(self, outils: Outils) -> None:
        super().__init__("Joindre la personne")
        self.adresse = Petit()
        self.par_nom: dict[str, Editeur] = {}
        self._place_with_box("telephone", outils)
        self.ajouter(self._make("autre_telephone", outils))
        self._place_with_box("mail", outils)
        self.ajouter(self.adresse)
        self.ajouter(self._make("adresse_declaree", outils))
        for box in NON_CONNU.values():
            self.par_nom[box].edited.connect(self._follow)

    @property
    def editeurs(self) -> tuple[Editeur, ...]:
        """Return the editors, to bind."""
        return tuple(self.par_nom.values())

    def montrer(self, values: dict[str, Value], *, modifiable: bool) -> None:
        """Show Genesis' address; leave the rest to the editors."""
        lines = (
            values.get("adresse"),
            values.get("complement_adresse"),
            " ".join(str(part) for part in (values.get("code_postal"), values.get("commune")) if part),
        )
        known = ", ".join(str(line) for line in lines if line)
        self.adresse.setText(f"Adresse connue de Genesis\u00a0: {known or 'aucune'}")
        for one in self.editeurs:
            one.set_read_only(not modifiable)
        self._modifiable = modifiable
        self._follow()

    _modifiable = False

    def _make(self, name: str, outils: Outils) -> Editeur:
        self.par_nom[name] = editeur(DOSSIER.by_name[name], outils)
        return self.par_nom[name]

    def _place_with_box(self, name: str, outils: Outils) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._make(name, outils), 1)
        box = self._make(NON_CONNU[name], outils)
        if isinstance(box, EditeurOuiNon):
            box.box.setText("Non connu")  # its whole name stays the one that is read aloud
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignBottom)
        self.ajouter(row)

    def _follow(self) -> None:
        """Close an empty number whose absence is ticked: nothing more is asked."""
        for name, box in NON_CONNU.items():
            absent = self.par_nom[box].value() is True and self.par_nom[name].value() is None
            self.par_nom[name].set_read_only(absent or not self._modifiable)
