"""Letters as a référent writes them: from the documents of a dossier, from an entretien."""

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from desktop.documents.apercu import nombre_de_pages
from desktop.documents.photos import redresser
from desktop.documents.word_pdf import en_pdf
from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte
from desktop.views.courrier import AUCUN_MODELE, EcrireCourrier, MenuCourriers
from desktop.views.dossier import PageDossier
from desktop.views.dossier.document_fiche import FicheDocument
from desktop.views.dossier.document_ligne import LigneDocument
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.entretien import PageEntretien
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.vue_document import VueDocument
from domain.document.contenu import WORD
from domain.errors import RefusedError
from domain.fields import Value
from domain.modele_word.courrier import Courrier
from tests.builders import une_personne, verser
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.desktop.documents.test_photos import photo
from tests.desktop.services.test_courriers import poser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page
from tests.views.test_documents import choisir


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture
def onglet(window: MainWindow, dossier: str) -> OngletDocuments:
    window.ouvrir_dossier(dossier)
    here = page(window, PageDossier)
    here.aller_a("Documents")
    return here.documents


@pytest.fixture
def vus(monkeypatch: pytest.MonkeyPatch) -> list[VueDocument]:
    """The documents shown: a box would wait for a hand."""
    seen: list[VueDocument] = []

    def keep(shown: VueDocument) -> None:
        seen.append(shown)

    monkeypatch.setattr(VueDocument, "exec", keep)
    return seen


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


def alertes(letter: EcrireCourrier) -> list[str]:
    return [one.accessibleName() for one in letter.findChildren(Alerte) if not one.isHidden()]


def test_a_letter_follows_what_is_typed_and_is_filed_at_once(
    bureau: Bureau, dossier: str, essai: Essai
) -> None:
    """R-DOC-3."""
    letter = ecrire(bureau, dossier, "courrier", essai)
    assert alertes(letter) == ["Vide dans ce courrier\u00a0: objet et corps du courrier."]
    essai.taper(letter.saisies["objet"], "Votre demande")
    essai.taper(letter.saisies["texte"], "Elle est transmise au service.")
    essai.qtbot.waitUntil(lambda: alertes(letter) == [])
    verifier(letter)
    essai.photo(letter, "courrier")
    appliquer(application(), SOMBRE)
    essai.photo(letter, "courrier_sombre")
    appliquer(application(), CLAIRE, 200)
    essai.photo(letter, "courrier_200")
    appliquer(application(), CLAIRE)
    essai.cliquer(letter.ranger)
    (filed,) = bureau.documents.lister(dossier)
    assert (filed.id, filed.media) == (letter.document, WORD.media)
    assert "transmiseauservice." in mots(texte_pdf(en_pdf(bureau.documents.lire(filed.id))))


def test_a_letter_about_an_entretien_asks_which(bureau: Bureau, dossier: str, essai: Essai) -> None:
    """R-ENT-6: the nearest is chosen; without any, it says what to do first."""
    letter = ecrire(bureau, dossier, "convocation", essai)
    assert "créez d’abord l’entretien" in alertes(letter)[0]
    assert not letter.ranger.isEnabled()
    later = rendez_vous(bureau, dossier, moment="2026-12-07T14:00")
    nearest = rendez_vous(bureau, dossier)
    letter = ecrire(bureau, dossier, "convocation", essai)
    assert letter.entretiens.choisi() == nearest
    essai.cliquer(letter.entretiens.boutons[later])
    essai.photo(letter, "courrier_convocation")
    essai.cliquer(letter.ranger)
    (filed,) = bureau.documents.lister(dossier)
    assert "lundi7décembre2026" in mots(texte_pdf(en_pdf(bureau.documents.lire(filed.id))))


