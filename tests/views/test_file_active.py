from PySide6.QtCore import Qt

from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre
from desktop.views.dossier import PageDossier
from desktop.views.file_active import PageFileActive
from desktop.views.main_window import MainWindow
from desktop.views.palette import Niveau
from tests.builders import une_personne
from tests.views.donnees import une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import page


def _titles(here: PageFileActive) -> list[str]:
    return [here.liste.entree(rank).titre for rank in range(here.liste.nombre())]


def test_words_filter_the_whole_list_as_they_are_typed(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    people = une_file_active(bureau)
    window.ouvrir_place("file_active")
    here = page(window, PageFileActive)
    essai.qtbot.waitUntil(lambda: here.liste.nombre() == 16)
    assert here.ligne.hasFocus()
    essai.taper(here.ligne, "rouvière m")
    assert _titles(here) == ["ROUVIÈRE Maryse"]
    essai.touche(here.ligne, Qt.Key.Key_Escape)
    assert here.liste.nombre() == 16
    essai.taper(here.ligne, "viviers")
    assert _titles(here) == ["JOUVE Patrick", "SAUZET Léa"]
    essai.touche(here.ligne, Qt.Key.Key_Down)
    essai.touche(here.ligne, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: isinstance(window.page, PageDossier))
    assert page(window, PageDossier).dossier == people["lea"]


def test_the_last_consulted_come_first(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    people = une_file_active(bureau)
    window.ouvrir_dossier(people["jean"])
    bureau.saisie.flush()
    window.ouvrir_place("file_active")
    here = page(window, PageFileActive)
    essai.qtbot.waitUntil(lambda: bool(here.liste.nombre()) and _titles(here)[0] == "TESTUD Jean-Marc")


def test_each_filter_says_how_many_and_shows_them(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    une_file_active(bureau)
    window.ouvrir_place("file_active")
    here = page(window, PageFileActive)
    essai.qtbot.waitUntil(lambda: here.chips[Filtre.TOUS].text() == "Toutes\u200216")
    assert here.chips[Filtre.A_RENOUVELER].accessibleName() == "À renouveler\u00a0: 3\u00a0personnes"
    essai.cliquer(here.chips[Filtre.DROIT_A_VERIFIER])
    assert _titles(here) == ["CHASTEL Hugo", "GIRAUD Amina"]
    essai.taper(here.ligne, "personne de ce nom")
    assert here.pile.currentWidget() is here.vide
    verifier(window)


def test_a_row_says_the_right_the_cer_and_the_next_appointment(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-GEN-8: the state of the right is seen before any step; each status has its word and its icon."""
    une_file_active(bureau)
    window.ouvrir_place("file_active")
    here = page(window, PageFileActive)
    essai.qtbot.waitUntil(lambda: here.liste.nombre() == 16)
    rows = {row.titre: row for row in map(here.liste.entree, range(16))}
    assert rows["CHASTEL Hugo"].pastilles == (
        ("", Niveau.NEUTRE, ""),
        ("CER\u00a0: encore 41\u00a0jours", Niveau.ATTENTION, "file-clock"),
        ("Versement suspendu", Niveau.ATTENTION, "triangle-alert"),
    )
    assert rows["BENALI-FAURE Nadia"].detail == "23/05/1995 · Aubenas · nouvelle"
    assert rows["BENALI-FAURE Nadia"].pastilles[0][0] == "Aujourd’hui 14\u00a0h\u00a030"
    assert rows["SAUZET Léa"].pastilles[1][0] == "CER à l’étude"
    assert rows["TESTUD Jean-Marc"].pastilles[1][0] == "CER échu le 08/11/2026"
    assert rows["GIRAUD Amina"].pastilles[2][0] == "Versable, NSDD"
    verifier(window)
    essai.photo(window, "file_active")


def test_an_empty_file_active_says_when_people_will_come(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    window.ouvrir_place("file_active")
    here = page(window, PageFileActive)
    assert here.pile.currentWidget() is here.neuve
    une_personne(bureau)
    essai.qtbot.waitUntil(lambda: here.pile.currentWidget() is here.liste)


def test_a_dossier_that_changes_is_read_again_alone(bureau: Bureau) -> None:
    people = une_file_active(bureau)
    before = {line.dossier: line for line in bureau.file_active.lister()}
    bureau.entretiens.nouveau(people["hugo"], "2026-12-01T09:00")
    after = {line.dossier: line for line in bureau.file_active.lister()}
    assert after[people["hugo"]].prochain_entretien == "2026-12-01T09:00"
    assert all(after[one] is before[one] for one in before if one != people["hugo"])
