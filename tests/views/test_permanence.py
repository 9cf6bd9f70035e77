import datetime as dt

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.services.bureau import Bureau
from desktop.services.permanence import Niveau
from desktop.views.main_window import MainWindow
from desktop.views.palette import SOMBRE
from desktop.views.permanence import PagePermanence
from desktop.views.style import appliquer
from tests.builders import Horloge, verser
from tests.views.donnees import une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page


@pytest.fixture
def here(window: MainWindow) -> PagePermanence:
    window.ouvrir_place("permanence")
    return page(window, PagePermanence)


def _said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def _point(bureau: Bureau, quoi: str) -> tuple[Niveau, str]:
    (found,) = (point for point in bureau.permanence.lire().points if point.quoi == quoi)
    return found.niveau, found.texte


def test_the_page_says_what_is_missing_and_how_old_everything_is(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_file_active(bureau)["elise"]
    day = (bureau.clock.now() + dt.timedelta(days=1)).date().isoformat()
    verser(
        bureau,
        "entretien",
        {
            "dossier": dossier,
            "moment": f"{day}T09:30",
            "realisation": "prevu",
            "collaborateur": bureau.moi.id,
            "lieu": "cms",
        },
    )
    verser(
        bureau,
        "document",
        {
            "dossier": dossier,
            "nom": "CER_signe.pdf",
            "rangement": "cer",
            "taille": 1_400_000,
            "empreinte": "a" * 64,
            "contenu_present": True,
        },
    )
    assert isinstance(bureau.clock, Horloge)
    bureau.clock.avance(hours=3)
    window.ouvrir_place("permanence")
    here = page(window, PagePermanence)
    assert _point(bureau, "Mise à jour") == (Niveau.MANQUE, "Reçu du serveur il y a 3\u00a0heures.")
    niveau, texte = _point(bureau, "Documents")
    assert niveau is Niveau.MANQUE
    assert texte == "2\u00a0documents des rendez-vous à télécharger, 1,4\u00a0Mo."
    assert _point(bureau, "Ouverture sans réseau")[1].endswith("20 décembre 2026.")
    said = _said(here)
    assert "Il reste à préparer\u00a0: mise à jour, documents." in said
    assert "à faire venir" in said
    verifier(window)
    essai.photo(window, "permanence")
    appliquer(application(), SOMBRE)
    essai.photo(window, "permanence_sombre")


def test_one_button_asks_for_the_documents_and_synchronises(
    bureau: Bureau, here: PagePermanence, essai: Essai
) -> None:
    asked: list[str] = []
    bureau.synchro.brancher(lambda: asked.append("now"))
    essai.touche(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["now"]


def test_when_all_is_there_one_may_leave(bureau: Bureau, here: PagePermanence) -> None:
    assert bureau.permanence.lire().prete
    assert "Tout est prêt\u00a0: vous pouvez partir sans réseau." in _said(here)


def test_each_blank_cer_carries_its_own_copy_number(bureau: Bureau) -> None:
    """R-CER-33: two copies are told apart when they are typed in again."""
    for copies, so_far in ((3, (1, 2, 3)), (2, (4, 5))):
        document = pypdfium2.PdfDocument(bureau.editions.vierges(copies).octets)
        texts = [page.get_textpage().get_text_bounded() for page in document]
        assert len(texts) == 2 * copies
        for copie in so_far:
            assert sum(f"exemplaire {copie} " in text for text in texts) == 2
        document.close()
