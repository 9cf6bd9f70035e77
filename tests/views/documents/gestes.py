"""What a hand does with documents and letters, and what it then sees."""

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from sqlalchemy import Connection

from desktop.models import contenus
from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.documents import Prepare
from desktop.views.blocs import Alerte
from desktop.views.courrier import EcrireCourrier
from desktop.views.dossier.document_ajout import AjoutDocument
from desktop.views.dossier.document_ligne import LigneDocument
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.fields import EditeurChoix
from domain.document.contenu import PDF
from domain.fields import Value
from tests.builders import verser
from tests.views.essai import Essai


def un_pdf() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (620, 877), "white").save(made, "PDF")
    return made.getvalue()


def lacher(onglet: OngletDocuments, *paths: Path) -> bool:
    """Drop files on the tab; tell whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, copy = QPointF(50, 50), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(where.toPoint(), copy, data, left, none)
    entering.ignore()
    onglet.dragEnterEvent(entering)
    if entering.isAccepted():
        onglet.dropEvent(QDropEvent(where, copy, data, left, none))
    return entering.isAccepted()


def choisir(form: AjoutDocument, code: str) -> None:
    """Choose a type in its list, as a hand does."""
    assert isinstance(form.type, EditeurChoix)
    form.type.list.setCurrentIndex(form.type.list.findData(code))
    form.type.list.activated.emit(form.type.list.currentIndex())


def etats(onglet: OngletDocuments) -> list[str]:
    return [row.etat.texte() for row in onglet.findChildren(LigneDocument)]


def ajouter(bureau: Bureau, dossier: str, octets: bytes, nom: str = "Courrier.pdf") -> str:
    return bureau.documents.ajouter(dossier, Prepare(octets, PDF, "x"), rangement="courriers", nom=nom)


def noter(bureau: Bureau, document: str, dossier: str, **values: object) -> None:
    """Write how far a content is, as the sync does."""

    def work(connection: Connection) -> tuple[None, Changes]:
        contenus.note(connection, document, **values)
        return None, Changes(dossiers=frozenset({dossier}))

    bureau.poste.now_write(work)


def rendez_vous(bureau: Bureau, dossier: str, **values: Value) -> str:
    told: dict[str, Value] = {
        "dossier": dossier,
        "moment": "2026-11-30T09:30",
        "duree": 45,
        "collaborateur": bureau.moi.id,
        "lieu": "cms",
        "type": "premier",
        "realisation": "prevu",
    }
    (record,) = verser(bureau, "entretien", told | values)
    return record


def ecrire(bureau: Bureau, dossier: str, code: str, essai: Essai) -> EcrireCourrier:
    modele = next(one for one in bureau.courriers.modeles() if one.code == code)
    letter = EcrireCourrier(bureau, dossier, modele)
    essai.montrer(letter, 1080, 640)
    return letter


def alertes(widget: QWidget) -> list[str]:
    """Return the alerts shown under a widget."""
    return [one.accessibleName() for one in widget.findChildren(Alerte) if not one.isHidden()]
