"""The tab «Notes» of a dossier: a note written, given, given up."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.services.bureau import Bureau
from desktop.services.notes import NoteLue
from desktop.views.dossier import PageDossier
from desktop.views.dossier.note_fiche import lecteurs
from desktop.views.main_window import MainWindow
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import page
from tests.views.notes.gestes import notes, ouvrir


def _said(notes: list[NoteLue]) -> list[tuple[str, Value]]:
    return [(lecteurs(one), one.values["texte"]) for one in notes]


def test_who_will_read_is_asked_first_and_the_words_are_on_disk_within_a_second(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-2."""
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier)
    assert here.vide.isVisible()
    essai.photo(window, "notes_vide")
    essai.cliquer(here.nouvelle)
    essai.qtbot.waitUntil(here.choix.choix["publique"].hasFocus)
    assert not here.vide.isVisible()
    verifier(window)
    essai.photo(window, "notes_choix")
    essai.cliquer(here.choix.choix["privee"])
    essai.qtbot.waitUntil(lambda: len(here.ouvertes.par_id) == 1)
    (fiche,) = here.ouvertes.par_id.values()
    assert fiche.editeur is not None
    essai.qtbot.waitUntil(fiche.editeur.has_focus)
    essai.taper(fiche.editeur, "Revoir le budget")
    essai.qtbot.waitUntil(
        lambda: _said(list(bureau.notes.lister(dossier))) == [("Vous seul", "Revoir le budget")], timeout=2000
    )
    tabs = page(window, PageDossier).onglets
    essai.qtbot.waitUntil(lambda: tabs.tabText(6) == "Notes\u20021")


def test_a_note_is_given_to_one_person_by_the_keyboard(
    bureau: Bureau, window: MainWindow, essai: Essai, julie: str
) -> None:
    """R-INF-2: «Une personne et moi», then who."""
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier)
    here.nouvelle.setFocus()
    essai.touche(here.nouvelle, Qt.Key.Key_Return)
    first, second, _third = here.choix.choix.values()
    essai.qtbot.waitUntil(first.hasFocus)
    essai.touche(window, Qt.Key.Key_Tab)
    essai.qtbot.waitUntil(second.hasFocus)
    essai.touche(second, Qt.Key.Key_Return)
    (chip,) = here.choix.personnes().values()
    essai.qtbot.waitUntil(chip.hasFocus)
    assert chip.text() == "Julie Perrin, chef de service"
    essai.photo(window, "notes_destinataire")
    essai.touche(chip, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: len(here.ouvertes.par_id) == 1)
    (note,) = notes(bureau, dossier)
    assert (lecteurs(note), note.values["attribuee_a"]) == ("Julie Perrin et vous", julie)


def test_a_double_click_begins_one_note(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier)
    essai.cliquer(here.nouvelle)
    choice = here.choix.choix["publique"]
    essai.qtbot.waitUntil(choice.isVisible)
    middle = QPoint(choice.width() // 2, choice.height() // 2)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(choice, Qt.MouseButton.LeftButton, pos=middle)
    choice.click()
    essai.qtbot.waitUntil(lambda: len(here.ouvertes.par_id) == 1)
    assert len(notes(bureau, dossier)) == 1


def test_giving_up_leaves_nothing(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier)
    essai.cliquer(here.nouvelle)
    essai.cliquer(here.choix.annuler)
    assert here.vide.isVisible()
    assert here.nouvelle.hasFocus()
    assert notes(bureau, dossier) == []


def test_what_arrives_spares_the_note_being_written(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai, julie: str
) -> None:
    here = ouvrir(window, dossier)
    mine = bureau.notes.creer(dossier, "publique")
    essai.qtbot.waitUntil(lambda: mine in here.ouvertes.par_id)
    fiche = here.ouvertes.par_id[mine]
    assert fiche.editeur is not None
    essai.taper(fiche.editeur, "Je suis en train d’éc")
    other: dict[str, Value] = {"dossier": dossier, "cree_par": julie, "visibilite": "publique"}
    (arrived,) = verser(bureau, "note", other | {"texte": "Pendant ce temps."})
    essai.qtbot.waitUntil(lambda: arrived in here.ouvertes.par_id)
    assert here.ouvertes.par_id[mine] is fiche
    assert fiche.editeur.value() == "Je suis en train d’éc"
    assert fiche.editeur.has_focus()
