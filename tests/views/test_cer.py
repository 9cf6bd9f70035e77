from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton
from desktop.views.blocs.alerte import Alerte
from desktop.views.cer import PageCer
from desktop.views.fields import EditeurChoix
from desktop.views.journee import PageJournee
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from domain.cer.states import State
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.desktop.documents.lecture import texte_pdf
from tests.views.essai import Essai, verifier
from tests.views.fenetre import fenetre

SITUATION = (
    "Mme Vautrin, 39 ans, vit à Aubenas avec ses deux enfants dans un logement du parc social. Elle a"
    " le permis mais pas de véhicule. Au RSA depuis quatre ans, accompagnée ici depuis mars 2025."
)
EVALUATION = "Le CV est fait, deux stages ont abouti. La garde des enfants a freiné la reprise d’emploi."


def remplir(bureau: Bureau, cer: str) -> str:
    """Fill in all that a submission asks for, as a former meeting would have."""
    for name, value in (
        ("priorite", "normale"),
        ("situation", SITUATION),
        ("evaluation", EVALUATION),
        ("expression", "Je voudrais travailler près de chez moi."),
    ):
        bureau.saisie.save_field("cer", cer, name, value, None)
    objectif = bureau.cers.ajouter_objectif(cer, "mobilite")
    for name, text in (
        ("personne", "S’inscrire à l’auto-école solidaire et suivre une leçon par semaine."),
        ("referent", "Demander l’aide à la mobilité et appeler l’auto-école."),
    ):
        bureau.saisie.save_field("objectif", objectif, name, text, None)
    bureau.saisie.flush()
    return objectif


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


@pytest.fixture
def window(bureau: Bureau, dossier: str, essai: Essai) -> Iterator[MainWindow]:
    for made in fenetre(bureau, essai):
        made.ouvrir_cer(bureau.cers.nouveau(dossier))
        yield made


@pytest.fixture
def ready(bureau: Bureau, window: MainWindow, qtbot: QtBot) -> PageCer:
    """A CER to which only the accord and the submission are missing."""
    shown = page(window)
    remplir(bureau, shown._cer)
    qtbot.waitUntil(lambda: shown._lu is not None and shown._lu.manques == ())
    return shown


def page(window: MainWindow) -> PageCer:
    assert isinstance(window.page, PageCer)
    return window.page


def on_disk(bureau: Bureau, shown: PageCer, name: str) -> Value:
    return bureau.cers.ouvrir(shown._cer).values[name]


def take_accord(shown: PageCer, essai: Essai, answer: str = "oui") -> None:
    accord = shown.formulaire.accord
    shown.formulaire.montrer(accord)
    essai.cliquer(accord.reponse.boutons[answer])
    if answer == "oui":
        essai.cliquer(accord.moyen.boutons["case"])
    essai.cliquer(accord.motif.boutons["telephone_absent"])
    essai.cliquer(accord.valider)


def standing(bureau: Bureau, shown: PageCer) -> Standing:
    return bureau.cers.ouvrir(shown._cer).accord.standing


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


def test_the_accord_lapses_by_one_printed_character_and_not_by_the_comment(
    bureau: Bureau, ready: PageCer, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-25, R-CER-4."""
    take_accord(ready, essai)
    accord = ready.formulaire.accord
    qtbot.waitUntil(lambda: accord.etat.texte().startswith("Oui"))
    assert not accord.reponse.isVisible()
    essai.taper(ready.formulaire.form.editeurs["commentaire"], "À rappeler.")
    essai.quitter(ready.formulaire.form.editeurs["commentaire"])
    bureau.saisie.flush()
    assert standing(bureau, ready) is Standing.OUI
    essai.taper(ready.formulaire.form.editeurs["situation"], "x")
    essai.quitter(ready.formulaire.form.editeurs["situation"])
    qtbot.waitUntil(lambda: accord.etat.texte().startswith("Caduc"))
    assert standing(bureau, ready) is Standing.CADUC
    assert "de nouveau" in accord.phrase.text()
    take_accord(ready, essai)
    qtbot.waitUntil(lambda: accord.etat.texte().startswith("Oui"))


def test_no_accord_is_recorded_without_its_reason(bureau: Bureau, ready: PageCer, essai: Essai) -> None:
    """R-CER-11: the tick box is the degraded mode, which says why."""
    accord = ready.formulaire.accord
    ready.formulaire.montrer(accord)
    assert not accord.valider.isVisible()
    essai.cliquer(accord.reponse.boutons["oui"])
    essai.cliquer(accord.moyen.boutons["case"])
    assert accord.valider.isVisible()
    assert not accord.valider.isEnabled()
    assert standing(bureau, ready) is Standing.NC


def test_a_submitted_cer_is_read_and_can_be_taken_back_until_it_is_sent(
    bureau: Bureau, window: MainWindow, ready: PageCer, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-26, decision 29."""
    take_accord(ready, essai)
    qtbot.waitUntil(lambda: standing(bureau, ready) is Standing.OUI)
    ready.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: ready.corps.currentWidget() is ready.lecture)
    assert bureau.cers.ouvrir(ready._cer).etat is State.SOUMIS
    assert ready.entete.pastille.texte() == "Soumis à l’étude"
    assert any("ne peut plus changer" in one.accessibleName() for one in ready.lecture.findChildren(Alerte))
    assert not ready.soumission.soumettre.isVisible()
    verifier(window)
    essai.photo(window, "cer_soumis_clair")
    essai.cliquer(ready.soumission.reprendre)
    qtbot.waitUntil(lambda: ready.corps.currentWidget() is ready.formulaire)
    assert bureau.cers.ouvrir(ready._cer).etat is State.PROPOSITION


