"""The file active against Genesis, on screen (R-GEN-9)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.services.bureau import Bureau
from desktop.views.dossier import PageDossier
from desktop.views.ecarts import TOUS, PageEcarts
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.file_active.ecarts import Nature
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page


def _open(window: MainWindow) -> PageEcarts:
    window.ouvrir_place("ecarts")
    return page(window, PageEcarts)


def _rows(here: PageEcarts) -> list[str]:
    return [here.liste.entree(rank).titre for rank in range(here.liste.nombre())]


def _people(bureau: Bureau) -> str:
    """Bring five persons, of whom three differ from Genesis; return whose right is closed."""
    une_personne(bureau)
    une_personne(bureau, nom="Morel", prenom="Karim", civilite="m", sdd="nsdd")
    une_personne(bureau, nom="Sauzet", prenom="Léa", actualisation_figee_le="2026-11-10")
    une_personne(bureau, nom="Rouvière", prenom="Maryse")
    closed = {"etat_droit": "clos", "date_etat_droit": "2026-11-01", "motif_etat_droit": "Ressources"}
    return une_personne(bureau, nom="Testud", prenom="Jean-Marc", civilite="m", **closed)


def test_each_difference_is_listed_with_what_mends_it(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    closed = _people(bureau)
    here = _open(window)
    assert _rows(here) == ["M. TESTUD Jean-Marc", "Mme SAUZET Léa", "M. MOREL Karim"]
    assert here.compte.text() == "3\u00a0écarts pour 3\u00a0personnes. Genesis fait foi."
    assert here.barre.mot() == "Prévenez le secrétariat, puis datez la sortie."
    essai.touche(here.liste, Qt.Key.Key_Down)
    assert here.barre.mot() == "L’accompagnement a pris fin\u00a0: datez la sortie."
    verifier(window)
    essai.photo(window, "ecarts")
    appliquer(application(), SOMBRE, 200)
    QApplication.processEvents()
    essai.photo(window, "ecarts_sombre_200")
    appliquer(application(), CLAIRE)
    essai.touche(here.liste, Qt.Key.Key_Up)
    essai.touche(here.liste, Qt.Key.Key_Return)
    assert page(window, PageDossier).dossier == closed


def test_one_kind_of_difference_is_read_at_a_time(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    _people(bureau)
    here = _open(window)
    assert here.chips[Nature.MUTE].isHidden(), "what nobody has is no choice"
    essai.cliquer(here.chips[Nature.NSDD])
    assert _rows(here) == ["M. MOREL Karim"]
    essai.cliquer(here.chips[TOUS])
    assert len(_rows(here)) == 3


def test_a_file_active_that_is_genesis_s_says_so(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    une_personne(bureau)
    here = _open(window)
    assert here.vide.isVisible()
    assert not here.barre.isVisible()
    essai.photo(window, "ecarts_aucun")


def test_a_service_reads_them_by_referent(tmp_path: Path) -> None:
    """R-GEN-9, R-ACC-7: the territory of the référent says who has moved."""
    bureau = un_bureau(tmp_path, Profile.SECRETARIAT_DISPOSITIF)
    (julie,) = verser(bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie", "dtas": "sud"})
    (moved,) = verser(bureau, "dossier", {"nom": "Morel", "prenom": "Karim", "dtas": "nord"})
    verser(
        bureau,
        "affectation",
        {"dossier": moved, "referent": julie, "role": "parcours", "debut": "2026-01-01"},
    )
    verser(bureau, "dossier", {"nom": "Sauzet", "prenom": "Léa", "dtas": "nord", "etat_droit": "clos"})
    found = [(one.dossier, one.referent, one.ecart.nature) for one in bureau.ecarts.lister()]
    assert found == [(moved, "Julie Perrin", Nature.MUTE)]
    verser(bureau, "dossier", {"id": moved, "nom": "Morel", "dtas": "sud", "etat_droit": "clos"})
    (one,) = bureau.ecarts.lister()
    assert one.ecart.acte == "Le référent prévient le secrétariat, puis date la sortie."
    bureau.verrouiller()
