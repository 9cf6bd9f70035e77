"""A CER as it is read: with its objectifs, its accords, its history, and what the rules say of it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, select

from desktop.models.tables import RECORDS, changement
from desktop.services.document_lu import DocumentLu, read_documents
from desktop.services.lignes_cer import counting, history, worth
from desktop.services.poste import Poste, Values, by_rank, row, rows, text_of
from desktop.services.precedents import Precedent, read_precedents
from desktop.services.reprises import contested_fields
from domain.accord.rules import Standing
from domain.accord.trace import SIGNATURE
from domain.beneficiaire.rules import full_name
from domain.cer import states
from domain.cer.hints import gaps_of, hints
from domain.cer.remise import handing_over
from domain.cer.rules import is_retablissement
from domain.cer.states import Event, State
from domain.clock import today
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.hint import Hint
from domain.profils import Writer
from domain.registry import FORMS

GONE = (
    "Ce CER n’est plus sur ce poste\u00a0: son dossier est suivi par quelqu’un d’autre, ou il a été effacé."
)


@dataclass(frozen=True, slots=True)
class ObjectifLu:
    """One objectif of a CER."""

    id: str
    values: Values


@dataclass(frozen=True, slots=True)
class EvenementLu:
    """One change of state, in words."""

    date: str | None
    auteur: str
    de_libelle: str
    vers_libelle: str
    motif: str
    en_attente: bool


@dataclass(frozen=True, slots=True)
class AccordLu:
    """What the person's accord is worth today, and how it was collected."""

    standing: Standing
    date: str | None
    moyen: str
    moyen_libelle: str
    motif_libelle: str


@dataclass(frozen=True, slots=True)
class RemiseLue:
    """One time the CER was handed over; ``le``: a day."""

    le: str
    moyen_libelle: str
    edition: str
    auteur: str


@dataclass(frozen=True, slots=True)
class CerLu:
    """A CER as its editor shows it; ``personne``: the record of its dossier.

    ``verrou`` says why it cannot be written, '' when it can.

    ``signe``: both have signed on the screen the text as it is (R-CER-20). ``renouvelable``: its reader
    may begin the next one.

    ``contestes``: its fields with an open conflict; ``impression_attend``: one of them prints, or one of
    an objectif. ``precedents``: the person's other CERs, the latest first.
    ``remises``: when the person was handed it (R-CER-16); ``mail``: where to, '' if not known.
    ``papier``: the document it was entered from, ``None`` for most.
    """

    id: str
    dossier: str
    personne: Values
    nom_affiche: str
    values: Values
    objectifs: tuple[ObjectifLu, ...]
    etat: State
    etat_libelle: str
    soumission_en_attente: bool
    historique: tuple[EvenementLu, ...]
    accord: AccordLu
    modifiable: bool
    signe: bool
    renouvelable: bool
    verrou: str
    indications: tuple[Hint, ...]
    manques: tuple[str, ...]
    transitions: tuple[State, ...]
    contestes: frozenset[str]
    impression_attend: bool
    precedents: tuple[Precedent, ...]
    remises: tuple[RemiseLue, ...]
    mail: str
    papier: DocumentLu | None


@dataclass(frozen=True, slots=True)
class Lu:
    """A CER with everything that concerns it, read in one state of the replica."""

    cer: Values
    dossier: Values
    objectifs: list[Values]
    accords: list[Values]
    events: list[Values]
    writer: Writer

    @property
    def history(self) -> list[Event]:
        """Return the events in order."""
        return history(self.events)

    @property
    def etat(self) -> State:
        """Return the present state (decision 29)."""
        return states.state_of(self.history)


def read_cer(poste: Poste, connection: Connection, record: str) -> Lu:
    """Read a CER and its surroundings. Raises RefusedError if it is no longer on this computer."""
    cer = row(connection, "cer", record)
    if cer is None:
        raise RefusedError(GONE)

    def of(kind: str) -> list[Values]:
        return rows(connection, kind, RECORDS[kind].c.cer == record)

    dossier = str(cer["dossier"])
    return Lu(
        cer=cer,
        dossier=row(connection, "dossier", dossier) or {},
        objectifs=by_rank(of("objectif")),
        accords=of("accord"),
        events=by_rank(of("evenement_cer")),
        writer=poste.writer(connection, dossier),
    )


