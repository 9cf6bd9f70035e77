"""The tab «Situation» of a dossier, by clicks, keys and typed text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QMenu

from desktop.services.bureau import Bureau
from desktop.services.metiers import _index
from desktop.services.suivi import GONE
from desktop.services.suivi_lu import SuiviLu
from desktop.views.blocs import Alerte, Bouton, Petit
from desktop.views.dossier import PageDossier
from desktop.views.dossier.suivi import OngletSituation
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.fields import Value
from domain.profils import Profile
from tests.builders import Horloge, un_bureau, une_personne, verser
from tests.end_to_end.ecrans import coupes
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    """Somebody of whom much is known, since a year for some of it."""
    clock = bureau.clock
    assert isinstance(clock, Horloge)
    opened = une_personne(bureau, secteurs=["f", "h"], competences="CAP cuisine, permis B.")
    old: dict[str, Value] = {"dossier": opened, "constatee_le": "2025-03-12"}
    verser(
        bureau,
        "caracteristique",
        old | {"nom": "formation.niveau", "valeur": "formation.niveau.sans"},
        old
        | {"nom": "formation.niveau", "valeur": "formation.niveau.3", "precision": "CAP cuisine"}
        | {"constatee_le": "2025-06-02"},
        old | {"nom": "sante.rqth", "valeur": "sante.rqth.demande", "constatee_le": "2026-09-01"},
        old | {"nom": "famille.garde", "valeur": "famille.garde.cherche", "constatee_le": "2026-10-05"},
    )
    verser(
        bureau,
        "difficulte",
        {"dossier": opened, "nature": "23.6", "debut": "2026-05-04", "realisation": "en_cours"}
        | {"commentaire": "Le bus de 7 h 10 est le seul de la matinée\u00a0; code en cours."},
        {"dossier": opened, "nature": "24.13", "debut": "2026-09-01", "realisation": "constatee"},
        {"dossier": opened, "nature": "28.30", "debut": "2025-01-10", "fin": "2025-12-01"}
        | {"realisation": "levee"},
    )
    cook: dict[str, Value] = {"dossier": opened, "rang": 1, "metier": "Cuisinier / Cuisinière"}
    cook |= {"code_rome": "G1602", "commentaire": "En collectivité, pour les horaires"}
    helper: dict[str, Value] = {
        "dossier": opened,
        "rang": 2,
        "metier": "Aide à domicile",
        "code_rome": "K1304",
    }
    verser(bureau, "souhait_metier", cook, helper)
    return opened


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


def _open(window: MainWindow, dossier: str) -> OngletSituation:
    window.ouvrir_dossier(dossier, "Situation")
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.situation
    return here.situation


def _lu(bureau: Bureau, dossier: str) -> SuiviLu:
    bureau.saisie.flush()
    return bureau.suivi.lire(dossier)


def test_what_hinders_is_wished_and_known_is_on_one_page(
    window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-1, R-INF-3, R-INF-5."""
    here = _open(window, dossier)
    assert here.caracteristiques.compte.texte() == "2 à revoir"
    assert list(here.caracteristiques.fiches.par_id) == [
        *("sante.rqth", "formation.niveau", "numerique.autonomie"),
        "famille.garde",
    ]
    pills = {nom: one.etat.texte() for nom, one in here.caracteristiques.fiches.par_id.items()}
    assert (pills["formation.niveau"], pills["numerique.autonomie"]) == ("À rafraîchir", "À renseigner")
    assert here.difficultes.passees.text() == "1\u00a0difficulté passée"
    verifier(window)
    window.resize(1366, 1500)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "situation_clair")
    appliquer(application(), SOMBRE)
    essai.photo(window, "situation_sombre")


def test_at_twice_the_size_nothing_is_wider_than_the_screen(
    window: MainWindow, dossier: str, essai: Essai
) -> None:
    """Decision 39."""
    appliquer(application(), CLAIRE, 200)
    window.resize(1366, 3600)
    here = _open(window, dossier)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "situation_200")
    window.resize(1093, 614)
    body = here.widget()
    assert body is not None
    essai.qtbot.waitUntil(lambda: body.minimumSizeHint().width() <= here.viewport().width())


def _choose(menu: QMenu, *words: str) -> None:
    """Take an entry of a menu, by its words and those of the menus that lead to it."""
    for word in words[:-1]:
        inside = next(one for one in menu.actions() if one.text() == word).menu()
        assert isinstance(inside, QMenu)
        menu = inside
    next(one for one in menu.actions() if one.text() == words[-1]).trigger()


