"""A filed document, corrected, found, taken back from Word."""

import docx
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from desktop.documents.word_pdf import en_pdf
from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte
from desktop.views.dossier.document_fiche import FicheDocument
from desktop.views.dossier.document_ligne import LigneDocument
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.vue_document import VueDocument
from domain.document.contenu import WORD
from domain.fields import Value
from tests.builders import verser
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application


class Word(QObject):
    """Stands for Word: saves one line more."""

    @Slot(QUrl)
    def ouvrir(self, url: QUrl) -> None:
        path = url.toLocalFile()
        opened = docx.Document(path)
        opened.add_paragraph("Une ligne de plus.")
        opened.save(path)


def test_a_letter_finished_in_word_is_taken_back(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, vus: list[VueDocument]
) -> None:
    """R-DOC-3: the filed letter is replaced, under its name."""
    letter = bureau.courriers.ecrire(dossier, "courrier", saisies={"objet": "Essai", "texte": "Bonjour."})
    document = bureau.courriers.ranger(dossier, letter)
    essai.qtbot.waitUntil(lambda: len(onglet.findChildren(LigneDocument)) == 1)
    onglet.ouvrir(document)
    (seen,) = vus
    essai.montrer(seen, 900, 640)
    assert any("par son texte" in one.accessibleName() for one in seen.findChildren(Alerte))
    essai.photo(seen, "document_vu_word")
    word = Word()
    QDesktopServices.setUrlHandler("file", word, "ouvrir")  # type: ignore[arg-type] # PySide takes str
    try:
        essai.cliquer(seen.ailleurs)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    onglet.montrer(bureau.dossiers.lire(dossier))
    (row,) = onglet.findChildren(LigneDocument)
    essai.photo(onglet.window(), "documents_retouche")
    essai.cliquer(row.reprendre)
    (filed,) = bureau.documents.lister(dossier)
    assert (filed.nom, filed.id == document) == (letter.nom, False)
    assert "Unelignedeplus." in mots(texte_pdf(en_pdf(bureau.documents.lire(filed.id))))


def test_a_date_that_is_none_keeps_the_form_open_until_it_is_mended(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    """R-DOC-5: neither «Terminé» nor the form of another document takes the text away."""
    for text in ("Bonjour.", "Bonsoir."):
        letter = bureau.courriers.ecrire(dossier, "courrier", saisies={"objet": "Essai", "texte": text})
        bureau.courriers.ranger(dossier, letter)
    essai.qtbot.waitUntil(lambda: len(onglet.findChildren(LigneDocument)) == 2)
    first, other = onglet.findChildren(LigneDocument)
    essai.cliquer(first.modifier)
    fiche = onglet.fiche
    assert fiche is not None
    day = fiche.champs["date_envoi"]
    day.show_value(None)
    essai.taper(day, "32/11/2026")
    for button in (fiche.terminer, other.modifier):
        button.setFocus()
        essai.cliquer(button)
        assert onglet.fiche is fiche
        assert (day.value(), day.has_focus()) == ("32/11/2026", True)
        assert day.problem()
    day.show_value(None)
    essai.taper(day, "20/11/2026")
    essai.cliquer(fiche.terminer)
    essai.qtbot.waitUntil(lambda: onglet.findChildren(FicheDocument) == [])
    assert "2026-11-20" in [str(one.champs["date_envoi"]) for one in bureau.documents.lister(dossier)]


def test_a_filed_document_is_corrected_on_the_spot(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    """R-DOC-2, R-DOC-5: its name by the grid whatever is typed, its type, its folder, its date."""
    letter = bureau.courriers.ecrire(dossier, "courrier", saisies={"objet": "Essai", "texte": "Bonjour."})
    bureau.courriers.ranger(dossier, letter)
    essai.qtbot.waitUntil(lambda: len(onglet.findChildren(LigneDocument)) == 1)
    (row,) = onglet.findChildren(LigneDocument)
    essai.cliquer(row.modifier)
    assert onglet.fiche is not None
    name = onglet.fiche.champs["nom"]
    name.line.selectAll()  # type: ignore[attr-defined] # an EditeurNomFichier
    essai.taper(name, "Réponse de l’été")
    essai.qtbot.waitUntil(lambda: bureau.documents.lister(dossier)[0].nom == "Reponse-de-l-ete.docx")
    verifier(onglet)
    essai.photo(onglet.window(), "documents_modifier")
    essai.cliquer(onglet.fiche.terminer)
    essai.qtbot.waitUntil(lambda: onglet.findChildren(FicheDocument) == [])
    essai.qtbot.waitUntil(
        lambda: any(label.text() == "Reponse-de-l-ete.docx" for label in onglet.findChildren(QLabel))
    )


def test_many_documents_are_found_by_folder_and_by_words(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    """R-DOC-1."""
    common: dict[str, Value] = {"dossier": dossier, "media": WORD.media, "taille": 9_000}
    told = [("Notification", "courriers", "courrier")] * 5 + [("CV", "brsa", "cv")] * 2
    verser(
        bureau,
        "document",
        *[
            common
            | {"nom": f"{nom}_{rank}.docx", "rangement": folder, "type": kind, "empreinte": f"{rank}" * 64}
            for rank, (nom, folder, kind) in enumerate(told)
        ],
    )
    essai.qtbot.waitUntil(onglet.filtre.isVisible)
    buttons = onglet.filtre.boutons
    assert [button.text() for button in buttons.values()] == [
        "Tous\u20027",
        "Documents de la personne\u20022",
        "Courriers\u20025",
    ]
    verifier(onglet)
    rows = onglet.findChildren(LigneDocument)
    essai.qtbot.waitUntil(lambda: all(row.height() >= row.minimumSizeHint().height() for row in rows))
    essai.photo(onglet.window(), "documents_filtre")
    appliquer(application(), SOMBRE, 200)
    essai.photo(onglet.window(), "documents_filtre_sombre_200")
    appliquer(application(), CLAIRE)
    essai.cliquer(buttons["brsa"])

    def shown() -> set[str]:
        return {row.nom.text() for row in onglet.findChildren(LigneDocument) if row.isVisible()}

    essai.qtbot.waitUntil(lambda: shown() == {"CV_5.docx", "CV_6.docx"})
    onglet.filtre.ligne.setText("notification")
    assert "Aucun document ne répond à ces mots dans ce rangement." in {
        label.text() for label in onglet.findChildren(QLabel)
    }
