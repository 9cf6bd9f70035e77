"""A référent who has never seen the program writes a CER and prints it, without touching the mouse.

``python -m tests.end_to_end.clavier`` (``make clavier``): the real server with the fictitious département,
the real window, real key events only. From the home page to the PDF and the submission; each key is
printed with what has the keyboard after it. Exit code 1 if it takes more keys or screens than is
promised, if the keyboard was ever out of sight, or if what is on disk is not what was typed. Screens and the
PDF stay in ``build/clavier``.

What the person knows: her own keyboard, and what the screen says (the keys are written on the buttons, on
the right of the rail's places, and in the bar of the CER). Text does not count, any other key does.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.app import Application, Options
from desktop.services.bureau import Bureau
from desktop.services.file_active import LigneFileActive
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from domain.cer.states import State
from tests.end_to_end.doigts import Doigts
from tests.end_to_end.pilote import Pilote
from tests.end_to_end.redaction import EVALUATION
from tests.end_to_end.scene import PASSWORD, REFERENT
from tests.end_to_end.serveur import Serveur
from tests.end_to_end.theatre import dresser

FOLDER = Path("build", "clavier")
TOUCHES_AU_PLUS, ECRANS_AU_PLUS = 40, 3
SITUATION = "\nLe CV est refait, l’inscription à l’auto-école est payée ; le code est prévu en février."
PERSONNE = "Passer le code avant la fin février."
REFERENT_FAIT = "Demander l’aide à la mobilité sous quinze jours."
EXPRESSION = "Je veux travailler près de l’école de mes enfants."
_K, _CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


class Parcours:
    """The path, key after key."""

    def __init__(self, application: Application, pilote: Pilote, folder: Path) -> None:
        self._application = application
        self._pilote = pilote
        self.pdf = (folder / "CER-au-clavier.pdf").resolve()
        self.doigts = Doigts(lambda: self.fenetre, self._ecran)
        pilote.attendre(lambda: personne_a_recevoir(self.bureau), "quelqu’un à recevoir", 60)
        chosen = personne_a_recevoir(self.bureau)
        assert chosen is not None
        self.personne = chosen

    @property
    def fenetre(self) -> MainWindow:
        assert self._application.window is not None
        return self._application.window

    @property
    def bureau(self) -> Bureau:
        assert self._application.bureau is not None
        return self._application.bureau

    def jouer(self) -> None:
        """Press the keys, in the order in which the screen calls for them."""
        touche, texte, photo = self.doigts.touche, self.doigts.texte, self._pilote.photo
        photo("ma-journee")
        touche(_K.Key_K, _CTRL)  # «Trouver», on the rail
        texte(f"{self.personne.nom} {self.personne.prenom}")
        touche(_K.Key_Return)
        photo("dossier")
        touche(_K.Key_C, _CTRL | Qt.KeyboardModifier.ShiftModifier)  # «Nouveau CER», at the bottom
        touche(_K.Key_Return)  # the likeliest type is ready
        photo("cer-ouvert")
        touche(_K.Key_Down)  # the first empty field: Priorité
        touche(_K.Key_Return)
        texte(SITUATION)  # after what the dossier already says
        touche(_K.Key_F6)  # «… à compléter (F6)»
        texte(EVALUATION)
        touche(_K.Key_F6)
        touche(_K.Key_Return)  # «Ajouter un objectif» opens its list
        for _ in range(6):
            touche(_K.Key_Down)
        touche(_K.Key_Return)  # Se déplacer
        texte(PERSONNE)
        touche(_K.Key_Tab)
        texte(REFERENT_FAIT)
        touche(_K.Key_F6)
        texte(EXPRESSION)
        photo("cer-rempli")
        self._accord()
        self._imprimer()
        touche(_K.Key_Return, _CTRL)  # «Soumettre à l’étude»
        photo("cer-soumis")

    def _accord(self) -> None:
        touche = self.doigts.touche
        touche(_K.Key_F6)
        touche(_K.Key_Return)  # she agrees
        touche(_K.Key_Down)  # by tick box
        touche(_K.Key_Return)
        touche(_K.Key_Down)
        touche(_K.Key_Down)  # because there is no network
        touche(_K.Key_Return)
        self._pilote.photo("accord")
        touche(_K.Key_Return)  # «Enregistrer la réponse»

    def _imprimer(self) -> None:
        """Save as PDF; the name of the file is text, in the system's own dialog, and Enter ends it."""
        self.doigts.touche(_K.Key_S, _CTRL)
        QTimer.singleShot(200, self.fenetre, self._nommer)
        self.doigts.touche(_K.Key_Return)  # «En PDF»

    def _nommer(self) -> None:
        if not isinstance(QApplication.activeModalWidget(), QFileDialog):
            QTimer.singleShot(100, self.fenetre, self._nommer)
            return
        self.doigts.texte(str(self.pdf))
        self.doigts.touche(_K.Key_Return)

    def _ecran(self) -> str:
        return self.fenetre.page.titre

    @property
    def ecrans(self) -> tuple[str, ...]:
        """Return the pages gone through, the first one included."""
        return tuple(dict.fromkeys(["Ma journée", *(one.ecran for one in self.doigts.frappes)]))

    def constats(self) -> list[str]:
        """Return what does not hold, '' for nothing: read from the disk, not from the screen."""
        amiss = list(self.doigts.fautes)
        if self.doigts.touches > TOUCHES_AU_PLUS:
            amiss.append(f"{self.doigts.touches} touches, {TOUCHES_AU_PLUS} au plus")
        if len(self.ecrans) > ECRANS_AU_PLUS:
            amiss.append(f"{len(self.ecrans)} écrans, {ECRANS_AU_PLUS} au plus")
        if not self.pdf.exists() or not self.pdf.read_bytes().startswith(b"%PDF"):
            amiss.append("le PDF n’est pas là")
        lines = self.bureau.dossiers.lire(self.personne.dossier).cers
        lu = self.bureau.cers.ouvrir(lines[0].id)
        (objectif,) = lu.objectifs
        expected = {
            "l’état": (lu.etat, State.SOUMIS),
            "l’accord": (lu.accord.standing, Standing.OUI),
            "la priorité": (lu.values["priorite"], "normale"),
            "la situation": (str(lu.values["situation"]).endswith(SITUATION), True),
            "l’évaluation": (lu.values["evaluation"], EVALUATION),
            "l’expression": (lu.values["expression"], EXPRESSION),
            "l’action": (objectif.values["theme"], "mobilite"),
            "la part de la personne": (objectif.values["personne"], PERSONNE),
            "la part du référent": (objectif.values["referent"], REFERENT_FAIT),
        }
        return [*amiss, *(f"{what} : {got!r}" for what, (got, wanted) in expected.items() if got != wanted)]

    def dire(self) -> None:
        """Print each key, then the count."""
        rank = 0
        for one in self.doigts.frappes:
            rank += not one.texte
            number = "" if one.texte else str(rank)
            print(f"  {number:>3}  {one.quoi:<44}{one.ecran:<12}{one.clavier}")
        print(
            f"\n{self.doigts.touches} touches hors du texte ({TOUCHES_AU_PLUS} au plus), "
            f"{len(self.ecrans)} écrans ({', '.join(self.ecrans)}).",
            flush=True,
        )


