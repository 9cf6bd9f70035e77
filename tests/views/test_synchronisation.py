import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import Connection

from desktop.models.changes import Changes
from desktop.models.replique import put
from desktop.services.bureau import Bureau
from desktop.sync.worker import SIGN_IN_AGAIN
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton, Jalon
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from desktop.views.synchronisation import PageReprise, PageSynchronisation
from desktop.views.synchronisation.champ import MIEN
from domain.fields import Value
from tests.builders import verser
from tests.desktop.documents.lecture import texte_pdf
from tests.views.donnees import retirer, un_conflit, une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page
from tests.views.reprises import collegue, un_brouillon, un_cer, un_telephone, un_texte


@pytest.fixture
def elise(bureau: Bureau) -> str:
    return une_file_active(bureau)["elise"]


@pytest.fixture
def here(window: MainWindow) -> PageSynchronisation:
    window.ouvrir_place("synchronisation")
    return page(window, PageSynchronisation)


def _words(here: PageSynchronisation) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in here.findChildren(QLabel) if label.isVisible())


def test_the_state_is_said_in_words(bureau: Bureau, here: PageSynchronisation, essai: Essai) -> None:
    asked = []
    bureau.synchro.brancher(lambda: asked.append("now"))
    assert here.etat.phrase.text() == "Réseau non vérifié"
    assert here.etat.detail.text() == "Dernière synchronisation à l’instant. Tout est envoyé."
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    essai.qtbot.waitUntil(lambda: here.etat.phrase.text().startswith("Hors ligne"), timeout=3000)
    bureau.synchro.signaler(en_ligne=True, en_cours=False, message=SIGN_IN_AGAIN, a_reconnecter=True)
    essai.qtbot.waitUntil(lambda: "votre mot de passe" in here.etat.message.text(), timeout=3000)
    bureau.synchro.signaler(en_ligne=True, en_cours=True, message="", a_reconnecter=False)
    essai.qtbot.waitUntil(lambda: not here.etat.bouton.isEnabled(), timeout=3000)
    bureau.synchro.signaler(en_ligne=True, en_cours=False, message="", a_reconnecter=False)
    essai.qtbot.waitUntil(here.etat.bouton.isEnabled, timeout=3000)
    essai.cliquer(here.etat.bouton)
    assert asked == ["now"]


