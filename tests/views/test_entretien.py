from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.dossier import PageDossier
from desktop.views.entretien import PageEntretien
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre

MOTS = "Le permis est financé par la mission locale ; première leçon le 3 décembre."


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    dossier = une_personne(bureau)
    (record,) = verser(
        bureau,
        "entretien",
        {
            "dossier": dossier,
            "moment": "2026-11-20T09:00",
            "duree": 60,
            "collaborateur": bureau.moi.id,
            "type": "individuel",
            "realisation": "prevu",
        },
    )
    for made in fenetre(bureau, essai):
        made.ouvrir_entretien(record)
        yield made


def page(window: MainWindow) -> PageEntretien:
    assert isinstance(window.page, PageEntretien)
    return window.page


def on_disk(bureau: Bureau, shown: PageEntretien, name: str) -> Value:
    return bureau.entretiens.ouvrir(shown._entretien).values[name]


def add_theme(window: MainWindow, essai: Essai, qtbot: QtBot, code: str) -> str:
    shown = page(window)
    before = set(shown.themes.cartes)
    essai.cliquer(shown.themes.choix[code])
    qtbot.waitUntil(lambda: len(shown.themes.cartes) == len(before) + 1)
    return next(iter(shown.themes.cartes.keys() - before))


def test_from_an_absence_one_step_leads_to_the_mise_en_demeure(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-ENT-11: the absence is on disk first, and counted where one asks."""
    shown = page(window)
    assert not shown.midem.isVisible()
    essai.cliquer(shown.realisation.options.boutons["absence_non_justifiee"])
    essai.cliquer(shown.midem)
    there = window.page
    assert isinstance(there, PageDossier)
    assert there.pile.currentWidget() is there.accompagnement
    assert bureau.accompagnement.lire(there.dossier).midem.absences == 1


def test_one_click_says_that_the_person_came_and_it_is_on_disk(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-ENT-2: the answers are all in view, one click each."""
    shown = page(window)
    assert set(shown.realisation.options.boutons) == {
        "prevu",
        "presence",
        "absence_justifiee",
        "absence_non_justifiee",
        "annule",
    }
    essai.cliquer(shown.realisation.options.boutons["presence"])
    qtbot.waitUntil(lambda: on_disk(bureau, shown, "realisation") == "presence")
    qtbot.waitUntil(lambda: shown.entete.pastille.texte() == "Présence")
    assert shown.entete.etat_enregistrement() == "Enregistré sur ce poste"


def test_the_reason_is_asked_of_an_absence_only(window: MainWindow, essai: Essai, qtbot: QtBot) -> None:
    shown = page(window)
    motif = shown.form.editeurs["motif_absence"]
    assert not motif.isVisible()
    essai.cliquer(shown.realisation.options.boutons["absence_justifiee"])
    assert motif.isVisible()
    qtbot.waitUntil(lambda: "Notez le motif" in " ".join(shown.form.conseils("motif_absence")))
    essai.cliquer(shown.realisation.options.boutons["presence"])
    assert not motif.isVisible()


def test_a_theme_is_added_by_a_click_and_takes_the_keyboard(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-ENT-1, R-ENT-9: the whole entretien, its synthèses included, is on this computer."""
    shown = page(window)
    theme = add_theme(window, essai, qtbot, "mobilite")
    synthese = shown.themes.cartes[theme].synthese
    assert synthese.has_focus()
    essai.taper(synthese, MOTS)
    qtbot.waitUntil(
        lambda: bureau.entretiens.ouvrir(shown._entretien).themes[0].values["synthese"] == MOTS, timeout=3000
    )
    assert "mobilite" not in shown.themes.choix


def test_a_theme_that_says_something_is_removed_after_a_second_thought(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    shown = page(window)
    theme = add_theme(window, essai, qtbot, "sante")
    card = shown.themes.cartes[theme]
    essai.taper(card.synthese, "Rendez-vous au CMP")
    essai.quitter(card.synthese)
    qtbot.waitUntil(lambda: bool(bureau.entretiens.ouvrir(shown._entretien).themes[0].values["synthese"]))
    essai.cliquer(card.retrait.retirer)
    assert card.retrait.garder.hasFocus()
    essai.cliquer(card.retrait.garder)
    assert theme in shown.themes.cartes
    essai.cliquer(card.retrait.retirer)
    essai.cliquer(card.retrait.oui)
    qtbot.waitUntil(lambda: not shown.themes.cartes)
    assert bureau.entretiens.ouvrir(shown._entretien).themes == ()
    assert "sante" in shown.themes.choix


def test_an_empty_theme_goes_without_a_question(window: MainWindow, essai: Essai, qtbot: QtBot) -> None:
    shown = page(window)
    theme = add_theme(window, essai, qtbot, "budget")
    essai.cliquer(shown.themes.cartes[theme].retrait.retirer)
    qtbot.waitUntil(lambda: not shown.themes.cartes)


def test_leaving_the_page_flushes(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    shown = page(window)
    essai.taper(shown.form.editeurs["suite"], "Appeler la CAF")
    window.ouvrir_place("journee")
    bureau.saisie.flush()
    assert on_disk(bureau, shown, "suite") == "Appeler la CAF"


def test_ctrl_enter_ends_the_entretien_and_goes_back(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    shown = page(window)
    essai.taper(shown.form.editeurs["suite"], "Revoir le budget")
    record = shown._entretien
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, PageJournee)
    assert bureau.entretiens.ouvrir(record).values["suite"] == "Revoir le budget"


def test_what_is_missing_is_said_and_blocks_nothing(window: MainWindow) -> None:
    """R-ENT-12."""
    shown = page(window)
    assert "Il manque un thème" in shown.barre.mot()
    assert shown.terminer.isEnabled()


def test_a_cer_follows_from_an_entretien_and_a_draft_is_continued(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    shown = page(window)
    assert shown._lu is not None
    essai.cliquer(shown.cer)
    assert isinstance(window.page, PageCer)
    window.retour()
    essai.cliquer(shown.cer)
    assert len(bureau.dossiers.lire(shown._lu.dossier).cers) == 1


def test_an_entretien_that_has_gone_says_so(bureau: Bureau, window: MainWindow, qtbot: QtBot) -> None:
    shown = page(window)
    bureau.saisie.supprimer("entretien", shown._entretien)
    qtbot.waitUntil(lambda: shown.corps.currentWidget() is not shown.page)
    assert not shown.barre.isVisible()


def test_every_control_has_a_name(window: MainWindow, essai: Essai, qtbot: QtBot) -> None:
    shown = page(window)
    essai.cliquer(shown.realisation.options.boutons["presence"])
    theme = add_theme(window, essai, qtbot, "mobilite")
    essai.taper(shown.themes.cartes[theme].synthese, MOTS)
    essai.quitter(shown.themes.cartes[theme].synthese)
    add_theme(window, essai, qtbot, "logement")
    verifier(window)
    essai.photo(window, "entretien_clair")
