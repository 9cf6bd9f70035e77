"""The Word models of a département: examined, laid as a setting, taken back, withdrawn.

That of the CER is one setting; each letter is another, ``courriers.<code>`` (R-DOC-3).
"""

import dataclasses
import io
import re
from pathlib import Path
from typing import Any, Final

import docx
from sqlalchemy import Connection

import resources
from domain.errors import RefusedError
from domain.modele_word import courrier
from domain.modele_word.champs import CER, Table
from domain.modele_word.courrier import COURRIERS_MAX, Courrier
from domain.modele_word.depose import ModeleDepose, modele_depose, versions_connues
from domain.modele_word.examen import Examen, examiner
from domain.modele_word.fichier import ModeleRefuseError
from domain.reglage.nomenclatures import Settings
from domain.reglage.verification import COURRIERS, MODELE_WORD, version_refusal
from server.serveur import Serveur
from server.services.reglages import poser_reglages, settings_of

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,29}")
_LIBELLE_MAX: Final = 60


def lire_modele(fichier: Path, table: Table = CER) -> tuple[bytes, Examen]:
    """Read and examine a file. Raises RefusedError for one that is not even to be opened."""
    try:
        octets = fichier.read_bytes()
    except OSError as error:
        raise RefusedError(f"Ce fichier ne peut être lu\u00a0: {fichier} ({error.strerror}).") from error
    examen = examiner(octets, table)
    try:
        docx.Document(io.BytesIO(octets))  # as each device will open it
    except Exception as error:
        raise ModeleRefuseError("Ce modèle est abîmé\u00a0: enregistrez-le de nouveau dans Word.") from error
    return octets, examen


def en_vigueur(connection: Connection, code: str) -> ModeleDepose | None:
    """Return the model of the CER in force, ``None`` for the house's."""
    return modele_depose(_value(connection, code))


def poser_modele(serveur: Serveur, connection: Connection, code: str, modele: ModeleDepose) -> None:
    """Put a model of the CER in force. Raises RefusedError for a faulty one, or a version of another.

    The version is written on the page and kept with each accord: two models may not share one.
    """
    versions = _checked(modele, CER, _value(connection, code))
    poser_reglages(serveur, connection, code, {MODELE_WORD: modele.reglage(versions)})


def retirer_modele(serveur: Serveur, connection: Connection, code: str) -> None:
    """Come back to the house's model; the versions there were are remembered."""
    versions = versions_connues(_value(connection, code))
    poser_reglages(serveur, connection, code, {MODELE_WORD: {"versions": versions}})


def lire_courriers(connection: Connection, code: str) -> dict[str, Courrier]:
    """Return the letters of a département by code, retired ones included."""
    return _courriers(settings_of(connection, code, lourds=True))


def poser_courrier(serveur: Serveur, connection: Connection, code: str, lettre: Courrier) -> None:
    """Put a letter in force, with its model or with that of the house. Raises RefusedError."""
    settings = settings_of(connection, code, lourds=True)
    known = _courriers(settings)
    offered = {one.code for one in known.values() if not one.retire}
    _check_letter(lettre, settings, len(offered | {lettre.code}))
    present = settings.partie(COURRIERS).get(lettre.code)
    laid = lettre.modele
    versions = _checked(laid, courrier.COURRIER, present) if laid else versions_connues(present)
    poser_reglages(serveur, connection, code, {f"{COURRIERS}.{lettre.code}": lettre.reglage(versions)})


def retirer_courrier(
    serveur: Serveur, connection: Connection, code: str, lettre: str, *, maison: bool
) -> None:
    """Offer a letter no longer, or come back to that of the ``maison``. Raises RefusedError.

    Nothing of it is examined: what would be refused today, if it were laid, is the first to be withdrawn.
    """
    settings = settings_of(connection, code, lourds=True)
    known = _courriers(Settings({}) if maison else settings).get(lettre)
    if known is None:
        whose = "de la maison" if maison else "offert"
        raise RefusedError(f"Il n’y a pas de courrier «\u00a0{lettre}\u00a0» {whose}.", "R-DOC-3")
    versions = versions_connues(settings.partie(COURRIERS).get(lettre))
    left = dataclasses.replace(known, retire=not maison).reglage(versions)
    poser_reglages(serveur, connection, code, {f"{COURRIERS}.{lettre}": left})


def _check_letter(lettre: Courrier, settings: Settings, count: int) -> None:
    if not _CODE.fullmatch(lettre.code):
        raise RefusedError(
            f"Le code «\u00a0{lettre.code}\u00a0» ne convient pas\u00a0: "
            "minuscules sans accent, chiffres et _, 30 au plus."
        )
    if count > COURRIERS_MAX:
        raise RefusedError(f"Il y a déjà {COURRIERS_MAX} courriers\u00a0: chacun voyage vers chaque poste.")
    if not lettre.libelle.strip() or len(lettre.libelle) > _LIBELLE_MAX or not lettre.libelle.isprintable():
        raise RefusedError(f"Il faut un libellé d’une ligne, de {_LIBELLE_MAX} caractères au plus.")
    for value, name in ((lettre.rangement, "rangements"), (lettre.type, "types_document")):
        offered = [one.code for one in settings.choices(name)]
        if value not in offered:
            raise RefusedError(
                f"«\u00a0{value}\u00a0» n’est pas dans listes.{name}\u00a0: {', '.join(offered)}."
            )


def _checked(modele: ModeleDepose, table: Table, present: object) -> dict[str, str]:
    """Return the versions there were before this model. Raises RefusedError if it cannot join them."""
    if faults := examiner(modele.octets, table).fautes:
        raise ModeleRefuseError(f"Ce modèle ne peut pas servir\u00a0: {faults[0]}.")
    if (reason := version_refusal(modele.version)) is not None:
        raise RefusedError(f"La version «\u00a0{modele.version}\u00a0» ne convient pas\u00a0: {reason}.")
    versions = versions_connues(present)
    if versions.get(modele.version, modele.empreinte) != modele.empreinte:
        raise RefusedError(
            f"Un autre modèle a porté la version «\u00a0{modele.version}\u00a0»\u00a0: donnez-en une autre."
        )
    return versions


def _courriers(settings: Settings) -> dict[str, Courrier]:
    return courrier.courriers(resources.house_letters().items(), settings.partie(COURRIERS))


def _value(connection: Connection, code: str) -> Any:  # noqa: ANN401 - a setting is any JSON value
    return settings_of(connection, code, lourds=True)[MODELE_WORD]
