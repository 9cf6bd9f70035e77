"""What comes down: scope, entering and leaving, pages, receipts, digest (R-ACC-1/2/3)."""

import datetime as dt

import pytest
from sqlalchemy import delete, select, update

from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from domain.profils import Profile
from server.models import departement, journal, portee_appareil
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.reglages import poser_reglages
from server.sync import envoi
from tests.server.clients import PASSWORD, Device, read
from tests.server.monde import Monde


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROWS", "FIRST_ROWS", "START_ROWS"):
        monkeypatch.setattr(envoi, name, 5)


def end(monde: Monde, device: Device, dossier: str, fin: str) -> None:
    """Date the sortie of the device's holder."""
    with monde.writing() as ecriture:
        for (kind, record), row in device.rows.items():
            if kind == "affectation" and row["dossier"] == dossier:
                ecriture.modifier("affectation", record, {"fin": fin})


def test_a_referent_receives_his_dossiers_and_no_other(monde: Monde) -> None:
    """R-ACC-1."""
    alix = monde.referent("alix")
    mine = {monde.dossier(alix.compte["id"]) for _ in range(3)}
    monde.dossier(monde.compte("dominique"))
    monde.dossier()
    alix.sync()
    assert alix.dossiers() == mine == set(alix.entered)
    assert {kind for kind, _ in alix.rows} == {"dossier", "affectation", "reglage", "collaborateur"}


def test_a_service_receives_its_territory(monde: Monde) -> None:
    """R-ACC-1: all dossiers of the DTAS, and no other."""
    monde.compte("chef", Profile.CDS, dtas="nord")
    north, south = monde.dossier(dtas="nord"), monde.dossier(dtas="sud")
    chef = monde.device("chef")
    chef.sync()
    assert chef.dossiers() == {north}
    with monde.writing() as ecriture:
        ecriture.modifier("dossier", south, {"dtas": "nord"})
        ecriture.modifier("dossier", north, {"dtas": "sud"})
    chef.sync()
    assert (chef.entered, chef.left, chef.dossiers()) == ([south], [north], {south})


def test_a_dossier_closed_long_ago_is_archived(monde: Monde) -> None:
    """R-ACC-9: the service keeps it meanwhile, and whoever follows it keeps it always."""
    monde.compte("chef", Profile.CDS, dtas="nord")
    alix = monde.referent("alix")
    today = monde.clock.now().date()

    def closed(days: int, referent: str | None = None) -> str:
        since = (today - dt.timedelta(days)).isoformat()
        return monde.dossier(referent, dtas="nord", etat_droit="clos", date_etat_droit=since)

    recent, old, followed = closed(600), closed(800), closed(800, alix.compte["id"])
    undated, open_ = monde.dossier(dtas="nord", etat_droit="clos"), monde.dossier(dtas="nord")
    chef = monde.device("chef")
    chef.sync()
    assert chef.dossiers() == {recent, followed, undated, open_}
    for months, expected in ((36, {recent, old}), (12, set[str]())):
        with monde.serveur.engine.begin() as connection:
            poser_reglages(monde.serveur, connection, "07", {"departement.archivage_mois": months})
        chef.sync()
        assert chef.dossiers() == {followed, undated, open_} | expected


def test_a_structure_receives_the_dossiers_of_its_referents(monde: Monde) -> None:
    """R-ACC-1."""
    referent = monde.compte("alix", structure="CCAS")
    monde.compte("bureau", Profile.SECRETARIAT_STRUCTURE, structure="CCAS")
    monde.compte("ailleurs", Profile.SECRETARIAT_STRUCTURE)
    dossier = monde.dossier(referent)
    bureau, ailleurs = monde.device("bureau"), monde.device("ailleurs")
    bureau.sync()
    ailleurs.sync()
    assert (bureau.dossiers(), ailleurs.dossiers()) == ({dossier}, set())


