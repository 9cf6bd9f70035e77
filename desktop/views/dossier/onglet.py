"""A tab of the dossier that scrolls: one column of things read again, or what to do when there is none."""

from desktop.views.blocs import Carte, Defilant, EtatVide, vider

_CARACTERES = 104


class Onglet(Defilant):
    """What is shown is laid out again only when it has changed, so that the keyboard keeps its place."""

    def __init__(self, vide: tuple[str, str, str]) -> None:
        super().__init__((32, 16, 32, 32), 8)
        self._vide = vide
        self._shown: object = None

    def renouveler(self, objets: tuple[object, ...]) -> bool:
        """Empty the column if ``objets`` are not those shown; tell whether they have to be laid out."""
        if objets == self._shown:
            return False
        self._shown = objets
        vider(self.colonne)
        if not objets:
            self.colonne.addWidget(EtatVide(*self._vide))
        return bool(objets)

    def ajouter(self, carte: Carte) -> None:
        """Add a card no wider than what one reads with ease, its dates aside."""
        carte.setMaximumWidth(carte.fontMetrics().averageCharWidth() * _CARACTERES)
        self.colonne.addWidget(carte)
        self.colonne.addStretch()
