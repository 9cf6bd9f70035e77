"""What a file brings, whatever its kind: its day, whose it is, and on what it has authority.

Two sources may speak of the same persons. Genesis designates référents, and is right wherever both
speak (R-GEN-4). The CNAF names none: its flow completes, and tells the right; where the
correspondence says that Genesis gives a field, it leaves that field alone on the dossiers that
Genesis holds. Otherwise each pouring would undo the other, every day.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.beneficiaire.form import DOSSIER
from domain.errors import RefusedError
from domain.french import short_date
from domain.reglage.nomenclatures import Settings
from server.genesis.correspondance import Correspondance
from server.genesis.fichier import FichierRefuseError, Nature, nature
from server.genesis.flux import Flux, lire_flux
from server.genesis.interpretation import Contexte, interpreter
from server.genesis.lecture import Tableau, lire
from server.genesis.lignes import Interpretees


@dataclass(frozen=True)
class Source:
    """Who speaks. ``nom`` is in the name of a report, ``titre`` in its first line.

    ``date``: the column of the département that keeps its last day.
    ``unite`` and ``numero``: what the report calls a part of the file, and the number beside it.
    ``designe``: it says who accompanies, so that its silence says that nobody does. ``couples``: it
    says who lives with whom. ``reserves``: fields that it leaves to Genesis where Genesis holds the
    dossier.
    """

    nom: str
    date: str
    titre: str
    unite: str
    numero: str
    designe: bool = True
    sans_referent: bool = False
    complet: bool = False
    couples: bool = True
    reserves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Apport:
    """A file read whole, that nothing more is needed from. ``interpreter`` takes the lists in force."""

    source: Source
    date: dt.date
    departement: str | None
    interpreter: Callable[[Settings], Interpretees]


def ouvrir(octets: bytes, correspondance: Correspondance, date: dt.date | None) -> Apport:
    """Read a file of any kind, recognised by its content. Raises RefusedError."""
    if nature(octets) is Nature.CNAF:
        return _cnaf(octets, correspondance, date)
    tableau = lire(octets, correspondance)
    if date is None:
        raise RefusedError("Dites le jour où l’extrait a été fait\u00a0: --date AAAA-MM-JJ.")
    source = Source(
        "genesis",
        "date_extrait",
        "de l’extrait",
        "ligne",
        "dossier",
        sans_referent=correspondance.sans_referent,
        complet=correspondance.complet,
        couples=correspondance.couples,
    )
    return Apport(source, date, None, partial(_interpreter, tableau, correspondance, date))


def _interpreter(
    tableau: Tableau, correspondance: Correspondance, date: dt.date, settings: Settings
) -> Interpretees:
    return interpreter(tableau, Contexte.of(correspondance, settings, date))


def _cnaf(octets: bytes, correspondance: Correspondance, date: dt.date | None) -> Apport:
    flux = lire_flux(octets, correspondance)
    if date not in (None, flux.date):
        raise FichierRefuseError(f"ce flux se dit du {short_date(flux.date.isoformat())}, pas du jour donné")
    source = Source(
        "cnaf",
        "date_flux",
        "du flux de la CNAF",
        "foyer",
        "allocataire",
        designe=False,
        reserves=_reserves(correspondance),
    )
    return Apport(source, flux.date, flux.departement, partial(_verifie, flux, correspondance))


def _verifie(flux: Flux, correspondance: Correspondance, settings: Settings) -> Interpretees:
    Contexte.of(correspondance, settings, flux.date)  # raises for a territory that the département has not
    return flux.lues


def _reserves(correspondance: Correspondance) -> frozenset[str]:
    """Return what the extract of Genesis gives: a whole group as soon as it gives a part of it.

    A state of the one with the date of the other, or half of an address, would be true of neither.
    The territory follows the address.
    """
    if not correspondance.colonnes:
        return frozenset()
    given = {*correspondance.colonnes, *correspondance.defauts, "dtas"}
    if "cp_ville" in given:
        given.add("commune")
    if correspondance.couples:
        given.add("conjoint")
    groups = {one.group for one in DOSSIER.fields if one.name in given and one.group}
    return frozenset(one.name for one in DOSSIER.fields if one.name in given or one.group in groups)
