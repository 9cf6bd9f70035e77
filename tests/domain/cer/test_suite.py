import datetime as dt

import pytest

from domain.cer.rappel import recalled, since
from domain.cer.states import State
from domain.cer.suite import SUITES, Voisin, begun_as, ended_by, levee_of, resumed_without, under_way
from domain.fields import Value
from domain.reglage.nomenclatures import Settings
from resources import default_settings

DAY = dt.date(2026, 11, 20)
PRECEDENT: dict[str, Value] = {"situation": "Logée.", "evaluation": "Avance.", "expression": "Ses mots."}


def voisin(debut: str | None, fin: str | None, etat: State = State.VALIDE) -> Voisin:
    return Voisin("v", 2, debut, fin, etat)


def test_a_renewal_begins_the_next_month_for_the_usual_time() -> None:
    """R-CER-2, R-CER-23: nothing of the last CER is written in it unasked."""
    assert begun_as("renouvellement", DAY, 6, PRECEDENT, "2026-12-31") == {
        "type": "renouvellement",
        "date_signature": "2026-11-20",
        "date_debut": "2026-12-01",
        "duree_mois": 6,
        "date_fin": "2027-05-31",
    }


def test_an_avenant_keeps_the_text_and_the_end_of_what_it_amends() -> None:
    """R-CER-21: not the person’s own words, which are asked for again."""
    values = begun_as("avenant", DAY, 6, PRECEDENT, "2027-02-28")
    assert (values["situation"], values["evaluation"]) == ("Logée.", "Avance.")
    assert (values["date_debut"], values["date_fin"], values["duree_mois"]) == (
        "2026-12-01",
        "2027-02-28",
        None,
    )
    assert "expression" not in values


@pytest.mark.parametrize("end", [None, "2026-11-30", "2026-12-01"])
def test_an_avenant_to_what_is_over_has_the_usual_end(end: str | None) -> None:
    """R-CER-23."""
    assert begun_as("avenant", DAY, 6, PRECEDENT, end)["date_fin"] == "2027-05-31"


@pytest.mark.parametrize(
    ("type_", "levee"), [("reprise_versement", "suspension"), ("ouverture_droit", "radiation")]
)
def test_restoring_a_right_begins_this_month_and_ticks_what_to_lift(type_: str, levee: str) -> None:
    """R-CER-2, R-CER-5, R-CER-22."""
    values = begun_as(type_, DAY, 6, None, None)
    assert (values["date_debut"], values["priorite"], values["levee"]) == (
        "2026-11-01",
        "retablissement",
        levee,
    )
    assert levee_of("avenant") is levee_of(None) is None


def test_every_type_that_may_follow_is_in_the_list() -> None:
    """R-CER-22."""
    codes = {code.code for code in Settings.of(default_settings(), []).choices("types_cer")}
    assert set(SUITES) < codes


@pytest.mark.parametrize("fin", [None, "2026-12-01", "2027-02-28"])
def test_a_cer_that_runs_ends_the_day_before_the_next_one(fin: str | None) -> None:
    """R-CER-21."""
    running = voisin("2026-06-01", fin)
    assert ended_by("2026-12-01", [running]) == ((running, "2026-11-30"),)


@pytest.mark.parametrize(
    "other",
    [
        voisin("2026-06-01", "2026-11-30"),
        voisin("2026-12-01", "2027-05-31"),
        voisin("2027-01-01", None),
        voisin(None, None),
        voisin("2026-06-01", "2027-02-28", State.NON_VALIDE),
        voisin("2026-06-01", "2027-02-28", State.ATTENTE),
    ],
)
def test_what_is_over_or_undecided_or_begins_later_is_left_alone(other: Voisin) -> None:
    """R-CER-21."""
    assert ended_by("2026-12-01", [other]) == ended_by(None, [other]) == ()


def test_what_a_cer_had_ended_runs_again_without_it() -> None:
    """R-CER-12: a decision that is gone back on takes its consequences along."""
    ended: dict[str, Value] = {"id": "a", "date_cloture": "2026-11-30"}
    others: list[dict[str, Value]] = [ended, {"id": "b", "date_cloture": "2026-06-30"}, {"id": "c"}]
    assert resumed_without("2026-12-01", others) == (ended,)
    assert resumed_without(None, others) == ()


def test_drafts_and_submissions_are_under_way() -> None:
    """R-CER-12."""
    states = {other.etat for other in under_way(voisin(None, None, state) for state in State)}
    assert states == set(State) - {State.VALIDE, State.NON_VALIDE}


def test_the_last_objectifs_are_recalled_in_a_line_each() -> None:
    """R-CER-7."""
    objectifs: list[dict[str, Value]] = [
        {"theme_libelle": "Se former", "personne": "S’inscrire\nà l’atelier."},
        {"theme_libelle": "Se loger", "personne": None},
        {"theme_libelle": None, "personne": "mot " * 60},
    ]
    told = recalled(2, objectifs).split("\n")
    assert told[:3] == [
        "Objectifs du CER n°\u00a02\u00a0:",
        "–\u00a0Se former\u00a0: S’inscrire",
        "–\u00a0Se loger",
    ]
    assert told[3].endswith("mot…")
    assert len(told[3]) < 140
    assert recalled(None, []) == ""


def test_the_facts_since_are_counted() -> None:
    """R-CER-7: what was planned is no fact, nor what came before."""
    entretiens: list[dict[str, Value]] = [
        {"moment": f"2026-0{month}-10T09:00", "realisation": realisation}
        for month, realisation in (
            (3, "presence"),
            (6, "presence"),
            (7, "presence"),
            (8, "absence_justifiee"),
            (9, "prevu"),
            (9, "annule"),
        )
    ]
    entretiens.append({"moment": None, "realisation": "presence"})
    droits: list[dict[str, Value]] = [
        {"date": "2026-05-01", "etat_libelle": "Droit clos"},
        {"date": "2026-08-01", "etat_libelle": "Droit ouvert et suspendu"},
        {"date": "2026-09-01", "etat_libelle": None},
    ]
    assert since("2026-06-01", "2026-11-20", entretiens, droits) == (
        "Depuis le 1er juin 2026\u00a0: 2\u00a0entretiens et 1\u00a0absence justifiée\u00a0;"
        " droit ouvert et suspendu le 1er août 2026."
    )
    assert since(None, "2026-11-20", entretiens, droits) == since("2026-11-01", "2026-11-20", [], []) == ""
