"""A letter being typed is kept in the replica: a crash, a lock, a closed window lose none of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models import brouillons
from desktop.services.bureau import Bureau
from desktop.views.courrier import EcrireCourrier
from desktop.views.main_window import MainWindow
from domain.fields import Value
from tests.builders import un_bureau, une_personne
from tests.desktop.services.test_retouches import arrive
from tests.views.documents.gestes import ecrire
from tests.views.essai import Essai
from tests.views.fenetre import fenetre


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return une_personne(bureau)


def test_what_was_typed_is_there_when_the_letter_is_opened_again(
    bureau: Bureau, dossier: str, essai: Essai
) -> None:
    letter = ecrire(bureau, dossier, "courrier", essai)
    essai.taper(letter.saisies["texte"], "Des mots à garder.")
    letter.reject()
    again = ecrire(bureau, dossier, "courrier", essai)
    assert again.saisies["texte"].value() == "Des mots à garder."
    essai.cliquer(again.ranger)
    assert bureau.brouillons.lire(dossier, "courrier/courrier/") == {}


def sur_disque(bureau: Bureau, dossier: str) -> dict[str, Value]:
    """Return the draft that a crash would leave."""
    with bureau.poste.replique.read() as connection:
        return brouillons.read(connection, dossier, "courrier/courrier/")


def test_a_letter_being_typed_outlives_a_crash(bureau: Bureau, dossier: str, essai: Essai) -> None:
    """It is in the replica within a second, while one goes on typing; and it goes with its dossier."""
    letter = ecrire(bureau, dossier, "courrier", essai)
    essai.taper(letter.saisies["texte"], "Des mots")
    essai.qtbot.waitUntil(lambda: sur_disque(bureau, dossier) == {"texte": "Des mots"})
    arrive(bureau, leave=[dossier])
    assert sur_disque(bureau, dossier) == {}
    essai.taper(letter.saisies["texte"], " de trop")
    letter.reject()
    bureau.saisie.flush()
    assert sur_disque(bureau, dossier) == {}


def test_a_letter_being_typed_outlives_the_lock(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai, tmp_path: Path
) -> None:
    """R-DOC-3: left alone, the window locks itself under a letter."""
    modele = next(one for one in bureau.courriers.modeles() if one.code == "courrier")
    letter = EcrireCourrier(bureau, dossier, modele, parent=window)
    essai.montrer(letter, 1080, 640)
    essai.taper(letter.saisies["objet"], "Votre demande")
    assert window.verrouiller()
    assert not letter.isVisible()
    again = un_bureau(tmp_path)
    assert sur_disque(again, dossier) == {"objet": "Votre demande"}
    shown = ecrire(again, dossier, "courrier", essai)
    assert shown.saisies["objet"].value() == "Votre demande"
    shown.reject()
    again.verrouiller()
