"""What was refused, and work whose dossier has gone: read, copied, taken in or set aside."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.services.bureau import Bureau
from desktop.views.blocs import Rangee
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.synchronisation import PageReprise
from desktop.views.synchronisation.champ import MIEN
from domain.exchange.v1 import Op, Outcome
from tests.builders import verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page
from tests.views.reprise.gestes import mots, ouvrir, situation
from tests.views.reprises import (
    A_MOI,
    AU_SERVEUR,
    DEPART,
    Cotes,
    un_brouillon,
    un_cer,
    un_telephone,
    un_texte,
    une_reprise,
)


def test_what_was_refused_says_its_rule_in_words_and_can_be_copied(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Lesson 12: a refused operation stays with its reason, and is never deleted by the program."""
    item = une_reprise(
        bureau,
        elise,
        "entretien",
        "018f0000-0000-7000-8000-000000000002",
        {"type": (None, "individuel", None), "suite": (None, "Rappeler la mairie.", None)},
        issue=Outcome.REFUSED,
        operation=Op.CREATE,
        motif="Ce dossier a un autre référent.",
        regle="R-ACC-1",
    )
    here = ouvrir(window, item)
    words = mots(here)
    assert "Ce dossier a un autre référent. Règle R-ACC-1\u00a0: un référent ne voit que" in words
    assert "Rappeler la mairie." in words
    essai.cliquer(here.copier)
    assert "À faire d’ici la prochaine fois\u00a0:\nRappeler la mairie." in QApplication.clipboard().text()
    essai.photo(window, "reprise_refus")
    assert here.regler.text() == "J’ai lu, classer"
    essai.cliquer(here.regler)
    assert not bureau.reprises.a_reprendre()
    verifier(window)


def test_orphaned_work_reads_like_the_form_and_is_taken_in(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Lesson 10: work on a dossier that had left waits for who follows it now."""
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    cer = "018f0000-0000-7000-8000-000000000003"
    here = ouvrir(window, un_brouillon(bureau, elise, sonia, cer))
    words = mots(here).split("\n")
    assert words.index("Type de contrat") < words.index(A_MOI) < words.index("Objectif")
    assert "Rien" not in words
    essai.photo(window, "reprise_brouillon")
    appliquer(application(), SOMBRE)
    essai.photo(window, "reprise_brouillon_sombre")
    appliquer(application(), CLAIRE)
    assert here.regler.text() == "Prendre dans le dossier"
    essai.cliquer(here.regler)
    assert situation(bureau, cer) == A_MOI
    (objectif,) = bureau.cers.ouvrir(cer).objectifs
    assert objectif.values["personne"] == "Passer le code avant la fin février."


def test_orphaned_work_may_be_set_aside(bureau: Bureau, window: MainWindow, elise: str, essai: Essai) -> None:
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    here = ouvrir(window, un_brouillon(bureau, elise, sonia, "018f0000-0000-7000-8000-000000000003"))
    essai.cliquer(here.ecarter)
    assert not bureau.reprises.a_reprendre()
    assert not bureau.dossiers.lire(elise).cers
    assert "Mis de côté" in window.bandeau.annonce.texte()


def test_an_edit_of_a_lost_dossier_is_chosen_like_a_conflict(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Lesson 10: what was written on a record that is still there is compared with what it says now."""
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    cer = un_cer(bureau, elise)
    sides: dict[str, Cotes] = {"situation": (DEPART, A_MOI, AU_SERVEUR)}
    item = une_reprise(bureau, elise, "cer", cer, sides, issue=Outcome.QUARANTINED, auteur=sonia)
    here = ouvrir(window, item)
    assert "Sonia Delmas a écrit ceci hors ligne, sur un dossier qui n’était plus le sien." in mots(here)
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    essai.cliquer(here.regler)
    assert situation(bureau, cer) == A_MOI


def test_the_record_leads_to_my_version(bureau: Bureau, window: MainWindow, elise: str, essai: Essai) -> None:
    """Decision 8: the record shows the server's value, «ma version» is one click away."""
    cer = un_cer(bureau, elise)
    item = un_texte(bureau, elise, cer)
    window.ouvrir_cer(cer)
    editor = page(window, PageCer)
    (button,) = editor.badge.boutons
    assert button.text() == "Ma version"
    essai.photo(window, "cer_avec_badge")
    verifier(window)
    essai.cliquer(button)
    here = page(window, PageReprise)
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    essai.cliquer(here.regler)
    assert window.page is editor
    essai.qtbot.waitUntil(lambda: not editor.badge.isVisible())
    assert item not in {one.id for one in bureau.reprises.a_reprendre()}


def test_the_day_and_the_dossier_lead_to_it(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    un_telephone(bureau, elise)
    window.ouvrir_place("journee")

    def there() -> list[Rangee]:
        rows = window.page.findChildren(Rangee)
        return [row for row in rows if row.isVisible() and row.accessibleName().startswith("Dossier")]

    essai.qtbot.waitUntil(lambda: bool(there()))
    (row,) = there()
    row.setFocus()
    essai.touche(row, Qt.Key.Key_Return)
    assert isinstance(window.page, PageReprise)
    window.ouvrir_dossier(elise)
    window.page.tete.reprise.emit()  # type: ignore[attr-defined]
    assert isinstance(window.page, PageReprise)
