"""What comes next, the chronology, and what is one click away."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton, Pastille, Petit, Rangee
from desktop.views.cer import PageCer
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from domain.errors import RefusedError
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.views.donnees import retirer, une_file_active
from tests.views.dossier.gestes import ouvrir
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre, page


def test_the_chronology_shows_previews_and_opens_an_entretien(
    window: MainWindow, elise: str, essai: Essai
) -> None:
    here = ouvrir(window, elise)
    essai.touche(here, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert here.pile.currentWidget() is here.entretiens
    assert here.onglets.tabText(2) == "Entretiens\u20024"
    words = "\n".join(label.text() for label in here.entretiens.findChildren(QLabel))
    assert "Point de situation et Logement\nLe permis avance" in words
    titles = [button.text() for button in here.entretiens.findChildren(Bouton)]
    assert titles[:3] == [
        "Renouvellement de CER\u00a0– prévu",
        "Entretien individuel",
        "Entretien individuel\u00a0– absence justifiée",
    ]
    verifier(window)
    essai.photo(window, "dossier_entretiens")
    essai.cliquer(here.entretiens.findChildren(Bouton)[1])
    essai.qtbot.waitUntil(lambda: window.page.titre == "Entretien")


def test_the_cers_show_state_period_and_accord(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    """R-CER-28: a CER returned is shown with the reason of it."""
    people = une_file_active(bureau)
    here = ouvrir(window, people["karim"])
    essai.touche(here, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    (row,) = here.cers.findChildren(Rangee)
    said = row.accessibleName()
    assert said.startswith("CER n°\u00a01, Du 1er novembre 2026 au 30 avril 2027")
    assert "Rendu par le service\u00a0: Préciser l’objectif" in said
    assert [pill.texte() for pill in row.findChildren(Pastille)] == ["CER proposition", "Accord à recueillir"]
    verifier(window)
    essai.photo(window, "dossier_cer")
    row.click()
    essai.qtbot.waitUntil(lambda: window.page.titre == "CER")


def test_the_actions_are_under_the_keyboard(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    here = ouvrir(window, elise)
    essai.touche(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    essai.qtbot.waitUntil(lambda: window.page.titre == "Entretien")
    assert len(bureau.dossiers.lire(elise).entretiens) == 5
    window.retour()
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    essai.touche(here, Qt.Key.Key_C, control_shift)
    essai.touche(here.suites, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: window.page.titre == "CER")
    assert len(bureau.dossiers.lire(elise).cers) == 3


def test_an_empty_dossier_says_what_to_do(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    here = ouvrir(window, une_personne(bureau))
    words = set()
    for rank in range(here.onglets.count()):
        here.onglets.setCurrentIndex(rank)
        words |= {label.text() for label in here.findChildren(QLabel)}
    assert {"Aucun entretien", "Aucun CER", "Aucun document"} <= words
    verifier(window)
    here.onglets.setCurrentIndex(4)
    essai.photo(window, "dossier_sans_document")


def test_a_cer_is_opened_by_those_who_draft(tmp_path: Path, essai: Essai) -> None:
    """R-ACC-4: whoever sees the dossier may note an entretien; the chef de service writes no CER."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    shown = fenetre(bureau, essai)
    window = next(shown)
    here = ouvrir(window, dossier)
    assert not here.nouveau_cer.isEnabled()
    assert here.nouveau_cer.toolTip() == "Réservé au référent du dossier"
    assert here.nouvel_entretien.isEnabled()
    with pytest.raises(RefusedError, match="R-ACC-4"):
        bureau.cers.nouveau(dossier)
    window.verrouiller()  # it stops its clocks too: left open, it would ask the closed replica
    next(shown, None)


