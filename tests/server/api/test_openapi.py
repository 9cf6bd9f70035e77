"""The doors against their own description: whatever it allows or forbids, no answer is a failure.

``PERMANENCE_EXEMPLES=2000`` knocks longer (``make portes``); the examples are the same at each run.
"""

import base64
import json
import os
from typing import Any

import pytest
import requests
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from domain.exchange.v1 import Op
from server.api import contenus, create_application, signatures
from server.api.openapi import Fiche
from server.api.routes import router
from server.serveur import Serveur
from tests.server.api.contenus import announce
from tests.server.clients import PASSWORD
from tests.server.monde import Monde

EXAMPLES = int(os.environ.get("PERMANENCE_EXEMPLES", "15"))
ROUTES = (*router.routes, *contenus.router.routes, *signatures.router.routes)
DOORS = sorted(
    (method, route.path)  # type: ignore[attr-defined]
    for route in ROUTES
    for method in route.methods  # type: ignore[attr-defined]
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
"""Each answer is of a status, a type and a shape that the document announces."""


def described(url: str) -> dict[str, Any]:
    answer = requests.get(f"{url}/openapi.json", timeout=60)
    document: dict[str, Any] = answer.json()
    return document


def test_every_route_says_what_it_reads_and_answers() -> None:
    for route in ROUTES:
        assert isinstance(getattr(route.endpoint, "fiche", None), Fiche), route.path  # type: ignore[attr-defined]


def test_the_document_names_every_door_and_says_who_may_pass(serveur: Serveur, monde: Monde) -> None:
    document = described(monde.url)
    assert document["openapi"] == "3.1.0"
    doors = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert doors == set(DOORS)
    public = {
        path
        for path, methods in document["paths"].items()
        for each in methods.values()
        if not each["security"]
    }
    assert public == {"/sante", "/openapi.json", "/connexion", "/yousign"}
    assert create_application(serveur).openapi_url is None, "and no page that fetches scripts elsewhere"


def test_the_document_says_nothing_of_who_is_served(monde: Monde) -> None:
    monde.compte("alix")
    text = json.dumps(described(monde.url), ensure_ascii=False)
    assert not [word for word in ("alix", "Département d’essai", monde.url, monde.epoch()) if word in text]


class Visite:
    """One device that asks what schemathesis draws, made plausible now and then so as to go deeper."""

    def __init__(self, monde: Monde) -> None:
        self.alix = monde.referent("alix")
        self.dossier = monde.dossier(self.alix.compte["id"])
        self.alix.sync()
        self.document = announce(self.alix, self.dossier)
        self.cer = self.alix.ids.new()
        self.alix.push(self.alix.change("cer", self.cer, {"numero": 1}, op=Op.CREATE, dossier=self.dossier))

    def plausible(self, case: Case[Any]) -> None:
        """Give a request what any real one has: its device, its numbers, records that exist."""
        if case.path == "/contenus/{document}":
            case.path_parameters = {"document": self.document}
        if "{cer}" in case.path:
            case.path_parameters = {"cer": self.cer}
        if case.path == "/sync" and isinstance(case.body, dict):
            case.body |= {"device": self.alix.id, "version": 1, "server": ""}
            changes = case.body.get("changes")
            for rank, change in enumerate(changes if isinstance(changes, list) else ()):
                if isinstance(change, dict):
                    change |= {
                        "id": self.alix.ids.new(),
                        "n": self.alix.n + 1 + rank,
                        "dossier": self.dossier,
                    }
        if case.path == "/connexion" and isinstance(case.body, dict):
            case.body |= {"identifiant": "alix", "mot_de_passe": PASSWORD, "appareil": self.poste()}
        if case.path == "/appareils/enveloppe" and isinstance(case.body, dict):
            case.body["enveloppe"] = base64.b64encode(b"e" * 32).decode()

    def poste(self) -> dict[str, Any]:
        """Present a device that nobody has seen."""
        key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        return {"id": self.alix.ids.new(), "nom": "", "cle_publique": base64.b64encode(key).decode()}

    def ask(self, case: Case[Any]) -> None:
        bearer = {"Authorization": f"Bearer {self.alix.token}"}
        answer = case.call(headers=bearer)
        if answer.status_code == 200 and case.path == "/sync":
            self.alix.n = max(self.alix.n, json.loads(answer.content)["acknowledged"])
        case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_whatever_is_asked_of_a_door_it_answers_as_it_says(monde: Monde, method: str, path: str) -> None:
    operation = schemathesis.openapi.from_url(f"{monde.url}/openapi.json")[path][method]
    visite = Visite(monde)
    asked = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if operation.definition.raw["parameters"] or "requestBody" in operation.definition.raw:
        asked |= operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=asked, plausible=st.booleans())
    def knock(case: Case[Any], plausible: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        if plausible:
            visite.plausible(case)
        visite.ask(case)

    knock()
    assert visite.alix.post().status_code in {200, 409}
