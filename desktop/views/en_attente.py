"""What waits, in groups, the most serious first; each line leads where it is done."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.journee import ATraiter, JourneeLue
from desktop.services.reprises import AReprendre
from desktop.views.blocs import Bouton, Carte, EtatVide, Petit, Rangee, vider
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from desktop.views.synchronisation import libelles

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
        self._a_reprendre: tuple[AReprendre, ...] = ()
        inside = QWidget()
        self._corps = QVBoxLayout(inside)
        self._corps.setContentsMargins(0, 0, 0, 0)
        self._corps.setSpacing(2)
        self.ajouter(inside)

    def montrer(self, lue: JourneeLue, a_reprendre: tuple[AReprendre, ...]) -> None:
        """Show what waits; ``a_reprendre``: what nobody has settled, the oldest first."""
        self._a_reprendre = a_reprendre
        self._groupes = (
            ("Rendus par le service", "undo-2", lue.retours),
            ("Décisions à lire", "scale", lue.decisions),
            ("Entretiens à compléter", "notebook-pen", lue.a_traiter),
            ("CER à renouveler", "calendar-clock", lue.a_renouveler),
            ("Accompagnements à revoir", "clock", lue.accompagnement),
            ("Demandes au secrétariat", "hourglass", lue.demandes),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        vider(self._corps)
        self._to_settle()
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

    def _to_settle(self) -> None:
        """Lead to each thing to take up again; to the list for the rest."""
        if not self._a_reprendre:
            return
        self._heading(_entitled("À reprendre", len(self._a_reprendre)))
        for item in self._a_reprendre[:AU_PLUS]:
            _words, niveau, icone = libelles.statut(item)
            row = Rangee(
                libelles.titre(item), libelles.resume(item), cible=item.id, icone=icone, niveau=niveau
            )
            row.ouverte.connect(self._navigateur.ouvrir_reprise)
            self._corps.addWidget(row)
        if (more := len(self._a_reprendre) - AU_PLUS) > 0:
            rest = Bouton(_others(more), "chevron-right", discret=True)
            rest.setAccessibleName(f"À reprendre\u00a0: {rest.text().lower()}")
            rest.clicked.connect(self._settle)
            self._corps.addWidget(rest)

    def _group(self, titre: str, icone: str, lines: tuple[ATraiter, ...]) -> None:
        if not lines:
            return
        self._heading(_entitled(titre, len(lines)))
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
            rest = Bouton(_others(more), "chevron-down", discret=True)
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
            case "accompagnement":
                self._navigateur.ouvrir_dossier(record, "Accompagnement")
            case _:
                self._navigateur.ouvrir_dossier(record)

    def _settle(self) -> None:
        self._navigateur.ouvrir_place("synchronisation")


def _entitled(titre: str, count: int) -> str:
    return f"{titre} ({count})" if count > 1 else titre


def _others(more: int) -> str:
    return f"Voir {'l’autre' if more == 1 else f'les {more} autres'}"
