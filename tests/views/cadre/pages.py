from PySide6.QtWidgets import QVBoxLayout

from desktop.services.bureau import Bureau
from desktop.views.blocs import EtatVide, Titre
from desktop.views.fields import Outils, editeur
from desktop.views.fields.binder import Binder
from desktop.views.page import Navigateur, Page, Pages, Place
from domain.beneficiaire.form import DOSSIER
from domain.profils import Profile


class Journee(Page):
    titre, icone = "Ma journée", "house"

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__(bureau, navigateur)
        self.reads = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.addWidget(Titre("Ma journée"))
        column.addWidget(
            EtatVide(
                "calendar-days", "Aucun rendez-vous aujourd’hui", "Ceux de la semaine s’afficheront ici."
            ),
            1,
        )

    def rafraichir(self) -> None:
        self.reads += 1


class ListeActive(Journee):
    titre, icone = "File active", "users"


class AEtudier(Journee):
    titre, icone = "CER à étudier", "scale"


class Synchronisation(Journee):
    titre, icone = "Synchronisation", "refresh-cw"


class Fiche(Page):
    """A page of one dossier, with one field of it."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, record: str) -> None:
        super().__init__(bureau, navigateur)
        self.record = record
        self.reads = 0
        column = QVBoxLayout(self)
        self.adresse = editeur(DOSSIER.by_name["adresse_declaree"], Outils(bureau.settings, bureau.clock))
        column.addWidget(self.adresse)
        self.binder = Binder(bureau.saisie, self)
        self.binder.bind(self.adresse, "dossier", record, bureau.dossiers.lire(record).values)

    def rafraichir(self) -> None:
        self.reads += 1
        self.binder.refresh("dossier", self.record, self.bureau.dossiers.lire(self.record).values)


SERVICE = frozenset({Profile.SECRETARIAT_DISPOSITIF, Profile.ALI, Profile.CDS})
PAGES = Pages(
    places=(
        Place("journee", Journee),
        Place("file_active", ListeActive),
        Place("instruction", AEtudier, SERVICE),
        Place("synchronisation", Synchronisation),
    ),
    dossier=Fiche,
    entretien=Fiche,
    cer=Fiche,
    ressaisie=Fiche,
    reprise=Fiche,
)
