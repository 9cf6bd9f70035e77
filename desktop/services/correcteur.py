"""The dictionary, asked from a thread of its own: nobody waits for it.

The dictionary lives in a process (``correcteur_enfant``), begun at the first word asked for. Loading it and
looking for suggestions hold Python for tenths of a second, which no thread of this process could do
without stopping the screen; and a library in C that fails takes its own process down, not what is being
written. Words only pass through a pipe, are not kept there, and nothing of them is logged.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import resources
from desktop.services import correcteur_enfant
from desktop.services.correcteur_enfant import FICHIERS, NOM
from domain.errors import trace

FALLS = 3
"""After so many falls it is left alone until the next opening: whatever is asked goes unanswered."""

_log = logging.getLogger(__name__)
_NO_WINDOW = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))  # Windows would open a console
_Request = tuple[str, object, Callable[[Any], None]]


class Correcteur:
    """One dictionary and its process. ``suite`` is always called on its thread; with ``None`` if it fell."""

    def __init__(self, folder: Path = resources.ROOT / "dictionnaires") -> None:
        self._folder = folder
        self._requests: SimpleQueue[_Request | None] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()  # between the thread that starts the process and the one that ends it
        self._closed = False
        self._falls = 0
        self._installed = find_spec("hunspell") is not None and all(
            (folder / f"{name}.xz").is_file() for name in FICHIERS
        )

    @property
    def present(self) -> bool:
        """Tell whether there is a dictionary here, and it answers."""
        return self._installed and not self._closed and self._falls < FALLS

    def verifier(self, mots: Sequence[str], suite: Callable[[list[bool] | None], None]) -> None:
        """Ask which words are known: one answer each, in order."""
        self._ask("mots", mots, suite)

    def proposer(self, mot: str, suite: Callable[[list[str] | None], None]) -> None:
        """Ask what could be meant by a word, best first."""
        self._ask("mot", mot, suite)

    def fermer(self) -> None:
        """End the process and the thread; nothing is answered any more."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
        self._requests.put(None)
        if self._thread is not None:
            self._thread.join()

    def _ask(self, what: str, asked: object, suite: Callable[[Any], None]) -> None:
        if self._closed:
            return
        self._requests.put((what, asked, suite))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="correcteur", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (request := self._requests.get()) is not None:
            what, asked, suite = request
            try:
                suite(self._answer(what, asked))
            except Exception as error:  # noqa: BLE001 - whatever it is, the next words must be answered
                _log.error("what was looked up could not be taken: %s", trace(error))
        self._end()

    def _answer(self, what: str, asked: object) -> Any:  # noqa: ANN401 - what the process says
        if not self.present or not self._start():
            return None
        try:
            self._write([what, asked])
            return self._read()
        except (OSError, ValueError):  # it fell: the pipe is broken, or its last line is
            self._fall()
            return None

    def _start(self) -> bool:
        """Have a process that answers; tell whether there is one."""
        if self._process is not None:
            return True
        command = [sys.executable, NOM] if hasattr(sys, "frozen") else [sys.executable, "-I", _SOURCE]
        try:
            with self._lock:
                if self._closed:
                    return False
                self._process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                    [*command, str(self._folder)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,  # Hunspell would quote there the words it cannot read
                    creationflags=_NO_WINDOW,
                )
            return bool(self._read())
        except (OSError, ValueError):
            self._fall()
            return False

    def _write(self, value: object) -> None:
        pipe = self._process and self._process.stdin
        if pipe:
            pipe.write(json.dumps(value).encode() + b"\n")
            pipe.flush()

    def _read(self) -> Any:  # noqa: ANN401 - what the process says
        pipe = self._process and self._process.stdout
        return json.loads(pipe.readline() if pipe else b"")

    def _fall(self) -> None:
        self._falls += 1
        self._end()

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # the end of a line that nobody will read
                    continue
        process.wait()


_SOURCE = str(Path(correcteur_enfant.__file__))
