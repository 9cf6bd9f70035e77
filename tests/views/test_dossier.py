from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.dossiers import GONE
from desktop.sync.pull import apply
from desktop.views.blocs import Alerte, Bouton, Defilant, Pastille, Rangee
from desktop.views.cer import PageCer
from desktop.views.dossier import PageDossier
from desktop.views.dossier.contact import Contact
from desktop.views.fields import EditeurOuiNon
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.errors import RefusedError
from domain.exchange.v1 import Page as Feuille
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.views.donnees import retirer, un_conflit, une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def elise(bureau: Bureau) -> str:
    return une_file_active(bureau)["elise"]


def _open(window: MainWindow, dossier: str) -> PageDossier:
    window.ouvrir_dossier(dossier)
    return page(window, PageDossier)


def _contact(window: MainWindow, dossier: str) -> Contact:
    """Open a dossier, and ask to correct how the person is reached."""
    contact = _open(window, dossier).resume.contact
    contact.modifier.click()
    return contact


def _alerts(here: PageDossier) -> list[str]:
    return [alert.accessibleName() for alert in here.tete.findChildren(Alerte) if not alert.isHidden()]


def test_the_head_says_who_it_is_and_what_is_urgent(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """R-GEN-8: what is known of the right is read before any step, whatever the tab."""
    here = _open(window, elise)
    assert here.tete.nom.accessibleName() == "Mme VAUTRIN Élise, 39\u00a0ans"
    assert here.tete.detail.text() == "Née le 14 mars 1987 · Aubenas · CAF 1234567 · Dossier D-0001"
    essai.qtbot.waitUntil(lambda: _alerts(here) == ["CER à renouveler dans 28\u00a0jours"])
    un_conflit(bureau, elise)
    essai.qtbot.waitUntil(lambda: _alerts(here)[:1] == ["1\u00a0envoi à reprendre"])
    verifier(window)
    essai.photo(window, "dossier_resume")
    appliquer(application(), SOMBRE)
    essai.photo(window, "dossier_resume_sombre")
    settle = next(one for one in here.tete.findChildren(Bouton) if one.text() == "Choisir")
    essai.cliquer(settle)
    assert window.page.titre == "À reprendre"


def test_one_tab_scrolls_and_the_page_does_not(window: MainWindow, elise: str, essai: Essai) -> None:
    """Decision 39: 1366×768 at 125 %; two bars side by side would be one too many."""
    window.resize(1093, 614)
    here = _open(window, elise)
    essai.qtbot.waitUntil(lambda: here.resume.verticalScrollBar().isVisible())
    outer = next(one for one in here.findChildren(Defilant) if one.isAncestorOf(here.pile))
    assert not outer.verticalScrollBar().isVisible()


def test_in_large_text_what_is_urgent_is_whole(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    people = une_file_active(bureau)
    appliquer(application(), CLAIRE, 200)
    here = _open(window, people["hugo"])
    alerts = here.tete.findChildren(Alerte)
    essai.qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in alerts))
    essai.photo(window, "dossier_200")


def test_a_name_is_never_read_as_markup(bureau: Bureau, window: MainWindow) -> None:
    here = _open(window, une_personne(bureau, nom="<b>Nom", prenom="&amp;"))
    assert "&lt;B&gt;NOM &amp;amp;" in here.tete.nom.text()


