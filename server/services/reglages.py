"""The settings of a département: its rows over the complete defaults, and the file that lays them."""

import base64
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError
from sqlalchemy import Connection, select

from domain.errors import RefusedError
from domain.reglage.apparence import LOGO_MAX
from domain.reglage.nomenclatures import Settings
from domain.reglage.verification import COURRIERS, FICHIERS, LOURDS, faute, verifier
from resources import default_settings
from server.models import RECORDS
from server.serveur import Serveur
from server.services.ecriture import Ecriture

_REGLAGE = RECORDS["reglage"]
_PIXELS = 4_000  # a side; a small file may unfold into an enormous picture


def settings_of(connection: Connection, departement: str, *, lourds: bool = False) -> Settings:
    """Return the settings in force in ``departement``; logo and models only if asked for (``lourds``).

    Each sync asks for the others, and would read half a million characters for nothing.
    """
    query = select(_REGLAGE.c.nom, _REGLAGE.c.valeur, _REGLAGE.c.revision).where(
        _REGLAGE.c.departement == departement, _REGLAGE.c.supprime.is_(False)
    )
    if not lourds:
        query = query.where(_REGLAGE.c.nom.not_in(LOURDS), ~_REGLAGE.c.nom.startswith(f"{COURRIERS}."))
    rows = connection.execute(query)
    return Settings.of(default_settings(), [(str(nom), valeur, int(rev or 0)) for nom, valeur, rev in rows])


def lire_reglages(connection: Connection, code: str, fichier: Path) -> dict[str, Any]:
    """Return what a TOML file changes in the settings of a département, by dotted name, checked.

    Raises RefusedError, which names the file, or the setting that is wrong.
    """
    try:
        document = tomllib.loads(fichier.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise RefusedError(f"Ce fichier ne peut être lu\u00a0: {fichier} ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise RefusedError("Réglages\u00a0: ce fichier doit être enregistré en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise RefusedError(f"Réglages\u00a0: ce fichier n’est pas du TOML lisible ({error}).") from error
    settings = settings_of(connection, code, lourds=True)
    present = {
        part: {name: settings[f"{part}.{name}"] for name in group}
        for part, group in default_settings().items()
    }
    given = verifier(document, present)
    for nom in FICHIERS & given.keys():
        given[nom] = _image(nom, fichier.parent / given[nom]) if given[nom] else ""
    return {nom: value for nom, value in given.items() if value != settings[nom]}


def poser_reglages(serveur: Serveur, connection: Connection, code: str, values: Mapping[str, Any]) -> None:
    """Write settings of a département under one revision, the next of its settings (decision 20)."""
    ecriture = Ecriture(connection, code, None, serveur.clock, serveur.ids)
    set_settings(connection, ecriture, code, values)
    ecriture.terminer()


def set_settings(connection: Connection, ecriture: Ecriture, code: str, values: Mapping[str, Any]) -> None:
    """Write those that differ, within the caller's transaction."""
    rows = connection.execute(
        select(_REGLAGE.c.id, _REGLAGE.c.nom, _REGLAGE.c.valeur, _REGLAGE.c.revision).where(
            _REGLAGE.c.departement == code
        )
    ).all()
    revision = 1 + max((int(row.revision) for row in rows), default=0)
    known = {row.nom: row for row in rows}
    for nom, valeur in values.items():
        written = {"valeur": valeur, "revision": revision}
        if nom not in known:
            ecriture.creer("reglage", {"nom": nom, **written})
        elif known[nom].valeur != valeur:
            ecriture.modifier("reglage", known[nom].id, written)


def _image(nom: str, chemin: Path) -> str:
    """Return a picture as base64: what it is, not what its name says it is."""
    try:
        octets = chemin.read_bytes()
    except (OSError, ValueError) as error:
        raise faute(nom, f"le fichier «\u00a0{chemin}\u00a0» ne peut être lu") from error
    if len(octets) > LOGO_MAX:
        raise faute(nom, f"l’image pèse {len(octets) // 1000} ko, pour {LOGO_MAX // 1000} au plus")
    try:
        with Image.open(chemin, formats=("PNG", "JPEG")) as image:
            if max(image.size) > _PIXELS:
                raise faute(nom, f"l’image fait plus de {_PIXELS} points de côté")
            image.load()
    except UnidentifiedImageError as error:
        raise faute(nom, "il faut une image PNG ou JPEG") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise faute(nom, "cette image est abîmée") from error
    return base64.b64encode(octets).decode()
