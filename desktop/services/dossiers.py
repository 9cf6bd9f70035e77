"""One dossier, whole: who the person is, what is urgent, what was said and written (R-GEN-8, R-FA-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from desktop.models.changes import Changes
from desktop.models.tables import RECORDS, consultation
from desktop.services.lignes_cer import LigneCer, cers_by_dossier
from desktop.services.marques import lire_marques
from desktop.services.poste import Poste, Values, by_rank, known, row, rows, text_of
from desktop.services.reprises import open_items
from domain.beneficiaire.rules import age, full_name, right_warnings
from domain.cer.states import State
from domain.clock import instant, today
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.file_active.rules import own_period
from domain.french import plural, short_date
from domain.hint import Hint
from domain.note.rules import is_open
from domain.registry import FORMS
from domain.veille.rules import stands

PREVIEW = 160
GONE = "Ce dossier n’est plus dans votre file active\u00a0: il a été retiré de ce poste."


@dataclass(frozen=True, slots=True)
class Urgence:
    """One thing to know before anything else, with the rule that says so."""

    texte: str
    niveau: Literal["info", "attention", "urgent"]
    regle: str


@dataclass(frozen=True, slots=True)
class LigneEntretien:
    """One entretien of the list; ``apercu``: the first words of what was said."""

    id: str
    moment: str | None
    type_libelle: str
    themes: tuple[str, ...]
    realisation: str | None
    realisation_libelle: str
    apercu: str
    collaborateur_nom: str
    suite: str


@dataclass(frozen=True, slots=True)
class LigneDocument:
    """One document; ``present``: its content is known to have arrived."""

    id: str
    nom: str
    rangement_libelle: str
    type: str | None
    type_libelle: str
    date: str | None
    present: bool


@dataclass(frozen=True, slots=True)
class LigneAffectation:
    """Who accompanies or accompanied, from when to when."""

    referent_nom: str
    role: str | None
    role_libelle: str
    debut: str | None
    fin: str | None


@dataclass(frozen=True, slots=True)
class LigneDroit:
    """One event of the right."""

    date: str | None
    etat_libelle: str
    sdd_libelle: str
    motif: str


@dataclass(frozen=True, slots=True)
class DossierLu:
    """A dossier as its page shows it.

    ``redigeable``: a CER may be written here by this user. ``connu_le``: last contact with the server
    (an instant). ``conjoint_ici``: the dossier of the other member of the couple is on this computer.
    ``notes``: how many stand. ``en_veille_depuis``: the first day of the veille that nothing ends yet.
    """

    id: str
    values: Values
    nom_affiche: str
    age: int | None
    urgences: tuple[Urgence, ...]
    entretiens: tuple[LigneEntretien, ...]
    cers: tuple[LigneCer, ...]
    documents: tuple[LigneDocument, ...]
    affectations: tuple[LigneAffectation, ...]
    droits: tuple[LigneDroit, ...]
    modifiable: bool
    redigeable: bool
    connu_le: str | None
    a_reprendre: int
    conjoint_ici: bool
    notes: int
    en_veille_depuis: str | None

    @property
    def cv(self) -> LigneDocument | None:
        """Return the last CV filed (R-DOC-1)."""
        found = [one for one in self.documents if one.type == "cv"]
        return max(found, key=lambda one: one.date or "", default=None)


class Dossiers:
    """Use cases of the dossier."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lire(self, record: str) -> DossierLu:
        """Return a dossier. Raises RefusedError if it is no longer on this computer."""
        poste = self._poste
        day = today(poste.clock)
        with poste.replique.read() as connection:
            person = row(connection, "dossier", record)
            if person is None:
                raise RefusedError(GONE, "R-ACC-2")

            def of(kind: str) -> list[Values]:
                return rows(connection, kind, RECORDS[kind].c.dossier == record)

            names = poste.names(connection)
            writer = poste.writer(connection, record)
            cers = tuple(cers_by_dossier(poste, connection, record).get(record, ()))
            assignments = of("affectation")
            paused = (str(one["debut"]) for one in of("veille") if stands(one, day))
            marques = lire_marques(poste, connection, person, assignments)
            return DossierLu(
                id=record,
                values=person,
                nom_affiche=full_name(person),
                age=age(text_of(person["date_naissance"]), day),
                urgences=tuple(_urgent(poste, person, assignments, cers, marques)),
                entretiens=_entretiens(of("entretien"), of("theme_entretien"), names),
                cers=cers,
                documents=tuple(_document(line) for line in of("document")),
                affectations=tuple(
                    LigneAffectation(
                        names.get(str(line["referent"]), "inconnu ici"),
                        text_of(line["role"]),
                        str(line["role_libelle"] or ""),
                        text_of(line["debut"]),
                        text_of(line["fin"]),
                    )
                    for line in sorted(assignments, key=lambda line: str(line["debut"] or ""), reverse=True)
                ),
                droits=tuple(
                    LigneDroit(
                        text_of(line["date"]),
                        str(line["etat_libelle"] or ""),
                        str(line["sdd_libelle"] or ""),
                        str(line["motif"] or ""),
                    )
                    for line in sorted(
                        of("evenement_droit"), key=lambda line: str(line["date"] or ""), reverse=True
                    )
                ),
                modifiable=refusal(writer, FORMS["entretien"], Op.CREATE, ["moment"], None) is None,
                redigeable=refusal(writer, FORMS["cer"], Op.CREATE, ["type"], None) is None,
                connu_le=known(connection, "derniere_synchro"),
                a_reprendre=open_items(connection, RECORDS["reprise"].c.dossier == record),
                conjoint_ici=row(connection, "dossier", str(person["conjoint"])) is not None,
                notes=sum(is_open(one) and bool(one["texte"]) for one in of("note")),
                en_veille_depuis=max(paused, default=None),
            )

    def marquer_consulte(self, record: str) -> None:
        """Put the dossier at the head of the file active of this computer."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            line = consultation.insert().prefix_with("OR REPLACE")
            connection.execute(line.values(dossier=record, le=instant(poste.clock.now())))
            return None, Changes(dossiers=frozenset({record}), origin=self)

        poste.write(work)


def _urgent(
    poste: Poste,
    person: Values,
    assignments: list[Values],
    cers: tuple[LigneCer, ...],
    marques: Iterable[Hint],
) -> list[Urgence]:
    day = today(poste.clock)
    found = [
        Urgence(hint.text, "urgent" if hint.level == "attention" else "info", hint.rule)
        for hint in (*right_warnings(person, day), *marques)
    ]
    mine = own_period(assignments, poste.moi.id, day)
    if mine is not None and (leaves := text_of(mine["fin"])) is not None:
        found.append(Urgence(f"Sortie le {short_date(leaves)}", "attention", "R-ACC-2"))
    for cer in cers:
        if cer.retour_motif:
            found.append(
                Urgence(
                    f"CER n° {cer.numero} rendu par le service\u00a0: {cer.retour_motif}",
                    "urgent",
                    "R-CER-28",
                )
            )
        if cer.decision_non_lue:
            found.append(
                Urgence(
                    f"CER n° {cer.numero}\u00a0: {cer.etat_libelle.lower()}, à lire", "attention", "R-CER-29"
                )
            )
    if not cers:
        found.append(Urgence("Aucun CER", "attention", "R-FA-1"))
    elif cers[0].etat is State.VALIDE and cers[0].jours is not None:
        found.extend(_renewal(poste, cers[0].jours))
    return found


def _renewal(poste: Poste, days: int) -> list[Urgence]:
    if days < 0:
        return [Urgence(f"CER terminé depuis {plural(-days, 'jour')}", "urgent", "R-REP-1")]
    if days <= int(poste.settings["departement.horizon_renouvellement_jours"]):
        return [Urgence(f"CER à renouveler dans {plural(days, 'jour')}", "attention", "R-REP-1")]
    return []


def _entretiens(
    meetings: list[Values], themes: list[Values], names: dict[str, str]
) -> tuple[LigneEntretien, ...]:
    by_meeting: dict[str, list[Values]] = {}
    for theme in by_rank(themes):
        by_meeting.setdefault(str(theme["entretien"]), []).append(theme)
    lines = []
    for meeting in sorted(meetings, key=lambda line: str(line["moment"] or ""), reverse=True):
        mine = by_meeting.get(str(meeting["id"]), [])
        said = " ".join(str(theme["synthese"]) for theme in mine if theme["synthese"])
        lines.append(
            LigneEntretien(
                id=str(meeting["id"]),
                moment=text_of(meeting["moment"]),
                type_libelle=str(meeting["type_libelle"] or ""),
                themes=tuple(str(theme["theme_libelle"] or "") for theme in mine),
                realisation=text_of(meeting["realisation"]),
                realisation_libelle=str(meeting["realisation_libelle"] or ""),
                apercu=said if len(said) <= PREVIEW else said[:PREVIEW].rsplit(" ", 1)[0] + "…",
                collaborateur_nom=names.get(str(meeting["collaborateur"]), ""),
                suite=str(meeting["suite"] or "").strip(),
            )
        )
    return tuple(lines)


def _document(line: Values) -> LigneDocument:
    return LigneDocument(
        id=str(line["id"]),
        nom=str(line["nom"] or ""),
        rangement_libelle=str(line["rangement_libelle"] or ""),
        type=text_of(line["type"]),
        type_libelle=str(line["type_libelle"] or ""),
        date=text_of(line["date_envoi"]) or text_of(line["cree_le"]),
        present=bool(line["contenu_present"]),
    )
