"""A field is said once, in ``domain``; these hold tables, wire and screens to it."""

from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection, inspect

import resources
from desktop.models.replique import Replique
from desktop.models.tables import RECORDS as ON_THE_REPLICA
from desktop.views.fields import Outils, editeur
from domain.clock import SystemClock
from domain.exchange.v1 import META_COLUMNS, Change, Op, Page, Rows
from domain.fields import Field, Kind, Owner, Value
from domain.forms import Form
from domain.registry import FORMS
from domain.reglage.nomenclatures import Settings
from server import migrations
from server.models import RECORDS as ON_THE_SERVER
from server.models.base import open_engine
from tests.house.sources import text_of

WRITTEN_BY_THE_PROGRAM = {Kind.INSTANT, Kind.REFERENCE, Kind.DATA}
FILLED_IN = [
    pytest.param(field, id=f"{form.name}.{field.name}")
    for form in FORMS.values()
    for field in form.fields
    if field.owner in {Owner.USER, Owner.SERVICE} and field.kind not in WRITTEN_BY_THE_PROGRAM
]
CHOSEN = [
    pytest.param(field, id=f"{form.name}.{field.name}")
    for form in FORMS.values()
    for field in form.fields
    if field.kind in {Kind.CHOICE, Kind.CODES}
]
EXAMPLES: dict[Kind, Value] = {
    Kind.LINE: "Été",
    Kind.TEXT: "Deux lignes\nd’un texte",
    Kind.DATE: "2026-11-20",
    Kind.MOMENT: "2026-11-20T14:30",
    Kind.INSTANT: "2026-11-20T13:30:00.123Z",
    Kind.INTEGER: 6,
    Kind.FLAG: True,
    Kind.CHOICE: "code",
    Kind.CODES: ["un", "zéro"],
    Kind.PHONE: "06 12 34 56 78",
    Kind.MAIL: "zoe@exemple.fr",
    Kind.FILE_NAME: "CV_DUPONT_Zoe.pdf",
    Kind.REFERENCE: "01890a5d-ac96-774b-bcce-b302099a8057",
    Kind.DATA: {"liste": [["code", "Libellé"]]},
}

forms = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def _missing(connection: Connection, form: Form, more: set[str]) -> set[str]:
    wanted = {field.name for field in form.fields} | set(META_COLUMNS) | more
    return wanted - {str(column["name"]) for column in inspect(connection).get_columns(form.name)}


def test_every_field_has_its_column_on_a_migrated_replica(tmp_path: Path) -> None:
    replica = Replique(tmp_path / "replique", bytes(32))
    try:
        with replica.read() as connection:
            missing = {form.name: _missing(connection, form, {"inconnu"}) for form in FORMS.values()}
    finally:
        replica.close()
    assert not {name: columns for name, columns in missing.items() if columns}


def test_every_field_has_its_column_on_a_migrated_server(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'serveur.sqlite3'}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        missing = {
            form.name: _missing(connection, form, {"departement", "supprime"}) for form in FORMS.values()
        }
    engine.dispose()
    assert not {name: columns for name, columns in missing.items() if columns}


@forms
def test_both_sides_describe_every_field(form: Form) -> None:
    names = {field.name for field in form.fields} | set(META_COLUMNS)
    assert names <= set(ON_THE_REPLICA[form.name].columns.keys())
    assert names <= set(ON_THE_SERVER[form.name].columns.keys())


@forms
def test_every_field_travels_unchanged(form: Form) -> None:
    """Up in a change, down in a page, as JSON: the same value comes out."""
    values = {field.name: EXAMPLES[field.kind] for field in form.fields}
    assert not {
        field.name: field.refusal(values[field.name])
        for field in form.fields
        if field.refusal(values[field.name])
    }
    change = Change("c", 1, form.name, "r", "d", Op.CREATE, "2026-11-20T13:30:00.123Z", "moi", set=values)
    assert msgspec.json.decode(msgspec.json.encode(change), type=Change) == change
    page = Page("curseur", rows=[Rows(form.name, list(values), [list(values.values())])])
    assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_an_example_that_is_well_formed(kind: Kind) -> None:
    assert Field("champ", "Champ", kind).refusal(EXAMPLES[kind]) is None


@pytest.mark.parametrize("field", FILLED_IN)
def test_every_field_that_a_person_fills_in_has_an_editor(field: Field, qtbot: QtBot) -> None:
    """The editor shows a value and gives the same one back, without having been touched."""
    settings = Settings.of(resources.default_settings())
    editor = editeur(field, Outils(settings, SystemClock()))
    qtbot.addWidget(editor)
    value = EXAMPLES[field.kind]
    if field.codes is not None:
        code = settings.choices(field.codes)[0].code
        value = [code] if field.kind is Kind.CODES else code
    with qtbot.assertNotEmitted(editor.edited):
        editor.show_value(value)
    assert editor.value() == value


@pytest.mark.parametrize("field", CHOSEN)
def test_every_list_that_a_field_names_exists(field: Field) -> None:
    assert field.codes is not None
    assert Settings.of(resources.default_settings()).choices(field.codes)


def test_the_binder_stays_small() -> None:
    """Thirty forms, no engine: what ties editors to the disk is read in one sitting."""
    assert (text_of("desktop/views/fields/binder.py") or "").count("\n") <= 150
