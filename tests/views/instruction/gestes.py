from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.instruction import PageInstruction
from desktop.views.instruction_decision import PanneauDecision
from desktop.views.main_window import MainWindow
from domain.cer.states import State
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai

CHEMINS = {
    State.SOUMIS: ("soumis",),
    State.COMMISSION: ("soumis", "commission"),
    State.ATTENTE: ("soumis", "attente"),
    State.VALIDE: ("soumis", "attente", "valide"),
}


def submitted(bureau: Bureau, nom: str, *, etat: State = State.SOUMIS, **values: Value) -> str:
    """A CER that a referent has submitted, as a pull brings it."""
    droit = {name: values.pop(name) for name in ("sdd", "etat_droit") if name in values}
    dossier = une_personne(bureau, nom=nom, numero=f"D-{nom}", **droit)
    cer: dict[str, Value] = {
        "dossier": dossier,
        "numero": 2,
        "type": "renouvellement",
        "date_debut": "2026-12-01",
        "duree_mois": 6,
        "date_fin": "2027-05-31",
        "date_signature": "2026-11-10",
        "priorite": "normale",
        "situation": "Vit à Privas, deux enfants, sans véhicule.",
        "evaluation": "Le CV est fait ; la garde des enfants a freiné la reprise d’emploi.",
        "expression": "Je voudrais travailler près de chez moi.",
    }
    (record,) = verser(bureau, "cer", cer | values)
    verser(
        bureau,
        "objectif",
        {
            "dossier": dossier,
            "cer": record,
            "rang": 1,
            "theme": "mobilite",
            "personne": "S’inscrire à l’auto-école solidaire.",
            "referent": "Demander l’aide à la mobilité.",
        },
    )
    before = "proposition"
    for rank, after in enumerate(CHEMINS[etat], 1):
        step: dict[str, Value] = {
            "dossier": dossier,
            "cer": record,
            "rang": rank,
            "de": before,
            "vers": after,
        }
        verser(bureau, "evenement_cer", step)
        before = after
    return record


def page(window: MainWindow, qtbot: QtBot, count: int) -> PageInstruction:
    window.ouvrir_place("instruction")
    shown = window.page
    assert isinstance(shown, PageInstruction)
    qtbot.waitUntil(lambda: len(shown.lignes) == count)
    return shown


def panel(shown: PageInstruction) -> PanneauDecision:
    assert shown.etude.panneau is not None
    return shown.etude.panneau


def open_first(shown: PageInstruction, essai: Essai) -> PanneauDecision:
    shown.liste.choisir(0)
    essai.touche(shown.liste, Qt.Key.Key_Return)
    return panel(shown)


def ctrl_enter(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
