"""What a laptop that may be killed says of its words, in a file that outlives it.

Before a gesture, what it will change to the debt; after it is on the disk, ``fait``. A gesture without an
end was cut by the kill: what it wrote is not owed, what it may have written over is not owed any more.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class Carnet(dict[str, str]):
    """The debt of one life of a laptop, written as it changes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("a", encoding="utf-8")

    def __setitem__(self, mot: str, where: str) -> None:
        """Owe a word."""
        self._dire("doit", mot, where)

    def pop(self, mot: str, *_: Any) -> Any:  # noqa: ANN401 - the dictionary's own
        """Owe it no more."""
        self._dire("rend", mot)

    def fait(self, *, pris: bool) -> None:
        """Close a gesture: on the disk, or refused."""
        self._dire("fait" if pris else "non")

    def _dire(self, *words: str) -> None:
        self._file.write(json.dumps(words) + "\n")
        self._file.flush()


def dette(paths: Iterable[Path]) -> dict[str, str]:
    """Return what is owed after all the lives that these notebooks tell."""
    owed: dict[str, str] = {}
    given: set[str] = set()
    for path in paths:
        gesture: list[list[str]] = []
        for line in path.read_text("utf-8").splitlines():
            words = json.loads(line)
            if words[0] in ("fait", "non"):
                if words[0] == "fait":
                    owed |= {word[1]: word[2] for word in gesture if word[0] == "doit"}
                    given |= {word[1] for word in gesture if word[0] == "rend"}
                gesture = []
            else:
                gesture.append(words)
        given |= {word[1] for word in gesture if word[0] == "rend"}
    return {mot: where for mot, where in owed.items() if mot not in given}
