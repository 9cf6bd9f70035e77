"""What an unlocked replica offers: every use case, under one roof, handed to every view."""

from collections.abc import Callable

from desktop.models.changes import Changes
from desktop.services.a_suivre import ASuivre
from desktop.services.accompagnement import Accompagnement
from desktop.services.brouillons import Brouillons
from desktop.services.cers import Cers
from desktop.services.courriers import Courriers
from desktop.services.demandes import Demandes
from desktop.services.documents import Documents
from desktop.services.dossiers import Dossiers
from desktop.services.ecarts import Ecarts
from desktop.services.editions import Editions
from desktop.services.entretiens import Entretiens
from desktop.services.exports import Exports
from desktop.services.file_active import FileActive
from desktop.services.frise import Frises
from desktop.services.instruction import Instruction
from desktop.services.journee import Journee
from desktop.services.metiers import Metiers
from desktop.services.mon_compte import MonCompte
from desktop.services.notes import Notes
from desktop.services.orthographe import Orthographe
from desktop.services.papiers import Papiers
from desktop.services.permanence import Permanence
from desktop.services.poste import Moi, Poste
from desktop.services.recherches import Recherches
from desktop.services.referents import Referents
from desktop.services.reprises import Reprises
from desktop.services.retouches import Retouches
from desktop.services.saisie import Saisie
from desktop.services.signature_sms import SignatureSms
from desktop.services.sorties import Sorties
from desktop.services.suivi import Suivi
from desktop.services.synchro import Synchro
from desktop.services.veilles import Veilles
from desktop.vault.ouverts import Ouverts
from domain.clock import Clock
from domain.reglage.nomenclatures import Settings


class Bureau:
    """The services of one unlocked replica, and the news of what changes in it."""

    def __init__(self, poste: Poste, mon_compte: MonCompte | None = None) -> None:
        self.poste = poste
        self.mon_compte = mon_compte
        self.saisie = Saisie(poste)
        self.brouillons = Brouillons(poste)
        self.file_active = FileActive(poste)
        self.recherches = Recherches(poste)
        self.exports = Exports(poste)
        self.dossiers = Dossiers(poste)
        self.ecarts = Ecarts(poste)
        self.frises = Frises(poste)
        self.entretiens = Entretiens(poste)
        self.notes = Notes(poste)
        self.suivi = Suivi(poste)
        self.metiers = Metiers()
        self.cers = Cers(poste)
        self.instruction = Instruction(poste)
        self.accompagnement = Accompagnement(poste)
        self.veilles = Veilles(poste)
        self.demandes = Demandes(poste)
        self.sorties = Sorties(poste)
        self.referents = Referents(poste)
        self.a_suivre = ASuivre(poste)
        self.journee = Journee(poste, self.file_active, self.a_suivre)
        self.synchro = Synchro(poste)
        self.reprises = Reprises(poste)
        self.editions = Editions(poste)
        self.signature_sms = SignatureSms(poste, self.editions, self.synchro)
        self.documents = Documents(poste, self.synchro)
        self.courriers = Courriers(poste, self.documents)
        self.retouches = Retouches(poste, self.documents)
        self.papiers = Papiers(poste, self.cers, self.documents)
        self.orthographe = Orthographe(poste)
        self.permanence = Permanence(poste, self.journee, self.documents, self.synchro)
        self.adieu = ""
        """What the lock leaves to say: Word is still open, a document could not be filed."""
        self._closing: list[Callable[[], None]] = []

    @property
    def moi(self) -> Moi:
        """Return who is at the keyboard."""
        return self.poste.moi

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        return self.poste.clock

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self.poste.settings

    def relire(self) -> None:
        """Read again what is kept ready for the screens; meant to be called off their thread.

        Raises RefusedError once locked.
        """
        self.file_active.relire()

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each commit, from the writer's thread."""
        self.poste.replique.ecrivain.subscribe(listener)

    def avant_fermeture(self, closing: Callable[[], None]) -> None:
        """Be told, by the composition root, what to stop before the replica closes (the sync)."""
        self._closing.append(closing)

    def verrouiller(self) -> None:
        """Write what is left, stop the sync and the dictionary, close the file, forget the key.

        Raises RefusedError if the disk refuses the last words, or Word holds back those of a document:
        nothing is closed then.
        """
        self.saisie.flush()
        self.adieu = self.retouches.tout_reprendre()
        for closing in self._closing:
            closing()
        self.orthographe.fermer()
        self.poste.replique.close()
        Ouverts.beside(self.poste.replique.path).vider()
