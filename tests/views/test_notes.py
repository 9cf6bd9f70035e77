"""The tab «Notes» of a dossier, and the line of the home page that leads to it (R-INF-2, R-REP-2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.services.bureau import Bureau
from desktop.services.notes import NoteLue
from desktop.views.dossier import PageDossier
from desktop.views.dossier.note_fiche import lecteurs
from desktop.views.dossier.notes import OngletNotes
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from desktop.views.notes_en_cours import NotesEnCours
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.end_to_end.ecrans import coupes
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page


@pytest.fixture
def julie(bureau: Bureau) -> str:
    """A chef de service of the territory."""
    (colleague,) = verser(
        bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie", "profil": "cds", "dtas": "nord"}
    )
    return colleague


@pytest.fixture
def dossier(bureau: Bureau, julie: str) -> str:
    """A dossier with a note for me, one for all, and one that is closed."""
    opened = une_personne(bureau)
    note: dict[str, Value] = {"dossier": opened, "cree_par": julie}
    verser(
        bureau,
        "note",
        note
        | {"visibilite": "attribuee", "attribuee_a": bureau.moi.id, "cree_le": "2026-11-18T09:12:00.000Z"}
        | {"texte": "Le bailleur demande l’attestation d’assurance avant le 30. Peux-tu la rappeler\u00a0?"},
        note
        | {"visibilite": "publique", "cree_le": "2026-11-02T15:40:00.000Z"}
        | {"texte": "Préfère être appelée l’après-midi."},
        note
        | {"visibilite": "publique", "cree_le": "2026-05-02T15:40:00.000Z", "close_le": "2026-06-30"}
        | {"texte": "Dossier de surendettement déposé.", "cree_par": bureau.moi.id},
    )
    return opened


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


def _open(window: MainWindow, dossier: str) -> OngletNotes:
    window.ouvrir_dossier(dossier, "Notes")
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.notes
    return here.notes


def _notes(bureau: Bureau, dossier: str) -> list[NoteLue]:
    bureau.saisie.flush()
    return list(bureau.notes.lister(dossier))


def _said(notes: list[NoteLue]) -> list[tuple[str, Value]]:
    return [(lecteurs(one), one.values["texte"]) for one in notes]


def test_who_will_read_is_asked_first_and_the_words_are_on_disk_within_a_second(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-2."""
    dossier = une_personne(bureau)
    here = _open(window, dossier)
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
    here = _open(window, dossier)
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
    (note,) = _notes(bureau, dossier)
    assert (lecteurs(note), note.values["attribuee_a"]) == ("Julie Perrin et vous", julie)


def test_a_double_click_begins_one_note(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    dossier = une_personne(bureau)
    here = _open(window, dossier)
    essai.cliquer(here.nouvelle)
    choice = here.choix.choix["publique"]
    essai.qtbot.waitUntil(choice.isVisible)
    middle = QPoint(choice.width() // 2, choice.height() // 2)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(choice, Qt.MouseButton.LeftButton, pos=middle)
    choice.click()
    essai.qtbot.waitUntil(lambda: len(here.ouvertes.par_id) == 1)
    assert len(_notes(bureau, dossier)) == 1


def test_giving_up_leaves_nothing(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    dossier = une_personne(bureau)
    here = _open(window, dossier)
    essai.cliquer(here.nouvelle)
    essai.cliquer(here.choix.annuler)
    assert here.vide.isVisible()
    assert here.nouvelle.hasFocus()
    assert _notes(bureau, dossier) == []


def test_the_notes_that_stand_come_first_and_the_closed_ones_on_demand(
    window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-2: closing takes a note out of the lists, not of the dossier."""
    here = _open(window, dossier)
    assert page(window, PageDossier).onglets.tabText(6) == "Notes\u20022"
    given, public = here.ouvertes.par_id.values()
    assert given.clore.isVisible()
    assert not public.clore.isVisible()
    assert not given.retrait.isVisible()
    assert given.editeur is None
    assert here.plus.text() == "1\u00a0note close"
    (closed,) = here.closes.par_id.values()
    assert not closed.isVisible()
    essai.cliquer(here.plus)
    assert closed.isVisible()
    assert closed.rouvrir.isVisible()
    verifier(window)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "notes_clair")
    appliquer(application(), SOMBRE)
    essai.photo(window, "notes_sombre")


def test_in_large_text_the_notes_keep_to_the_screen(window: MainWindow, dossier: str, essai: Essai) -> None:
    """Decision 39."""
    appliquer(application(), CLAIRE, 200)
    window.resize(1093, 614)
    here = _open(window, dossier)
    essai.cliquer(here.nouvelle)
    body = here.widget()
    assert body is not None
    essai.qtbot.waitUntil(lambda: body.minimumSizeHint().width() <= here.viewport().width())
    window.resize(1366, 1900)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "notes_200")


def test_whom_a_note_is_given_to_closes_it_and_may_open_it_again(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-2."""
    here = _open(window, dossier)
    record, fiche = next(iter(here.ouvertes.par_id.items()))
    essai.cliquer(fiche.clore)
    essai.qtbot.waitUntil(lambda: record in here.closes.par_id)
    assert here.plus.text() == "2\u00a0notes closes"
    essai.cliquer(here.plus)
    essai.cliquer(here.closes.par_id[record].rouvrir)
    essai.qtbot.waitUntil(lambda: record in here.ouvertes.par_id)
    assert next(one.id for one in _notes(bureau, dossier) if one.ouverte) == record


def test_a_note_being_written_is_closed_with_its_last_words(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    here = _open(window, dossier)
    essai.cliquer(here.nouvelle)
    essai.cliquer(here.choix.choix["publique"])
    essai.qtbot.waitUntil(lambda: len(here.ouvertes.par_id) == 1)
    (fiche,) = here.ouvertes.par_id.values()
    assert fiche.editeur is not None
    essai.taper(fiche.editeur, "Tout est réglé")
    essai.cliquer(fiche.clore)
    essai.qtbot.waitUntil(lambda: len(here.closes.par_id) == 1)
    (note,) = _notes(bureau, dossier)
    assert (note.values["texte"], note.ouverte) == ("Tout est réglé", False)


def test_its_author_deletes_a_note_after_a_second_thought(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    note = bureau.notes.creer(dossier, "publique")
    bureau.saisie.save_field("note", note, "texte", "À effacer", None)
    bureau.saisie.flush()
    here = _open(window, dossier)
    retrait = here.ouvertes.par_id[note].retrait
    essai.cliquer(retrait.retirer)
    assert retrait.garder.hasFocus()
    essai.cliquer(retrait.oui)
    essai.qtbot.waitUntil(lambda: not here.ouvertes.par_id)
    assert _notes(bureau, dossier) == []


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


def test_what_arrives_spares_the_note_being_written(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai, julie: str
) -> None:
    here = _open(window, dossier)
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
