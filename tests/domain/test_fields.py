import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import (
    INTEGER_MAX,
    INTEGER_MIN,
    Field,
    Kind,
    Value,
    choice,
    comparable,
    gaps,
    is_date,
    same,
)
from domain.forms import Form
from domain.registry import FORMS

GOOD: dict[Kind, list[Value]] = {
    Kind.LINE: ["", "Été", "x" * 200],
    Kind.TEXT: ["a\nb", "x" * 20_000],
    Kind.DATE: ["", "2026-02-28", "2028-02-29"],
    Kind.MOMENT: ["", "2026-11-20T14:30"],
    Kind.INSTANT: ["2026-11-20T14:30:00.000Z"],
    Kind.INTEGER: [0, INTEGER_MIN, INTEGER_MAX],
    Kind.FLAG: [True, False],
    Kind.CHOICE: ["cms"],
    Kind.CODES: [[], ["emploi", "sante"]],
    Kind.PHONE: ["06 12 34 56 78", "+33 6.12.34.56.78", "3949"],
    Kind.MAIL: ["lea@exemple.fr", "a.b@c.d.fr"],
    Kind.FILE_NAME: ["CV_DUPONT-MARTIN_Lea_2026-11-20.pdf", "essai"],
    Kind.REFERENCE: ["0193469e-7c00-7000-8000-000000000000"],
    Kind.DATA: [{"a": 1}, [1, "b"], "texte", 3, 1.5, True],
}
BAD: dict[Kind, list[Value]] = {
    Kind.LINE: [3, True, ["a"], "x" * 201, "a\x00b", "\ud800"],
    Kind.TEXT: ["x" * 20_001],
    Kind.DATE: ["20/11/2026", "2026-02-30", "2026-11-00", "2026-00-00", "2026-1-1"],
    Kind.MOMENT: ["2026-11-20", "2026-11-20T25:00", "2026-11-20T14:30:00"],
    Kind.INSTANT: ["2026-11-20T14:30:00Z", "2026-13-20T14:30:00.000Z"],
    Kind.INTEGER: ["3", True, INTEGER_MAX + 1, INTEGER_MIN - 1, 1.5],
    Kind.FLAG: [1, "oui"],
    Kind.CHOICE: ["x" * 81],
    Kind.CODES: ["emploi", [1], {"add": []}],
    Kind.PHONE: ["zéro six", "1", "0" * 31],
    Kind.MAIL: ["lea", "lea@exemple", "lea@@exemple.fr", "l a@exemple.fr"],
    Kind.FILE_NAME: ["Été.pdf", "a b.pdf", "../x.pdf", ".pdf", "a.b.pdf", "x" * 121],
    Kind.REFERENCE: ["12", "0193469E-7C00-7000-8000-000000000000"],
    Kind.DATA: ["\ud800", "a\x00b"],
}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_takes_its_values_and_nothing(kind: Kind) -> None:
    field = Field("champ", "Champ", kind)
    assert [field.refusal(value) for value in [None, *GOOD[kind]]] == [None] * (len(GOOD[kind]) + 1)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_refuses_the_malformed_in_french_by_name(kind: Kind) -> None:
    for value in BAD[kind]:
        refusal = Field("champ", "Champ", kind).refusal(value)
        assert refusal is not None, value
        assert refusal.startswith("«\u00a0Champ\u00a0»\u00a0: ")
        assert refusal.endswith(".")


@pytest.mark.parametrize("value", ["1971-00-00", "1971-03-00", "1971-03-12"])
def test_a_partial_date_may_lack_its_day_or_month(value: str) -> None:
    assert Field("ne", "Né le", Kind.DATE, partial=True).refusal(value) is None


@pytest.mark.parametrize("value", ["0000-00-00", "1971-00-12", "1971-13-00", "1971-02-30", "vers 1971"])
def test_a_partial_date_is_still_a_date(value: str) -> None:
    assert Field("ne", "Né le", Kind.DATE, partial=True).refusal(value) is not None


def test_a_field_s_own_limit_replaces_that_of_its_kind() -> None:
    assert Field("texte", "Texte", Kind.TEXT, limit=3).max_length == 3
    assert Field("texte", "Texte", Kind.TEXT, limit=3).refusal("abcd") is not None
    assert Field("nombre", "Nombre", Kind.INTEGER).max_length is None


def test_what_is_missing_is_a_gap_and_never_a_refusal() -> None:
    wanted = Field("nom", "Nom", required=True)
    assert wanted.refusal(None) is None
    assert gaps([wanted, Field("autre", "Autre")], {"nom": ""}) == ["«\u00a0Nom\u00a0» reste à remplir."]
    assert gaps([wanted], {"nom": "X"}) == []


def test_a_choice_and_its_label_share_a_group() -> None:
    code, label = choice("lieu", "Lieu", "lieux", printed=True)
    assert (code.name, label.name) == ("lieu", "lieu_libelle")
    assert code.group == label.group == "lieu"
    assert code.printed
    assert label.printed


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: dt.date) -> None:
    assert is_date(day.isoformat())


@given(st.text())
def test_a_text_equals_its_composed_form(text: str) -> None:
    assert same(text, comparable(text))
    assert comparable(comparable(text)) == comparable(text)


def test_sets_of_codes_are_equal_in_any_order() -> None:
    assert same(["b", "a", "a"], ["a", "b"])
    assert same([], None)
    assert not same(["a"], None)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: str(form.name))
def test_every_form_names_its_fields_once_and_groups_them(form: Form) -> None:
    assert len(form.by_name) == len(form.fields)
    assert all(name in members for name, members in form.groups.items())
    assert form.parent is None or form.parent in form.by_name