def test_what_waits_is_listed_and_each_line_opens_its_own_page(
    bureau: Bureau, window: MainWindow, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    (sonia,) = verser(bureau, "collaborateur", {"nom": "Delmas", "prenom": "Sonia"})
    item = un_telephone(bureau, elise)
    un_texte(bureau, elise, un_cer(bureau, elise), sonia)
    un_brouillon(bureau, elise, sonia, "018f0000-0000-7000-8000-000000000003")
    essai.qtbot.waitUntil(lambda: len(here.attente.lignes) == 3)
    words = _words(here)
    assert "À reprendre (3)" in words
    assert "Téléphone\u00a0: modifié aussi par Julie Perrin" in words
    assert "Écrit par Sonia Delmas\u00a0– Situation actuelle" in words
    for status in ("Modifié aussi ailleurs", "Travail remis"):
        assert status in words
    verifier(window)
    essai.photo(window, "synchronisation")
    appliquer(application(), SOMBRE)
    essai.photo(window, "synchronisation_sombre")
    appliquer(application(), CLAIRE, 200)
    essai.photo(window, "synchronisation_200")
    row = here.attente.lignes[item]
    row.setFocus()
    essai.touche(row, Qt.Key.Key_Return)
    assert isinstance(window.page, PageReprise)


def test_nothing_is_shown_where_nothing_waits(here: PageSynchronisation) -> None:
    for part in (here.attente, here.reglees, here.avis):
        assert not part.isVisible()
    assert "son reçu se lit ici" in _words(here)
    verifier(here)


def test_what_was_settled_says_who_chose_what_and_opens_on_the_words(
    bureau: Bureau, window: MainWindow, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    """Lesson 5: the choice is logged with its author, and stays readable."""
    window.ouvrir_reprise(un_telephone(bureau, elise))
    one = page(window, PageReprise)
    essai.cliquer(one.questions[0].options.boutons[MIEN])
    essai.cliquer(one.regler)
    assert window.page is here
    essai.qtbot.waitUntil(lambda: "Dossier\u00a0: Camille Roche a gardé sa version." in _words(here))
    essai.cliquer(here.reglees.findChildren(Bouton)[0])
    essai.qtbot.waitUntil(lambda: "Téléphone, ce qui était écrit\u00a0: 06 39 98 77 01" in _words(here))
    verifier(window)
    essai.photo(window, "synchronisation_regles")


def test_what_became_of_work_handed_over_is_told_until_it_is_read(
    bureau: Bureau, window: MainWindow, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    notice: dict[str, Value] = {
        "destinataire": bureau.moi.id,
        "reprise": elise,
        "sorte": "cer",
        "fait_le": "2026-11-12T10:00:00.000Z",
        "suite": "reprise",
        "par": collegue(bureau),
        "le": "2026-11-13T08:00:00.000Z",
    }
    verser(bureau, "avis", notice)
    essai.qtbot.waitUntil(here.avis.isVisible)
    assert "votre travail a été repris dans le dossier par Julie Perrin." in _words(here)
    verifier(window)
    essai.photo(window, "synchronisation_avis")
    essai.cliquer(here.avis.findChildren(Bouton)[0])
    essai.qtbot.waitUntil(lambda: not here.avis.isVisible())
    assert not bureau.reprises.avis()


def test_receipts_open_on_what_became_of_each_change_and_print(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    un_conflit(bureau, elise)
    essai.qtbot.waitUntil(lambda: bool(here.recus.findChildren(Jalon)))
    title = here.recus.findChildren(Bouton)[0]
    assert title.text() == "1\u00a0envoi, 4\u00a0éléments reçus"
    assert "1 à reprendre" in _words(here)
    essai.cliquer(title)
    assert "Mme VAUTRIN Élise\u00a0– Dossier\u00a0: en double, à reprendre" in _words(here)
    seen: list[Apercu] = []

    def look(preview: Apercu) -> None:  # a box would wait for a hand
        seen.append(preview)

    monkeypatch.setattr(Apercu, "exec", look)
    button = next(one for one in here.recus.findChildren(Bouton) if one.text() == "Imprimer le reçu")
    essai.cliquer(button)
    (preview,) = seen
    essai.photo(preview, "recu")
    assert preview.produit.nom_fichier == "Recu-de-synchronisation_2026-11-20.pdf"


def test_a_receipt_no_longer_names_a_person_whose_dossier_has_left(
    bureau: Bureau, here: PageSynchronisation, elise: str, essai: Essai
) -> None:
    un_conflit(bureau, elise)
    essai.qtbot.waitUntil(lambda: bool(here.recus.findChildren(Jalon)))
    retirer(bureau, elise)
    (recu,) = bureau.synchro.recus()
    assert [line.texte for line in recu.lignes] == ["Dossier qui n’est plus sur ce poste\u00a0– Dossier"]
    printed = texte_pdf(bureau.editions.recu(recu).octets)
    assert "VAUTRIN" not in printed.upper()
    assert "n’est plus sur ce poste" in printed.replace("\n", " ")


def test_many_dossiers_leave_only_once_a_person_has_agreed(
    bureau: Bureau, window: MainWindow, here: PageSynchronisation, essai: Essai
) -> None:
    """Lesson 11: above a threshold of removals the program stops and asks."""

    def hold(connection: Connection) -> tuple[None, Changes]:
        put(connection, retraits_retenus={"dossiers": 1200, "sur": 1500})
        return None, Changes()

    bureau.poste.now_write(hold)
    essai.qtbot.waitUntil(here.retraits.isVisible)
    assert "retirer 1\u202f200\u00a0dossiers sur 1\u202f500 de ce poste." in _words(here)
    verifier(window)
    essai.photo(window, "synchronisation_retraits")
    essai.cliquer(here.retraits.findChildren(Bouton)[0])
    essai.qtbot.waitUntil(lambda: not here.retraits.isVisible())
    assert bureau.synchro.etat().retraits is None
