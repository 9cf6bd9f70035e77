"""The entretiens of a dossier, the latest first, with the first words of what was said."""

from desktop.services.dossiers import DossierLu, LigneEntretien
from desktop.views.blocs import REALISATIONS, Bouton, Carte, Jalon
from desktop.views.dossier.onglet import Onglet
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.french import hour, listing, short_date

D_ABORD = 20


class OngletEntretiens(Onglet):
    """A timeline. Years of entretiens are there, on demand."""

    def __init__(self, navigateur: Navigateur) -> None:
        super().__init__(
            (
                "notebook-pen",
                "Aucun entretien",
                "Le premier s’ouvre en bas à droite, ou par Ctrl+Entrée.",
            )
        )
        self._navigateur = navigateur
        self._tous = False
        self._lignes: tuple[LigneEntretien, ...] = ()

    def montrer(self, lu: DossierLu) -> None:
        """Show the entretiens."""
        self._lignes = lu.entretiens
        self._show()

    def _show(self) -> None:
        shown = self._lignes if self._tous else self._lignes[:D_ABORD]
        if not self.renouveler(shown):
            return
        carte = Carte()
        carte.colonne.setSpacing(8)
        for ligne in shown:
            carte.ajouter(self._line(ligne))
        if more := len(self._lignes) - len(shown):
            rest = Bouton(f"Voir les plus anciens ({more})", "chevron-down", discret=True)
            rest.clicked.connect(self._unfold)
            carte.ajouter(rest)
        self.ajouter(carte)

    def _line(self, ligne: LigneEntretien) -> Jalon:
        icone, niveau = REALISATIONS.get(ligne.realisation or "", ("circle", Niveau.NEUTRE))
        titre = ligne.type_libelle or "Entretien"
        if ligne.realisation != "presence":
            titre = f"{titre}\u00a0– {ligne.realisation_libelle.lower() or 'à compléter'}"
        themes = listing(ligne.themes)
        line = Jalon(
            _when(ligne.moment),
            titre,
            "\n".join(part for part in (themes, ligne.apercu) if part),
            icone=icone,
            niveau=niveau,
            cible=ligne.id,
        )
        line.ouvert.connect(self._navigateur.ouvrir_entretien)
        return line

    def _unfold(self) -> None:
        self._tous = True
        self._show()


def _when(moment: str | None) -> str:
    return f"{short_date(moment[:10])}\n{hour(moment)}" if moment else "Sans date"
