"""A device is not told its own words again, and gets the whole row as soon as there is a doubt."""

import pytest

from domain.exchange.v1 import Op, Response
from tests.server.clients import Device
from tests.server.monde import Monde


@pytest.fixture
def alix(monde: Monde) -> Device:
    alix = monde.referent()
    monde.dossier(alix.compte["id"])
    alix.sync()
    return alix


def entretien(alix: Device) -> str:
    """Write one in the only dossier there is."""
    (dossier,) = alix.dossiers()
    record = alix.ids.new()
    said = alix.change("entretien", record, {"suite": "Elle avance."}, op=Op.CREATE, dossier=dossier)
    columns = mine(alix.exchange(said))
    assert "suite" not in columns
    assert {"id", "rev", "modifie_le", "realisation"} <= columns
    return record


def mine(response: Response) -> set[str]:
    assert response.page.rows == []
    return {name for rows in response.page.mine for name in rows.columns}


def test_words_that_have_just_gone_up_do_not_come_down(alix: Device) -> None:
    record = entretien(alix)
    assert alix.rows["entretien", record]["suite"] == "Elle avance."
    edit = alix.change("entretien", record, {"suite": "Elle avance bien."}, was={"suite": "Elle avance."})
    assert "suite" not in mine(alix.exchange(edit))
    assert alix.rows["entretien", record]["rev"] == 2


def test_a_change_sent_twice_brings_the_whole_row(alix: Device) -> None:
    """Lesson 2: the first answer was lost, and with it what the device would have stored."""
    record = entretien(alix)
    edit = alix.change("entretien", record, {"suite": "Plus tard."}, was={"suite": "Elle avance."})
    alix.post(edit, cursor=alix.cursor)
    page = alix.exchange(edit).page
    assert (page.mine, [rows.kind for rows in page.rows]) == ([], ["entretien"])


def test_what_others_wrote_meanwhile_brings_the_whole_row(monde: Monde, alix: Device) -> None:
    """Lesson 5: what was merged is not what the device shows."""
    record = entretien(alix)
    with monde.writing() as ecriture:
        ecriture.modifier("entretien", record, {"duree": 30})
    edit = alix.change("entretien", record, {"suite": "Plus tard."}, was={"suite": "Elle avance."})
    page = alix.exchange(edit).page
    assert (page.mine, [rows.kind for rows in page.rows]) == ([], ["entretien"])
    assert alix.rows["entretien", record]["duree"] == 30


def test_a_dossier_that_comes_again_comes_whole(alix: Device) -> None:
    """Lesson 9: what enters replaces what was held, it must lack nothing."""
    record = entretien(alix)
    edit = alix.change("entretien", record, {"suite": "Plus tard."}, was={"suite": "Elle avance."})
    alix.cursor = None
    page = alix.exchange(edit).page
    assert page.mine == []
    assert alix.rows["entretien", record]["suite"] == "Plus tard."


def test_a_disk_put_back_that_writes_the_same_again_gets_the_whole_row(alix: Device) -> None:
    """Lesson 5: its former life wrote more than what it writes again, and it holds none of it."""
    record = entretien(alix)
    before, cursor = dict(alix.rows["entretien", record]), alix.cursor
    said = {"suite": "Elle avance bien.", "lieu": "cms"}
    alix.exchange(alix.change("entretien", record, said, was={"suite": "Elle avance."}))
    alix.rows["entretien", record], alix.cursor = before, cursor
    page = alix.exchange(alix.change("entretien", record, {"lieu": "cms"})).page
    assert page.mine == []
    assert alix.rows["entretien", record]["suite"] == "Elle avance bien."
