"""What waits, in groups, the most serious first; each line leads where it is done."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.journee import ATraiter, JourneeLue
from desktop.views.blocs import Bouton, Carte, EtatVide, Petit, Rangee, vider
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.french import plural

AU_PLUS = 3
Groupe = tuple[str, str, tuple[ATraiter, ...]]


class EnAttente(Carte):
    """The right zone of the home page. A long group shows its first lines, the rest on demand."""

    def __init__(self, navigateur: Navigateur) -> None:
        super().__init__("Ce qui vous attend")
        self._navigateur = navigateur
        # A row's ground shows under the pointer: it needs room around words aligned with the title.
        self.colonne.setContentsMargins(12, 20, 12, 16)
        self.tete.setContentsMargins(12, 0, 12, 0)
        self._deplies: set[str] = set()
        self._groupes: tuple[Groupe, ...] = ()
        self._a_reprendre = 0
        inside = QWidget()
        self._corps = QVBoxLayout(inside)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self._corps.setSpacing(2)
        self.ajouter(inside)

    def montrer(self, lue: JourneeLue, a_reprendre: int) -> None:
        """Show what waits; ``a_reprendre`` counts the envois that nobody has settled."""
        self._a_reprendre = a_reprendre
        self._groupes = (
            ("Rendus par le service", "undo-2", lue.retours),
            ("Décisions à lire", "scale", lue.decisions),
            ("Entretiens à compléter", "notebook-pen", lue.a_traiter),
            ("CER à renouveler", "calendar-clock", lue.a_renouveler),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        vider(self._corps)
        if self._a_reprendre:
            self._heading("Synchronisation")
            row = Rangee(
                f"{plural(self._a_reprendre, 'envoi')} à reprendre",
                "Choisissez ce qui doit être gardé.",
                icone="git-compare",
                niveau=Niveau.URGENT,
            )
            row.clicked.connect(self._settle)
            self._corps.addWidget(row)
        for titre, icone, lines in self._groupes:
            self._group(titre, icone, lines)
        if not self._corps.count():
            self._corps.addWidget(
                EtatVide(
                    "circle-check",
                    "Rien ne vous attend",
                    "Vos entretiens sont notés, aucun CER n’est à reprendre ni à renouveler.",
                )
            )

    def _group(self, titre: str, icone: str, lines: tuple[ATraiter, ...]) -> None:
        if not lines:
            return
        self._heading(f"{titre} ({len(lines)})" if len(lines) > 1 else titre)
        shown = lines if titre in self._deplies else lines[:AU_PLUS]
        for line in shown:
            row = Rangee(
                line.nom_affiche,
                line.texte,
                cible=f"{line.quoi}/{line.cible}",
                icone=icone,
                niveau=Niveau(line.niveau),
            )
            row.ouverte.connect(self._open)
            self._corps.addWidget(row)
        if more := len(lines) - len(shown):
            rest = Bouton(
                f"Voir {'l’autre' if more == 1 else f'les {more} autres'}", "chevron-down", discret=True
            )
            rest.setAccessibleName(f"{titre}\u00a0: {rest.text().lower()}")
            rest.setProperty("groupe", titre)
            rest.clicked.connect(self._unfold)
            self._corps.addWidget(rest)

    def _heading(self, titre: str) -> None:
        if self._corps.count():
            self._corps.addSpacing(12)
        words = Petit(titre)
        words.setContentsMargins(12, 0, 0, 0)
        self._corps.addWidget(words)

    def _unfold(self) -> None:
        button = self.sender()
        if isinstance(button, Bouton):
            place = self._corps.indexOf(button)
            self._deplies.add(str(button.property("groupe")))
            self._lay_out()
            first = self._corps.itemAt(place)
            row = first.widget() if first is not None else None
            if row is not None:  # the keyboard goes on from where it was
                QTimer.singleShot(0, row, row.setFocus)

    def _open(self, cible: str) -> None:
        what, _, record = cible.partition("/")
        match what:
            case "entretien":
                self._navigateur.ouvrir_entretien(record)
            case "cer":
                self._navigateur.ouvrir_cer(record)
            case _:
                self._navigateur.ouvrir_dossier(record)

    def _settle(self) -> None:
        self._navigateur.ouvrir_place("synchronisation")
