"""Drafting a CER: what is typed, clicked and moved is on disk."""

from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from tests.views.cer.gestes import on_disk, page
from tests.views.essai import Essai


def test_what_is_typed_reaches_the_replica(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    shown = page(window)
    essai.taper(shown.formulaire.form.editeurs["situation"], "Vit à Aubenas.")
    qtbot.waitUntil(lambda: "Vit à Aubenas." in str(on_disk(bureau, shown, "situation")), timeout=3000)
    qtbot.waitUntil(lambda: shown.entete.etat_enregistrement() == "Enregistré sur ce poste")


def test_leaving_the_page_flushes(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    shown = page(window)
    essai.taper(shown.formulaire.form.editeurs["evaluation"], "Deux stages.")
    essai.cliquer(shown.entete.bouton)
    assert isinstance(window.page, PageJournee)
    assert on_disk(bureau, shown, "evaluation") == "Deux stages."


def test_a_duration_is_one_click_and_the_end_follows(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-23: the end is the eve of the day n months later."""
    shown = page(window)
    duree = shown.formulaire.form.editeurs["duree_mois"]
    essai.cliquer(duree.options.boutons["9"])  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: on_disk(bureau, shown, "date_fin") == "2027-08-31")
    assert on_disk(bureau, shown, "duree_mois") == 9
    fin = shown.formulaire.form.editeurs["date_fin"]
    qtbot.waitUntil(lambda: fin.value() == "2027-08-31")


def test_the_end_follows_a_start_that_moves_unless_it_was_set_by_hand(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    shown = page(window)
    debut = shown.formulaire.form.editeurs["date_debut"]
    debut.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(debut, "1/1/2027")
    essai.quitter(debut)
    qtbot.waitUntil(lambda: on_disk(bureau, shown, "date_fin") == "2027-06-30")
    fin = shown.formulaire.form.editeurs["date_fin"]
    qtbot.waitUntil(lambda: fin.value() == "2027-06-30")
    fin.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(fin, "15/07/2027")
    essai.quitter(fin)
    qtbot.waitUntil(lambda: "mènent au" in " ".join(shown.formulaire.form.conseils("date_fin")))
    debut.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(debut, "1/2/2027")
    essai.quitter(debut)
    bureau.saisie.flush()
    assert on_disk(bureau, shown, "date_fin") == "2027-07-15"


def test_objectifs_are_added_moved_and_removed(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-9."""
    shown = page(window)
    objectifs = shown.formulaire.objectifs
    for label in ("Se déplacer", "Se loger, garder son logement"):
        action = next(one for one in objectifs.ajouter.menu().actions() if one.text() == label)
        action.trigger()
        qtbot.waitUntil(lambda: len(objectifs.cartes) == len(bureau.cers.ouvrir(shown._cer).objectifs))
    first, second = (one.id for one in bureau.cers.ouvrir(shown._cer).objectifs)
    card = objectifs.cartes[second]
    assert card.editeurs["personne"].has_focus()
    essai.taper(card.editeurs["personne"], "Visiter deux logements.")
    essai.cliquer(card.monter)
    qtbot.waitUntil(lambda: [one.id for one in bureau.cers.ouvrir(shown._cer).objectifs] == [second, first])
    qtbot.waitUntil(lambda: card.titre.text() == "Objectif 1")
    words = "Visiter deux logements."
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(shown._cer).objectifs[0].values["personne"] == words)
    essai.cliquer(objectifs.cartes[first].retrait.retirer)
    qtbot.waitUntil(lambda: first not in objectifs.cartes)
    assert [one.id for one in bureau.cers.ouvrir(shown._cer).objectifs] == [second]


def test_what_is_missing_leads_to_its_field(window: MainWindow, essai: Essai) -> None:
    shown = page(window)
    lines = {line.accessibleName(): line for line in shown.formulaire.manques.lignes}
    essai.cliquer(next(line for text, line in lines.items() if "Évaluation" in text))
    assert shown.formulaire.form.editeurs["evaluation"].has_focus()
    essai.cliquer(next(line for text, line in lines.items() if "objectif" in text))
    assert shown.formulaire.objectifs.ajouter.hasFocus()


def test_a_remark_that_matters_has_its_sign_and_its_word(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-2: another day than the first of the month is said, not refused."""
    shown = page(window)
    debut = shown.formulaire.form.editeurs["date_debut"]
    debut.line.selectAll()  # type: ignore[attr-defined]
    essai.taper(debut, "15/12/2026")
    essai.quitter(debut)
    qtbot.waitUntil(lambda: shown.formulaire.form.conseils("date_debut") != ())
    assert on_disk(bureau, shown, "date_debut") == "2026-12-15"
