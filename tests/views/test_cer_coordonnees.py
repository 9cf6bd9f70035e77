"""The check of telephone and mail that opens the CER (R-CER-27)."""

from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import page


def opened(bureau: Bureau, window: MainWindow, **values: Value) -> PageCer:
    window.ouvrir_cer(bureau.cers.nouveau(une_personne(bureau, **values)))
    return page(window, PageCer)


def test_what_is_known_is_one_line_to_read_aloud(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    here = opened(bureau, window).formulaire.coordonnees
    assert (
        here.ligne.text() == "Téléphone\u00a0: 06 39 98 12 34 · Courriel\u00a0: elise.vautrin@exemple.invalid"
    )
    assert here.contact.isHidden()
    essai.cliquer(here.verifier)
    assert here.contact.isVisible()
    verifier(window)


def test_what_is_not_known_is_asked_for_and_goes_to_the_dossier(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    shown = opened(bureau, window, mail=None)
    here = shown.formulaire.coordonnees
    assert "Courriel à demander" in here.ligne.text()
    assert here.contact.isVisible()
    essai.taper(here.contact.par_nom["mail"], "elise@exemple.invalid")
    essai.quitter(here.contact.par_nom["mail"])
    qtbot.waitUntil(lambda: "elise@exemple.invalid" in here.ligne.text())
    assert here.contact.isVisible(), "nothing closes under the hand that types"
    assert (
        bureau.dossiers.lire(bureau.cers.ouvrir(shown._cer).dossier).values["mail"] == "elise@exemple.invalid"
    )


def test_none_is_an_answer(bureau: Bureau, window: MainWindow) -> None:
    here = opened(bureau, window, telephone=None, telephone_non_connu=True).formulaire.coordonnees
    assert "Téléphone non connu" in here.ligne.text()
    assert here.contact.isHidden()


def test_the_cv_is_reminded_of_until_it_is_filed(bureau: Bureau, window: MainWindow) -> None:
    """R-CER-24."""
    shown = opened(bureau, window, orientation="socioprofessionnel")
    assert "Le CV est attendu" in " ".join(hint.text for hint in bureau.cers.ouvrir(shown._cer).indications)
    dossier = bureau.cers.ouvrir(shown._cer).dossier
    verser(bureau, "document", {"dossier": dossier, "nom": "CV.pdf", "type": "cv", "rangement": "brsa"})
    assert "Le CV" not in " ".join(hint.text for hint in bureau.cers.ouvrir(shown._cer).indications)
