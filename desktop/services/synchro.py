"""What the user may know of the synchronisation: its state, its receipts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from desktop.models.changes import Changes
from desktop.models.outbox import waiting
from desktop.models.replique import put
from desktop.models.tables import recu
from desktop.services.document_lu import read_under_way
from desktop.services.horloge import en_mots
from desktop.services.poste import Poste, known, row
from desktop.services.reprises import open_items
from domain.beneficiaire.rules import full_name
from domain.exchange.v1 import Outcome

RECEIPTS = 50
_PARTED = "\u00a0– "
GONE = "Dossier qui n’est plus sur ce poste"


@dataclass(frozen=True, slots=True)
class Retraits:
    """Dossiers the server asks to retire, of how many here: too many at once for not asking first."""

    dossiers: int
    sur: int


@dataclass(frozen=True, slots=True)
class EtatSynchro:
    """What the banner says. ``en_ligne`` is None until the first attempt; ``derniere`` an instant.

    ``retraits``: what waits for «Accepter», see ``Synchro.accepter_les_retraits``.
    """

    en_ligne: bool | None
    en_cours: bool
    derniere: str | None
    en_attente: int
    a_reprendre: int
    message: str
    a_reconnecter: bool = False
    retraits: Retraits | None = None
    documents: str = ""  # «2 documents à envoyer, 1,4 Mo»


@dataclass(frozen=True, slots=True)
class LigneRecu:
    """What became of one change."""

    texte: str
    issue: Outcome


@dataclass(frozen=True, slots=True)
class Recu:
    """The receipt of one synchronisation that moved something."""

    id: str
    debut: str
    fin: str
    envoyes: int
    pris: int
    fusionnes: int
    conflits: int
    refuses: int
    remis: int
    recus: int
    relus: int
    retires: int
    reproposes: int
    retrouves: int
    documents_envoyes: int
    documents_recus: int
    lignes: tuple[LigneRecu, ...]


class Synchro:
    """Reads what the engine left; asks for a new run."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        self._live = EtatSynchro(None, False, None, 0, 0, "")  # noqa: FBT003 - named in the dataclass
        self._ask: Callable[[], None] | None = None

    def brancher(self, demander: Callable[[], None]) -> None:
        """Be told, by the composition root, how to ask the worker for a run."""
        self._ask = demander

    def signaler(self, *, en_ligne: bool | None, en_cours: bool, message: str, a_reconnecter: bool) -> None:
        """Take what the worker knows of the network; it is not written anywhere."""
        self._live = replace(
            self._live, en_ligne=en_ligne, en_cours=en_cours, message=message, a_reconnecter=a_reconnecter
        )

    def demander(self) -> None:
        """Ask for a synchronisation as soon as possible."""
        if self._ask is not None:
            self._ask()

    def etat(self) -> EtatSynchro:
        """Return the present state."""
        with self._poste.replique.read() as connection:
            held = known(connection, "retraits_retenus")
            return replace(
                self._live,
                derniere=known(connection, "derniere_synchro"),
                en_attente=waiting(connection),
                a_reprendre=open_items(connection),
                message=self._poste.replique.ecrivain.probleme
                or self._live.message
                or known(connection, "annonce")
                or en_mots(known(connection, "ecart_horloge_ms") or 0),
                retraits=Retraits(**held) if held else None,
                documents=read_under_way(connection).phrase,
            )

    def accepter_les_retraits(self) -> None:
        """Let the dossiers go that were on screen when the person said so; ask for a run."""

        def work(connection: Connection) -> tuple[None, Changes]:
            held = known(connection, "retraits_retenus")
            put(connection, retraits_acceptes=held["dossiers"] if held else 0, retraits_retenus=None)
            return None, Changes()

        self._poste.now_write(work)
        self.demander()

    def recus(self) -> list[Recu]:
        """Return the last receipts, the latest first."""
        with self._poste.replique.read() as connection:
            lines = connection.execute(
                select(recu.c.id, recu.c.contenu)
                .order_by(recu.c.fin.desc(), recu.c.id.desc())
                .limit(RECEIPTS)
            ).all()
            here = {line[2] for one in lines for line in one.contenu["lignes"] if line[2:]}
            people = {one: full_name(row(connection, "dossier", one) or {}) for one in here if one}
        return [_receipt(line.id, line.contenu, people) for line in lines]


def _receipt(record: str, content: dict[str, Any], people: Mapping[str, str]) -> Recu:
    counts = ("debut", "fin", "envoyes", "pris", "fusionnes", "conflits", "refuses", "remis", "recus")
    since = (
        "relus",
        "retires",
        "reproposes",
        "retrouves",
        "documents_envoyes",
        "documents_recus",
    )  # not in the receipts of the first version
    return Recu(
        id=record,
        **{name: content[name] for name in counts},
        **{name: content.get(name, 0) for name in since},
        lignes=tuple(_line(people, *line) for line in content["lignes"]),
    )


def _line(people: Mapping[str, str], text: str, outcome: str, *dossier: str | None) -> LigneRecu:
    """Name whom a line is about as long as her dossier is here: a receipt keeps no name.

    Those of the first version did, after what it was, and had no dossier.
    """
    if not dossier:
        return LigneRecu(text.partition(_PARTED)[0], Outcome(outcome))
    who = (people.get(dossier[0]) or GONE) if dossier[0] else ""
    return LigneRecu(_PARTED.join(filter(None, (who, text))), Outcome(outcome))
