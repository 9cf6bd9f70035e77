"""What a row of an extract becomes: a person and who accompanies him, or the reasons it cannot."""

from dataclasses import dataclass, field

from domain.fields import Value


@dataclass(frozen=True, slots=True)
class Rejet:
    """Why a line was not taken: its number in the file, the field, the reason, in French.

    ``dossier`` is the Genesis number, the only personal datum a report may hold: the operator needs
    it to find the person in Genesis. ``colonne``: that of the extract, where the fault lies in one;
    its cell is read there, never in the report.
    """

    ligne: int
    champ: str
    raison: str
    dossier: str | None = None
    colonne: str = ""


@dataclass(frozen=True, slots=True)
class Remarque:
    """Something left alone («laissé de côté») or worth knowing about a line that was taken or not."""

    ligne: int | None
    raison: str
    dossier: str | None = None


@dataclass(frozen=True)
class Ligne:
    """One person of the extract, in our values.

    ``valeurs`` holds the Genesis-owned fields of the columns that the correspondence maps, and only
    those: what the extract does not carry is not emptied. ``contacts`` serve at creation only
    (R-GEN-2); ``contacts_ecartes`` says which of them could not be taken. Two lines of one ``foyer`` are
    a couple. ``conjoint`` tells the second person of a row that describes both. ``matricule`` is the
    number at the paying body where it may not be that of the dossier, being a NIR (decision 27).
    """

    ligne: int
    valeurs: dict[str, Value]
    contacts: dict[str, Value] = field(default_factory=dict)
    nir: str | None = None
    referent: str = ""
    referent_mail: str = ""
    designation: str | None = None
    foyer: str | None = None
    conjoint: bool = False
    contacts_ecartes: tuple[str, ...] = ()
    matricule: str | None = None

    @property
    def numero(self) -> str | None:
        """Return the Genesis number, ``None`` where the extract gives none to this person."""
        return self.texte("numero")

    @property
    def allocataire(self) -> str | None:
        """Return the number at the paying body, wherever it is kept."""
        return self.matricule or self.texte("numero_allocataire")

    @property
    def reference(self) -> str | None:
        """Return the number that a report may give: of the dossier, of the household for a flow."""
        return self.numero or (self.texte("numero_allocataire") if self.matricule else None)

    @property
    def close(self) -> bool:
        """Tell whether the right is closed."""
        return self.valeurs.get("etat_droit") == "clos"

    @property
    def suivie(self) -> bool:
        """Tell whether Genesis designates a référent (R-GEN-1)."""
        return bool(self.referent or self.referent_mail)

    @property
    def naissance(self) -> tuple[str, str, str]:
        """Return birth name (else name), first name and birth date, as written."""
        name = self.texte("nom_naissance") or self.texte("nom") or ""
        return name, self.texte("prenom") or "", self.texte("date_naissance") or ""

    def texte(self, name: str) -> str | None:
        """Return the text of a field, ``None`` for an empty one."""
        value = self.valeurs.get(name)
        return value if isinstance(value, str) and value else None


@dataclass(frozen=True)
class Interpretees:
    """The lines of a file: those that can be taken, those that cannot and what is known of them.

    ``douteuses`` are the persons of rejected lines, as far as they could be read: they are in the
    extract, hence not absent from it. ``anonymes`` counts rejected lines of which nobody can tell
    whom they are about.
    """

    lignes: tuple[Ligne, ...]
    rejets: tuple[Rejet, ...]
    remarques: tuple[Remarque, ...]
    douteuses: tuple[Ligne, ...]
    anonymes: int
