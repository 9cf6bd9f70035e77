"""The stage of a chapter: the places, the notes passed on, the application and the hands."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.app import Application, Options
from desktop.services.bureau import Bureau
from desktop.views import langue, style
from desktop.views.blocs import Liste
from desktop.views.main_window import MainWindow
from tests.end_to_end.pilote import Pilote

PASSWORD = "Permanence-2026"
REFERENT, CDS = "camille.roche@demo.invalid", "cds.nord@demo.invalid"


@dataclass(frozen=True, slots=True)
class Lieux:
    """Where the day takes place; travels in the environment of the chapters."""

    url: str
    poste: str
    poste_cds: str
    images: str
    notes: str

    @classmethod
    def lire(cls) -> "Lieux":
        """Read the places of this process."""
        return cls(**json.loads(os.environ["PERMANENCE_JOURNEE"]))

    def environnement(self) -> dict[str, str]:
        """Return the environment of a chapter."""
        return {**os.environ, "PERMANENCE_JOURNEE": json.dumps(asdict(self)), "QT_QPA_PLATFORM": "offscreen"}


class Notes:
    """What one chapter leaves to the next and to the one who verifies: names and identifiers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.values: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def garder(self, **values: str) -> None:
        """Write notes down."""
        self.values |= values
        self._path.write_text(json.dumps(self.values), "utf-8")


class Chapitre:
    """One process of the day: the application, the hands, the notes."""

    def __init__(self, name: str, *, cds: bool = False) -> None:
        self.lieux = Lieux.lire()
        self.notes = Notes(Path(self.lieux.notes))
        self.app = QApplication([])
        langue.installer(self.app)
        style.appliquer(self.app)
        self.identifiant = CDS if cds else REFERENT
        folder = Path(self.lieux.poste_cds if cds else self.lieux.poste)
        folder.mkdir(parents=True, exist_ok=True)
        self.application = Application(self.app, Options(folder, self.lieux.url))
        self.application.start()
        self.pilote = Pilote(self.application, Path(self.lieux.images), name)

    def entrer(self, *, photo: str = "") -> None:
        """Type the password (and, the first time, the account) and press Enter."""
        pilote, door = self.pilote, self.application.ouverture
        assert door is not None
        if door.identifiant.isVisible():
            pilote.taper(door.identifiant, self.identifiant)
        pilote.taper(door.mot_de_passe, PASSWORD)
        if photo:
            pilote.photo(photo)
        pilote.touche(door.mot_de_passe, Qt.Key.Key_Return)
        pilote.attendre(lambda: self.application.window is not None, "la fenêtre")
        self.fenetre.resize(1366, 768)

    @property
    def fenetre(self) -> MainWindow:
        """Return the open window."""
        assert self.application.window is not None
        return self.application.window

    @property
    def bureau(self) -> Bureau:
        """Return the services, to look at what the screen says, never to act."""
        assert self.application.bureau is not None
        return self.application.bureau

    def synchronise(self) -> None:
        """Wait until everything has gone and come."""
        synchro = self.bureau.synchro
        self.pilote.attendre(
            lambda: (
                (etat := synchro.etat()).en_ligne
                and not etat.en_cours
                and etat.en_attente == 0
                and etat.derniere
            ),
            "une synchronisation complète",
            60,
        )

    def ouvrir_personne(self, nom: str) -> None:
        """Find a person in the file active as one types, and open her dossier with Enter."""
        pilote = self.pilote
        pilote.bouton("File active")
        field = self.fenetre.page.findChildren(QLineEdit)[0]
        field.clear()
        pilote.taper(field, nom)
        view = self.fenetre.page.findChildren(Liste)[0]
        pilote.attendre(lambda: view.model().rowCount() == 1, f"{nom} seule dans la liste")
        view.setFocus()
        view.setCurrentIndex(view.model().index(0, 0))
        QTest.keyClick(view, Qt.Key.Key_Return)
        pilote.voir("Nouvel entretien")

    def fermer(self) -> int:
        """Close the window as one closes the lid: nothing typed may wait."""
        self.fenetre.close()
        self.pilote.dire("Fenêtre fermée.")
        return 0
