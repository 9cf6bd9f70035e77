"""From a change to its effect: the steps every change goes through, in their order.

Scope, then form, then values, then who may, then the rules of acts, then the merge. To add a
check: a step here if it holds for all kinds, in ``actes`` if it is about an act. Nothing is
written before every step has agreed: :class:`EcarteError` leaves the base as it was.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from domain.cer.states import State, state_of
from domain.droits import CLOSED_BY_GENESIS, refusal
from domain.exchange.v1 import Change, Op, Outcome
from domain.fields import Field, Kind, Value, same
from domain.forms import Form
from domain.merge import as_codes_change, merge, with_codes
from domain.registry import FORMS
from server.services.appelants import Appelant
from server.services.contenus import is_there
from server.services.ecriture import Ecriture, Row
from server.sync.actes import check_accord, check_event, mark_of
from server.sync.lot import Lot, is_identifier
from server.sync.reprises import Reprises
from server.sync.verdict import EcarteError, Verdict, refuse, refuse_if

_TAKEN = "Un autre enregistrement porte déjà cet identifiant\u00a0: les deux sont gardés."
_OF_A_CER = ("objectif", "accord", "evenement_cer")


class Examen:
    """Examines the changes of one batch and writes what they come to."""

    def __init__(
        self, connection: Connection, appelant: Appelant, lot: Lot, ecriture: Ecriture, reprises: Reprises
    ) -> None:
        self._connection = connection
        self._appelant = appelant
        self._lot = lot
        self._ecriture = ecriture
        self._reprises = reprises

    def apply(self, change: Change) -> Verdict:
        """Apply one change. Raises EcarteError, with its verdict, when it is not applied."""
        if self._appelant.a_relire:
            raise EcarteError(Verdict(Outcome.QUARANTINED, message=self._appelant.a_relire))
        form = FORMS.get(change.kind)
        if form is None:
            refuse("Le serveur ne connaît pas encore cette sorte de donnée\u00a0: elle y est gardée de côté.")
        if not is_identifier(change.record) or not (change.dossier is None or is_identifier(change.dossier)):
            refuse("L’identifiant de cet enregistrement n’est pas de la bonne forme.")
        row = self._lot.row(form.name, change.record)
        dossier = self._dossier(form, change, row)
        parent = self._parent(form, change, row, dossier)
        values = {name: value for name, value in change.set.items() if name in form.by_name}
        _check_values(form, values)
        self._check_rights(form, change, values, row, parent, dossier)
        match change.op:
            case Op.CREATE if row is None:
                verdict = self._create(form, change, values, parent, dossier)
            case Op.CREATE if form.append_only:
                verdict = _same_act(row, values)
            case Op.DELETE:
                verdict = self._delete(form, change, row)
            case _ if form.name == "reprise" and row is not None:
                verdict = self._reprises.settle(values, row, change.base_rev)
            case _:
                verdict = self._merge(form, change, values, row)
        verdict.unknown = sorted(set(change.set) - set(values))
        return verdict

    def _dossier(self, form: Form, change: Change, row: Row | None) -> str | None:
        """Return the dossier concerned, once the author is known to see it today."""
        if not form.in_dossier:
            return None
        said = change.record if form.name == "dossier" else change.dossier
        dossier = said if row is None else str(row["dossier"])
        if change.by != self._appelant.compte:
            raise EcarteError(
                Verdict(Outcome.QUARANTINED, message="Cette modification porte un autre nom que le vôtre.")
            )
        if row is not None and row["dossier"] is None:
            return None  # an item of no dossier: its author’s alone (``open_to``)
        if dossier not in self._lot.visible:
            raise EcarteError(
                Verdict(
                    Outcome.QUARANTINED,
                    rule="R-ACC-1",
                    message="Ce dossier n’est plus le vôtre\u00a0: votre travail est transmis à qui le suit.",
                )
            )
        if said is not None and said != dossier:
            refuse("Cet enregistrement appartient à un autre dossier.")
        return dossier

    def _parent(self, form: Form, change: Change, row: Row | None, dossier: str | None) -> Row | None:
        """Return the living record of which this one is a part."""
        if row is None and change.op is not Op.CREATE:
            refuse("Cet enregistrement n’est pas sur le serveur\u00a0: sa création n’y a pas été prise.")
        if form.parent is None:
            return None
        parent = self._lot.parent(form, change, row)
        if parent is None or parent["supprime"] or parent["dossier"] != dossier:
            refuse(f"«\u00a0{form.label}\u00a0»\u00a0: ce dont il fait partie n’est pas sur le serveur.")
        if form.parent in change.set and change.set[form.parent] != parent["id"]:
            refuse(f"«\u00a0{form.label}\u00a0»\u00a0: un enregistrement ne change pas d’appartenance.")
        return parent

    def _check_rights(
        self,
        form: Form,
        change: Change,
        values: Mapping[str, Value],
        row: Row | None,
        parent: Row | None,
        dossier: str | None,
    ) -> None:
        """Hold each field to its owner and each CER to its state (decisions 10 and 28).

        A change is judged by what it comes to: creating what is already there is editing it.
        """
        op = change.op
        if op is Op.CREATE and row is not None and not form.append_only:
            op = Op.SET
        state: State | None = None
        if form.name in _OF_A_CER and parent is not None:
            state = state_of(self._lot.events(str(parent["id"])))
        elif form.name == "cer" and row is not None:
            state = state_of(self._lot.events(change.record))
        names = {name for name, value in values.items() if op is not Op.CREATE or value is not None}
        left = {**(row or {}), **values}
        writer = self._lot.writer(dossier)
        person = self._lot.dossier(dossier) if dossier and form.name in CLOSED_BY_GENESIS else None
        refuse_if(refusal(writer, form, op, names, state, record=left, before=row, dossier=person))

    def _create(
        self, form: Form, change: Change, values: dict[str, Value], parent: Row | None, dossier: str | None
    ) -> Verdict:
        verdict = Verdict(Outcome.APPLIED, rev=1)
        if self._lot.is_taken(form.name, change.record):
            refuse(_TAKEN)
        if form.name == "accord" and parent is not None and dossier is not None:
            verdict.message, arrival = check_accord(
                self._lot.chaine,
                values,
                cer=parent,
                objectifs=self._lot.objectifs(str(parent["id"])),
                dossier=self._lot.dossier(dossier),
            )
            verdict.rule = "R-CER-25" if verdict.message else ""
            values = values | arrival
        if form.name == "evenement_cer" and parent is not None and dossier is not None:
            history = self._lot.events(str(parent["id"]))
            event = check_event(values, history, self._lot.writer(dossier))
            verdict.rule, verdict.message = mark_of(event, self._lot.dossier(dossier))
            self._lot.forget_events(str(parent["id"]))
        codes = {
            name: with_codes(None, as_codes_change(value, None))
            for name, value in values.items()
            if form.by_name[name].kind is Kind.CODES
        }
        if form.name == "document" and is_there(
            self._connection, self._appelant.departement, dossier, values
        ):
            values = values | {"contenu_present": True}  # it came before its record was taken in
        row = self._ecriture.creer_ligne(form.name, values | codes, dossier=dossier, record=change.record)
        self._lot.learn(form.name, row)
        return verdict

    def _merge(self, form: Form, change: Change, values: Mapping[str, Value], row: Row | None) -> Verdict:
        """Merge by what the writer saw; whoever edits what another deleted brings it back (decision 7)."""
        if row is None:
            raise LookupError(change.record)
        since, another = int(str(row["rev"])) > change.base_rev, row["appareil"] != self._appelant.appareil
        was = {name: value for name, value in change.was.items() if name in form.by_name}
        merged = merge(form, row, values, was)
        written = False
        if values:  # what edits nothing brings nothing back
            written = self._ecriture.modifier(form.name, change.record, merged.applied, current=row)
        # What was there already came with the rest from elsewhere: maybe from a former life of this device.
        others = since and (another or not written)
        verdict = Verdict(Outcome.MERGED if others else Outcome.APPLIED, rev=int(str(row["rev"])))
        if merged.contested:
            verdict.outcome, verdict.champs = Outcome.CONFLICT, list(merged.contested)
            verdict.message = (
                "Quelqu’un d’autre a changé la même chose entre-temps\u00a0: les deux textes sont gardés."
            )
        return verdict

    def _delete(self, form: Form, change: Change, row: Row | None) -> Verdict:
        """Delete a record, unless somebody worked on it, or on a part of it, meanwhile (decision 7).

        A device deletes the parts it knows first: one that still lives holds words its user never
        saw, written or brought back by somebody else.
        """
        if row is None:
            raise LookupError(change.record)
        edited = any(name in row and not same(row[name], value) for name, value in change.was.items())
        others = int(str(row["rev"])) > change.base_rev and row["appareil"] != self._appelant.appareil
        parts = self._lot.children(form, change.record)
        if any(part.append_only for part, _ in parts):
            refuse(
                "Un accord ou un changement d’état y est attaché\u00a0: cet enregistrement reste.", "R-CER-25"
            )
        if (edited or others or parts) and not row["supprime"]:
            raise EcarteError(
                Verdict(
                    Outcome.CONFLICT,
                    rev=int(str(row["rev"])),
                    message="Quelqu’un y a travaillé entre-temps\u00a0: rien n’est supprimé.",
                )
            )
        self._ecriture.supprimer(form.name, change.record, current=row)
        return Verdict(Outcome.APPLIED, rev=int(str(row["rev"])))


def _check_values(form: Form, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        field = form.by_name[name]
        for part in _parts(field, value):
            message = field.refusal(part)
            if message is not None:
                # The stored answer holds no text of the person: the sentence that quotes it is not kept.
                quoted = isinstance(part, str) and part[:40] in message
                refuse(
                    f"«\u00a0{field.label}\u00a0»\u00a0: cette valeur n’est pas de la bonne forme."
                    if quoted
                    else message
                )


def _parts(field: Field, value: Value) -> list[Value]:
    """Return the values to check: a change to a set of codes holds two lists."""
    if field.kind is Kind.CODES and isinstance(value, dict):
        return [value.get("add", []), value.get("remove", [])]
    return [value]


def _same_act(row: Row | None, values: Mapping[str, Value]) -> Verdict:
    """Take an act again if it is the same to the byte; otherwise keep both (decision 18)."""
    if row is None or any(row[name] != value for name, value in values.items()):
        refuse(_TAKEN, "R-CER-25")
    return Verdict(Outcome.APPLIED, rev=int(str(row["rev"])))
