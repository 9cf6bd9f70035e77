from desktop.services.bureau import Bureau
from desktop.services.notes import NoteLue
from desktop.views.dossier import PageDossier
from desktop.views.dossier.notes import OngletNotes
from desktop.views.main_window import MainWindow
from tests.views.fenetre import page


def ouvrir(window: MainWindow, dossier: str) -> OngletNotes:
    window.ouvrir_dossier(dossier, "Notes")
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.notes
    return here.notes


def notes(bureau: Bureau, dossier: str) -> list[NoteLue]:
    bureau.saisie.flush()
    return list(bureau.notes.lister(dossier))
