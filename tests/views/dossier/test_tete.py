"""The head of a dossier and what it says first."""

from PySide6.QtWidgets import QLabel

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.dossiers import GONE
from desktop.sync.pull import apply
from desktop.views.blocs import Alerte, Bouton, Defilant
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.exchange.v1 import Page as Feuille
from tests.builders import une_personne
from tests.views.donnees import un_conflit, une_file_active
from tests.views.dossier.gestes import ouvrir
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application


def _alerts(here: PageDossier) -> list[str]:
    return [alert.accessibleName() for alert in here.tete.findChildren(Alerte) if not alert.isHidden()]


def test_the_head_says_who_it_is_and_what_is_urgent(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """R-GEN-8: what is known of the right is read before any step, whatever the tab."""
    here = ouvrir(window, elise)
    assert here.tete.nom.accessibleName() == "Mme VAUTRIN Élise, 39\u00a0ans"
    assert here.tete.detail.text() == "Née le 14 mars 1987 · Aubenas · CAF 1234567 · Dossier D-0001"
    essai.qtbot.waitUntil(lambda: _alerts(here) == ["CER à renouveler dans 28\u00a0jours"])
    un_conflit(bureau, elise)
    essai.qtbot.waitUntil(lambda: _alerts(here)[:1] == ["1\u00a0envoi à reprendre"])
    verifier(window)
    essai.photo(window, "dossier_resume")
    appliquer(application(), SOMBRE)
    essai.photo(window, "dossier_resume_sombre")
    settle = next(one for one in here.tete.findChildren(Bouton) if one.text() == "Choisir")
    essai.cliquer(settle)
    assert window.page.titre == "À reprendre"


def test_one_tab_scrolls_and_the_page_does_not(window: MainWindow, elise: str, essai: Essai) -> None:
    """Decision 39: 1366×768 at 125 %; two bars side by side would be one too many."""
    window.resize(1093, 614)
    here = ouvrir(window, elise)
    essai.qtbot.waitUntil(lambda: here.resume.verticalScrollBar().isVisible())
    outer = next(one for one in here.findChildren(Defilant) if one.isAncestorOf(here.pile))
    assert not outer.verticalScrollBar().isVisible()


def test_in_large_text_what_is_urgent_is_whole(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    people = une_file_active(bureau)
    appliquer(application(), CLAIRE, 200)
    here = ouvrir(window, people["hugo"])
    alerts = here.tete.findChildren(Alerte)
    essai.qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in alerts))
    essai.photo(window, "dossier_200")


def test_a_name_is_never_read_as_markup(bureau: Bureau, window: MainWindow) -> None:
    here = ouvrir(window, une_personne(bureau, nom="<b>Nom", prenom="&amp;"))
    assert "&lt;B&gt;NOM &amp;amp;" in here.tete.nom.text()


def test_a_dossier_that_has_gone_says_so_calmly(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """R-ACC-2: a dossier retired from this computer; no dialog, and the way back to the list."""
    here = ouvrir(window, elise)

    def leave(connection):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as a pull does
        apply(connection, Feuille(cursor="parti", leave=[elise]))
        return None, Changes(wide=True)

    bureau.poste.now_write(leave)
    essai.qtbot.waitUntil(lambda: GONE in {label.text() for label in here.findChildren(QLabel)})
    assert not here.barre.isVisible()
    verifier(window)
    essai.photo(window, "dossier_parti")
    to_list = next(one for one in here.findChildren(Bouton) if one.text() == "Ouvrir la file active")
    essai.cliquer(to_list)
    assert window.page.titre == "File active"
