"""``make run`` without a display: a referent's day, from the evening before to the decision.

The network is really cut (the server's process is stopped), the application is really killed (once
while someone types, once between the server's commit and its answer), and at the end replica and
server are compared. Screens and documents stay in ``build/journee/``. Exit code 0 = all of it held.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from desktop.models.replique import get
from desktop.services.ouverture import Portier
from desktop.sync.connexion import connecter, deposer
from desktop.sync.moteur import Moteur
from desktop.sync.transport import Transport
from domain.clock import SystemClock
from domain.ids import Ids
from tests.end_to_end.guichet import Guichet
from tests.end_to_end.redaction import SENTINELLE, SYNTHESE
from tests.end_to_end.scene import PASSWORD, REFERENT, Lieux, Notes
from tests.end_to_end.serveur import Serveur

FOLDER = Path("build", "journee")
PATIENCE_S = 120.0
SCREENS = 12


class Journee:
    """The one who plays the day and verifies it."""

    def __init__(self) -> None:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        self.donnees = FOLDER.parent / "journee-donnees"
        shutil.rmtree(self.donnees, ignore_errors=True)
        self.donnees.mkdir(parents=True)
        self.serveur = Serveur(self.donnees.resolve())
        self.guichet = Guichet(self.serveur.url)
        self.lieux = Lieux(
            url=self.guichet.url,
            poste=str((self.donnees / "poste").resolve()),
            poste_cds=str((self.donnees / "poste-cds").resolve()),
            images=str(FOLDER.resolve()),
            notes=str((self.donnees / "notes.json").resolve()),
        )

    def jouer(self) -> None:
        """Play every chapter."""
        self.titre("La veille, au bureau")
        self.serveur.commande("demo", "--petit")
        self.serveur.demarrer()
        self.chapitre("veille")
        self.titre("Le matin, dans la salle des fêtes : plus de réseau")
        self.serveur.arreter()
        self.tuer_en_pleine_frappe()
        self.sentinelles("après l’arrêt brutal")
        self.chapitre("reprise")
        self.sentinelles("l’ordinateur fermé")
        self.titre("Le soir, de retour sous réseau")
        self.serveur.demarrer()
        self.tuer_en_plein_envoi()
        self.chapitre("arrivee")
        self.titre("Le lendemain, au service")
        self.chapitre("decision")
        self.chapitre("lecture")
        self.titre("Vérifications")
        self.egalite()
        self.doubles()
        self.sentinelles("à la fin de la journée")
        self.laisses()
        self.serveur.arreter()
        self.guichet.fermer()

    def titre(self, texte: str) -> None:
        """Print the title of a part of the day."""
        print(f"\n{texte}", flush=True)

    def dire(self, texte: str) -> None:
        """Print what was verified."""
        print(f"   {texte}", flush=True)

    def chapitre(self, name: str) -> None:
        """Play a chapter to its end."""
        words = [sys.executable, "-m", "tests.end_to_end.chapitres", name]
        subprocess.run(words, check=True, timeout=PATIENCE_S, env=self.lieux.environnement())

    def tuer_en_pleine_frappe(self) -> None:
        """Play until the referent types, then take the power away."""
        with self._lancer("permanence") as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("TAPE"):
                    break
                print(line, end="", flush=True)
            time.sleep(0.4)
            os.kill(process.pid, signal.SIGKILL)
        self.dire("Arrêt brutal (SIGKILL) en pleine frappe.")

    def tuer_en_plein_envoi(self) -> None:
        """Let the push reach the server and kill the laptop before it hears the answer."""
        before = self._compter("reponse")
        self.guichet.retenir.set()
        with self._lancer("retour") as process:
            until = time.monotonic() + PATIENCE_S
            while self._compter("reponse") == before:
                assert time.monotonic() < until, "the push never reached the server"
                time.sleep(0.02)
            assert self.guichet.retenu.wait(PATIENCE_S)
            os.kill(process.pid, signal.SIGKILL)
        self.guichet.retenir.clear()
        self.dire("Arrêt brutal (SIGKILL) en plein envoi : le serveur a tout pris, le poste ne le sait pas.")

    def egalite(self) -> None:
        """Open the referent's replica and compare its digest with the server's."""
        clock = SystemClock()
        portier = Portier(Path(self.lieux.poste), clock, Ids(clock), connecter, deposer)
        bureau = portier.ouvrir(REFERENT, PASSWORD)
        transport = Transport(self.serveur.url)
        with bureau.poste.replique.read() as connection:
            transport.token = get(connection, "jeton")
        bilan = Moteur(bureau.poste.replique, transport, clock, Ids(clock)).run()
        etat = bureau.synchro.etat()
        bureau.verrouiller()
        transport.close()
        assert not bilan.relus
        assert (bilan.envoyes, etat.en_attente, etat.a_reprendre) == (0, 0, 0)
        self.dire("Réplique et serveur : empreintes égales, rien en attente, rien à reprendre.")

    def doubles(self) -> None:
        """Count on the server what the day has made: each thing once."""
        notes = Notes(Path(self.lieux.notes)).values
        with sqlite3.connect(self.serveur.base) as base:

            def count(table: str, where: str, *values: str) -> int:
                return int(base.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()[0])  # noqa: S608

            once = {
                "entretien": count("entretien", "id = ?", notes["entretien"]),
                "synthèse": count("theme_entretien", "synthese LIKE ?", f"{SYNTHESE}%"),
                "CER": count("cer", "id = ?", notes["cer"]),
                "objectif": count("objectif", "cer = ?", notes["cer"]),
                "accord": count("accord", "cer = ?", notes["cer"]),
            }
            steps = count("evenement_cer", "cer = ?", notes["cer"])
        assert set(once.values()) == {1}, once
        assert steps == 3, steps
        self.dire(
            "Sur le serveur : "
            + ", ".join(f"1 {name}" for name in once)
            + f", {steps} changements d’état. Rien en double."
        )

    def sentinelles(self, quand: str) -> None:
        """Look for the words of the day, in clear, in everything the application has left on disk."""
        looked = 0
        for folder in (self.lieux.poste, self.lieux.poste_cds):
            for path in Path(folder).rglob("*"):
                if path.is_file():
                    content = path.read_bytes()
                    looked += 1
                    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
                        assert SENTINELLE.encode(encoding) not in content, path
        self.dire(f"Rien en clair sur le disque {quand} ({looked} fichiers fouillés, journal WAL compris).")

    def laisses(self) -> None:
        """Check what the day leaves to look at."""
        images = sorted(FOLDER.glob("*.png"))
        assert len(images) >= SCREENS, images
        for name in (
            "CER-sans-decision.pdf",
            "CER-sans-decision.docx",
            "CER-valide.pdf",
            "CER-valide.docx",
            "CER-vierge.pdf",
        ):
            assert (FOLDER / name).stat().st_size > 1000, name
        self.dire(f"{len(images)} écrans et 5 documents dans {FOLDER}.")

    def _lancer(self, name: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.end_to_end.chapitres", name]
        return subprocess.Popen(words, env=self.lieux.environnement(), stdout=subprocess.PIPE, text=True)

    def _compter(self, table: str) -> int:
        with sqlite3.connect(self.serveur.base) as base:
            return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own name


def main() -> int:
    """Play the day; say how long it took."""
    start = time.monotonic()
    journee = Journee()
    try:
        journee.jouer()
    finally:
        journee.serveur.arreter()
    print(f"\nLa journée est passée en {time.monotonic() - start:.0f} s.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
