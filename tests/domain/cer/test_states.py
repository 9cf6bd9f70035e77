import itertools
import tomllib

import pytest

from domain.cer.states import (
    Edition,
    Event,
    State,
    allowed,
    edition_of,
    refusal,
    return_reason,
    state_of,
    submission_refusal,
)
from domain.profils import Writer
from resources import path
from tests.domain.builders import (
    ADMINISTRATEUR,
    ALI,
    CDS,
    DISPOSITIF,
    ETAPE,
    EVERYONE,
    FSE,
    PARTI,
    PROXIMITE,
    REFERENT,
    STRUCTURE,
)

P, S, C, A, V, N = State


def walk(*states: State) -> list[Event]:
    """Return the events that lead from ``proposition`` through ``states``."""
    return [
        Event(rang, de, vers, "motif")
        for rang, (de, vers) in enumerate(itertools.pairwise((P, *states)), start=1)
    ]


# Where one stands (the last of the way walked), and who may go where: everything else is refused.
INSTRUCT = (DISPOSITIF, ALI, CDS)
DECIDE = (ALI, CDS)
TABLE: dict[tuple[State, ...], dict[State, tuple[Writer, ...]]] = {
    (): {S: (REFERENT, FSE, ETAPE, DISPOSITIF, PROXIMITE)},
    (S,): {P: INSTRUCT, C: INSTRUCT, A: INSTRUCT},
    (S, C): {S: INSTRUCT, A: INSTRUCT, V: INSTRUCT, N: INSTRUCT},
    (S, A): {S: INSTRUCT, V: DECIDE, N: DECIDE},
    (S, C, A): {C: DECIDE, V: DECIDE, N: DECIDE},
    (S, C, V): {},
    (S, C, N): {V: DECIDE},
    (S, C, N, V): {N: DECIDE},
    (S, A, V): {A: DECIDE},
    (S, A, N): {A: DECIDE, V: DECIDE},
    (S, A, N, V): {N: DECIDE},
}


@pytest.mark.parametrize("writer", EVERYONE, ids=lambda writer: f"{writer.profile}-{writer.role}")
@pytest.mark.parametrize("way", TABLE, ids=lambda way: "-".join(way) or "proposition")
def test_the_table_of_states_holds_row_by_row(way: tuple[State, ...], writer: Writer) -> None:
    """R-CER-12."""
    history = walk(*way)
    expected = tuple(vers for vers in State if writer in TABLE[way].get(vers, ()))
    assert allowed(history, writer) == expected
    for vers in State:
        event = Event(len(history) + 1, state_of(history), vers, "parce que")
        assert (refusal(history, event, writer) is None) is (vers in expected)


def test_a_second_step_back_goes_on_back() -> None:
    """R-CER-12."""
    history = walk(S, C, A, C)
    assert S in allowed(history, ALI)
    assert allowed(walk(S, C, A, C, S), ALI) == allowed(walk(S), ALI)


def test_a_way_walked_again_after_a_return_offers_the_same_steps() -> None:
    """R-CER-12."""
    assert allowed(walk(S, P, S, A), CDS) == allowed(walk(S, A), CDS)


def test_events_count_by_their_rang_whatever_the_order_they_come_in() -> None:
    history = walk(S, C, A)
    assert state_of(reversed(history)) is A
    assert allowed(history[::-1], CDS) == allowed(history, CDS)
    assert state_of([]) is P


def test_an_event_from_another_state_than_the_present_one_is_refused() -> None:
    """R-CER-12."""
    error = refusal(walk(S, A), Event(3, S, C), CDS)
    assert error is not None
    assert error.rule == "R-CER-12"
    assert "«\u00a0Attente de décision\u00a0»" in error.message


def test_an_event_whose_rang_is_taken_is_refused() -> None:
    """R-CER-12."""
    assert refusal(walk(S), Event(1, S, C), CDS) is not None
    assert refusal(walk(S), Event(3, S, C), CDS) is not None


def test_a_refusal_of_profile_names_both_states() -> None:
    """R-CER-12."""
    error = refusal(walk(S), Event(2, S, C), STRUCTURE)
    assert error is not None
    assert "Soumis à l’étude" in error.message
    assert "Étude approfondie en commission" in error.message


@pytest.mark.parametrize("motif", [None, "", "  \n"])
def test_a_return_to_the_referent_needs_its_reason(motif: str | None) -> None:
    """R-CER-12."""
    error = refusal(walk(S), Event(2, S, P, motif), DISPOSITIF)
    assert error is not None
    assert "motif" in error.message


def test_the_reason_of_a_return_is_told_to_the_referent() -> None:
    """R-CER-28."""
    returned = [*walk(S), Event(2, S, P, "Préciser la mobilité")]
    assert return_reason(returned) == "Préciser la mobilité"
    assert return_reason([*returned, Event(3, P, S)]) is None
    assert return_reason([]) is None


@pytest.mark.parametrize("writer", [PARTI, ADMINISTRATEUR])
def test_who_no_longer_accompanies_does_not_submit(writer: Writer) -> None:
    assert allowed([], writer) == ()


def test_a_person_not_bound_is_not_submitted_unless_a_reason_is_given() -> None:
    """R-CER-14."""
    error = submission_refusal(sdd="nsdd", etat_droit="versable", motif=" ")
    assert error is not None
    assert error.rule == "R-CER-14"
    assert submission_refusal(sdd="nsdd", etat_droit="versable", motif="Contrat aidé jusqu’en mai") is None


def test_a_closed_right_asks_for_a_reason() -> None:
    """R-GEN-8."""
    error = submission_refusal(sdd="sdd", etat_droit="clos", motif=None)
    assert error is not None
    assert error.rule == "R-GEN-8"
    assert submission_refusal(sdd="sdd", etat_droit="suspendu", motif=None) is None
    assert submission_refusal(sdd=None, etat_droit=None, motif=None) is None


def test_the_state_chooses_the_edition() -> None:
    """R-CER-15."""
    chosen = {state: edition_of(state) for state in State}
    assert chosen == {
        P: Edition.SANS_DECISION,
        S: Edition.SANS_DECISION,
        C: Edition.SANS_DECISION,
        A: Edition.SANS_DECISION,
        V: Edition.VALIDE,
        N: Edition.NON_VALIDE,
    }


def test_states_and_their_names_are_those_of_the_list_etats_cer() -> None:
    lists = tomllib.loads(path("nomenclatures", "cd07.toml").read_text(encoding="utf-8"))["listes"]
    assert [code for code, _ in lists["etats_cer"]] == [str(state) for state in State]


def test_a_history_taken_over_from_elsewhere_may_start_anywhere() -> None:
    """R-CER-12."""
    poured = [Event(1, P, V), Event(2, V, A)]
    assert allowed(poured, CDS) == (V, N)
