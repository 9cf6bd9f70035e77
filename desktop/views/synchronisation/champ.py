"""What is contested, before, mine and the server's side by side, and three ways to end it (decision 6).

Fields of one group (début, fin, durée) are one question: half of one's dates and half of another's
would be nobody's.
"""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.reprises import ChampConteste
from desktop.views.blocs import EnRegard, Petit, SousTitre, TexteCompare
from desktop.views.fields import Editeur, Outils
from desktop.views.fields.mots import en_mots
from desktop.views.fields.options import Options
from desktop.views.synchronisation.lu import Lu
from desktop.views.synchronisation.troisieme import TroisiemeVersion, se_redige
from domain.comparaison import Segment, Sort, comparer
from domain.fields import Field, Kind, Value, comparable, same
from domain.french import listing, when
from domain.registry import FORMS

MIEN, SERVEUR, AUTRE = "mien", "serveur", "autre"
_PICTOS = {MIEN: "user-round", SERVEUR: "cloud", AUTRE: "pencil"}


def field_of(champ: ChampConteste) -> Field | None:
    """Return the field of the forms that this is, ``None`` for one that a newer program wrote."""
    form = FORMS.get(champ.kind)
    return form.by_name.get(champ.nom.rpartition(":")[2]) if form else None


def par_groupe(champs: Iterable[ChampConteste]) -> list[tuple[ChampConteste, ...]]:
    """Put together the fields of one group, each group where its first field is."""
    groups: dict[str, list[ChampConteste]] = {}
    for champ in champs:
        field = field_of(champ)
        groups.setdefault((field.group if field else None) or champ.nom, []).append(champ)
    return [tuple(found) for found in groups.values()]


class ChampEnDouble(QWidget):
    """One question. ``auteur``: who wrote what is not the server's, '' for the person at the desk."""

    change = Signal()

    def __init__(
        self, champs: tuple[ChampConteste, ...], outils: Outils, *, auteur: str = "", ecrit_le: str
    ) -> None:
        super().__init__()
        self.champs = champs
        self.fields = tuple(field_of(champ) for champ in champs)
        self._settings = outils.settings
        labels = [champ.label for champ in champs]
        self.titre = listing([labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])])
        self._auteur = auteur
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(SousTitre(self.titre))
        self.en_regard = EnRegard(self._columns(ecrit_le), long=self._long(), depart=True)
        column.addWidget(self.en_regard)
        choices = [(MIEN, self.mots(MIEN)), (SERVEUR, self.mots(SERVEUR))]
        self.troisieme: TroisiemeVersion | None = None
        if all(field is not None and se_redige(field) for field in self.fields):
            choices.append((AUTRE, self.mots(AUTRE)))
        self.options = Options(self.titre, choices, _PICTOS)
        column.addWidget(self.options)
        if len(choices) > 2:  # noqa: PLR2004 - mine and the server's
            self.troisieme = TroisiemeVersion(
                champs, [one for one in self.fields if one], outils, self._auteur
            )
            self.troisieme.change.connect(self.change)
            self.troisieme.hide()
            column.addWidget(self.troisieme)
        for button in self.options.boutons.values():
            button.clicked.connect(self._chosen)

    def mots(self, choix: str) -> str:
        """Return a choice in words."""
        mine = f"Garder la version de {self._auteur}" if self._auteur else "Garder ma version"
        return {MIEN: mine, SERVEUR: "Prendre celle du serveur", AUTRE: "Écrire une troisième version"}[choix]

    def choisi(self) -> str | None:
        """Return what the person has chosen."""
        return self.options.choisi()

    def valeurs(self) -> dict[str, Value]:
        """Return the values to write over the server's; empty where the server's stay."""
        match self.choisi():
            case "mien":
                wanted = {champ.nom: champ.moi for champ in self.champs}
            case "autre" if self.troisieme is not None:
                wanted = self.troisieme.valeurs()
            case _:
                return {}
        theirs = {champ.nom: champ.serveur for champ in self.champs}
        return {nom: value for nom, value in wanted.items() if not same(value, theirs[nom])}

    def fautes(self) -> list[str]:
        """Return why what is written cannot be kept, and say it under its editor."""
        if self.choisi() != AUTRE or self.troisieme is None:
            return []
        return self.troisieme.fautes()

    def editeurs(self) -> tuple[Editeur, ...]:
        """Return the editors of the third version."""
        return self.troisieme.editeurs if self.troisieme is not None else ()

    def _chosen(self) -> None:
        if self.troisieme is not None:
            self.troisieme.setVisible(self.choisi() == AUTRE)
            if self.choisi() == AUTRE:
                self.troisieme.editeurs[0].setFocus()
        self.change.emit()

    def _long(self) -> bool:
        return any(field is None or field.kind is Kind.TEXT for field in self.fields)

    def _columns(self, ecrit_le: str) -> list[tuple[str, str, QWidget]]:
        last = next((champ for champ in self.champs if champ.serveur_le), self.champs[0])
        dated = f"le {when(last.serveur_le)}" if last.serveur_le else ""
        return [
            ("Avant", "au départ", self._cell("avant")),
            (self._auteur or "Moi", f"le {when(ecrit_le)}", self._cell("moi")),
            ("Serveur", ", ".join(filter(None, (last.serveur_par, dated))), self._cell("serveur")),
        ]

    def _cell(self, side: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for rank, (champ, field) in enumerate(zip(self.champs, self.fields, strict=True)):
            if len(self.champs) > 1:
                column.addSpacing(6 if rank else 0)
                column.addWidget(Petit(champ.label))
            column.addWidget(self._value(getattr(champ, side), champ.avant, field))
        column.addStretch()
        return holder

    def _value(self, value: Value, before: Value, field: Field | None) -> QWidget:
        """Show a value, and what it changes of the one that both began from."""
        words = en_mots(value, field, self._settings)
        if same(value, before) or comparable(before) is None:
            return Lu(words)
        if field is not None and field.kind is Kind.TEXT:
            return TexteCompare(comparer(str(before), str(value or "")))
        if comparable(value) is None:
            return TexteCompare((Segment(en_mots(before, field, self._settings), Sort.RETIRE),))
        return TexteCompare((Segment(words, Sort.AJOUTE),))
