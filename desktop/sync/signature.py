"""The doors of the signature by SMS, from a laptop: ask, look, cancel, fetch what was signed.

Beside the synchronisation and not within it: the person is in the room, and waits for an answer.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from desktop.services.acces import HorsLigneError
from desktop.sync.transport import AnsweredError, Transport, UnreachableError
from domain.errors import RefusedError


class GuichetSignature:
    """Speaks to one server at a time, with connections of its own: the worker's are the worker's.

    Every call may last a minute, and raises HorsLigneError where no server answered (what was asked
    may have been done: ``lire`` tells), RefusedError with the server's words.
    """

    def demander(self, serveur: str, jeton: str, cer: str, demande: Mapping[str, Any]) -> dict[str, Any]:
        """Ask for the signature of a CER: see ``server.api.signatures.DemandeSignature``."""
        with _line(serveur, jeton) as transport:
            return transport.call("POST", _door(cer), dict(demande))

    def lire(self, serveur: str, jeton: str, cer: str) -> dict[str, Any]:
        """Return where the signature of a CER is."""
        return self._bare(serveur, jeton, "GET", cer)

    def annuler(self, serveur: str, jeton: str, cer: str) -> dict[str, Any]:
        """Cancel what was asked; return where the signature is now."""
        return self._bare(serveur, jeton, "DELETE", cer)

    def pdf(self, serveur: str, jeton: str, cer: str) -> bytes:
        """Return the signed PDF."""
        with _line(serveur, jeton) as transport:
            return transport.echanger("GET", f"{_door(cer)}/pdf", b"", {}).body

    def _bare(self, serveur: str, jeton: str, method: str, cer: str) -> dict[str, Any]:
        with _line(serveur, jeton) as transport:
            body = transport.echanger(method, _door(cer), b"", {"Accept": "application/json"}).body
        try:
            return msgspec.json.decode(body, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise HorsLigneError("Le serveur n’a pas répondu de façon lisible.") from error


def _door(cer: str) -> str:
    return f"/cers/{cer}/signature"


@contextmanager
def _line(serveur: str, jeton: str) -> Iterator[Transport]:
    transport = Transport(serveur)
    transport.token = jeton
    try:
        yield transport
    except UnreachableError as error:
        raise HorsLigneError(error.message) from error
    except AnsweredError as error:
        raise RefusedError(error.message, str(error.data.get("regle", ""))) from error
    finally:
        transport.close()
