"""Taking up again: every choice made by a person, on a page that says what is chosen between (decision 8)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.synchronisation.champ import AUTRE, MIEN, SERVEUR
from domain.fields import Value
from tests.builders import verser
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application
from tests.views.reprise.gestes import mots, ouvrir, situation
from tests.views.reprises import (
    A_MOI,
    AU_SERVEUR,
    DEPART,
    REUNIS,
    un_cer,
    un_telephone,
    un_texte,
    une_reprise,
)


def _telephone(bureau: Bureau, dossier: str) -> Value:
    return bureau.dossiers.lire(dossier).values["telephone"]


def test_a_conflict_shows_the_three_values_and_waits_for_a_choice(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """Lesson 5: both are kept and shown, who wrote them and when."""
    here = ouvrir(window, un_telephone(bureau, elise))
    words = mots(here)
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
    here = ouvrir(window, un_telephone(bureau, elise))
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
    here = ouvrir(window, un_texte(bureau, elise, cer))
    (question,) = here.questions
    html = [label.text() for label in question.findChildren(QLabel)]
    assert any("line-through" in text and "ni véhicule" in text for text in html)
    assert any("underline" in text and "Elle reprend en mars." in text for text in html)
    assert "Souligné\u00a0: ajouté. Barré\u00a0: retiré." in mots(here)
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
    assert situation(bureau, cer) == REUNIS


def test_a_malformed_third_version_is_refused_where_it_is_written(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    here = ouvrir(window, un_telephone(bureau, elise))
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
    here = ouvrir(window, item)
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
    here = ouvrir(window, item)
    (question,) = here.questions
    assert {"Rien", "Hébergé(e) chez un tiers", "Autre"} <= set(mots(here).split("\n"))
    essai.cliquer(question.options.boutons[MIEN])
    essai.cliquer(here.regler)
    values = bureau.dossiers.lire(elise).values
    assert (values["logement"], values["logement_libelle"]) == ("heberge", "Hébergé(e) chez un tiers")


def test_the_words_of_another_bear_his_name(bureau: Bureau, window: MainWindow, elise: str) -> None:
    cer = un_cer(bureau, elise)
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    here = ouvrir(window, un_texte(bureau, elise, cer, sonia))
    words = mots(here).split("\n")
    assert "Sonia Delmas" in words
    assert "Moi" not in words
    assert here.questions[0].options.boutons[MIEN].text() == "Garder la version de Sonia Delmas"
