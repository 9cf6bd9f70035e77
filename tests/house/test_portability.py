"""The users' laptops run Windows: nothing that only POSIX has in what reaches them."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import Module, imported, literals, modules

ON_LAPTOPS = ("desktop", "domain", "resources")
POSIX_MODULES = {
    *("crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline"),
    *("resource", "spwd", "syslog", "termios", "tty"),
}
POSIX_NAMES = {
    "os": {
        *("chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid"),
        *("getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getuid", "initgroups", "killpg"),
        *("lchown", "lockf", "mkfifo", "mknod", "nice", "openpty", "pread", "pwrite", "sched_getaffinity"),
        *("sendfile", "setegid", "seteuid", "setgid", "setgroups", "setpgid", "setsid", "setuid", "statvfs"),
        *("sync", "uname", "wait", "wait3", "wait4", "WNOHANG"),
    },
    "signal": {
        *("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2"),
        *("alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait"),
    },
    "socket": {"AF_UNIX"},
}
SYSTEM_FOLDER = re.compile(
    r"^~?/(bin|dev|etc|home|lib|media|mnt|opt|private|proc|root|run|srv|tmp|usr|var)\b"
)
TAKES_A_PATH = {"Path", "PurePath", "joinpath", "open", "path", "with_name"}

laptops = pytest.mark.parametrize("module", modules(*ON_LAPTOPS), ids=lambda module: module.name)


@laptops
def test_nothing_is_imported_that_windows_lacks(module: Module) -> None:
    found = [f"{line}: {name}" for line, name in imported(module) if name.split(".")[0] in POSIX_MODULES]
    assert not found


@laptops
def test_no_function_is_called_that_windows_lacks(module: Module) -> None:
    found = [
        f"{node.lineno}: {node.value.id}.{node.attr}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in POSIX_NAMES.get(node.value.id, ())
    ]
    found += [
        f"{line}: {name}"
        for line, name in imported(module)
        if name.rpartition(".")[2] in POSIX_NAMES.get(name.rpartition(".")[0], ())
    ]
    assert not found


@laptops
def test_no_path_is_written_with_its_separator(module: Module) -> None:
    """Paths are joined part by part: ``folder / "name"``, ``resources.path("fonts", "x.ttf")``."""
    found = [f"{line}: {text}" for line, text in literals(module) if SYSTEM_FOLDER.match(text)]
    found += [f"{line}: {text}" for line, text in _paths_in_one_piece(module)]
    assert not found


@laptops
def test_text_files_name_their_encoding(module: Module) -> None:
    """Windows would read and write them in its own code page."""
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    assert not [call.lineno for call in calls if _is_text(call) and not _has_encoding(call)]


def _paths_in_one_piece(module: Module) -> Iterator[tuple[int, str]]:
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    for part in (part for call in calls if _called(call) in TAKES_A_PATH for part in call.args):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and {"/", "\\"} & set(part.value):
            yield part.lineno, part.value


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_text(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in {"read_text", "write_text"}
    mode = [part.value for part in call.args[1:2] if isinstance(part, ast.Constant)]
    mode += [
        key.value.value for key in call.keywords if key.arg == "mode" and isinstance(key.value, ast.Constant)
    ]
    return _called(call) == "open" and "b" not in str(mode[0] if mode else "r")


def _has_encoding(call: ast.Call) -> bool:
    positional = bool(call.args) if _called(call) == "read_text" else False
    return positional or any(key.arg == "encoding" for key in call.keywords)
