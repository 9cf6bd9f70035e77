"""Locking: what is being typed is saved, what is shown goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.apercu import Apercu
from desktop.views.main_window import MainWindow
from domain.errors import RefusedError
from tests.builders import Horloge, un_bureau, une_personne
from tests.views.cadre.pages import PAGES, Fiche
from tests.views.essai import Essai


def test_locking_saves_what_is_being_typed(
    tmp_path_factory: pytest.TempPathFactory, essai: Essai, qtbot: QtBot
) -> None:
    folder = tmp_path_factory.mktemp("verrou")
    clock = Horloge()
    bureau = un_bureau(folder, horloge=clock)
    dossier = une_personne(bureau)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    window.ouvrir_dossier(dossier)
    assert isinstance(window.page, Fiche)
    essai.taper(window.page.adresse, "Chez sa sœur")
    with qtbot.waitSignal(window.verrouillee):
        essai.touche(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with pytest.raises(RefusedError):
        bureau.saisie.flush()  # the replica is closed
    again = un_bureau(folder, horloge=clock)
    assert again.dossiers.lire(dossier).values["adresse_declaree"] == "Chez sa sœur"
    again.verrouiller()
    assert window.close()


def test_a_window_left_alone_locks_itself_after_ten_minutes(
    tmp_path_factory: pytest.TempPathFactory, essai: Essai
) -> None:
    clock = Horloge()
    bureau = un_bureau(tmp_path_factory.mktemp("veille"), horloge=clock)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    locked: list[bool] = []
    window.verrouillee.connect(lambda: locked.append(True))
    clock.avance(minutes=9)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)  # someone is there
    clock.avance(minutes=9)
    window._veille.regarder()
    assert not locked
    clock.avance(minutes=2)
    window._veille.regarder()
    assert locked == [True]
    assert window.close()


def test_a_lock_takes_away_the_dialogs_too(
    tmp_path_factory: pytest.TempPathFactory, essai: Essai, qtbot: QtBot
) -> None:
    """A preview shows a whole CER, and «Enregistrer sous» would still write it."""
    bureau = un_bureau(tmp_path_factory.mktemp("dialogues"))
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    preview = Apercu("CER vierge", bureau.editions.vierge(), window.page)
    saving = QFileDialog(preview)
    saving.setOption(QFileDialog.Option.DontUseNativeDialog)
    box = QMessageBox(window)
    for dialog in (preview, saving, box):
        dialog.open()
        qtbot.waitExposed(dialog)
    window.verrouiller()
    assert not [dialog for dialog in (preview, saving, box) if dialog.isVisible()]
    assert window.close()


def test_a_disk_that_refuses_keeps_the_window_and_its_text(
    window: MainWindow, bureau: Bureau, essai: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.ouvrir_dossier(une_personne(bureau))
    page = window.page
    assert isinstance(page, Fiche)
    essai.taper(page.adresse, "Chez sa sœur")

    def refuse() -> None:
        raise RefusedError("Le disque est plein.")

    with monkeypatch.context() as patched:
        patched.setattr(bureau, "verrouiller", refuse)
        assert not window.close()
    assert page.isVisible()
    assert page.adresse.value() == "Chez sa sœur"
    assert window.bandeau.annonce.texte() == "Le disque est plein."
