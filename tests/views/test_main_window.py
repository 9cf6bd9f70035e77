from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.views import style
from desktop.views.apercu import Apercu
from desktop.views.blocs import EtatVide, Titre
from desktop.views.fields import Outils, editeur
from desktop.views.fields.binder import Binder
from desktop.views.main_window import MainWindow
from desktop.views.page import Navigateur, Page, Pages, Place
from desktop.views.palette import CLAIRE
from domain.beneficiaire.form import DOSSIER
from domain.errors import RefusedError
from domain.profils import Profile
from tests.builders import Horloge, un_bureau, une_personne
from tests.views.essai import Essai, verifier


class Journee(Page):
    titre, icone = "Ma journée", "house"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.reads = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.addWidget(Titre("Ma journée"))
        column.addWidget(
            EtatVide(
                "calendar-days", "Aucun rendez-vous aujourd’hui", "Ceux de la semaine s’afficheront ici."
            ),
            1,
        )

    def rafraichir(self) -> None:
        self.reads += 1


class ListeActive(Journee):
    titre, icone = "File active", "users"


class AEtudier(Journee):
    titre, icone = "CER à étudier", "scale"


class Synchronisation(Journee):
    titre, icone = "Synchronisation", "refresh-cw"


class Fiche(Page):
    """A page of one dossier, with one field of it."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, record: str) -> None:
        super().__init__(bureau, navigateur)
        self.record = record
        self.reads = 0
        column = QVBoxLayout(self)
        self.adresse = editeur(DOSSIER.by_name["adresse_declaree"], Outils(bureau.settings, bureau.clock))
        column.addWidget(self.adresse)
        self.binder = Binder(bureau.saisie, self)
        self.binder.bind(self.adresse, "dossier", record, bureau.dossiers.lire(record).values)

    def rafraichir(self) -> None:
        self.reads += 1
        self.binder.refresh("dossier", self.record, self.bureau.dossiers.lire(self.record).values)


SERVICE = frozenset({Profile.SECRETARIAT_DISPOSITIF, Profile.ALI, Profile.CDS})
PAGES = Pages(
    places=(
        Place("journee", Journee),
        Place("file_active", ListeActive),
        Place("instruction", AEtudier, SERVICE),
        Place("synchronisation", Synchronisation),
    ),
    dossier=Fiche,
    entretien=Fiche,
    cer=Fiche,
    ressaisie=Fiche,
    reprise=Fiche,
)


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    made = MainWindow(bureau, PAGES)
    essai.montrer(made)
    yield made
    made.close()


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    verifier(window)


def test_the_window_fits_the_smallest_laptop(window: MainWindow) -> None:
    """Decision 39: 1366×768 at 125 % is 1093×614 logical pixels."""
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 614


def test_at_twice_the_size_the_window_still_fits(bureau: Bureau, essai: Essai, qapp: QApplication) -> None:
    style.appliquer(qapp, CLAIRE, echelle=200)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    window.bandeau.montrer(bureau.synchro.etat())
    essai.photo(window, "fenetre_200")
    assert window.width() == 1093
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 614
    window.close()


@pytest.mark.parametrize(
    ("profil", "there"),
    [(Profile.REFERENT, False), (Profile.CDS, True), (Profile.SECRETARIAT_DISPOSITIF, True)],
)
def test_the_rail_shows_the_places_of_the_profile(
    profil: Profile, there: object, tmp_path_factory: pytest.TempPathFactory, essai: Essai
) -> None:
    bureau = un_bureau(tmp_path_factory.mktemp(profil), profil)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    assert ("instruction" in window.rail._buttons) is there
    assert window.close()


def test_one_goes_from_page_to_page_and_back(
    window: MainWindow, bureau: Bureau, essai: Essai, qtbot: QtBot
) -> None:
    dossier = une_personne(bureau)
    essai.touche(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.page, ListeActive)
    window.ouvrir_dossier(dossier)
    opened = window.page
    assert isinstance(opened, Fiche)
    window.ouvrir_dossier(dossier)
    assert window.page is opened  # already there
    with qtbot.waitSignal(opened.destroyed):
        essai.touche(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert isinstance(window.page, ListeActive)
    assert window.rail.bouton("file_active").isChecked()
    window.retour()
    window.retour()
    assert type(window.page) is Journee


def test_a_page_gone_back_to_is_the_same_one(window: MainWindow, bureau: Bureau) -> None:
    one, other = une_personne(bureau), une_personne(bureau, nom="Ozenne")
    window.ouvrir_dossier(one)
    first = window.page
    window.ouvrir_dossier(other)
    window.retour()
    assert window.page is first


def test_a_hidden_page_reads_again_only_when_it_is_shown(
    window: MainWindow, bureau: Bureau, qtbot: QtBot
) -> None:
    home = window.page
    assert isinstance(home, Journee)
    assert home.reads == 1
    window.ouvrir_place("file_active")
    listing = window.page
    assert isinstance(listing, Journee)
    une_personne(bureau)
    qtbot.waitUntil(lambda: listing.reads > 1)
    assert home.reads == 1
    window.ouvrir_place("journee")
    assert home.reads == 2


def test_the_network_coming_or_going_makes_no_page_read(
    window: MainWindow, bureau: Bureau, qtbot: QtBot
) -> None:
    home = window.page
    assert isinstance(home, Journee)
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    bureau.poste.replique.ecrivain.submit(lambda _connection: (None, Changes())).result()
    qtbot.waitUntil(lambda: "Hors ligne" in window.bandeau.reseau.texte())
    assert home.reads == 1


def test_the_banner_says_where_the_work_stands(window: MainWindow, bureau: Bureau, qtbot: QtBot) -> None:
    assert window.bandeau.derniere.text() == "Synchronisé à l’instant"
    assert not window.bandeau.attente.isVisible()
    dossier = une_personne(bureau)
    bureau.saisie.save_field("dossier", dossier, "adresse_declaree", "Chez sa sœur", None)
    qtbot.waitUntil(window.bandeau.attente.isVisible)
    assert window.bandeau.attente.texte() == "1\u00a0changement en attente"
    assert not window.bandeau.reprendre.isVisible()


def test_ctrl_k_finds_a_person_from_anywhere(window: MainWindow, bureau: Bureau, essai: Essai) -> None:
    dossier = une_personne(bureau, nom="Lœwenstein", prenom="Zoé")
    une_personne(bureau, nom="Ozenne")
    essai.qtbot.waitUntil(lambda: len(bureau.file_active.lister()) == 2)
    essai.touche(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = window.recherche
    assert finder.isVisible()
    assert finder.liste.nombre() == 2
    essai.taper(finder.ligne, "loew zoé")
    assert finder.liste.nombre() == 1
    verifier(window)
    essai.photo(window, "recherche")
    essai.touche(finder.ligne, Qt.Key.Key_Return)
    assert not finder.isVisible()
    assert isinstance(window.page, Fiche)
    assert window.page.record == dossier


def test_escape_closes_the_finder_and_nothing_else(window: MainWindow, essai: Essai) -> None:
    window.recherche.ouvrir()
    essai.taper(window.recherche.ligne, "personne")
    assert "ne répond" in window.recherche.mot.text()
    essai.touche(window.recherche.ligne, Qt.Key.Key_Escape)
    assert not window.recherche.isVisible()
    assert window.isVisible()


def test_what_is_done_is_said_quietly(window: MainWindow) -> None:
    window.annoncer("Enregistré")
    assert window.bandeau.annonce.isVisible()
    assert window.bandeau.annonce.texte() == "Enregistré"


def test_locking_saves_what_is_being_typed(
    tmp_path_factory: pytest.TempPathFactory, essai: Essai, qtbot: QtBot
) -> None:
    folder = tmp_path_factory.mktemp("verrou")
    clock = Horloge()
    bureau = un_bureau(folder, horloge=clock)
    dossier = une_personne(bureau)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    window.ouvrir_dossier(dossier)
    assert isinstance(window.page, Fiche)
    essai.taper(window.page.adresse, "Chez sa sœur")
    with qtbot.waitSignal(window.verrouillee):
        essai.touche(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    with pytest.raises(RefusedError):
        bureau.saisie.flush()  # the replica is closed
    again = un_bureau(folder, horloge=clock)
    assert again.dossiers.lire(dossier).values["adresse_declaree"] == "Chez sa sœur"
    again.verrouiller()
    assert window.close()


def test_a_window_left_alone_locks_itself_after_ten_minutes(
    tmp_path_factory: pytest.TempPathFactory, essai: Essai
) -> None:
    clock = Horloge()
    bureau = un_bureau(tmp_path_factory.mktemp("veille"), horloge=clock)
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    locked: list[bool] = []
    window.verrouillee.connect(lambda: locked.append(True))
    clock.avance(minutes=9)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)  # someone is there
    clock.avance(minutes=9)
    window._veille.regarder()
    assert not locked
    clock.avance(minutes=2)
    window._veille.regarder()
    assert locked == [True]
    assert window.close()


def test_a_lock_takes_away_the_dialogs_too(
    tmp_path_factory: pytest.TempPathFactory, essai: Essai, qtbot: QtBot
) -> None:
    """A preview shows a whole CER, and «Enregistrer sous» would still write it."""
    bureau = un_bureau(tmp_path_factory.mktemp("dialogues"))
    window = MainWindow(bureau, PAGES)
    essai.montrer(window)
    preview = Apercu("CER vierge", bureau.editions.vierge(), window.page)
    saving = QFileDialog(preview)
    saving.setOption(QFileDialog.Option.DontUseNativeDialog)
    box = QMessageBox(window)
    for dialog in (preview, saving, box):
        dialog.open()
        qtbot.waitExposed(dialog)
    window.verrouiller()
    assert not [dialog for dialog in (preview, saving, box) if dialog.isVisible()]
    assert window.close()


def test_a_disk_that_refuses_keeps_the_window_and_its_text(
    window: MainWindow, bureau: Bureau, essai: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.ouvrir_dossier(une_personne(bureau))
    page = window.page
    assert isinstance(page, Fiche)
    essai.taper(page.adresse, "Chez sa sœur")

    def refuse() -> None:
        raise RefusedError("Le disque est plein.")

    with monkeypatch.context() as patched:
        patched.setattr(bureau, "verrouiller", refuse)
        assert not window.close()
    assert page.isVisible()
    assert page.adresse.value() == "Chez sa sœur"
    assert window.bandeau.annonce.texte() == "Le disque est plein."


def test_the_window_offline(window: MainWindow, bureau: Bureau, essai: Essai, qtbot: QtBot) -> None:
    bureau.synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    bureau.saisie.save_field("dossier", une_personne(bureau), "adresse_declaree", "Chez sa sœur", None)
    qtbot.waitUntil(window.bandeau.attente.isVisible)
    window.annoncer("Enregistré")
    essai.photo(window, "fenetre")
    assert window.bandeau.reseau.texte() == "Hors ligne"
