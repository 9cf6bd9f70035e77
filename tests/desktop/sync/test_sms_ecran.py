"""The accord by SMS on the screen of a real laptop: the real server, the operator’s stand-in (R-CER-19)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.views.cer import PageCer
from desktop.views.cer_sms import ParSms
from domain.accord.rules import Standing
from tests.desktop.sync.test_signature_sms import Bureau, bureau, operateur, serveur, synchronised
from tests.views.conftest import dressed, no_thread_left, swept
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre, page
from tests.yousign.operateur import Operateur

__all__ = ["bureau", "dressed", "no_thread_left", "operateur", "serveur", "swept"]


class Navigateur(QObject):
    """The browser of the computer: what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def ouvrir(self, url: QUrl) -> None:
        self.pages.append(url.toString())


@pytest.fixture
def navigateur() -> Iterator[Navigateur]:
    made = Navigateur()
    QDesktopServices.setUrlHandler("https", made, "ouvrir")  # type: ignore[arg-type]
    yield made
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def shown(bureau: Bureau, qtbot: QtBot) -> Iterator[PageCer]:
    synchronised(bureau)
    for window in fenetre(bureau.poste.bureau, Essai(qtbot)):
        window.ouvrir_cer(bureau.cer)
        yield page(window, PageCer)


def words(sms: ParSms) -> str:
    return " ".join(label.text() for label in sms.findChildren(QLabel) if not label.isHidden())


def test_the_person_signs_on_the_page_that_opens_and_the_accord_comes(
    bureau: Bureau, shown: PageCer, operateur: Operateur, navigateur: Navigateur, qtbot: QtBot
) -> None:
    """R-CER-19, R-CER-11: the strongest means is offered first."""
    hands, accord = Essai(qtbot), shown.formulaire.accord
    shown.formulaire.montrer(accord)
    hands.cliquer(accord.reponse.boutons["oui"])
    assert next(iter(accord.moyen.boutons)) == "sms"
    hands.cliquer(accord.moyen.boutons["sms"])
    assert accord.sms.isVisible()
    qtbot.waitUntil(accord.sms.demander.isEnabled, timeout=20_000)
    verifier(shown)
    hands.cliquer(accord.sms.demander)
    accord.sms.envoyer()  # a second click while the first is on its way
    qtbot.waitUntil(accord.sms.ouvrir.isVisible, timeout=20_000)
    assert len(operateur.requetes) == 1
    hands.cliquer(accord.sms.ouvrir)
    (link,) = navigateur.pages
    assert link == operateur_link(accord.sms)
    operateur.signer()
    accord.sms._look()
    qtbot.waitUntil(lambda: "Signé par SMS" in words(accord.sms), timeout=20_000)
    assert not accord.sms.ouvrir.isVisible()
    bureau.poste.synchroniser()
    assert bureau.poste.bureau.cers.ouvrir(bureau.cer).accord.standing is Standing.OUI
    qtbot.waitUntil(accord.reponse.isHidden, timeout=20_000)


def operateur_link(sms: ParSms) -> str:
    assert sms._suivi is not None
    return sms._suivi.lien


def test_what_is_not_on_the_server_yet_says_why_there_is_no_sms(
    bureau: Bureau, shown: PageCer, operateur: Operateur, qtbot: QtBot
) -> None:
    """R-CER-11: the strongest possible now, and why the others are not."""
    hands, accord = Essai(qtbot), shown.formulaire.accord
    bureau.ecrire(evaluation="Pas encore envoyée.")
    qtbot.waitUntil(lambda: not accord.moyen.boutons["sms"].isEnabled(), timeout=20_000)
    hands.cliquer(accord.reponse.boutons["oui"])
    assert "ne sont pas encore sur le serveur" in accord._sans_sms.text()
    assert accord._sans_sms.isVisible()
    synchronised(bureau)
    qtbot.waitUntil(accord.moyen.boutons["sms"].isEnabled, timeout=20_000)
    assert operateur.requetes == {}


def test_the_operator_that_is_down_says_so_and_the_request_is_cancelled_at_will(
    bureau: Bureau, shown: PageCer, operateur: Operateur, qtbot: QtBot
) -> None:
    assert bureau.cer
    hands, accord = Essai(qtbot), shown.formulaire.accord
    shown.formulaire.montrer(accord)
    hands.cliquer(accord.reponse.boutons["oui"])
    hands.cliquer(accord.moyen.boutons["sms"])
    qtbot.waitUntil(accord.sms.demander.isEnabled, timeout=20_000)
    hands.cliquer(accord.sms.demander)
    qtbot.waitUntil(accord.sms.annuler.isVisible, timeout=20_000)
    hands.cliquer(accord.sms.annuler)
    qtbot.waitUntil(lambda: "annulée" in words(accord.sms), timeout=20_000)
    assert accord.sms.demander.isVisible()
    assert [each.status for each in operateur.requetes.values()] == ["canceled"]
