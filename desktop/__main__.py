"""``permanence`` and ``python -m desktop``: read the command line, check that there is a screen."""

import argparse
import os
import sys
from pathlib import Path

from desktop.app import Options, default_folder, run

NO_SCREEN = "Permanence a besoin d’un écran\u00a0: aucun n’est disponible ici."


def main(arguments: list[str] | None = None) -> int:
    """Run the application. Without a display Qt would abort without a word: say so first."""
    parser = argparse.ArgumentParser(prog="permanence", description="Rédiger et faire vivre les CER.")
    parser.add_argument("--donnees", type=Path, default=default_folder(), help="dossier des données locales")
    parser.add_argument("--serveur", default="", help="adresse du serveur proposée à la première connexion")
    parser.add_argument("--identifiant", default="", help="ouvrir directement ce compte")
    parser.add_argument("--mot-de-passe-fichier", type=Path, help="fichier qui contient le mot de passe")
    options = parser.parse_args(arguments)
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        parser.exit(2, f"{NO_SCREEN}\n")
    file: Path | None = options.mot_de_passe_fichier
    password = file.read_text("utf-8").strip() if file else ""
    return run(Options(options.donnees, options.serveur, options.identifiant, password))


if __name__ == "__main__":
    sys.exit(main())
