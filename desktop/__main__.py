"""``permanence`` and ``python -m desktop``: read the command line, check that there is a screen.

``permanence sauvetage`` needs none: it saves the unsent work of data that do not open any more. Nor does
``permanence correcteur``, which the frozen program starts for itself to look words up.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

from desktop.services import correcteur_enfant
from domain.clock import SystemClock
from domain.errors import RefusedError
from domain.french import number

RESCUE = "sauvetage"
NO_SCREEN = "Permanence a besoin d’un écran\u00a0: aucun n’est disponible ici."


def main(arguments: list[str] | None = None) -> int:
    """Run the application. Without a display Qt would abort without a word: say so first."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == [RESCUE]:
        return sauvetage(given[1:])
    if given[:1] == [correcteur_enfant.NOM]:
        return correcteur_enfant.main(given[1])
    # Imported only now: the process that looks words up does without the screens: 1 s or more, and 109 MB.
    from desktop.app import Options, default_folder, run  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="permanence",
        description="Rédiger et faire vivre les CER.",
        epilog="«\u00a0permanence sauvetage\u00a0» retrouve ce qui n’était pas envoyé.",
    )
    parser.add_argument("--donnees", type=Path, default=default_folder(), help="dossier des données locales")
    parser.add_argument("--serveur", default="", help="adresse du serveur proposée à la première connexion")
    parser.add_argument("--identifiant", default="", help="ouvrir directement ce compte")
    parser.add_argument("--mot-de-passe-fichier", type=Path, help="fichier qui contient le mot de passe")
    options = parser.parse_args(given)
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        parser.exit(2, f"{NO_SCREEN}\n")
    file: Path | None = options.mot_de_passe_fichier
    password = file.read_text("utf-8").strip() if file else ""
    return run(Options(options.donnees, options.serveur, options.identifiant, password))


def sauvetage(arguments: list[str]) -> int:
    """Save what was never sent into a file for the server; return 0, or 1 when it cannot be."""
    from desktop.app import default_folder  # noqa: PLC0415 - as in ``main``
    from desktop.services.sauvetage import sauver_a_la_main, trouver  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="permanence sauvetage",
        description="Retrouver ce qui n’était pas encore envoyé dans des données qui ne s’ouvrent plus. Le "
        "fichier écrit n’est lisible que par le serveur\u00a0: il peut partir par courriel.",
    )
    parser.add_argument(
        "fichier", type=Path, nargs="?", help="données à relire (sinon les dernières abîmées)"
    )
    parser.add_argument("--donnees", type=Path, default=default_folder(), help="dossier des données locales")
    parser.add_argument("--mot-de-passe-fichier", type=Path, help="fichier qui contient le mot de passe")
    parser.add_argument("--sortie", type=Path, help="fichier à écrire")
    options = parser.parse_args(arguments)
    now = SystemClock().now()
    target: Path = options.sortie or Path(f"permanence-sauvetage-{now:%Y%m%d-%H%M%S}")
    try:
        replique: Path = options.fichier or trouver(options.donnees)
        file: Path | None = options.mot_de_passe_fichier
        password = file.read_text("utf-8").strip() if file else getpass.getpass("Mot de passe\u00a0: ")
        saved = sauver_a_la_main(replique, password, now)
        if not saved.nombre:
            print("Tout ce qui se lit dans ces données était déjà envoyé\u00a0: il n’y a rien à reprendre.")
            return 0
        with target.open("xb") as out:
            out.write(saved.contenu)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Un fichier ne peut pas être lu ou écrit\u00a0: {error.filename}", file=sys.stderr)
        return 1
    print(f"Modifications retrouvées\u00a0: {number(saved.nombre)}. Fichier pour le serveur\u00a0: {target}")
    print("À remettre à l’administrateur, qui le prend avec\u00a0: permanence-server reprendre FICHIER")
    if not saved.complet:
        print("Tout n’a pas pu être relu\u00a0: relisez vos dernières notes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
