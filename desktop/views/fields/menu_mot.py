"""The menu of a text area: what an unknown word could be, then «Couper», «Coller» and the rest.

Suggestions take a tenth of a second or more to find. The menu waits for them without stopping anything,
0.3 s at most; later ones join it while it is open.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.views.tache import PATIENCE_MS

if TYPE_CHECKING:  # it opens this menu
    from desktop.views.fields.soulignement import Soulignement

LOOK_MS, GIVE_UP_MS = 30, 5000
AJOUTER = "Ajouter au dictionnaire"
RETIRER = "Retirer de mon dictionnaire"
VERIFIER = "Vérifier l’orthographe"
ABSENT = "Orthographe non vérifiée\u00a0: pas de dictionnaire sur ce poste"
CHERCHE = "Recherche de propositions…"
RIEN = "Aucune proposition"


class MenuMot(QObject):
    """One opening of the menu, at one position of a text."""

    def __init__(self, soulignement: "Soulignement", position: int, spot: QPoint, *, by_key: bool) -> None:
        menu = soulignement.area.createStandardContextMenu()
        super().__init__(menu)
        self.menu: QMenu = menu
        self._soulignement = soulignement
        self._orthographe = soulignement.orthographe
        self._spot = spot
        self._by_key = by_key
        self._mot = soulignement.inconnu_a(position)
        self._ajoute = None if self._mot else soulignement.ajoute_a(position)
        self._since = QElapsedTimer()
        self._waiting: QAction | None = None
        self._active: QAction | None = None
        self._first = menu.actions()[0] if menu.actions() else None
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._closed)
        self._end()

    def montrer(self) -> None:
        """Open the menu, as soon as there is something to propose."""
        self._since.start()
        if self._mot is None:
            if self._ajoute is not None:
                self._add(RETIRER, partial(self._forget, self._ajoute.texte))
                self._separate()
            self._open()
        else:
            self._look(self._mot.texte)

    def renoncer(self) -> None:
        """Never open, or close: another menu is asked for."""
        self._closed()
        self.menu.close()
        self.menu.deleteLater()

    def _look(self, word: str) -> None:
        found = self._orthographe.propositions(word)
        late = self._since.elapsed() > GIVE_UP_MS
        if found is None and not late:
            if self._since.elapsed() > PATIENCE_MS and self._waiting is None:
                self._waiting = self._add(CHERCHE)
                self._offer_adding(word)
                self._open()
            QTimer.singleShot(LOOK_MS, self, partial(self._look, word))
            return
        before = self._waiting or self._first
        for one in found or ():
            self._add(one, partial(self._replace, one), before)
        if not found:
            self._add(RIEN, before=before)
        if self._waiting is None:
            self._offer_adding(word)
            self._open()
        else:
            self.menu.removeAction(self._waiting)
            self._activate()

    def _offer_adding(self, word: str) -> None:
        self._separate()
        self._add(AJOUTER, partial(self._learn, word))
        self._separate()

    def _end(self) -> None:
        """Lay the switch at the end; where there is no dictionary, say so instead."""
        self.menu.addSeparator()
        switch = self.menu.addAction(VERIFIER if self._orthographe.presente else ABSENT)
        switch.setEnabled(self._orthographe.presente)
        if self._orthographe.presente:
            switch.setCheckable(True)
            switch.setChecked(self._orthographe.active)
            switch.toggled.connect(self._switch)

    def _open(self) -> None:
        if not self._soulignement.area.isVisible():  # left meanwhile
            self.renoncer()
            return
        self.menu.popup(self._spot)
        self._activate()

    def _activate(self) -> None:
        """Stand on the first line, for the keyboard; not where one has moved away from it already."""
        if self._by_key and self.menu.activeAction() in {None, self._active}:
            self._active = next(one for one in self.menu.actions() if one.isEnabled())
            self.menu.setActiveAction(self._active)

    def _add(
        self, text: str, then: Callable[[], None] | None = None, before: QAction | None = None
    ) -> QAction:
        action = QAction(text, self.menu)
        action.setEnabled(then is not None)
        if then is not None:
            action.triggered.connect(then)
        self._insert(action, before)
        return action

    def _separate(self) -> None:
        line = QAction(self.menu)
        line.setSeparator(True)
        self._insert(line)

    def _insert(self, action: QAction, before: QAction | None = None) -> None:
        place = before or self._first
        if place is not None:
            self.menu.insertAction(place, action)

    def _closed(self) -> None:
        self._soulignement.menu_ferme(self)

    def _replace(self, choice: str) -> None:
        if self._mot is not None:
            self._soulignement.remplacer(self._mot, choice)

    def _learn(self, word: str) -> None:
        self._orthographe.ajouter(word)
        self._soulignement.rejuger_la_page()

    def _forget(self, word: str) -> None:
        self._orthographe.retirer(word)
        self._soulignement.rejuger_la_page()

    def _switch(self, active: bool) -> None:  # noqa: FBT001 - a slot
        self._orthographe.choisir(active=active)
        self._soulignement.rejuger_la_page()