def personne_a_recevoir(bureau: Bureau) -> LigneFileActive | None:
    """Return someone whose right is paid and whose CER is validated, of a name that nobody shares."""
    lister = bureau.file_active.lister
    found = (
        line
        for line in lister()
        if (line.cer_etat, line.etat_droit, line.sdd) == (State.VALIDE, "versable", "sdd")
        and len(lister(f"{line.nom} {line.prenom}")) == 1
    )
    return next(found, None)


def main() -> int:
    """Serve, open the window, play; say what does not hold."""
    app, donnees = dresser(FOLDER)
    serveur = Serveur(donnees.resolve())
    serveur.commande("demo", "--petit")
    serveur.demarrer()
    application = Application(app, Options(donnees, serveur.url, REFERENT, PASSWORD))
    application.start()
    pilote = Pilote(application, FOLDER, "clavier")
    try:
        pilote.attendre(lambda: application.window is not None, "la fenêtre")
        pilote.fenetre.resize(1366, 768)
        bureau = application.bureau
        assert bureau is not None
        pilote.attendre(
            lambda: bureau.synchro.etat().derniere and not bureau.synchro.etat().en_cours,
            "la file active",
            60,
        )
        parcours = Parcours(application, pilote, FOLDER)
        parcours.jouer()
        parcours.dire()
        amiss = parcours.constats()
    finally:
        pilote.fenetre.close()
        serveur.arreter()
    for sentence in amiss:
        print(f"NON\u00a0: {sentence}", flush=True)
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
