"""A CER filled in by hand, entered again: whose it is, its pages, its draft (R-CER-17, R-CER-18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func

from desktop.documents import papier, reperage
from desktop.documents.papier import PagePapier
from desktop.documents.reperage import Repere
from desktop.models.tables import RECORDS
from desktop.services.cers import Cers
from desktop.services.documents import Documents
from desktop.services.poste import Poste, Values, row, rows
from domain.beneficiaire.rules import full_name
from domain.errors import RefusedError
from domain.french import short_date

RANGEMENT: Final = "cer_scannes"
TYPE: Final = "cer"
_TWO_PAPERS = (
    "Ces pages portent deux codes différents\u00a0: elles viennent de deux contrats. "
    "Retirez celles de l’autre."
)


@dataclass(frozen=True, slots=True)
class Reconnu:
    """What the code of a paper says. ``personne``: as she is called here, '' if the paper names nobody.

    ``dossier``: hers, ``None`` if it is not known, or not on this computer. ``avis``: what to know first.
    """

    repere: Repere
    dossier: str | None
    personne: str
    avis: tuple[str, ...]


class Papiers:
    """Use cases of the paper CER."""

    def __init__(self, poste: Poste, cers: Cers, documents: Documents) -> None:
        self._poste = poste
        self._cers = cers
        self._documents = documents

    def lire(self, chemin: Path) -> tuple[PagePapier, ...]:
        """Return the pages of a photo or of a PDF, upright, their codes read; up to 1 s a page.

        Raises RefusedError: its format, its size, the disk.
        """
        prepared = self._documents.preparer(chemin)
        return papier.lire_pages(prepared.octets, prepared.format)

    def reconnaitre(self, pages: Sequence[PagePapier], code: str = "") -> Reconnu | None:
        """Tell whose paper this is, from ``code`` typed by hand or else from the pages.

        ``None`` if nothing says it. Raises RefusedError, in words: not a code of ours, mistyped, pages of
        two papers.
        """
        read = papier.codes(pages)
        if not code and len(read) > 1:
            raise RefusedError(_TWO_PAPERS, "R-CER-18")
        if not (code or read):
            return None
        repere = reperage.lire(code or read[0])
        with self._poste.replique.read() as connection:
            person = self._person(connection, repere)
            dossier = str(person["id"]) if person else None
            already = self._already(connection, dossier, repere)
        avis = [*already]
        if repere.dossier and person is None:
            avis.append(
                f"Ce contrat est celui du dossier {repere.dossier}, qui n’est pas sur ce poste\u00a0: "
                "seul qui le suit peut le ressaisir."
            )
        if repere.version != str(self._poste.settings["cer.version"]):
            avis.append(f"Ce papier est de l’ancien modèle {repere.version}\u00a0: il se ressaisit aussi.")
        return Reconnu(repere, dossier, full_name(person) if person else "", tuple(avis))

    def ressaisir(self, dossier: str, pages: Sequence[PagePapier], repere: Repere | None) -> str:
        """Begin the draft of a CER beside its paper, filed in «CER scannés»; return the CER (R-CER-18).

        Both are written together: there is no draft without its paper, no paper without its draft. What
        the paper says is for the hand that enters it: nothing is proposed but the number. Raises
        RefusedError: no page, no right to write here, the paper already there, the disk.
        """
        if not pages:
            raise RefusedError("Choisissez d’abord les photos du contrat.", "R-CER-18")
        bound = self._documents.preparer_octets(papier.relier(pages), "")

        def link(connection: Connection) -> Values:
            cer = self._cers.commencer_papier(connection, dossier)
            return {"cer": cer, "repere": repere.code if repere else None}

        document = self._documents.ajouter(dossier, bound, rangement=RANGEMENT, type_=TYPE, avec=link)
        with self._poste.replique.read() as connection:
            return str((row(connection, "document", document) or {})["cer"])

    def _person(self, connection: Connection, repere: Repere) -> Values | None:
        if not repere.dossier:
            return None
        number = func.upper(RECORDS["dossier"].c.numero)
        return next(iter(rows(connection, "dossier", number == repere.dossier)), None)

    def _already(self, connection: Connection, dossier: str | None, repere: Repere) -> list[str]:
        """Say that a paper of this code is already there: two hands, or two computers, may enter it."""
        table = RECORDS["document"]
        same = [table.c.repere == repere.code]
        if dossier is not None:
            same.append(table.c.dossier == dossier)
        return [
            f"Un papier de ce code est déjà rangé, le {short_date(str(one['date_envoi']))}\u00a0: "
            f"{one['nom']}."
            for one in rows(connection, "document", *same)
        ]
