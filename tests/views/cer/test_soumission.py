"""From the draft to the decision: what holds a submission back, what comes back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.blocs.alerte import Alerte
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from domain.cer.states import State
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.cer.gestes import page, remplir, standing, take_accord
from tests.views.essai import Essai, verifier


def test_a_submitted_cer_is_read_and_can_be_taken_back_until_it_is_sent(
    bureau: Bureau, window: MainWindow, ready: PageCer, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-26, decision 29."""
    take_accord(ready, essai)
    qtbot.waitUntil(lambda: standing(bureau, ready) is Standing.OUI)
    ready.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: ready.corps.currentWidget() is ready.lecture)
    assert bureau.cers.ouvrir(ready._cer).etat is State.SOUMIS
    assert ready.entete.pastille.texte() == "Soumis à l’étude"
    assert any("ne peut plus changer" in one.accessibleName() for one in ready.lecture.findChildren(Alerte))
    assert not ready.soumission.soumettre.isVisible()
    verifier(window)
    essai.photo(window, "cer_soumis_clair")
    essai.cliquer(ready.soumission.reprendre)
    qtbot.waitUntil(lambda: ready.corps.currentWidget() is ready.formulaire)
    assert bureau.cers.ouvrir(ready._cer).etat is State.PROPOSITION


def test_an_accord_that_is_not_given_is_said_once_before_submitting(
    bureau: Bureau, ready: PageCer, essai: Essai
) -> None:
    """R-CER-31."""
    essai.cliquer(ready.soumission.soumettre)
    assert "pas recueilli" in ready.barre.mot()
    assert bureau.cers.ouvrir(ready._cer).etat is State.PROPOSITION
    essai.cliquer(ready.soumission.soumettre)
    assert bureau.cers.ouvrir(ready._cer).etat is State.SOUMIS


def test_what_is_missing_holds_the_submission_and_is_shown(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    shown = page(window)
    essai.cliquer(shown.soumission.soumettre)
    assert "reste à compléter" in shown.barre.mot()
    assert bureau.cers.ouvrir(shown._cer).etat is State.PROPOSITION


def test_nsdd_is_refused_in_words_and_a_recorded_reason_lifts_it(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-14."""
    cer = bureau.cers.nouveau(une_personne(bureau, numero="D-0002", nom="Serre", sdd="nsdd"))
    remplir(bureau, cer)
    window.ouvrir_cer(cer)
    shown = page(window)
    essai.cliquer(shown.soumission.soumettre)
    essai.cliquer(shown.soumission.soumettre)
    assert shown.soumission.motif.isVisible()
    assert "R-CER-14" in shown.soumission.motif.findChildren(Alerte)[-1].accessibleName()
    essai.taper(shown.soumission.motif.ligne, "CDDI jusqu’en juin")
    essai.photo(window, "cer_nsdd_clair")
    essai.cliquer(shown.soumission.motif.bouton)
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(cer).etat is State.SOUMIS)
    assert bureau.cers.ouvrir(cer).historique[-1].motif == "CDDI jusqu’en juin"


def test_a_returned_cer_says_why_and_a_decision_is_marked_read(
    bureau: Bureau, dossier: str, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-28, R-CER-29."""
    returned, decided = page(window)._cer, bureau.cers.nouveau(dossier)
    remplir(bureau, returned)
    remplir(bureau, decided)

    def event(cer: str, rank: int, de: str, vers: str, motif: str | None = None) -> None:
        step: dict[str, Value] = {"cer": cer, "dossier": dossier, "rang": rank}
        step |= {"de": de, "vers": vers, "motif": motif}
        verser(bureau, "evenement_cer", step)

    event(returned, 1, "proposition", "soumis")
    event(returned, 2, "soumis", "proposition", "Précisez l’objectif mobilité.")
    event(decided, 1, "proposition", "soumis")
    event(decided, 2, "soumis", "attente")
    event(decided, 3, "attente", "valide")
    alerts = page(window).formulaire
    qtbot.waitUntil(
        lambda: any("Précisez l’objectif" in one.accessibleName() for one in alerts.findChildren(Alerte))
    )
    lines = {line.id: line for line in bureau.dossiers.lire(dossier).cers}
    assert lines[decided].decision_non_lue
    window.ouvrir_cer(decided)
    qtbot.waitUntil(
        lambda: not {line.id: line for line in bureau.dossiers.lire(dossier).cers}[decided].decision_non_lue
    )
    essai.photo(window, "cer_valide_clair")