def test_how_the_right_stands_is_seen_before_the_person_is_called(bureau: Bureau, essai: Essai) -> None:
    """R-GEN-8: at the head of a letter that speaks of an entretien."""
    dossier = une_personne(bureau, etat_droit="suspendu", actualisation_figee_le="2026-11-12")
    rendez_vous(bureau, dossier)
    letter = ecrire(bureau, dossier, "convocation", essai)
    right, frozen = alertes(letter)
    assert "uspendu" in right
    assert frozen.startswith("Genesis n’actualise plus")
    assert letter.ranger.isEnabled(), "told, never a block"
    essai.photo(letter, "courrier_droit")
    appliquer(application(), SOMBRE, 200)
    essai.photo(letter, "courrier_droit_sombre_200")
    appliquer(application(), CLAIRE)
    (said,) = alertes(ecrire(bureau, dossier, "courrier", essai))
    assert said.startswith("Vide dans ce courrier")


def test_where_no_model_is_offered_the_button_says_so(
    bureau: Bureau, window: MainWindow, onglet: OngletDocuments, dossier: str, essai: Essai
) -> None:
    """R-DOC-3: a département may retire them all."""

    def said_by(menu: MenuCourriers) -> None:
        essai.qtbot.waitUntil(menu.isVisible)
        (said,) = menu.actions()
        assert (said.text(), said.isEnabled()) == (AUCUN_MODELE, False)
        menu.close()

    for one in bureau.courriers.modeles():
        poser(bureau, Courrier(one.code, one.libelle, "brsa", "formulaire", retire=True))
    essai.cliquer(onglet.ecrire)
    said_by(onglet.courriers)
    window.ouvrir_entretien(rendez_vous(bureau, dossier))
    here = page(window, PageEntretien)
    essai.cliquer(here.convocation)
    essai.photo(here.courriers, "courriers_aucun")
    said_by(here.courriers)


