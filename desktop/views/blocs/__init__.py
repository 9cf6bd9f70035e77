"""The small widgets that every page is made of.

To add one: 1. a module here, without any knowledge of the trade's records; 2. its name below;
3. its look in ``style.feuille`` under a ``role``.
"""

from desktop.views.blocs.actions import BarreActions, Bouton, BoutonPrincipal
from desktop.views.blocs.carte import Carte
from desktop.views.blocs.chronologie import Jalon
from desktop.views.blocs.liste import Entree, Liste
from desktop.views.blocs.page_defilante import PageDefilante
from desktop.views.blocs.pastille import Pastille
from desktop.views.blocs.statuts import ETATS_CER, REALISATIONS, pastille_etat, pastille_realisation
from desktop.views.blocs.textes import Doux, Filet, Nom, Petit, SousTitre, Titre, vider
from desktop.views.blocs.vide import EtatVide

__all__ = [
    "ETATS_CER",
    "REALISATIONS",
    "BarreActions",
    "Bouton",
    "BoutonPrincipal",
    "Carte",
    "Doux",
    "Entree",
    "EtatVide",
    "Filet",
    "Jalon",
    "Liste",
    "Nom",
    "PageDefilante",
    "Pastille",
    "Petit",
    "SousTitre",
    "Titre",
    "pastille_etat",
    "pastille_realisation",
    "vider",
]