def test_an_administrator_receives_no_dossier(monde: Monde) -> None:
    """R-ACC-1."""
    monde.compte("racine", Profile.ADMINISTRATEUR, dtas="nord")
    monde.dossier(dtas="nord")
    device = monde.device("racine")
    device.sync()
    assert device.dossiers() == set()


def test_a_sortie_keeps_access_through_its_day_and_retires_the_dossier_the_day_after(monde: Monde) -> None:
    """R-ACC-2, in the département's own time zone."""
    alix = monde.referent()
    kept, left = monde.dossier(alix.compte["id"]), monde.dossier(alix.compte["id"])
    alix.sync()
    end(monde, alix, left, "2026-11-20")
    monde.clock.moment = dt.datetime(2026, 11, 20, 22, 59, tzinfo=dt.UTC)
    alix.sync()
    assert alix.dossiers() == {kept, left}
    monde.clock.moment = dt.datetime(2026, 11, 20, 23, 1, tzinfo=dt.UTC)
    alix.sync()
    assert (alix.left, alix.dossiers()) == ([left], {kept})
    assert all(row["dossier"] != left for row in alix.rows.values())


def test_on_a_reorientation_the_dossier_changes_hands_at_once(monde: Monde) -> None:
    """R-ACC-3."""
    alix, dominique = monde.referent("alix"), monde.referent("dominique")
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    dominique.sync()
    end(monde, alix, dossier, "2026-11-19")
    monde.affectation(dossier, dominique.compte["id"], "parcours", dt.date(2026, 11, 20), dt.date(2099, 1, 1))
    alix.sync()
    dominique.sync()
    assert (alix.dossiers(), dominique.dossiers()) == (set(), {dossier})


def test_a_referent_d_etape_sees_the_dossier_between_two_dates(monde: Monde) -> None:
    """R-ACC-1, R-ACC-7."""
    device = monde.referent()
    dossier = monde.dossier()
    monde.affectation(dossier, device.compte["id"], "etape", dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    seen = {}
    for day in (dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)):
        monde.clock.moment = dt.datetime.combine(day, dt.time(10), dt.UTC)
        device.sync()
        seen[day] = dossier in device.dossiers()
    assert list(seen.values()) == [False, True, True, False]


def test_a_page_that_was_never_stored_is_sent_again(monde: Monde) -> None:
    """The cursor is the receipt: what a cut lost comes back, entering and leaving alike."""
    alix = monde.referent()
    first = monde.dossier(alix.compte["id"])
    alix.post(cursor=None)
    alix.sync()
    assert alix.dossiers() == {first}
    second = monde.dossier(alix.compte["id"])
    end(monde, alix, first, "2026-11-01")
    for _ in range(2):
        lost = read(alix.post(cursor=alix.cursor)).page
        assert (lost.enter, lost.leave) == ([second], [first])
    alix.sync()
    assert (alix.entered, alix.left, alix.dossiers()) == ([second], [first], {second})


def test_a_dossier_that_left_and_came_back_before_the_device_knew_is_simply_followed(monde: Monde) -> None:
    alix = monde.referent()
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    end(monde, alix, dossier, "2026-11-01")
    assert read(alix.post(cursor=alix.cursor)).page.leave == [dossier]
    end(monde, alix, dossier, "2026-12-31")
    alix.sync()
    assert (alix.left, alix.dossiers()) == ([], {dossier})
    row = next(row for (kind, _), row in alix.rows.items() if kind == "affectation")
    assert row["fin"] == "2026-12-31"


def test_a_dossier_that_comes_back_comes_whole(monde: Monde) -> None:
    alix = monde.referent()
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    end(monde, alix, dossier, "2026-11-01")
    alix.sync()
    alix.sync()
    with monde.writing() as ecriture:
        ecriture.creer("entretien", {"lieu": "cms"}, dossier=dossier)
    monde.affectation(dossier, alix.compte["id"], "etape", dt.date(2026, 11, 1), dt.date(2026, 12, 1))
    alix.sync()
    kinds = sorted(kind for kind, _ in alix.rows if kind not in ("reglage", "collaborateur"))
    assert kinds == ["affectation", "affectation", "dossier", "entretien"]


