"""What will print, beside what is typed."""

from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.fields import EditeurChoix
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from tests.builders import verser
from tests.desktop.documents.lecture import texte_pdf
from tests.views.cer.gestes import on_disk, page, remplir
from tests.views.essai import Essai, verifier


def test_the_edition_is_made_from_what_is_on_screen(bureau: Bureau, ready: PageCer, essai: Essai) -> None:
    """R-CER-15: what has just been typed is on disk before the document is made."""
    essai.taper(ready.formulaire.form.editeurs["expression"], "Merci. ")
    made = ready.editions.produire("docx")
    assert made is not None
    assert made.nom_fichier.endswith(".docx")
    assert "Merci" in str(on_disk(bureau, ready, "expression"))


def test_a_wide_window_shows_what_will_print_and_follows(
    window: MainWindow, ready: PageCer, essai: Essai, qtbot: QtBot
) -> None:
    assert not ready.vis_a_vis.isVisible()
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: ready.vis_a_vis.dessins == 1)
    assert ready.vis_a_vis.feuilles.nombre == 1
    essai.taper(ready.formulaire.form.editeurs["expression"], "Merci. ")
    essai.quitter(ready.formulaire.form.editeurs["expression"])
    qtbot.waitUntil(lambda: ready.vis_a_vis.dessins == 2)
    verifier(window)
    essai.photo(window, "cer_large_clair")
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: not ready.vis_a_vis.isVisible())


def test_every_control_has_a_name(window: MainWindow, ready: PageCer, essai: Essai) -> None:
    verifier(window)
    essai.photo(window, "cer_clair")
    choice = ready.formulaire.form.editeurs["priorite"]
    assert isinstance(choice, EditeurChoix)


def test_the_hours_a_week_are_asked_where_the_departement_wants_them(
    bureau: Bureau, window: MainWindow, dossier: str
) -> None:
    """R-CER-25: they print, so that what is agreed to says them."""
    cer = bureau.cers.nouveau(dossier)
    remplir(bureau, cer)
    window.ouvrir_cer(cer)
    shown = page(window)
    assert shown.formulaire.form.editeurs["heures_semaine"].isHidden()
    verser(bureau, "reglage", {"nom": "cer.heures", "valeur": True, "revision": 9})
    bureau.saisie.save_field("cer", cer, "heures_semaine", 15, None)
    bureau.saisie.flush()
    window.retour()
    window.ouvrir_cer(cer)
    assert page(window).formulaire.form.editeurs["heures_semaine"].isVisible()
    assert "15 heures" in texte_pdf(bureau.editions.cer(cer, "pdf").octets)
    assert "Activité par semaine" in texte_pdf(bureau.editions.vierge().octets)
    bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
    assert bureau.cers.ouvrir(cer).accord.standing is Standing.OUI
    bureau.saisie.save_field("cer", cer, "heures_semaine", 10, 15)
    bureau.saisie.flush()
    assert bureau.cers.ouvrir(cer).accord.standing is Standing.CADUC
