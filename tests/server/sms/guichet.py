"""A référent beside a person who signs: what a laptop asks of the doors, and what the base then holds."""

import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from sqlalchemy import select

from domain.accord.modele import model_of
from domain.accord.rules import content, fingerprint
from domain.exchange.v1 import Op
from domain.fields import Value
from server.models import RECORDS, signature_sms
from server.services.reglages import settings_of
from tests.server.clients import Device
from tests.server.monde import Monde
from tests.yousign.operateur import Operateur

PDF = b"%PDF-1.7\n% un contrat\n%%EOF\n"
MOBILE = "+33612345678"
PERSONNE: dict[str, Value] = {
    "nom": "Vautrin",
    "prenom": "Élise",
    "telephone": "06 12 34 56 78",
    "mail": "elise.vautrin@exemple.invalid",
    "dtas": "nord",
    "etat_droit": "versable",
    "sdd": "sdd",
}
SECONDS = 20.0


@dataclass
class Guichet:
    monde: Monde
    operateur: Operateur
    referent: Device
    dossier: str
    cer: str

    @classmethod
    def ouvrir(cls, monde: Monde, operateur: Operateur, **person: Value) -> "Guichet":
        referent = monde.referent("alix")
        dossier = monde.dossier(referent.compte["id"], **(PERSONNE | person))
        referent.sync()
        cer = referent.ids.new()
        values: dict[str, Value] = {"numero": 3, "situation": "Texte", "date_debut": "2026-12-01"}
        referent.push(referent.change("cer", cer, values, op=Op.CREATE, dossier=dossier))
        referent.sync()
        return cls(monde, operateur, referent, dossier, cer)

    def empreinte(self) -> str:
        """Return the fingerprint of the CER as the laptop holds it."""
        with self.monde.serveur.engine.connect() as connection:
            model = model_of(settings_of(connection, "07"))
        rows = self.referent.rows
        objectifs = [row for (kind, _), row in rows.items() if kind == "objectif" and row["cer"] == self.cer]
        text = content(
            cer=rows["cer", self.cer], objectifs=objectifs, dossier=rows["dossier", self.dossier], model=model
        )
        return fingerprint(text)

    def parler(
        self, method: str, suite: str = "", device: Device | None = None, **body: object
    ) -> requests.Response:
        who = device or self.referent
        return requests.request(
            method,
            f"{who.url}/cers/{self.cer}/signature{suite}",
            json=body or None,
            headers={"authorization": f"Bearer {who.token}"},
            timeout=60,
        )

    def demander(self, device: Device | None = None, **autres: object) -> requests.Response:
        asked: dict[str, object] = {
            "empreinte": self.empreinte(),
            "pdf": base64.b64encode(PDF).decode(),
            "page": 1,
            "x": 60,
            "y": 700,
        }
        return self.parler("POST", "", device, **(asked | autres))

    def demandee(self) -> dict[str, Any]:
        """Ask, and return where it is."""
        answer = self.demander()
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def suivi(self) -> dict[str, Any]:
        answer = self.parler("GET")
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def attendre(self, etat: str) -> dict[str, Any]:
        """Wait until the state door says so, asking it as a screen does."""
        return until(self.suivi, lambda said: said["etat"] == etat)

    def ecrire(self, **values: Value) -> None:
        """Change the CER from the laptop."""
        row = self.referent.rows["cer", self.cer]
        seen = {name: row[name] for name in values}
        (answer,) = self.referent.push(
            self.referent.change("cer", self.cer, values, was=seen, dossier=self.dossier)
        )
        assert answer.outcome == "applied"
        self.referent.sync()

    def accords(self) -> list[Mapping[str, Any]]:
        return self._rows("accord")

    def documents(self) -> list[Mapping[str, Any]]:
        return self._rows("document")

    def lignes(self) -> list[Mapping[str, Any]]:
        with self.monde.serveur.engine.connect() as connection:
            found = connection.execute(select(signature_sms).order_by(signature_sms.c.id)).mappings()
            return [dict(row) for row in found]

    def _rows(self, kind: str) -> list[Mapping[str, Any]]:
        table = RECORDS[kind]
        with self.monde.serveur.engine.connect() as connection:
            found = connection.execute(select(table).where(table.c.dossier == self.dossier)).mappings()
            return [dict(row) for row in found]


def until(read: Callable[[], dict[str, Any]], enough: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    end = time.monotonic() + SECONDS
    while not enough(said := read()):
        assert time.monotonic() < end, said
        time.sleep(0.01)
    return said
