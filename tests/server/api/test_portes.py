"""Every door of the server, for everybody: a new route without a line here makes the first test fail."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest
import requests
from fastapi.routing import iter_route_contexts

from domain.exchange.v1 import Op, Outcome, Request
from domain.profils import Profile
from server.api import create_application
from server.serveur import Serveur
from server.services import comptes
from tests.server.clients import PASSWORD, Device
from tests.server.monde import Monde

NEW = "un autre mot de passe"


@dataclass(frozen=True)
class Porte:
    """A door: what to send to it, what it answers to who is let in, and whether it asks who one is."""

    method: str
    path: str
    body: Callable[[Device], object]
    status: int
    public: bool = False


def identity(device: Device) -> dict[str, object]:
    key = base64.b64encode(device.key.public_key().public_bytes_raw()).decode()
    poste = {"id": device.id, "nom": "", "cle_publique": key}
    return {"identifiant": device.identifiant, "mot_de_passe": PASSWORD, "appareil": poste}


PORTES = (
    Porte("GET", "/sante", lambda _: None, 200, public=True),
    Porte("GET", "/openapi.json", lambda _: None, 200, public=True),
    Porte("POST", "/connexion", identity, 200, public=True),
    Porte("PUT", "/appareils/enveloppe", lambda _: {"enveloppe": base64.b64encode(b"e" * 32).decode()}, 204),
    Porte("POST", "/mot-de-passe", lambda _: {"ancien": PASSWORD, "nouveau": NEW}, 204),
    Porte("POST", "/sync", lambda device: msgspec.to_builtins(Request(device.id, "essai")), 200),
)
CLOSED = [porte for porte in PORTES if not porte.public]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SERVICES = {Profile.SECRETARIAT_DISPOSITIF, Profile.SECRETARIAT_PROXIMITE, Profile.ALI, Profile.CDS}
closed = pytest.mark.parametrize("porte", CLOSED, ids=lambda porte: porte.path)
everyone = pytest.mark.parametrize("profil", list(Profile))


def knock(device: Device, porte: Porte, token: str | None, query: str = "") -> requests.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    url = f"{device.url}{porte.path}{query}"
    return requests.request(porte.method, url, json=porte.body(device), headers=headers, timeout=60)


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


def test_every_route_of_the_application_has_its_line_here(serveur: Serveur) -> None:
    found = set()
    for route in iter_route_contexts(create_application(serveur).routes):
        assert route.methods is not None, "something is mounted beside the routes"
        found |= {(method, route.path) for method in route.methods}
    assert found == {(porte.method, porte.path) for porte in PORTES}


@everyone
def test_every_profile_is_let_in_where_it_says_who_it_is(monde: Monde, profil: Profile) -> None:
    monde.compte(profil.value, profil, dtas="nord", structure="CCAS")
    device = monde.device(profil.value)
    for porte in PORTES:
        if porte.path != "/connexion":  # it would change the token
            assert knock(device, porte, device.token).status_code == porte.status, porte.path


@closed
def test_a_door_that_asks_who_one_is_opens_to_nobody_else(monde: Monde, alix: Device, porte: Porte) -> None:
    """Without a token, with another's in part, once the account is blocked."""
    monde.compte("dominique")
    blocked = monde.device("dominique")
    comptes.block(monde.serveur, "dominique")
    tokens = [None, "", "x", alix.token[:-1], alix.token.swapcase(), blocked.token, alix.id]
    for token in tokens:
        answer = knock(alix, porte, token)
        assert (answer.status_code, set(answer.json())) == (401, {"message", "regle"})
    query = knock(alix, porte, None, f"?jeton={alix.token}&authorization=Bearer%20{alix.token}")
    assert query.status_code == 401, "an address is written in logs: a token in it opens nothing"
    assert alix.post().status_code == 200


def test_a_password_in_the_address_signs_nobody_in(monde: Monde) -> None:
    monde.compte("alix")
    url = f"{monde.url}/connexion?identifiant=alix&mot_de_passe={PASSWORD}"
    assert requests.post(url, timeout=60).status_code == 400


def test_a_locked_account_keeps_the_devices_that_are_signed_in(monde: Monde, alix: Device) -> None:
    """Else five wrong passwords from anywhere would cut a référent from his server."""
    for _ in range(5):
        Device(monde.url, "alix").connect("mauvais")
    assert Device(monde.url, "alix").connect().status_code == 423
    assert alix.post().status_code == 200


@pytest.mark.parametrize("porte", PORTES, ids=lambda porte: porte.path)
def test_a_door_answers_one_method_under_one_address(alix: Device, porte: Porte) -> None:
    bearer = {"authorization": f"Bearer {alix.token}"}
    for method in set(METHODS) - {porte.method}:
        answer = requests.request(method, f"{alix.url}{porte.path}", headers=bearer, timeout=60)
        assert answer.status_code == 405, method
    for path in (f"{porte.path}/", f"/{porte.path}", porte.path.upper(), f"{porte.path}%00"):
        answer = requests.request(
            porte.method, f"{alix.url}{path}", headers=bearer, timeout=60, allow_redirects=False
        )
        assert answer.status_code == 404, "the server never redirects: a portal does"


@everyone
def test_each_profile_reaches_its_own_dossiers_and_no_other(monde: Monde, profil: Profile) -> None:
    """R-ACC-1: what comes down, and what goes up, for the only route that knows dossiers."""
    compte = monde.compte(profil.value, profil, dtas="nord", structure="CCAS")
    colleague, stranger = (
        monde.compte("collegue", structure="CCAS"),
        monde.compte("etranger", structure="Autre"),
    )
    dossiers = {
        "own": monde.dossier(compte, dtas="sud"),
        "territory": monde.dossier(stranger, dtas="nord"),
        "colleague": monde.dossier(colleague, dtas="sud"),
        "foreign": monde.dossier(stranger, dtas="sud"),
        "unknown": monde.serveur.ids.new(),
    }
    seen = {"own"} if profil is not Profile.ADMINISTRATEUR else set()
    seen |= {"territory"} if profil in SERVICES else set()
    seen |= {"colleague"} if profil is Profile.SECRETARIAT_STRUCTURE else set()
    device = monde.device(profil.value)
    device.sync()
    assert device.dossiers() == {dossiers[name] for name in seen}
    for name, dossier in dossiers.items():
        entretien = device.change(
            "entretien", device.ids.new(), {"lieu": "cms"}, op=Op.CREATE, dossier=dossier
        )
        mail = device.change("dossier", dossier, {"mail": "camille@exemple.invalid"})
        outcomes = [answer.outcome for answer in device.push(entretien, mail)]
        expected = Outcome.APPLIED if name in seen else Outcome.QUARANTINED
        assert outcomes == [expected, expected], name
    assert {row["dossier"] for row in device.rows.values()} <= {None, *(dossiers[name] for name in seen)}