def test_the_resume_says_what_comes_next_and_begins_it(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-FA-1: who has no CER is told by when it is expected; one click begins it."""
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier)
    assert here.resume.point.quoi.text() == "Rédiger le premier CER"
    assert here.resume.point.pourquoi.text() == "Attendu au plus tard le 22 novembre 2026"
    (button,) = here.resume.point.findChildren(Bouton)
    essai.cliquer(button)
    assert isinstance(window.page, PageCer)


def _rows(here: PageDossier, begin: str) -> list[Rangee]:
    seen = [row for row in here.resume.findChildren(Rangee) if not row.isHidden()]
    return [row for row in seen if row.accessibleName().startswith(begin)]


def test_the_conjoint_is_one_click_away(bureau: Bureau, window: MainWindow, elise: str, essai: Essai) -> None:
    """Decision 34: and one who is followed elsewhere is named, without a door."""
    paul = une_personne(bureau, civilite="m", nom="Vautrin", prenom="Paul")
    couple = {"conjoint": paul, "conjoint_nom": "VAUTRIN Paul"}
    verser(bureau, "dossier", bureau.dossiers.lire(elise).values | couple)
    here = ouvrir(window, elise)
    essai.qtbot.waitUntil(lambda: len(_rows(here, "Conjoint")) == 1)
    essai.photo(window, "dossier_resume_couple")
    essai.cliquer(_rows(here, "Conjoint")[0])
    assert page(window, PageDossier).dossier == paul
    retirer(bureau, paul)
    window.retour()
    essai.qtbot.waitUntil(lambda: [row.isEnabled() for row in _rows(here, "Conjoint")] == [False])
    assert _rows(here, "Conjoint")[0].accessibleName() == "Conjoint\u00a0: VAUTRIN Paul, Suivi ailleurs"


def test_the_cv_is_one_click_away(window: MainWindow, elise: str, essai: Essai) -> None:
    """R-DOC-1."""
    here = ouvrir(window, elise)
    essai.qtbot.waitUntil(lambda: len(_rows(here, "CV")) == 1)
    essai.cliquer(_rows(here, "CV")[0])
    assert here.pile.currentWidget() is here.documents
    essai.qtbot.waitUntil(lambda: bool(here.documents.findChildren(Alerte)))  # its content is not here yet


def test_the_older_changes_of_the_right_unfold(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    """R-GEN-5: the history is whole, the last changes come first."""
    dossier = une_personne(bureau)
    changes = ({"dossier": dossier, "date": f"2026-0{month}-01", "etat": "versable"} for month in range(1, 6))
    verser(bureau, "evenement_droit", *changes)
    window.ouvrir_dossier(dossier)
    resume = page(window, PageDossier).resume

    def dates() -> list[str]:
        said = [one for one in resume.droit.findChildren(Petit) if one.isVisible()]
        return [one.text() for one in said if one.text()[:1].isdigit()]

    essai.qtbot.waitUntil(resume.histoire.isVisible)
    assert resume.histoire.text() == "2\u00a0changements plus anciens"
    essai.qtbot.waitUntil(lambda: dates() == ["01/05/2026", "01/04/2026", "01/03/2026"])
    essai.cliquer(resume.histoire)
    essai.qtbot.waitUntil(lambda: dates()[3:] == ["01/02/2026", "01/01/2026"])


def test_the_resume_leads_to_the_accompaniment_that_ends(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-FA-4."""
    here = ouvrir(window, une_personne(bureau, etat_droit="clos", conjoint_nom="VAUTRIN Paul", conjoint=None))
    assert here.resume.point.quoi.text() == "Revoir l’accompagnement"
    essai.qtbot.waitUntil(lambda: len(_rows(here, "Conjoint")) == 1)
    assert _rows(here, "Conjoint")[0].accessibleName() == "Conjoint\u00a0: VAUTRIN Paul", "followed or not"
    essai.photo(window, "dossier_fin_a_revoir")
    (button,) = here.resume.point.findChildren(Bouton)
    essai.cliquer(button)
    assert here.pile.currentWidget() is here.accompagnement
