"""Taking up again: every choice made by a person, on a page that says what is chosen between (decision 8)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.services.bureau import Bureau
from desktop.views.blocs import Rangee
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.synchronisation import PageReprise, PageSynchronisation
from desktop.views.synchronisation.champ import AUTRE, MIEN, SERVEUR
from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from tests.builders import une_personne, verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page
from tests.views.reprises import (
    A_MOI,
    AU_SERVEUR,
    DEPART,
    REUNIS,
    Cotes,
    collegue,
    un_brouillon,
    un_cer,
    un_telephone,
    un_texte,
    une_reprise,
)


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def elise(bureau: Bureau) -> str:
    return une_personne(bureau)


def _open(window: MainWindow, item: str) -> PageReprise:
    window.ouvrir_reprise(item)
    QApplication.processEvents()
    return page(window, PageReprise)


def _words(widget: QLabel | PageReprise | PageSynchronisation | MainWindow) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def _telephone(bureau: Bureau, dossier: str) -> Value:
    return bureau.dossiers.lire(dossier).values["telephone"]


def _situation(bureau: Bureau, cer: str) -> Value:
    return bureau.cers.ouvrir(cer).values["situation"]


def test_a_conflict_shows_the_three_values_and_waits_for_a_choice(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Lesson 5: both are kept and shown, who wrote them and when."""
    here = _open(window, un_telephone(bureau, elise))
    words = _words(here)
    for shown in ("Mme VAUTRIN Élise", "06 39 98 12 34", "06 39 98 77 01", "07 55 00 11 22"):
        assert shown in words
    assert "Vous et Julie Perrin avez modifié la même chose." in words
    assert "Julie Perrin, le 19/11/2026 à 16\u00a0h\u00a012" in words
    assert not here.regler.isEnabled()
    assert here.barre.mot() == "1\u00a0choix à faire."
    verifier(window)
    essai.photo(window, "reprise_telephone")


@pytest.mark.parametrize(("choice", "kept"), [(MIEN, "06 39 98 77 01"), (SERVEUR, "07 55 00 11 22")])
def test_one_keeps_mine_or_theirs(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai, choice: str, kept: str
) -> None:
    here = _open(window, un_telephone(bureau, elise))
    essai.cliquer(here.questions[0].options.boutons[choice])
    essai.cliquer(here.regler)
    assert _telephone(bureau, elise) == kept
    assert not bureau.reprises.a_reprendre()
    assert window.page is not here
    assert window.bandeau.annonce.texte().startswith("Réglé\u00a0: ")


