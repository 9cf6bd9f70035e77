"""«Ressaisir un CER papier»: its photos, whose it is, and its draft opens beside it (R-CER-17, R-CER-18)."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.documents.papier import PagePapier, tourner
from desktop.services.bureau import Bureau
from desktop.services.papiers import Reconnu
from desktop.views.blocs import (
    BarreActions,
    Bouton,
    BoutonPrincipal,
    Carte,
    Defilant,
    Doux,
    Flux,
    Petit,
    SousTitre,
    Titre,
    vider,
)
from desktop.views.blocs.alerte import Alerte
from desktop.views.page import Navigateur, Page
from desktop.views.palette import Niveau
from desktop.views.recherche import Recherche
from desktop.views.tache import lancer
from desktop.views.vignette import Vignette
from domain.errors import RefusedError
from domain.french import plural

_FILTRE = "Photos et scans (*.jpg *.jpeg *.png *.pdf *.webp *.tif *.tiff *.bmp);;Tous les fichiers (*)"
_CARACTERES = 104


class PageRessaisie(Page):
    """The photos first: their code most often says the rest.

    Nothing is written before «Ressaisir»: leaving the page leaves everything as it was.
    """

    titre = "Ressaisir"
    icone = "scan-line"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        """``dossier``: whose paper it is, '' if its code or a search is to say it."""
        super().__init__(bureau, navigateur)
        self._dossier = dossier
        self._choisi = bool(dossier)
        self._pages: list[PagePapier] = []
        self._fichiers: list[Path] = []
        self._reconnu: Reconnu | None = None
        self.choisir = Bouton("Choisir les photos ou le scan…", "image")
        self.choisir.clicked.connect(self._choose)
        self.lecture = Petit("")
        self._vignettes = Flux(ecart=16)
        self._refus = QVBoxLayout()
        self.code = QLineEdit()
        self.code.setPlaceholderText("CER/2026-1/42/K7")
        self.code.setAccessibleName("Code imprimé au bas du papier")
        self.code.editingFinished.connect(self._recognise)
        self.personne = SousTitre()
        self.chercher = Bouton("Chercher la personne…", "search")
        self.recherche = Recherche(bureau.file_active, self)
        self.recherche.trouvee.connect(self._found)
        self.chercher.clicked.connect(self.recherche.ouvrir)
        self._avis = QVBoxLayout()
        self.barre = BarreActions()
        self.renoncer = Bouton("Renoncer", "arrow-left")
        self.renoncer.clicked.connect(navigateur.retour)
        self.ressaisir = BoutonPrincipal("Ressaisir à côté du papier", "scan-line")
        self.ressaisir.clicked.connect(self._begin)
        self.barre.ajouter(self.renoncer)
        self.barre.ajouter(self.ressaisir)
        self.setAcceptDrops(True)
        self._lay_out()

    def rafraichir(self) -> None:
        """Show what has been chosen so far; a dossier that has left meanwhile is forgotten."""
        name = ""
        if self._dossier:
            try:
                name = self.bureau.dossiers.lire(self._dossier).nom_affiche
            except RefusedError:
                self._dossier = ""
        self.personne.setText(name or "Pas encore choisie")
        self.ressaisir.setEnabled(bool(self._pages and self._dossier))
        missing = ["les photos"] if not self._pages else []
        missing += ["la personne"] if not self._dossier else []
        self.barre.dire(f"Il manque {' et '.join(missing)}." if missing else "")

    def prendre(self, fichiers: Iterable[Path]) -> None:
        """Read these files one after the other; each photo is a page."""
        idle = not self._fichiers
        self._fichiers.extend(fichiers)
        if idle:
            vider(self._refus)
            self._next()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        event.acceptProposedAction()
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.prendre(path for path in files if path.is_file())

    def _next(self) -> None:
        self.choisir.setEnabled(not self._fichiers)
        if not self._fichiers:
            codes = sum(bool(page.code) for page in self._pages)
            count = plural(len(self._pages), "page")
            read = "code lu" if codes else "aucun code lu\u00a0: tapez celui du bas de page, s’il y en a un"
            self.lecture.setText(f"{count}, {read}." if self._pages else "")
            return
        path = self._fichiers[0]
        self.lecture.setText(f"Lecture de {path.name}…")
        papiers = self.bureau.papiers
        lancer(lambda: papiers.lire(path), self._ready, self._refused)

    def _ready(self, pages: tuple[PagePapier, ...]) -> None:
        self._fichiers.pop(0)
        self._pages.extend(pages)
        self._show_pages()
        self._recognise()
        self._next()

    def _refused(self, refused: RefusedError) -> None:
        path = self._fichiers.pop(0)
        self._refus.addWidget(Alerte(f"{path.name}\u00a0: {refused.message}", Niveau.ATTENTION))
        self._next()

    def _show_pages(self) -> None:
        vider(self._vignettes)
        for rank, page in enumerate(self._pages):
            thumb = Vignette(page, rank)
            thumb.tournee.connect(self._turn)
            thumb.retiree.connect(self._take_out)
            self._vignettes.addWidget(thumb)

    def _turn(self, rank: int) -> None:
        self._pages[rank] = tourner(self._pages[rank])
        self._show_pages()

    def _take_out(self, rank: int) -> None:
        self._pages.pop(rank)
        self._show_pages()
        self._recognise()
        self._next()

    def _recognise(self) -> None:
        """Follow the code, unless the person was chosen by hand; say what it says that one should know."""
        vider(self._avis)
        typed = self.code.text().strip()
        try:
            self._reconnu = self.bureau.papiers.reconnaitre(self._pages, typed)
        except RefusedError as refused:
            self._reconnu = None
            self._warn(str(refused))
        if self._reconnu is not None:
            if not typed:
                self.code.setText(self._reconnu.repere.code)
            for one in self._reconnu.avis:
                self._warn(one)
            self._follow(self._reconnu)
        self.rafraichir()

    def _follow(self, reconnu: Reconnu) -> None:
        named = reconnu.dossier
        if named is None or named == self._dossier:
            return
        if self._choisi:
            self._warn(f"Ce papier porte le nom de {reconnu.personne}\u00a0: vérifiez avant de ressaisir.")
        else:
            self._dossier = named

    def _warn(self, words: str) -> None:
        self._avis.addWidget(Alerte(words, Niveau.ATTENTION))

    def _found(self, dossier: str) -> None:
        self._dossier, self._choisi = dossier, True
        self._recognise()

    def _begin(self) -> None:
        repere = self._reconnu.repere if self._reconnu is not None else None
        self.ressaisir.setEnabled(False)
        try:
            cer = self.bureau.papiers.ressaisir(self._dossier, self._pages, repere)
        except RefusedError as refused:
            self.rafraichir()
            self.barre.dire(str(refused))
            return
        self._pages, self._reconnu = [], None
        self.code.clear()
        self._show_pages()
        self._next()
        self.navigateur.ouvrir_cer(cer)

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(self, "Le contrat photographié ou scanné", "", _FILTRE)
        self.prendre(Path(path) for path in chosen)

    def _lay_out(self) -> None:
        body = Defilant((32, 24, 32, 32), 20)
        body.colonne.addWidget(Titre("Ressaisir un CER papier"))
        body.colonne.addWidget(
            Doux("Ses photos restent dans le dossier, et sous les yeux pendant que vous le recopiez.")
        )
        paper = Carte("Le papier")
        paper.ajouter(
            Doux("Recto et verso, en une ou plusieurs photos, ou en PDF. Vous pouvez aussi les déposer ici.")
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.choisir)
        row.addWidget(self.lecture, 1)
        paper.ajouter(row)
        paper.ajouter(self._refus)
        held = QWidget()
        held.setLayout(self._vignettes)
        paper.ajouter(held)
        who = Carte("La personne")
        name = QHBoxLayout()
        name.setSpacing(16)
        name.addWidget(self.personne, 1)
        name.addWidget(self.chercher)
        who.ajouter(name)
        who.ajouter(self._avis)
        typed = QHBoxLayout()
        typed.setSpacing(16)
        self.code.setMaximumWidth(320)
        typed.addWidget(Petit("Code au bas du papier"))
        typed.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        typed.addStretch()
        who.ajouter(typed)
        for card in (paper, who):
            card.setMaximumWidth(self.fontMetrics().averageCharWidth() * _CARACTERES)
            body.colonne.addWidget(card)
        body.colonne.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(body, 1)
        column.addWidget(self.barre)
