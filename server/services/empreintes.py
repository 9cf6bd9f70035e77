"""The digest of what a device may see, kept dossier by dossier so that a sync reads one query.

A sum of fingerprints modulo 2**63 (``domain.exchange.v1.fingerprint``) can be brought up to date
row by row; what belongs to the whole département is under the empty dossier.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, insert, literal, select, update

from domain.exchange.v1 import DIGEST_MASK, Digest
from server.models import empreinte_dossier, portee_appareil

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


def digest_of(connection: Connection, departement: str, appareil: str) -> Digest:
    """Return the digest of what ``appareil`` holds: its dossiers, and what is for everybody."""
    held = select(portee_appareil.c.dossier).where(
        portee_appareil.c.departement == departement,
        portee_appareil.c.appareil == appareil,
        portee_appareil.c.sort_page.is_(None),
    )
    table = empreinte_dossier
    # 63-bit numbers do not add up in 64 bits: their halves do.
    count, high, low = connection.execute(
        select(
            func.coalesce(func.sum(table.c.nombre), 0),
            func.coalesce(func.sum(table.c.somme.op("/")(literal(_HALF))), 0),
            func.coalesce(func.sum(table.c.somme.op("%")(literal(_HALF))), 0),
        ).where(
            table.c.departement == departement,
            table.c.dossier.in_(held.union_all(select(literal(WIDE)))),
        )
    ).one()
    return Digest(int(count), (int(high) * _HALF + int(low)) & DIGEST_MASK)
