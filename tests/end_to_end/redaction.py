"""What the referent does in the middle of the day: draft the CER, take the accord, make the documents."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from desktop.views.cer import PageCer
from desktop.views.journee import PageJournee
from tests.end_to_end.scene import Chapitre

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


def rediger(chapitre: Chapitre) -> None:
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
    next(action for action in menu.actions() if tuple(action.data() or ()) == ("theme", "mobilite")).trigger()
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


def prendre_accord(chapitre: Chapitre) -> None:
    pilote = chapitre.pilote
    page = chapitre.fenetre.page
    assert isinstance(page, PageCer)
    accord = page.formulaire.accord
    page.formulaire.montrer(accord)
    pilote.cliquer(accord.reponse.boutons["oui"])
    pilote.cliquer(accord.moyen.boutons["case"])
    pilote.cliquer(accord.motif.boutons["sans_reseau"])
    pilote.bouton("Enregistrer la réponse")
    pilote.attendre(
        lambda: chapitre.bureau.cers.ouvrir(page._cer).accord.standing == "oui", "l’accord recueilli"
    )
    pilote.photo("cer-accord")
    pilote.dire("Accord de la personne recueilli par case à cocher : pas de réseau.")


def documents(chapitre: Chapitre, nom: str) -> None:
    """Look at the edition of the moment, then save it as PDF and as Word."""
    page = chapitre.fenetre.page
    assert isinstance(page, PageCer)
    chapitre.pilote.dans_un_dialogue(page.editions.apercu.click, f"apercu-{nom}")
    for action, extension in ((page.editions.pdf, "pdf"), (page.editions.word, "docx")):
        with _enregistre(chapitre, f"CER-{nom}.{extension}"):
            action.trigger()


def vierge(chapitre: Chapitre) -> None:
    """Look at the blank CER from the first page, and keep it."""
    chapitre.pilote.bouton("Ma journée")
    page = chapitre.fenetre.page
    assert isinstance(page, PageJournee)
    with _enregistre(chapitre, "CER-vierge.pdf"):
        chapitre.pilote.dans_un_dialogue(page.vierge.click, "apercu-vierge", "Enregistrer sous…")


@contextmanager
def _enregistre(chapitre: Chapitre, nom: str) -> Iterator[None]:
    """Answer the system's file dialog, which no hand can reach without a display."""
    target = Path(chapitre.lieux.images) / nom
    asked = QFileDialog.getSaveFileName
    QFileDialog.getSaveFileName = lambda *_a, **_k: (str(target), "")  # type: ignore[method-assign]
    try:
        yield
    finally:
        QFileDialog.getSaveFileName = asked  # type: ignore[method-assign]
    chapitre.pilote.dire(f"Document enregistré : {nom} ({target.stat().st_size // 1024} Ko).")
