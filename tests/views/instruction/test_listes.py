"""What is studied: the order, the alerts, the lists, the history."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from domain.cer.states import State
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.instruction.gestes import ctrl_enter, open_first, page, panel, submitted


def test_priorities_come_first_and_alerts_are_in_the_row(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    submitted(bureau, "Serre")
    submitted(bureau, "Fabre", priorite="retablissement", etat_droit="suspendu")
    submitted(bureau, "Mazel", sdd="nsdd")
    shown = page(window, qtbot, 3)
    assert "FABRE" in shown.liste.entree(0).titre
    rows = [" ".join(words for words, _, _ in shown.liste.entree(rank).pastilles) for rank in range(3)]
    assert "Rétablissement du droit" in rows[0]
    assert any("Non soumis aux droits et devoirs" in row for row in rows)
    verifier(window)
    essai.photo(window, "instruction_liste_clair")


def test_what_the_commission_studies_is_a_list_of_its_own(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-12: one meeting, one list, gone through to its end."""
    submitted(bureau, "Serre")
    for nom in ("Fabre", "Mazel"):
        submitted(bureau, nom, etat=State.COMMISSION)
    shown = page(window, qtbot, 3)
    essai.cliquer(shown.commission)
    assert len(shown.lignes) == 2
    for left in (1, 0):
        made = panel(shown) if left == 0 else open_first(shown, essai)
        essai.cliquer(made.suite.boutons["attente"])
        ctrl_enter(window)
        assert len(shown.lignes) == left
    assert shown.vide.isVisible()


def test_a_history_taken_over_without_its_submission_is_listed_all_the_same(
    bureau: Bureau, window: MainWindow, qtbot: QtBot
) -> None:
    """R-CER-12: found by forcing a step past the rules of the laptop; the list was then not drawn at all."""
    dossier = une_personne(bureau, nom="Astier", numero="D-Astier")
    (cer,) = verser(bureau, "cer", {"dossier": dossier, "numero": 1, "situation": "Vit à Privas."})
    step: dict[str, Value] = {"dossier": dossier, "cer": cer, "rang": 1, "de": "proposition"}
    verser(bureau, "evenement_cer", step | {"vers": "attente"})
    shown = page(window, qtbot, 1)
    assert shown.lignes[0].cer == cer
    assert shown.lignes[0].etat is State.ATTENTE


def test_the_history_says_from_where_to_where_by_whom(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-CER-12: every change is kept with who, when, from, to, why; all of it is on the screen."""
    submitted(bureau, "Astier", etat=State.ATTENTE)
    shown = page(window, essai.qtbot, 1)
    open_first(shown, essai)
    said = "\n".join(label.text() for label in shown.etude.lecture.findChildren(QLabel))
    me = f"{bureau.moi.prenom} {bureau.moi.nom}"
    for origin in ("CER proposition", "Soumis à l’étude"):
        assert f"Depuis «\u00a0{origin}\u00a0» · {me}" in said
