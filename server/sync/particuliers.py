"""Changes of no kind of record: what a device says about what it sent, rather than what was typed.

- ``oublie``: a number whose content is gone (older than 30 days); the chain of numbers has no gap;
- ``scelle``: a change of a dossier that left the device, sealed to our key when it did (decision 26);
  once opened it is examined as if it had just been sent;
- ``retrouve``: a row that this server, restored from a backup, lacks or has otherwise (decision 13).
  Nobody vouches that it still holds: it is never applied, it goes to whoever follows the dossier.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from domain.exchange.v1 import Change, Op, Outcome
from domain.fields import Owner, Value, same
from domain.forms import Form
from domain.registry import FORMS
from domain.reprise.rules import Statut
from server.models import RECORDS
from server.services.appelants import Appelant
from server.services.ecriture import Ecriture, Row
from server.services.portee import readers_of
from server.services.secret import Secret
from server.sync.lot import is_identifier
from server.sync.verdict import Verdict, refuse

FORGOTTEN, SEALED, FOUND = "oublie", "scelle", "retrouve"
FOUND_AGAIN = (
    "Ce texte n’est plus sur le serveur, qui a été remis en place depuis une sauvegarde. "
    "Il a été retrouvé sur un poste."
)
KEPT = "Retrouvé sur ce poste\u00a0: gardé, s’il y manquait, pour qui suit le dossier."
"""The same whatever was found: what a dossier holds is not told to who does not see it."""
_SAID_OF_AN_ITEM = ("sorte", "cible", "operation", "issue", "regle", "motif", "champs", "fait_le")
_OURS = (Owner.USER, Owner.SERVICE)  # the next extract of Genesis brings back what is Genesis’s


def open_sealed(secret: Secret, changes: Sequence[Change]) -> list[Change]:
    """Put in place of each sealed change the one inside; one that does not open stays as it is."""
    return [_opened(secret, change) if change.kind == SEALED else change for change in changes]


def _opened(secret: Secret, change: Change) -> Change:
    try:
        sealed = msgspec.convert(change.set.get("contenu"), bytes)  # from base64
        content = secret.open_sealed(sealed)
        inside = msgspec.json.decode(content or b"", type=Change)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return change
    same_one = (inside.id, inside.n, inside.by) == (change.id, change.n, change.by)
    return inside if same_one and inside.kind != SEALED else change


class Particuliers:
    """Takes in the changes of this module, in the transaction of their batch."""

    def __init__(
        self, connection: Connection, appelant: Appelant, ecriture: Ecriture, maintenant: str
    ) -> None:
        self._connection = connection
        self._appelant = appelant
        self._ecriture = ecriture
        self._maintenant = maintenant

    @staticmethod
    def concern(change: Change) -> bool:
        """Tell whether a change is one of these; a sealed one that did not open is of no known kind."""
        return change.kind in (FORGOTTEN, FOUND)

    def apply(self, change: Change) -> Verdict:
        """Take a change in. Raises EcarteError for one that means nothing."""
        if change.kind == FORGOTTEN:
            return Verdict(Outcome.APPLIED)
        form, values = FORMS.get(str(change.set.get("sorte"))), change.set.get("valeurs")
        if form is None or not form.in_dossier or not isinstance(values, dict):
            refuse("Ce qui a été retrouvé sur ce poste n’est pas lisible par le serveur.")
        if not is_identifier(change.record) or change.by != self._appelant.compte:
            refuse("Ce qui a été retrouvé sur ce poste n’est pas lisible par le serveur.")
        if form.name == "reprise":
            return self._keep_item(change, values)
        row = self._readable(form, change.record)
        lost = _lost(form, values, row)
        if lost:
            self._keep(form, change, lost, row)
        return Verdict(Outcome.APPLIED, message=KEPT)

    def _readable(self, form: Form, record: str) -> Row | None:
        """Return the present row, unless it is for others alone: not a word of it is then told or compared.

        An item in a dossier is read by who sees that dossier; one of no dossier, by its author, whoever
        wrote what he names.
        """
        row = self._ecriture.lire(form.name, record)
        readers = None if row is None else readers_of(form.name, row)
        return row if readers is None or self._appelant.compte in readers else None

    def _keep(self, form: Form, change: Change, lost: dict[str, Value], row: Row | None) -> None:
        """Make one item of a lost row, however many devices still hold it."""
        said = hashlib.sha256(msgspec.json.encode(lost, order="deterministic")).hexdigest()
        item = str(uuid.uuid5(uuid.UUID(change.record), f"{form.name}:{said}"))
        if self._ecriture.lire("reprise", item) is not None:
            return
        present = {} if row is None or row["supprime"] else row
        written = {"ecrit_par": change.set.get("par"), "ecrit_le": change.set.get("le")}
        values: dict[str, Value] = {
            "sorte": form.name,
            "cible": change.record,
            "operation": (Op.SET if present else Op.CREATE).value,
            "issue": Outcome.QUARANTINED.value,
            "regle": "",
            "motif": FOUND_AGAIN,
            "champs": {
                name: {
                    "avant": None,
                    "moi": value,
                    "serveur": present.get(name),
                    "serveur_par": present.get("modifie_par"),
                    "serveur_le": present.get("modifie_le"),
                    **written,
                }
                for name, value in lost.items()
            },
            "auteur": self._appelant.compte,
            "fait_le": None,
            "recu_le": self._maintenant,
            "statut": Statut.OUVERTE.value,
        }
        dossier = change.dossier if row is None else str(row["dossier"])
        if readers_of(form.name, present or lost) is not None:
            dossier = None
        self._ecriture.creer("reprise", values, dossier=self._existing(dossier), record=item)

    def _keep_item(self, change: Change, values: Mapping[str, Value]) -> Verdict:
        """Open again an item that was lost with its words: its author may never offer them himself.

        Under its own identifier, which comes from the change it was made of: if that change is offered
        too, before or after, there is one item.
        """
        if not _is_item(values):
            refuse("Ce qui a été retrouvé sur ce poste n’est pas lisible par le serveur.")
        if self._ecriture.lire("reprise", change.record) is None:
            form = FORMS["reprise"]
            said: dict[str, Value] = {
                name: values[name]
                for name in _SAID_OF_AN_ITEM
                if name in values and form.by_name[name].refusal(values[name]) is None
            }
            kept: dict[str, Value] = {"recu_le": self._maintenant, "statut": Statut.OUVERTE.value}
            self._ecriture.creer(
                "reprise",
                said | kept | {"auteur": self._appelant.compte},
                dossier=self._existing(change.dossier),
                record=change.record,
            )
        return Verdict(Outcome.APPLIED, message=KEPT)

    def _existing(self, dossier: str | None) -> str | None:
        """Return the dossier if the base has it: otherwise the item is for its author alone."""
        if not is_identifier(dossier):
            return None
        table = RECORDS["dossier"]
        query = select(table.c.id).where(
            table.c.departement == self._appelant.departement, table.c.id == dossier
        )
        return self._connection.execute(query).scalar()


def _is_item(values: Mapping[str, Value]) -> bool:
    """Tell whether these are the values of an item: everybody who sees the dossier will read it."""
    champs = values.get("champs")
    return (
        values.get("issue") in (Outcome.CONFLICT, Outcome.REFUSED, Outcome.QUARANTINED)
        and values.get("operation") in tuple(Op)
        and isinstance(champs, dict)
        and all(isinstance(sides, dict) for sides in champs.values())
    )


def _lost(form: Form, values: Mapping[str, Value], row: Row | None) -> dict[str, Value]:
    """Return the fields of which the words are nowhere else: not here, and not Genesis’s."""
    present: Mapping[str, Value] = {} if row is None or row["supprime"] else row
    return {
        name: value
        for name, value in values.items()
        if name in form.by_name
        and form.by_name[name].owner in _OURS
        and value is not None
        and not same(present.get(name), value)
    }
