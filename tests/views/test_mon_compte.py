"""One's own account: the password changed with a real server, on screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.services.bureau import Bureau
from desktop.services.mon_compte import NOT_THIS_ONE
from desktop.services.ouverture import Portier
from desktop.services.preferences import Apparence, Preferences, Theme
from desktop.sync.connexion import changer, connecter, deposer
from desktop.views import apparence
from desktop.views.main_window import MainWindow
from desktop.views.mon_compte import CHOSEN_BY_ANOTHER, DIFFERENT, DONE, MonCompte
from desktop.views.pages import toutes_les_pages
from desktop.views.palette import SOMBRE
from domain.ids import Ids
from tests.desktop.sync.conftest import clock, monde, quick_vault, serveur, sqlite_engine
from tests.server.clients import PASSWORD, Device
from tests.server.monde import Monde
from tests.server.un_fichier import engine
from tests.views.essai import Essai, sans_nom

__all__ = ["clock", "engine", "monde", "quick_vault", "serveur", "sqlite_engine"]

NEW = "quatre mots faciles à retenir"


@pytest.fixture
def ouvert(monde: Monde, tmp_path: Path) -> Iterator[Bureau]:
    monde.compte("alix")
    portier = Portier(tmp_path / "poste", monde.clock, Ids(monde.clock), connecter, deposer, changer)
    bureau = portier.enroler(monde.url, "alix", PASSWORD)
    yield bureau
    bureau.poste.replique.close()


def said(dialogue: MonCompte) -> str:
    return " ".join(label.text() for label in dialogue.findChildren(QLabel))


def fill(essai: Essai, dialogue: MonCompte, *words: str) -> None:
    for line, word in zip((dialogue.actuel, dialogue.nouveau, dialogue.encore), words, strict=True):
        line.clear()
        essai.taper(line, word)


def test_a_password_is_changed_from_the_rail_and_the_server_knows_the_new_one(
    essai: Essai, monde: Monde, ouvert: Bureau
) -> None:
    """Decision 24."""
    window = MainWindow(ouvert, toutes_les_pages())
    essai.montrer(window)
    essai.cliquer(window.rail.mon_compte)
    dialogue = window.findChild(MonCompte)
    assert dialogue is not None
    assert CHOSEN_BY_ANOTHER in said(dialogue)
    assert not sans_nom(dialogue)
    essai.photo(dialogue, "mon_compte")
    fill(essai, dialogue, PASSWORD, "court", "court")
    assert not dialogue.bouton.isEnabled()
    fill(essai, dialogue, PASSWORD, NEW, f"{NEW} non")
    essai.cliquer(dialogue.bouton)
    assert DIFFERENT in said(dialogue)
    fill(essai, dialogue, "pas le mien", NEW, NEW)
    essai.cliquer(dialogue.bouton)
    essai.qtbot.waitUntil(lambda: NOT_THIS_ONE in said(dialogue))
    essai.photo(dialogue, "mon_compte_refuse")
    fill(essai, dialogue, PASSWORD, NEW, NEW)
    essai.cliquer(dialogue.bouton)
    essai.qtbot.waitUntil(lambda: DONE in said(dialogue), timeout=10_000)
    essai.photo(dialogue, "mon_compte_change")
    assert all(line.text() == "" for line in dialogue.findChildren(QLineEdit))
    assert Device(monde.url, "alix").connect(PASSWORD).status_code == 401
    assert Device(monde.url, "alix").connect(NEW).status_code == 200
    assert ouvert.mon_compte is not None
    assert not ouvert.mon_compte.a_changer
    window.verrouiller()


def test_later_is_an_answer(essai: Essai, ouvert: Bureau) -> None:
    window = MainWindow(ouvert, toutes_les_pages())
    essai.montrer(window)
    window.ouvrir_mon_compte()
    window.ouvrir_mon_compte()
    (dialogue,) = window.findChildren(MonCompte)
    assert dialogue.fermer.text() == "Plus tard"
    essai.cliquer(dialogue.fermer)
    essai.qtbot.waitUntil(lambda: window.findChild(MonCompte) is None)
    assert ouvert.mon_compte is not None
    assert ouvert.mon_compte.a_changer
    window.verrouiller()


def test_the_colours_and_the_size_of_the_text_are_worn_at_once_and_kept(
    ouvert: Bureau, tmp_path: Path, essai: Essai
) -> None:
    """Design, §5: light and dark, text to 200 %, whatever the computer says."""
    assert ouvert.mon_compte is not None
    window = MainWindow(ouvert, toutes_les_pages())
    essai.montrer(window, 1366, 768)
    window.ouvrir_mon_compte()
    dialogue = window.findChild(MonCompte)
    assert dialogue is not None
    try:
        essai.photo(dialogue, "mon_compte")
        essai.cliquer(dialogue.apparence.themes.boutons[Theme.SOMBRE])
        essai.cliquer(dialogue.apparence.tailles.boutons["150"])
        assert (apparence.palette(), apparence.echelle()) == (SOMBRE, 150)
        essai.photo(dialogue, "mon_compte_sombre_150")
        essai.photo(window, "mon_compte_fenetre_150")
        kept = Preferences(tmp_path / "poste")
        assert kept.lire() == Apparence(Theme.SOMBRE, 150)
        assert sans_nom(dialogue) == []
    finally:
        dialogue.reject()
        window.actualite.fermer()


def test_a_choice_that_the_disk_refuses_is_worn_all_the_same(
    ouvert: Bureau, tmp_path: Path, essai: Essai
) -> None:
    assert ouvert.mon_compte is not None
    dialogue = MonCompte(ouvert.mon_compte, "Alix ESSAI")
    essai.montrer(dialogue)
    (tmp_path / "poste" / "apparence.partiel").mkdir()
    essai.cliquer(dialogue.apparence.themes.boutons[Theme.SOMBRE])
    assert apparence.palette() == SOMBRE
    assert dialogue.apparence.mot.text().startswith("Ce choix vaut jusqu’à la fermeture")


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"theme": "vert"}', '{"theme": "clair", "taille": 900}', "\x00"]
)
def test_what_does_not_read_is_the_house_s_own_appearance(tmp_path: Path, kept: str) -> None:
    (tmp_path / "apparence.json").write_text(kept, encoding="utf-8")
    assert Preferences(tmp_path).lire().taille == 100
