"""What the parts of a running server share: its base, its clock, its secret."""

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from sqlalchemy import Engine

from domain.clock import Clock
from domain.ids import Ids
from server.services.essais import Inconnus
from server.services.secret import Secret

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Serveur:
    """A server: everything it depends on is given to it."""

    engine: Engine
    clock: Clock
    ids: Ids
    secret: Secret
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    inconnus: Inconnus = field(default_factory=Inconnus)
