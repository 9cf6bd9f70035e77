"""Letters as a référent writes them: from the documents of a dossier, from an entretien."""

import pytest

from desktop.documents.word_pdf import en_pdf
from desktop.services.bureau import Bureau
from desktop.views.courrier import AUCUN_MODELE, EcrireCourrier, MenuCourriers
from desktop.views.dossier.documents import OngletDocuments
from desktop.views.entretien import PageEntretien
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.vue_document import VueDocument
from domain.document.contenu import WORD
from domain.modele_word.courrier import Courrier
from tests.builders import une_personne
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.desktop.services.test_courriers import poser
from tests.views.documents.gestes import alertes, ecrire, rendez_vous
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page


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
