from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError

from desktop.models.outbox import Line, freeze
from desktop.models.tables import changement
from desktop.services.bureau import Bureau
from domain.errors import RefusedError
from domain.exchange.v1 import Change, Op
from domain.fields import Value
from tests.builders import verser


def lines(bureau: Bureau) -> list[Line]:
    bureau.saisie.flush()
    with bureau.poste.replique.read() as connection:
        return list(connection.execute(select(changement).order_by(changement.c.ordre)))


def frozen(bureau: Bureau) -> list[Change]:
    return bureau.poste.now_write(lambda connection: (freeze(connection), None))


@pytest.fixture
def cer(bureau: Bureau, dossier: str) -> str:
    """A CER the server knows."""
    (record,) = verser(
        bureau, "cer", {"dossier": dossier, "numero": 1, "situation": "avant", "evaluation": "e"}
    )
    return record


def test_waiting_edits_of_a_record_coalesce_first_before_last_after(bureau: Bureau, cer: str) -> None:
    for seen, typed in (("avant", "un"), ("un", "un deux"), ("un deux", "un deux trois")):
        bureau.saisie.save_field("cer", cer, "situation", typed, seen)
    bureau.saisie.save_field("cer", cer, "evaluation", "f", "e")
    (line,) = lines(bureau)
    assert line.valeurs == {"situation": "un deux trois", "evaluation": "f"}
    assert line.avant == {"situation": "avant", "evaluation": "e"}


def test_what_was_seen_and_not_what_is_stored_becomes_the_value_before(bureau: Bureau, cer: str) -> None:
    """Decision 1: a pull that came under an open editor must show as a conflict, not vanish."""
    verser(
        bureau,
        "cer",
        {"id": cer, "dossier": bureau.cers.ouvrir(cer).dossier, "situation": "venu d’ailleurs", "rev": 2},
    )
    bureau.saisie.save_field("cer", cer, "situation", "le mien", "avant")
    (line,) = lines(bureau)
    assert line.avant == {"situation": "avant"}


def test_a_frozen_line_never_changes_and_later_edits_open_another(bureau: Bureau, cer: str) -> None:
    bureau.saisie.save_field("cer", cer, "situation", "un", "avant")
    (first,) = frozen(bureau)
    bureau.saisie.save_field("cer", cer, "situation", "deux", "un")
    bureau.saisie.flush()
    again, second = frozen(bureau)
    assert again == first
    assert (first.n, second.n, second.was) == (1, 2, {"situation": "un"})


def test_an_act_seals_what_was_written_before_it(bureau: Bureau, dossier: str) -> None:
    """R-CER-25, decision 3: what follows an accord can never be read as having come before it."""
    cer = bureau.cers.nouveau(dossier)
    bureau.cers.ajouter_objectif(cer, "emploi")
    bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
    bureau.saisie.save_field("cer", cer, "situation", "après l’accord", None)
    kinds = [(line.kind, line.op) for line in lines(bureau)]
    assert kinds == [
        ("cer", Op.CREATE),
        ("objectif", Op.CREATE),
        ("accord", Op.CREATE),
        ("cer", Op.SET),
    ]


def test_what_was_born_here_and_never_sent_leaves_no_trace_when_deleted(bureau: Bureau, dossier: str) -> None:
    entretien = bureau.entretiens.nouveau(dossier)
    bureau.entretiens.ajouter_theme(entretien, "emploi")
    bureau.saisie.supprimer("entretien", entretien)
    assert lines(bureau) == []


def test_deleting_what_the_server_knows_keeps_the_row_until_it_agrees(
    bureau: Bureau, dossier: str, cer: str
) -> None:
    (objectif,) = verser(
        bureau, "objectif", {"dossier": dossier, "cer": cer, "rang": 1, "personne": "Refaire son CV"}
    )
    bureau.cers.retirer_objectif(objectif)
    (line,) = lines(bureau)
    assert (line.op, line.ligne["personne"]) == (Op.DELETE, "Refaire son CV")
    assert bureau.cers.ouvrir(cer).objectifs == ()


def test_typing_back_the_same_text_changes_nothing(bureau: Bureau, cer: str) -> None:
    bureau.saisie.save_field("cer", cer, "situation", "avant", "avant")
    assert lines(bureau) == []


def test_a_batch_is_bounded_in_number_and_in_size(bureau: Bureau, dossier: str) -> None:
    for _ in range(30):
        entretien = bureau.entretiens.nouveau(dossier)
        theme = bureau.entretiens.ajouter_theme(entretien, "emploi")
        bureau.saisie.save_field("theme_entretien", theme, "synthese", "é" * 20_000, None)
    bureau.saisie.flush()
    batch = frozen(bureau)
    assert 0 < len(batch) < 60
    assert [change.n for change in batch] == list(range(1, len(batch) + 1))


def test_what_was_typed_waits_in_its_place_while_the_file_is_refused_whatever_the_word(
    bureau: Bureau, cer: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule 12: a file said to be malformed is tried again like a full disk, and keeps the order."""
    monkeypatch.setattr("desktop.models.ecrivain.RETRY_SECONDS", 0.001)
    refusals, write = [1, 2], bureau.poste.outbox.set

    def refuse_twice(connection: Connection, *what: Any) -> str | None:  # noqa: ANN401 - whatever set takes
        if refusals:
            refusals.pop()
            raise DatabaseError("UPDATE", {}, Exception("database disk image is malformed"))
        return write(connection, *what)

    monkeypatch.setattr(type(bureau.poste.outbox), "set", lambda _self, *what: refuse_twice(*what))
    bureau.saisie.save_field("cer", cer, "situation", "un", "avant")
    bureau.saisie.save_field("cer", cer, "situation", "un deux", "un")
    (line,) = lines(bureau)
    assert line.valeurs == {"situation": "un deux"}
    assert caplog.text.count("the disk refused a write") == 2


def test_the_rest_of_a_group_goes_up_as_what_was_relied_upon(bureau: Bureau, dossier: str) -> None:
    """Decision 6: else a duration typed here and a beginning typed there would merge into nonsense."""
    period: dict[str, Value] = {
        "date_debut": "2026-12-01",
        "duree_mois": 6,
        "date_fin": "2027-05-31",
    }
    (cer,) = verser(bureau, "cer", period | {"dossier": dossier, "numero": 1})
    bureau.saisie.save_field("cer", cer, "date_debut", "2027-01-01", "2026-12-01")
    (line,) = lines(bureau)
    assert (line.valeurs, line.avant) == ({"date_debut": "2027-01-01"}, period)


def test_a_cer_that_bears_an_act_keeps_its_objectifs_when_one_tries_to_delete_it(
    bureau: Bureau, dossier: str
) -> None:
    """R-CER-25: the server refuses the CER, and would have taken the objectifs away."""
    cer = bureau.cers.nouveau(dossier)
    bureau.cers.ajouter_objectif(cer, "emploi")
    bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
    with pytest.raises(RefusedError, match="accord"):
        bureau.saisie.supprimer("cer", cer)
    assert len(bureau.cers.ouvrir(cer).objectifs) == 1
