"""The settings a département gives, checked one by one: the fault is told with the setting's full name.

A setting is refused rather than mended: it prints on every contract of a département, or offers a
value in every form. What is right by type and by sense is said once here, for whoever writes settings.

To add a setting: its default in ``resources/nomenclatures/cd07.toml``; here, only what a text, a
number or a list of its default's type does not say of itself.
"""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from domain.errors import RefusedError
from domain.reglage.apparence import couleur_refusal

LONGEST: Final = 2_000
MOIS_MAX: Final = 60
_TITLE, _LABEL = 80, 200
_CODE = re.compile(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40}){0,2}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_BRACED = re.compile(r"\{([^{}]*)\}")

FICHIERS: Final = frozenset({"departement.logo"})
"""Settings given as the name of a file, whose content is kept: whoever reads the file checks it."""

ATTENDUES: Final = "departement.caracteristiques_attendues"
"""Which caractéristiques are to be known of everybody, in the order to ask them (R-INF-5)."""

MODELE_WORD: Final = "cer.modele_word"
COURRIERS: Final = "courriers"
"""The part of the settings where each letter is one, laid as the model of the CER is."""
LOURDS: Final = FICHIERS | {MODELE_WORD}
"""Settings that weigh: who does not print has no use for them."""


class ReglageError(RefusedError):
    """A setting cannot be taken; the message names it."""


def faute(nom: str, reason: str) -> ReglageError:
    """Return the error of one setting, told by its full name."""
    return ReglageError(f"Réglage «\u00a0{nom}\u00a0»\u00a0: {reason}.")


