"""What one synchronisation moved, and the words of its receipt."""

from dataclasses import dataclass, field

from desktop.models.outbox import Line
from domain.exchange.v1 import Answer, Outcome
from domain.french import size
from domain.registry import FORMS

COUNTED = {
    Outcome.APPLIED: "pris",
    Outcome.MERGED: "fusionnes",
    Outcome.CONFLICT: "conflits",
    Outcome.REFUSED: "refuses",
    Outcome.QUARANTINED: "remis",
}
_SPECIAL = {"retrouve": "Retrouvé sur ce poste"}


@dataclass(slots=True)
class Bilan:
    """What one run moved; kept as the receipt when it moved something."""

    debut: str
    fin: str = ""
    envoyes: int = 0
    pris: int = 0
    fusionnes: int = 0
    conflits: int = 0
    refuses: int = 0
    remis: int = 0  # handed over: the dossier had left the user's scope
    recus: int = 0
    retires: int = 0  # dossiers that left this computer
    supprimes: int = 0  # records deleted by others
    requetes: int = 0
    message: str = ""
    revoque: str = ""  # since when this device is revoked, by the server's signed word
    relus: int = 0  # dossiers that differed from the server and were read again
    reproposes: int = 0  # changes that a restored server lacked, offered again
    retrouves: int = 0  # rows that a restored server may lack, offered to whoever follows the dossier
    documents_envoyes: int = 0
    documents_recus: int = 0
    lignes: list[tuple[str, str, str | None]] = field(default_factory=list)
    """What it was, what became of it, and the dossier: never a name, which would outlive the dossier."""

    @property
    def moved(self) -> bool:
        """Tell whether anything went up or came down."""
        return bool(self.envoyes or self.recus or self.relus or self.reproposes)

    def note(self, line: Line, answer: Answer) -> None:
        """Count what became of a change."""
        self.envoyes += 1
        name = COUNTED[answer.outcome]
        setattr(self, name, getattr(self, name) + 1)
        self.lignes.append((_words(line, answer), answer.outcome, line.dossier))

    def note_contenu(self, dossier: str, taille: int, *, sent: bool) -> None:
        """Count a content of a document that went through whole, of ``taille`` bytes."""
        self.documents_envoyes += sent
        self.documents_recus += not sent
        said = "Document envoyé" if sent else "Document reçu"
        self.lignes.append((f"{said}\u00a0– {size(taille)}", Outcome.APPLIED, dossier))


def _words(line: Line, answer: Answer) -> str:
    """Say in a few words what a change was about, without a word of what it said."""
    label = FORMS[line.kind].label if line.kind in FORMS else _SPECIAL.get(line.kind, line.kind)
    return "\u00a0– ".join(part for part in (label, answer.message) if part)
