"""The demonstration played whole, in its small size, through the pouring and the API."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.accord.rules import Standing, agreed_part, content, fingerprint, standing
from domain.cer.states import Event, State, state_of
from domain.clock import SystemClock
from domain.errors import RefusedError
from domain.fields import Value
from domain.ids import Ids
from resources import path
from server.api.ecoute import en_fond
from server.demo.comptes import MOT_DE_PASSE
from server.demo.jeu import CODE, Joue, jouer
from server.demo.poste import Poste
from server.models import RECORDS, compte
from server.models.base import open_engine
from server.serveur import Serveur
from server.services.secret import Secret

JOUR = dt.date(2026, 11, 20)
Rangs = list[dict[str, Value]]


class Demonstration:
    def __init__(self, serveur: Serveur, joue: Joue) -> None:
        self.serveur = serveur
        self.joue = joue

    def tous(self, kind: str) -> Rangs:
        with self.serveur.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(RECORDS[kind])).mappings()]

    def compte(self, who: str) -> str:
        with self.serveur.engine.connect() as connection:
            asked = select(compte.c.id).where(compte.c.identifiant == f"{who}@demo.invalid")
            return str(connection.execute(asked).scalar_one())

    def etats(self) -> dict[str, State]:
        events: dict[str, list[Event]] = {str(row["id"]): [] for row in self.tous("cer")}
        for row in self.tous("evenement_cer"):
            rang = int(str(row["rang"]))
            events[str(row["cer"])].append(Event(rang, State(str(row["de"])), State(str(row["vers"]))))
        return {cer: state_of(history) for cer, history in events.items()}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    base: Path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    engine = open_engine(f"sqlite:///{base}")
    clock = SystemClock()
    serveur = Serveur(engine, clock, Ids(clock), Secret.create(base.with_name("serveur.cle")))
    yield Demonstration(serveur, jouer(serveur, JOUR, petit=True, dire=lambda _: None))
    engine.dispose()


def test_everything_was_taken_and_nothing_waits_in_quarantine(demonstration: Demonstration) -> None:
    with demonstration.serveur.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(RECORDS["reprise"])).scalar() == 0
    assert demonstration.joue.modifications > 1_000
    assert not any(rapport.rejets for rapport in demonstration.joue.rapports)
    assert sum(rapport.changements for rapport in demonstration.joue.rapports) >= 1


def test_cers_are_in_every_state(demonstration: Demonstration) -> None:
    """R-CER-12."""
    assert set(demonstration.etats().values()) == set(State)


def test_a_referent_finds_everything_to_do_today(demonstration: Demonstration) -> None:
    camille = demonstration.compte("camille.roche")
    mine = [row for row in demonstration.tous("entretien") if row["collaborateur"] == camille]
    today = [row for row in mine if str(row["moment"]).startswith(JOUR.isoformat())]
    assert len(today) >= 4
    assert all(row["realisation"] == "prevu" for row in today)
    assert sum(str(row["moment"]) < JOUR.isoformat() and row["realisation"] == "prevu" for row in mine) >= 2
    written = {str(row["id"]) for row in demonstration.tous("cer") if row["cree_par"] == camille}
    states = demonstration.etats()
    returned = {
        str(row["cer"]) for row in demonstration.tous("evenement_cer") if row["vers"] == "proposition"
    }
    assert any(states[cer] is State.PROPOSITION for cer in returned & written)
    recent = (JOUR - dt.timedelta(days=5)).isoformat()
    decided = [row for row in demonstration.tous("cer") if str(row["date_decision"] or "") >= recent]
    assert any(row["id"] in written and row["note_referent"] for row in decided)
    ends = {
        str(row["date_fin"]) for row in demonstration.tous("cer") if states[str(row["id"])] is State.VALIDE
    }
    assert any(JOUR.isoformat() <= end <= (JOUR + dt.timedelta(days=60)).isoformat() for end in ends)


@pytest.mark.parametrize(
    "kind",
    [
        "caracteristique",
        "demande_fin",
        "demande_midem",
        "difficulte",
        "document",
        "note",
        "souhait_metier",
        "veille",
    ],
)
def test_a_referent_finds_something_of_every_kind(demonstration: Demonstration, kind: str) -> None:
    camille = demonstration.compte("camille.roche")
    assert [row for row in demonstration.tous(kind) if row["cree_par"] == camille]


def test_a_paper_of_the_demonstration_can_be_opened(demonstration: Demonstration) -> None:
    for row in demonstration.tous("document"):
        whole = demonstration.serveur.depot.whole(
            CODE, str(row["dossier"]), str(row["empreinte"])
        ).read_bytes()
        assert row["contenu_present"]
        assert len(whole) == row["taille"]
        assert whole.startswith(b"%PDF-")


def test_jobs_wished_for_are_of_the_rome(demonstration: Demonstration) -> None:
    """R-INF-1."""
    jobs = path("nomenclatures", "rome_metiers.csv").read_text("utf-8").splitlines()
    known = {line.partition(";")[0] for line in jobs}
    assert {row["code_rome"] for row in demonstration.tous("souhait_metier")} <= known


def test_nobody_has_two_appointments_at_once(demonstration: Demonstration) -> None:
    """R-ENT-3."""
    seen = Counter((row["collaborateur"], row["moment"]) for row in demonstration.tous("entretien"))
    assert max(seen.values()) == 1


def test_accords_stand_on_the_text_as_it_is(demonstration: Demonstration) -> None:
    """R-CER-25: verified again from what the server stored."""
    objectifs: dict[str, Rangs] = {}
    for row in demonstration.tous("objectif"):
        objectifs.setdefault(str(row["cer"]), []).append(row)
    accords: dict[str, Rangs] = {}
    for row in demonstration.tous("accord"):
        accords.setdefault(str(row["cer"]), []).append(row)
    cers = {str(row["id"]): row for row in demonstration.tous("cer")}
    found = Counter(
        standing(
            taken,
            fingerprint(agreed_part(content(cer=cers[cer], objectifs=objectifs[cer], dossier={}, model={}))),
        )
        for cer, taken in accords.items()
    )
    assert found[Standing.OUI] > 20
    assert found[Standing.CADUC] == 0


def test_the_history_is_dated_when_it_happened(demonstration: Demonstration) -> None:
    months = {str(row["cree_le"])[:7] for row in demonstration.tous("evenement_cer")}
    assert len(months) > 8


def test_every_entretien_is_held_on_a_working_day_but_today(demonstration: Demonstration) -> None:
    days = {dt.date.fromisoformat(str(row["moment"])[:10]) for row in demonstration.tous("entretien")}
    assert all(day.weekday() < 5 for day in days if abs((day - JOUR).days) > 7)


def test_one_signs_in_with_the_printed_password(demonstration: Demonstration) -> None:
    serveur = demonstration.serveur
    with en_fond(serveur) as url:
        poste = Poste(url, serveur.ids, None)  # type: ignore[arg-type]
        with pytest.raises(RefusedError, match="401"):
            poste.connecter("camille.roche@demo.invalid", "un autre mot de passe", MOT_DE_PASSE)
        poste.connecter("camille.roche@demo.invalid", MOT_DE_PASSE, MOT_DE_PASSE[::-1])
        poste.tirer()
