import pytest

from domain.cer.states import State
from domain.droits import Writer, refusal
from domain.exchange.v1 import Op
from domain.fields import Field, Value
from domain.forms import Form
from domain.registry import FORMS
from tests.domain.builders import (
    ADMINISTRATEUR,
    ALI,
    CDS,
    DISPOSITIF,
    ETAPE,
    PARTI,
    PROXIMITE,
    REFERENT,
    STRUCTURE,
)

CER, OBJECTIF, ACCORD, DOSSIER = FORMS["cer"], FORMS["objectif"], FORMS["accord"], FORMS["dossier"]
AFFECTATION, ENTRETIEN = FORMS["affectation"], FORMS["entretien"]


def rule(  # the identifier of the rule that refuses, None if nothing does
    writer: Writer,
    form: Form,
    op: Op,
    names: list[str],
    state: State | None = None,
    *,
    record: dict[str, Value] | None = None,
    before: dict[str, Value] | None = None,
) -> str | None:
    error = refusal(writer, form, op, names, state, record=record, before=before)
    return None if error is None else error.rule


def test_the_administrator_writes_in_no_dossier() -> None:
    """R-ACC-1."""
    assert rule(ADMINISTRATEUR, ENTRETIEN, Op.CREATE, ["moment"]) == "R-ACC-1"


@pytest.mark.parametrize("writer", [REFERENT, ETAPE, PARTI, STRUCTURE, PROXIMITE, CDS])
def test_everyone_with_the_dossier_records_an_entretien(writer: Writer) -> None:
    assert rule(writer, ENTRETIEN, Op.CREATE, ["moment", "type"]) is None
    assert rule(writer, ENTRETIEN, Op.DELETE, []) is None


def test_a_field_of_genesis_is_refused_by_name() -> None:
    """R-GEN-4."""
    error = refusal(CDS, DOSSIER, Op.SET, ["telephone", "nom"], None)
    assert error is not None
    assert error.rule == "R-GEN-4"
    assert error.message.startswith("Cette donnée vient de Genesis\u00a0: «\u00a0Nom\u00a0»")


def test_contact_data_belong_to_the_users() -> None:
    """R-GEN-2."""
    assert rule(REFERENT, DOSSIER, Op.SET, ["telephone", "mail", "adresse_declaree"]) is None


def test_a_dossier_is_born_of_genesis_only() -> None:
    """R-GEN-1."""
    assert rule(REFERENT, DOSSIER, Op.CREATE, ["telephone"]) == "R-GEN-4"
    assert rule(CDS, DOSSIER, Op.DELETE, []) == "R-GEN-4"


def test_settings_and_what_the_server_keeps_are_refused() -> None:
    error = refusal(CDS, FORMS["document"], Op.SET, ["nom", "contenu_present"], None)
    assert error is not None
    assert error.message == "«\u00a0Contenu reçu\u00a0» est tenu par le serveur et ne se modifie pas ici."
    assert rule(CDS, FORMS["reglage"], Op.CREATE, []) == ""


@pytest.mark.parametrize("kind", ["accord", "evenement_cer", "evenement_droit"])
@pytest.mark.parametrize("op", [Op.SET, Op.DELETE])
def test_an_act_is_neither_changed_nor_erased(kind: str, op: Op) -> None:
    """R-CER-25."""
    error = refusal(CDS, FORMS[kind], op, [], State.PROPOSITION)
    assert error is not None
    assert "ne se modifie ni ne s’efface" in error.message


@pytest.mark.parametrize("form", [CER, OBJECTIF])
@pytest.mark.parametrize("op", list(Op))
@pytest.mark.parametrize("writer", [REFERENT, ETAPE, PARTI, DISPOSITIF, PROXIMITE])
def test_a_proposition_is_written_by_referents_and_re_entering_secretariats(
    writer: Writer, op: Op, form: Form
) -> None:
    name = "situation" if form is CER else "personne"
    assert rule(writer, form, op, [name], State.PROPOSITION) is None
    assert rule(writer, form, op, [name], None) is None


@pytest.mark.parametrize("writer", [ALI, CDS, STRUCTURE])
def test_who_cannot_move_a_proposition_cannot_write_it(writer: Writer) -> None:
    """R-ACC-4."""
    assert rule(writer, CER, Op.SET, ["situation"], State.PROPOSITION) == "R-ACC-4"
    assert rule(writer, OBJECTIF, Op.DELETE, [], State.PROPOSITION) == "R-ACC-4"
    assert rule(writer, ACCORD, Op.CREATE, ["reponse"], State.PROPOSITION) == "R-ACC-4"


@pytest.mark.parametrize("state", [state for state in State if state is not State.PROPOSITION])
@pytest.mark.parametrize("writer", [REFERENT, DISPOSITIF, CDS])
def test_a_submitted_text_is_closed_to_everyone(writer: Writer, state: State) -> None:
    """R-CER-26."""
    assert rule(writer, CER, Op.SET, ["situation"], state) == "R-CER-26"
    assert rule(writer, CER, Op.DELETE, [], state) == "R-CER-26"
    assert rule(writer, OBJECTIF, Op.CREATE, ["theme"], state) == "R-CER-26"
    assert rule(writer, ACCORD, Op.CREATE, ["reponse"], state) == "R-CER-26"


