"""The states of a CER and who may pass from one to the next (R-CER-12, decisions 28 and 29).

A state is never stored: it is what the last accepted event says. «Back» means to the state
recorded before, so the path walked is rebuilt from the events: stepping back takes the last step
off it. Reading only the last event would make the second step back a step forward again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import RefusedError
from domain.profils import DECIDERS, INSTRUCTORS, Profile, Writer


class State(StrEnum):
    """The states; their values are the codes of the list ``etats_cer``."""

    PROPOSITION = "proposition"
    SOUMIS = "soumis"
    COMMISSION = "commission"
    ATTENTE = "attente"
    VALIDE = "valide"
    NON_VALIDE = "non_valide"


DECIDED = (State.VALIDE, State.NON_VALIDE)
"""The states that the service's decision leads to."""


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded change of state; ``rang`` counts 1, 2, 3… per CER."""

    rang: int
    de: State
    vers: State
    motif: str | None = None


class Edition(StrEnum):
    """The four editions of the CER (R-CER-15)."""

    SANS_DECISION = "sans_decision"
    VALIDE = "valide"
    NON_VALIDE = "non_valide"
    VIERGE = "vierge"


_FORWARD: dict[tuple[State, State], frozenset[Profile]] = {
    (State.SOUMIS, State.COMMISSION): INSTRUCTORS,
    (State.SOUMIS, State.ATTENTE): INSTRUCTORS,
    (State.COMMISSION, State.ATTENTE): INSTRUCTORS,
    (State.COMMISSION, State.VALIDE): INSTRUCTORS,
    (State.COMMISSION, State.NON_VALIDE): INSTRUCTORS,
    (State.ATTENTE, State.VALIDE): DECIDERS,
    (State.ATTENTE, State.NON_VALIDE): DECIDERS,
    (State.NON_VALIDE, State.VALIDE): DECIDERS,
}
_BACK: dict[tuple[State, State], frozenset[Profile]] = {
    (State.SOUMIS, State.PROPOSITION): INSTRUCTORS,
    (State.COMMISSION, State.SOUMIS): INSTRUCTORS,
    (State.ATTENTE, State.SOUMIS): INSTRUCTORS,
    (State.ATTENTE, State.COMMISSION): DECIDERS,
    (State.VALIDE, State.ATTENTE): DECIDERS,
    (State.NON_VALIDE, State.ATTENTE): DECIDERS,
    (State.VALIDE, State.NON_VALIDE): DECIDERS,
}
_NAMES = {
    State.PROPOSITION: "CER proposition",
    State.SOUMIS: "Soumis à l’étude",
    State.COMMISSION: "Étude approfondie en commission",
    State.ATTENTE: "Attente de décision",
    State.VALIDE: "Validé",
    State.NON_VALIDE: "Non validé",
}


def state_of(events: Iterable[Event]) -> State:
    """Return the present state: that of the event of greatest ``rang``, else ``proposition``."""
    last = max(events, key=lambda event: event.rang, default=None)
    return State.PROPOSITION if last is None else last.vers


def allowed(history: Sequence[Event], writer: Writer) -> tuple[State, ...]:
    """Return the states to which ``writer`` may take the CER now, in the order of :class:`State`."""
    path = _path(history)
    return tuple(vers for vers in State if _may(path, vers, writer))


def refusal(history: Sequence[Event], event: Event, writer: Writer) -> RefusedError | None:
    """Return why ``event`` cannot be recorded after ``history``, or ``None`` (R-CER-12).

    An event that starts from another state than the present one was decided on a stale view: it
    is refused with its reason, never replayed on what someone else decided since (decision 29).
    """
    path = _path(history)
    if event.de is not path[-1] or event.rang != max((past.rang for past in history), default=0) + 1:
        return RefusedError(
            f"Ce CER est maintenant à l’état «\u00a0{_NAMES[path[-1]]}\u00a0»\u00a0:"
            " son état a changé entre-temps, rien n’a été modifié.",
            "R-CER-12",
        )
    if not _may(path, event.vers, writer):
        return RefusedError(
            f"Votre profil ne permet pas de faire passer ce CER de «\u00a0{_NAMES[event.de]}\u00a0»"
            f" à «\u00a0{_NAMES[event.vers]}\u00a0».",
            "R-CER-12",
        )
    if event.vers is State.PROPOSITION and not (event.motif or "").strip():
        return RefusedError(
            "Pour rendre un CER au référent, dites-lui pourquoi\u00a0: le motif du retour est à remplir.",
            "R-CER-12",
        )
    return None


def return_reason(history: Sequence[Event]) -> str | None:
    """Return why the CER came back to its référent, ``None`` if it did not (R-CER-28)."""
    last = max(history, key=lambda event: event.rang, default=None)
    return last.motif if last is not None and last.vers is State.PROPOSITION else None


def submission_refusal(*, sdd: str | None, etat_droit: str | None, motif: str | None) -> RefusedError | None:
    """Return why the CER may not be submitted on what is known of the right, or ``None``.

    A person who is not bound by rights and duties has no CER to submit (R-CER-14), but those
    whose contrat aidé or short employment keeps them accompanied do; a closed right ends the
    accompaniment, unless the CER reopens it. So a recorded ``motif`` lifts either. It blocks on what
    the device knows, which the event records with its age (decision 29).
    """
    if (motif or "").strip():
        return None
    if sdd == "nsdd":
        return RefusedError(
            "Cette personne n’est pas soumise aux droits et devoirs\u00a0: son CER ne se soumet pas,"
            " sauf contrat aidé, CDDI ou emploi de six mois au plus. Si c’est le cas, indiquez-le en motif.",
            "R-CER-14",
        )
    if etat_droit == "clos":
        return RefusedError(
            "Le droit de cette personne est clos. Si ce CER doit tout de même être étudié"
            " (réouverture après une sanction, par exemple), indiquez-le en motif.",
            "R-GEN-8",
        )
    return None


def edition_of(state: State) -> Edition:
    """Return the edition that fits the state, so that nobody picks the wrong one (R-CER-15)."""
    return {State.VALIDE: Edition.VALIDE, State.NON_VALIDE: Edition.NON_VALIDE}.get(
        state, Edition.SANS_DECISION
    )


def _path(history: Sequence[Event]) -> list[State]:
    """Return the states walked through to the present one, steps back taken off."""
    path = [State.PROPOSITION]
    for event in sorted(history, key=lambda past: past.rang):
        if event.vers in path and (path[-1], event.vers) in _BACK:
            del path[path.index(event.vers) + 1 :]
        else:
            path.append(event.vers)
    return path


def _may(path: Sequence[State], vers: State, writer: Writer) -> bool:
    de = path[-1]
    if (de, vers) == (State.PROPOSITION, State.SOUMIS):
        return writer.submits
    if writer.profile in _FORWARD.get((de, vers), ()):
        return True
    return path[-2:-1] == [vers] and writer.profile in _BACK.get((de, vers), ())
