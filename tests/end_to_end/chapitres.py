"""The chapters of a referent's day: each is played by a process of its own, on the real windows.

``python -m tests.end_to_end.chapitres NAME`` with the places in the environment (see ``Lieux``). A
chapter finds controls by the words a person reads; what it checks it checks on screen. The process
ends by closing the window, unless the chapter is one in which it is killed.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit

from desktop.app import Application, Options
from desktop.services.bureau import Bureau
from desktop.services.file_active import LigneFileActive
from desktop.views import langue, style
from desktop.views.blocs import Liste
from desktop.views.cer import PageCer
from desktop.views.entretien import PageEntretien
from desktop.views.main_window import MainWindow
from domain.cer.states import State
from tests.end_to_end.pilote import Pilote

PASSWORD = "Permanence-2026"
REFERENT, CDS = "camille.roche@demo.invalid", "cds.nord@demo.invalid"
SENTINELLE = "Sentinelle-Cévenole-7319"
SYNTHESE = (
    "Elle a repris contact avec l’auto-école ; le permis reste le premier frein. "
    f"L’accueil du petit est trouvé à partir de janvier. {SENTINELLE}"
)
SITUATION = (
    "Âgée de 34 ans, seule avec deux enfants, locataire du parc social, sans permis ni véhicule. "
    "Au RSA depuis 2023, accompagnée ici depuis dix mois. Du dernier contrat, le CV et l’inscription à "
    "l’auto-école sont faits ; le stage en cuisine collective a confirmé le projet. " + SENTINELLE
)
EVALUATION = (
    "L’inscription et le stage ont été possibles ; les horaires coupés, non, faute de garde. Le référent a "
    "mobilisé la mission emploi et l’aide à la mobilité. Ce qui a freiné : l’attente d’une place. La suite : "
    "le code en février, puis une candidature à la cantine du collège."
)
DECISION = "Projet cohérent et soutenu : l’aide à la mobilité est accordée."


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


def veille() -> int:
    """The day before, at the office: first connection, first replica, a look around."""
    chapitre = Chapitre("1-veille")
    pilote = chapitre.pilote
    pilote.laisser(0.2)
    chapitre.entrer(photo="premiere-connexion")
    pilote.dire("Première connexion : compte reconnu, poste enregistré.")
    pilote.attendre(chapitre.bureau.file_active.lister, "la file active", 60)
    chapitre.synchronise()
    pilote.bouton("Ma journée")
    pilote.photo("ma-journee")
    pilote.bouton("File active")
    pilote.photo("file-active")
    chosen = _une_femme_sans_brouillon(chapitre)
    chapitre.notes.garder(
        dossier=chosen.dossier,
        nom=f"{chosen.nom} {chosen.prenom}",
        nombre=str(len(chapitre.bureau.file_active.lister())),
    )
    pilote.dire(f"{len(chapitre.bureau.file_active.lister())} dossiers sur le poste.")
    chapitre.ouvrir_personne(f"{chosen.nom} {chosen.prenom}")
    pilote.photo("dossier")
    return chapitre.fermer()


def _une_femme_sans_brouillon(chapitre: Chapitre) -> LigneFileActive:
    """Choose who comes tomorrow: a right that is paid, no CER being drafted, a name nobody shares."""
    lister = chapitre.bureau.file_active.lister
    for line in lister():
        person = chapitre.bureau.dossiers.lire(line.dossier).values
        free = line.cer_etat is not State.PROPOSITION and (line.etat_droit, line.sdd) == ("versable", "sdd")
        if free and person["civilite"] == "mme" and len(lister(f"{line.nom} {line.prenom}")) == 1:
            return line
    raise LookupError("nobody to receive")


def permanence() -> int:
    """In the village hall, without network: an entretien begins; the process is killed while one types."""
    chapitre = Chapitre("2-permanence")
    pilote = chapitre.pilote
    pilote.laisser(0.2)
    pilote.photo("ouverture-hors-ligne")
    chapitre.entrer()
    pilote.attendre(lambda: chapitre.bureau.synchro.etat().en_ligne is False, "le bandeau hors ligne")
    pilote.dire("Sans réseau : le poste s’ouvre, le bandeau le dit, rien ne bloque.")
    pilote.photo("hors-ligne")
    chapitre.ouvrir_personne(chapitre.notes.values["nom"])
    pilote.bouton("Nouvel entretien")
    page = chapitre.fenetre.page
    assert isinstance(page, PageEntretien)
    chapitre.notes.garder(entretien=page._entretien)
    pilote.bouton("Ajouter le thème Mobilité")
    pilote.attendre(lambda: page.themes.cartes, "la carte du thème")
    (card,) = page.themes.cartes.values()
    area = card.synthese.findChildren(QPlainTextEdit)[0]
    words = SYNTHESE.split(" ")
    for number, word in enumerate(words):
        pilote.taper(area, word + " ")
        pilote.laisser(0.06)
        if number == len(words) - 1:
            pilote.laisser(1.1)
            pilote.photo("entretien-en-cours")
            print("TAPE", flush=True)
    for number in range(100_000):  # typing goes on: the kill comes between two keys
        pilote.taper(area, f"suite {number} ")
        pilote.laisser(0.05)
    return 1


def reprise() -> int:
    """The laptop starts again: the words are there. Entretien, CER, accord, documents, submission."""
    chapitre = Chapitre("3-reprise")
    pilote = chapitre.pilote
    chapitre.entrer()
    chapitre.ouvrir_personne(chapitre.notes.values["nom"])
    chapitre.fenetre.ouvrir_entretien(chapitre.notes.values["entretien"])
    page = chapitre.fenetre.page
    assert isinstance(page, PageEntretien)
    pilote.attendre(lambda: page.themes.cartes, "le thème retrouvé")
    (card,) = page.themes.cartes.values()
    kept = card.synthese.findChildren(QPlainTextEdit)[0].toPlainText()
    assert kept.startswith(SYNTHESE), kept
    pilote.dire("Après l’arrêt brutal en pleine frappe : la synthèse est intacte.")
    pilote.cliquer(page.realisation.options.boutons["presence"])
    pilote.photo("entretien-retrouve")
    pilote.bouton("Rédiger un CER")
    _rediger(chapitre)
    _accord(chapitre)
    _documents(chapitre, "sans-decision")
    _vierge(chapitre)
    pilote.bouton("Soumettre à l’étude")
    page = chapitre.fenetre.page
    assert isinstance(page, PageCer)
    pilote.attendre(lambda: chapitre.bureau.cers.ouvrir(page._cer).etat is State.SOUMIS, "le CER soumis")
    pilote.dire("CER soumis : il attend le réseau, visiblement, et peut encore être repris.")
    pilote.photo("cer-soumis-en-attente")
    pilote.bouton("Synchronisation")
    pilote.photo("synchronisation-hors-ligne")
    return chapitre.fermer()


def _rediger(chapitre: Chapitre) -> None:
    pilote = chapitre.pilote
    pilote.attendre(lambda: isinstance(chapitre.fenetre.page, PageCer), "l’éditeur du CER")
    page = chapitre.fenetre.page
    assert isinstance(page, PageCer)
    chapitre.notes.garder(cer=page._cer)
    editors = page.formulaire.form.editeurs
    for nom, texte in (("situation", SITUATION), ("evaluation", EVALUATION)):
        pilote.taper(editors[nom].findChildren(QPlainTextEdit)[0], texte)
    combo = editors["priorite"].list  # type: ignore[attr-defined]
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.currentIndex())
    menu = page.formulaire.objectifs.ajouter.menu()
    next(action for action in menu.actions() if action.data() == "mobilite").trigger()
    pilote.attendre(lambda: page.formulaire.objectifs.cartes, "la carte de l’objectif")
    (card,) = page.formulaire.objectifs.cartes.values()
    pilote.taper(
        card.editeurs["personne"].findChildren(QPlainTextEdit)[0], "Passer le code avant la fin février."
    )
    pilote.taper(
        card.editeurs["referent"].findChildren(QPlainTextEdit)[0],
        "Demander l’aide à la mobilité sous quinze jours.",
    )
    pilote.taper(
        editors["expression"].findChildren(QPlainTextEdit)[0],
        "Je veux travailler près de l’école de mes enfants.",
    )
    pilote.laisser(1.2)
    pilote.attendre(lambda: not chapitre.bureau.cers.ouvrir(page._cer).manques, "rien ne manque au CER")
    pilote.photo("cer-redaction")
    pilote.dire("CER rédigé : situation, évaluation, objectif, expression.")


def _accord(chapitre: Chapitre) -> None:
    pilote = chapitre.pilote
    page = chapitre.fenetre.page
    assert isinstance(page, PageCer)
    accord = page.formulaire.accord
    page.formulaire.montrer(accord)
    pilote.cliquer(accord.reponse.boutons["oui"])
    pilote.cliquer(accord.motif.boutons["sans_reseau"])
    pilote.bouton("Enregistrer la réponse")
    pilote.attendre(
        lambda: chapitre.bureau.cers.ouvrir(page._cer).accord.standing == "oui", "l’accord recueilli"
    )
    pilote.photo("cer-accord")
    pilote.dire("Accord de la personne recueilli par case à cocher : pas de réseau.")


def _documents(chapitre: Chapitre, nom: str) -> None:
    """Look at the edition of the moment, then save it as PDF and as Word, the file dialog being answered."""
    pilote = chapitre.pilote
    page = chapitre.fenetre.page
    assert isinstance(page, PageCer)
    pilote.dans_un_dialogue(page.editions.apercu.click, f"apercu-{nom}")
    folder = Path(chapitre.lieux.images)
    for action, extension in ((page.editions.pdf, "pdf"), (page.editions.word, "docx")):
        target = folder / f"CER-{nom}.{extension}"
        answered = QFileDialog.getSaveFileName
        QFileDialog.getSaveFileName = lambda *_a, target=target, **_k: (str(target), "")  # type: ignore[method-assign]
        try:
            action.trigger()
        finally:
            QFileDialog.getSaveFileName = answered  # type: ignore[method-assign]
        pilote.dire(f"Document enregistré : {target.name} ({target.stat().st_size // 1024} Ko).")


def _vierge(chapitre: Chapitre) -> None:
    target = Path(chapitre.lieux.images) / "CER-vierge.pdf"
    target.write_bytes(chapitre.bureau.editions.vierge("pdf").octets)
    chapitre.pilote.dire(f"CER vierge prêt à imprimer : {target.name}.")


def retour() -> int:
    """Back online: the push leaves; the process is killed before the answer comes."""
    chapitre = Chapitre("4-retour")
    chapitre.entrer()
    chapitre.pilote.laisser(600)
    return 1


def arrivee() -> int:
    """The laptop starts once more: what had been taken is known, nothing is doubled."""
    chapitre = Chapitre("5-arrivee")
    pilote = chapitre.pilote
    chapitre.entrer()
    chapitre.synchronise()
    assert chapitre.bureau.synchro.etat().a_reprendre == 0, chapitre.bureau.synchro.a_reprendre()
    pilote.bouton("Synchronisation")
    pilote.photo("synchronisation-recu")
    lu = chapitre.bureau.cers.ouvrir(chapitre.notes.values["cer"])
    assert lu.etat is State.SOUMIS
    assert not lu.soumission_en_attente
    pilote.dire("De retour sous réseau : tout est arrivé, rien n’est à reprendre.")
    return chapitre.fermer()


def decision() -> int:
    """The chef de service, on another computer: the CER is studied and validated."""
    chapitre = Chapitre("6-decision", cds=True)
    pilote = chapitre.pilote
    pilote.laisser(0.2)
    chapitre.entrer()
    cer = chapitre.notes.values["cer"]
    instruction = chapitre.bureau.instruction
    pilote.attendre(lambda: any(line.cer == cer for line in instruction.a_etudier()), "le CER à étudier", 60)
    chapitre.synchronise()
    pilote.bouton("CER à étudier")
    page = chapitre.fenetre.page
    page.choisir(cer)
    pilote.photo("cer-a-etudier")
    pilote.bouton("Attente de décision")
    pilote.attendre(lambda: chapitre.bureau.cers.ouvrir(cer).etat is State.ATTENTE, "l’attente de décision")
    page.choisir(cer)
    area = page.decision.editeurs["decision_commentee"].findChildren(QPlainTextEdit)[0]
    pilote.taper(area, DECISION)
    pilote.photo("decision")
    pilote.bouton("Validé")
    pilote.attendre(lambda: chapitre.bureau.cers.ouvrir(cer).etat is State.VALIDE, "le CER validé")
    chapitre.synchronise()
    pilote.dire("Le chef de service a validé le CER.")
    return chapitre.fermer()


def lecture() -> int:
    """The referent sees the decision, prints the validated CER."""
    chapitre = Chapitre("7-lecture")
    pilote = chapitre.pilote
    chapitre.entrer()
    cer = chapitre.notes.values["cer"]
    pilote.attendre(lambda: chapitre.bureau.cers.ouvrir(cer).etat is State.VALIDE, "la décision", 60)
    chapitre.synchronise()
    pilote.bouton("Ma journée")
    pilote.voir("Décisions à lire")
    pilote.photo("decision-a-lire")
    chapitre.fenetre.ouvrir_cer(cer)
    pilote.voir(DECISION)
    pilote.photo("cer-valide")
    _documents(chapitre, "valide")
    chapitre.synchronise()
    pilote.dire("Le référent lit la décision et imprime le CER validé.")
    return chapitre.fermer()


CHAPITRES: dict[str, Callable[[], int]] = {
    chapitre.__name__: chapitre
    for chapitre in (veille, permanence, reprise, retour, arrivee, decision, lecture)
}

if __name__ == "__main__":
    try:
        code = CHAPITRES[sys.argv[1]]()
    except BaseException:  # noqa: BLE001 - threads of the application still run: say why, and leave without them
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    os._exit(code)
