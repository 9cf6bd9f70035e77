"""How to reach the person: what users write and Genesis never overwrites (R-GEN-2, R-CER-27)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.blocs import Bouton, Carte, Faits, Petit
from desktop.views.clavier import donner
from desktop.views.fields import Editeur, EditeurOuiNon, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.beneficiaire.form import DOSSIER
from domain.fields import Value

#: A number or an address, and the box that says that there is none.
NON_CONNU = {"telephone": "telephone_non_connu", "mail": "mail_non_connu"}


class Contact(Carte):
    """Telephone, mail, declared address, beside the address that Genesis knows.

    With the ``binder`` that saves them the fields are read first, and typed in once asked for; otherwise
    they are there at once.
    """

    def __init__(self, outils: Outils, binder: Binder | None = None) -> None:
        super().__init__("Joindre la personne")
        self.par_nom: dict[str, Editeur] = {}
        self._modifiable = False
        self._binder = binder
        self.faits = Faits()
        self.modifier = Bouton("Modifier", "pencil", discret=True)
        self.modifier.setAccessibleName("Modifier les coordonnées")
        self.modifier.setCheckable(True)
        self.modifier.clicked.connect(self._ask)
        self.adresse = Petit()
        self._champs = QWidget()
        self._colonne = QVBoxLayout(self._champs)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._colonne.setSpacing(16)
        self._place_with_box("telephone", outils)
        self._colonne.addWidget(self._make("telephone_de", outils))
        self._colonne.addWidget(self._make("autre_telephone", outils))
        self._place_with_box("mail", outils)
        self._colonne.addWidget(self.adresse)
        self._colonne.addWidget(self._make("adresse_declaree", outils))
        self._seen = QWidget()
        self._seen.setLayout(self.faits)
        self.faits.setContentsMargins(0, 0, 0, 0)
        if binder is not None:
            self.ajouter_en_tete(self.modifier)
        self.ajouter(self._seen)
        self.ajouter(self._champs)
        self._turn()
        for box in NON_CONNU.values():
            self.par_nom[box].edited.connect(self._follow)

    @property
    def editeurs(self) -> tuple[Editeur, ...]:
        """Return the editors, to bind."""
        return tuple(self.par_nom.values())

    def montrer(self, values: dict[str, Value], *, modifiable: bool) -> None:
        """Show the facts and Genesis’ address; leave the rest to the editors."""
        known = _adresse(values)
        self.faits.montrer(
            (
                ("Téléphone", _telephone(values)),
                ("Autre téléphone", str(values.get("autre_telephone") or "")),
                ("Courriel", _or_absent(values, "mail", "Aucun courriel connu")),
                ("Adresse selon Genesis", known or "Aucune adresse connue"),
                ("Adresse déclarée", str(values.get("adresse_declaree") or "")),
            )
        )
        self.adresse.setText(f"Adresse connue de Genesis\u00a0: {known or 'aucune'}")
        self.par_nom["telephone_de"].setVisible(
            bool(values.get("conjoint_nom") or values.get("telephone_de"))
        )
        for one in self.editeurs:
            one.set_read_only(not modifiable)
        self.modifier.setVisible(self._binder is not None and modifiable)
        self._modifiable = modifiable
        self._follow()

    def _ask(self) -> None:
        """Open the fields, or close them unless a text is refused, which stays under the eyes."""
        if self._binder is not None and not self.modifier.isChecked():
            refused = [one for one in self._binder.flush() if one in self.editeurs]
            if refused:
                self.modifier.setChecked(True)
                donner(refused[0])
        self._turn()

    def _turn(self) -> None:
        """Show what is read, or what is typed in."""
        typed = self._binder is None or self.modifier.isChecked()
        self.modifier.setText("Terminé" if typed else "Modifier")
        self._champs.setVisible(typed)
        self._seen.setVisible(not typed)

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
        self._colonne.addLayout(row)

    def _follow(self) -> None:
        """Close an empty number whose absence is ticked: nothing more is asked."""
        for name, box in NON_CONNU.items():
            absent = self.par_nom[box].value() is True and self.par_nom[name].value() is None
            self.par_nom[name].set_read_only(absent or not self._modifiable)


def _or_absent(values: dict[str, Value], name: str, absent: str) -> str:
    said = f"{absent}, vérifié" if values.get(NON_CONNU[name]) else f"{absent}\u00a0: à demander"
    return str(values.get(name) or said)


def _telephone(values: dict[str, Value]) -> str:
    """Say whose it is where it is not hers: a couple often has one."""
    number = _or_absent(values, "telephone", "Aucun téléphone connu")
    owner = str(values.get("telephone_de_libelle") or "")
    return f"{number} ({owner.lower()})" if owner and values.get("telephone_de") != "personne" else number


def _adresse(values: dict[str, Value]) -> str:
    lines = (
        values.get("adresse"),
        values.get("complement_adresse"),
        " ".join(str(part) for part in (values.get("code_postal"), values.get("commune")) if part),
    )
    return ", ".join(str(line) for line in lines if line)