@pytest.mark.usefixtures("small_pages")
def test_pages_hold_whole_dossiers_and_end_with_the_digest(monde: Monde) -> None:
    alix = monde.referent()
    mine = {monde.dossier(alix.compte["id"]) for _ in range(7)}
    assert alix.sync() == 4, "two dossiers of two rows to a page of five"
    assert alix.dossiers() == mine
    for dossier in sorted(mine)[:4]:
        with monde.writing() as ecriture:
            ecriture.creer("entretien", {"lieu": "cms"}, dossier=dossier)
            ecriture.modifier("dossier", dossier, {"telephone": "0600000000"})
    assert alix.sync() == 2, "eight lines of the journal to pages of five"
    assert sum(kind == "entretien" for kind, _ in alix.rows) == 4


@pytest.mark.usefixtures("small_pages")
def test_what_changes_between_two_pages_is_not_lost(monde: Monde) -> None:
    alix = monde.referent()
    dossiers = [monde.dossier(alix.compte["id"]) for _ in range(5)]
    assert alix.exchange().page.more
    with monde.writing() as ecriture:
        for dossier in dossiers:
            ecriture.modifier("dossier", dossier, {"permis": True})
    alix.sync()
    assert [alix.rows["dossier", dossier]["permis"] for dossier in dossiers] == [True] * 5


@pytest.mark.usefixtures("small_pages")
def test_a_dossier_larger_than_a_page_still_comes(monde: Monde) -> None:
    alix = monde.referent()
    dossier = monde.dossier(alix.compte["id"])
    with monde.writing() as ecriture:
        for _ in range(20):
            ecriture.creer("entretien", {}, dossier=dossier)
    alix.sync()
    assert sum(kind == "entretien" for kind, _ in alix.rows) == 20


def test_a_page_that_is_cut_on_its_way_comes_back_half_as_long(monde: Monde) -> None:
    """Lesson 17: a line that is cut often still brings the first replica, by pages that pass."""
    alix = monde.referent()
    for _ in range(9):
        monde.dossier(alix.compte["id"])
    lengths = [len(read(alix.post(cursor=None)).page.enter) for _ in range(5)]
    assert lengths == [9, 4, 2, 1, 1]
    alix.sync()
    assert len(alix.dossiers()) == 9


