"""The correspondence of a département: how *its* extract says what we need to know.

Every département's administrative system names its columns, writes its dates and codes its
rights in its own way. All of that is data, in one TOML file written once by someone who is not a
developer (``docs/correspondance.md`` is for that person), and none of it is code here. A key that
is misspelt must not be silently ignored: whatever is not known is refused, by name.

To accept a new column: its name in :data:`COLONNES`, its reading in ``interpretation.py`` if it is
not a plain field of the dossier, and its line in ``docs/correspondance.md``.
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.beneficiaire.form import DOSSIER
from domain.errors import RefusedError
from domain.fields import Kind, Owner, Value
from domain.text import fold

VERSION = 1
IGNORER = "ignorer"
AUTRES = "*"
CONTACTS = ("telephone", "autre_telephone", "mail")
ENCODAGES = ("auto", "utf-8", "windows-1252")
SEPARATEURS = ("auto", ";", ",", "\t", "|")
SANS_COLONNE = frozenset({"conjoint", "conjoint_nom", "conjoint_depuis", "actualisation_figee_le"})
POURED = tuple(
    one
    for one in DOSSIER.fields
    if one.owner is Owner.GENESIS and one.name not in SANS_COLONNE and not one.name.endswith("_libelle")
)
"""The fields of a dossier that a column may fill and that each pouring brings up to date."""

CHOIX = frozenset(one.name for one in POURED if one.kind is Kind.CHOICE)
HORS_DOSSIER = ("nir", "cp_ville", "referent", "referent_mail", "date_designation", "foyer", "departement")
COLONNES = frozenset({one.name for one in POURED} | set(CONTACTS) | set(HORS_DOSSIER))


class CorrespondanceError(RefusedError):
    """The correspondence file cannot be used; the message names the key."""


@dataclass(frozen=True)
class Correspondance:
    """What a valid file says. Keys of ``valeurs`` are folded; codes are those of our lists.

    ``colonnes`` and ``conjoint`` give, for one of our names, the column or columns of the extract
    whose cells are joined by a space. ``communes`` and ``postaux`` lead to a territory
    (decision 35); without ``colonnes`` they serve a CNAF flow alone. ``complet``: the extract lists
    every accompanied person, so that a dossier it no longer names has lost its référent (R-GEN-3).
    """

    nom: str
    colonnes: Mapping[str, tuple[str, ...]]
    departement: str | None = None
    encodage: str = "auto"
    separateur: str = "auto"
    guillemet: str = '"'
    saut_final: bool = True
    complet: bool = True
    vides: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ("JJ/MM/AAAA", "AAAA-MM-JJ")
    conjoint: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    valeurs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defauts: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    communes: Mapping[str, str] = field(default_factory=dict)
    postaux: Mapping[str, str] = field(default_factory=dict)
    sans_referent: bool = False
    feuille: str = ""

    @property
    def couples(self) -> bool:
        """Tell whether the extract says who lives with whom."""
        return "foyer" in self.colonnes or bool(self.conjoint)

    def territoire(self, adresse: Mapping[str, Value]) -> str | None:
        """Return the territory by INSEE code, then by postcode (decision 35)."""
        insee, postcode = str(adresse.get("code_insee")), str(adresse.get("code_postal"))
        return self.communes.get(insee) or self.postaux.get(postcode)

    @property
    def attendues(self) -> tuple[str, ...]:
        """Every column that the extract must have, in the order of the file."""
        named = (*self.colonnes.values(), *self.conjoint.values())
        return tuple(dict.fromkeys(name for names in named for name in names))


def lire_correspondance(octets: bytes) -> Correspondance:
    """Read a correspondence. Raises :class:`CorrespondanceError`, which names the faulty key."""
    try:
        document = tomllib.loads(octets.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CorrespondanceError(
            "Correspondance\u00a0: ce fichier doit être enregistré en UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise CorrespondanceError(
            f"Correspondance\u00a0: ce fichier n’est pas du TOML lisible ({error})."
        ) from error
    return _Lecteur(document).lire()


class _Lecteur:
    """Walks the document key by key, so that every fault is told with its full path."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    def lire(self) -> Correspondance:
        racine = {
            "version", "nom", "departement", "fichier", "dates", "colonnes", "conjoint",
            "valeurs", "defauts", "prefixes", "territoires", "referent",
        }  # fmt: skip
        self._connues("", self._document, racine)
        if self._document.get("version") != VERSION:
            raise faute("version", f"cette version du logiciel lit la version {VERSION}")
        fichier = self._table(
            "fichier", {"encodage", "separateur", "guillemet", "saut_final", "complet", "vides", "feuille"}
        )
        dates = self._table("dates", {"formats"})
        referent = self._table("referent", {"inconnu"})
        colonnes = self._colonnes("colonnes")
        if "colonnes" in self._document:
            self._suffisantes(colonnes)
        communes, postaux = self._territoires()
        return Correspondance(
            nom=self._texte("nom", self._document.get("nom", "")),
            departement=self._texte("departement", self._document.get("departement", "")) or None,
            colonnes=colonnes,
            conjoint=self._conjoint(),
            feuille=self._texte("fichier.feuille", fichier.get("feuille", "")),
            encodage=self._parmi("fichier.encodage", fichier.get("encodage", "auto"), ENCODAGES),
            separateur=self._parmi("fichier.separateur", fichier.get("separateur", "auto"), SEPARATEURS),
            guillemet=self._parmi("fichier.guillemet", fichier.get("guillemet", '"'), ('"', "'")),
            saut_final=self._oui_non("fichier.saut_final", fichier.get("saut_final", True)),
            complet=self._oui_non("fichier.complet", fichier.get("complet", True)),
            vides=frozenset(
                one.casefold() for one in self._textes("fichier.vides", fichier.get("vides", []))
            ),
            formats=self._formats(dates),
            valeurs=self._valeurs(),
            defauts=self._defauts(),
            prefixes=self._prefixes(),
            communes=communes,
            postaux=postaux,
            sans_referent=self._parmi(
                "referent.inconnu", referent.get("inconnu", "rejeter"), ("rejeter", "sans_referent")
            )
            == "sans_referent",
        )

    def _colonnes(self, name: str) -> dict[str, tuple[str, ...]]:
        table = self._table(name, COLONNES)
        read = {ours: self._textes(f"{name}.{ours}", theirs) for ours, theirs in table.items()}
        for ours, theirs in read.items():
            if not theirs or not all(map(fold, theirs)):
                raise faute(f"{name}.{ours}", "il faut le nom d’une colonne de l’extrait")
        return read

    def _suffisantes(self, colonnes: Mapping[str, object]) -> None:
        for name in ("nom", "prenom", "date_naissance"):
            if name not in colonnes:
                raise faute(f"colonnes.{name}", "cette colonne est indispensable")
        if not {"numero", "nir", "numero_allocataire"} & set(colonnes):
            raise faute(
                "colonnes.numero",
                "il faut «\u00a0numero\u00a0», «\u00a0nir\u00a0» ou «\u00a0numero_allocataire\u00a0»",
            )
        if not {"referent", "referent_mail"} & set(colonnes):
            raise faute("colonnes.referent", "il faut «\u00a0referent\u00a0» ou «\u00a0referent_mail\u00a0»")

    def _conjoint(self) -> dict[str, tuple[str, ...]]:
        conjoint = self._colonnes("conjoint")
        for name in ("nom", "prenom", "date_naissance"):
            if conjoint and name not in conjoint:
                raise faute(f"conjoint.{name}", "cette colonne est indispensable dès que [conjoint] existe")
        return conjoint

    def _formats(self, dates: Mapping[str, Any]) -> tuple[str, ...]:
        formats = self._textes("dates.formats", dates.get("formats", ["JJ/MM/AAAA", "AAAA-MM-JJ"]))
        for one in formats:
            if one.count("JJ") != 1 or one.count("MM") != 1 or one.count("AA") not in (1, 2):
                raise faute("dates.formats", f"«\u00a0{one}\u00a0» ne dit pas où sont JJ, MM et AAAA (ou AA)")
        return formats

    def _valeurs(self) -> dict[str, dict[str, str]]:
        tables = self._table("valeurs", CHOIX)
        read: dict[str, dict[str, str]] = {}
        for name in tables:
            table = self._sous_table("valeurs", name, tables)
            read[name] = {
                AUTRES if theirs == AUTRES else fold(theirs): self._texte(f"valeurs.{name}.{theirs}", ours)
                for theirs, ours in table.items()
            }
        return read

    def _defauts(self) -> dict[str, str]:
        table = self._table("defauts", COLONNES)
        return {name: self._texte(f"defauts.{name}", value) for name, value in table.items()}

    def _prefixes(self) -> dict[str, tuple[str, ...]]:
        table = self._table("prefixes", COLONNES)
        return {name: self._textes(f"prefixes.{name}", value) for name, value in table.items()}

    def _territoires(self) -> tuple[dict[str, str], dict[str, str]]:
        tables = self._table("territoires", None)
        communes: dict[str, str] = {}
        postaux: dict[str, str] = {}
        for dtas in tables:
            table = self._sous_table("territoires", dtas, tables)
            self._connues(f"territoires.{dtas}", table, {"communes", "codes_postaux"})
            for name, found in (("communes", communes), ("codes_postaux", postaux)):
                path = f"territoires.{dtas}.{name}"
                for code in self._textes(path, table.get(name, [])):
                    if found.setdefault(code, dtas) != dtas:
                        raise faute(path, f"«\u00a0{code}\u00a0» est déjà dans «\u00a0{found[code]}\u00a0»")
        return communes, postaux

    def _table(self, name: str, known: set[str] | frozenset[str] | None) -> dict[str, Any]:
        table = self._sous_table("", name, self._document)
        if known is not None:
            self._connues(name, table, known)
        return table

    def _sous_table(self, path: str, name: str, within: Mapping[str, Any]) -> dict[str, Any]:
        table = within.get(name, {})
        if not isinstance(table, dict):
            raise faute(
                f"{path}.{name}".lstrip("."),
                f"il faut une table, écrite [{path + '.' if path else ''}{name}]",
            )
        return table

    def _connues(self, path: str, table: Mapping[str, Any], known: set[str] | frozenset[str]) -> None:
        for name in table:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f" (vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?)" if near else ""
                raise faute(f"{path}.{name}".lstrip("."), f"cette clé n’existe pas{hint}")

    def _texte(self, path: str, value: object) -> str:
        if not isinstance(value, str):
            raise faute(path, "il faut un texte entre guillemets")
        return value

    def _textes(self, path: str, value: object) -> tuple[str, ...]:
        several = value if isinstance(value, list) else [value]
        return tuple(self._texte(path, one) for one in several)

    def _oui_non(self, path: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise faute(path, "il faut true ou false")
        return value

    def _parmi(self, path: str, value: object, known: tuple[str, ...]) -> str:
        text = self._texte(path, value)
        if text not in known:
            raise faute(path, "il faut " + ", ".join(f"«\u00a0{one}\u00a0»" for one in known))
        return text


def faute(path: str, reason: str) -> CorrespondanceError:
    """Return the error of one key, told with its full path."""
    return CorrespondanceError(f"Correspondance, clé «\u00a0{path}\u00a0»\u00a0: {reason}.")