def test_the_convocation_is_one_click_away_on_the_entretien(
    bureau: Bureau,
    window: MainWindow,
    dossier: str,
    essai: Essai,
    vus: list[VueDocument],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R-ENT-6: filed, then shown to be printed."""

    def file(letter: EcrireCourrier) -> int:
        essai.montrer(letter, 1080, 640)
        essai.cliquer(letter.ranger)
        return letter.result()

    monkeypatch.setattr(EcrireCourrier, "exec", file)
    window.ouvrir_entretien(rendez_vous(bureau, dossier))
    here = page(window, PageEntretien)
    essai.photo(window, "entretien_convocation")
    essai.cliquer(here.convocation)
    (filed,) = bureau.documents.lister(dossier)
    assert [one.windowTitle() for one in vus] == [f"Aperçu\u00a0: {filed.nom}"]
    window.ouvrir_entretien(rendez_vous(bureau, dossier, realisation="presence"))
    assert not page(window, PageEntretien).convocation.isVisible()


def test_the_documents_offer_every_letter(onglet: OngletDocuments, essai: Essai) -> None:
    essai.cliquer(onglet.ecrire)
    essai.qtbot.waitUntil(onglet.courriers.isVisible)
    offered = [action.text() for action in onglet.courriers.actions()]
    onglet.courriers.close()
    assert offered == [
        "Convocation à un entretien",
        "Courrier simple",
        "Demande de diagnostic",
        "Accord de transmission",
    ]


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


def test_files_of_one_drop_are_proposed_the_kind_of_the_first(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1, R-DOC-2: and no two of them bear one name."""
    for rank in (1, 2):
        (tmp_path / f"{rank}.pdf").write_bytes(b"%PDF-1.7 " + bytes([rank]))
    form = onglet.ajout
    onglet.prendre(sorted(tmp_path.glob("*.pdf")))
    essai.qtbot.waitUntil(form.nom.isVisible)
    choisir(form, "cv")
    assert form.rangement.value() == "brsa"
    choisir(form, "midem")
    assert form.rangement.value() == "courriers"
    essai.cliquer(form.ajouter_le)
    essai.qtbot.waitUntil(lambda: form.origine.text().startswith("2.pdf\u00a0: PDF"))
    essai.cliquer(form.ajouter_le)
    assert len(bureau.documents.lister(dossier)) == 1, "the second half of a double click files nothing"
    essai.qtbot.waitUntil(lambda: not form._rebond.isActive())
    assert (form.type.value(), form.rangement.value()) == ("midem", "courriers")
    essai.cliquer(form.ajouter_le)
    names = {one.nom for one in bureau.documents.lister(dossier)}
    stem = "Courrier-de-mise-en-demeure_VAUTRIN_Elise_2026-11-20"
    assert names == {f"{stem}.pdf", f"{stem}_2.pdf"}


def test_photos_of_one_letter_become_one_pdf(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1: three pages photographed are one document, in the order they were taken."""
    for rank in (1, 2, 3):
        (tmp_path / f"IMG_{rank}.jpg").write_bytes(photo((600, 800 + rank)))
    form = onglet.ajout
    onglet.prendre(sorted(tmp_path.glob("*.jpg")))
    essai.qtbot.waitUntil(form.nom.isVisible)
    assert form.reunir.text() == "Réunir les 3 photos en un PDF"
    essai.photo(onglet.window(), "documents_reunir")
    essai.cliquer(form.reunir)
    essai.qtbot.waitUntil(lambda: form.origine.text().startswith("IMG_1.jpg\u00a0: PDF"))
    assert not form.reunir.isVisible()
    choisir(form, "justificatif")
    essai.cliquer(form.ajouter_le)
    (filed,) = bureau.documents.lister(dossier)
    assert nombre_de_pages(bureau.documents.lire(filed.id)) == 3
    assert filed.nom == "Justificatif_VAUTRIN_Elise_2026-11-20.pdf"


def test_only_photos_are_made_one(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(photo((60, 80)))
    (tmp_path / "2.jpg").write_bytes(b"%PDF-1.7 ")
    with pytest.raises(RefusedError, match=r"2\.jpg\u00a0: seules des photos"):
        bureau.documents.relier(sorted(tmp_path.glob("*.jpg")))


def test_one_who_gives_up_while_a_file_is_read_takes_the_next_under_its_own_name(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1: the late answer is nobody's any more."""
    for rank in (1, 2):
        (tmp_path / f"IMG_{rank}.jpg").write_bytes(photo((600, 800 + rank)))
    form = onglet.ajout
    onglet.prendre([tmp_path / "IMG_1.jpg"])
    essai.cliquer(form.renoncer)
    onglet.prendre([tmp_path / "IMG_2.jpg"])
    essai.qtbot.waitUntil(form.nom.isVisible)
    choisir(form, "justificatif")
    form.nom.show_value("second.jpg")
    essai.cliquer(form.ajouter_le)
    (filed,) = bureau.documents.lister(dossier)
    assert bureau.documents.lire(filed.id) == redresser((tmp_path / "IMG_2.jpg").read_bytes())[0]


def test_a_photo_that_cannot_be_read_leaves_the_others_apart(
    bureau: Bureau, onglet: OngletDocuments, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-1: the one at fault is named, and every photo is still at hand."""
    for rank in (0, 1):
        (tmp_path / f"p{rank}.jpg").write_bytes(photo((600, 800 + rank)))
    (tmp_path / "p2.jpg").write_bytes(b"\xff\xd8\xff garbage")
    form = onglet.ajout
    onglet.prendre(sorted(tmp_path.glob("*.jpg")))
    essai.qtbot.waitUntil(form.reunir.isVisible)
    essai.cliquer(form.reunir)
    essai.qtbot.waitUntil(form.reunir.isVisible)
    (alerte,) = form.findChildren(Alerte)
    assert alerte.accessibleName().startswith("p2.jpg")
    assert form.origine.text().startswith("p0.jpg")
    assert form.origine.text().endswith("puis 2\u00a0autres")
    assert bureau.documents.lister(dossier) == ()
