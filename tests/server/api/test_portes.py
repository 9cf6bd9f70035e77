"""Every door of the server, for everybody: ``server.portes`` knocks, and is judged here.

A new route without its line in ``server/portes/table.py`` makes the first test fail.
"""

import pytest
import requests

from domain.exchange.v1 import Op, Outcome
from domain.profils import Profile
from server.api import create_application
from server.portes.maison import Cas
from server.portes.mesure import COLUMNS, mesurer, routes_of, tableau
from server.portes.table import PORTES
from server.serveur import Serveur
from tests.server.clients import PASSWORD, Device
from tests.server.monde import Monde

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SERVICES = {Profile.SECRETARIAT_DISPOSITIF, Profile.SECRETARIAT_PROXIMITE, Profile.ALI, Profile.CDS}
CLOSED = sorted(
    {(porte.methode, porte.chemin) for porte in PORTES if porte.attendu(Profile.ALI, Cas.SANS_JETON) == "401"}
)
everyone = pytest.mark.parametrize("profil", list(Profile))
every_address = pytest.mark.parametrize("chemin", sorted({porte.chemin for porte in PORTES}))


@pytest.fixture
def alix(monde: Monde) -> Device:
    return monde.referent("alix")


def knock(device: Device, methode: str, chemin: str, token: str | None, query: str = "") -> requests.Response:
    """Ask with nothing in hand: who one is comes before what one wants."""
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    there = chemin.format(document=device.ids.new(), cer=device.ids.new())
    return requests.request(methode, f"{device.url}{there}{query}", headers=headers, data=b"", timeout=60)


def test_every_route_of_the_application_has_its_line(serveur: Serveur) -> None:
    known = {(porte.methode, porte.chemin) for porte in PORTES}
    assert routes_of(create_application(serveur)) == known


def test_every_profile_has_its_column() -> None:
    assert set(COLUMNS) == set(Profile)


def test_every_door_answers_every_profile_as_the_table_says(serveur: Serveur) -> None:
    """R-ACC-1, R-ACC-5: own, foreign and unknown dossiers, no token, a device or an account put out."""
    mesures = mesurer(serveur)
    wrong = [
        f"{mesure.porte.nom}, {mesure.profil}, {mesure.cas}: {mesure.obtenu}"
        for mesure in mesures
        if not mesure.juste
    ]
    assert not wrong
    assert len(mesures) == sum(len(porte.cas) for porte in PORTES) * len(Profile)
    assert "(!)" not in tableau(mesures)


def test_a_wrong_answer_is_seen_and_marked(serveur: Serveur) -> None:
    """The table measures: a door that opened to whoever has no token would show."""
    mesures = mesurer(serveur, [Profile.ALI])
    spoiled = [
        type(mesure)(
            mesure.porte, profil, mesure.cas, "200" if mesure.cas is Cas.SANS_JETON else mesure.obtenu
        )
        for mesure in mesures
        for profil in Profile
    ]
    assert "200 (!)" in tableau(spoiled)


@pytest.mark.parametrize(("methode", "chemin"), CLOSED)
def test_a_door_that_asks_who_one_is_opens_to_nothing_like_a_token(
    alix: Device, methode: str, chemin: str
) -> None:
    for token in (None, "", "x", alix.token[:-1], alix.token.swapcase(), alix.id):
        answer = knock(alix, methode, chemin, token)
        assert (answer.status_code, set(answer.json())) == (401, {"message", "regle"})
    query = knock(alix, methode, chemin, None, f"?jeton={alix.token}&authorization=Bearer%20{alix.token}")
    assert query.status_code == 401, "an address is written in logs: a token in it opens nothing"


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


@every_address
def test_a_door_answers_its_methods_under_one_address(alix: Device, chemin: str) -> None:
    known = {porte.methode for porte in PORTES if porte.chemin == chemin}
    for methode in set(METHODS) - known:
        assert knock(alix, methode, chemin, alix.token).status_code == 405, methode
    for path in (f"{chemin}/", f"/{chemin}", chemin.replace("/", "/X", 1), f"{chemin}/%00"):
        for methode in known:
            answer = knock(alix, methode, path, alix.token)
            assert (answer.status_code, answer.history) == (404, []), "it never redirects: a portal does"


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
