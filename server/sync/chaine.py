"""The accords of the device that calls, link by link, as they arrive (decision 31).

A link is entered whether its accord is taken or not: an accord refused, or on a dossier that
left meanwhile, is still what the next one follows. Only a link that its device signed is entered;
the table holds no word of anybody, and is what a later verification walks along.
"""

import re
from collections.abc import Mapping

from sqlalchemy import Connection, insert

from domain.accord.chaine import Maillon, Place, link_bytes, maillon, place, to_renew
from domain.accord.form import ACCORD
from domain.accord.horloge import Releve
from domain.accord.verification import Cle
from domain.exchange.v1 import Change, Outcome
from domain.fields import INTEGER_MAX, Value
from server.models import maillon as links
from server.services.appelants import Appelant
from server.services.cles import keys_of, renew, verifie
from server.services.verification import links_of
from server.sync.verdict import Verdict, refuse

RENEWAL = "cle"
"""Kind of the change by which a device replaces its key, among its other changes and in their order:
what it had signed before is then always examined with the key it was signed with."""

_IDENTIFIER = ACCORD.by_name["cer"]
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Chaine:
    """The links of one device, in the transaction of its batch. ``clock``: as its request says it."""

    def __init__(self, connection: Connection, appelant: Appelant, clock: str, maintenant: str) -> None:
        self._connection = connection
        self._appelant = appelant
        self._releve = Releve.read(clock)
        self._maintenant = maintenant
        self._keys: list[Cle] | None = None
        self._links: list[Maillon] | None = None

    def enter(self, change: Change) -> None:
        """Enter the link of an accord that has just arrived; anything else is left alone."""
        if change.kind != ACCORD.name or _IDENTIFIER.refusal(change.record or "-"):
            return
        accord = {name: value for name, value in change.set.items() if name in ACCORD.by_name}
        if any(ACCORD.by_name[name].refusal(value) for name, value in accord.items()):
            return
        rank, before = accord.get("rang_appareil"), accord.get("precedent")
        key = self.key_of(accord)
        if key is None or not isinstance(rank, int) or not 0 < rank <= INTEGER_MAX:
            return
        if before and not _DIGEST.fullmatch(str(before)):
            return
        link = maillon(accord, self._appelant.appareil, change.record, key.cle)
        if any(other.empreinte == link.empreinte for other in self._known()):
            return
        self._connection.execute(
            insert(links).values(
                departement=self._appelant.departement,
                appareil=self._appelant.appareil,
                empreinte=link.empreinte,
                rang=link.rang,
                precedent=link.precedent,
                accord=link.accord,
                cle=link.cle,
                recu_le=self._maintenant,
            )
        )
        self._known().append(link)

    def key_of(self, accord: Mapping[str, Value]) -> Cle | None:
        """Return the key of this device that signed the accord, ``None`` if none did."""
        device = self._appelant.appareil
        if accord.get("poste") not in (None, device):
            return None
        said, signature = accord.get("cle"), str(accord.get("signature") or "")
        signed = link_bytes(accord, device)
        keys = [key for key in self._all_keys() if said in (None, key.cle)]
        return next((key for key in keys if verifie(key.cle, signature, signed)), None)

    def place(self, accord: Mapping[str, Value], key: Cle) -> frozenset[Place]:
        """Tell what is unusual in the place of an accord, and whether its key is to be renewed."""
        known = self._known()
        found = place(maillon(accord, self._appelant.appareil, "", key.cle), known)
        return found | {Place.RENOUVELER} if not key.jusque and to_renew(key.cle, known) else found

    def arrival(self) -> dict[str, Value]:
        """Return what the server writes of an accord that arrives: its own time, the clocks of the device."""
        sent = self._releve
        return {
            "recu_le": self._maintenant,
            "envoi_le": sent.le if sent else None,
            "envoi_machine": str(sent.machine) if sent else None,
            "envoi_demarrage": sent.demarrage if sent else None,
        }

    def renew(self, change: Change) -> Verdict:
        """Replace the key of the device. Raises EcarteError if none of its keys asks for it."""
        cle, signature = str(change.set.get("cle_publique")), str(change.set.get("signature"))
        where = (self._appelant.departement, self._appelant.appareil)
        if not renew(self._connection, *where, cle, signature, self._maintenant):
            refuse("La nouvelle clé de ce poste n’est signée par aucune des siennes.", "R-CER-25")
        self._keys = None
        return Verdict(Outcome.APPLIED)

    def _all_keys(self) -> list[Cle]:
        if self._keys is None:
            self._keys = keys_of(self._connection, self._appelant.departement, self._appelant.appareil)
        return self._keys

    def _known(self) -> list[Maillon]:
        if self._links is None:
            self._links = links_of(self._connection, self._appelant.departement, self._appelant.appareil)
        return self._links