def verifier(document: Mapping[str, Any], en_vigueur: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the settings of ``document`` by dotted name, each right beside those in force.

    ``document`` is the TOML as read, by parts; ``en_vigueur`` every setting there is, with its value
    of today. Raises ReglageError at the first that is wrong.
    """
    _known("", document, en_vigueur)
    given: dict[str, Any] = {}
    for part, group in document.items():
        if not isinstance(group, dict):
            raise faute(part, f"il faut une table, écrite [{part}]")
        _known(part, group, en_vigueur[part])
        for name, value in group.items():
            if f"{part}.{name}" == MODELE_WORD and value == {}:
                continue  # as the defaults write it: a copy of them withdraws no model
            _check(f"{part}.{name}", value, en_vigueur[part][name])
            given[f"{part}.{name}"] = value
    _check_together({**_flat(en_vigueur), **given})
    return given


def _flat(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{part}.{name}": value for part, group in parts.items() for name, value in group.items()}


def _known(part: str, table: Mapping[str, Any], known: Collection[str]) -> None:
    for name in table:
        if not part and name == COURRIERS:
            raise faute(
                name, "un courrier se pose avec «\u00a0permanence-server modele poser --courrier\u00a0»"
            )
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" (vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?)" if near else ""
            raise faute(f"{part}.{name}".lstrip("."), f"ce réglage n’existe pas{hint}")


def _check(nom: str, value: object, present: object) -> None:
    if nom == MODELE_WORD:
        raise faute(nom, "ce réglage se pose avec «\u00a0permanence-server modele poser\u00a0»")
    if nom.startswith("listes."):
        _liste(nom, value, present)
    elif isinstance(present, bool):
        if not isinstance(value, bool):
            raise faute(nom, "il faut true ou false, sans guillemets")
    elif isinstance(present, str):
        _texte(nom, value)
    elif nom == ATTENDUES:
        _attendues(value)
    elif isinstance(present, list):
        _mois(nom, value)
    elif not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise faute(nom, "il faut un nombre entier, d’au moins 1")


def _texte(nom: str, value: object) -> None:
    if not isinstance(value, str):
        raise faute(nom, "il faut un texte entre guillemets")
    if len(value) > LONGEST:
        raise faute(nom, f"{len(value)} caractères, pour {LONGEST} au plus")
    if any(ord(character) < ord(" ") and character != "\n" for character in value):
        raise faute(nom, "ce texte contient un caractère invisible")
    if nom not in _MAY_BE_EMPTY and not value.strip():
        raise faute(nom, "ce texte ne peut pas être vide")
    if (reason := _WORDS.get(nom, _mention)(value)) is not None:
        raise faute(nom, reason)


def _mention(value: str) -> str | None:
    for braced in _BRACED.findall(value):
        if braced != "president":
            return f"«\u00a0{{{braced}}}\u00a0» n’est pas connu\u00a0: seul {{president}} est remplacé"
    return None


def _titre(value: str) -> str | None:
    if "\n" in value or len(value) > _TITLE:
        return f"il faut une ligne de {_TITLE} caractères au plus"
    return None


def version_refusal(value: str) -> str | None:
    """Say why a version of a model cannot be written so, ``None`` if it can: it stands in a QR code."""
    if _VERSION.fullmatch(value):
        return None
    return "il faut des lettres sans accent, des chiffres, points ou tirets, 20 au plus"


_MAY_BE_EMPTY = frozenset(f"departement.{name}" for name in ("adresse", "telephone", "logo", "adresse_envoi"))
_WORDS: dict[str, Callable[[str], str | None]] = {
    "departement.couleur": couleur_refusal,
    "cer.titre": _titre,
    "cer.sigle": _titre,
    "cer.version": version_refusal,
    "cer.modele": version_refusal,
}


def _mois(nom: str, value: object) -> None:
    right = isinstance(value, list) and value and all(_is_months(one) for one in value)
    if not right:
        raise faute(nom, f"il faut une liste de nombres de mois, de 1 à {MOIS_MAX}, comme [3, 6, 12]")


def _attendues(value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise faute(ATTENDUES, 'il faut une liste de codes, comme ["sante.rqth"]')


def _is_months(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOIS_MAX


def _liste(nom: str, value: object, present: Any) -> None:  # noqa: ANN401 - a list as a setting holds it
    """Values of a list are retired, never deleted: a CER printed yesterday must read tomorrow."""
    entries: list[Any] = value if isinstance(value, list) else [None]
    codes = [_entry(nom, entry) for entry in entries]
    for code in codes:
        if codes.count(code) > 1:
            raise faute(nom, f"le code «\u00a0{code}\u00a0» y est deux fois")
    for code, label, *_ in present:
        if code not in codes:
            raise faute(
                nom,
                f"la valeur «\u00a0{code}\u00a0» manque. Une valeur ne s’efface pas, elle se retire\u00a0: "
                f'["{code}", "{label}", true]',
            )
    if all(len(entry) > 2 and entry[2] for entry in entries):  # noqa: PLR2004 - code, label, retired
        raise faute(nom, "toutes les valeurs sont retirées, il n’y a plus rien à choisir")


def _entry(nom: str, entry: object) -> str:
    match entry:
        case [str(code), str(label)] | [str(code), str(label), bool()]:
            pass
        case _:
            raise faute(nom, 'chaque valeur s’écrit ["code", "Libellé"], suivis de true si elle est retirée')
    if not _CODE.fullmatch(code):
        raise faute(
            nom, f"le code «\u00a0{code}\u00a0» n’est pas en minuscules sans accent, chiffres, _ et points"
        )
    if not label.strip() or len(label) > _LABEL or not label.isprintable():
        raise faute(nom, f"le libellé de «\u00a0{code}\u00a0» est vide, trop long ou illisible")
    return code


def _check_together(values: Mapping[str, Any]) -> None:
    if values["cer.duree_defaut_mois"] not in values["cer.durees_mois"]:
        raise faute("cer.duree_defaut_mois", "cette durée n’est pas parmi «\u00a0cer.durees_mois\u00a0»")
    for liste, familles in _FAMILLES.items():
        known = {code for code, *_ in values[f"listes.{familles}"]}
        for code, *_ in values[f"listes.{liste}"]:
            if code.rpartition(".")[0] not in known:
                raise faute(
                    f"listes.{liste}", f"le code «\u00a0{code}\u00a0» ne dit pas sa famille ({familles})"
                )
    known = {code for code, *_ in values["listes.caracteristiques"]}
    for code in values[ATTENDUES]:
        if code not in known:
            raise faute(ATTENDUES, f"«\u00a0{code}\u00a0» n’est pas une caractéristique")


_FAMILLES = {
    "natures_difficulte": "familles_difficulte",
    "caracteristiques": "familles_caracteristique",
    "valeurs_caracteristique": "caracteristiques",
}
"""Lists whose codes begin with one of another list."""
