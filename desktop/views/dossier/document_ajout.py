"""Adding documents: files are examined one after the other, then filed (R-DOC-1, R-DOC-2)."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.services.documents import Prepare
from desktop.views.blocs import Bouton, Carte, Doux, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.fields import Outils, editeur
from desktop.views.palette import Niveau
from desktop.views.tache import Tache, lancer
from domain.document.form import DOCUMENT
from domain.errors import RefusedError
from domain.fields import Value
from domain.french import plural, size

TYPES_RANGES = {
    "cer": "cer_scannes",
    "ioc": "ioc",
    "retablissement": "cer_retablissement",
    **dict.fromkeys(("cv", "justificatif", "formulaire"), "brsa"),
    **dict.fromkeys(
        (
            "courrier",
            "convocation",
            "diagnostic",
            "orientation",
            "midem",
            "accuse_reception",
            "pli_refuse",
            "pli_non_recupere",
            "pli_npai",
            "fin_accompagnement",
        ),
        "courriers",
    ),
}
"""Where a type of document usually goes (R-DOC-5): proposed, never imposed."""

_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


class AjoutDocument(Carte):
    """The form of the file at hand; hidden while there is none."""

    ajoute = Signal(str)

    def __init__(self, bureau: Bureau, dossier: str) -> None:
        super().__init__("Ajouter au dossier")
        self._bureau = bureau
        self._dossier = dossier
        self._files: list[Path] = []  # those that wait, after the one at hand
        self._bound: list[Path] = []  # those being made one with it
        self._here: Path | None = None
        self._prepare: Prepare | None = None
        self._tache: Tache | None = None
        self._rebond = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._proposed = ""
        self._folder: str | None = None
        self._before: tuple[Value, Value] = (None, None)
        self.origine = Doux()
        self._refus = QVBoxLayout()
        tools = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.type = editeur(DOCUMENT.by_name["type"], tools)
        self.rangement = editeur(DOCUMENT.by_name["rangement"], tools)
        self.nom = editeur(DOCUMENT.by_name["nom"], tools)
        self.type.edited.connect(self._type_chosen)
        self.rangement.edited.connect(self._filed)
        self.reunir = Bouton("Réunir les photos en un PDF", "file-text")
        self.reunir.clicked.connect(self._join)
        self.ajouter_le = Bouton("Ajouter au dossier", "check")
        self.ajouter_le.clicked.connect(self._add)
        self.renoncer = Bouton("Renoncer", discret=True)
        self.renoncer.clicked.connect(self._give_up)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.ajouter_le)
        buttons.addWidget(self.reunir)
        buttons.addWidget(self.renoncer)
        buttons.addStretch()
        self._form = (self.type, self.rangement, self.nom, self.ajouter_le)
        self.origine.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.tete.addWidget(self.origine, 2)
        self.colonne.setSpacing(12)
        for part in (self._refus, self.type, self.rangement, self.nom, buttons):
            self.ajouter(part)
        self.hide()

    def prendre(self, fichiers: Iterable[Path]) -> None:
        """Examine these files, after those that wait."""
        self._files.extend(fichiers)
        if self._here is None:
            vider(self._refus)
            self._next()
        elif not self.ajouter_le.isHidden():
            self._tell()

    def _next(self) -> None:
        self._prepare, self._here = None, None
        self._show_form(shown=False)
        if not self._files:
            self.setVisible(bool(self._refus.count()))
            return
        path = self._here = self._files.pop(0)
        self._wait(f"Lecture de {path.name}…")
        self._tache = lancer(lambda: self._bureau.documents.preparer(path), self._ready, self._refused)

    def _join(self) -> None:
        """Make one document of the photos that were taken together, page after page."""
        photos = self._photos()
        self._bound, self._files = self._files, []
        self._wait(f"Réunion de {plural(len(photos), 'photo')}…")
        self._tache = lancer(lambda: self._bureau.documents.relier(photos), self._ready, self._apart)

    def _wait(self, words: str) -> None:
        self._show_form(shown=False)
        self.origine.setText(words)
        self.origine.show()
        self.show()

    def _awaited(self) -> bool:
        """Tell whether the answer that comes is the one waited for: one may have given up meanwhile."""
        return self.sender() is self._tache and self._here is not None

    def _ready(self, prepare: Prepare) -> None:
        if not self._awaited():
            return
        self._prepare = prepare
        # Several at once are most often of one kind: said for the first, proposed for those that follow.
        kind, folder = self._before
        self.type.show_value(kind)
        self.rangement.show_value(folder)
        self.nom.show_problem("")
        self.nom.show_value(None)
        self._proposed = ""
        self._propose()
        self._show_form(shown=True)
        if self.isVisible():
            self.type.setFocus()

    def _refused(self, refused: RefusedError) -> None:
        if self._awaited() and self._here is not None:
            self._say(f"{self._here.name}\u00a0: {refused.message}")
            self._next()

    def _apart(self, refused: RefusedError) -> None:
        """Come back to the photos one by one, when they make no document together."""
        if self._awaited():
            self._files[:0] = self._bound
            self._say(refused.message)
            self._show_form(shown=True)

    def _say(self, words: str) -> None:
        self._refus.addWidget(Alerte(words, Niveau.ATTENTION))

    def _photos(self) -> list[Path]:
        """Return what can be bound into one: the file at hand and those that wait, if all are photos."""
        files = [self._here, *self._files] if self._here else []
        return files if all(one.suffix.lower() in _PHOTOS for one in files) else []

    def _tell(self) -> None:
        """Say which file is at hand and how many wait."""
        if self._prepare is not None:
            rest = f", puis {plural(len(self._files), 'autre')}" if self._files else ""
            found = f"{self._prepare.format.nom}, {size(len(self._prepare.octets))}{rest}"
            self.origine.setText(f"{self._prepare.origine}\u00a0: {found}")
        photos = self._photos()
        self.reunir.setVisible(self._prepare is not None and len(photos) > 1)
        self.reunir.setText(f"Réunir les {len(photos)} photos en un PDF")
        self.reunir.setAccessibleName(self.reunir.text())

    def _show_form(self, *, shown: bool) -> None:
        for part in (*self._form, self.origine):
            part.setVisible(shown)
        self.reunir.hide()
        if shown:
            self._tell()
        self.renoncer.setText("Renoncer" if self._here else "Fermer")

    def _type_chosen(self) -> None:
        code = self.type.value()
        if isinstance(code, str) and self.rangement.value() in (None, self._folder):
            self._folder = TYPES_RANGES.get(code)
            self.rangement.show_value(self._folder)
            self._filed()
        self._propose()

    def _filed(self) -> None:
        self.rangement.show_problem("")

    def _propose(self) -> None:
        """Propose a name, unless the person has written her own."""
        if self._prepare is None or self.nom.value() not in (None, self._proposed):
            return
        code = self.type.value()
        name = self._bureau.documents.proposer_nom(
            self._dossier, self._prepare, code if isinstance(code, str) else None
        )
        self._proposed = name
        self.nom.show_value(name)

    def _add(self) -> None:
        rangement, code = self.rangement.value(), self.type.value()
        if self._prepare is None or self._rebond.isActive():  # the second half of a double click
            return
        if not isinstance(rangement, str):
            self.rangement.show_problem("Choisissez où ranger ce document.")
            return
        try:
            document = self._bureau.documents.ajouter(
                self._dossier,
                self._prepare,
                rangement=rangement,
                type_=code if isinstance(code, str) else None,
                nom=str(self.nom.value() or ""),
            )
        except RefusedError as refused:
            self.nom.show_problem(str(refused))
            return
        vider(self._refus)
        self._before = (code, rangement) if self._files else (None, None)
        self._rebond.start()
        self.ajoute.emit(document)
        self._next()

    def _give_up(self) -> None:
        self._files.clear()
        self._before = (None, None)
        vider(self._refus)
        self._next()
