"""The chain of the accords of one device: each link carries the fingerprint of the one before.

One device is one replica of one user, with one chain and no order between chains (decision 31). A
laptop whose disk image is put back begins again from an older link: its chain forks. A fork is the
sign of an accident, more often than of a fraud: it is accepted and said, and the device takes a
new key, so that its two lives can be told apart afterwards.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.accord.canonical import canonical
from domain.accord.form import ACCORD
from domain.fields import Owner, Value, comparable

_SIGNED = tuple(
    field.name
    for field in ACCORD.fields
    if field.owner is Owner.USER and field.name != "signature" and not field.name.endswith("_libelle")
)


class Place(StrEnum):
    """What is unusual in the place of a link."""

    FOURCHE = "fourche"  # another link follows the same one
    MANQUANT = "manquant"  # the link it follows is not known
    RANG = "rang"  # its rank is not the next one
    RENOUVELER = "renouveler"  # its key has served on both sides of a fork


@dataclass(frozen=True, slots=True)
class Maillon:
    """One link: what the next one carries (``empreinte``), its rank, and what it carries itself."""

    empreinte: str
    rang: int
    precedent: str | None
    accord: str
    cle: str


def link_bytes(accord: Mapping[str, Value], appareil: str) -> bytes:
    """Return the bytes that the device signs: every field of its own but the signature itself.

    Labels are left out: they are copied from a list that may be filled in after the act, and the
    code beside them is signed. What is null is left out too: a field that the form gains later
    breaks no signature made before it. ``appareil``, the device, ties the link to its chain.
    """
    signed = {name: value for name in _SIGNED if (value := comparable(accord.get(name))) is not None}
    return canonical({**signed, "appareil": appareil}).encode()


def chain_digest(accord: Mapping[str, Value], appareil: str) -> str:
    """Return what the device's next accord writes in ``precedent``: 64 hexadecimal digits.

    It covers the signature too, so that no link can be signed again behind the ones that follow.
    """
    signature = str(accord.get("signature") or "")
    return hashlib.sha256(link_bytes(accord, appareil) + b"\n" + signature.encode()).hexdigest()


def renewal_bytes(appareil: str, cle: str) -> bytes:
    """Return what a device signs with the key it leaves, for the one it takes (``cle``, base64)."""
    return canonical({"appareil": appareil, "nouvelle_cle": cle}).encode()


def maillon(accord: Mapping[str, Value], appareil: str, record: str, cle: str) -> Maillon:
    """Return the link that an accord is."""
    rank, before = accord.get("rang_appareil"), accord.get("precedent")
    return Maillon(
        empreinte=chain_digest(accord, appareil),
        rang=rank if isinstance(rank, int) else 0,
        precedent=str(before) if before else None,
        accord=record,
        cle=cle,
    )


def place(link: Maillon, known: Collection[Maillon]) -> frozenset[Place]:
    """Tell what is unusual in the place of ``link`` among the links of its device.

    ``known`` may hold the link itself. A link that arrives after the ones that follow it is in its
    place all the same: what matters is what it carries.
    """
    found: set[Place] = set()
    if link.precedent is None:
        expected: int | None = 1
    else:
        before = next((other for other in known if other.empreinte == link.precedent), None)
        expected = None if before is None else before.rang + 1
        if before is None:
            found.add(Place.MANQUANT)
    if expected is not None and link.rang != expected:
        found.add(Place.RANG)
    if any(_forks(link, other) for other in known):
        found.add(Place.FOURCHE)
    return frozenset(found)


def to_renew(cle: str, known: Collection[Maillon]) -> bool:
    """Tell whether a key has signed a link on one side of a fork at least.

    Both images of the disk hold it: as long as it serves, their links cannot be told apart.
    """
    mine = [link for link in known if link.cle == cle]
    return any(_forks(link, other) for link in mine for other in known)


def _forks(link: Maillon, other: Maillon) -> bool:
    return other.precedent == link.precedent and other.empreinte != link.empreinte
