from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.blocs import Bouton, Jalon
from desktop.views.main_window import MainWindow
from desktop.views.palette import SOMBRE
from desktop.views.style import appliquer
from desktop.views.synchronisation import PageSynchronisation
from desktop.views.synchronisation.champ import AUTRE, MIEN, SERVEUR
from desktop.views.synchronisation.reprise import CarteReprise
from domain.exchange.v1 import Outcome
from domain.fields import Value
from tests.views.donnees import repondre, un_conflit, une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def elise(bureau: Bureau) -> str:
    return une_file_active(bureau)["elise"]


@pytest.fixture
def here(window: MainWindow) -> PageSynchronisation:
    window.ouvrir_place("synchronisation")
    return page(window, PageSynchronisation)


def _card(here: PageSynchronisation, essai: Essai) -> CarteReprise:
    essai.qtbot.waitUntil(lambda: len(here.cartes) == 1)
    return next(iter(here.cartes.values()))


def _telephone(bureau: Bureau, dossier: str) -> Value:
    return bureau.dossiers.lire(dossier).values["telephone"]


def test_the_state_is_said_in_words(bureau: Bureau, here: PageSynchronisation, essai: Essai) -> None:
    asked = []
    bureau.synchro.brancher(lambda: asked.append("now"))
    assert here.etat.phrase.text() == "Réseau non vérifié"
    assert here.etat.detail.text() == "Dernière synchronisation à l’instant. Tout est envoyé."
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    essai.qtbot.waitUntil(lambda: here.etat.phrase.text().startswith("Hors ligne"), timeout=3000)
    bureau.synchro.signaler(en_ligne=True, en_cours=False, message="", a_reconnecter=True)
    essai.qtbot.waitUntil(lambda: "votre mot de passe" in here.etat.message.text(), timeout=3000)
    bureau.synchro.signaler(en_ligne=True, en_cours=True, message="", a_reconnecter=False)
    essai.qtbot.waitUntil(lambda: not here.etat.bouton.isEnabled(), timeout=3000)
    bureau.synchro.signaler(en_ligne=True, en_cours=False, message="", a_reconnecter=False)
    essai.qtbot.waitUntil(here.etat.bouton.isEnabled, timeout=3000)
    essai.cliquer(here.etat.bouton)
    assert asked == ["now"]


def test_a_conflict_shows_the_three_values_and_waits_for_a_choice(
    bureau: Bureau, window: MainWindow, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    un_conflit(bureau, elise)
    card = _card(here, essai)
    words = "\n".join(label.text() for label in card.findChildren(QLabel))
    for shown in ("Dossier\u00a0– Mme VAUTRIN Élise", "06 39 98 12 34", "06 39 98 77 01", "07 55 00 11 22"):
        assert shown in words
    assert "Serveur (Julie Perrin), le 19/11/2026 à 16\u00a0h\u00a012" in words
    assert not card.regler.isEnabled()
    verifier(window)
    essai.photo(window, "synchronisation")
    appliquer(application(), SOMBRE)
    essai.photo(window, "synchronisation_sombre")


@pytest.mark.parametrize(("choice", "kept"), [(MIEN, "06 39 98 77 01"), (SERVEUR, "07 55 00 11 22")])
def test_one_keeps_mine_or_theirs(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai, choice: str, kept: str
) -> None:
    un_conflit(bureau, elise)
    card = _card(here, essai)
    essai.cliquer(card.champs[0].boutons[choice])
    essai.cliquer(card.regler)
    essai.qtbot.waitUntil(lambda: not here.cartes)
    assert _telephone(bureau, elise) == kept
    assert not bureau.reprises.a_reprendre()


def test_one_writes_a_third_value_and_a_malformed_one_is_refused(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    un_conflit(bureau, elise)
    card = _card(here, essai)
    field = card.champs[0]
    essai.cliquer(field.boutons[AUTRE])
    assert field.editeur is not None
    assert field.editeur.value() == "06 39 98 77 01"
    essai.taper(field.editeur, " le soir")
    essai.cliquer(card.regler)
    assert "Téléphone" in field.editeur.problem()
    assert here.cartes
    field.editeur.show_value("06 11 22 33 44")
    essai.cliquer(card.regler)
    essai.qtbot.waitUntil(lambda: not here.cartes)
    assert _telephone(bureau, elise) == "06 11 22 33 44"


def test_a_choice_of_a_code_brings_its_label(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    """Decision 20: a record holds the code and the label; settling one settles the other."""
    bureau.saisie.save_field("dossier", elise, "logement", "heberge", None)
    contested: dict[str, Value] = {"logement": "autre", "logement_libelle": "Autre"}
    repondre(bureau, Outcome.CONFLICT, message="Modifié entre-temps.", contestes=contested)
    card = _card(here, essai)
    (field,) = card.champs
    words = {label.text() for label in field.findChildren(QLabel)}
    assert {"Logement", "Rien", "Hébergé(e) chez un tiers", "Autre"} <= words
    essai.cliquer(field.boutons[MIEN])
    essai.cliquer(card.regler)
    essai.qtbot.waitUntil(lambda: not here.cartes)
    values = bureau.dossiers.lire(elise).values
    assert (values["logement"], values["logement_libelle"]) == ("heberge", "Hébergé(e) chez un tiers")


def test_what_was_refused_at_birth_is_read_then_closed(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    entretien = bureau.entretiens.nouveau(elise)
    repondre(bureau, Outcome.REFUSED, message="Ce dossier a un autre référent.", regle="R-ACC-4")
    card = _card(here, essai)
    assert "Ce dossier a un autre référent. (R-ACC-4)" in {one.text() for one in card.findChildren(QLabel)}
    assert not any(field.boutons for field in card.champs)
    assert card.regler.text() == "J’ai lu, classer"
    essai.cliquer(card.regler)
    essai.qtbot.waitUntil(lambda: not here.cartes)
    assert entretien not in {line.id for line in bureau.dossiers.lire(elise).entretiens}


def test_a_choice_under_way_survives_what_arrives(
    bureau: Bureau, window: MainWindow, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    un_conflit(bureau, elise)
    card = _card(here, essai)
    essai.cliquer(card.champs[0].boutons[AUTRE])
    with essai.qtbot.waitSignal(window.actualite.changed):
        bureau.dossiers.marquer_consulte(elise)
    assert _card(here, essai) is card
    assert card.champs[0].boutons[AUTRE].isChecked()


def test_receipts_open_on_what_became_of_each_change(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    un_conflit(bureau, elise)
    essai.qtbot.waitUntil(lambda: bool(here.recus.findChildren(Jalon)))
    title = here.recus.findChildren(Bouton)[0]
    assert title.text() == "1\u00a0changement envoyé, dont 1 à reprendre, 4\u00a0éléments reçus"
    essai.cliquer(title)
    essai.qtbot.waitUntil(
        lambda: any(
            label.text() == "Dossier\u00a0– Vautrin Élise\u00a0: en double, à reprendre"
            for label in here.recus.findChildren(QLabel)
        )
    )


def test_without_any_receipt_the_page_says_what_will_be_there(here: PageSynchronisation) -> None:
    assert any("son reçu se lit ici" in label.text() for label in here.recus.findChildren(QLabel))
    assert not here.intertitre.isVisible()
    verifier(here)
