"""The coordinates of a person, typed, refused, spared by what arrives."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.dossier.contact import Contact
from desktop.views.fields import EditeurOuiNon
from desktop.views.main_window import MainWindow
from tests.builders import une_personne, verser
from tests.views.dossier.gestes import ouvrir
from tests.views.essai import Essai


def _contact(window: MainWindow, dossier: str) -> Contact:
    """Open a dossier, and ask to correct how the person is reached."""
    contact = ouvrir(window, dossier).resume.contact
    contact.modifier.click()
    return contact


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


def test_done_stays_open_on_what_is_refused(
    bureau: Bureau, window: MainWindow, elise: str, essai: Essai
) -> None:
    contact = _contact(window, elise)
    editor = contact.par_nom["mail"]
    essai.touche(editor.focusProxy() or editor, Qt.Key.Key_End)
    essai.taper(editor, " à demander")
    contact.modifier.setFocus()
    essai.cliquer(contact.modifier)
    assert (contact.modifier.text(), contact.modifier.isChecked()) == ("Terminé", True)
    assert editor.has_focus()
    assert "Courriel" in editor.problem()
    while editor.value() != "elise.vautrin@exemple.invalid":
        essai.touche(editor.focusProxy() or editor, Qt.Key.Key_Backspace)
    essai.cliquer(contact.modifier)
    assert (contact.modifier.text(), editor.isVisible()) == ("Modifier", False)
    assert bureau.dossiers.lire(elise).values["mail"] == "elise.vautrin@exemple.invalid"
