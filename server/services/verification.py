"""Every accord of a département verified again, from what the base holds, device by device.

For whoever doubts: it reads, writes nothing, and takes nobody's word, not even that of the answers
given on arrival. An accord that was taken and is no longer there is found out too: the answer to
the change that brought it, and the link it was, remain.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, Table, select

from domain.accord.chaine import Maillon
from domain.accord.rules import present, prevailing
from domain.accord.sms import SERVEUR
from domain.accord.verification import Cle, Constat, Gravite, Piece, gravest, verifier
from domain.exchange.v1 import Outcome
from domain.fields import Value
from server.models import RECORDS, appareil, compte, maillon, reponse
from server.services.cles import keys_of, verifie

_ACCORD, _CER, _OBJECTIF = RECORDS["accord"], RECORDS["cer"], RECORDS["objectif"]
_AT_ONCE = 200
_GONE = Constat("chaine", Gravite.ROMPU, "Cet accord a été pris par le serveur, et n’est plus dans la base.")
Rows = list[dict[str, Value]]


@dataclass(slots=True)
class Bilan:
    """What was found of the accords of one device. ``faits``: what is not in order, by accord."""

    appareil: str
    compte: str
    comptes: Counter[Gravite] = field(default_factory=Counter)
    faits: list[tuple[str, Constat]] = field(default_factory=list)

    def note(self, accord: str, constats: Sequence[Constat]) -> None:
        """Count an accord by the gravest thing found of it, and keep what is to be told."""
        self.comptes[gravest(constats)] += 1
        told = (Gravite.SIGNALE, Gravite.ROMPU)
        self.faits += [(accord, constat) for constat in constats if constat.gravite in told]


def verify_accords(connection: Connection, code: str, cle_du_serveur: str) -> Iterator[Bilan]:
    """Yield what is found for each device that took an accord, in the order of their first days.

    The server's own come last, under :data:`SERVEUR`. ``cle_du_serveur``: its public key (base64), from
    its secret and not from the base, whose word is not taken.
    """
    devices = connection.execute(
        select(appareil.c.id, compte.c.identifiant)
        .join_from(
            appareil,
            compte,
            (compte.c.departement == appareil.c.departement) & (compte.c.id == appareil.c.compte),
        )
        .where(appareil.c.departement == code)
        .order_by(appareil.c.cree_le, appareil.c.id)
    ).all()
    for device in devices:
        bilan = Bilan(device.id, device.identifiant)
        taken = _taken(connection, code, device.id)
        _verify(connection, code, bilan, keys_of(connection, code, device.id), taken)
        if bilan.comptes:
            yield bilan
    own = Bilan(SERVEUR, "")
    entered = {link.accord for link in links_of(connection, code, SERVEUR)}
    _verify(connection, code, own, [Cle(cle_du_serveur)], entered)
    if own.comptes:
        yield own


def links_of(connection: Connection, departement: str, device: str) -> list[Maillon]:
    """Return the links of a device that the server has received, in the order of their ranks."""
    rows = connection.execute(
        select(maillon.c.empreinte, maillon.c.rang, maillon.c.precedent, maillon.c.accord, maillon.c.cle)
        .where(maillon.c.departement == departement, maillon.c.appareil == device)
        .order_by(maillon.c.rang, maillon.c.empreinte)
    )
    return [Maillon(*row) for row in rows]


def _verify(
    connection: Connection, code: str, bilan: Bilan, keys: Sequence[Cle], taken: Collection[str]
) -> None:
    """Verify the accords of one chain. ``taken``: those that were once said to be in the base."""
    links = links_of(connection, code, bilan.appareil)
    author = None if bilan.appareil == SERVEUR else bilan.appareil
    mine = _ACCORD.c.appareil.is_(None) if author is None else _ACCORD.c.appareil == author
    of_whom = connection.execute(
        select(_ACCORD.c.id, _ACCORD.c.cer).where(_ACCORD.c.departement == code, mine)
    ).all()
    for gone in sorted(set(taken) - {row.id for row in of_whom}):
        bilan.note(gone, [_GONE])
    cers = sorted({row.cer for row in of_whom})
    for start in range(0, len(cers), _AT_ONCE):
        some = cers[start : start + _AT_ONCE]
        contracts = {str(row["id"]): row for row in _rows(connection, code, _CER, _CER.c.id.in_(some))}
        parts = _rows(connection, code, _OBJECTIF, _OBJECTIF.c.cer.in_(some))
        accords = _rows(connection, code, _ACCORD, _ACCORD.c.cer.in_(some))
        for cer in some:
            objectifs = [row for row in parts if row["cer"] == cer and not row["supprime"]]
            today = present(contracts.get(cer, {}), objectifs)
            among = [row for row in accords if row["cer"] == cer]
            counting = prevailing(among, today) or {}
            for accord in among:
                if accord["appareil"] == author:
                    replaced = accord["id"] != counting.get("id")
                    piece = Piece(accord, bilan.appareil, today, replaced, keys, links)
                    found = [_GONE] if accord["supprime"] else verifier(piece, verifie)
                    bilan.note(str(accord["id"]), found)


def _taken(connection: Connection, code: str, device: str) -> set[str]:
    """Return the accords of a device that the server once answered it had taken."""
    answers = connection.execute(
        select(reponse.c.record, reponse.c.issue).where(
            reponse.c.departement == code, reponse.c.appareil == device, reponse.c.kind == "accord"
        )
    )
    took = (Outcome.APPLIED, Outcome.MERGED)
    return {row["record"] for row in answers.mappings() if row["issue"]["outcome"] in took}


def _rows(connection: Connection, code: str, table: Table, where: ColumnElement[bool]) -> Rows:
    query = select(table).where(table.c.departement == code, where)
    return [dict(row) for row in connection.execute(query).mappings()]
