"""What a caller of the server is told, in words; ``server/api`` gives each its HTTP number."""

from pathlib import Path

from domain.errors import RefusedError


class MalformeError(RefusedError):
    """The request cannot be read."""


class InconnuError(RefusedError):
    """Nobody is known by these credentials."""


class InterditError(RefusedError):
    """The caller is known, and may not do this."""


class VerrouilleError(RefusedError):
    """The account is locked for a while, because of wrong passwords (15 minutes)."""


class TropGrosError(RefusedError):
    """The request is larger than the server takes: send less at a time."""


class LentError(RefusedError):
    """The request takes too long to come."""


class PatienceError(RefusedError):
    """Not now: ask again in ``secondes``."""

    def __init__(self, message: str, secondes: int) -> None:
        super().__init__(message)
        self.secondes = secondes


class AbsentError(RefusedError):
    """There is nothing at this address for this caller: unknown, or not his to see."""


class ContenuRefuseError(RefusedError):
    """A content that will not be taken, however often it is sent: its format, its size, its record."""


class IndisponibleError(RefusedError):
    """What is asked cannot be had here: no such service in this département, or a dossier that lacks it."""


class DesaccordError(RefusedError):
    """The device holds something else than the server: it must synchronise, then ask again."""


class SatureError(RefusedError):
    """The server has no room left: the same request will do later."""


class PositionError(RefusedError):
    """A piece does not follow what is held: the device must send from byte ``attendu`` on."""

    def __init__(self, attendu: int, message: str) -> None:
        super().__init__(message)
        self.attendu = attendu


class AttenduError(RefusedError):
    """A change arrived before its predecessor: the device must send from ``attendu`` on."""

    def __init__(self, attendu: int) -> None:
        super().__init__(f"Le serveur attend d’abord la modification n°\u00a0{attendu} de ce poste.")
        self.attendu = attendu


def describe(error: BaseException) -> str:
    """Say what failed and where, without a word of what was sent: a log holds no personal data."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}, {where}"
