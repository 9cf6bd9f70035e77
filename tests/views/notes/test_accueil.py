"""The line of the home page that leads to the notes (R-INF-2, R-REP-2)."""

from pathlib import Path

import pytest

from desktop.services.bureau import Bureau
from desktop.views.dossier import PageDossier
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from desktop.views.notes_en_cours import NotesEnCours
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre, page


def test_the_home_page_tells_of_the_notes_given_to_me(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-REP-2: one line, that leads to the notes of the dossier."""
    mine = bureau.notes.creer(dossier, "privee")
    bureau.saisie.save_field("note", mine, "texte", "Appeler la CAF", None)
    bureau.saisie.flush()
    line = page(window, PageJournee).notes
    essai.qtbot.waitUntil(line.suivies.isVisible)
    assert (line.pour_moi.text(), line.suivies.text()) == ("1\u00a0note pour vous", "1\u00a0note en cours")
    verifier(window)
    essai.photo(window, "notes_journee")
    (entry,) = line.pour_moi.menu().actions()
    assert entry.text().startswith("Mme VAUTRIN Élise\u00a0: Le bailleur demande")
    assert entry.text().endswith("(Julie Perrin)")
    entry.trigger()
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.notes


def test_without_notes_the_home_page_says_nothing(window: MainWindow) -> None:
    assert not page(window, PageJournee).notes.isVisible()


@pytest.mark.parametrize(
    "profil", [Profile.CDS, Profile.SECRETARIAT_PROXIMITE, Profile.SECRETARIAT_STRUCTURE]
)
def test_whom_a_note_is_given_to_learns_of_it_on_the_page_he_opens_on(
    tmp_path: Path, essai: Essai, profil: Profile
) -> None:
    """R-INF-2: the secretariats and the chef de service have no «Ma journée»."""
    bureau = un_bureau(tmp_path, profil)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    given: dict[str, Value] = {"dossier": dossier, "visibilite": "attribuee", "texte": "À signer."}
    verser(bureau, "note", given | {"attribuee_a": bureau.moi.id, "cree_par": bureau.poste.outbox.ids.new()})
    shown = fenetre(bureau, essai)
    window = next(shown)
    lines = [one for one in window.page.findChildren(NotesEnCours) if one.isVisible()]
    assert [one.pour_moi.text() for one in lines] == ["1\u00a0note pour vous"]
    essai.photo(window, f"notes_{profil}")
    lines[0].pour_moi.menu().actions()[0].trigger()
    assert page(window, PageDossier).notes.isVisible()
    window.verrouiller()
    next(shown, None)
