"""Every screen of the fictitious département: light and dark, ordinary text and text at 200 %.

``python -m tests.end_to_end.ecrans`` (``make ecrans``): the real server, the real window of a référent, of a
secretariat and of a chef de service. Each place of the rail, each tab of the fullest dossier, an entretien
and a CER, photographed in ``build/ecrans``, and every word on them measured: what is cut is printed by
name. Exit code 1 if anything is.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.app import Application, Options
from desktop.services.dossiers import DossierLu
from desktop.views import style
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from domain.text import fold
from tests.end_to_end.pilote import Pilote
from tests.end_to_end.serveur import Serveur
from tests.end_to_end.theatre import dresser

FOLDER = Path("build", "ecrans")
PASSWORD = "Permanence-2026"
COMPTES = {"referent": "camille.roche", "secretariat": "secretariat.nord", "chef-de-service": "cds.nord"}
VARIANTES = {
    "clair": (CLAIRE, 100),
    "sombre": (SOMBRE, 100),
    "clair-200": (CLAIRE, 200),
    "sombre-200": (SOMBRE, 200),
}
_JEU = 2  # pixels that rounding may take
_FULLEST_OF = 40


class Visite:
    """One person's window, gone through whole."""

    def __init__(self, app: QApplication, url: str, folder: Path, qui: str) -> None:
        self._app, self._qui = app, qui
        folder.mkdir(parents=True)
        self._application = Application(app, Options(folder, url, f"{COMPTES[qui]}@demo.invalid", PASSWORD))
        self._application.start()
        self._pilote = Pilote(self._application, FOLDER, qui)
        self._pilote.attendre(lambda: self._application.window is not None, "la fenêtre", 60)
        bureau = self._application.bureau
        assert bureau is not None
        self._bureau = bureau
        etat = bureau.synchro.etat
        self._pilote.attendre(lambda: etat().derniere and not etat().en_cours, "la première réplique", 120)
        self.fenetre.resize(1366, 768)

    @property
    def fenetre(self) -> MainWindow:
        """Return the open window."""
        assert self._application.window is not None
        return self._application.window

    def tout_voir(self) -> list[str]:
        """Photograph every screen in every variant; return what is cut, by screen."""
        cut: list[str] = []
        for variante, (palette, taille) in VARIANTES.items():
            style.appliquer(self._app, palette, taille)
            for ecran in self._ecrans():
                self._pilote.laisser(0.4)
                nom = f"{self._qui}-{ecran}-{variante}"
                assert self.fenetre.grab().save(str(FOLDER / f"{nom}.png"))
                cut += [f"{nom}\u00a0: {words}" for words in coupes(self.fenetre)]
        return cut

    def fermer(self) -> None:
        """Close the window."""
        self.fenetre.close()
        style.appliquer(self._app, CLAIRE)

    def _ecrans(self) -> Iterator[str]:
        """Go from screen to screen, bringing the name of each."""
        for place in self.fenetre.places:
            self.fenetre.ouvrir_place(place)
            yield place
        lus = [
            self._bureau.dossiers.lire(line) for line in list(self._bureau.file_active.lignes())[:_FULLEST_OF]
        ]
        suivi = next(lu for lu in lus if self._bureau.accompagnement.lire(lu.id).veilles)
        self._dossier(suivi).aller_a("Accompagnement")
        yield "dossier-en-veille"
        dossier = max(lus, key=_weight)
        page = self._dossier(dossier)
        for rank in range(page.onglets.count()):
            page.onglets.setCurrentIndex(rank)
            yield f"dossier-{rank + 1}-{fold(page.onglets.tabText(rank).split()[0])}"
        if dossier.entretiens:
            self.fenetre.ouvrir_entretien(dossier.entretiens[0].id)
            yield "entretien"
        if dossier.cers:
            self.fenetre.ouvrir_cer(dossier.cers[0].id)
            yield "cer"

    def _dossier(self, lu: DossierLu) -> PageDossier:
        self.fenetre.ouvrir_dossier(lu.id)
        page = self.fenetre.page
        assert isinstance(page, PageDossier)
        return page


def _weight(lu: DossierLu) -> int:
    return len(lu.entretiens) + 3 * len(lu.cers) + len(lu.documents) + len(lu.droits)


def coupes(fenetre: QWidget) -> list[str]:
    """Return the words of a window that their place cuts."""
    labels = [f"«{one.text()[:40]}»" for one in fenetre.findChildren(QLabel) if _seen(one) and _cut(one)]
    buttons = [
        f"[{one.text()}]"
        for one in fenetre.findChildren(QAbstractButton)
        if _seen(one) and one.text() and _narrow(one)
    ]
    return labels + buttons


def _seen(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _narrow(button: QAbstractButton) -> bool:
    shown = button.visibleRegion().boundingRect().width()
    return shown + _JEU < max(button.width(), button.minimumSizeHint().width())


def _cut(label: QLabel) -> bool:
    """Tell whether a label has less height or width than its words, or leaves the window sideways."""
    words, width = label.text(), label.width() + _JEU
    if not words:
        return False
    if label.visibleRegion().boundingRect().width() + _JEU < label.width():
        return True
    if not label.wordWrap():
        return width < label.sizeHint().width()
    longest = max(map(label.fontMetrics().horizontalAdvance, words.split()), default=0)
    rich = label.textFormat() is Qt.TextFormat.RichText
    return label.height() + _JEU < label.heightForWidth(label.width()) or (width < longest and not rich)


def main() -> int:
    """Visit every window; 1 if anything is cut."""
    app, donnees = dresser(FOLDER)
    serveur = Serveur(donnees.resolve())
    serveur.commande("demo", "--petit")
    serveur.demarrer()
    cut: list[str] = []
    try:
        for qui in COMPTES:
            visite = Visite(app, serveur.url, donnees / qui, qui)
            try:
                cut += visite.tout_voir()
            finally:
                visite.fermer()
    finally:
        serveur.arreter()
    for words in cut:
        print(f"  ✗ {words}", flush=True)
    print(f"{len(list(FOLDER.glob('*.png')))} écrans dans {FOLDER}, {len(cut)} textes coupés.", flush=True)
    return 1 if cut else 0


if __name__ == "__main__":
    sys.exit(main())
