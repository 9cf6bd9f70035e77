"""Who knocks: a device with a key of its own, and no more of a client than the doors need."""

import base64
import json
from typing import Any

import msgspec
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.exchange.v1 import Change, Op, Outcome, Request, Response
from domain.ids import Ids

MOT_DE_PASSE = "un mot de passe d’essai"
_SECONDS = 60
_OK = 200


class Visiteur:
    """One device of one account."""

    def __init__(self, url: str, ids: Ids, identifiant: str) -> None:
        self._url, self._ids = url, ids
        self.identifiant = identifiant
        self.poste = ids.new()
        self.jeton = ""
        self.compte = ""
        self._n = 0
        key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        self._cle = base64.b64encode(key).decode()

    def demander(self, methode: str, chemin: str, corps: bytes | dict[str, Any] | None) -> requests.Response:
        """Ask for one thing, as the device it is."""
        headers = {"authorization": f"Bearer {self.jeton}"} if self.jeton else {}
        data = json.dumps(corps).encode() if isinstance(corps, dict) else corps
        return requests.request(methode, self._url + chemin, data=data, headers=headers, timeout=_SECONDS)

    def connecter(self) -> requests.Response:
        """Sign in; keep the token, unless this visitor goes without."""
        poste = {"id": self.poste, "nom": "Essai", "cle_publique": self._cle}
        body = {"identifiant": self.identifiant, "mot_de_passe": MOT_DE_PASSE, "appareil": poste}
        answer = self.demander("POST", "/connexion", body)
        if answer.status_code == _OK and (self.jeton or not self.compte):
            self.jeton, self.compte = answer.json()["jeton"], answer.json()["compte"]["id"]
        return answer

    def recevoir(self, dossier: str) -> str:
        """Pull everything; say whether a row of ``dossier`` came."""
        cursor, came, more = None, False, True
        while more:
            answer = self._sync(Request(self.poste, "portes", cursor))
            if answer.status_code != _OK:
                return str(answer.status_code)
            page = msgspec.json.decode(answer.content, type=Response).page
            places = [
                (rows.columns.index("dossier"), rows.columns.index("id"), rows.rows) for rows in page.rows
            ]
            came |= any(dossier in {row[at], row[id_]} for at, id_, rows in places for row in rows)
            cursor, more = page.cursor, page.more
        return f"{_OK} reçu" if came else f"{_OK} rien"

    def ecrire(self, dossier: str) -> str:
        """Record an entretien in ``dossier``; say what became of it."""
        self._n += 1
        change = Change(
            id=self._ids.new(),
            n=self._n,
            kind="entretien",
            record=self._ids.new(),
            dossier=dossier,
            op=Op.CREATE,
            at="",
            by=self.compte,
            set={"lieu": "cms"},
        )
        answer = self._sync(Request(self.poste, "portes", changes=[change]))
        if answer.status_code != _OK:
            return str(answer.status_code)
        (become,) = msgspec.json.decode(answer.content, type=Response).answers
        return f"{_OK} {_BECOME[become.outcome]}"

    def _sync(self, request: Request) -> requests.Response:
        return self.demander("POST", "/sync", msgspec.json.encode(request))


_BECOME = {
    Outcome.APPLIED: "pris",
    Outcome.MERGED: "pris",
    Outcome.CONFLICT: "disputé",
    Outcome.REFUSED: "refusé",
    Outcome.QUARANTINED: "remis",
}
