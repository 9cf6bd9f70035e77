"""Listening as the server does, by a service that stops as soon as it is told.

uvicorn looks ten times a second whether it must stop, then waits a tenth of a second more: a fifth of a
second for each test, during which nothing happens.
"""

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn

from server.api.ecoute import configuration, listen
from server.serveur import Serveur

_SOON = 0.002


class Service(uvicorn.Server):
    """uvicorn, which waits for what it must and no longer."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answers = threading.Event()
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        self.answers.set()
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.sleep(_SOON)  # who came at the last moment is let in: asyncio drops him half made
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        told: set[object] = set()
        while True:  # a connection just accepted is made meanwhile
            for connection in self.server_state.connections - told:
                connection.shutdown()
                told.add(connection)
            await asyncio.sleep(_SOON)
            if not self.server_state.connections and not self.server_state.tasks:
                break
        for server in self.servers:
            await server.wait_closed()


@contextmanager
def servi(serveur: Serveur, proxies: Sequence[str] = ()) -> Iterator[str]:
    """Answer on a free port of this machine while the block runs; yield the address."""
    listener = listen("127.0.0.1", 0)
    service = Service(configuration(serveur, proxies))
    thread = threading.Thread(target=service.run, args=([listener],), daemon=True)
    thread.start()
    assert service.answers.wait(30)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        service.stop()
        thread.join()
