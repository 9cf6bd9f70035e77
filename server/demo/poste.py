"""A device of the fictitious past: it speaks HTTP as a laptop does, and nothing else.

It signs in with its own Ed25519 key, synchronises, numbers its changes, signs and chains its
accords. It keeps of what it pulls only what its acts need: the dossiers, by their Genesis number.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.adapters import HTTPAdapter

from domain.accord.chaine import chain_digest, link_bytes
from domain.accord.rules import content, fingerprint, written_version
from domain.accord.trace import SIGNATURE
from domain.clock import PARIS, instant
from domain.errors import RefusedError
from domain.exchange.v1 import Answer, Change, Op, Outcome, Request
from domain.fields import Value
from domain.ids import Ids
from domain.reglage.nomenclatures import Settings
from server.demo import traces
from server.demo.actes import MOI, Accorder, Acte, ChangerEtat, Deposer, Ecrire

PROGRAMME = "demonstration"
LOT = 400
"""Changes of one request: few round trips, and a base that is never closed to others for long."""

_MENTIONS = ("cer.modele", "cer.version", "cer.mention_objet", "cer.mention_respect", "cer.mention_donnees")
_SECONDS = 120


class _Table(msgspec.Struct):
    kind: str
    columns: list[str]
    rows: msgspec.Raw


class _Page(msgspec.Struct):
    cursor: str
    more: bool = False
    rows: list[_Table] = []


class _Reponse(msgspec.Struct):
    """What a device of the past reads of an answer; most rows stay undecoded."""

    page: _Page
    answers: list[Answer] = []


class Poste:
    """One device of one account."""

    def __init__(self, url: str, ids: Ids, settings: Settings) -> None:
        self._adapter = (
            HTTPAdapter()
        )  # keeps the connection; no proxy stands before this machine's own server
        self._jeton = ""
        self._url = url
        self._ids = ids
        self._settings = settings
        self._key = Ed25519PrivateKey.generate()
        self._id = ids.new()
        self._n = 0
        self._cursor: str | None = None
        self._compte = ""
        self._retour = b""
        self._dossiers: dict[str, dict[str, Value]] = {}
        self._cers: dict[str, dict[str, Value]] = {}
        self._objectifs: dict[str, list[dict[str, Value]]] = {}
        self._accords = 0
        self._precedent: str | None = None
        self._empreintes: dict[str, str] = {}
        self._repondu: dict[str, str] = {}

    def connecter(self, identifiant: str, mot_de_passe: str, nouveau: str) -> None:
        """Sign in for the first time and choose a password. Raises RefusedError."""
        key = base64.b64encode(self._key.public_key().public_bytes_raw()).decode()
        poste = {"id": self._id, "nom": "Poste de démonstration", "cle_publique": key}
        body = {"identifiant": identifiant, "mot_de_passe": mot_de_passe, "appareil": poste}
        opened = msgspec.json.decode(self._poster("/connexion", msgspec.json.encode(body)))
        self._jeton, self._compte = opened["jeton"], opened["compte"]["id"]
        passwords = {"ancien": mot_de_passe, "nouveau": nouveau}
        self._poster("/mot-de-passe", msgspec.json.encode(passwords))
        self._retour = msgspec.json.encode(body | {"mot_de_passe": nouveau})

    def revenir(self) -> None:
        """Sign in again: months pass between two extracts, and a token that does not serve dies."""
        self._jeton = msgspec.json.decode(self._poster("/connexion", self._retour))["jeton"]

    def tirer(self) -> None:
        """Synchronise until there is nothing more to receive."""
        while self._echanger([]).page.more:
            pass

    def jouer(self, actes: Sequence[Acte]) -> int:
        """Send acts as changes; return their number. Raises RefusedError if one is not taken."""
        changes = [self._change(act) for act in actes]
        for start in range(0, len(changes), LOT):
            lot = changes[start : start + LOT]
            for answer in self._echanger(lot).answers:
                if answer.outcome not in (Outcome.APPLIED, Outcome.MERGED):
                    raise RefusedError(f"La démonstration a été refusée\u00a0: {answer.message}", answer.rule)
        for act in actes:
            if isinstance(act.quoi, Deposer):
                self._envoyer("PUT", f"/contenus/{act.quoi.record}", act.quoi.contenu, {"upload-offset": "0"})
        return len(changes)

    def _echanger(self, changes: list[Change]) -> _Reponse:
        body = msgspec.json.encode(Request(self._id, PROGRAMME, self._cursor, changes))
        answer = msgspec.json.decode(self._poster("/sync", body), type=_Reponse)
        self._cursor = answer.page.cursor
        for table in answer.page.rows:
            if table.kind == "dossier":
                self._retenir(table.columns, msgspec.json.decode(table.rows, type=list[list[Any]]))
        return answer

    def _retenir(self, columns: list[str], rows: Iterable[list[Any]]) -> None:
        for values in rows:
            row = dict(zip(columns, values, strict=True))
            self._dossiers[str(row["numero"])] = row

    def _change(self, acte: Acte) -> Change:
        dossier = self._dossiers[acte.dossier]
        at = instant(acte.quand.replace(tzinfo=PARIS))
        was: dict[str, Value] = {}
        match acte.quoi:
            case Ecrire(kind, record, set_, op, seen):
                values = {name: self._compte if value == MOI else value for name, value in set_.items()}
                was = seen or {}
                self._suivre(kind, record, values, op)
            case Deposer(record, set_, contenu):
                kind, op = "document", Op.CREATE
                said = {"media": "application/pdf", "empreinte": hashlib.sha256(contenu).hexdigest()}
                values = {**set_, **said, "taille": len(contenu)}
            case Accorder():
                kind, record, op = "accord", self._ids.new(), Op.CREATE
                values = self._accord(acte.quoi, dossier, at)
                self._repondu[acte.quoi.cer] = record
            case ChangerEtat():
                kind, record, op = "evenement_cer", self._ids.new(), Op.CREATE
                values = self._etat(acte.quoi, dossier, acte.quand)
        self._n += 1
        return Change(
            id=self._ids.new(),
            n=self._n,
            kind=kind,
            record=record,
            dossier=str(dossier["id"]),
            op=op,
            at=at,
            by=self._compte,
            base_rev=0 if op is Op.CREATE else 1,
            set=values,
            was=was,
        )

    def _suivre(self, kind: str, record: str, values: dict[str, Value], op: Op) -> None:
        """Keep the CERs that this device writes: their text is what an accord is taken on."""
        if kind == "cer" and (op is Op.CREATE or record in self._cers):
            self._cers.setdefault(record, {"id": record}).update(values)
        if kind == "objectif":
            self._objectifs.setdefault(str(values["cer"]), []).append({"id": record, **values})

    def _accord(self, asked: Accorder, dossier: dict[str, Value], at: str) -> dict[str, Value]:
        """Make the next link of this device's chain (R-CER-25)."""
        model = {name: str(self._settings[name]) for name in _MENTIONS}
        text = content(
            cer=self._cers[asked.cer], objectifs=self._objectifs[asked.cer], dossier=dossier, model=model
        )
        self._accords += 1
        self._empreintes[asked.cer] = fingerprint(text)
        accord: dict[str, Value] = {
            "cer": asked.cer,
            **self._choix("reponse", "reponses_accord", asked.reponse),
            **self._choix("moyen", "moyens_accord", asked.moyen),
            **self._choix("motif_degrade", "motifs_mode_degrade", asked.motif),
            **(self._traces(dossier) if asked.moyen == SIGNATURE else {}),
            "version_contenu": written_version(self._cers[asked.cer]),
            "contenu": text,
            "empreinte": fingerprint(text),
            "recueilli_le": at,
            "rang_appareil": self._accords,
            "precedent": self._precedent,
            "remplace": self._repondu.get(asked.cer),
            "poste": self._id,
            "cle": base64.b64encode(self._key.public_key().public_bytes_raw()).decode(),
        }
        signature = self._key.sign(link_bytes(accord, self._id))
        accord["signature"] = base64.b64encode(signature).decode()
        self._precedent = chain_digest(accord, self._id)
        return accord

    def _traces(self, dossier: dict[str, Value]) -> dict[str, Value]:
        person = f"{dossier.get('prenom')} {dossier.get('nom')}"
        return {"trace_personne": traces.signature(person), "trace_referent": traces.signature(self._id)}

    def _etat(self, asked: ChangerEtat, dossier: dict[str, Value], when: dt.datetime) -> dict[str, Value]:
        return {
            "cer": asked.cer,
            "rang": asked.rang,
            **self._choix("de", "etats_cer", asked.de),
            **self._choix("vers", "etats_cer", asked.vers),
            "motif": asked.motif,
            "empreinte": self._empreintes.get(asked.cer),
            "etat_droit_connu": dossier["etat_droit"],
            "sdd_connu": dossier["sdd"],
            "droit_connu_le": instant(when.replace(hour=6, minute=0, tzinfo=PARIS)),
        }

    def _choix(self, champ: str, liste: str, code: str | None) -> dict[str, Value]:
        label = self._settings.label(liste, code) or None
        return {champ: code, f"{champ}_libelle": label}

    def _poster(self, path: str, body: bytes) -> bytes:
        return self._envoyer("POST", path, body, {"content-type": "application/json"})

    def _envoyer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        headers = {"accept-encoding": "identity", **headers}
        if self._jeton:
            headers["authorization"] = f"Bearer {self._jeton}"
        asked = requests.Request(method, self._url + path, headers=headers, data=body).prepare()
        answer = self._adapter.send(asked, timeout=_SECONDS)
        received = answer.content  # read whole, so that the connection may serve again
        if not answer.ok:
            raise RefusedError(
                f"Le serveur de démonstration a répondu {answer.status_code}\u00a0: {answer.text[:200]}"
            )
        return received
