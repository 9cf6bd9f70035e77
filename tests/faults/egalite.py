"""What must be equal once healed: replicas and what their users may see, chains, states, numbers."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, select

from desktop.models.outbox import pending, waiting
from desktop.models.replique import get
from desktop.models.tables import RECORDS as LOCAL
from desktop.sync.pull import digest
from domain.accord.chaine import chain_digest
from domain.cer.states import Event, State, refusal
from domain.clock import today
from domain.exchange.v1 import META_COLUMNS, Op
from domain.fields import same
from domain.profils import Profile, Writer
from domain.registry import FORMS
from server.models import RECORDS, appareil, compte, journal, reponse
from server.services.appelants import authenticate
from server.services.empreintes import digest_of
from server.services.portee import open_to, visible_dossiers
from tests.faults.constats import DivergenceError
from tests.faults.fautes import Faute
from tests.faults.poste import Portable
from tests.faults.reseau import Fil
from tests.faults.serveur import Central
from tests.faults.versions import avec_les_lignes

Row = dict[str, Any]
Rows = dict[str, tuple[Any, ...]]


NAMES = {kind: ("id", *META_COLUMNS[1:5], *form.by_name) for kind, form in FORMS.items()}
"""What is compared: the two dates of a change that changed nothing are written on the laptop only."""
_THEIRS = {
    kind: select(*(table.c[name] for name in NAMES[kind])).where(table.c.supprime.is_(False))
    for kind, table in RECORDS.items()
}
_SHOWN = {kind: select(table).where(table.c.id == bindparam("record")) for kind, table in LOCAL.items()}
_MINE = {kind: select(*(table.c[name] for name in NAMES[kind])) for kind, table in LOCAL.items()}


def comparer(central: Central, postes: Iterable[Portable]) -> None:
    """Compare everything with everything. Raises DivergenceError."""
    with central.lire() as connection:
        alive = {kind: list(connection.execute(query)) for kind, query in _THEIRS.items()}
        for poste in postes:
            _replique(connection, alive, central, poste)
        _accords(connection)
        _etats(connection)
        _numeros(connection)


def _replique(connection: Connection, alive: dict[str, list[Any]], central: Central, poste: Portable) -> None:
    appelant = authenticate(connection, poste.fil.token, central.clock.now())
    visible = set(
        connection.execute(visible_dossiers(appelant, today(central.clock, appelant.fuseau))).scalars()
    )
    with poste.replique.read() as replica:
        _exige(waiting(replica), 0, f"{poste.identifiant} has nothing left to send")
        for kind, rows in alive.items():
            theirs = {row[0]: tuple(row) for row in rows if row[1] is None or row[1] in visible}
            if FORMS[kind].reserve:
                query = select(RECORDS[kind].c.id).where(open_to(appelant, kind))
                opened = set(connection.execute(query).scalars())
                theirs = {record: row for record, row in theirs.items() if record in opened}
            mine = {row[0]: tuple(row) for row in replica.execute(_MINE[kind])}
            if mine != theirs:
                raise DivergenceError(
                    f"{poste.identifiant}, {kind}:\n{_differences(mine, theirs, NAMES[kind])}"
                )
        expected = digest_of(connection, appelant)
        if isinstance(poste.fil, Fil) and poste.fil.age is Faute.CLIENT_ANCIEN:
            expected = avec_les_lignes(expected, visible)
        _exige(digest(replica), expected, f"{poste.identifiant}: digest")
        _exige(get(replica, "dernier_n", 0), appelant.dernier_n, f"{poste.identifiant}: last number")


def afficher(poste: Portable) -> None:
    """See that what waits to leave is what is shown, whatever has come under it. Raises DivergenceError."""
    with poste.replique.read() as replica:
        for (kind, record), lines in pending(replica).items():
            if kind not in FORMS:  # a number or a row offered again, not a record
                continue
            typed = {name: value for line in lines for name, value in line.valeurs.items()}
            shown = replica.execute(_SHOWN[kind], {"record": record}).mappings().first()
            if shown is not None and all(line.op != Op.DELETE for line in lines):
                covered = {name for name, value in typed.items() if not same(shown[name], value)}
                _exige(covered, set(), f"{poste.identifiant}: typed in {kind} {record}, and no longer shown")


def _accords(connection: Connection) -> None:
    """Follow each device's chain of accords (decision 31)."""
    table = RECORDS["accord"]
    rows = [
        dict(row)
        for row in connection.execute(
            select(table).order_by(table.c.appareil, table.c.rang_appareil)
        ).mappings()
    ]
    for device, chain in groupby(rows, key=lambda row: str(row["appareil"])):
        before: Row | None = None
        for link in chain:
            if before is not None and link["rang_appareil"] == before["rang_appareil"] + 1:
                _exige(link["precedent"], chain_digest(before, device), "chain of accords")
            elif before is not None:
                _exige(
                    link["rang_appareil"], max(link["rang_appareil"], before["rang_appareil"] + 1), "ranks"
                )
            before = link


def _etats(connection: Connection) -> None:
    """Walk each CER's states again with the profiles of those who changed them (R-CER-12)."""
    profils = {row.id: row.profil for row in connection.execute(select(compte.c.id, compte.c.profil))}
    table = RECORDS["evenement_cer"]
    rows = connection.execute(select(table).order_by(table.c.cer, table.c.rang)).mappings()
    for cer, steps in groupby(rows, key=lambda row: row["cer"]):
        history: list[Event] = []
        for step in steps:
            writer = Writer(step["cree_par"], Profile(profils[step["cree_par"]]), "parcours")
            event = Event(step["rang"], State(step["de"]), State(step["vers"]), step["motif"])
            _exige(refusal(history, event, writer), None, f"states of CER {cer}")
            history.append(event)


def _numeros(connection: Connection) -> None:
    """Look for a hole in the journal, and in the numbers of each device."""
    seqs = list(connection.execute(select(journal.c.seq).distinct().order_by(journal.c.seq)).scalars())
    _exige(seqs, list(range(1, len(seqs) + 1)), "numbers of the journal")
    for device, last in connection.execute(select(appareil.c.id, appareil.c.dernier_n)):
        query = select(reponse.c.n).where(reponse.c.appareil == device).order_by(reponse.c.n)
        _exige(list(connection.execute(query).scalars()), list(range(1, last + 1)), f"numbers of {device}")


def _exige(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise DivergenceError(f"{what}: {found!r} instead of {expected!r}")


def _differences(mine: Rows, theirs: Rows, names: tuple[str, ...]) -> str:
    lines = []
    for record in sorted({**mine, **theirs}):
        here, there = mine.get(record), theirs.get(record)
        if here is None or there is None:
            lines.append(f"  {record} is {'missing here' if here is None else 'not for these eyes, or gone'}")
            continue
        lines += [
            f"  {record}.{name}: {a!r} instead of {b!r}"
            for name, a, b in zip(names, here, there, strict=True)
            if a != b
        ]
    return "\n".join(lines)
