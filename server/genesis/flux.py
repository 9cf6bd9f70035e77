"""The CNAF's monthly or daily flow of RSA beneficiaries (VRSB0801): bytes to households.

The flow is read as a stream, a household at a time. It may declare no document type: without one
there is no entity to expand and nothing to fetch. Whatever says that it is not whole, or not this
flow, or not this département's, refuses it all (decision 32).
"""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, iterparse

from server.genesis.cellules import nettoyer
from server.genesis.correspondance import Correspondance
from server.genesis.fichier import FichierRefuseError
from server.genesis.foyers import Lecteur
from server.genesis.lignes import Interpretees

_RACINE, _ENTETE, _FOYER, _FIN = "Racine", "IdentificationFlux", "InfosFoyerRSA", "TransmissionFlux"
_SCHEMA = "vrsb0801"
_SCHEMA_DIT = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_ENCODAGE = re.compile(rb"^[\xef\xbb\xbf\s]*<\?xml[^>]*encoding=[\"']([\w.-]+)[\"']", re.IGNORECASE)
_ENCODAGES = (b"windows-1252", b"iso-8859-1", b"iso-8859-15", b"utf-8")
_DEUX = 2


@dataclass(frozen=True)
class Flux:
    """A flow read whole: the day it was made, whose it is, what it says of each person."""

    date: dt.date
    departement: str
    lues: Interpretees


def lire_flux(octets: bytes, correspondance: Correspondance) -> Flux:
    """Read the flow. Raises :class:`FichierRefuseError`."""
    _prologue(octets)
    lecteur: Lecteur | None = None
    date, departement, foyers = dt.date.min, "", 0
    for element in _elements(octets):
        if element.tag == _ENTETE:
            date = _date(element)
            lecteur = Lecteur(correspondance, date)
        elif element.tag == _FOYER and lecteur is not None:
            foyers += 1
            departement = _departement(element, foyers, departement)
            lecteur.foyer(element, foyers)
            element.clear()  # a whole flow is worth gigabytes of elements
    _verifier(element)
    if lecteur is None or not foyers:
        raise FichierRefuseError("ce flux n’a pas d’en-tête ou pas de foyer")
    return Flux(date, departement, lecteur.lues())


def _prologue(octets: bytes) -> None:
    """Refuse another encoding than those of the CNAF, and any document type.

    A zero is the mark of an UTF-16, which needs no declaration and would hide one of entities.
    """
    declared = _ENCODAGE.match(octets)
    if b"\0" in octets or (declared is not None and declared[1].lower() not in _ENCODAGES):
        raise FichierRefuseError("son encodage n’est ni windows-1252, ni iso-8859, ni utf-8")
    if b"<!DOCTYPE" in octets or b"<!ENTITY" in octets:
        raise FichierRefuseError("il déclare des entités, ce que la CNAF ne fait pas")


def _elements(octets: bytes) -> Iterator[Element]:
    """Yield each element once it is whole; the last is the root."""
    try:
        for _, element in iterparse(io.BytesIO(octets)):  # noqa: S314 - no document type, see above
            yield element
    except (ParseError, ValueError) as error:
        line = f", à la ligne {error.position[0]}" if isinstance(error, ParseError) else ""
        raise FichierRefuseError(f"ce XML est coupé ou mal formé{line}") from error


def _verifier(root: Element) -> None:
    """Refuse another kind of document, another version of the flow, or one without its end."""
    if root.tag != _RACINE:
        raise FichierRefuseError(
            f"ce XML commence par «\u00a0{root.tag[:40]}\u00a0», ce n’est pas un flux de la CNAF"
        )
    schema = root.get(_SCHEMA_DIT, _SCHEMA)
    if _SCHEMA not in schema.lower():
        raise FichierRefuseError(f"ce flux suit le schéma «\u00a0{schema[-40:]}\u00a0», il faut VRSB0801")
    tags = [element.tag for element in root]
    if other := set(tags) - {_ENTETE, _FOYER, _FIN}:
        raise FichierRefuseError(
            f"ce flux porte «\u00a0{min(other)[:40]}\u00a0», ce n’est pas celui des bénéficiaires"
        )
    if tags[:1] != [_ENTETE] or tags[-1:] != [_FIN]:
        raise FichierRefuseError("ce flux n’a pas son début ou sa fin, il a été coupé")


def _date(entete: Element) -> dt.date:
    try:
        return dt.date.fromisoformat(nettoyer(entete.findtext("DTCREAFLUX") or ""))
    except ValueError as error:
        raise FichierRefuseError("ce flux ne dit pas le jour où il a été fait") from error


def _departement(foyer: Element, rang: int, connu: str) -> str:
    """Return the département of a household, which is that of all the others."""
    told = nettoyer(foyer.findtext("IdentificationRSA/Partenaire/IDEPARTE") or "").upper()
    told = told.removeprefix("0") if len(told) > _DEUX else told
    if not told or told != (connu or told):
        other = f"du département {told}" if told else "sans département"
        raise FichierRefuseError(f"le foyer {rang} est {other}")
    return told
