"""Spelling: which words of a text are not known, and what could be meant.

Nothing here waits: ``inconnus`` answers from what is known already, asks for the rest, and is to be called
again shortly as long as it says that not all is judged. So the screen's thread neither loads a dictionary
nor looks a word up.

A word is known if the dictionary has it, whole or piece by piece; if it is of the trade
(``resources/dictionnaires/metier.txt``, the lists of the département); if the user has added it; or,
written with a capital, if it names a person or a place of this replica. What the user adds and whether
spelling is checked at all are kept in the replica, encrypted, for this user on this computer; what is
looked up stays in memory until the lock, and is never written anywhere.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

import resources
from desktop.models.changes import Changes
from desktop.models.replique import get, put
from desktop.models.tables import RECORDS
from desktop.services.correcteur import Correcteur
from desktop.services.mots import Mot, est_sigle, forme, morceaux, mots
from desktop.services.poste import Poste
from domain.errors import RefusedError

PROPOSITIONS = 5
ETEINTE, AJOUTES = "orthographe_eteinte", "mots_ajoutes"
_NAMES = {
    "dossier": ("nom", "nom_naissance", "prenom", "commune", "adresse", "adresse_declaree"),
    "collaborateur": ("nom", "prenom", "structure"),
}


@dataclass(slots=True)
class _Known:
    """What is known without the dictionary, folded to lower case."""

    metier: set[str] = field(default_factory=set)
    noms: set[str] = field(default_factory=set)
    ajoutes: set[str] = field(default_factory=set)


class Orthographe:
    """The spelling of one unlocked replica; off until a dictionary is plugged in."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        self._correcteur: Correcteur | None = None
        self._known: _Known | None = None
        self._eteinte: bool | None = None
        self._verdicts: dict[str, bool] = {}
        self._bons: set[str] = set()  # as they stand in texts: most of a text costs one look
        self._asked: set[str] = set()
        self._suggestions: dict[str, tuple[str, ...]] = {}
        self._stale = False

    def brancher(self, correcteur: Correcteur) -> None:
        """Plug the dictionary in; it is only loaded when a first word is asked for."""
        self._correcteur = correcteur
        self._poste.replique.ecrivain.subscribe(self._published)

    @property
    def presente(self) -> bool:
        """Tell whether there is a dictionary on this computer."""
        return self._correcteur is not None and self._correcteur.present

    @property
    def active(self) -> bool:
        """Tell whether texts are to be checked."""
        if not self.presente:
            return False
        if self._eteinte is None:
            try:
                with self._poste.replique.read() as connection:
                    self._eteinte = bool(get(connection, ETEINTE))
            except RefusedError:  # locked
                return False
        return not self._eteinte

    def choisir(self, *, active: bool) -> None:
        """Check texts or not, from now on, for this user on this computer."""
        self._eteinte = not active

        def keep(connection: Connection) -> tuple[None, None]:
            put(connection, **{ETEINTE: not active})
            return None, None

        self._poste.write(keep)

    def inconnus(self, texte: str) -> tuple[list[Mot], bool]:
        """Return the words of a text that are not known, and whether all of it could be judged yet."""
        asking: set[str] = set()
        found: list[Mot] = []
        complete = True
        for mot in mots(texte):
            if mot.texte in self._bons:
                continue
            if (known := self._judge(forme(mot.texte), asking)) is None:
                complete = False
            elif known:
                self._bons.add(mot.texte)
            else:
                for piece in morceaux(mot):
                    if (known := self._judge(forme(piece.texte), asking)) is None:
                        complete = False
                    elif not known:
                        found.append(piece)
        if asking and self._correcteur is not None:
            self._asked |= asking
            words = sorted(asking)
            self._correcteur.verifier(words, lambda verdicts: self._learn(words, verdicts))
        return found, complete

    def propositions(self, mot: str) -> tuple[str, ...] | None:
        """Return what could be meant by a word, best first; ``None`` as long as it is looked for."""
        word = forme(mot)
        found = self._suggestions.get(word)
        if found is None and word not in self._asked and self._correcteur is not None:
            self._asked.add(word)
            self._correcteur.proposer(word, lambda words: self._suggested(word, words))
        return found

    def est_ajoute(self, mot: str) -> bool:
        """Tell whether the user has added this word."""
        return self._known is not None and forme(mot).lower() in self._known.ajoutes

    def ajouter(self, mot: str) -> None:
        """Know a word from now on."""
        self._change(mot, add=True)

    def retirer(self, mot: str) -> None:
        """Know it no more."""
        self._change(mot, add=False)

    def fermer(self) -> None:
        """Let go of the dictionary and of every word looked up."""
        if self._correcteur is not None:
            self._correcteur.fermer()
        self._verdicts, self._suggestions, self._asked, self._known = {}, {}, set(), None
        self._bons.clear()

    def _judge(self, word: str, asking: set[str]) -> bool | None:
        verdict = self._verdicts.get(word)
        if verdict or est_sigle(word) or self._is_ours(word):
            return True
        if verdict is None and word not in self._asked:
            asking.add(word)
        return verdict

    def _is_ours(self, word: str) -> bool:
        if (known := self._known) is None:
            return False
        low = word.lower()
        return low in known.metier or low in known.ajoutes or (word[:1].isupper() and low in known.noms)

    def _change(self, mot: str, *, add: bool) -> None:
        word = forme(mot).lower()
        if self._known is not None:
            (self._known.ajoutes.add if add else self._known.ajoutes.discard)(word)
        self._bons.clear()

        def keep(connection: Connection) -> tuple[None, None]:
            words = set(get(connection, AJOUTES, []))
            put(connection, **{AJOUTES: sorted(words | {word} if add else words - {word})})
            return None, None

        self._poste.write(keep, tenace=True)

    # What follows runs on the dictionary's thread.

    def _learn(self, words: list[str], verdicts: list[bool] | None) -> None:
        if self._known is None or self._stale:
            self._stale = False
            self._read()
        # Words that could not be judged (the dictionary fell) pass for known: no underline out of doubt.
        self._verdicts.update(zip(words, verdicts or [True] * len(words), strict=True))
        self._asked.difference_update(words)

    def _suggested(self, word: str, words: list[str] | None) -> None:
        whole_first = sorted(words or (), key=lambda one: not one.isalpha() and word.isalpha())
        self._suggestions[word] = tuple(whole_first[:PROPOSITIONS])  # «logement» before «log ment»
        self._asked.discard(word)

    def _published(self, changes: Changes) -> None:
        if changes.wide or any(changes.touches(kind=kind) for kind in (*_NAMES, "reglage")):
            self._stale = True

    def _read(self) -> None:
        """Read what is known here beside the dictionary; nothing new once locked."""
        known = _Known()
        for line in resources.path("dictionnaires", "metier.txt").read_text("utf-8").splitlines():
            if not line.startswith("#"):
                known.metier.update(line.lower().split())
        try:
            for label in self._poste.settings.labels():
                known.metier.update(_words(label))
            with self._poste.replique.read() as connection:
                # What has just been added may not be on the disk yet.
                known.ajoutes = self._known.ajoutes if self._known else set(get(connection, AJOUTES, []))
                for kind, names in _NAMES.items():
                    for row in connection.execute(select(*(RECORDS[kind].c[name] for name in names))):
                        known.noms.update(*(_words(value) for value in row if isinstance(value, str)))
        except RefusedError:
            return
        self._known = known


def _words(text: str) -> set[str]:
    """Return the words of a name or a label, whole and by pieces, folded."""
    found = list(mots(text))
    pieces = [piece for mot in found for piece in morceaux(mot)]
    return {forme(mot.texte).lower() for mot in (*found, *pieces)}
