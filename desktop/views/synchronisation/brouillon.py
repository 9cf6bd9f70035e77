"""Work that is not in the dossier, readable as its author wrote it: labels and texts, in the form's order."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtWidgets import QApplication

from desktop.services.reprises import ChampConteste
from desktop.views.blocs import Carte, EnRegard, SousTitre, TexteCompare
from desktop.views.fields import Outils
from desktop.views.fields.mots import RIEN, en_mots
from desktop.views.synchronisation.champ import field_of
from desktop.views.synchronisation.lu import Lu
from domain.comparaison import comparer
from domain.fields import Field, Kind, comparable, same
from domain.registry import FORMS

_Lisible = tuple[ChampConteste, Field | None]


class Brouillon(Carte):
    """The short values on a grid, then each text under its label; one part (an objectif) after the other.

    Of a text that was already there, what its author changed is marked; a new one is simply read.
    """

    def __init__(self, titre: str, champs: Iterable[ChampConteste], record: str, outils: Outils) -> None:
        super().__init__(titre)
        self._outils = outils
        self._texts: list[str] = []
        for (kind, part), found in groupby(champs, key=lambda champ: (champ.kind, champ.record)):
            if part != record:
                self.ajouter(SousTitre(FORMS[kind].label if kind in FORMS else "Partie"))
            self._part(list(found))

    def copier(self) -> None:
        """Lay everything on the clipboard, label by label."""
        QApplication.clipboard().setText("\n\n".join(self._texts))

    def _part(self, champs: list[ChampConteste]) -> None:
        short: list[_Lisible] = []
        long: list[_Lisible] = []
        for champ in champs:
            field = field_of(champ)
            if comparable(champ.moi) is None and comparable(champ.avant) is None:
                continue
            (long if field is None or field.kind is Kind.TEXT else short).append((champ, field))
        if short:
            self.ajouter(
                EnRegard([(one.label, "", self._value(one, field)) for one, field in short], long=False)
            )
        for champ, field in long:
            self.ajouter(EnRegard([(champ.label, "", self._value(champ, field))], long=True))

    def _value(self, champ: ChampConteste, field: Field | None) -> Lu | TexteCompare:
        words = en_mots(champ.moi, field, self._outils.settings)
        self._texts.append(f"{champ.label}\u00a0:\n{words}")
        if comparable(champ.avant) is None or same(champ.avant, champ.moi):
            return Lu(words)
        before = en_mots(champ.avant, field, self._outils.settings)
        return TexteCompare(comparer(before, "" if words == RIEN else words))
