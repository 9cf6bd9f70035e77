"""Rows to persons: each cell through its reading, each fault told with its line and its field.

A faulty row is left whole: half an update of a person would be believed. All the faults of a row
are gathered, so that the operator corrects it once.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from domain.beneficiaire.form import DOSSIER
from domain.beneficiaire.genesis import clean_mails, clean_nir, clean_phones, nir_refusal
from domain.beneficiaire.rules import HORS_TERRITOIRE
from domain.fields import Field, Kind, Value
from domain.reglage.nomenclatures import Settings
from domain.text import fold
from server.genesis import cellules
from server.genesis.cellules import CelluleError
from server.genesis.correspondance import AUTRES, CHOIX, IGNORER, POURED, Correspondance, faute
from server.genesis.fichier import FichierRefuseError
from server.genesis.lecture import Brute, Tableau
from server.genesis.lignes import Interpretees, Ligne, Rejet, Remarque
from server.genesis.rapprochement import cles

T = TypeVar("T")

_COMMUN = ("referent", "referent_mail", "date_designation", "telephone", "autre_telephone", "mail")
_FOYER = (
    "adresse", "complement_adresse", "code_postal", "commune", "code_insee", "cp_ville", "dtas",
    "organisme", "numero_allocataire", "etat_droit", "date_etat_droit", "motif_etat_droit", "sdd",
    "situation_familiale", "nombre_enfants", "date_entree_rsa", "date_entree_dispositif", "orientation",
)  # fmt: skip
_NIR_BODY = 13
_TELEPHONES = ("telephone", "autre_telephone")
_EXIGES = ("nom", "prenom", "date_naissance")
_QUI = ("numero", "numero_allocataire", "nom_naissance", *_EXIGES)


@dataclass(frozen=True)
class Contexte:
    """What the reading of a row depends on: the correspondence, our lists, the day of the extract."""

    correspondance: Correspondance
    codes: Mapping[str, Mapping[str, str]]
    extrait: dt.date

    @classmethod
    def of(cls, correspondance: Correspondance, settings: Settings, extrait: dt.date) -> "Contexte":
        """Lay out our lists so that both a code and its label are recognised.

        Raises CorrespondanceError if the correspondence leads to a code that the département has not.
        """
        codes: dict[str, dict[str, str]] = {}
        for name in CHOIX:
            known = settings.codes(str(DOSSIER.by_name[name].codes))
            codes[name] = {fold(one.label): one.code for one in known} | {
                fold(one.code): one.code for one in known
            }
        _codes_connus(correspondance, codes)
        return cls(correspondance, codes, extrait)


class _IgnoreeError(Exception):
    """The extract says that this person creates and changes nothing here (decision 33)."""


def interpreter(tableau: Tableau, contexte: Contexte) -> Interpretees:
    """Read every row. Raises :class:`FichierRefuseError` for the extract of another département."""
    lignes: list[Ligne] = []
    rejets: list[Rejet] = []
    remarques: list[Remarque] = []
    douteuses: list[Ligne] = []
    anonymes = 0
    for brute in tableau.rangs:
        lecteur = _Lecteur(tableau, brute, contexte)
        if brute.faute:  # its cells are not where they should be: none is told, not even the number
            rejets.append(Rejet(brute.ligne, "nombre de colonnes", brute.faute))
            douteuses.append(lecteur.designee())
            anonymes += not cles(douteuses[-1])
            continue
        try:
            persons = lecteur.lire()
        except _IgnoreeError as ignored:
            remarques.append(Remarque(brute.ligne, str(ignored), lecteur.numero))
            douteuses += lecteur.lues or [lecteur.designee()]
            continue
        if lecteur.rejets:
            rejets += lecteur.rejets
            douteuses += lecteur.lues
            anonymes += not any(map(cles, lecteur.lues))
        else:
            lignes += persons
    return Interpretees(tuple(lignes), tuple(rejets), tuple(remarques), tuple(douteuses), anonymes)


class _Lecteur:
    """Reads one row: the person, and the conjoint where the row describes both."""

    def __init__(self, tableau: Tableau, brute: Brute, contexte: Contexte) -> None:
        self._tableau = tableau
        self._brute = brute
        self._contexte = contexte
        self._correspondance = contexte.correspondance
        self.numero: str | None = None
        self.rejets: list[Rejet] = []
        self.lues: list[Ligne] = []

    def lire(self) -> list[Ligne]:
        """Return the persons of the row, complete if and only if ``rejets`` stays empty."""
        self.numero = cellules.sans_decimales(self._texte("numero", self._correspondance.colonnes)) or None
        self._meme_departement()
        columns = self._correspondance.colonnes
        self._personne(columns, conjoint=False)
        others = self._correspondance.conjoint
        if others and any(self._texte(name, others) for name in _EXIGES):
            shared = {name: columns[name] for name in (*_COMMUN, *_FOYER) if name in columns}
            self._personne({**shared, **others}, conjoint=True)
        return self.lues

    def designee(self) -> Ligne:
        """Return what says whom the row is about, as far as it can be read, and nothing else."""
        columns = self._correspondance.colonnes
        return Ligne(
            self._brute.ligne,
            {name: self._lue(name, columns, partial(self._valeur, DOSSIER.by_name[name])) for name in _QUI},
            nir=self._lue("nir", columns, nir),
        )

    def _personne(self, columns: Mapping[str, tuple[str, ...]], *, conjoint: bool) -> None:
        values: dict[str, Value] = {}
        for field in POURED:
            if field.name in columns or field.name in self._correspondance.defauts:
                values[field.name] = self._lue(field.name, columns, partial(self._valeur, field))
        if "cp_ville" in columns:
            postcode, town = self._lue("cp_ville", columns, cellules.cp_ville) or (None, None)
            values["code_postal"], values["commune"] = postcode, town
        for name in _EXIGES:
            if not values.get(name) and not any(one.champ == name for one in self.rejets):
                self._rejette(name, columns, "cette donnée manque")
        birth = values.get("date_naissance")
        if isinstance(birth, str) and birth > self._contexte.extrait.isoformat():
            self._rejette("date_naissance", columns, "cette naissance est après la date de l’extrait")
        if "dtas" not in values or values["dtas"] is None:
            values["dtas"] = self._correspondance.territoire(values) or HORS_TERRITOIRE
        matricule = values.get("numero_allocataire")
        if guarded := isinstance(matricule, str) and est_un_nir(matricule):
            values["numero_allocataire"] = None
        contacts, ecartes = self._contacts(columns)
        self.lues.append(
            Ligne(
                ligne=self._brute.ligne,
                valeurs=values,
                contacts=contacts,
                contacts_ecartes=ecartes,
                nir=self._lue("nir", columns, nir),
                referent=self._texte("referent", columns),
                referent_mail=self._texte("referent_mail", columns),
                designation=self._lue("date_designation", columns, self._date),
                foyer=self._foyer(),
                conjoint=conjoint,
                matricule=clean_nir(str(matricule)) if guarded else None,
            )
        )

    def _valeur(self, field: Field, text: str) -> Value:
        """Read the cell of a field of the dossier. Raises CelluleError."""
        value: Value = cellules.sans_erreur(text)
        if field.kind is Kind.CHOICE:
            value = self._code(field, text)
        elif field.kind is Kind.DATE:
            value = self._date(text, partielle=field.partial)
        elif field.kind is Kind.INTEGER:
            value = cellules.entier(text)
        elif field.name in ("code_postal", "code_insee"):
            value = cellules.code_postal(text)
        elif field.name in ("numero", "numero_allocataire"):
            value = cellules.identifiant(text)
        if refusal := field.refusal(value):
            raise CelluleError(refusal.rstrip("."))
        return value

    def _code(self, field: Field, text: str) -> str:
        table = self._correspondance.valeurs.get(field.name, {})
        key = fold(text)
        code = table.get(key) or self._contexte.codes[field.name].get(key) or table.get(AUTRES)
        if code == IGNORER:
            raise _IgnoreeError(f"laissé de côté\u00a0: {field.label.lower()} «\u00a0{text[:40]}\u00a0»")
        if code is None or fold(code) not in self._contexte.codes[field.name]:
            raise CelluleError(f"«\u00a0{text[:40]}\u00a0» n’a pas de correspondance")
        return code

    def _date(self, text: str, *, partielle: bool = False) -> str:
        return cellules.date(
            text,
            self._correspondance.formats,
            extrait=self._contexte.extrait,
            partielle=partielle,
            epoque=self._tableau.epoque,
        )

    def _contacts(self, columns: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, Value], tuple[str, ...]]:
        """Read telephones and mails; what cannot be read never costs the line, only the contact."""
        written = " ; ".join(filter(None, (self._texte(name, columns) for name in _TELEPHONES)))
        phones, mails = clean_phones(written), clean_mails(self._texte("mail", columns))
        contacts: dict[str, Value] = dict(zip(_TELEPHONES, phones, strict=False))
        if mails:
            contacts["mail"] = mails[0]
        dropped = []
        if len(phones) > len(_TELEPHONES) or (written and not phones):
            dropped.append("un numéro de téléphone illisible ou de trop n’a pas été repris")
        if len(mails) > 1 or (self._texte("mail", columns) and not mails):
            dropped.append("un courriel illisible ou de trop n’a pas été repris")
        return contacts, tuple(dropped)

    def _foyer(self) -> str | None:
        if self._correspondance.conjoint:
            return f"ligne {self._brute.ligne}"
        return fold(self._texte("foyer", self._correspondance.colonnes)) or None

    def _meme_departement(self) -> None:
        told = self._texte("departement", self._correspondance.colonnes)
        if told and self._correspondance.departement and fold(told) != fold(self._correspondance.departement):
            raise FichierRefuseError(f"la ligne {self._brute.ligne} est du département {told[:20]}")

    def _lue(self, name: str, columns: Mapping[str, tuple[str, ...]], read: Callable[[str], T]) -> T | None:
        text = self._texte(name, columns)
        if not text:
            return None
        try:
            return read(text)
        except CelluleError as fault:
            self._rejette(name, columns, str(fault))
            return None

    def _texte(self, name: str, columns: Mapping[str, tuple[str, ...]]) -> str:
        """Return the cleaned cell of ``name``, its prefix stripped, else the default."""
        cells = (cellules.nettoyer(self._tableau.cellule(self._brute, one)) for one in columns.get(name, ()))
        text = " ".join(cell for cell in cells if cell.casefold() not in self._correspondance.vides and cell)
        text = cellules.sans_prefixe(text, self._correspondance.prefixes.get(name, ()))
        return text or self._correspondance.defauts.get(name, "")

    def _rejette(self, champ: str, columns: Mapping[str, tuple[str, ...]], raison: str) -> None:
        colonne = " + ".join(columns.get(champ, ()))
        self.rejets.append(Rejet(self._brute.ligne, champ, raison, self.numero, colonne))


def _codes_connus(correspondance: Correspondance, codes: Mapping[str, Mapping[str, str]]) -> None:
    """Raise CorrespondanceError for a code of ours that is in none of our lists: a slip of the pen."""
    said = [(f"valeurs.{name}", name, set(table.values())) for name, table in correspondance.valeurs.items()]
    territories = {*correspondance.communes.values(), *correspondance.postaux.values()}
    for path, name, used in (*said, ("territoires", "dtas", territories)):
        for code in sorted(used - {IGNORER} - set(codes[name].values())):
            raise faute(path, f"«\u00a0{code}\u00a0» n’est pas un de nos codes")


def nir(text: str) -> str:
    """Return the thirteen characters of a NIR; Corsica's letters are no fault. Raises CelluleError."""
    text = cellules.identifiant(text)
    if refusal := nir_refusal(text):
        raise CelluleError(refusal.rstrip("."))
    return clean_nir(text)[:_NIR_BODY]


def est_un_nir(text: str) -> bool:
    """Tell whether a number is a NIR, as that of the MSA may be: it stays on the server (decision 27)."""
    return nir_refusal(clean_nir(text)[:_NIR_BODY]) is None


def libelle(champ: str) -> str:
    """Return the name of a field as the report shows it."""
    if champ == "nir":
        return "NIR"
    field = DOSSIER.by_name.get(champ)
    return field.label if field else champ.replace("_", " ")
