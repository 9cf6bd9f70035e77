"""What a server that runs does by itself, now and then: asking about the signatures it awaits."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.serveur import Serveur
from server.services.erreurs import describe
from server.services.sms.portes import relever

EVERY = 15 * 60.0
"""Seconds. Webhooks tell at once; this is for those that were lost, and costs a request each."""
_log = logging.getLogger("permanence.serveur")


@contextmanager
def ronde(serveur: Serveur, every: float = EVERY) -> Iterator[None]:
    """Make rounds while the block runs, the first at once; nothing at all without any access to Yousign."""
    stop = threading.Event()
    thread = threading.Thread(target=_rounds, args=(serveur, stop, every), name="ronde", daemon=True)
    if serveur.yousign:
        thread.start()
    try:
        yield
    finally:
        stop.set()


def _rounds(serveur: Serveur, stop: threading.Event, every: float) -> None:
    while True:
        try:
            relever(serveur)
        except Exception as error:  # noqa: BLE001 - the next round will do; logged without its text
            _log.error("la ronde des signatures a échoué (%s)", describe(error))
        if stop.wait(every):
            return