def test_an_accord_that_is_not_given_is_said_once_before_submitting(
    bureau: Bureau, ready: PageCer, essai: Essai
) -> None:
    """R-CER-31."""
    essai.cliquer(ready.soumission.soumettre)
    assert "pas recueilli" in ready.barre.mot()
    assert bureau.cers.ouvrir(ready._cer).etat is State.PROPOSITION
    essai.cliquer(ready.soumission.soumettre)
    assert bureau.cers.ouvrir(ready._cer).etat is State.SOUMIS


def test_what_is_missing_holds_the_submission_and_is_shown(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    shown = page(window)
    essai.cliquer(shown.soumission.soumettre)
    assert "reste à compléter" in shown.barre.mot()
    assert bureau.cers.ouvrir(shown._cer).etat is State.PROPOSITION


def test_nsdd_is_refused_in_words_and_a_recorded_reason_lifts_it(
    bureau: Bureau, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-14."""
    cer = bureau.cers.nouveau(une_personne(bureau, numero="D-0002", nom="Serre", sdd="nsdd"))
    remplir(bureau, cer)
    window.ouvrir_cer(cer)
    shown = page(window)
    essai.cliquer(shown.soumission.soumettre)
    essai.cliquer(shown.soumission.soumettre)
    assert shown.soumission.motif.isVisible()
    assert "R-CER-14" in shown.soumission.motif.findChildren(Alerte)[-1].accessibleName()
    essai.taper(shown.soumission.motif.ligne, "CDDI jusqu’en juin")
    essai.photo(window, "cer_nsdd_clair")
    essai.cliquer(shown.soumission.motif.bouton)
    qtbot.waitUntil(lambda: bureau.cers.ouvrir(cer).etat is State.SOUMIS)
    assert bureau.cers.ouvrir(cer).historique[-1].motif == "CDDI jusqu’en juin"


def test_a_returned_cer_says_why_and_a_decision_is_marked_read(
    bureau: Bureau, dossier: str, window: MainWindow, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-28, R-CER-29."""
    returned, decided = page(window)._cer, bureau.cers.nouveau(dossier)
    remplir(bureau, returned)
    remplir(bureau, decided)

    def event(cer: str, rank: int, de: str, vers: str, motif: str | None = None) -> None:
        step: dict[str, Value] = {"cer": cer, "dossier": dossier, "rang": rank}
        step |= {"de": de, "vers": vers, "motif": motif}
        verser(bureau, "evenement_cer", step)

    event(returned, 1, "proposition", "soumis")
    event(returned, 2, "soumis", "proposition", "Précisez l’objectif mobilité.")
    event(decided, 1, "proposition", "soumis")
    event(decided, 2, "soumis", "attente")
    event(decided, 3, "attente", "valide")
    alerts = page(window).formulaire
    qtbot.waitUntil(
        lambda: any("Précisez l’objectif" in one.accessibleName() for one in alerts.findChildren(Alerte))
    )
    lines = {line.id: line for line in bureau.dossiers.lire(dossier).cers}
    assert lines[decided].decision_non_lue
    window.ouvrir_cer(decided)
    qtbot.waitUntil(
        lambda: not {line.id: line for line in bureau.dossiers.lire(dossier).cers}[decided].decision_non_lue
    )
    essai.photo(window, "cer_valide_clair")


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


def test_the_attestation_is_one_click_from_the_accord(
    bureau: Bureau, ready: PageCer, essai: Essai, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-CER-25: while it is written, then while it is read."""
    shown: list[Apercu] = []

    def keep(preview: Apercu) -> None:
        shown.append(preview)

    monkeypatch.setattr(Apercu, "exec", keep)
    accord = ready.formulaire.accord
    assert accord.attestation.isHidden()
    take_accord(ready, essai)
    qtbot.waitUntil(lambda: not accord.attestation.isHidden())
    ready.formulaire.montrer(accord)
    essai.photo(ready.window(), "cer_accord_attestation")
    essai.cliquer(accord.attestation)
    (preview,) = shown
    assert preview.produit.nom_fichier.startswith("Attestation-CER-1_VAUTRIN")
    assert preview.feuilles.nombre == 2
    bureau.cers.soumettre(ready._cer)
    qtbot.waitUntil(lambda: ready.corps.currentWidget() is ready.lecture)
    buttons = [one for one in ready.lecture.findChildren(Bouton) if one.text() == "Attestation de recueil"]
    essai.cliquer(buttons[0])
    assert len(shown) == 2


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
