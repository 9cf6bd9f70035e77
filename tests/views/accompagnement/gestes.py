from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.services.bureau import Bureau
from desktop.views.dossier import PageDossier
from desktop.views.dossier.accompagnement import OngletAccompagnement
from desktop.views.dossier.acte import Acte
from desktop.views.fields import EditeurChoix
from desktop.views.main_window import MainWindow
from domain.fields import Value
from tests.builders import verser
from tests.views.essai import Essai
from tests.views.fenetre import page


def ouvert(window: MainWindow, dossier: str) -> OngletAccompagnement:
    window.ouvrir_dossier(dossier, "Accompagnement")
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.accompagnement
    return here.accompagnement


def dit(widget: QWidget) -> str:
    """Return every word shown under a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def choisir(essai: Essai, editor: QWidget, words: str) -> None:
    assert isinstance(editor, EditeurChoix)
    editor.list.setFocus()
    rank = editor.list.findText(words)
    assert rank > 0, words
    while editor.list.currentIndex() < rank:
        essai.touche(editor.list, Qt.Key.Key_Down)


def confirmer(essai: Essai, acte: Acte) -> None:
    essai.cliquer(acte.confirmer)
    QApplication.processEvents()


def un_dossier_charge(bureau: Bureau, people: dict[str, str]) -> str:
    """A person about whom everything is under way at once: screens are looked at full."""
    dossier = people["elise"]
    person = bureau.dossiers.lire(dossier).values
    known: dict[str, Value] = {"conjoint": people["karim"], "actualisation_figee_le": "2026-11-12"}
    verser(bureau, "dossier", person | known)
    verser(
        bureau,
        "veille",
        {"dossier": dossier, "motif": "sanction", "debut": "2026-07-01", "fin": "2026-11-15"}
        | {"commentaire": "Réduction de moitié, notifiée en juin."},
        {"dossier": dossier, "motif": "formation", "debut": "2025-09-01", "terminee_le": "2025-12-20"},
    )
    verser(bureau, "demande_midem", {"dossier": dossier, "date": "2026-11-10", "motif": "Sans nouvelles."})
    verser(
        bureau,
        "demande_fin",
        {"dossier": dossier, "cas": "emploi", "date": "2026-11-02", "fin_souhaitee": "2026-11-30"}
        | {"precision": "CDI à temps plein depuis octobre.", "traitee_le": "2026-11-10"}
        | {"reponse": "Saisi dans Genesis, courrier parti."},
    )
    letter: dict[str, Value] = {"dossier": dossier, "nom": "fin.pdf", "rangement": "courriers"}
    verser(bureau, "document", letter | {"type": "fin_accompagnement", "date_envoi": "2026-11-11"})
    verser(bureau, "difficulte", {"dossier": dossier, "nature": "23.6", "debut": "2026-01-01"})
    return dossier