def open_cer(poste: Poste, record: str) -> CerLu:
    """Return a CER as its editor shows it. Raises RefusedError if it is no longer on this computer."""
    with poste.replique.read() as connection:
        lu = read_cer(poste, connection, record)
        names = poste.names(connection)
        unsent = set(connection.execute(select(changement.c.record)).scalars())
        contested = contested_fields(connection, record)
        waits = print_is_contested(connection, lu)
        others = read_precedents(poste, connection, str(lu.cer["dossier"]), but=record)
        handed = rows(connection, "remise", RECORDS["remise"].c.cer == record)
        papers = read_documents(connection, _paper_of(lu))
        document = RECORDS["document"].c
        types = select(document.type).where(document.dossier == lu.cer["dossier"]).distinct()
        filed = set(connection.execute(types).scalars())
    standing = worth(lu.cer, lu.objectifs, lu.accords)
    locked = refusal(lu.writer, FORMS["cer"], Op.SET, ["situation"], lu.etat)
    last = counting(lu.cer, lu.objectifs, lu.accords)
    return CerLu(
        id=record,
        dossier=str(lu.cer["dossier"]),
        personne=lu.dossier,
        nom_affiche=full_name(lu.dossier),
        values=lu.cer,
        objectifs=tuple(ObjectifLu(str(line["id"]), line) for line in lu.objectifs),
        etat=lu.etat,
        etat_libelle=poste.settings.label("etats_cer", lu.etat),
        soumission_en_attente=any(str(line["id"]) in unsent for line in lu.events),
        historique=tuple(_event(line, names, unsent) for line in lu.events),
        accord=AccordLu(
            standing,
            text_of(last.get("recueilli_le")),
            str(last.get("moyen") or ""),
            str(last.get("moyen_libelle") or ""),
            str(last.get("motif_degrade_libelle") or ""),
        ),
        modifiable=locked is None,
        signe=standing is Standing.OUI and last.get("moyen") == SIGNATURE,
        renouvelable=lu.etat is State.VALIDE and lu.writer.drafts,
        verrou=locked.message if locked else "",
        indications=hints(
            lu.cer,
            lu.objectifs,
            dossier=lu.dossier,
            accord=standing,
            today=today(poste.clock),
            types_documents=filed,
            voisins=[one.voisin for one in others],
        ),
        manques=gaps_of(lu.cer, lu.objectifs),
        transitions=states.allowed(lu.history, lu.writer),
        contestes=contested,
        impression_attend=waits,
        precedents=others,
        remises=tuple(
            _remise(line, names) for line in sorted(handed, key=lambda line: str(line["remis_le"]))
        ),
        mail=str(lu.dossier.get("mail") or ""),
        papier=next(iter(papers), None),
    )


def print_is_contested(connection: Connection, lu: Lu) -> bool:
    """Tell whether a conflict is open on something that prints: accord, submission, paper wait (decision 8).

    The objectifs print too; one that joined the item of its CER is named ``objectif:id:champ`` in it.
    """
    for kind, records in (("cer", [lu.cer]), ("objectif", lu.objectifs)):
        printed = {field.name for field in FORMS[kind].fields if field.printed}
        for record in records:
            if printed & contested_fields(connection, str(record["id"])):
                return True
    joined = [path.split(":") for path in contested_fields(connection, str(lu.cer["id"])) if ":" in path]
    return any(FORMS[path[0]].by_name[path[-1]].printed for path in joined if path[0] in ("cer", "objectif"))


def to_hand_over(lu: Lu) -> str:
    """Return how the person gets her CER, in the state it is in (R-CER-16, R-CER-17)."""
    restored = is_retablissement(text_of(lu.cer["type"]), text_of(lu.cer["priorite"]))
    return handing_over(lu.etat, retablissement=restored, mail=text_of(lu.dossier.get("mail"))).text


def _paper_of(lu: Lu) -> ColumnElement[bool]:
    document = RECORDS["document"].c  # by the dossier first: it has an index
    return and_(document.dossier == lu.cer["dossier"], document.cer == lu.cer["id"])


def _remise(line: Values, names: dict[str, str]) -> RemiseLue:
    return RemiseLue(
        le=str(line["remis_le"] or ""),
        moyen_libelle=str(line["moyen_libelle"] or ""),
        edition=str(line["edition"] or ""),
        auteur=names.get(str(line["cree_par"]), ""),
    )


def _event(line: Values, names: dict[str, str], unsent: set[str]) -> EvenementLu:
    return EvenementLu(
        date=text_of(line["cree_le"]),
        auteur=names.get(str(line["cree_par"]), ""),
        de_libelle=str(line["de_libelle"] or ""),
        vers_libelle=str(line["vers_libelle"] or ""),
        motif=str(line["motif"] or ""),
        en_attente=str(line["id"]) in unsent,
    )