def test_a_text_is_compared_word_by_word_and_a_third_begins_from_both(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    cer = un_cer(bureau, elise)
    here = _open(window, un_texte(bureau, elise, cer))
    (question,) = here.questions
    html = [label.text() for label in question.findChildren(QLabel)]
    assert any("line-through" in text and "ni véhicule" in text for text in html)
    assert any("underline" in text and "Elle reprend en mars." in text for text in html)
    assert "Souligné\u00a0: ajouté. Barré\u00a0: retiré." in _words(here)
    essai.photo(window, "reprise_texte")
    appliquer(application(), SOMBRE)
    essai.photo(window, "reprise_texte_sombre")
    appliquer(application(), CLAIRE, 200)
    essai.photo(window, "reprise_texte_200")
    appliquer(application(), CLAIRE)
    essai.cliquer(question.options.boutons[AUTRE])
    (editor,) = question.editeurs()
    assert editor.value() == REUNIS
    assert question.troisieme is not None
    question.troisieme.repartir("moi")
    assert editor.value() == A_MOI
    question.troisieme.repartir("serveur")
    assert editor.value() == AU_SERVEUR
    question.troisieme.repartir("deux")
    essai.touche(editor.focusProxy() or editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert _situation(bureau, cer) == REUNIS


def test_a_malformed_third_version_is_refused_where_it_is_written(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    here = _open(window, un_telephone(bureau, elise))
    (question,) = here.questions
    essai.cliquer(question.options.boutons[AUTRE])
    (editor,) = question.editeurs()
    assert editor.value() == "06 39 98 77 01"
    essai.taper(editor, " le soir")
    essai.cliquer(here.regler)
    assert "Téléphone" in editor.problem()
    assert "Téléphone" in here.barre.mot()
    editor.show_value("06 11 22 33 44")
    essai.cliquer(here.regler)
    assert _telephone(bureau, elise) == "06 11 22 33 44"


def test_dates_and_duration_are_one_question(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Decision 6: half of one's dates and half of another's would be nobody's."""
    cer = un_cer(bureau, elise, date_debut="2026-11-15", date_fin="2027-05-14")
    item = une_reprise(
        bureau,
        elise,
        "cer",
        cer,
        {
            "date_debut": ("2026-12-01", "2026-12-01", "2026-11-15"),
            "situation": (DEPART, A_MOI, AU_SERVEUR),
            "duree_mois": (6, 4, 6),
            "date_fin": ("2027-05-31", "2027-03-31", "2027-05-14"),
        },
    )
    here = _open(window, item)
    assert [question.titre for question in here.questions] == [
        "Date de début, durée (mois) et date de fin",
        "Situation actuelle et actions menées depuis le dernier CER",
    ]
    essai.photo(window, "reprise_dates")
    dates, text = here.questions
    essai.cliquer(dates.options.boutons[MIEN])
    assert not here.regler.isEnabled()
    essai.cliquer(text.options.boutons[SERVEUR])
    essai.cliquer(here.regler)
    values = bureau.cers.ouvrir(cer).values
    assert [values[name] for name in ("date_debut", "duree_mois", "date_fin")] == [
        "2026-12-01",
        4,
        "2027-03-31",
    ]
    assert values["situation"] == AU_SERVEUR


def test_a_choice_of_a_code_brings_its_label(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Decision 20: a record holds the code and the label; settling one settles the other."""
    verser(bureau, "dossier", bureau.dossiers.lire(elise).values | {"logement": "autre"})
    item = une_reprise(
        bureau,
        elise,
        "dossier",
        elise,
        {
            "logement": (None, "heberge", "autre"),
            "logement_libelle": (None, "Hébergé(e) chez un tiers", "Autre"),
        },
    )
    here = _open(window, item)
    (question,) = here.questions
    assert {"Rien", "Hébergé(e) chez un tiers", "Autre"} <= set(_words(here).split("\n"))
    essai.cliquer(question.options.boutons[MIEN])
    essai.cliquer(here.regler)
    values = bureau.dossiers.lire(elise).values
    assert (values["logement"], values["logement_libelle"]) == ("heberge", "Hébergé(e) chez un tiers")


def test_the_words_of_another_bear_his_name(bureau: Bureau, window: MainWindow, elise: str) -> None:
    cer = un_cer(bureau, elise)
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    here = _open(window, un_texte(bureau, elise, cer, sonia))
    words = _words(here).split("\n")
    assert "Sonia Delmas" in words
    assert "Moi" not in words
    assert here.questions[0].options.boutons[MIEN].text() == "Garder la version de Sonia Delmas"


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
    here = _open(window, item)
    words = _words(here)
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
    here = _open(window, un_brouillon(bureau, elise, sonia, cer))
    words = _words(here).split("\n")
    assert words.index("Type de contrat") < words.index(A_MOI) < words.index("Objectif")
    assert "Rien" not in words
    essai.photo(window, "reprise_brouillon")
    appliquer(application(), SOMBRE)
    essai.photo(window, "reprise_brouillon_sombre")
    appliquer(application(), CLAIRE)
    assert here.regler.text() == "Prendre dans le dossier"
    essai.cliquer(here.regler)
    assert _situation(bureau, cer) == A_MOI
    (objectif,) = bureau.cers.ouvrir(cer).objectifs
    assert objectif.values["personne"] == "Passer le code avant la fin février."


def test_orphaned_work_may_be_set_aside(bureau: Bureau, window: MainWindow, elise: str, essai: Essai) -> None:
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    here = _open(window, un_brouillon(bureau, elise, sonia, "018f0000-0000-7000-8000-000000000003"))
    essai.cliquer(here.ecarter)
    assert not bureau.reprises.a_reprendre()
    assert not bureau.dossiers.lire(elise).cers
    assert "Mis de côté" in window.bandeau.annonce.texte()


def test_a_choice_under_way_survives_what_arrives(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    here = _open(window, un_telephone(bureau, elise))
    (question,) = here.questions
    essai.cliquer(question.options.boutons[AUTRE])
    with essai.qtbot.waitSignal(window.actualite.changed):
        bureau.dossiers.marquer_consulte(elise)
    assert here.questions == [question]
    assert question.choisi() == AUTRE


def test_a_question_whose_server_side_has_changed_is_asked_again(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Nobody settles what he has not read."""
    cer = un_cer(bureau, elise)
    here = _open(window, un_texte(bureau, elise, cer))
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    with essai.qtbot.waitSignal(window.actualite.changed):
        un_cer(bureau, elise, id=cer, situation="Encore un autre texte.")
    essai.qtbot.waitUntil(lambda: here.questions[0].choisi() is None)
    assert "Encore un autre texte" in " ".join(
        label.accessibleName() or label.text() for label in here.questions[0].findChildren(QLabel)
    )


def test_what_changes_under_the_click_is_said_and_nothing_is_written(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """The news of a pull may still be on its way to the screen when one clicks."""
    cer = un_cer(bureau, elise)
    here = _open(window, un_texte(bureau, elise, cer))
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    un_cer(bureau, elise, id=cer, situation="Encore un autre texte.")
    essai.cliquer(here.regler)
    assert "vient encore de changer" in here.barre.mot()
    assert _situation(bureau, cer) == "Encore un autre texte."
    assert here.questions[0].choisi() is None


def test_an_edit_of_a_lost_dossier_is_chosen_like_a_conflict(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Lesson 10: what was written on a record that is still there is compared with what it says now."""
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    cer = un_cer(bureau, elise)
    sides: dict[str, Cotes] = {"situation": (DEPART, A_MOI, AU_SERVEUR)}
    item = une_reprise(bureau, elise, "cer", cer, sides, issue=Outcome.QUARANTINED, auteur=sonia)
    here = _open(window, item)
    assert "Sonia Delmas a écrit ceci hors ligne, sur un dossier qui n’était plus le sien." in _words(here)
    essai.cliquer(here.questions[0].options.boutons[MIEN])
    essai.cliquer(here.regler)
    assert _situation(bureau, cer) == A_MOI


def test_what_somebody_settled_meanwhile_says_who(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    item = un_telephone(bureau, elise)
    here = _open(window, item)
    une_reprise(
        bureau,
        elise,
        "dossier",
        elise,
        {"telephone": ("06 39 98 12 34", "06 39 98 77 01", "07 55 00 11 22")},
        id=item,
        statut="reprise",
        reglee_par=collegue(bureau),
        reglee_le="2026-11-20T08:00:00.000Z",
    )
    essai.qtbot.waitUntil(lambda: "Réglé par Julie Perrin le 20/11/2026 à 9\u00a0h." in _words(here))
    assert not here.barre.isVisible()


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
