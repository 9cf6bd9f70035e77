"""Documents of a CER: the state chooses the edition, the documents package makes the bytes (R-CER-15)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desktop.documents import apercu
from desktop.documents.attestation import AttestationImprimee, decrire_attestation
from desktop.documents.blocs import Document
from desktop.documents.contenu import cer_imprime, decrire
from desktop.documents.nommage import nom_fichier
from desktop.documents.recu import RecuImprime, decrire_recu
from desktop.documents.vierge import decrire_vierge
from desktop.models.replique import get, put
from desktop.models.tables import RECORDS
from desktop.services.attestations import attestation
from desktop.services.cer_lu import read_cer, to_hand_over
from desktop.services.lignes_cer import counting, worth
from desktop.services.poste import Poste, Values, row, rows, text_of
from desktop.services.rendu import Format, rendre, rendre_cer
from desktop.services.synchro import Recu
from desktop.vault.ouverts import Ouverts
from domain.accord.rules import Standing
from domain.accord.sms import SMS
from domain.accord.trace import SIGNATURE
from domain.accord.verification import Gravite, gravest
from domain.cer.states import edition_of
from domain.clock import PARIS, instant, read_instant, today
from domain.errors import RefusedError
from domain.exchange.v1 import Outcome
from domain.file_active.rules import current_referent
from domain.french import when

_COPIES = "vierges_imprimes"
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Produit:
    """A document made.

    ``avertissement``: what to know before handing it over; ``remise``: how the person gets it
    (R-CER-16, R-CER-17). Both '' if there is nothing to say.
    """

    nom_fichier: str
    media: str
    octets: bytes
    avertissement: str
    remise: str = ""


class Editions:
    """Use cases of the editions."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def cer(self, cer: str, format: Format, *, par_sms: bool = False) -> Produit:  # noqa: A002 - the word of the trade
        """Make the edition that the state of the CER calls for, as PDF or Word.

        ``par_sms``: the one that the person is about to sign at the operator (R-CER-19): it leaves her a
        place to, whatever she may have answered before, and says that her signature is the accord.
        """
        poste = self._poste
        with poste.replique.read() as connection:
            lu = read_cer(poste, connection, cer)
            names = poste.names(connection)
            here = RECORDS["affectation"].c.dossier == lu.cer["dossier"]
            assignments = rows(connection, "affectation", here)
        standing = worth(lu.cer, lu.objectifs, lu.accords)
        last = counting(lu.cer, lu.objectifs, lu.accords)
        if par_sms:
            standing, last = Standing.NC, {"moyen": SMS}
        referent = current_referent(assignments, today(poste.clock)) or text_of(lu.cer["cree_par"])
        printed = cer_imprime(
            edition=edition_of(lu.etat),
            cer=lu.cer,
            objectifs=lu.objectifs,
            dossier=lu.dossier,
            accord=standing,
            accord_date=_local_day(text_of(last.get("recueilli_le"))),
            accord_moyen=text_of(last.get("moyen")),
            accord_traces=_traces(last),
            referent_nom=names.get(str(referent), f"{poste.moi.prenom} {poste.moi.nom}"),
            settings=poste.settings,
        )
        name = nom_fichier(
            f"{poste.settings.contrat}_{lu.cer['numero'] or ''}_{lu.etat}",
            str(lu.dossier.get("nom") or ""),
            str(lu.dossier.get("prenom") or ""),
            text_of(lu.cer["date_signature"]) or poste.today,
            format,
        )
        document = decrire(printed)
        made, fallen = rendre_cer(printed, document, format, poste.settings)
        return Produit(name, MEDIA[format], made, fallen or _warning(standing, document), to_hand_over(lu))

    def ouvrir_pour_joindre(self, cer: str, produit: Produit) -> Path:
        """Write an edition where a mail program can take it; the lock erases it (decision 26).

        Raises RefusedError if the disk refuses.
        """
        try:
            opened = Ouverts.beside(self._poste.replique.path)
            return opened.deposer(cer, produit.nom_fichier, [produit.octets])
        except OSError as error:
            raise RefusedError("Ce poste n’a pas pu écrire le document à joindre.") from error

    def attestation(self, cer: str, format: Format = "pdf", accord: str | None = None) -> Produit:  # noqa: A002
        """Make the attestation of an accord, of the one that counts today if none is named (R-CER-25).

        Raises RefusedError if there is none.
        """
        poste = self._poste
        with poste.replique.read() as connection:
            lu = read_cer(poste, connection, cer)
            said = attestation(poste, connection, lu, accord)
        document = decrire_attestation(said)
        name = nom_fichier(
            f"Attestation_{poste.settings.contrat}_{lu.cer['numero'] or ''}",
            str(lu.dossier.get("nom") or ""),
            str(lu.dossier.get("prenom") or ""),
            str(said.accord["recueilli_le"] or "")[:10],
            format,
        )
        return Produit(name, MEDIA[format], rendre(document, format), _doubt(said))

    def vierge(self, dossier: str | None = None) -> Produit:
        """Make a blank CER to look at: the next copy, that nobody has taken yet (R-CER-17, R-CER-33)."""
        poste = self._poste
        with poste.replique.read() as connection:
            copie = get(connection, _COPIES, 0) + 1
            person = row(connection, "dossier", dossier) if dossier else None
        return self._vierges(range(copie, copie + 1), person)

    def vierges(self, nombre: int, dossier: str | None = None, *, remplissable: bool = False) -> Produit:
        """Make ``nombre`` blank CERs in one PDF, each with a copy number of its own (R-CER-33).

        With a ``dossier`` they bear the person's name, and their code hers. ``remplissable``: one only, to
        fill in on a computer that has not this program.
        """
        poste = self._poste

        def take(connection: Connection) -> tuple[tuple[int, Values | None], None]:
            first = get(connection, _COPIES, 0) + 1
            put(connection, **{_COPIES: first + nombre - 1})
            return (first, row(connection, "dossier", dossier) if dossier else None), None

        first, person = poste.now_write(take)
        return self._vierges(range(first, first + nombre), person, remplissable=remplissable)

    def _vierges(self, copies: range, person: Values | None, *, remplissable: bool = False) -> Produit:
        settings = self._poste.settings
        made = [
            rendre(decrire_vierge(settings, copie, person, remplissable=remplissable), "pdf")
            for copie in copies
        ]
        known = person or {}
        name = nom_fichier(
            f"CER_a_remplir_{copies[0]}" if remplissable else f"CER_vierge_{copies[0]}",
            str(known.get("nom") or ""),
            str(known.get("prenom") or ""),
            self._poste.today,
            "pdf",
        )
        # Pages brought together lose the fields that are filled in on a screen.
        return Produit(name, MEDIA["pdf"], made[0] if len(made) == 1 else apercu.reunir(made), "")

    def recu(self, recu: Recu) -> Produit:
        """Make the receipt of a synchronisation, naming only whose dossier is still here."""
        poste = self._poste
        by_outcome: dict[Outcome, Counter[str]] = {}
        for line in recu.lignes:
            by_outcome.setdefault(line.issue, Counter())[line.texte] += 1
        printed = RecuImprime(
            debut=when(recu.debut),
            fin=when(recu.fin),
            utilisateur=f"{poste.moi.prenom} {poste.moi.nom}",
            comptes=tuple((label, getattr(recu, name)) for name, label in _COUNTS),
            lignes=tuple(
                (label, tuple(_times(text, count) for text, count in by_outcome[outcome].items()))
                for outcome, label in _OUTCOMES
                if outcome in by_outcome
            ),
            imprime_le=when(instant(poste.clock.now())),
        )
        name = nom_fichier("Recu-de-synchronisation", "", "", recu.fin[:10], "pdf")
        return Produit(name, MEDIA["pdf"], rendre(decrire_recu(printed, poste.settings), "pdf"), "")


