import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.frise.faits import Fait, Forme, Frise, Piste
from domain.frise.temps import AU_MOINS, Fenetre, annees, annees_autour, mois, toute

JOUR = dt.date(2026, 11, 20)
jours = st.dates(dt.date(1, 1, 1), dt.date.max)
fenetres = st.builds(Fenetre, st.floats(600_000, 740_000), st.floats(AU_MOINS, 40_000))


def frise(*days: dt.date) -> Frise:
    facts = tuple(Fait("f", day, day, "", Forme.PLEIN, "", "") for day in sorted(days))
    return Frise("d", "", JOUR, (Piste("p", "P", facts, ponctuelle=True),), 0)


@given(fenetres, st.floats(0.01, 100), st.floats(0, 1))
def test_what_is_under_the_pointer_stays_under_it(here: Fenetre, factor: float, part: float) -> None:
    place = here.debut + part * here.duree
    nearer = here.zoomer(factor, place)
    assert nearer.duree >= AU_MOINS
    assert (place - nearer.debut) / nearer.duree == pytest.approx(part, abs=1e-6)


@given(fenetres, fenetres, st.floats(-1e6, 1e6))
def test_one_never_leaves_the_path(here: Fenetre, whole: Fenetre, days: float) -> None:
    kept = here.glisser(days).dans(whole)
    assert kept.debut >= whole.debut - 1e-6
    assert kept.fin <= whole.fin + 1e-6
    assert kept.duree == min(here.duree, whole.duree)


@given(st.lists(jours, max_size=5))
def test_the_whole_path_holds_today_and_no_slip_of_the_keyboard_flattens_it(days: list[dt.date]) -> None:
    whole, today = toute(frise(*days)), JOUR.toordinal()
    assert whole.debut < today < whole.fin
    assert whole.duree < 75 * 366
    usual = [day for day in days if dt.date(1990, 1, 1) <= day <= dt.date(2030, 1, 1)]
    assert all(whole.debut < day.toordinal() < whole.fin for day in usual)


def test_a_year_is_mostly_what_led_to_today() -> None:
    here = annees_autour(JOUR, 1, toute(frise(dt.date(2016, 1, 1), dt.date(2028, 1, 1))))
    assert dt.date.fromordinal(round(here.debut)) == dt.date(2026, 2, 19)
    assert here.duree == 365.25
    assert here.montrant(JOUR.toordinal()) == here
    assert here.montrant(dt.date(2016, 2, 1).toordinal()).debut < dt.date(2016, 2, 1).toordinal()


@given(fenetres, st.floats(50, 3000))
def test_the_names_of_the_axis_never_touch(here: Fenetre, width: float) -> None:
    def x(day: float) -> float:
        return (day - here.debut) / here.duree * width

    def measured(word: str) -> float:
        return 7.0 * len(word)

    for marks in (annees(here, x, measured), mois(here, x, measured)):
        written = [(mark.texte, mark.texte + measured(mark.mot)) for mark in marks if mark.mot]
        assert all(right < left for (_, right), (left, _) in pairwise(written))
        assert all(mark.x <= mark.texte for mark in marks)


def test_near_the_end_of_the_calendar_the_axis_still_stands() -> None:
    """A year typed as 9999 must not stop the page that shows it."""
    for first in (1.0, 3_652_000.0):
        here = Fenetre(first, 59)
        assert len(annees(here, float, len)) <= 2
        assert all(mark.mot for mark in mois(here, lambda day: day * 100, len))


def test_a_year_begun_before_the_view_has_its_name_at_the_left_of_it() -> None:
    here = Fenetre(dt.date(2026, 6, 1).toordinal(), 300)
    marks = annees(here, lambda day: 100 + day - here.debut, len)
    assert [(mark.mot, mark.texte >= 100) for mark in marks] == [("2026", True), ("2027", True)]
    assert marks[0].x < 100 == marks[0].texte
