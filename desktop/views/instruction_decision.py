"""What the service decides of one CER: the next state, its date, its words (R-CER-12, R-CER-13, R-CER-29)."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.services.cer_lu import CerLu
from desktop.views.blocs import Petit, SousTitre
from desktop.views.blocs.alerte import Alerte
from desktop.views.fields import Editeur, Outils, editeur
from desktop.views.fields.binder import Binder
from desktop.views.fields.options import Options
from desktop.views.palette import Niveau
from domain.cer.form import CER, EVENEMENT_CER
from domain.cer.rules import printable_period
from domain.cer.states import State
from domain.cer.suite import ended_by
from domain.clock import today
from domain.errors import RefusedError
from domain.fields import Value, is_date
from domain.french import long_date

ACTES = {
    State.PROPOSITION: "Rendre au référent",
    State.SOUMIS: "Revenir à l’étude",
    State.COMMISSION: "Étudier en commission",
    State.ATTENTE: "Mettre en attente de décision",
    State.VALIDE: "Valider",
    State.NON_VALIDE: "Ne pas valider",
}
_DATES = ("date_decision", "date_debut_decidee", "date_fin_decidee")
_VISIBLES = {
    State.PROPOSITION: {"motif"},
    State.VALIDE: set(_DATES),
    State.NON_VALIDE: {"date_decision"},
}
_CHOISIR = "Choisissez d’abord la suite à donner."


class PanneauDecision(QScrollArea):
    """The states this profile may give it now, and what goes with the one chosen.

    The two texts are saved as they are typed, like any other; the dates and the reason belong to
    the act and are written with it.
    """

    def __init__(self, bureau: Bureau, outils: Outils, lu: CerLu, alerte: str) -> None:
        super().__init__()
        self._bureau = bureau
        self._lu = lu
        self.binder = Binder(bureau.saisie, self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QFrame()
        body.setProperty("role", "panneau")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(SousTitre("Suite à donner"))
        if alerte:
            column.addWidget(Alerte(alerte, Niveau.ATTENTION))
        self.suite = Options("Suite à donner", [(state.value, ACTES[state]) for state in lu.transitions])
        for button in self.suite.boutons.values():
            button.clicked.connect(self._follow)
        column.addWidget(self.suite)
        self.editeurs: dict[str, Editeur] = {
            name: editeur(form.by_name[name], outils)
            for form, names in (
                (EVENEMENT_CER, ("motif",)),
                (CER, (*_DATES, "decision_commentee", "note_referent")),
            )
            for name in names
        }
        self.editeurs["motif"].label.setText("Motif du retour, lu par le référent")
        self.editeurs["note_referent"].label.setText("Note pour le référent\u00a0: ne s’imprime pas")
        self.fin = Petit()
        column.addWidget(self.fin)
        for made in self.editeurs.values():
            column.addWidget(made)
        self.editeurs["date_debut_decidee"].edited.connect(self._follow)
        column.addStretch()
        self.setWidget(body)
        self._fill(today(outils.clock).isoformat())
        self._follow()

    def commencer(self) -> None:
        """Give the keyboard to the first choice: Space, arrows, then Ctrl+Enter."""
        first = next(iter(self.suite.boutons.values()), None)
        if first is not None:
            first.setFocus()

    def choix(self) -> State | None:
        """Return the state chosen."""
        code = self.suite.choisi()
        return State(code) if code is not None else None

    def decider(self) -> State:
        """Record the decision; return the new state. Raises RefusedError with what stands in the way."""
        vers = self.choix()
        if vers is None:
            raise RefusedError(_CHOISIR)
        self._hold(name for name in (*_DATES, "motif") if name in _VISIBLES.get(vers, ()))
        self.binder.flush()
        shown = _VISIBLES.get(vers, set())
        dates = {name: self._text(name) if name in shown else _of(self._lu, name) for name in _DATES}
        self._bureau.instruction.decider(
            self._lu.id,
            vers,
            date_decision=dates["date_decision"],
            decision_commentee=self._text("decision_commentee"),
            note_referent=self._text("note_referent"),
            debut=dates["date_debut_decidee"],
            fin=dates["date_fin_decidee"],
            motif=self._text("motif") if "motif" in shown else None,
        )
        return vers

    def _fill(self, day: str) -> None:
        values = self._lu.values
        start, end = printable_period(values)
        for name, value in zip(_DATES, (_of(self._lu, "date_decision") or day, start, end), strict=True):
            self.editeurs[name].show_value(value)
        for name in ("decision_commentee", "note_referent"):
            self.binder.bind(self.editeurs[name], "cer", self._lu.id, values)

    def _follow(self) -> None:
        vers = self.choix()
        shown = _VISIBLES.get(vers, set()) if vers is not None else set()
        for name in (*_DATES, "motif"):
            self.editeurs[name].setVisible(name in shown)
        ends = ended_by(self._start(), [one.voisin for one in self._lu.precedents])
        told = [f"Le CER n°\u00a0{one.numero or '?'} prendra fin le {long_date(day)}." for one, day in ends]
        self.fin.setText("\n".join(told))
        self.fin.setVisible(vers is State.VALIDE and bool(told))

    def _start(self) -> str | None:
        decided = self._text("date_debut_decidee") or printable_period(self._lu.values)[0]
        return decided if decided and is_date(decided) else None

    def _hold(self, names: Iterable[str]) -> None:
        """Refuse a date that is none before anything is written."""
        for name in names:
            made = self.editeurs[name]
            sentence = made.field.refusal(made.value()) or ""
            made.show_problem(sentence)
            if sentence:
                made.setFocus()
                raise RefusedError(sentence)

    def _text(self, name: str) -> str | None:
        value: Value = self.editeurs[name].value()
        return value if isinstance(value, str) else None


def _of(lu: CerLu, name: str) -> str | None:
    value = lu.values[name]
    return value if isinstance(value, str) else None
