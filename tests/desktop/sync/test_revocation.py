"""A device revoked while work waits on it (decision 25): nothing is lost, then nothing is left."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from desktop.models.replique import get, put
from desktop.sync.transport import Transport
from domain.exchange.v1 import Request, Response, Revocation, revocation_text
from server.models import RECORDS
from server.services.postes import revoke
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]


def of(poste: Poste, name: str) -> str:
    with poste.bureau.poste.replique.read() as connection:
        return str(get(connection, name))


def kept_for_the_service(monde: Monde) -> list[str]:
    table = RECORDS["reprise"]
    with monde.serveur.engine.connect() as connection:
        return [repr(row) for row in connection.execute(select(table.c.champs, table.c.motif))]


class Imposteur(Transport):
    """Something on the network that adds a revocation to what the server answers."""

    def __init__(self, url: str, word: Revocation) -> None:
        super().__init__(url)
        self._word = word

    def sync(self, request: Request) -> Response:
        answer = super().sync(request)
        return Response(answer.epoch, answer.now, answer.acknowledged, answer.page, revocation=self._word)


def test_a_revoked_replica_hands_all_its_work_over_then_says_since_when(monde: Monde, poste: Ouvrir) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    entretien = laptop.bureau.entretiens.nouveau(dossier)
    laptop.bureau.saisie.save_field("entretien", entretien, "suite", "Rappeler la mairie.", None)
    laptop.bureau.saisie.flush()
    revoke(monde.serveur, of(laptop, "appareil"))
    monde.dossier(monde.compte("dominique"))
    bilan = laptop.synchroniser()
    assert bilan.revoque == "2026-11-20T08:00:00.000Z"
    assert (bilan.recus, bilan.remis > 0) == (0, True)
    assert laptop.bureau.mon_compte is not None
    assert laptop.bureau.mon_compte.tout_remis
    assert any("Rappeler la mairie." in item for item in kept_for_the_service(monde))


def test_a_forgotten_account_leaves_no_file_and_the_door_says_what_happened(
    monde: Monde, tmp_path: Path
) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = Poste(tmp_path / "portable", monde, "alix")
    laptop.synchroniser()
    laptop.bureau.entretiens.nouveau(dossier)
    account = laptop.bureau.moi.id
    revoke(monde.serveur, "alix")
    since = laptop.synchroniser().revoque
    laptop.fermer()
    (tmp_path / "portable" / f"{account}.contenus").mkdir(exist_ok=True)
    laptop.portier.oublier("alix", since)
    assert [path.name for path in (tmp_path / "portable").iterdir()] == [f"{account}.revoque"]
    assert laptop.portier.comptes() == ()
    assert "révoqué le 20/11/2026 à 9\u00a0h" in laptop.portier.nouvelles()
    assert "remis au service" in laptop.portier.nouvelles()
    again = Poste(tmp_path / "portable", monde, "alix")
    again.synchroniser()
    assert (again.portier.nouvelles(), len(again.portier.comptes())) == ("", 1)
    assert again.bureau.file_active.lister()
    again.fermer()


def test_a_forgetting_cut_in_the_middle_is_finished_at_the_next_start(monde: Monde, tmp_path: Path) -> None:
    monde.compte("alix")
    laptop = Poste(tmp_path / "portable", monde, "alix")
    laptop.fermer()
    folder = tmp_path / "portable"
    (replique,) = folder.glob("*.replique")
    content = replique.read_bytes()
    laptop.portier.oublier("alix", "2026-11-20T08:00:00.000Z")
    replique.write_bytes(content)  # held open by an antivirus the first time
    laptop.portier.nouvelles()
    assert not replique.exists()


@pytest.mark.parametrize("whose", ["nobody", "another server", "another device"])
def test_a_revocation_that_our_server_did_not_sign_does_nothing(
    monde: Monde, poste: Ouvrir, whose: str
) -> None:
    monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    le, secret = "2026-11-20T08:00:00.000Z", monde.serveur.secret
    device = laptop.ids.new() if whose == "another device" else of(laptop, "appareil")
    other = type(secret)(b"x" * 32) if whose == "another server" else secret
    signed = other.give_word(revocation_text(device, le)) if whose != "nobody" else b""
    laptop.transport.close()
    laptop.transport = Imposteur(monde.url, Revocation(le, base64.b64encode(signed).decode()))
    bilan = laptop.synchroniser()
    assert (bilan.revoque, bilan.recus > 0) == ("", True)


def test_a_replica_that_never_learned_the_key_of_its_server_believes_no_revocation(
    monde: Monde, poste: Ouvrir
) -> None:
    monde.compte("alix")
    laptop = poste("portable", "alix")

    def forget(connection: Connection) -> tuple[None, None]:
        put(connection, cle_serveur_signature="")
        return None, None

    laptop.bureau.poste.now_write(forget)
    revoke(monde.serveur, "alix")
    assert laptop.synchroniser().revoque == ""
