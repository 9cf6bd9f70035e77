"""Adding documents: files are examined one after the other, then filed (R-DOC-1, R-DOC-2)."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.services.documents import Prepare
from desktop.views.blocs import Bouton, Carte, Doux, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.fields import Outils, editeur
from desktop.views.palette import Niveau
from desktop.views.tache import lancer
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
        self._files: list[Path] = []
        self._prepare: Prepare | None = None
        self._proposed = ""
        self._folder: str | None = None
        self._here = Path()
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
        idle = not self._files and self._prepare is None
        self._files.extend(fichiers)
        if idle:
            vider(self._refus)
            self._next()

    def _next(self) -> None:
        self._prepare = None
        if not self._files:
            self.setVisible(bool(self._refus.count()))
            self._show_form(shown=False)
            return
        path = self._files[0]
        self._show_form(shown=False)
        self.origine.setText(f"Lecture de {path.name}…")
        self.origine.show()
        self.show()
        lancer(lambda: self._bureau.documents.preparer(path), self._ready, self._refused)

    def _ready(self, prepare: Prepare) -> None:
        self._here = self._files.pop(0)
        self._prepare = prepare
        rest = f", puis {plural(len(self._files), 'autre')}" if self._files else ""
        self.origine.setText(
            f"{prepare.origine}\u00a0: {prepare.format.nom}, {size(len(prepare.octets))}{rest}"
        )
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

    def _join(self) -> None:
        """Make one document of the photos that were taken together, page after page."""
        photos = [self._here, *self._files]
        self._files = [self._here]
        self._prepare = None
        self._show_form(shown=False)
        self.origine.setText(f"Réunion de {plural(len(photos), 'photo')}…")
        self.origine.show()
        lancer(lambda: self._bureau.documents.relier(photos), self._ready, self._refused)

    def _refused(self, refused: RefusedError) -> None:
        path = self._files.pop(0)
        self._refus.addWidget(Alerte(f"{path.name}\u00a0: {refused.message}", Niveau.ATTENTION))
        self._next()

    def _show_form(self, *, shown: bool) -> None:
        for part in self._form:
            part.setVisible(shown)
        self.origine.setVisible(shown)
        photos = [self._here, *self._files]
        self.reunir.setVisible(
            shown and len(photos) > 1 and all(one.suffix.lower() in _PHOTOS for one in photos)
        )
        self.reunir.setText(f"Réunir les {len(photos)} photos en un PDF")
        self.reunir.setAccessibleName(self.reunir.text())
        self.renoncer.setText("Renoncer" if shown or self._files else "Fermer")

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
        if self._prepare is None:
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
        self.ajoute.emit(document)
        self._next()

    def _give_up(self) -> None:
        self._files.clear()
        self._before = (None, None)
        vider(self._refus)
        self._next()
