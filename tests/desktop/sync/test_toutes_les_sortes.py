"""An afternoon offline that touches every kind of record; then the server, and another laptop, are equal.

The kinds come from the registry: one that is added tomorrow is touched here too.
"""

from collections.abc import Callable

from sqlalchemy import Connection, select

from desktop.models.changes import Changes
from desktop.models.tables import RECORDS as REPLICA
from desktop.services.bureau import Bureau
from domain.fields import Field, Kind, Owner, Value
from domain.forms import Form
from domain.registry import FORMS
from server.models import RECORDS as SERVER
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

BY_ACTS = ("accord", "evenement_cer")
"""Written by the acts that make them, elsewhere: an accord is signed, a state has a history."""
WRITTEN = [form for form in FORMS.values() if form.owner is Owner.USER and form.name not in BY_ACTS]
EXAMPLES: dict[Kind, Value] = {
    Kind.LINE: "Ligne",
    Kind.TEXT: "Dit l’après-midi, sans réseau.",
    Kind.FILE_NAME: "courrier.pdf",
    Kind.DATE: "2026-11-20",
    Kind.MOMENT: "2026-11-20T14:30",
    Kind.INTEGER: 6,
    Kind.FLAG: True,
    Kind.PHONE: "06 39 98 12 34",
    Kind.MAIL: "zoe@exemple.invalid",
    Kind.DATA: {"cer": ["sans"]},
    Kind.INSTANT: "2026-11-20T13:30:00.000Z",
}


def _example(bureau: Bureau, field: Field) -> Value:
    if field.codes is None:
        return EXAMPLES[field.kind]
    code = bureau.settings.choices(field.codes)[0].code
    return [code] if field.kind is Kind.CODES else code


def _typed(field: Field) -> bool:
    return (
        field.owner is Owner.USER and field.kind is not Kind.REFERENCE and not field.name.endswith("_libelle")
    )


def _values(bureau: Bureau, form: Form, parents: dict[str, str]) -> dict[str, Value]:
    """Fill in every field that a référent may, but references to what is not there."""
    values: dict[str, Value] = {
        field.name: _example(bureau, field)
        for field in form.fields
        if field.owner is Owner.USER
        and field.kind is not Kind.REFERENCE
        and not field.name.endswith("_libelle")
    }
    if form.parent is not None:
        values[form.parent] = parents[form.parent]
    return bureau.poste.with_labels(form.name, values)


def _afternoon(bureau: Bureau, dossier: str) -> dict[str, str]:
    """Create one record of each kind, in one stroke of the writer; return them by kind."""
    made: dict[str, str] = {}

    def work(connection: Connection) -> tuple[None, Changes]:
        for form in WRITTEN:
            values = _values(bureau, form, made)
            scope = dossier if form.in_dossier else None
            made[form.name] = bureau.poste.outbox.create(connection, form.name, scope, values)
        return None, Changes(wide=True)

    bureau.poste.now_write(work)
    return made


def _of_server(monde: Monde, kind: str, record: str) -> dict[str, Value] | None:
    table = SERVER[kind]
    with monde.serveur.engine.connect() as connection:
        row = connection.execute(select(table).where(table.c.id == record)).mappings().first()
    return None if row is None or row["supprime"] else {name: row[name] for name in FORMS[kind].by_name}


def _of_replica(bureau: Bureau, kind: str, record: str) -> dict[str, Value] | None:
    table = REPLICA[kind]
    with bureau.poste.replique.read() as connection:
        row = connection.execute(select(table).where(table.c.id == record)).mappings().first()
    return None if row is None else {name: row[name] for name in FORMS[kind].by_name}


def test_an_afternoon_offline_that_touches_every_kind_arrives_whole(
    monde: Monde, alix: Poste, dossier: str, poste: Callable[[str, str], Poste]
) -> None:
    """R-ACC-10: and a second laptop of the same account says the same."""
    made = _afternoon(alix.bureau, dossier)
    made["dossier"] = dossier
    for field in FORMS["dossier"].fields:
        if _typed(field):
            alix.bureau.saisie.save_field("dossier", dossier, field.name, _example(alix.bureau, field), None)
    alix.bureau.saisie.flush()
    before = {kind: _of_replica(alix.bureau, kind, record) for kind, record in made.items()}
    bilan = alix.synchroniser()
    assert (bilan.pris, bilan.envoyes - bilan.pris) == (len(made), 0)
    other = poste("autre-poste", "alix")
    other.synchroniser()
    for kind, record in made.items():
        assert before[kind] is not None
        assert _of_server(monde, kind, record) == before[kind], kind
        assert _of_replica(alix.bureau, kind, record) == before[kind], kind
        assert _of_replica(other.bureau, kind, record) == before[kind], kind


def test_what_is_deleted_offline_is_gone_everywhere(
    monde: Monde, alix: Poste, dossier: str, poste: Callable[[str, str], Poste]
) -> None:
    """R-FA-2: and leaves no trace to be seen."""
    made = _afternoon(alix.bureau, dossier)
    alix.synchroniser()
    other = poste("autre-poste", "alix")
    other.synchroniser()
    lasting = {form.parent for form in WRITTEN if form.append_only}
    deleted = [form.name for form in WRITTEN if not form.append_only and form.name not in lasting]
    for kind in deleted:
        alix.bureau.saisie.supprimer(kind, made[kind])
    alix.synchroniser()
    other.synchroniser()
    assert {kind for kind in deleted if _of_server(monde, kind, made[kind])} == set()
    assert {kind for kind in deleted if _of_replica(other.bureau, kind, made[kind])} == set()
