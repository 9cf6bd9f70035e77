"""The project's own text, read once: what the rules of this folder look at."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("domain", "desktop", "server", "resources", "bench")


@dataclass(frozen=True)
class Module:
    """One Python file of the project. ``name`` is its path from the root, with ``/``."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _tree(self)

    def within(self, *folders: str) -> bool:
        return self.name.startswith(tuple(f"{folder}/" for folder in folders))


@cache
def _tree(module: Module) -> ast.Module:
    return ast.parse(module.text, module.name)


@cache
def files() -> tuple[str, ...]:
    """Return every file git would carry: the tracked ones, and those about to be."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run(
        [*command, "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


@cache
def text_of(name: str) -> str | None:
    """Return a file's text, ``None`` if it is not text (a font, a picture)."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the Python files under ``folders`` (all of them if none is named)."""
    read = (Module(name, text_of(name) or "") for name in files() if name.endswith(".py"))
    return tuple(module for module in read if not folders or module.within(*folders))


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the full name of everything a module imports, wherever it does so."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def documentation(tree: ast.Module) -> set[int]:
    """Return the ``id`` of every node that is a bare string: a docstring, which no user reads."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def literals(module: Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each string literal that is not documentation.

    A formatted string counts as one text, with U+FFFC in the place of what is filled in.
    """
    skipped = documentation(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in node.values)
            parts = (part.value if isinstance(part, ast.Constant) else "\ufffc" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value
