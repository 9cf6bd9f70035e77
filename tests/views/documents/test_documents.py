"""The documents of a dossier as a person handles them: opened, fetched, taken out."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from sqlalchemy import Connection, insert

from desktop.models.changes import Changes
from desktop.models.contenus import Etape
from desktop.models.tables import recu
from desktop.services.bureau import Bureau
from desktop.services.documents import Prepare
from desktop.sync.bilan import Bilan
from desktop.views.blocs import Pastille
from desktop.views.dossier.document_ligne import LigneDocument
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.synchronisation.page import PageSynchronisation
from desktop.views.synchronisation.recus import details, summary
from desktop.views.vue_document import VueDocument, ouvrir_ailleurs, vue
from domain.document.contenu import JPEG, PDF, WORD
from domain.errors import RefusedError
from domain.fields import Value
from tests.builders import verser
from tests.desktop.documents.test_photos import photo
from tests.views.documents.gestes import ajouter, alertes, etats, lacher, noter, un_pdf
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page


def test_each_state_has_its_icon_and_its_word_and_rows_follow(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    common: dict[str, Value] = {"dossier": dossier, "media": PDF.media, "rangement": "courriers"}
    arrived: dict[str, Value] = {"nom": "Notification.pdf", "taille": 312_000, "contenu_present": True}
    promised: dict[str, Value] = {"nom": "Convocation.pdf", "taille": 90_000, "date_envoi": "2026-11-10"}
    there, _away = verser(
        bureau,
        "document",
        common | arrived | {"empreinte": "a" * 64, "date_envoi": "2026-11-12"},
        common | promised | {"empreinte": "b" * 64},
    )
    here = ajouter(bureau, dossier, un_pdf(), "CER_scanne.pdf")
    bad = ajouter(bureau, dossier, un_pdf() + b"\n", "Photo_refusee.pdf")
    sent = ajouter(bureau, dossier, un_pdf() + b"\n\n", "CV.pdf")
    why = "Ce format n’est pas pris. Sont pris\u00a0: PDF, photo JPEG, image PNG, document Word (.docx)."
    noter(bureau, here, dossier, fait=len(un_pdf()) * 2 // 5)
    noter(bureau, bad, dossier, etat=Etape.REFUSE, motif=why)
    noter(bureau, sent, dossier, etat=Etape.FINI)
    expected = {"Sur ce poste", "Refusé", "Envoi en cours, 39\u00a0%", "À télécharger"}
    expected.add("Pas encore envoyé par son auteur")
    essai.qtbot.waitUntil(lambda: set(etats(onglet)) == expected)
    rows = {row.document: row for row in onglet.findChildren(LigneDocument)}
    assert all(pill.accessibleName() for pill in onglet.findChildren(Pastille))
    assert rows[bad].motif.text().startswith("Ce format")
    verifier(onglet)
    essai.photo(onglet.window(), "documents")
    appliquer(application(), SOMBRE)
    essai.photo(onglet.window(), "documents_sombre")
    appliquer(application(), CLAIRE, 200)
    essai.photo(onglet.window(), "documents_200")
    appliquer(application(), CLAIRE)
    rows[there].demander.setFocus()
    noter(bureau, here, dossier, fait=0)
    essai.qtbot.waitUntil(lambda: "À envoyer" in etats(onglet))
    assert rows[there].demander.hasFocus(), "progress takes no keyboard away"
    essai.cliquer(rows[there].demander)
    essai.qtbot.waitUntil(lambda: "Réception demandée" in etats(onglet))
    essai.cliquer(rows[bad].reessayer)
    essai.qtbot.waitUntil(lambda: "Refusé" not in etats(onglet))


def test_a_document_is_taken_out_after_a_second_thought_on_the_spot(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    """R-DOC-5: a document may be deleted; no box in the middle of the screen."""
    ajouter(bureau, dossier, un_pdf())
    essai.qtbot.waitUntil(lambda: len(etats(onglet)) == 1)
    (row,) = onglet.findChildren(LigneDocument)
    essai.cliquer(row.retrait.retirer)
    assert bureau.documents.lister(dossier) != ()
    essai.photo(onglet.window(), "documents_retrait")
    essai.cliquer(row.retrait.oui)
    essai.qtbot.waitUntil(lambda: bureau.documents.lister(dossier) == ())
    essai.qtbot.waitUntil(lambda: "Aucun document" in {label.text() for label in onglet.findChildren(QLabel)})


def test_a_pdf_and_a_photo_are_seen_here_and_nothing_is_in_clear(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """Decision 26: drawn from memory."""
    ajouter(bureau, dossier, un_pdf())
    prepare = bureau.documents.preparer_octets(photo((800, 600)), "IMG.jpg")
    assert prepare.format is JPEG
    bureau.documents.ajouter(dossier, prepare, rangement="cer_scannes", nom="Photo.jpg")
    for one in bureau.documents.lister(dossier):
        seen = vue(bureau, one, onglet, modifiable=True)
        assert isinstance(seen, VueDocument)
        essai.montrer(seen, 860, 640)
        assert seen.feuilles.nombre == 1
        verifier(seen)
        essai.photo(seen, f"document_vu_{one.media.rpartition('/')[2]}")
    assert not (tmp_path / "essai.ouverts").exists()


class Programmes(QObject):
    """Stands for the programs of the computer."""

    def __init__(self) -> None:
        super().__init__()
        self.ouverts: list[Path] = []

    @Slot(QUrl)
    def ouvrir(self, url: QUrl) -> None:
        self.ouverts.append(Path(url.toLocalFile()))


def test_what_is_not_drawn_here_opens_elsewhere_until_the_lock(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    word = b"PK\x03\x04 word/document.xml"
    document = bureau.documents.ajouter(dossier, Prepare(word, WORD, "x"), rangement="ioc", nom="Lettre.docx")
    essai.qtbot.waitUntil(lambda: len(etats(onglet)) == 1)
    programs = Programmes()
    QDesktopServices.setUrlHandler("file", programs, "ouvrir")  # type: ignore[arg-type] # PySide takes str
    try:
        (row,) = onglet.findChildren(LigneDocument)
        essai.cliquer(row.ouvrir)
        broken = ajouter(bureau, dossier, b"%PDF-1.4 sans rien\n%%EOF", "Abime.pdf")
        ouvrir_ailleurs(bureau.documents, broken)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [path.name for path in programs.ouverts] == ["Lettre.docx", "Abime.pdf"]
    assert programs.ouverts[0].read_bytes() == word
    broken_one = next(one for one in bureau.documents.lister(dossier) if one.id == broken)
    assert vue(bureau, broken_one, onglet, modifiable=True) is None
    assert document


def test_what_is_not_here_says_so(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    document = ajouter(bureau, dossier, un_pdf())
    essai.qtbot.waitUntil(lambda: len(etats(onglet)) == 1)
    for path in (bureau.poste.replique.path.with_suffix(".contenus")).iterdir():
        path.unlink()
    (row,) = onglet.findChildren(LigneDocument)
    essai.cliquer(row.ouvrir)
    essai.qtbot.waitUntil(lambda: len(alertes(onglet)) == 1)
    assert "pas encore sur ce poste" in alertes(onglet)[0]
    with pytest.raises(RefusedError):
        bureau.documents.ouvrir(document)


def test_a_dossier_one_may_only_read_takes_no_file(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, tmp_path: Path
) -> None:
    path = tmp_path / "lettre.pdf"
    path.write_bytes(un_pdf())
    onglet.montrer(replace(bureau.dossiers.lire(dossier), modifiable=False))
    assert not lacher(onglet, path)
    assert not onglet.choisir.isVisible()
    assert bureau.documents.lister(dossier) == ()


def test_the_synchronisation_says_what_is_still_to_go_and_what_went(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-DOC-5: contents are counted apart from the words, in their own receipt."""
    ajouter(bureau, dossier, un_pdf())
    bilan = Bilan("2026-11-20T08:30:00.000Z", fin="2026-11-20T08:30:04.000Z")

    def work(connection: Connection) -> tuple[None, Changes]:
        bilan.note_contenu(dossier, 1_400_000, sent=True)
        bilan.note_contenu(dossier, 90_000, sent=False)
        connection.execute(insert(recu).values(id="r", fin=bilan.fin, contenu=asdict(bilan)))
        return None, Changes()

    bureau.poste.now_write(work)
    (receipt,) = bureau.synchro.recus()
    assert summary(receipt) == "2\u00a0documents échangés"
    assert "VAUTRIN Élise\u00a0– Document envoyé\u00a0– 1,4\u00a0Mo" in details(receipt)[0]
    assert bureau.synchro.etat().documents == "1\u00a0document à envoyer, 10\u00a0Ko"
    window.ouvrir_place("synchronisation")
    here = page(window, PageSynchronisation)
    essai.qtbot.waitUntil(lambda: "1\u00a0document à envoyer, 10\u00a0Ko." in here.etat.detail.text())