def test_a_telephone_typed_is_on_disk_and_comes_back(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """R-GEN-2: contacts belong to the users."""
    editor = _contact(window, elise).par_nom["autre_telephone"]
    essai.taper(editor, "0755001122")
    essai.quitter(editor)
    bureau.saisie.flush()
    assert bureau.dossiers.lire(elise).values["autre_telephone"] == "07 55 00 11 22"


def test_a_malformed_mail_is_refused_beneath_and_its_text_stays(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    editor = _contact(window, elise).par_nom["mail"]
    essai.touche(editor.focusProxy() or editor, Qt.Key.Key_End)
    essai.taper(editor, " à demander")
    essai.quitter(editor)
    assert "Courriel" in editor.problem()
    assert editor.value() == "elise.vautrin@exemple.invalid à demander"
    bureau.saisie.flush()
    assert bureau.dossiers.lire(elise).values["mail"] == "elise.vautrin@exemple.invalid"


def test_a_mail_that_does_not_exist_is_ticked_and_no_longer_asked(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-CER-27: the contact is verified, or «non connu» is ticked."""
    dossier = une_personne(bureau, mail=None)
    contact = _contact(window, dossier)
    box = contact.par_nom["mail_non_connu"]
    assert isinstance(box, EditeurOuiNon)
    assert box.box.accessibleName() == "Courriel non connu"
    essai.cliquer(box.box)
    essai.quitter(box)
    bureau.saisie.flush()
    assert bureau.dossiers.lire(dossier).values["mail_non_connu"] is True
    focused = contact.par_nom["mail"].focusProxy()
    assert focused is not None
    assert focused.property("readOnly") is True


def test_what_arrives_spares_the_field_being_typed_in(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    contact = _contact(window, elise)
    essai.taper(contact.par_nom["autre_telephone"], "07")
    with essai.qtbot.waitSignal(window.actualite.changed):
        verser(bureau, "dossier", bureau.dossiers.lire(elise).values | {"mail": "autre@exemple.invalid"})
    essai.qtbot.waitUntil(lambda: contact.par_nom["mail"].value() == "autre@exemple.invalid")
    assert contact.par_nom["autre_telephone"].value() == "07"


def test_the_chronology_shows_previews_and_opens_an_entretien(
    window: MainWindow, elise: str, essai: Essai
) -> None:
    here = _open(window, elise)
    essai.touche(here, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert here.pile.currentWidget() is here.entretiens
    assert here.onglets.tabText(2) == "Entretiens\u20024"
    words = "\n".join(label.text() for label in here.entretiens.findChildren(QLabel))
    assert "Point de situation et Logement\nLe permis avance" in words
    titles = [button.text() for button in here.entretiens.findChildren(Bouton)]
    assert titles[:3] == [
        "Renouvellement de CER\u00a0– prévu",
        "Entretien individuel",
        "Entretien individuel\u00a0– absence justifiée",
    ]
    verifier(window)
    essai.photo(window, "dossier_entretiens")
    essai.cliquer(here.entretiens.findChildren(Bouton)[1])
    essai.qtbot.waitUntil(lambda: window.page.titre == "Entretien")


def test_the_cers_show_state_period_and_accord(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    """R-CER-28: a CER returned is shown with the reason of it."""
    people = une_file_active(bureau)
    here = _open(window, people["karim"])
    essai.touche(here, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    (row,) = here.cers.findChildren(Rangee)
    said = row.accessibleName()
    assert said.startswith("CER n°\u00a01, Du 1er novembre 2026 au 30 avril 2027")
    assert "Rendu par le service\u00a0: Préciser l’objectif" in said
    assert [pill.texte() for pill in row.findChildren(Pastille)] == ["CER proposition", "Accord à recueillir"]
    verifier(window)
    essai.photo(window, "dossier_cer")
    row.click()
    essai.qtbot.waitUntil(lambda: window.page.titre == "CER")


def test_the_actions_are_under_the_keyboard(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    here = _open(window, elise)
    essai.touche(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    essai.qtbot.waitUntil(lambda: window.page.titre == "Entretien")
    assert len(bureau.dossiers.lire(elise).entretiens) == 5
    window.retour()
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    essai.touche(here, Qt.Key.Key_C, control_shift)
    essai.touche(here.suites, Qt.Key.Key_Return)
    essai.qtbot.waitUntil(lambda: window.page.titre == "CER")
    assert len(bureau.dossiers.lire(elise).cers) == 3


def test_an_empty_dossier_says_what_to_do(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    here = _open(window, une_personne(bureau))
    words = set()
    for rank in range(here.onglets.count()):
        here.onglets.setCurrentIndex(rank)
        words |= {label.text() for label in here.findChildren(QLabel)}
    assert {"Aucun entretien", "Aucun CER", "Aucun document"} <= words
    verifier(window)
    here.onglets.setCurrentIndex(4)
    essai.photo(window, "dossier_sans_document")


def test_a_dossier_that_has_gone_says_so_calmly(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    """R-ACC-2: a dossier retired from this computer; no dialog, and the way back to the list."""
    here = _open(window, elise)

    def leave(connection):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as a pull does
        apply(connection, Feuille(cursor="parti", leave=[elise]))
        return None, Changes(wide=True)

    bureau.poste.now_write(leave)
    essai.qtbot.waitUntil(lambda: GONE in {label.text() for label in here.findChildren(QLabel)})
    assert not here.barre.isVisible()
    verifier(window)
    essai.photo(window, "dossier_parti")
    to_list = next(one for one in here.findChildren(Bouton) if one.text() == "Ouvrir la file active")
    essai.cliquer(to_list)
    assert window.page.titre == "File active"


def test_a_cer_is_opened_by_those_who_draft(tmp_path: Path, essai: Essai) -> None:
    """R-ACC-4: whoever sees the dossier may note an entretien; the chef de service writes no CER."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    shown = fenetre(bureau, essai)
    window = next(shown)
    here = _open(window, dossier)
    assert not here.nouveau_cer.isEnabled()
    assert here.nouveau_cer.toolTip() == "Réservé au référent du dossier"
    assert here.nouvel_entretien.isEnabled()
    with pytest.raises(RefusedError, match="R-ACC-4"):
        bureau.cers.nouveau(dossier)
    window.verrouiller()  # it stops its clocks too: left open, it would ask the closed replica
    next(shown, None)


def test_the_resume_says_what_comes_next_and_begins_it(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-FA-1: who has no CER is told by when it is expected; one click begins it."""
    dossier = une_personne(bureau)
    here = _open(window, dossier)
    assert here.resume.point.quoi.text() == "Rédiger le premier CER"
    assert here.resume.point.pourquoi.text() == "Attendu avant le 22 novembre 2026"
    (button,) = here.resume.point.findChildren(Bouton)
    essai.cliquer(button)
    assert isinstance(window.page, PageCer)


def _rows(here: PageDossier, begin: str) -> list[Rangee]:
    seen = [row for row in here.resume.findChildren(Rangee) if not row.isHidden()]
    return [row for row in seen if row.accessibleName().startswith(begin)]


def test_the_conjoint_is_one_click_away(bureau: Bureau, window: MainWindow, elise: str, essai: Essai) -> None:
    """Decision 34: and one who is followed elsewhere is named, without a door."""
    paul = une_personne(bureau, civilite="m", nom="Vautrin", prenom="Paul")
    couple = {"conjoint": paul, "conjoint_nom": "VAUTRIN Paul"}
    verser(bureau, "dossier", bureau.dossiers.lire(elise).values | couple)
    here = _open(window, elise)
    essai.qtbot.waitUntil(lambda: len(_rows(here, "Conjoint")) == 1)
    essai.photo(window, "dossier_resume_couple")
    essai.cliquer(_rows(here, "Conjoint")[0])
    assert page(window, PageDossier).dossier == paul
    retirer(bureau, paul)
    window.retour()
    essai.qtbot.waitUntil(lambda: [row.isEnabled() for row in _rows(here, "Conjoint")] == [False])
    assert _rows(here, "Conjoint")[0].accessibleName() == "Conjoint\u00a0: VAUTRIN Paul, Suivi ailleurs"


def test_the_cv_is_one_click_away(window: MainWindow, elise: str, essai: Essai) -> None:
    """R-DOC-1."""
    here = _open(window, elise)
    essai.qtbot.waitUntil(lambda: len(_rows(here, "CV")) == 1)
    essai.cliquer(_rows(here, "CV")[0])
    assert here.pile.currentWidget() is here.documents
    essai.qtbot.waitUntil(lambda: bool(here.documents.findChildren(Alerte)))  # its content is not here yet


def test_whose_telephone_it_is_is_asked_of_couples_only(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    contact = _contact(window, elise)
    assert contact.par_nom["telephone_de"].isHidden()
    with essai.qtbot.waitSignal(window.actualite.changed):
        values = bureau.dossiers.lire(elise).values
        verser(bureau, "dossier", values | {"conjoint_nom": "VAUTRIN Paul", "telephone_de": "conjoint"})
    essai.qtbot.waitUntil(contact.par_nom["telephone_de"].isVisible)
    contact.modifier.click()
    assert "06 39 98 12 34 (son conjoint)" in [label.text() for label in contact.findChildren(QLabel)]
