"""The page that follows, asked for while the one in hand is being written.

The stored cursor alone acknowledges (docs/decisions/0007): if the page in hand is never written, the
next request says so by its cursor, and both pages are sent again. That holds for a page of entering
dossiers; a page that retires something is written before anything else is asked, since the server
forgets what it is told was retired. Nothing is asked ahead while there is something to send.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from domain.exchange.v1 import Response


class Avance:
    """At most one answer asked ahead. A context: leaving it waits for the one under way."""

    def __init__(self, ask: Callable[[str], Response]) -> None:
        self._ask = ask
        self._thread: ThreadPoolExecutor | None = None
        self._asked: Future[Response] | None = None

    def __enter__(self) -> Self:
        """Begin; no thread is started before it is of use."""
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Wait: the line is used by one exchange at a time."""
        if self._thread is not None:
            self._thread.shutdown(wait=True)

    def begin(self, response: Response, *, busy: bool) -> None:
        """Ask for what follows this answer, if it may be asked before the answer is written.

        ``busy``: something waits to be sent.
        """
        page = response.page
        alone = not (busy or response.answers or response.proof or page.leave or page.gone)
        if alone and page.more and page.enter:
            self._thread = self._thread or ThreadPoolExecutor(1, "page-suivante")
            self._asked = self._thread.submit(self._ask, page.cursor)

    def take(self) -> Response | None:
        """Return the answer asked ahead, ``None`` if there is none. Raises what the exchange raised."""
        asked, self._asked = self._asked, None
        return None if asked is None else asked.result()
