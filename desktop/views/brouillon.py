"""Editors whose words belong to no record yet: kept within a second, shown again where they were left."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from desktop.services.brouillons import Brouillons
from desktop.views.fields import Editeur
from domain.fields import Value

_GARDE_MS = 1000


class Brouillon(QObject):
    """What somebody has typed in ``editeurs``, ``quoi`` of a dossier; not what was proposed there.

    ``sur``: the record it is about, if it is about one: what was meant for another is not shown again.
    """

    def __init__(
        self,
        brouillons: Brouillons,
        dossier: str,
        quoi: str,
        editeurs: Mapping[str, Editeur],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._brouillons = brouillons
        self._dossier = dossier
        self._quoi = quoi
        self.sur = ""
        self._editeurs = editeurs
        self._typed: set[str] = set()
        self._garde = QTimer(self, singleShot=True, interval=_GARDE_MS)
        self._garde.timeout.connect(self.garder)
        for one in editeurs.values():
            one.edited.connect(self._edited)

    @property
    def commence(self) -> bool:
        """Tell whether something was typed, here or before."""
        return bool(self._brouillons.lire(self._dossier, self._cle))

    def remplir(self, proposes: Mapping[str, Value]) -> None:
        """Show what was typed, and ``proposes`` where nothing was."""
        kept = self._brouillons.lire(self._dossier, self._cle)
        self._typed = set(kept)
        for name, one in self._editeurs.items():
            one.show_value(kept.get(name, proposes.get(name)))

    def garder(self) -> None:
        """Keep what is typed, now."""
        self._garde.stop()
        if self._typed:
            typed = {name: self._editeurs[name].value() for name in self._typed}
            self._brouillons.garder(self._dossier, self._cle, typed)

    def oublier(self) -> None:
        """Forget it: it has become what it was to be."""
        self._garde.stop()
        self._typed.clear()
        self._brouillons.garder(self._dossier, self._cle, {})

    @property
    def _cle(self) -> str:
        return f"{self._quoi}/{self.sur}"

    def _edited(self) -> None:
        self._typed |= {name for name, one in self._editeurs.items() if one is self.sender()}
        if not self._garde.isActive():
            self._garde.start()