def test_a_difficulte_is_added_and_its_words_are_on_disk_within_a_second(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-1: chosen by family, then the keyboard is in what one has to say of it."""
    dossier = une_personne(bureau)
    here = _open(window, dossier).difficultes
    assert here.aucune.isVisible()
    _choose(here.ajout.menu(), "Développer sa mobilité", "Dépendant des transports en commun")
    essai.qtbot.waitUntil(lambda: len(here.fiches.par_id) == 1)
    (fiche,) = here.fiches.par_id.values()
    essai.qtbot.waitUntil(fiche.commentaire.has_focus)
    essai.taper(fiche.commentaire, "Deux bus par jour")
    essai.qtbot.waitUntil(
        lambda: bureau.suivi.lire(dossier).difficultes[0].values["commentaire"] == "Deux bus par jour",
        timeout=2000,
    )
    assert not here.aucune.isVisible()


def test_a_difficulte_that_is_over_is_kept_and_may_come_back(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-1."""
    here = _open(window, dossier).difficultes
    record, fiche = next(iter(here.fiches.par_id.items()))
    essai.cliquer(fiche.lever)
    essai.qtbot.waitUntil(lambda: record not in here.fiches.par_id)
    assert here.passees.text() == "2\u00a0difficultés passées"
    essai.cliquer(here.passees)
    essai.photo(window, "situation_passees")
    again = next(one for one in here.findChildren(Bouton) if one.accessibleName().startswith("Reprendre Enf"))
    essai.cliquer(again)
    essai.qtbot.waitUntil(lambda: record in here.fiches.par_id)
    assert _lu(bureau, dossier).difficultes[0].values["fin"] is None


def test_a_difficulte_noted_by_mistake_goes_after_a_second_thought(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    here = _open(window, dossier).difficultes
    record = next(one.id for one in _lu(bureau, dossier).difficultes if one.values["commentaire"])
    fiche = here.fiches.par_id[record]
    essai.cliquer(fiche.retrait.retirer)
    assert fiche.retrait.garder.hasFocus()
    essai.cliquer(fiche.retrait.oui)
    essai.qtbot.waitUntil(lambda: record not in here.fiches.par_id)
    assert record not in {one.id for one in _lu(bureau, dossier).difficultes}


def test_a_job_is_found_by_typing_and_taken_by_enter(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-INF-1: «macon», Enter; the list is read off the screen's thread when the keyboard comes."""
    dossier = une_personne(bureau)
    here = _open(window, dossier).emploi
    _index.cache_clear()
    essai.taper(here.choix.ligne, "macon")
    essai.qtbot.waitUntil(lambda: here.choix.liste.nombre() > 2)
    assert here.choix.liste.entree(0).titre == "Maçon / Maçonne"
    window.resize(1366, 900)
    essai.photo(window, "situation_metier")
    essai.touche(here.choix.ligne, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: len(here.souhaits.par_id) == 1)
    (souhait,) = _lu(bureau, dossier).souhaits
    assert (souhait.values["metier"], souhait.values["code_rome"]) == ("Maçon / Maçonne", "F1703")
    assert here.choix.ligne.hasFocus()
    assert here.choix.ligne.text() == ""
    assert not here.choix.liste.isVisible()


def test_the_arrows_go_down_to_the_words_as_they_are(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    bureau.metiers.charger()
    here = _open(window, dossier).emploi
    essai.taper(here.choix.ligne, "éleveuse de lamas")
    rows = here.choix.liste.nombre()
    assert here.choix.liste.entree(rows - 1).titre == "«\u00a0éleveuse de lamas\u00a0»"
    for _row in range(rows):
        essai.touche(here.choix.ligne, Qt.Key.Key_Down)
    essai.touche(here.choix.ligne, Qt.Key.Key_Return)
    (souhait,) = _lu(bureau, dossier).souhaits
    assert (souhait.values["metier"], souhait.values["code_rome"]) == ("éleveuse de lamas", None)
    essai.taper(here.choix.ligne, "mac")
    essai.touche(here.choix.ligne, Qt.Key.Key_Escape)
    assert not here.choix.liste.isVisible()


def test_the_jobs_are_put_in_the_order_of_the_wishes(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    here = _open(window, dossier).emploi
    first, second = here.souhaits.par_id.values()
    assert not first.monter.isEnabled()
    essai.taper(second.commentaire, "Le matin")
    essai.cliquer(second.monter)
    essai.qtbot.waitUntil(lambda: second.metier.text() == "1. Aide à domicile")
    cook = next(one for one in _lu(bureau, dossier).souhaits if one.values["code_rome"] == "G1602")
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
    here = _open(window, dossier).emploi
    secteurs, competences = here.editeurs
    box = next(one for one in secteurs.findChildren(QCheckBox) if one.text() == "Industrie")
    box.setFocus()
    essai.touche(box, Qt.Key.Key_Space)
    essai.taper(competences, "Soudure")
    essai.quitter(competences)
    essai.qtbot.waitUntil(lambda: bureau.dossiers.lire(dossier).values["secteurs"] == ["h"])
    bureau.saisie.flush()
    assert bureau.dossiers.lire(dossier).values["competences"] == "Soudure"


def test_what_is_stale_is_confirmed_by_one_click(window: MainWindow, dossier: str, essai: Essai) -> None:
    """R-INF-5: «rafraîchir» says the same today."""
    here = _open(window, dossier).caracteristiques
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
    here = _open(window, dossier).caracteristiques
    fiche = here.fiches.par_id["numerique.autonomie"]
    fiche.changer.setFocus()
    essai.touche(fiche.changer, Qt.Key.Key_Return)
    first = fiche.saisie.options.boutons["numerique.autonomie.oui"]
    essai.qtbot.waitUntil(first.hasFocus)
    essai.touche(first, Qt.Key.Key_Right)
    assert fiche.saisie.options.choisi() == "numerique.autonomie.aide"
    essai.photo(window, "situation_reponse")
    assert _lu(bureau, dossier).a_revoir == 2
    essai.taper(fiche.saisie.precision, "Avec sa fille")
    essai.touche(fiche.saisie.precision, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: fiche.reponse.text() == "Avec de l’aide (Avec sa fille), le 20/11/2026")
    assert fiche.saisie.isHidden()
    assert _lu(bureau, dossier).a_revoir == 1


def test_an_answer_given_up_records_nothing(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    fiche = _open(window, dossier).caracteristiques.fiches.par_id["sante.rqth"]
    essai.cliquer(fiche.changer)
    assert fiche.saisie.options.choisi() == "sante.rqth.demande"
    essai.cliquer(fiche.saisie.options.boutons["sante.rqth.oui"])
    essai.cliquer(fiche.saisie.annuler)
    assert fiche.saisie.isHidden()
    known = next(one for one in _lu(bureau, dossier).caracteristiques if one.nom == "sante.rqth")
    assert len(known.constats) == 1


def test_something_else_is_asked_from_the_menu(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    here = _open(window, dossier).caracteristiques
    _choose(here.menu, "Langue\u00a0: Maîtrise du français")
    fiche = here.fiches.par_id["langue.francais"]
    assert fiche.saisie.isVisible()
    essai.cliquer(fiche.saisie.options.boutons["langue.francais.debutant"])
    essai.cliquer(fiche.saisie.enregistrer)
    essai.qtbot.waitUntil(lambda: fiche.reponse.text() == "Débute, le 20/11/2026")
    assert _lu(bureau, dossier).a_revoir == 2


def test_what_went_meanwhile_is_said_where_one_looks(window: MainWindow, dossier: str, essai: Essai) -> None:
    here = _open(window, dossier)
    record = next(iter(here.difficultes.fiches.par_id))
    here.difficultes._end("disparue")
    (told,) = here.findChildren(Alerte)
    assert told.accessibleName() == GONE
    essai.cliquer(here.difficultes.fiches.par_id[record].lever)
    essai.qtbot.waitUntil(lambda: not [one for one in here.findChildren(Alerte) if one.isVisible()])


def test_who_only_reads_is_offered_nothing(tmp_path: Path, essai: Essai) -> None:
    """R-INF-1: a chef de service reads what the référent noted."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    verser(bureau, "difficulte", {"dossier": dossier, "nature": "23.6", "debut": "2026-05-04"})
    shown = fenetre(bureau, essai)
    window = next(shown)
    here = _open(window, dossier)
    (fiche,) = here.difficultes.fiches.par_id.values()
    offered = (here.difficultes.ajout, fiche.lever, fiche.retrait, here.emploi.choix)
    assert not any(one.isVisible() for one in (*offered, here.caracteristiques.autre))
    answers = here.caracteristiques.fiches.par_id.values()
    assert not any(one.changer.isVisible() for one in answers)
    window.verrouiller()
    next(shown, None)
