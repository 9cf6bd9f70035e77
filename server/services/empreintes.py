"""The digest of what a device may see, kept dossier by dossier so that a sync reads one query.

A sum of fingerprints modulo 2**63 (``domain.exchange.v1.fingerprint``) can be brought up to date
row by row; what belongs to the whole département is under the empty dossier. Records of reserved
kinds are left out of what is kept: not everybody who sees a dossier sees them.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, literal, or_, select, update

from domain.exchange.v1 import DIGEST_MASK, Digest, fingerprint
from domain.registry import FORMS
from server.models import RECORDS, empreinte_dossier, portee_appareil
from server.services.appelants import Appelant
from server.services.portee import open_to

WIDE = ""
_HALF = 1 << 32
_AT_ONCE = 5_000  # parameters of one query; SQLite takes 32,766


def add_to_digests(connection: Connection, departement: str, deltas: Mapping[str, tuple[int, int]]) -> None:
    """Add ``(count, sum)`` to the digests of dossiers, locked in the order of their identifiers.

    Read, added in Python and written back under lock: neither database adds 63-bit numbers
    modulo 2**63 without overflowing.
    """
    known = _locked(connection, departement, sorted(deltas))
    rows = [
        {
            "departement": departement,
            "dossier": dossier,
            "nombre": known.get(dossier, (0, 0))[0] + count,
            "somme": (known.get(dossier, (0, 0))[1] + total) & DIGEST_MASK,
        }
        for dossier, (count, total) in sorted(deltas.items())
    ]
    if new := [row for row in rows if row["dossier"] not in known]:
        connection.execute(insert(empreinte_dossier), new)
    if changed := [row for row in rows if row["dossier"] in known]:
        table = empreinte_dossier
        connection.execute(
            update(table)
            .where(table.c.departement == departement, table.c.dossier == bindparam("d"))
            .values(nombre=bindparam("nombre"), somme=bindparam("somme")),
            [{"d": row["dossier"], "nombre": row["nombre"], "somme": row["somme"]} for row in changed],
        )


def _locked(connection: Connection, departement: str, dossiers: list[str]) -> dict[str, tuple[int, int]]:
    table = empreinte_dossier
    known: dict[str, tuple[int, int]] = {}
    for start in range(0, len(dossiers), _AT_ONCE):
        rows = connection.execute(
            select(table.c.dossier, table.c.nombre, table.c.somme)
            .where(
                table.c.departement == departement,
                table.c.dossier.in_(dossiers[start : start + _AT_ONCE]),
            )
            .order_by(table.c.dossier)
            .with_for_update()
        )
        known.update({str(dossier): (int(nombre), int(somme)) for dossier, nombre, somme in rows})
    return known


def digest_of(connection: Connection, appelant: Appelant) -> Digest:
    """Return the digest of what the device of ``appelant`` holds: its dossiers, and what is for everybody."""
    held = held_by(appelant)
    table = empreinte_dossier
    # 63-bit numbers do not add up in 64 bits: their halves do.
    count, high, low = connection.execute(
        select(
            func.coalesce(func.sum(table.c.nombre), 0),
            func.coalesce(func.sum(table.c.somme.op("/")(literal(_HALF))), 0),
            func.coalesce(func.sum(table.c.somme.op("%")(literal(_HALF))), 0),
        ).where(
            table.c.departement == appelant.departement,
            table.c.dossier.in_(held.union_all(select(literal(WIDE)))),
        )
    ).one()
    reserved = reserved_digests(connection, appelant).values()
    count = int(count) + sum(each for each, _ in reserved)
    total = int(high) * _HALF + int(low) + sum(each for _, each in reserved)
    return Digest(count, total & DIGEST_MASK)


def held_by(appelant: Appelant) -> Select[Any]:
    """Select the dossiers that the device of ``appelant`` holds and is not asked to retire."""
    return select(portee_appareil.c.dossier).where(
        portee_appareil.c.departement == appelant.departement,
        portee_appareil.c.appareil == appelant.appareil,
        portee_appareil.c.sort_page.is_(None),
    )


def reserved_digests(connection: Connection, appelant: Appelant) -> dict[str, tuple[int, int]]:
    """Return count and sum, by dossier, of the reserved records open to ``appelant``.

    They are few, and differ from one reader of a dossier to another: they are added up when asked.
    """
    found: dict[str, tuple[int, int]] = {}
    for kind in (name for name, form in FORMS.items() if form.reserve):
        column = RECORDS[kind].c
        rows = connection.execute(
            select(column.dossier, column.id, column.rev).where(
                column.departement == appelant.departement,
                column.supprime.is_(False),
                or_(column.dossier.is_(None), column.dossier.in_(held_by(appelant))),
                open_to(appelant, kind),
            )
        )
        for dossier, record, rev in rows:
            count, total = found.get(dossier or WIDE, (0, 0))
            found[dossier or WIDE] = count + 1, total + fingerprint(kind, record, rev)
    return found
