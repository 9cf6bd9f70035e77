"""The Word model of a département: examined, laid as a setting, taken back, withdrawn."""

import io
from pathlib import Path
from typing import Any

import docx
from sqlalchemy import Connection

from domain.errors import RefusedError
from domain.modele_word.depose import ModeleDepose, modele_depose, versions_connues
from domain.modele_word.examen import Examen, examiner
from domain.modele_word.fichier import ModeleRefuseError
from domain.reglage.verification import MODELE_WORD, version_refusal
from server.serveur import Serveur
from server.services.reglages import poser_reglages, settings_of


def lire_modele(fichier: Path) -> tuple[bytes, Examen]:
    """Read and examine a file. Raises RefusedError for one that is not even to be opened."""
    try:
        octets = fichier.read_bytes()
    except OSError as error:
        raise RefusedError(f"Ce fichier ne peut être lu\u00a0: {fichier} ({error.strerror}).") from error
    examen = examiner(octets)
    try:
        docx.Document(io.BytesIO(octets))  # as each device will open it
    except Exception as error:
        raise ModeleRefuseError("Ce modèle est abîmé\u00a0: enregistrez-le de nouveau dans Word.") from error
    return octets, examen


def en_vigueur(connection: Connection, code: str) -> ModeleDepose | None:
    """Return the model in force, ``None`` for the house's."""
    return modele_depose(_value(connection, code))


def poser_modele(serveur: Serveur, connection: Connection, code: str, modele: ModeleDepose) -> None:
    """Put a model in force. Raises RefusedError for a faulty one, or for a version that says another.

    The version is written on the page and kept with each accord: two models may not share one.
    """
    if faults := examiner(modele.octets).fautes:
        raise ModeleRefuseError(f"Ce modèle ne peut pas servir\u00a0: {faults[0]}.")
    if (reason := version_refusal(modele.version)) is not None:
        raise RefusedError(f"La version «\u00a0{modele.version}\u00a0» ne convient pas\u00a0: {reason}.")
    versions = versions_connues(_value(connection, code))
    if versions.get(modele.version, modele.empreinte) != modele.empreinte:
        raise RefusedError(
            f"Un autre modèle a porté la version «\u00a0{modele.version}\u00a0»\u00a0: donnez-en une autre."
        )
    poser_reglages(serveur, connection, code, {MODELE_WORD: modele.reglage(versions)})


def retirer_modele(serveur: Serveur, connection: Connection, code: str) -> None:
    """Come back to the house's model; the versions there were are remembered."""
    versions = versions_connues(_value(connection, code))
    poser_reglages(serveur, connection, code, {MODELE_WORD: {"versions": versions}})


def _value(connection: Connection, code: str) -> Any:  # noqa: ANN401 - a setting is any JSON value
    return settings_of(connection, code, lourds=True)[MODELE_WORD]
