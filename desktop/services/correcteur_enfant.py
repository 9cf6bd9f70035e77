"""The process that holds the dictionary: words come in by its standard input, verdicts go out.

Run by its path, or by the frozen program under the name ``NOM``: nothing of ours is imported here, so
that it starts in a tenth of a second and weighs little. Why a process: docs/decisions/0015.

One line of JSON in, one out. ``["mots", [word, …]]`` → ``[true, false, …]``; ``["mot", word]`` → the
suggestions, best first. A first ``true`` says that the dictionary is loaded. It ends with its input,
that is with whoever started it, killed or not.
"""

import json
import lzma
import sys
import tempfile
from pathlib import Path
from typing import Any

NOM = "correcteur"
FICHIERS = ("fr.aff", "fr.dic")


def main(folder: str) -> int:
    """Answer until the input ends; 1 if there is no dictionary to answer from."""
    if sys.stdin is None or sys.stdout is None:  # the window's own program, started by hand
        return 1
    try:
        hunspell = _open(Path(folder))
    except (ImportError, OSError, lzma.LZMAError):
        return 1
    _say(value=True)
    for line in sys.stdin.buffer:
        what, asked = json.loads(line)
        _say([hunspell.spell(word) for word in asked] if what == "mots" else hunspell.suggest(asked))
    return 0


def _open(folder: Path) -> Any:  # noqa: ANN401 - the library has no types
    """Load the dictionary. Hunspell only reads files: they are laid out for as long as that takes."""
    from hunspell import Hunspell  # noqa: PLC0415 - absent, it is one more way of having no dictionary

    with tempfile.TemporaryDirectory(prefix="permanence-") as plain:
        for name in FICHIERS:
            (Path(plain) / name).write_bytes(lzma.decompress((folder / f"{name}.xz").read_bytes()))
        return Hunspell("fr", hunspell_data_dir=plain, system_encoding="UTF-8")


def _say(value: object) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
