"""What is being typed and is no record yet, kept in the replica: it outlives a page, a lock, a crash."""

from collections.abc import Mapping

from sqlalchemy import Connection

from desktop.models import brouillons
from desktop.services.poste import Poste
from domain.fields import Value


class Brouillons:
    """Use cases of what is typed before it is meant."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        self._kept: dict[tuple[str, str], dict[str, Value]] = {}  # a reader may be ahead of the writer

    def lire(self, dossier: str, quoi: str) -> Mapping[str, Value]:
        """Return what was typed of ``quoi`` in a dossier, by field."""
        key = dossier, quoi
        if key not in self._kept:
            with self._poste.replique.read() as connection:
                self._kept[key] = brouillons.read(connection, dossier, quoi)
        return self._kept[key]

    def garder(self, dossier: str, quoi: str, values: Mapping[str, Value]) -> None:
        """Keep what is typed; what is empty is not. Costs well under a millisecond."""
        typed: dict[str, Value] = {name: value for name, value in values.items() if value}
        if typed == self.lire(dossier, quoi):
            return
        self._kept[dossier, quoi] = typed

        def work(connection: Connection) -> tuple[None, None]:
            brouillons.keep(connection, dossier, quoi, typed)
            return None, None

        self._poste.write(work, tenace=True)
