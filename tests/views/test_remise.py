"""The person leaves with her contract, and how is written down (R-CER-16, R-CER-17)."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.vault.ouverts import Ouverts
from desktop.views.cer import PageCer
from desktop.views.cer_remise import RemiseCer
from desktop.views.main_window import MainWindow
from domain.cer.remise import means_of
from domain.cer.states import State
from domain.errors import RefusedError
from tests.builders import une_personne
from tests.desktop.services.test_suites import un_cer_valide
from tests.views.cer.gestes import remplir
from tests.views.essai import Essai, verifier
from tests.views.fenetre import page


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture(autouse=True)
def printer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The printers of this computer: none can be plugged in here, so that Qt is told of them."""
    names = ["Bureau 12"]
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: names)
    return names


def shown(window: MainWindow, cer: str) -> tuple[PageCer, RemiseCer]:
    window.ouvrir_cer(cer)
    here = page(window, PageCer)
    return here, next(card for card in here.remises if card.isVisible())


def test_a_decision_never_goes_by_mail() -> None:
    """R-CER-16."""
    assert {state for state in State if "courriel" not in means_of(state)} == {State.VALIDE, State.NON_VALIDE}
    assert all(means_of(state) for state in State)


def test_what_was_handed_over_is_written_and_told(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-16: which edition, how, which day, by whom."""
    cer = bureau.cers.nouveau(dossier)
    remplir(bureau, cer)
    here, card = shown(window, cer)
    here.formulaire.montrer(card)
    assert list(card.moyen.boutons) == ["main_propre", "courriel", "papier"]
    assert not card.noter.isVisible()
    essai.cliquer(card.moyen.boutons["main_propre"])
    verifier(window)
    essai.cliquer(card.noter)
    qtbot.waitUntil(lambda: len(bureau.cers.ouvrir(cer).remises) == 1)
    (done,) = bureau.cers.ouvrir(cer).remises
    assert (done.le, done.moyen_libelle, done.edition) == ("2026-11-20", "En main propre", "sans_decision")
    told = "Le 20 novembre 2026, en main propre · proposition · Camille Roche"
    qtbot.waitUntil(lambda: told in {label.text() for label in card.findChildren(QLabel)})


def test_a_validated_cer_is_handed_or_posted(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-CER-16."""
    here, card = shown(window, un_cer_valide(bureau, dossier))
    assert list(card.moyen.boutons) == ["main_propre", "courrier"]
    assert not card.ecrire.isVisible()
    essai.cliquer(card.moyen.boutons["courrier"])
    card.le.show_value("2026-12-25")
    essai.cliquer(card.noter)
    assert "pas encore venu" in here.barre.mot()


def test_a_way_that_the_state_forbids_is_refused(bureau: Bureau, dossier: str) -> None:
    """R-CER-16."""
    cer = un_cer_valide(bureau, dossier)
    with pytest.raises(RefusedError, match="pas ainsi"):
        bureau.cers.remettre(cer, "courriel", "2026-11-20")


class _Poste:
    """The mail program and the files of this computer."""

    def __init__(self, *, answers: bool) -> None:
        self.asked: list[QUrl] = []
        self._answers = answers

    def __call__(self, url: QUrl) -> bool:
        self.asked.append(url)
        return self._answers


@pytest.mark.parametrize("answers", [True, False])
def test_a_mail_opens_with_the_pdf_at_hand(
    bureau: Bureau,
    window: MainWindow,
    dossier: str,
    essai: Essai,
    monkeypatch: pytest.MonkeyPatch,
    answers: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """R-CER-16, decision 26: what is opened is erased by the lock."""
    poste = _Poste(answers=answers)
    monkeypatch.setattr(QDesktopServices, "openUrl", poste)
    cer = bureau.cers.nouveau(dossier)
    remplir(bureau, cer)
    here, card = shown(window, cer)
    here.formulaire.montrer(card)
    essai.cliquer(card.ecrire)
    said = here.barre.mot()
    mail = urlsplit(poste.asked[0].toString())
    assert (mail.scheme, mail.path) == ("mailto", "elise.vautrin@exemple.invalid")
    assert set(parse_qs(mail.query)) == {"subject", "body"}
    if not answers:
        assert "Aucun programme" in said
        return
    assert said.startswith("Joignez CER-1-proposition_VAUTRIN")
    opened = Ouverts.beside(bureau.poste.replique.path)
    (path,) = opened.folder.rglob("*.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    opened.vider()
    assert not path.exists()


def test_a_mail_that_is_not_known_is_asked_for_on_the_card_and_kept(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-17: asked for where it is needed, written in the dossier, and then offered."""
    dossier = une_personne(bureau, mail=None)
    cer = bureau.cers.nouveau(dossier)
    here, card = shown(window, cer)
    here.formulaire.montrer(card)
    assert not card.ecrire.isVisible()
    assert "demandez-le et notez-le ici" in card.conseil.text()
    assert card.le.value() == dt.date(2026, 11, 20).isoformat()
    qtbot.wait(100)
    essai.photo(window, "remise-courriel-inconnu")
    verifier(window)
    editor = card.demande.editeurs["mail"]
    essai.taper(editor, "elise@exemple.invalid")
    essai.quitter(editor)
    qtbot.waitUntil(lambda: bureau.dossiers.lire(dossier).values["mail"] == "elise@exemple.invalid")
    qtbot.waitUntil(card.ecrire.isVisible)
    assert "Envoyez le CER à elise@exemple.invalid" in card.conseil.text()
    assert card.demande.isVisible()  # to be corrected, as long as the page is there


def test_a_person_without_a_mail_is_not_asked_twice(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-17, R-CER-27."""
    dossier = une_personne(bureau, mail=None)
    here, card = shown(window, bureau.cers.nouveau(dossier))
    here.formulaire.montrer(card)
    box = card.demande.editeurs["mail_non_connu"].findChildren(QCheckBox)[0]
    essai.cliquer(box)
    qtbot.waitUntil(lambda: bureau.dossiers.lire(dossier).values["mail_non_connu"] is True)
    qtbot.waitUntil(lambda: "demandez" not in card.conseil.text())
    assert "Imprimez le CER maintenant" in card.conseil.text()


def test_the_card_says_what_to_do_as_the_network_and_the_printer_come_and_go(
    bureau: Bureau, window: MainWindow, dossier: str, printer: list[str], qtbot: QtBot
) -> None:
    """R-CER-17: neither: a CER vierge, to be typed in again; the paper is then the first way offered."""
    _here, card = shown(window, bureau.cers.nouveau(dossier))
    assert "ou imprimez-le" in card.conseil.text()
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    bureau.poste.replique.ecrivain.publish(Changes())
    qtbot.waitUntil(lambda: "imprimez le CER maintenant" in card.conseil.text())
    printer.clear()
    window.ouvrir_place("journee")
    window.retour()
    assert "Ni réseau ni imprimante" in card.conseil.text()
    assert "CER vierge" in card.conseil.text()
    assert next(iter(card.moyen.boutons)) == "papier"


def test_the_way_being_chosen_is_not_moved_under_the_hand(
    bureau: Bureau, window: MainWindow, dossier: str, printer: list[str], essai: Essai
) -> None:
    """R-CER-17: the order follows what is there, a choice already made stays where it is."""
    here, card = shown(window, bureau.cers.nouveau(dossier))
    here.formulaire.montrer(card)
    essai.cliquer(card.moyen.boutons["main_propre"])
    printer.clear()
    window.ouvrir_place("journee")
    window.retour()
    assert "pas d’imprimante" in card.conseil.text()
    assert card.moyen.choisi() == "main_propre"