_COUNTS = (
    ("envoyes", "Changements envoyés"),
    ("pris", "Pris"),
    ("fusionnes", "Fusionnés"),
    ("conflits", "Modifiés aussi ailleurs"),
    ("refuses", "Refusés"),
    ("remis", "Remis au référent actuel"),
    ("recus", "Éléments reçus"),
    ("relus", "Dossiers relus"),
    ("retires", "Dossiers retirés de ce poste"),
    ("documents_envoyes", "Documents envoyés"),
    ("documents_recus", "Documents reçus"),
)
_OUTCOMES = (
    (Outcome.CONFLICT, "Modifiés aussi ailleurs, à reprendre"),
    (Outcome.REFUSED, "Refusés, à reprendre"),
    (Outcome.QUARANTINED, "Remis au référent actuel"),
    (Outcome.MERGED, "Fusionnés avec le travail d’un autre"),
    (Outcome.APPLIED, "Pris"),
)


def _times(text: str, count: int) -> str:
    return f"{text} ({count}\u00a0fois)" if count > 1 else text


def _local_day(moment: str | None) -> str | None:
    return read_instant(moment).astimezone(PARIS).date().isoformat() if moment else None


def _doubt(said: AttestationImprimee) -> str:
    match gravest(said.constats):
        case Gravite.ROMPU:
            return "Une vérification a échoué\u00a0: cet accord ne prouve rien. Prévenez le service."
        case Gravite.CADUC:
            return "Cet accord n’est plus en vigueur\u00a0: l’attestation le dit."
        case Gravite.SIGNALE:
            return "Quelque chose est à noter sur cet accord\u00a0: l’attestation le dit."
        case Gravite.ORDRE:
            return ""


def _warning(standing: Standing, document: Document) -> str:
    from desktop.documents import pdf  # noqa: PLC0415 - same reason; already imported by then

    if standing is Standing.CADUC:
        return "Le texte a changé depuis l’accord de la personne\u00a0: recueillez-le de nouveau (R-CER-25)."
    if standing is Standing.ILLISIBLE:
        return "L’accord vient d’une version plus récente de Permanence\u00a0: mettez le programme à jour."
    if missing := pdf.caracteres_absents(document):
        return f"Ces caractères ne s’impriment pas\u00a0: {' '.join(missing)}. Ils restent dans le CER."
    if standing is Standing.NC:
        return "L’accord de la personne n’est pas encore recueilli."
    return ""


def _traces(accord: Values) -> tuple[str, str]:
    """Return the two drawings of an accord that says it bears them: those alone were checked (R-CER-20)."""
    if accord.get("moyen") != SIGNATURE:
        return "", ""
    return str(accord["trace_personne"]), str(accord["trace_referent"])