def test_a_page_that_came_may_be_followed_by_one_twice_as_long(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lesson 17: what was halved on a bad line grows again on a good one."""
    monkeypatch.setattr(envoi, "START_ROWS", 2)
    alix = monde.referent()
    for _ in range(9):
        monde.dossier(alix.compte["id"])
    assert [len(alix.exchange().page.enter) for _ in range(4)] == [1, 2, 4, 2]


def test_a_page_is_bounded_in_characters(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lesson 17: long texts make pages of fewer dossiers, and one alone always comes."""
    monkeypatch.setattr(envoi, "FIRST_CHARACTERS", 25)
    alix = monde.referent()
    for words in (10, 10, 30, 10):
        dossier = monde.dossier(alix.compte["id"])
        with monde.writing() as ecriture:
            ecriture.creer("entretien", {"suite": "x" * words}, dossier=dossier)
    assert [len(alix.exchange().page.enter) for _ in range(3)] == [2, 1, 1]
    assert len(alix.dossiers()) == 4


def test_nothing_to_do_is_one_small_request(monde: Monde) -> None:
    """Lesson 25."""
    alix = monde.referent()
    for _ in range(30):
        monde.dossier(alix.compte["id"])
    alix.sync()
    cursor = alix.cursor
    answer = alix.post(cursor=cursor)
    up = len(answer.request.body or b"") + sum(
        len(f"{name}: {text}\r\n") for name, text in answer.request.headers.items()
    )
    down = len(answer.content) + sum(len(f"{name}: {text}\r\n") for name, text in answer.headers.items())
    assert up + down <= 1024, (up, down)
    page = read(answer).page
    assert (page.more, page.rows, page.cursor) == (False, [], cursor)


def test_what_the_settings_become_reaches_everybody(monde: Monde) -> None:
    alix = monde.referent()
    alix.sync()
    with monde.writing() as ecriture:
        record = next(record for kind, record in alix.rows if kind == "reglage")
        ecriture.modifier("reglage", record, {"valeur": "Ardèche", "revision": 2})
    alix.sync()
    assert alix.rows["reglage", record]["valeur"] == "Ardèche"


def test_another_device_s_cursor_or_a_forged_one_begins_again(monde: Monde) -> None:
    alix, other = monde.referent("alix"), monde.referent("dominique")
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    other.sync()
    epoch = monde.epoch()
    for cursor in (other.cursor, "n’importe quoi", "1.2.3.4.5.6.7", f"{epoch}.9999.0.1.1.0.0000000000000000"):
        page = read(alix.post(cursor=cursor)).page
        assert page.enter == [dossier]
    assert monde.epoch() == epoch, "nobody makes the server believe it was restored"


def test_a_restored_server_opens_a_new_epoch_and_everybody_begins_again(monde: Monde) -> None:
    """Decision 13: the journal no longer holds the line where the cursor stood."""
    alix, other = monde.referent("alix"), monde.referent("dominique")
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    before = monde.epoch()
    alix.push(alix.change("dossier", dossier, {"telephone": "0600000001"}))
    other.sync()
    with monde.serveur.engine.begin() as connection:  # what a backup of a moment ago would hold
        last = connection.execute(select(journal.c.seq).order_by(journal.c.seq.desc()).limit(1)).scalar_one()
        connection.execute(delete(journal).where(journal.c.seq == last))
        connection.execute(update(departement).values(seq=last - 1))
    response = alix.exchange()
    assert response.epoch == monde.epoch() != before
    assert (response.page.more, response.page.rows) == (True, [])
    for device in (alix, other):
        device.sync()
        assert device.epoch == monde.epoch()
    assert alix.dossiers() == {dossier}


def test_deleted_records_come_down_as_tombstones(monde: Monde) -> None:
    alix = monde.referent()
    dossier = monde.dossier(alix.compte["id"])
    entretien = alix.ids.new()
    alix.push(alix.change("entretien", entretien, {}, op=Op.CREATE, dossier=dossier))
    other = monde.device("alix")
    other.sync()
    alix.sync()
    alix.push(alix.change("entretien", entretien, op=Op.DELETE, dossier=dossier))
    (stone,) = other.exchange().page.gone
    assert (stone.kind, stone.record, stone.dossier) == ("entretien", entretien, dossier)


def test_the_server_remembers_only_what_devices_acknowledge(monde: Monde) -> None:
    alix = monde.referent()
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    end(monde, alix, dossier, "2026-11-01")
    alix.sync()
    alix.sync()
    with monde.serveur.engine.connect() as connection:
        assert connection.execute(select(portee_appareil)).all() == []


def test_one_departement_sees_nothing_of_another(monde: Monde) -> None:
    """Design §1: one server serves several; the same dossier identifier may even exist in both."""
    alix = monde.referent()
    mine = monde.dossier(alix.compte["id"], dtas="nord")
    create_departement(monde.serveur, "08", "Autre département")
    chef = NouveauCompte("chef08", "AUTRE", "Chef", Profile.CDS, dtas=("nord",))
    create_compte(monde.serveur, chef, PASSWORD, departement="08")
    other = monde.device("chef08")
    other.sync()
    assert other.dossiers() == set()
    assert {row["nom"] for (kind, _), row in other.rows.items() if kind == "collaborateur"} == {"AUTRE"}
    values: dict[str, Value] = {"telephone": "0600000000"}
    (answer,) = other.push(other.change("dossier", mine, values, dossier=mine))
    assert answer.outcome is Outcome.QUARANTINED
    alix.sync()
    assert alix.rows["dossier", mine]["telephone"] is None
