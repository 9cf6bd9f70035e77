"""The chapters of a referent's day: each is played by a process of its own, on the real windows.

``python -m tests.end_to_end.chapitres NAME`` with the places in the environment (see ``Lieux``). A
chapter finds controls by the words a person reads; what it checks it checks on screen. The process
ends by closing the window, unless the chapter is one in which it is killed.
"""

import os
import sys
import traceback
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from desktop.services.file_active import LigneFileActive
from desktop.views.entretien import PageEntretien
from desktop.views.instruction import PageInstruction
from domain.cer.states import State
from tests.end_to_end.redaction import DECISION, SYNTHESE, documents, prendre_accord, rediger, vierge
from tests.end_to_end.scene import Chapitre


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
        free = line.cer_etat in (None, State.VALIDE) and (line.etat_droit, line.sdd) == ("versable", "sdd")
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
    rediger(chapitre)
    prendre_accord(chapitre)
    documents(chapitre, "sans-decision")
    vierge(chapitre)
    chapitre.fenetre.ouvrir_cer(chapitre.notes.values["cer"])
    pilote.bouton("Soumettre à l’étude")
    cer = chapitre.notes.values["cer"]
    pilote.attendre(lambda: chapitre.bureau.cers.ouvrir(cer).etat is State.SOUMIS, "le CER soumis")
    pilote.dire("CER soumis : il attend le réseau, visiblement, et peut encore être repris.")
    pilote.photo("cer-soumis-en-attente")
    pilote.bouton("Synchronisation")
    pilote.photo("synchronisation-hors-ligne")
    return chapitre.fermer()


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
    assert chapitre.bureau.synchro.etat().a_reprendre == 0, chapitre.bureau.reprises.a_reprendre()
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
    assert isinstance(page, PageInstruction)
    pilote.photo("cer-a-etudier")
    _suite(chapitre, page, State.ATTENTE, "")
    _suite(chapitre, page, State.VALIDE, DECISION)
    chapitre.synchronise()
    pilote.dire("Le chef de service a validé le CER.")
    return chapitre.fermer()


def _suite(chapitre: Chapitre, page: PageInstruction, vers: State, texte: str) -> None:
    """Open the CER of the day from the list by keyboard, choose what follows, decide with Ctrl+Enter."""
    pilote, cer = chapitre.pilote, chapitre.notes.values["cer"]
    if page.etude.cer is not None:
        pilote.bouton("Revenir à la liste des CER à étudier")
    pilote.attendre(lambda: any(line.cer == cer for line in page.lignes), "le CER dans la liste")
    rank = [line.cer for line in page.lignes].index(cer)
    page.liste.setFocus()
    page.liste.setCurrentIndex(page.liste.model().index(rank, 0))
    QTest.keyClick(page.liste, Qt.Key.Key_Return)
    pilote.attendre(lambda: page.etude.cer == cer, "le CER à l’étude")
    panneau = page.etude.panneau
    assert panneau is not None
    pilote.cliquer(panneau.suite.boutons[vers.value])
    if texte:
        pilote.taper(panneau.editeurs["decision_commentee"].findChildren(QPlainTextEdit)[0], texte)
    pilote.photo(f"vers-{vers.value}")
    pilote.bouton("Décider")
    pilote.attendre(lambda: chapitre.bureau.cers.ouvrir(cer).etat is vers, f"l’état {vers.value}")


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
    documents(chapitre, "valide")
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
