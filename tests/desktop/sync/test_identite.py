"""A replica knows whose it is and which server is its own, and has to do with no other."""

import dataclasses
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, func, select

from desktop.models.replique import Replique, get
from desktop.models.tables import etat
from desktop.services.seuil import ANOTHER_SERVER, AbimeError
from desktop.sync.transport import AnsweredError
from domain.errors import RefusedError
from server.models import RECORDS, reponse
from server.models.base import open_engine
from server.services.secret import Secret
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, un_cer
from tests.server.clients import PASSWORD
from tests.server.monde import Monde
from tests.server.un_fichier import engine

__all__ = ["engine"]


@pytest.fixture
def jumeau(monde: Monde, tmp_path: Path) -> Iterator[Monde]:
    """Another server with a copy of the base, accounts, devices and tokens included, and its own secret."""
    copied = tmp_path / "jumeau.sqlite3"
    live, copy = sqlite3.connect(str(monde.serveur.engine.url.database)), sqlite3.connect(copied)
    live.backup(copy)
    live.close()
    copy.close()
    other = open_engine(f"sqlite:///{copied}")
    with Monde.serving(dataclasses.replace(monde.serveur, engine=other, secret=Secret(b"t" * 32))) as twin:
        yield twin
    other.dispose()


@pytest.fixture
def laptop(monde: Monde, poste: Ouvrir) -> tuple[Poste, str]:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    return laptop, dossier


def answered(monde: Monde) -> int:
    with monde.serveur.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(reponse)).scalar_one())


def test_a_replica_is_synchronised_with_no_other_server_whatever_its_address(
    monde: Monde, laptop: tuple[Poste, str], jumeau: Monde
) -> None:
    """Lesson 20: a trial server made from the real one knows the token, and takes nothing."""
    one, dossier = laptop
    cer = un_cer(one, dossier)
    waiting = one.bureau.synchro.etat().en_attente
    one.transport.server = jumeau.url
    with pytest.raises(AnsweredError, match="autre serveur"):
        one.synchroniser()
    assert (answered(jumeau), one.bureau.synchro.etat().en_attente) == (0, waiting)
    one.transport.server = monde.url
    assert one.synchroniser().pris == waiting
    with monde.serveur.engine.connect() as connection:
        assert connection.execute(select(RECORDS["cer"].c.id)).scalar_one() == cer


def test_the_door_gives_the_data_of_one_server_to_no_other(laptop: tuple[Poste, str], jumeau: Monde) -> None:
    """Lesson 20: somebody types the address of the trial server in the window of the real account."""
    one, dossier = laptop
    un_cer(one, dossier)
    with one.bureau.poste.replique.read() as connection:
        before = get(connection, "jeton"), get(connection, "cle_serveur_signature")
    one.bureau.verrouiller()
    with pytest.raises(RefusedError) as refused:
        one.portier.enroler(jumeau.url, "alix", PASSWORD)
    assert refused.value.message == ANOTHER_SERVER
    one.bureau = one.portier.ouvrir("alix", PASSWORD)
    with one.bureau.poste.replique.read() as connection:
        assert (get(connection, "jeton"), get(connection, "cle_serveur_signature")) == before
    assert one.bureau.synchro.etat().en_attente == 2


def test_a_file_that_does_not_say_whose_it_is_is_set_aside(laptop: tuple[Poste, str]) -> None:
    """Lesson 20: never adopted, never deleted."""
    one, _dossier = laptop

    def forget(connection: Connection) -> tuple[None, None]:
        connection.execute(delete(etat).where(etat.c.cle == "appareil"))
        return None, None

    one.bureau.poste.now_write(forget)
    path, url = one.bureau.poste.replique.path, one.transport.server
    one.bureau.verrouiller()
    with pytest.raises(AbimeError):
        one.portier.ouvrir("alix", PASSWORD)
    assert len(list(path.parent.glob("*.replique.illisible-*"))) == 1
    one.bureau = one.portier.enroler(url, "alix", PASSWORD)
    assert one.synchroniser().recus > 0


def test_the_file_of_another_device_is_refused_and_left_alone(
    poste: Ouvrir, laptop: tuple[Poste, str]
) -> None:
    """Lesson 20: the replica of my other laptop, copied over this one’s with its key."""
    one, _dossier = laptop
    other = poste("bureau", "alix")
    other.synchroniser()
    path, key = one.bureau.poste.replique.path, one.bureau.poste.replique._key
    theirs = other.bureau.poste.replique
    one.bureau.verrouiller()
    mine = path.read_bytes()
    stranger = path.with_name("autre")
    rewritten = Replique(stranger, key)
    with theirs.read() as connection:
        lines = [tuple(row) for row in connection.execute(select(etat.c.cle, etat.c.valeur))]

    def as_theirs(connection: Connection) -> tuple[None, None]:
        connection.execute(etat.insert(), [{"cle": name, "valeur": value} for name, value in lines])
        return None, None

    rewritten.ecrivain.submit(as_theirs).result()
    rewritten.close()
    shutil.copy(stranger, path)
    swapped = path.read_bytes()
    with pytest.raises(RefusedError, match="autre poste"):
        one.portier.ouvrir("alix", PASSWORD)
    assert path.read_bytes() == swapped
    path.write_bytes(mine)
    one.bureau = one.portier.ouvrir("alix", PASSWORD)


def test_two_laptops_of_one_person_are_two_devices_and_the_last_token_of_each_holds(
    monde: Monde, poste: Ouvrir, laptop: tuple[Poste, str]
) -> None:
    """Lesson 23: signing in again on one cancels its former token, and nothing of the other's."""
    one, dossier = laptop
    other = poste("bureau", "alix")
    other.synchroniser()
    with one.bureau.poste.replique.read() as connection:
        former = get(connection, "jeton")
    one.bureau.verrouiller()
    one.bureau = one.portier.enroler(monde.url, "alix", PASSWORD)
    cer = un_cer(one, dossier)
    one.synchroniser()
    one.transport.token = former
    with pytest.raises(AnsweredError) as refused:
        one.transport.call("PUT", "/appareils/enveloppe", {"enveloppe": ""})
    assert refused.value.status == 401
    other.synchroniser()
    assert other.bureau.cers.ouvrir(cer).dossier == dossier
