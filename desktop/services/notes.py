"""Notes on a dossier: whom each is for, what still stands, what is closed (R-INF-2)."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, or_

from desktop.models.changes import Changes, touched
from desktop.models.tables import RECORDS
from desktop.services.actes import creer, effacer, modifier, refus
from desktop.services.poste import Poste, Values, row, rows
from domain.beneficiaire.rules import full_name
from domain.clock import today
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.fields import comparable
from domain.file_active.rules import is_current
from domain.note.rules import ATTRIBUEE, is_open, may_be_given_to

NO_READER = "Choisissez d’abord à qui cette note est destinée."


@dataclass(frozen=True, slots=True)
class NoteLue:
    """A note as it is read here; ``destinataire``: the name of whom it is given to, '' if nobody.

    ``mienne``: written here by this user, who alone may change its words or delete it.
    """

    id: str
    values: Values
    auteur: str
    destinataire: str
    mienne: bool
    a_moi: bool
    ouverte: bool
    cloturable: bool


@dataclass(frozen=True, slots=True)
class Destinataire:
    """A colleague whom a note of this dossier may be given to."""

    id: str
    nom: str
    profil: str


@dataclass(frozen=True, slots=True)
class NoteQuiAttend:
    """An open note and whose dossier it is on; ``pour``: given to this user, or written by him."""

    id: str
    dossier: str
    nom_affiche: str
    auteur: str
    texte: str
    pour: Literal["moi", "suite"]


class Notes:
    """Use cases of the notes."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lister(self, dossier: str) -> tuple[NoteLue, ...]:
        """Return the notes this user may read, the open ones first, then the latest first.

        What somebody else has begun and not written yet is not shown.
        """
        me = self._poste.moi.id
        with self._poste.replique.read() as connection:
            found = rows(connection, "note", RECORDS["note"].c.dossier == dossier)
            names = self._poste.names(connection)
            writer = self._poste.writer(connection, dossier)
        shown = []
        for one in found:
            if one["cree_par"] != me and comparable(one["texte"]) is None:
                continue
            shown.append(
                NoteLue(
                    id=str(one["id"]),
                    values=one,
                    auteur=names.get(str(one["cree_par"]), "quelqu’un qui n’est pas connu ici"),
                    destinataire=names.get(str(one["attribuee_a"]), ""),
                    mienne=one["cree_par"] == me,
                    a_moi=one["attribuee_a"] == me,
                    ouverte=is_open(one),
                    cloturable=not refus(writer, "note", Op.SET, {"close_le": None}, one),
                )
            )
        shown.sort(key=lambda note: str(note.values["cree_le"] or ""), reverse=True)
        return tuple(sorted(shown, key=lambda note: not note.ouverte))

    def destinataires(self, dossier: str) -> tuple[Destinataire, ...]:
        """Return who else sees the dossier, as far as this computer knows, by name."""
        day = today(self._poste.clock)
        with self._poste.replique.read() as connection:
            person = row(connection, "dossier", dossier) or {}
            affectations = rows(connection, "affectation", RECORDS["affectation"].c.dossier == dossier)
            colleagues = rows(connection, "collaborateur")
            names = self._poste.names(connection)
        accompanying = {str(one["referent"]) for one in affectations if is_current(one, day)}
        found = [
            Destinataire(str(one["id"]), names[str(one["id"])], str(one["profil_libelle"] or ""))
            for one in may_be_given_to(colleagues, person.get("dtas"), accompanying)
            if one["id"] != self._poste.moi.id
        ]
        return tuple(sorted(found, key=lambda one: one.nom))

    def creer(self, dossier: str, visibilite: str, attribuee_a: str | None = None) -> str:
        """Begin a note, who may read it being said first; return its identifier.

        One begun for the same readers and left empty is taken up again: a click too many makes no second.
        Raises RefusedError for a note given to nobody.
        """
        poste = self._poste
        if (visibilite == ATTRIBUEE) != (attribuee_a is not None):
            raise RefusedError(NO_READER, "R-INF-2")
        values: Values = {"visibilite": visibilite, "attribuee_a": attribuee_a}

        def work(connection: Connection) -> tuple[str, Changes | None]:
            table = RECORDS["note"]
            mine = (table.c.dossier == dossier, table.c.cree_par == poste.moi.id)
            for one in rows(connection, "note", *mine):
                same = (one["visibilite"], one["attribuee_a"]) == (visibilite, attribuee_a)
                if same and is_open(one) and comparable(one["texte"]) is None:
                    return str(one["id"]), None
            record = creer(poste, connection, "note", dossier, values, begun=True)
            return record, touched("note", record, dossier)

        return poste.now_write(work)

    def clore(self, note: str) -> None:
        """Close a note: it leaves the lists, not the dossier. Raises RefusedError (R-INF-2)."""
        self._date(note, self._poste.today)

    def rouvrir(self, note: str) -> None:
        """Put back in the lists a note closed by mistake. Raises RefusedError (R-INF-2)."""
        self._date(note, None)

    def supprimer(self, note: str) -> None:
        """Delete a note of one's own. Raises RefusedError (R-INF-2)."""
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "note", note)
            effacer(poste, connection, "note", before)
            return None, touched("note", note, str((before or {}).get("dossier")))

        poste.now_write(work)

    def en_cours(self) -> tuple[NoteQuiAttend, ...]:
        """Return the open notes given to this user, then those he wrote, the latest first (R-REP-2)."""
        me, column = self._poste.moi.id, RECORDS["note"].c
        concerned = or_(column.attribuee_a == me, column.cree_par == me)
        with self._poste.replique.read() as connection:
            found = rows(connection, "note", concerned, or_(column.close_le.is_(None), column.close_le == ""))
            found = [one for one in found if comparable(one["texte"]) is not None]
            known = {str(one["dossier"]) for one in found}
            people = rows(connection, "dossier", RECORDS["dossier"].c.id.in_(known))
            names = self._poste.names(connection)
        persons = {str(one["id"]): full_name(one) for one in people}
        found.sort(key=lambda one: str(one["cree_le"] or ""), reverse=True)
        found.sort(key=lambda one: one["attribuee_a"] != me)
        return tuple(
            NoteQuiAttend(
                id=str(one["id"]),
                dossier=str(one["dossier"]),
                nom_affiche=persons.get(str(one["dossier"]), ""),
                auteur=names.get(str(one["cree_par"]), ""),
                texte=str(one["texte"]),
                pour="moi" if one["attribuee_a"] == me else "suite",
            )
            for one in found
        )

    def _date(self, note: str, day: str | None) -> None:
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes]:
            before = row(connection, "note", note)
            modifier(poste, connection, "note", before, {"close_le": day})
            return None, touched("note", note, str((before or {}).get("dossier")))

        poste.now_write(work)
