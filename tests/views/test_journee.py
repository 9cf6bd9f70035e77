from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.blocs import BoutonPrincipal, Rangee
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from desktop.views.pages import toutes_les_pages
from desktop.views.palette import SOMBRE
from desktop.views.rendez_vous import LigneRendezVous
from desktop.views.style import appliquer
from tests.builders import Horloge, verser
from tests.views.donnees import un_conflit, une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page


def _lines(window: MainWindow) -> list[LigneRendezVous]:
    found = page(window, PageJournee).rendez_vous.findChildren(LigneRendezVous)
    return [line for line in found if not line.isHidden()]


def _rows(window: MainWindow) -> list[str]:
    found = page(window, PageJournee).attente.findChildren(Rangee)
    return [row.accessibleName() for row in found if not row.isHidden()]


def test_the_day_shows_its_appointments_and_starts_the_next_one(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-REP-2: the home page of a referent; one main button, also by Ctrl+Enter."""
    une_file_active(bureau)
    essai.qtbot.waitUntil(lambda: len(_lines(window)) == 4)
    here = page(window, PageJournee)
    assert here.jour.text() == "Vendredi 20 novembre"
    assert here.resume.text().startswith("3\u00a0rendez-vous à venir aujourd’hui.")
    assert "à l’instant" in here.resume.text()
    assert [line.bouton.text() for line in _lines(window)] == [
        "Relire",
        "Démarrer l’entretien",
        "Démarrer",
        "Démarrer",
    ]
    assert isinstance(_lines(window)[1].bouton, BoutonPrincipal)
    verifier(window)
    essai.photo(window, "journee_clair")
    appliquer(application(), SOMBRE)
    essai.photo(window, "journee_sombre")
    essai.touche(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    essai.qtbot.waitUntil(lambda: window.page.titre == "Entretien")


def test_what_waits_is_named_and_leads_where_it_is_done(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-ENT-10, R-CER-28, R-CER-29, R-REP-1: untreated, returned with its reason, decided, to renew."""
    people = une_file_active(bureau)
    un_conflit(bureau, people["elise"])
    essai.qtbot.waitUntil(lambda: bool(_rows(window)) and "Mme VAUTRIN Élise" in _rows(window)[0])
    said = "\n".join(_rows(window))
    assert "M. MOREL Karim, CER n° 1 rendu\u00a0: Préciser l’objectif" in said
    assert "Mme ROUVIÈRE Maryse, CER n° 3\u00a0: validé" in said
    assert "M. CHASTEL Hugo, Entretien jeudi 12 novembre" in said
    assert "M. TESTUD Jean-Marc, CER terminé depuis 12\u00a0jours" in said
    returned = next(
        row
        for row in page(window, PageJournee).attente.findChildren(Rangee)
        if row.accessibleName().startswith("M. MOREL")
    )
    returned.setFocus()
    essai.touche(returned, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: window.page.titre == "CER")


def test_a_day_without_anything_says_what_to_do(window: MainWindow, essai: Essai) -> None:
    words = {label.text() for label in window.page.findChildren(QLabel)}
    assert {"Pas de rendez-vous aujourd’hui", "Rien ne vous attend"} <= words
    assert page(window, PageJournee).resume.text().startswith("Aucun rendez-vous")
    verifier(window)
    essai.photo(window, "journee_vide")


def test_a_long_group_shows_its_first_lines_then_all(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    people = une_file_active(bureau)
    verser(
        bureau,
        "entretien",
        *(
            {"dossier": people["hugo"], "moment": f"2026-11-{day:02}T09:00", "realisation": "prevu"}
            for day in range(2, 7)
        ),
    )
    hugo = "M. CHASTEL Hugo, Entretien"
    essai.qtbot.waitUntil(lambda: sum(row.startswith(hugo) for row in _rows(window)) == 3)
    more = next(
        button
        for button in page(window, PageJournee).attente.findChildren(type(_lines(window)[0].nom))
        if button.text() == "Voir les 3 autres"
    )
    essai.cliquer(more)
    essai.qtbot.waitUntil(lambda: sum(row.startswith(hugo) for row in _rows(window)) == 6)
    essai.qtbot.waitUntil(lambda: isinstance(application().focusWidget(), Rangee))


def test_nothing_is_rebuilt_under_the_keyboard_when_nothing_changed(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    people = une_file_active(bureau)
    essai.qtbot.waitUntil(lambda: len(_lines(window)) == 4)
    button = _lines(window)[2].bouton
    button.setFocus()
    with essai.qtbot.waitSignal(window.actualite.changed):
        bureau.dossiers.marquer_consulte(people["lea"])
    assert button.hasFocus()


def test_the_next_appointment_is_the_one_of_the_hour(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    une_file_active(bureau)
    essai.qtbot.waitUntil(lambda: len(_lines(window)) == 4)
    clock = bureau.clock
    assert isinstance(clock, Horloge)
    clock.avance(hours=2)
    window.ouvrir_place("file_active")
    window.ouvrir_place("journee")
    now = ["Relire", "Démarrer", "Démarrer l’entretien", "Démarrer"]
    essai.qtbot.waitUntil(lambda: [line.bouton.text() for line in _lines(window)] == now)
    assert "il y a 2\u00a0heures" in page(window, PageJournee).resume.text()


def test_the_page_keeps_its_width_on_the_smallest_screen(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    une_file_active(bureau)
    essai.qtbot.waitUntil(lambda: len(_lines(window)) == 4)
    window.resize(1093, 614)
    zones = page(window, PageJournee).zones
    essai.qtbot.waitUntil(lambda: zones.viewport().width() < 1093)
    body = zones.widget()
    assert body is not None
    assert body.minimumSizeHint().width() <= zones.viewport().width()


def test_every_profile_opens_on_a_place_of_its_own(bureau: Bureau) -> None:
    pages = toutes_les_pages()
    first = {
        profil: next(place.nom for place in pages.places if place.ouverte_a(profil))
        for profil in type(bureau.moi.profil)
    }
    assert first["referent"] == first["referent_fse"] == "journee"  # type: ignore[index]
    assert first["cds"] == first["ali"] == first["secretariat_dispositif"] == "instruction"  # type: ignore[index]
    assert first["secretariat_proximite"] == "file_active"  # type: ignore[index]
