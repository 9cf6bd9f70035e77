"""What the parts of a running server share: its base, its clock, its secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import Engine

from domain.clock import Clock
from domain.errors import RefusedError
from domain.ids import Ids
from server.services.adresses import Adresses
from server.services.depot import Depot
from server.services.essais import Inconnus
from server.services.secret import Secret
from server.yousign.acces import Acces

VERSION = "0.1.0"
FOLDER = "contenus"


@dataclass(frozen=True, slots=True)
class Serveur:
    """A server: everything it depends on is given to it.

    ``contenus``: folder of the contents of documents; beside the base where that is a file.
    ``rapports``: folder of the reports of pourings; ``None`` keeps none.
    ``yousign``: what reaches the operator of signatures, by département; the others have none.
    """

    engine: Engine
    clock: Clock
    ids: Ids
    secret: Secret
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    inconnus: Inconnus = field(default_factory=Inconnus)
    adresses: Adresses = field(default_factory=Adresses)
    contenus: Path | None = None
    rapports: Path | None = None
    yousign: Mapping[str, Acces] = field(default_factory=dict)

    @property
    def depot(self) -> Depot:
        """Return the contents of documents. Raises RefusedError if nothing says where they lie."""
        if self.contenus is not None:
            return Depot(self.contenus)
        if self.engine.dialect.name == "sqlite" and self.engine.url.database:
            return Depot(Path(self.engine.url.database).with_name(FOLDER))
        raise RefusedError("Le dossier des contenus des documents n’est pas indiqué à ce serveur.")