@pytest.mark.parametrize("writer", [DISPOSITIF, ALI, CDS])
def test_the_service_fills_in_its_fields_once_submitted(writer: Writer) -> None:
    """R-CER-26."""
    names = ["decision_commentee", "date_decision", "date_fin_decidee"]
    assert rule(writer, CER, Op.SET, names, State.SOUMIS) is None
    assert rule(writer, CER, Op.SET, names, State.VALIDE) is None
    assert rule(writer, CER, Op.SET, names, State.PROPOSITION) == "R-CER-26"
    assert rule(writer, CER, Op.SET, [*names, "situation"], State.SOUMIS) == "R-CER-26"


def test_the_fields_of_the_service_are_refused_by_name_to_others() -> None:
    """R-CER-26."""
    error = refusal(REFERENT, CER, Op.SET, ["date_decision"], State.SOUMIS)
    assert error is not None
    assert error.message.startswith("«\u00a0Date de la décision\u00a0»")
    assert rule(PROXIMITE, CER, Op.SET, ["date_decision"], State.SOUMIS) == "R-CER-26"
    assert rule(DISPOSITIF, CER, Op.CREATE, ["situation", "note_referent"]) == "R-CER-26"


def test_a_field_that_a_newer_program_wrote_is_passed_over() -> None:
    assert rule(REFERENT, CER, Op.SET, ["champ_de_demain"], State.SOUMIS) is None


def test_a_referent_dates_his_own_sortie() -> None:
    """R-FA-4."""
    mine: dict[str, Value] = {"referent": REFERENT.compte, "role": "parcours", "fin": "2026-11-30"}
    names = ["fin", "motif_fin"]
    assert rule(REFERENT, AFFECTATION, Op.SET, names, record=mine) is None
    assert rule(REFERENT, AFFECTATION, Op.SET, names, record={**mine, "referent": "autre"}) == "R-FA-4"
    assert rule(REFERENT, AFFECTATION, Op.SET, names) == "R-FA-4"
    assert rule(CDS, AFFECTATION, Op.SET, names, record=mine) == "R-FA-4"


def test_a_sortie_is_cancelled_by_the_secretariat() -> None:
    """R-FA-4."""
    mine: dict[str, Value] = {"referent": REFERENT.compte, "role": "parcours", "fin": None}
    assert rule(REFERENT, AFFECTATION, Op.SET, ["fin"], record=mine) == "R-FA-4"
    assert rule(DISPOSITIF, AFFECTATION, Op.SET, ["fin"], record=mine) is None
    assert rule(PROXIMITE, AFFECTATION, Op.SET, ["fin"], record=mine) == "R-FA-4"


def test_who_accompanies_brings_his_end_forward_and_the_secretariat_alone_puts_it_off() -> None:
    """R-FA-4, R-ACC-7: an end that moves away is access to a dossier."""
    mine: dict[str, Value] = {"referent": REFERENT.compte, "role": "parcours", "fin": "2026-12-31"}
    for fin, expected in (("2026-11-30", "R-FA-4"), ("2026-12-31", None), ("2027-01-31", None), (None, None)):
        before: dict[str, Value] = {**mine, "fin": fin}
        assert rule(REFERENT, AFFECTATION, Op.SET, ["fin"], record=mine, before=before) == expected
        assert rule(DISPOSITIF, AFFECTATION, Op.SET, ["fin"], record=mine, before=before) is None
    step: dict[str, Value] = {**mine, "role": "etape"}
    sooner: dict[str, Value] = {**step, "fin": "2026-11-30"}
    assert rule(REFERENT, AFFECTATION, Op.SET, ["fin"], record=step, before=sooner) == "R-ACC-7"
    assert rule(PROXIMITE, AFFECTATION, Op.SET, ["fin"], record=step, before=sooner) is None


def test_a_referent_d_etape_is_named_until_a_date() -> None:
    """R-ACC-7."""
    endless: dict[str, Value] = {"referent": "ref-9", "role": "etape", "fin": None}
    assert rule(DISPOSITIF, AFFECTATION, Op.CREATE, ["referent", "role"], record=endless) == "R-ACC-7"
    assert rule(DISPOSITIF, AFFECTATION, Op.SET, ["fin"], record=endless) == "R-ACC-7"


def test_a_secretariat_names_a_referent_d_etape_and_ends_it() -> None:
    """R-ACC-7."""
    record: dict[str, Value] = {"referent": "ref-9", "role": "etape", "fin": "2026-12-31"}
    names = ["referent", "role", "role_libelle", "debut", "fin"]
    for writer in (DISPOSITIF, PROXIMITE):
        assert rule(writer, AFFECTATION, Op.CREATE, names, record=record) is None
        assert rule(writer, AFFECTATION, Op.SET, ["fin"], record=record) is None
    assert rule(REFERENT, AFFECTATION, Op.CREATE, names, record=record) == "R-GEN-4"


def test_the_referent_de_parcours_comes_from_genesis_alone() -> None:
    """R-GEN-1."""
    record: dict[str, Value] = {"referent": "ref-9", "role": "parcours"}
    assert rule(DISPOSITIF, AFFECTATION, Op.CREATE, ["referent", "role"], record=record) == "R-GEN-4"
    assert rule(DISPOSITIF, AFFECTATION, Op.SET, ["debut"], record=record) == "R-GEN-4"
    assert rule(DISPOSITIF, AFFECTATION, Op.DELETE, [], record=record) == "R-GEN-4"


def test_a_form_of_the_users_refuses_nothing_of_their_own() -> None:
    form = Form("observation", "Observation", fields=(Field("texte", "Texte"),))
    assert rule(STRUCTURE, form, Op.SET, ["texte"]) is None
