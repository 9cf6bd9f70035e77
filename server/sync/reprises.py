"""Items to settle: written from what a batch could not take, closed by whoever settles them.

The words go into a record of the dossier (``domain.reprise``), by the one path that writes records:
they reach whoever may settle them by the next pull. An item gathers what belongs together: later
changes of the same record, and the parts of a record whose birth was refused (decision 9).
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import Connection, and_, func, or_, select

from domain.exchange.v1 import Change, Op, Outcome
from domain.fields import Kind, Value, same
from domain.forms import Form
from domain.merge import as_codes_change, with_codes
from domain.registry import FORMS
from domain.reprise.rules import Statut
from server.models import RECORDS
from server.services.appelants import Appelant
from server.services.ecriture import Ecriture, Row
from server.services.erreurs import PatienceError
from server.services.limites import REPRISES_PAR_COMPTE, REPRISES_REVENIR_DANS
from server.services.portee import readers_of
from server.sync.lot import Lot, is_identifier
from server.sync.particuliers import FOUND_AGAIN
from server.sync.verdict import Verdict, refuse

_TABLE = RECORDS["reprise"]
_NAME_MAX = 100
ALREADY = "Quelqu’un l’a réglé avant vous\u00a0: son choix est gardé."
GREW = "D’autres mots s’y sont ajoutés entre-temps\u00a0: relisez, puis réglez de nouveau."
_TOO_MANY = (
    f"Plus de {REPRISES_PAR_COMPTE} de vos modifications attendent déjà une décision\u00a0: réglez-en dans "
    "«\u00a0À reprendre\u00a0», le reste partira ensuite. Votre travail est gardé sur ce poste."
)
Fields = dict[str, dict[str, Value]]


class Reprises:
    """The items that one batch opens, completes or closes."""

    def __init__(
        self, connection: Connection, appelant: Appelant, lot: Lot, ecriture: Ecriture, maintenant: str
    ) -> None:
        self._connection = connection
        self._appelant = appelant
        self._lot = lot
        self._ecriture = ecriture
        self._maintenant = maintenant
        self._opened = 0

    def keep(self, change: Change, print_: str, verdict: Verdict, dossier: str | None) -> None:
        """Put what was not taken of a change in an item; ``print_``: the change's fingerprint.

        The item's identifier comes from the change, so that the same words sent again under a used
        identifier make one item.
        """
        item = str(uuid.uuid5(uuid.UUID(self._appelant.appareil), f"{change.id}:{print_}"))
        if self._ecriture.lire("reprise", item) is not None:
            return
        row = self._lot.row(change.kind, change.record)
        if readers_of(change.kind, row or change.set) is not None:
            dossier = None  # what few may read goes back to its author alone (decision 16)
        fields = _fields(change, verdict, row)
        joined = self._open_item(change, verdict, fields, dossier)
        if joined is not None:
            self._join(joined, change, fields)
            return
        values: dict[str, Value] = {
            "sorte": short(change.kind),
            "cible": short(change.record),
            "operation": change.op.value,
            "issue": verdict.outcome.value if verdict.outcome in _KEPT else Outcome.REFUSED.value,
            "regle": verdict.rule,
            "motif": verdict.message or UNKNOWN,
            "champs": fields,
            "auteur": self._appelant.compte,
            "fait_le": _instant(change.at),
            "recu_le": self._maintenant,
            "statut": Statut.OUVERTE.value,
        }
        self._ecriture.creer("reprise", values, dossier=dossier, record=item)
        self._opened += 1

    def bound(self) -> None:
        """Refuse the whole batch when its author has too many open items already.

        Raises PatienceError. Nothing is lost: what is not taken stays on the laptop, which asks again;
        no person has so many, and a device gone mad must not fill the base.
        """
        if not self._opened:
            return
        # What a restored server asked for is not his doing.
        mine = (
            _TABLE.c.auteur == self._appelant.compte,
            _TABLE.c.statut == Statut.OUVERTE,
            _TABLE.c.motif != FOUND_AGAIN,
        )
        count = select(func.count()).where(_TABLE.c.departement == self._appelant.departement, *mine)
        if self._connection.execute(count).scalar_one() > REPRISES_PAR_COMPTE:
            raise PatienceError(_TOO_MANY, REPRISES_REVENIR_DANS)

    def settle(self, values: Mapping[str, Value], row: Row, base_rev: int) -> Verdict:
        """Close an item as its reader decided; the first to settle is the one who did (decision 16).

        Not one that others’ words, or his own choice refused in its turn, have joined since he read it.
        """
        if row["statut"] != Statut.OUVERTE:
            refuse(ALREADY)
        if int(str(row["rev"])) > base_rev:
            refuse(GREW)
        if values.get("statut") not in (Statut.REPRISE, Statut.ECARTEE):
            refuse("Cette suite n’existe pas.")
        me = self._appelant.compte
        done: Row = {**values, "reglee_par": me, "reglee_le": self._maintenant}
        self._ecriture.modifier("reprise", str(row["id"]), done, current=row)
        if row["issue"] == Outcome.QUARANTINED and row["auteur"] != me:
            notice: Row = {
                "destinataire": row["auteur"],
                "reprise": row["id"],
                "sorte": row["sorte"],
                "fait_le": row["fait_le"],
                "suite": values["statut"],
                "par": me,
                "le": self._maintenant,
            }
            self._ecriture.creer("avis", notice)
        return Verdict(Outcome.APPLIED, rev=int(str(row["rev"])))

    def _open_item(self, change: Change, verdict: Verdict, fields: Fields, dossier: str | None) -> Row | None:
        """Return the open item of the same author that these words belong to, locked.

        Not one whose words they would replace without having been written over them: those wait for a
        person too, and would be nowhere else. Nor one of another dossier than theirs, or of none: it has
        other readers, and what the server has of the record goes with the words.
        """
        form = FORMS.get(change.kind)
        parent = change.set.get(form.parent) if form and form.parent and change.op is Op.CREATE else None
        related = {short(change.record), *([parent] if is_identifier(parent) else [])}
        column = _TABLE.c
        found = self._connection.execute(
            select(_TABLE)
            .where(
                column.departement == self._appelant.departement,
                column.cible.in_(sorted(map(str, related))),
                column.statut == Statut.OUVERTE,
                column.auteur == self._appelant.compte,
                column.dossier.is_not_distinct_from(dossier),
                or_(
                    column.operation == Op.CREATE,
                    and_(column.operation == change.op, column.issue == verdict.outcome),
                ),
            )
            .order_by(column.recu_le, column.id)
            .with_for_update()
        ).mappings()
        return next((item for item in map(dict, found) if not _covers(item, change, fields)), None)

    def _join(self, item: Row, change: Change, fields: Fields) -> None:
        known, fields = _known(item), _named(item, change, fields)
        first = {name: {"avant": known[name]["avant"]} for name in fields.keys() & known.keys()}
        joined = known | {name: sides | first.get(name, {}) for name, sides in fields.items()}
        self._ecriture.modifier("reprise", str(item["id"]), {"champs": joined}, current=item, toujours=True)
        self._lot.learn("reprise", item)


_KEPT = (Outcome.CONFLICT, Outcome.REFUSED, Outcome.QUARANTINED)
UNKNOWN = "Le serveur ne connaît pas encore une partie de ce travail\u00a0: elle y est gardée de côté."


def _fields(change: Change, verdict: Verdict, row: Row | None) -> Fields:
    """Return what each field was, what its author wrote, and what the server has."""
    form = FORMS.get(change.kind)
    present = {} if row is None or row["supprime"] else row
    since = {"serveur_par": present.get("modifie_par"), "serveur_le": present.get("modifie_le")}
    return {
        name: {
            "avant": change.was.get(name),
            "moi": _written(form, name, change),
            "serveur": present.get(name),
            **since,
        }
        for name in [*verdict.champs, *verdict.unknown] or change.set
        if name in change.set
    }


def _known(item: Mapping[str, Value]) -> Fields:
    return item["champs"] if isinstance(item["champs"], dict) else {}


def _named(item: Mapping[str, Value], change: Change, fields: Fields) -> Fields:
    """Name the fields as the item does: those of a part carry the part's name."""
    if item["cible"] == change.record:
        return fields
    return {f"{change.kind}:{change.record}:{name}": sides for name, sides in fields.items()}


def _covers(item: Mapping[str, Value], change: Change, fields: Fields) -> bool:
    known = _known(item)
    return any(
        name in known and not any(same(known[name].get("moi"), sides[side]) for side in ("moi", "avant"))
        for name, sides in _named(item, change, fields).items()
    )


def _written(form: Form | None, name: str, change: Change) -> Value:
    """Return the value as its author had it on his screen: a set of codes whole."""
    value = change.set[name]
    if form is None or name not in form.by_name or form.by_name[name].kind is not Kind.CODES:
        return value
    return with_codes(change.was.get(name), as_codes_change(value, change.was.get(name)))


def _instant(text: str) -> str | None:
    return text if FORMS["reprise"].by_name["fait_le"].refusal(text) is None else None


def short(text: str) -> str:
    """Return a name fit for a column: what a broken program sends may hold anything."""
    return text if len(text) <= _NAME_MAX and text.isprintable() else "?"
