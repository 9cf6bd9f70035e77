"""Signing on the screen: two drawings, the text closed, taken up again in view of all (R-CER-20)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.blocs.signature import Feuille
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from domain.accord.trace import lire
from domain.errors import RefusedError
from tests.builders import une_personne
from tests.views.cer.gestes import remplir
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre, page


@pytest.fixture
def shown(bureau: Bureau, essai: Essai) -> Iterator[PageCer]:
    cer = bureau.cers.nouveau(une_personne(bureau))
    remplir(bureau, cer)
    for window in fenetre(bureau, essai):
        window.ouvrir_cer(cer)
        yield page(window, PageCer)


def signer(sheet: Feuille) -> None:
    """Draw two strokes with the mouse."""
    width, height = sheet.width(), sheet.height()
    for x in (0.2, 0.5):
        QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(int(x * width), height // 2))
        for step in range(1, 6):
            place = QPoint(int((x + step * 0.04) * width), height // 2 + (step % 2) * height // 4)
            QTest.mouseMove(sheet, place)
        QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=place)


def ask(shown: PageCer, essai: Essai) -> None:
    accord = shown.formulaire.accord
    shown.formulaire.montrer(accord)
    essai.cliquer(accord.reponse.boutons["oui"])
    essai.cliquer(accord.moyen.boutons["signature"])


def test_both_sign_and_the_text_is_closed(bureau: Bureau, shown: PageCer, essai: Essai, qtbot: QtBot) -> None:
    """R-CER-20, R-CER-25, decision 30."""
    ask(shown, essai)
    accord = shown.formulaire.accord
    assert not accord.valider.isEnabled()
    signer(accord.personne.feuille)
    assert not accord.valider.isEnabled()
    signer(accord.referent.feuille)
    assert accord.valider.isEnabled()
    window = shown.window()
    assert isinstance(window, MainWindow)
    verifier(window)
    essai.cliquer(accord.valider)
    qtbot.waitUntil(lambda: shown.corps.currentWidget() is shown.lecture)
    lu = bureau.cers.ouvrir(shown._cer)
    assert (lu.accord.standing, lu.signe, lu.modifiable) == (Standing.OUI, True, True)
    assert "Signature à l’écran" in lu.accord.moyen_libelle
    assert shown.soumission.soumettre.isVisible()
    assert bureau.editions.cer(shown._cer, "docx").octets
    essai.cliquer(shown.rouvrir)
    assert shown.corps.currentWidget() is shown.formulaire
    essai.taper(shown.formulaire.form.editeurs["situation"], "x")
    essai.quitter(shown.formulaire.form.editeurs["situation"])
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(shown._cer).accord.standing is Standing.CADUC)
    qtbot.waitUntil(lambda: not bureau.cers.ouvrir(shown._cer).signe)


def test_a_signature_is_begun_again(shown: PageCer, essai: Essai) -> None:
    """R-CER-20."""
    ask(shown, essai)
    zone = shown.formulaire.accord.personne
    assert not zone.recommencer.isVisible()
    signer(zone.feuille)
    assert zone.signee()
    assert len(lire(zone.feuille.texte())) == 2
    essai.cliquer(zone.recommencer)
    assert not zone.signee()
    assert zone.feuille.texte() == ""


def test_the_other_button_of_the_mouse_draws_nothing(shown: PageCer, essai: Essai) -> None:
    ask(shown, essai)
    sheet = shown.formulaire.accord.personne.feuille
    QTest.mousePress(sheet, Qt.MouseButton.RightButton, pos=QPoint(20, 20))
    QTest.mouseMove(sheet, QPoint(200, 60))
    QTest.mouseRelease(sheet, Qt.MouseButton.RightButton, pos=QPoint(200, 60))
    assert sheet.texte() == ""


@pytest.mark.parametrize("traces", [None, ("", ""), ("10,10 500,10", "10,10 20,10")])
def test_an_accord_that_says_signed_carries_both(
    bureau: Bureau, shown: PageCer, traces: tuple[str, str] | None
) -> None:
    """R-CER-20."""
    with pytest.raises(RefusedError, match="deux signatures"):
        bureau.cers.recueillir_accord(shown._cer, "oui", "signature", None, traces)


def test_what_is_missing_is_asked_for_in_a_text_that_is_closed(
    bureau: Bureau, shown: PageCer, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-20, R-CER-5: the priorité does not print; choosing it lapses nothing."""
    bureau.saisie.save_field("cer", shown._cer, "priorite", None, "normale")
    ask(shown, essai)
    for zone in (shown.formulaire.accord.personne, shown.formulaire.accord.referent):
        signer(zone.feuille)
    essai.cliquer(shown.formulaire.accord.valider)
    qtbot.waitUntil(lambda: shown.corps.currentWidget() is shown.lecture)
    essai.cliquer(shown.soumission.soumettre)
    assert shown.corps.currentWidget() is shown.formulaire
    assert "Priorité" in shown.barre.mot()


def test_drawings_that_nothing_checked_do_not_stop_an_edition(bureau: Bureau, shown: PageCer) -> None:
    """R-CER-20: only an accord that says it is signed on the screen is held to bear signatures."""
    bureau.cers.recueillir_accord(shown._cer, "oui", "case", "sans_reseau", ("rien", "rien"))
    assert bureau.editions.cer(shown._cer, "pdf").octets.startswith(b"%PDF")
