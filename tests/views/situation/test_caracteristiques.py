"""What is known of a person: confirmed, answered again, asked for."""

from PySide6.QtCore import Qt

from desktop.services.actes import GONE
from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Petit
from desktop.views.main_window import MainWindow
from tests.views.essai import Essai
from tests.views.situation.gestes import choose, lu, ouvrir


def test_what_is_stale_is_confirmed_by_one_click(window: MainWindow, dossier: str, essai: Essai) -> None:
    """R-INF-5: «rafraîchir» says the same today."""
    here = ouvrir(window, dossier).caracteristiques
    fiche = here.fiches.par_id["formation.niveau"]
    essai.cliquer(fiche.meme)
    essai.qtbot.waitUntil(lambda: here.compte.texte() == "1 à revoir")
    assert fiche.reponse.text() == "CAP, BEP (CAP cuisine), le 20/11/2026"
    assert not fiche.meme.isVisible()
    essai.cliquer(fiche.histoire)
    said = [label.text() for label in fiche.findChildren(Petit)]
    assert said[1:] == ["CAP, BEP (CAP cuisine), le 02/06/2025", "Sans diplôme, le 12/03/2025"]
    window.resize(1366, 1000)
    essai.photo(window, "situation_historique")


def test_an_answer_is_chosen_then_recorded_by_the_keyboard(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-3: nothing is recorded before it is meant, since nothing of it is ever unmade."""
    here = ouvrir(window, dossier).caracteristiques
    fiche = here.fiches.par_id["numerique.autonomie"]
    fiche.changer.setFocus()
    essai.touche(fiche.changer, Qt.Key.Key_Return)
    first = fiche.saisie.options.boutons["numerique.autonomie.oui"]
    essai.qtbot.waitUntil(first.hasFocus)
    essai.touche(first, Qt.Key.Key_Right)
    assert fiche.saisie.options.choisi() == "numerique.autonomie.aide"
    essai.photo(window, "situation_reponse")
    assert lu(bureau, dossier).a_revoir == 2
    essai.taper(fiche.saisie.precision, "Avec sa fille")
    essai.touche(fiche.saisie.precision, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: fiche.reponse.text() == "Avec de l’aide (Avec sa fille), le 20/11/2026")
    assert fiche.saisie.isHidden()
    assert lu(bureau, dossier).a_revoir == 1


def test_an_answer_given_up_records_nothing(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    fiche = ouvrir(window, dossier).caracteristiques.fiches.par_id["sante.rqth"]
    essai.cliquer(fiche.changer)
    assert fiche.saisie.options.choisi() == "sante.rqth.demande"
    essai.cliquer(fiche.saisie.options.boutons["sante.rqth.oui"])
    essai.cliquer(fiche.saisie.annuler)
    assert fiche.saisie.isHidden()
    known = next(one for one in lu(bureau, dossier).caracteristiques if one.nom == "sante.rqth")
    assert len(known.constats) == 1


def test_something_else_is_asked_from_the_menu(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    here = ouvrir(window, dossier).caracteristiques
    choose(here.menu, "Langue\u00a0: Maîtrise du français")
    fiche = here.fiches.par_id["langue.francais"]
    assert fiche.saisie.isVisible()
    essai.cliquer(fiche.saisie.options.boutons["langue.francais.debutant"])
    essai.cliquer(fiche.saisie.enregistrer)
    essai.qtbot.waitUntil(lambda: fiche.reponse.text() == "Débute, le 20/11/2026")
    assert lu(bureau, dossier).a_revoir == 2


def test_what_went_meanwhile_is_said_where_one_looks(window: MainWindow, dossier: str, essai: Essai) -> None:
    here = ouvrir(window, dossier)
    record = next(iter(here.difficultes.fiches.par_id))
    here.difficultes._end("disparue")
    (told,) = here.findChildren(Alerte)
    assert told.accessibleName() == GONE
    essai.cliquer(here.difficultes.fiches.par_id[record].lever)
    essai.qtbot.waitUntil(lambda: not [one for one in here.findChildren(Alerte) if one.isVisible()])
