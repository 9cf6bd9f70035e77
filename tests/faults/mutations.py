"""Builds broken on purpose, to see the harness find them: ``--mutation NOM``, ``test_mutations``.

Each is a patch of the running program, never a switch in it. To add one: a function below that yields
while the fault is there, with the mistake it stands for. One that the harness does not find is a hole in
its oracle, not a curiosity.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Connection, delete, update

from desktop.models.outbox import freeze
from desktop.models.replique import put
from desktop.models.tables import changement
from desktop.sync.moteur import Moteur
from desktop.sync.pull import _rebased, retire
from domain.exchange.v1 import Change, Response, Rows
from domain.fields import Value
from domain.merge import Merged
from tests.faults.fautes import Faute

Patch = TypeVar("Patch", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Casse:
    """A broken build. ``fautes``: those that show it soonest; None, and any will do.

    ``graine``: the first seed that showed it when it was last looked for; the search begins there.
    """

    casser: Callable[[], AbstractContextManager[Any]]
    fautes: frozenset[Faute] | None
    graine: int


CASSES: dict[str, Casse] = {}


def casse(*fautes: Faute, graine: int = 0) -> Callable[[Patch], Patch]:
    """Enter a mutation in the list, under its name."""

    def enter(casser: Patch) -> Patch:
        CASSES[casser.__name__] = Casse(casser, frozenset(fautes) or None, graine)
        return casser

    return enter


@casse(Faute.MORT_APRES, Faute.MORT_AVANT, Faute.DISQUE_PLEIN, graine=14)
@contextmanager
def curseur_avant_la_page() -> Iterator[None]:
    """Save the cursor in a transaction of its own, before the page."""
    real = Moteur._exchange

    def exchange(self: Moteur, *args: Any) -> Response:  # noqa: ANN401 - the real one's
        response = real(self, *args)

        def save(connection: Connection) -> tuple[None, None]:
            put(connection, cursor=response.page.cursor)
            return None, None

        self._replique.ecrivain.submit(save).result()
        return response

    with patch.object(Moteur, "_exchange", exchange):
        yield


@casse(Faute.COUPURE_APRES)
def reponse_oubliee() -> AbstractContextManager[Any]:
    """Look for no earlier answer: a change sent twice is applied twice."""
    return patch("server.sync.reception.known_answers", lambda *_: {})


@casse(Faute.COUPURE_AVANT)
@contextmanager
def ligne_effacee_a_l_envoi() -> Iterator[None]:
    """Take the lines out of the outbox when they leave, not when they are answered."""

    def froze(connection: Connection) -> list[Change]:
        batch = freeze(connection)
        connection.execute(delete(changement).where(changement.c.n.is_not(None)))
        return batch

    with patch("desktop.sync.moteur.freeze", froze):
        yield


@casse()
def travail_recouvert() -> AbstractContextManager[Any]:
    """Lay the server's row over the work that waits."""
    return patch("desktop.sync.pull.rebase", lambda _form, shown, _pending: dict(shown))


@casse(graine=4)
@contextmanager
def avant_recrit() -> Iterator[None]:
    """Let a pull rewrite what the editor had been loaded with."""

    def rebased(connection: Connection, rows: Rows, row: Any, lines: Any, part: int) -> Any:  # noqa: ANN401
        shown = dict(zip(rows.columns, row, strict=True))
        for line in lines:
            avant = {name: shown.get(name) for name in line.avant}
            connection.execute(update(changement).where(changement.c.ordre == line.ordre).values(avant=avant))
        return _rebased(connection, rows, row, lines, part)

    with patch("desktop.sync.pull._rebased", rebased):
        yield


@casse(Faute.RETARD, Faute.REORIENTATION)
@contextmanager
def depart_qui_efface() -> Iterator[None]:
    """Erase what waits with the dossier that leaves."""

    def erase(connection: Connection, dossier: str) -> None:
        retire(connection, dossier)
        connection.execute(delete(changement).where(changement.c.dossier == dossier))

    with patch("desktop.sync.pull.retire", erase):
        yield


@casse(graine=4)
def dernier_qui_parle() -> AbstractContextManager[Any]:
    """Merge by keeping the last writer."""

    def merge(_form: object, _current: object, values: Mapping[str, Value], *_: object) -> Merged:
        return Merged(dict(values), ())

    return patch("server.sync.examen.merge", merge)


@casse()
def rien_de_cote() -> AbstractContextManager[Any]:
    """Keep nothing of what was not applied."""
    return patch("server.sync.reprises.Reprises.keep", lambda *_: None)


@casse(graine=4)
def etat_sans_regle() -> AbstractContextManager[Any]:
    """Take any change of state, whatever the present one."""
    return patch("server.sync.actes.refusal", lambda *_: None)


@casse()
@contextmanager
def numero_a_part() -> Iterator[None]:
    """Note the numbers given to a batch in another transaction than the batch, and after it."""

    def froze(connection: Connection) -> list[Change]:
        batch = freeze(connection)
        put(connection, dernier_n=batch[0].n - 1 if batch else 0)
        return batch

    with patch("desktop.sync.moteur.freeze", froze):
        yield


@casse(Faute.COUPURE_APRES, Faute.REORIENTATION, Faute.ETAPE, graine=2)
def page_sans_recu() -> AbstractContextManager[Any]:
    """Believe that every page sent has been stored."""
    return patch("server.sync.envoi.Envoi._acknowledge", lambda _self: None)
