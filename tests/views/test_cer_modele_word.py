"""Saving a CER in Word: in the département’s model, or in ours where it cannot serve, and that is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from domain.modele_word.depose import ModeleDepose
from tests import modeles_word as modeles
from tests.builders import une_personne, verser
from tests.views.cer.gestes import remplir
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    for made in fenetre(bureau, essai):
        made.ouvrir_cer(bureau.cers.nouveau(une_personne(bureau)))
        yield made


@pytest.mark.parametrize("good", [True, False])
def test_what_is_saved_is_named_and_a_model_that_failed_is_said(
    bureau: Bureau,
    window: MainWindow,
    essai: Essai,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    good: bool,
) -> None:
    shown = window.page
    assert isinstance(shown, PageCer)
    remplir(bureau, shown._cer)
    octets = modeles.exemple() if good else modeles.remplace("{{ situation }}", "")
    valeur = ModeleDepose("2027-1", "cer.docx", octets).reglage({})
    verser(bureau, "reglage", {"nom": "cer.modele_word", "valeur": valeur, "revision": 2})
    target = tmp_path / "cer.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    with qtbot.waitSignal(shown.editions.dit) as said:
        shown.editions.word.trigger()
    (text,) = said.args or [""]
    assert target.read_bytes().startswith(b"PK")
    assert text.startswith("Enregistré. ")
    assert ("n’a pas pu servir" in text) is not good
    assert shown.barre.mot() == text
    verifier(window)
    essai.photo(window, f"cer_modele_word_{'bon' if good else 'repli'}")
