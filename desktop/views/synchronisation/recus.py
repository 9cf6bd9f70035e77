"""The receipts: what each synchronisation sent, what became of it, what it brought."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.synchro import Recu
from desktop.views.blocs import Bouton, Carte, Doux, Jalon, vider
from desktop.views.palette import Niveau
from domain.exchange.v1 import Outcome
from domain.french import plural, when

D_ABORD = 5
_SOUS_LE_TEXTE = 144  # the date and the icon of the line above
_ISSUES = {
    Outcome.APPLIED: "pris",
    Outcome.MERGED: "fusionné avec le travail d’un autre",
    Outcome.CONFLICT: "en double, à reprendre",
    Outcome.REFUSED: "refusé, à reprendre",
    Outcome.QUARANTINED: "remis au référent actuel",
}


class CarteRecus(Carte):
    """One line per receipt; a click shows or hides its details, and the button that prints it."""

    impression = Signal(str)

    def __init__(self) -> None:
        super().__init__("Reçus")
        self._shown: list[Recu] | None = None
        self._tous = False
        self._ouverts: set[str] = set()
        inside = QWidget()
        self._corps = QVBoxLayout(inside)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self._corps.setSpacing(4)
        self.ajouter(inside)

    def montrer(self, recus: list[Recu]) -> None:
        """Show the receipts, the latest first."""
        if recus != self._shown:
            self._shown = recus
            self._lay_out()

    def _lay_out(self) -> None:
        vider(self._corps)
        recus = self._shown or []
        if not recus:
            self._corps.addWidget(
                Doux("Après chaque synchronisation qui envoie ou reçoit quelque chose, son reçu se lit ici.")
            )
        for recu in recus if self._tous else recus[:D_ABORD]:
            self._corps.addWidget(self._line(recu))
            if recu.id in self._ouverts:
                self._corps.addLayout(self._printing(recu))
        if not self._tous and len(recus) > D_ABORD:
            rest = Bouton(f"Voir les {len(recus) - D_ABORD} autres", "chevron-down", discret=True)
            rest.clicked.connect(self._unfold)
            self._corps.addWidget(rest)

    def _line(self, recu: Recu) -> Jalon:
        warning = trouble(recu)
        text = "\n".join(filter(None, (warning, *(details(recu) if recu.id in self._ouverts else ()))))
        line = Jalon(
            when(recu.fin).replace(" à ", "\n"),
            summary(recu),
            text,
            icone="triangle-alert" if warning else "circle-check",
            niveau=Niveau.ATTENTION if warning else Niveau.SUCCES,
            cible=recu.id,
        )
        line.setToolTip("Montrer ou cacher le détail")
        line.ouvert.connect(self._toggle)
        return line

    def _printing(self, recu: Recu) -> QHBoxLayout:
        button = Bouton("Imprimer le reçu", "printer", discret=True)
        button.setAccessibleName(f"Imprimer le reçu du {when(recu.fin)}")
        button.setProperty("recu", recu.id)
        button.clicked.connect(self._print)
        row = QHBoxLayout()
        row.setContentsMargins(_SOUS_LE_TEXTE, 0, 0, 8)
        row.addWidget(button)
        row.addStretch()
        return row

    def _print(self) -> None:
        self.impression.emit(str(self.sender().property("recu")))

    def _toggle(self, recu: str) -> None:
        self._ouverts ^= {recu}
        self._lay_out()

    def _unfold(self) -> None:
        self._tous = True
        self._lay_out()


def summary(recu: Recu) -> str:
    """Return the receipt in one line, short enough for large text: «3 envois, 12 éléments reçus»."""
    sent = plural(recu.envoyes, "envoi") if recu.envoyes else ""
    received = plural(recu.recus, "élément reçu", "éléments reçus") if recu.recus else ""
    contents = recu.documents_envoyes + recu.documents_recus
    documents = plural(contents, "document échangé", "documents échangés") if contents else ""
    again = plural(recu.relus, "dossier relu", "dossiers relus") if recu.relus else ""
    left = plural(recu.retires, "dossier retiré", "dossiers retirés") if recu.retires else ""
    return ", ".join(filter(None, (sent, received, again, left, documents))) or "Vérification des données"


def trouble(recu: Recu) -> str:
    """Return what did not simply pass, '' if all did."""
    waits = recu.conflits + recu.refuses
    handed = f"{recu.remis} remis au référent actuel" if recu.remis else ""
    return ", ".join(filter(None, (f"{waits} à reprendre" if waits else "", handed)))


def details(recu: Recu) -> list[str]:
    """Return one line per change sent, or why there is none."""
    lines = [f"{line.texte}\u00a0: {_ISSUES.get(line.issue, line.issue)}" for line in recu.lignes]
    if recu.reproposes:
        again = plural(recu.reproposes, "envoi proposé de nouveau", "envois proposés de nouveau")
        lines.append(f"Le serveur a été remis en place depuis une sauvegarde\u00a0: {again}.")
    return lines or ["Rien n’était à envoyer."]
