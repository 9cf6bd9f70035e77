import datetime as dt
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.frise.disposition import dresser, grappes, rangs
from domain.frise.faits import Fait, Forme, Frise, Piste
from domain.frise.plan import Cadre, Mesures, Plan
from domain.frise.temps import Fenetre, toute

JOUR = dt.date(2026, 11, 20)
MESURES = Mesures(lambda word: 7.0 * len(word), lambda _: 32, 16, 16, 120)
jours = st.dates(dt.date(2015, 1, 1), dt.date(2028, 1, 1))


@st.composite
def faits(draw: st.DrawFn, *, ponctuelle: bool) -> tuple[Fait, ...]:
    found = []
    for rank in range(draw(st.integers(1, 12))):
        begins, ends = draw(jours), draw(st.none() | jours)
        forme, word = draw(st.sampled_from(Forme)), draw(st.sampled_from(("", "CER", "Droit ouvert")))
        found.append(Fait(str(rank), begins, begins if ponctuelle else ends, "e", forme, word, "Fait"))
    return tuple(sorted(found, key=lambda fait: fait.debut))


@st.composite
def frises(draw: st.DrawFn) -> Frise:
    lanes = [
        Piste(f"p{rank}", f"Piste {rank}", draw(faits(ponctuelle=points)), ponctuelle=points)
        for rank, points in enumerate(draw(st.lists(st.booleans(), min_size=1, max_size=4)))
    ]
    return Frise("d", "", JOUR, tuple(lanes), 0)


def _touch(one: Cadre, other: Cadre) -> bool:
    across = one.x < other.x + other.largeur and other.x < one.x + one.largeur
    return across and one.y < other.y + other.hauteur and other.y < one.y + one.hauteur


def _texts(plan: Plan) -> list[Cadre]:
    return [mark.texte for mark in plan.marques if mark.texte is not None and mark.visible]


@given(frises(), st.floats(0, 1), st.floats(30, 5000), st.floats(300, 1600))
def test_no_text_ever_covers_another(frise: Frise, part: float, days: float, width: float) -> None:
    whole = toute(frise)
    here = Fenetre(whole.debut + part * whole.duree, days).dans(whole)
    plan = dresser(frise, here, width, MESURES)
    texts = _texts(plan)
    texts += [Cadre(mark.texte, 0, 7.0 * len(mark.mot), 16) for mark in plan.annees if mark.mot]
    texts += [Cadre(mark.texte + 6, 22, 7.0 * len(mark.mot), 16) for mark in plan.mois]
    texts += [plan.cadre_aujourd_hui] if plan.cadre_aujourd_hui else []
    assert not [pair for pair in combinations(texts, 2) if _touch(*pair)]


@given(frises(), st.floats(300, 1600))
def test_every_fact_has_its_place_inside_its_lane(frise: Frise, width: float) -> None:
    plan = dresser(frise, toute(frise), width, MESURES)
    shown = [fait for mark in plan.marques for fait in mark.faits]
    assert sorted(map(id, shown)) == sorted(id(fait) for _, fait in frise.faits)
    lanes = {bande.piste.code: bande for bande in plan.bandes}
    for mark in plan.marques:
        lane = lanes[mark.piste.code]
        assert mark.visible
        assert lane.y < mark.cadre.y
        assert mark.cadre.y + mark.cadre.hauteur < lane.y + lane.hauteur
    assert plan.hauteur == plan.bandes[-1].y + plan.bandes[-1].hauteur
    assert plan.aujourd_hui is not None


@given(faits(ponctuelle=False))
def test_facts_of_one_row_never_hold_on_the_same_day(facts: tuple[Fait, ...]) -> None:
    """The rows are as many as the facts that hold at once on one day, no more."""
    rows = rangs(Piste("p", "P", facts))

    def last(fait: Fait) -> dt.date:
        return dt.date.max if fait.fin is None else max(fait.debut, fait.fin)

    for (one, row), (other, its) in combinations(zip(facts, rows, strict=True), 2):
        assert row != its or last(one) < other.debut
    at_once = max(sum(one.debut <= fait.debut <= last(one) for one in facts) for fait in facts)
    assert max(rows) + 1 == at_once


@given(st.lists(st.floats(0, 1000), max_size=40).map(sorted), st.floats(1, 30), st.floats(0, 60))
def test_groups_hold_every_mark_once_and_leave_room_for_each_other(
    places: list[float], alone: float, more: float
) -> None:
    groups = grappes(places, alone, alone + more)
    assert [rank for group in groups for rank in group] == list(range(len(places)))
    for group, following in pairwise(groups):
        room = alone if len(group) == 1 else alone + more
        assert places[following.start] - places[group.start] >= room


def _lane(*facts: Fait) -> Frise:
    points = all(fait.fin == fait.debut for fait in facts)
    return Frise("d", "", JOUR, (Piste("p", "Entretiens", facts, ponctuelle=points),), 0)


def _fait(day: dt.date, forme: Forme = Forme.PLEIN, etat: str = "presence") -> Fait:
    return Fait(day.isoformat(), day, day, etat, forme, "Entretien", "Entretien individuel")


def test_what_was_missed_is_never_grouped_with_what_was_held() -> None:
    """R-ENT-11: absences are seen at once, however far one stands."""
    days = [dt.date(2026, 1, 1) + dt.timedelta(10 * rank) for rank in range(20)]
    formes = [Forme.PLEIN if rank % 5 else Forme.BARRE for rank in range(20)]
    frise = _lane(*map(_fait, days, formes))
    plan = dresser(frise, Fenetre(days[0].toordinal() - 1500, 3000), 600, MESURES)
    assert [(len(mark.faits), mark.faits[0].forme) for mark in plan.marques] == [
        (16, Forme.PLEIN),
        (4, Forme.BARRE),
    ]
    held, missed = plan.marques
    assert (held.mot, held.etats, held.cadre.y < missed.cadre.y) == ("16", {"presence"}, True)
    assert held.dit == "Entretiens\u00a0: 16\u00a0faits, du 11 janvier 2026 au 10 juillet 2026"


def test_a_name_stays_in_view_as_long_as_a_part_of_its_period() -> None:
    period = Fait("a", dt.date(2016, 1, 1), None, "", Forme.PLEIN, "Camille Roche", "Camille Roche")
    plan = dresser(_lane(period), Fenetre(dt.date(2025, 1, 1).toordinal(), 365), 800, MESURES)
    (mark,) = plan.marques
    assert mark.ouverte
    assert mark.texte is not None
    assert mark.texte.x > MESURES.gauche
    assert mark.mot == "Camille Roche"


def test_what_is_too_short_for_its_name_keeps_it_for_the_tip() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 1, 2)
    period = Fait("a", first, last, "", Forme.PLEIN, "Suspendu", "Droit suspendu")
    plan = dresser(_lane(period), Fenetre(dt.date(2020, 1, 1).toordinal(), 3000), 800, MESURES)
    (mark,) = plan.marques
    assert (mark.mot, mark.texte, mark.signe) == ("", None, None)
    assert mark.cadre.largeur == 4
    assert mark.dit == "Du 1er janvier 2026 au 2 janvier 2026\u00a0: Droit suspendu"
