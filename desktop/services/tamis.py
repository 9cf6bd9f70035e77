"""Sifting lines in memory: criteria that combine, what each value would give, names nearly right.

For each value of each axis one whole number says which lines have it, a bit per line: combining criteria
is then a few «and» on numbers of 10,000 bits, and counting is counting their ones: 0.1 ms for all the
counts of the screen, where asking each line each question costs 10 ms, and again for every axis.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, islice

from desktop.services.lignes_file_active import LigneFileActive
from desktop.services.noms import Noms, est_pardonne
from domain.recherche.criteres import AUCUNE, Criteres, Seuil
from domain.recherche.mots import termes
from domain.text import fold

PEU = 5
"""Fewer found than this, and the names nearly like what was typed are shown too."""
AU_PLUS = 10
_KEPT = 64  # words whose lines are remembered
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Trouves:
    """What answers, in the order to show; ``proches``: whose name is nearly what was typed."""

    lignes: list[LigneFileActive]
    proches: list[LigneFileActive]


class Tamis:
    """The lines of one moment. It never changes: another is made when they do."""

    def __init__(self, lignes: Iterable[LigneFileActive]) -> None:
        self.lignes: Sequence[LigneFileActive] = tuple(lignes)
        self._textes = [ligne.texte for ligne in self.lignes]
        self._tout = (1 << len(self.lignes)) - 1
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for rang, ligne in enumerate(self.lignes):
            for key in ligne.valeurs:
                groups[key].append(rang)
        self._masques: dict[str, dict[str, int]] = defaultdict(dict)
        for (axe, valeur), rangs in groups.items():
            self._masques[axe][valeur] = self._masque(rangs)
        for masques in self._masques.values():
            known = 0
            for masque in masques.values():
                known |= masque
            if known != self._tout:
                masques[AUCUNE] = self._tout & ~known
        self._seuils: dict[tuple[Seuil, int], int] = {}
        self._portees: dict[str, int] = {}

    def chercher(self, criteres: Criteres) -> Trouves:
        """Return the lines that answer."""
        hors_texte = self._choisis(criteres)
        texte = self._ecrits(criteres.texte)
        proches: list[LigneFileActive] = []
        if texte.bit_count() < PEU:
            left = hors_texte & ~texte
            near = (rang for rang in self._proches(criteres.texte) if left >> rang & 1)
            proches = [self.lignes[rang] for rang in islice(near, AU_PLUS)]
        return Trouves(self._lignes(hors_texte & texte), proches)

    def facettes(self, criteres: Criteres, axe: str) -> dict[str, int]:
        """Count what each value of an axis would give, everything else that is asked being held."""
        rest = self._choisis(criteres, sauf=axe) & self._ecrits(criteres.texte)
        return {valeur: (rest & masque).bit_count() for valeur, masque in self._axe(axe).items()}

    def compter_seuil(self, criteres: Criteres, seuil: Seuil, jours: int) -> int:
        """Count what a number of days would give, everything else that is asked being held."""
        asked = criteres.a_moins_de(seuil, jours)
        return (self._choisis(asked) & self._ecrits(asked.texte)).bit_count()

    @cached_property
    def referents(self) -> dict[str, str]:
        """Return the name of each référent de parcours, by account."""
        return {one.referent: one.referent_nom for one in self.lignes if one.referent}

    def _choisis(self, criteres: Criteres, sauf: str = "") -> int:
        """Return the lines that answer all but the words, and one axis."""
        found = self._tout
        for axe, valeurs in criteres.choix.items():
            if axe != sauf:
                masques, either = self._axe(axe), 0
                for valeur in valeurs:
                    either |= masques.get(valeur, 0)
                found &= either
        for seuil, jours in criteres.seuils.items():
            found &= self._seuil(seuil, jours)
        if criteres.parmi is not None:
            ranks = (rang for rang, ligne in enumerate(self.lignes) if ligne.dossier in criteres.parmi)
            found &= self._masque(ranks)
        return found

    def _axe(self, axe: str) -> dict[str, int]:
        """Return which lines have each value of an axis; of one nobody has, all have none."""
        return self._masques.get(axe) or {AUCUNE: self._tout}

    def _seuil(self, seuil: Seuil, jours: int) -> int:
        key = (seuil, jours)
        if key not in self._seuils:
            lignes = enumerate(self.lignes)
            if seuil is Seuil.A_RENOUVELER:
                ranks = [r for r, one in lignes if (left := one.a_renouveler) is not None and left <= jours]
            else:
                ranks = [r for r, one in lignes if (days := one.sans_entretien) is None or days >= jours]
            self._seuils[key] = self._masque(ranks)
        return self._seuils[key]

    def _ecrits(self, texte: str) -> int:
        """Return the lines that hold what was typed."""
        found = self._tout
        for spellings in termes(texte):
            either = 0
            for mots in spellings:
                either |= self._portent(mots)
            found &= either
        return found

    def _portent(self, mots: str) -> int:
        """Return the lines that hold some words, sought among those that hold how they begin.

        Kept, for only the last word changes as one types, and it grows.
        """
        if mots not in self._portees:
            beginnings = (mots[:end] for end in range(len(mots) - 1, 0, -1))
            begun = next((one for one in beginnings if one in self._portees), None)
            ranks: Iterable[int] = range(len(self.lignes))
            if begun is not None:
                ranks = compress(ranks, self._drapeaux(self._portees[begun]))
            if len(self._portees) >= _KEPT:
                self._portees.clear()
            self._portees[mots] = self._masque([rang for rang in ranks if mots in self._textes[rang]])
        return self._portees[mots]

    def _proches(self, texte: str) -> list[int]:
        """Return the lines that nearly hold each word typed, the nearest first."""
        words = fold(texte).split()
        if not any(est_pardonne(word) for word in words):
            return []
        near: dict[int, int] = dict.fromkeys(range(len(self.lignes)), 0)
        for word in sorted(words, key=est_pardonne, reverse=True):  # few are near a long word
            errors = self._erreurs(word)
            near = {rang: errors[rang] + near[rang] for rang in errors.keys() & near.keys()}
        return sorted(near, key=lambda rang: (near[rang], rang))

    def _erreurs(self, mot: str) -> dict[int, int]:
        """Return by line how many errors part a word from one of hers, exact or nearly so."""
        held = dict.fromkeys(compress(range(len(self.lignes)), self._drapeaux(self._portent(f" {mot}"))), 0)
        return self._noms.proches(mot) | held if est_pardonne(mot) else held

    @cached_property
    def _noms(self) -> Noms:
        return Noms(ligne.noms for ligne in self.lignes)

    def _masque(self, rangs: Iterable[int]) -> int:
        bits = bytearray(b"0") * len(self.lignes)
        for rang in rangs:
            bits[~rang] = 49  # «1», the first line being the last figure
        return int(bits or b"0", 2)

    def _lignes(self, masque: int) -> list[LigneFileActive]:
        return list(compress(self.lignes, self._drapeaux(masque)))

    def _drapeaux(self, masque: int) -> bytes:
        """Return a byte per line, in their order."""
        return f"{masque:0{len(self.lignes)}b}"[::-1].encode().translate(_AS_FLAGS)
