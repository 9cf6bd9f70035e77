"""The small widgets that every page is made of.

To add one: 1. a module here, without any knowledge of the trade's records; 2. its name below;
3. its look in ``style.feuille`` under a ``role``.
"""

from desktop.views.blocs.actions import BarreActions, Bouton, BoutonPrincipal
from desktop.views.blocs.alerte import Alerte
from desktop.views.blocs.carte import Carte
from desktop.views.blocs.chronologie import Jalon
from desktop.views.blocs.compare import TexteCompare
from desktop.views.blocs.defilant import Defilant
from desktop.views.blocs.en_regard import EnRegard
from desktop.views.blocs.faits import Faits
from desktop.views.blocs.filtre import BoutonFiltre
from desktop.views.blocs.flux import Flux
from desktop.views.blocs.liste import Entree, Liste
from desktop.views.blocs.page_defilante import PageDefilante
from desktop.views.blocs.pastille import Pastille
from desktop.views.blocs.rangee import Rangee
from desktop.views.blocs.statuts import ETATS_CER, REALISATIONS, pastille_etat, pastille_realisation
from desktop.views.blocs.textes import Doux, Filet, Nom, Petit, SousTitre, Titre, vider
from desktop.views.blocs.vide import EtatVide
from desktop.views.blocs.zones import DeuxZones

__all__ = [
    "ETATS_CER",
    "REALISATIONS",
    "Alerte",
    "BarreActions",
    "Bouton",
    "BoutonFiltre",
    "BoutonPrincipal",
    "Carte",
    "Defilant",
    "DeuxZones",
    "Doux",
    "EnRegard",
    "Entree",
    "EtatVide",
    "Faits",
    "Filet",
    "Flux",
    "Jalon",
    "Liste",
    "Nom",
    "PageDefilante",
    "Pastille",
    "Petit",
    "Rangee",
    "SousTitre",
    "TexteCompare",
    "Titre",
    "pastille_etat",
    "pastille_realisation",
    "vider",
]
