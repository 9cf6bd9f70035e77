"""The columns one chooses, and the Excel file of what is shown."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.services.bureau import Bureau
from desktop.views import style
from desktop.views.file_active import PageFileActive
from desktop.views.file_active.volet import VoletColonnes
from desktop.views.main_window import MainWindow
from desktop.views.palette import SOMBRE
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application
from tests.views.file_active.gestes import criteria, entry, titles


def test_columns_are_chosen_and_remembered(
    bureau: Bureau, here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    essai.cliquer(here.gardees.autres)
    entry("Colonnes…")
    volet = here.volet
    assert isinstance(volet, VoletColonnes)
    essai.touche(volet.cases["rendez_vous"], Qt.Key.Key_Space)
    essai.touche(volet.cases["veille"], Qt.Key.Key_Space)
    verifier(window)
    hugo = here.liste.entree(titles(here).index("CHASTEL Hugo"))
    assert [words for words, _, _ in hugo.pastilles] == [
        "Veille\u00a0: au 25/11/2026",
        "CER\u00a0: encore 41\u00a0jours",
        "Versement suspendu",
    ]
    assert here.gardees._codes == ["veille", "cer", "droit"]  # what an export holds now
    bureau.saisie.flush()
    again = PageFileActive(bureau, window)
    assert [colonne.code for colonne in again.colonnes] == ["veille", "cer", "droit"]
    again.deleteLater()


def test_every_column_says_something_and_fits_its_width(here: PageFileActive) -> None:
    here._choose_columns(list(here._toutes))
    for rank in range(here.liste.nombre()):
        for colonne, (words, _, _) in zip(here.colonnes, here.liste.entree(rank).pastilles, strict=True):
            assert len(words) <= max(colonne.largeur, 23), colonne.code


def test_the_list_leaves_as_excel_once_it_is_said_to_be_in_clear(
    here: PageFileActive,
    window: MainWindow,
    essai: Essai,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    essai.taper(here.ligne, "aubenas")
    essai.cliquer(here.gardees.autres)
    entry("Exporter vers Excel…")
    assert "en clair" in here.gardees.export.mots()
    assert "8\u00a0personnes" in here.gardees.export.mots()
    assert proposed == []
    verifier(window)
    essai.photo(window, "file_active_export")
    essai.cliquer(here.gardees.export.exporter)
    essai.qtbot.waitUntil(lambda: bool(proposed))
    assert here.gardees.export.isHidden()
    sheet = load_workbook(tmp_path / "File-active_2026-11-20.xlsx").active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        line.nom for line in here.lignes
    ]


def test_an_export_that_the_disk_refuses_may_be_asked_again(
    here: PageFileActive, essai: Essai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(tmp_path / "absent" / "File-active.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (nowhere, ""))
    here.gardees.exporter()
    essai.cliquer(here.gardees.export.exporter)
    essai.qtbot.waitUntil(lambda: "n’a pas pu être enregistré" in here.gardees.export.mots())
    assert here.gardees.export.exporter.isEnabled()


def test_only_those_ticked_leave(here: PageFileActive, essai: Essai) -> None:
    here.gardees.choisir()
    here.liste.fixer_cochees({here.lignes[2].dossier})
    essai.cliquer(here.gardees.choisies.exporter)
    assert "1\u00a0personne." in here.gardees.export.mots()
    essai.cliquer(here.gardees.export.renoncer)
    assert here.gardees.export.isHidden()


def test_a_narrow_screen_shows_the_panel_alone_then_the_list(
    here: PageFileActive, window: MainWindow, essai: Essai
) -> None:
    style.appliquer(application(), SOMBRE, 200)
    volet = criteria(here, essai)
    assert not here.pile.isVisible()
    essai.photo(window, "file_active_criteres_200")
    essai.cliquer(volet.voir)
    assert here.pile.isVisible()
    assert here.filtrer.text() == ""
    verifier(window)
