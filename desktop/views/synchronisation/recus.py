"""The receipts: what each synchronisation sent, what became of it, what it brought."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.synchro import Recu
from desktop.views.blocs import Bouton, Carte, Doux, Jalon, vider
from desktop.views.palette import Niveau
from domain.exchange.v1 import Outcome
from domain.french import plural, when

D_ABORD = 5
_ISSUES = {
    Outcome.APPLIED: "pris",
    Outcome.MERGED: "fusionné avec le travail d’un autre",
    Outcome.CONFLICT: "en double, à reprendre",
    Outcome.REFUSED: "refusé, à reprendre",
    Outcome.QUARANTINED: "remis au référent actuel",
}


class CarteRecus(Carte):
    """One line per receipt; a click shows or hides its details."""

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
        if not self._tous and len(recus) > D_ABORD:
            rest = Bouton(f"Voir les {len(recus) - D_ABORD} autres", "chevron-down", discret=True)
            rest.clicked.connect(self._unfold)
            self._corps.addWidget(rest)

    def _line(self, recu: Recu) -> Jalon:
        trouble = recu.conflits + recu.refuses
        text = "\n".join(details(recu)) if recu.id in self._ouverts else ""
        line = Jalon(
            when(recu.fin).replace(" à ", "\n"),
            summary(recu),
            text,
            icone="triangle-alert" if trouble else "circle-check",
            niveau=Niveau.ATTENTION if trouble else Niveau.SUCCES,
            cible=recu.id,
        )
        line.setToolTip("Montrer ou cacher le détail")
        line.ouvert.connect(self._toggle)
        return line

    def _toggle(self, recu: str) -> None:
        self._ouverts ^= {recu}
        self._lay_out()

    def _unfold(self) -> None:
        self._tous = True
        self._lay_out()


def summary(recu: Recu) -> str:
    """Return the receipt in one line: «3 envoyés, dont 1 à reprendre, 12 éléments reçus»."""
    sent = plural(recu.envoyes, "changement envoyé", "changements envoyés")
    trouble = recu.conflits + recu.refuses
    received = plural(recu.recus, "élément reçu", "éléments reçus")
    return f"{sent}{f', dont {trouble} à reprendre' if trouble else ''}, {received}"


def details(recu: Recu) -> list[str]:
    """Return one line per change sent, or why there is none."""
    lines = [f"{line.texte}\u00a0: {_ISSUES.get(line.issue, line.issue)}" for line in recu.lignes]
    return lines or ["Rien n’était à envoyer."]
