"""Notes read, closed, opened again, deleted."""

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from tests.builders import une_personne, verser
from tests.end_to_end.ecrans import coupes
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, page
from tests.views.notes.gestes import notes, ouvrir


def test_the_notes_that_stand_come_first_and_the_closed_ones_on_demand(
    window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-2: closing takes a note out of the lists, not of the dossier."""
    here = ouvrir(window, dossier)
    assert page(window, PageDossier).onglets.tabText(6) == "Notes\u20022"
    given, public = here.ouvertes.par_id.values()
    assert given.clore.isVisible()
    assert not public.clore.isVisible()
    assert not given.retrait.isVisible()
    assert given.editeur is None
    assert here.plus.text() == "1\u00a0note close"
    (closed,) = here.closes.par_id.values()
    assert not closed.isVisible()
    essai.cliquer(here.plus)
    assert closed.isVisible()
    assert closed.rouvrir.isVisible()
    verifier(window)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "notes_clair")
    appliquer(application(), SOMBRE)
    essai.photo(window, "notes_sombre")


def test_in_large_text_the_notes_keep_to_the_screen(window: MainWindow, dossier: str, essai: Essai) -> None:
    """Decision 39."""
    appliquer(application(), CLAIRE, 200)
    window.resize(1093, 614)
    here = ouvrir(window, dossier)
    essai.cliquer(here.nouvelle)
    body = here.widget()
    assert body is not None
    essai.qtbot.waitUntil(lambda: body.minimumSizeHint().width() <= here.viewport().width())
    window.resize(1366, 1900)
    essai.qtbot.waitUntil(lambda: coupes(window) == [])
    essai.photo(window, "notes_200")


def test_whom_a_note_is_given_to_closes_it_and_may_open_it_again(
    bureau: Bureau, window: MainWindow, dossier: str, essai: Essai
) -> None:
    """R-INF-2."""
    here = ouvrir(window, dossier)
    record, fiche = next(iter(here.ouvertes.par_id.items()))
    essai.cliquer(fiche.clore)
    essai.qtbot.waitUntil(lambda: record in here.closes.par_id)
    assert here.plus.text() == "2\u00a0notes closes"
    essai.cliquer(here.plus)
    essai.cliquer(here.closes.par_id[record].rouvrir)
    essai.qtbot.waitUntil(lambda: record in here.ouvertes.par_id)
    assert next(one.id for one in notes(bureau, dossier) if one.ouverte) == record


def test_a_note_being_written_is_closed_with_its_last_words(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    here = ouvrir(window, dossier)
    essai.cliquer(here.nouvelle)
    essai.cliquer(here.choix.choix["publique"])
    essai.qtbot.waitUntil(lambda: len(here.ouvertes.par_id) == 1)
    (fiche,) = here.ouvertes.par_id.values()
    assert fiche.editeur is not None
    essai.taper(fiche.editeur, "Tout est réglé")
    essai.cliquer(fiche.clore)
    essai.qtbot.waitUntil(lambda: len(here.closes.par_id) == 1)
    (note,) = notes(bureau, dossier)
    assert (note.values["texte"], note.ouverte) == ("Tout est réglé", False)


def test_its_author_deletes_a_note_after_a_second_thought(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    note = bureau.notes.creer(dossier, "publique")
    bureau.saisie.save_field("note", note, "texte", "À effacer", None)
    bureau.saisie.flush()
    here = ouvrir(window, dossier)
    retrait = here.ouvertes.par_id[note].retrait
    essai.cliquer(retrait.retirer)
    assert retrait.garder.hasFocus()
    essai.cliquer(retrait.oui)
    essai.qtbot.waitUntil(lambda: not here.ouvertes.par_id)
    assert notes(bureau, dossier) == []


def test_a_note_that_may_not_be_deleted_is_still_saved_as_one_types(
    bureau: Bureau, window: MainWindow, julie: str, essai: Essai
) -> None:
    """R-INF-2: refused, the deletion leaves the editor tied to the disk."""
    dossier = une_personne(bureau)
    note = bureau.notes.creer(dossier, "publique")
    here = ouvrir(window, dossier)
    fiche = here.ouvertes.par_id[note]
    (known,) = notes(bureau, dossier)
    verser(bureau, "note", known.values | {"cree_par": julie, "texte": "De Julie"})
    fiche.retrait.confirme.emit()  # before the screen has heard of it
    (refused,) = here.findChildren(Alerte)
    assert "se modifie par son auteur" in refused.accessibleName()
    assert fiche.editeur is not None
    essai.taper(fiche.editeur, "Encore là")
    essai.quitter(fiche.editeur)
    assert "Encore là" in str(notes(bureau, dossier)[0].values["texte"])
