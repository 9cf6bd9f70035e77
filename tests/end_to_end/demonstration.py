"""``make run`` with a display: the embedded server, a small fictitious département, the window of a referent.

Everything lies in ``build/demonstration`` and is kept from one run to the next; ``make clean`` forgets it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.end_to_end.serveur import Serveur

FOLDER = Path("build", "demonstration")
REFERENT, PASSWORD = "camille.roche@demo.invalid", "Permanence-2026"


def main() -> int:
    """Prepare what is missing, serve, open the window, stop serving when it closes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    serveur = Serveur(FOLDER.resolve())
    if not serveur.base.exists():
        print("Création du département fictif…", flush=True)
        serveur.commande("demo", "--petit")
    serveur.demarrer()
    print(
        f"Serveur\u00a0: {serveur.url} · compte\u00a0: {REFERENT} · mot de passe\u00a0: {PASSWORD}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder, "mot-de-passe")
        secret.write_text(PASSWORD, "utf-8")
        words = ["--donnees", str(FOLDER / "poste"), "--serveur", serveur.url]
        words += ["--identifiant", REFERENT, "--mot-de-passe-fichier", str(secret)]
        try:
            return subprocess.run(
                [sys.executable, "-m", "desktop", *words], check=False, env=dict(os.environ)
            ).returncode
        finally:
            serveur.arreter()


if __name__ == "__main__":
    sys.exit(main())
