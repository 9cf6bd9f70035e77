"""Jobs, sectors and skills on the tab «Situation»."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from desktop.services.bureau import Bureau
from desktop.services.metiers import _index
from desktop.views.main_window import MainWindow
from tests.builders import une_personne
from tests.views.essai import Essai
from tests.views.situation.gestes import lu, ouvrir


def test_a_job_is_found_by_typing_and_taken_by_enter(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-1: «macon», Enter; the list is read off the screen's thread when the keyboard comes."""
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier).emploi
    _index.cache_clear()
    essai.taper(here.choix.ligne, "macon")
    essai.qtbot.waitUntil(lambda: here.choix.liste.nombre() > 2)
    assert here.choix.liste.entree(0).titre == "Maçon / Maçonne"
    window.resize(1366, 900)
    essai.photo(window, "situation_metier")
    essai.touche(here.choix.ligne, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: len(here.souhaits.par_id) == 1)
    (souhait,) = lu(bureau, dossier).souhaits
    assert (souhait.values["metier"], souhait.values["code_rome"]) == ("Maçon / Maçonne", "F1703")
    assert here.choix.ligne.hasFocus()
    assert here.choix.ligne.text() == ""
    assert not here.choix.liste.isVisible()


def test_the_arrows_go_down_to_the_words_as_they_are(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    bureau.metiers.charger()
    here = ouvrir(window, dossier).emploi
    essai.taper(here.choix.ligne, "éleveuse de lamas")
    rows = here.choix.liste.nombre()
    assert here.choix.liste.entree(rows - 1).titre == "«\u00a0éleveuse de lamas\u00a0»"
    for _row in range(rows):
        essai.touche(here.choix.ligne, Qt.Key.Key_Down)
    essai.touche(here.choix.ligne, Qt.Key.Key_Return)
    (souhait,) = lu(bureau, dossier).souhaits
    assert (souhait.values["metier"], souhait.values["code_rome"]) == ("éleveuse de lamas", None)
    essai.taper(here.choix.ligne, "mac")
    essai.touche(here.choix.ligne, Qt.Key.Key_Escape)
    assert not here.choix.liste.isVisible()


def test_the_jobs_are_put_in_the_order_of_the_wishes(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    here = ouvrir(window, dossier).emploi
    first, second = here.souhaits.par_id.values()
    assert not first.monter.isEnabled()
    essai.taper(second.commentaire, "Le matin")
    essai.cliquer(second.monter)
    essai.qtbot.waitUntil(lambda: second.metier.text() == "1. Aide à domicile")
    cook = next(one for one in lu(bureau, dossier).souhaits if one.values["code_rome"] == "G1602")
    assert cook.values["rang"] == 2
    assert bureau.suivi.lire(dossier).souhaits[0].values["commentaire"] == "Le matin"
    essai.cliquer(second.retrait.retirer)
    essai.cliquer(second.retrait.oui)
    essai.qtbot.waitUntil(lambda: list(here.souhaits.par_id) == [cook.id])
    assert first.metier.text() == "Cuisinier / Cuisinière"


def test_sectors_and_skills_are_saved_as_they_are_ticked_and_typed(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-1."""
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier).emploi
    secteurs, competences = here.editeurs
    box = next(one for one in secteurs.findChildren(QCheckBox) if one.text() == "Industrie")
    box.setFocus()
    essai.touche(box, Qt.Key.Key_Space)
    essai.taper(competences, "Soudure")
    essai.quitter(competences)
    essai.qtbot.waitUntil(lambda: bureau.dossiers.lire(dossier).values["secteurs"] == ["h"])
    bureau.saisie.flush()
    assert bureau.dossiers.lire(dossier).values["competences"] == "Soudure"


def test_words_that_are_refused_stay_under_the_fingers(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    bureau.metiers.charger()
    here = ouvrir(window, dossier).emploi
    here.choix.ligne.setMaxLength(300)  # longer than the field
    here.choix.ligne.setText("l" * 300)
    essai.touche(here.choix.ligne, Qt.Key.Key_Return)
    assert here.choix.ligne.text() == "l" * 300
    assert lu(bureau, dossier).souhaits == ()
    assert here.choix.liste.isVisible()
