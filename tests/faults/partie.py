"""One schedule: drawn from its seed, played, healed, judged."""

import logging
import random
from collections import ChainMap
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress

from desktop.sync.transport import UnreachableError
from domain.errors import RefusedError
from tests.faults.atelier import Modele, par_petits_bouts, seme
from tests.faults.constats import Compte, DivergenceError
from tests.faults.droits import Droits
from tests.faults.egalite import afficher, comparer
from tests.faults.fautes import Faute, Sort
from tests.faults.gestes import Gestes
from tests.faults.oracle import juger
from tests.faults.poste import MortError, Portable
from tests.faults.reseau import Fil

STEPS = 16
MOST_REQUESTS = 400
MOST_MEANWHILE = 20
"""Times that life goes on during one synchronisation: for ever, pages of two rows would never end."""
OURS = ("domain", "desktop", "server", "permanence")
CASTS = (
    ("portable", "autre"),
    ("portable", "maison"),
    ("portable", "service"),
    ("autre", "service"),
    ("portable", "maison", "autre"),
    ("portable", "autre", "service"),
    ("portable", "service", "chef"),
)


class _Oreille(logging.Handler):
    """Hears what our own programs say went wrong: a change that trips the server is a fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.dit: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(OURS):
            self.dit.append(record.getMessage())


@contextmanager
def ecouter() -> Iterator[list[str]]:
    """Gather the errors logged in the block."""
    oreille, racine = _Oreille(), logging.getLogger()
    racine.addHandler(oreille)
    try:
        yield oreille.dit
    finally:
        racine.removeHandler(oreille)


class Partie:
    """Several laptops, one server, and what befalls them."""

    def __init__(self, modele: Modele, seed: int, permises: Collection[Faute] | None = None) -> None:
        self.alea = random.Random(seed)
        self.modele = modele
        modele.central.clock.moment = modele.moment  # whatever was played before in this process
        self.sort = Sort(self.alea, permises)
        self.central = modele.central
        self.gestes = Gestes(self.alea, modele.dossiers)
        self.droits = Droits(self.alea, modele.central, modele.comptes)
        self.compte = Compte(subies=self.sort.subies)
        self.postes: list[Portable] = []
        self._occupes: list[Portable] = []
        self._sauve = False

    def jouer(self) -> Compte:
        """Play it all. Raises AssertionError with what was found."""
        with seme(self.alea), par_petits_bouts(self.alea), ecouter() as errors:
            self.postes = self.modele.postes(self.alea.choice(CASTS), self.sort)
            try:
                self._vieillir()
                for _ in range(STEPS):
                    self._pas()
                self._guerir()
            finally:
                for poste in self.postes:
                    poste.abandonner()
            if errors:
                raise DivergenceError(f"logged: {errors[:3]}")
        self.compte.gestes = self.gestes.faits
        return self.compte

    def _vieillir(self) -> None:
        """Give a laptop a program older than its server's, or later."""
        poste = self.alea.choice(self.postes)
        assert isinstance(poste.fil, Fil)
        if self.sort.frappe(Faute.CLIENT_ANCIEN, 0.2):
            poste.fil.age = Faute.CLIENT_ANCIEN
            poste.recommencer()
            self.sort.calme = True
            poste.synchroniser()
            self.sort.calme = False
        elif self.sort.frappe(Faute.CLIENT_RECENT, 0.2):
            poste.fil.age = Faute.CLIENT_RECENT

    def _pas(self) -> None:
        poste, chance = self.alea.choice(self.postes), self.alea.random()
        if chance < 0.3:
            self._vivre(poste, lambda: self._synchroniser(poste))
        elif chance < 0.5:
            self._sevir(poste)
        else:
            for _ in range(self.alea.randint(1, 4)):
                self._agir(poste)

    def _agir(self, poste: Portable) -> None:
        self._vivre(poste, lambda: self.gestes.agir(poste))

    def _vivre(self, poste: Portable, faire: Callable[[], None]) -> None:
        """Let something happen on a laptop, which may die of it; a synchronisation dies with its laptop."""
        with suppress(RefusedError):  # told on the spot: nothing was taken
            try:
                faire()
            except MortError:
                self.sort.subies[Faute.MORT_AVANT if poste.disque.meurt_avant == 0 else Faute.MORT_APRES] += 1
                self.gestes.recit.append(f"{poste.nom} dies")
                poste.mourir()
                if poste in self._occupes:
                    raise

    def _synchroniser(self, poste: Portable) -> None:
        """Synchronise on a network that may cut, while its user and the others go on working."""
        if poste in self._occupes:
            return
        self._occupes.append(poste)
        assert isinstance(poste.fil, Fil)
        poste.fil.avant = lambda: afficher(poste)
        times = iter(range(MOST_MEANWHILE))
        poste.fil.pendant = lambda: self._pendant(poste) if next(times, None) is not None else None
        try:
            with suppress(UnreachableError):
                self._noter(poste)
        finally:
            self._occupes.remove(poste)

    def _noter(self, poste: Portable) -> None:
        said = "cut"
        try:
            bilan = poste.synchroniser()
            said = ", ".join(issue for _, issue, _ in bilan.lignes)
        finally:
            self.gestes.recit.append(f"{poste.nom} synchronises: {said}")
            afficher(poste)
        self.compte.synchros += 1
        if bilan.requetes > MOST_REQUESTS:
            raise DivergenceError(f"{poste.identifiant} goes round in circles")
        if self.sort.subies[Faute.ANCIENNE] or self.sort.subies[Faute.RESTAURATION]:
            # The server has heard an older state of this laptop after a newer one, or has been put back to
            # one, and noted it as what it holds: no receipt can tell that a dossier which has left since
            # is still here. The self-check does, and only what differs is read again.
            self.compte.relectures += bilan.relus
        elif bilan.relus:
            raise DivergenceError(f"{poste.nom} had to read {bilan.relus} dossiers again")
        if bilan.message:
            raise DivergenceError(f"{poste.nom}: {bilan.message}")

    def _pendant(self, poste: Portable) -> None:
        """Let its user go on typing, and somebody else too, who may also synchronise."""
        for _ in range(self.alea.choice((1, 2, 3))):
            self._vivre(poste, lambda: self.gestes.taper(poste))
        self._agir(self.alea.choice(self.postes))
        other = self.alea.choice(self.postes)
        if self.alea.random() < 0.3:
            self._vivre(other, lambda: self._synchroniser(other))

    def _sevir(self, poste: Portable) -> None:
        """Let the world, or a disk, do one of the things it may do."""
        frappe, dossier = self.sort.frappe, self.alea.choice(self.modele.dossiers)
        if frappe(Faute.REORIENTATION, 0.25):
            self.droits.reorienter(dossier)
        elif frappe(Faute.ETAPE, 0.2):
            self.droits.etape(dossier)
        elif frappe(Faute.SORTIE, 0.2):
            self.droits.sortie(dossier)
        elif frappe(Faute.MUTATION, 0.2):
            self.droits.muter(dossier)
        elif frappe(Faute.HORLOGE, 0.3):
            poste.clock.avance(
                days=self.alea.choice((-400, -20, -1, 1, 20, 400)), hours=self.alea.randint(-9, 9)
            )
        elif frappe(Faute.VERROU, 0.3):
            self._vivre(poste, lambda: self._rouvrir(poste))
        elif frappe(Faute.RESTAURATION, 0.3):
            self._restaurer()
        else:
            self._menacer(poste)

    def _menacer(self, poste: Portable) -> None:
        """Arm a death or a full disk, for what this laptop does next."""
        permises, alea = self.sort.permises, self.alea
        if Faute.DISQUE_PLEIN in permises and alea.random() < 0.4:
            poste.disque.refus = alea.choice((1, 2, 5))
        elif Faute.MORT_AVANT in permises and alea.random() < 0.6:
            poste.disque.meurt_avant = alea.randrange(6)
        elif Faute.MORT_APRES in permises:
            poste.disque.meurt_apres = alea.randrange(6)
        if self.alea.random() < 0.3:
            self.droits.minuit()

    def _rouvrir(self, poste: Portable) -> None:
        poste.fermer()
        poste.vu.clear()
        poste.ouvrir()

    def _restaurer(self) -> None:
        """Make the backup of the night, or put it back."""
        if self._sauve:
            self.central.base.remettre()
        else:
            self.central.base.sauver()
        self._sauve = not self._sauve

    def _guerir(self) -> None:
        """Let everything work again, twice round for whoever has not seen the last of it, and look."""
        self.sort.calme = True
        for poste in self.postes:
            self.sort.subies[Faute.DISQUE_PLEIN] += poste.disque.refuses
            poste.disque.calmer()
        seen: dict[str, int] = {}
        for poste in (*self.postes, *self.postes):
            if seen.get(poste.nom) != self.central.tete():
                self._noter(poste)
                seen[poste.nom] = self.central.tete()
        unknown = [poste.fil.inconnus for poste in self.postes if isinstance(poste.fil, Fil)]
        juger(self.central, self.gestes.du.copy() | dict(ChainMap(*unknown)))
        comparer(self.central, self.postes)
