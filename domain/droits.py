"""Who may write what in a dossier (R-ACC-4, R-CER-12, R-CER-26, decisions 10 and 28).

One question, one answer in French: the same function keeps a field closed on the screen and
refuses the change on the server. Which dossiers one sees is another matter: see
:mod:`domain.profils`. To open something to a profile: say it here, with its rule, and nowhere else.
"""

from collections.abc import Collection, Mapping

from domain.cer.states import State
from domain.demandes.rules import fin_is_treated, midem_is_treated
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.fields import Owner, Value, comparable
from domain.forms import Form
from domain.profils import HANDLING, INSTRUCTORS, REENTERING, Profile, Scope, Writer, scope_of

__all__ = ["CLOSED_BY_GENESIS", "Writer", "refusal"]

CLOSED_BY_GENESIS = frozenset({"demande_midem"})
"""Requests that Genesis answers: the row of their dossier tells it, and is to be given."""
_OF_A_CER = frozenset({"cer", "objectif", "accord"})
_SORTIE = frozenset({"fin", "motif_fin", "motif_fin_libelle"})
_FOLLOWED = {
    "veille": "R-FA-2",
    "demande_midem": "R-MID-1",
    "demande_fin": "R-FA-10",
    "difficulte": "R-INF-1",
    "souhait_metier": "R-INF-1",
    "caracteristique": "R-INF-3",
}
"""What is written along the accompaniment, by who accompanies the person or the secretariat."""


def refusal(
    writer: Writer,
    form: Form,
    op: Op,
    names: Collection[str],
    cer_state: State | None,
    *,
    record: Mapping[str, Value] | None = None,
    before: Mapping[str, Value] | None = None,
    dossier: Mapping[str, Value] | None = None,
) -> RefusedError | None:
    """Return why ``writer`` may not do ``op`` on the fields ``names`` of a ``form``, or ``None``.

    ``cer_state``: state of the CER concerned for the kinds ``cer``, ``objectif`` and ``accord``; ``None``
    elsewhere, and for a CER that is being created. ``record``: the record as the change would leave
    it, ``before``: as it is, ``None`` if it is being created; they are needed where the answer depends
    on values (whose affectation, which role, until when), and what they would allow is refused
    without them. ``dossier``: the row of its dossier, for the kinds of :data:`CLOSED_BY_GENESIS`. Names
    that the form does not know are passed over: a newer program wrote them, and what is not known is
    kept (decision 19).
    """
    if scope_of(writer.profile) is Scope.NONE:
        return RefusedError("Votre profil ne donne accès à aucun dossier.", "R-ACC-1")
    if form.append_only and op is not Op.CREATE:
        return RefusedError(
            f"«\u00a0{form.label}\u00a0»\u00a0: ce qui a été enregistré ne se modifie ni ne s’efface.",
            "R-CER-25" if form.name == "accord" else "",
        )
    if form.name == "affectation":
        return _affectation(writer, op, names, record or {}, before or {})
    if op is not Op.SET and form.owner is not Owner.USER:
        return _of_another(form.label, form.owner)
    known = before or {}
    if form.name == "note":
        return _note(writer, op, names, known)
    treated = _treated(form, op, names, known, dossier or {})
    return treated or _owned(writer, form, op, names, cer_state or State.PROPOSITION)


def _owned(writer: Writer, form: Form, op: Op, names: Collection[str], state: State) -> RefusedError | None:
    """Hold each field to its owner (decision 10), and those of a CER to its state."""
    labels = {form.by_name[name].owner: form.by_name[name].label for name in names if name in form.by_name}
    for owner in (Owner.GENESIS, Owner.SERVER):
        if owner in labels:
            return _of_another(labels[owner], owner)
    if Owner.SERVICE in labels and form.name == "demande_fin":
        if writer.profile not in HANDLING:
            return RefusedError("La suite donnée à une demande se note au secrétariat.", "R-FA-10")
    elif Owner.SERVICE in labels and (writer.profile not in INSTRUCTORS or state is State.PROPOSITION):
        return RefusedError(
            f"«\u00a0{labels[Owner.SERVICE]}\u00a0» est rempli par le service qui instruit le CER,"
            " une fois celui-ci soumis.",
            "R-CER-26",
        )
    written = Owner.USER in labels or op is not Op.SET
    if form.name in _OF_A_CER and written:
        return _draft(writer, state)
    if form.name in _FOLLOWED and written and not writer.drafts:
        return RefusedError(
            f"«\u00a0{form.label}\u00a0» se saisit par qui accompagne la personne, ou au secrétariat.",
            _FOLLOWED[form.name],
        )
    return None


def _note(writer: Writer, op: Op, names: Collection[str], before: Mapping[str, Value]) -> RefusedError | None:
    """Leave a note to its author; whom it was given to may close it, and nobody widens its readers."""
    if op is Op.CREATE:
        return None
    if op is Op.SET and not _READERS.isdisjoint(names):
        return RefusedError(
            "Qui peut lire une note se choisit à sa création\u00a0: pour en changer, écrivez-en une autre.",
            "R-INF-2",
        )
    closing = op is Op.SET and set(names) == {"close_le"}
    if before.get("cree_par") == writer.compte or (closing and before.get("attribuee_a") == writer.compte):
        return None
    return RefusedError("Une note se modifie par son auteur.", "R-INF-2")


_READERS = frozenset({"visibilite", "visibilite_libelle", "attribuee_a"})


def _treated(
    form: Form, op: Op, names: Collection[str], before: Mapping[str, Value], dossier: Mapping[str, Value]
) -> RefusedError | None:
    """Keep a request as it was when it was answered, by the secretariat or by Genesis."""
    match form.name:
        case "demande_fin":
            treated, rule = fin_is_treated(before), "R-FA-10"
        case "demande_midem":
            treated, rule = midem_is_treated(before, dossier), "R-MID-2"
        case _:
            return None
    asked = any(form.by_name[name].owner is Owner.USER for name in names if name in form.by_name)
    if not treated or (op is Op.SET and not asked):
        return None
    return RefusedError("Cette demande a été traitée\u00a0: elle reste comme elle était.", rule)


def _draft(writer: Writer, state: State) -> RefusedError | None:
    """Hold what the person and the référent write, and the accord on it, to ``proposition``."""
    if state is not State.PROPOSITION:
        return RefusedError(
            "Ce CER a été soumis\u00a0: son texte ne peut plus changer, sauf si le service le rend.",
            "R-CER-26",
        )
    if not writer.drafts:
        return RefusedError(
            "Ce CER est écrit par le référent, ou par le secrétariat qui le ressaisit.", "R-ACC-4"
        )
    return None


def _affectation(
    writer: Writer,
    op: Op,
    names: Collection[str],
    values: Mapping[str, Value],
    before: Mapping[str, Value],
) -> RefusedError | None:
    """Let a secretariat name a référent d’étape, and who accompanies date his own sortie."""
    dates = op is Op.SET and _SORTIE.issuperset(names)
    if writer.profile in REENTERING and values.get("role") == "etape" and (dates or op is Op.CREATE):
        if comparable(values.get("fin")) is not None:
            return None
        return RefusedError("Un référent d’étape est désigné jusqu’à une date\u00a0: indiquez-la.", "R-ACC-7")
    if not dates:
        return _of_another("Affectation", Owner.GENESIS)
    if writer.profile is Profile.SECRETARIAT_DISPOSITIF:
        return None
    return _own_sortie(writer, values, before)


def _own_sortie(
    writer: Writer, values: Mapping[str, Value], before: Mapping[str, Value]
) -> RefusedError | None:
    """Let who accompanies date his sortie or bring it forward: putting it off would be access regained."""
    fin, known = comparable(values.get("fin")), comparable(before.get("fin"))
    if not writer.accompanies or values.get("referent") != writer.compte:
        return RefusedError("La sortie est datée par le référent lui-même.", "R-FA-4")
    if fin is None:
        return RefusedError("Une sortie s’annule auprès du secrétariat de dispositif.", "R-FA-4")
    if known is not None and str(fin) > str(known):
        return RefusedError(
            "Cette fin est déjà fixée\u00a0: seul le secrétariat peut la repousser.",
            "R-ACC-7" if values.get("role") == "etape" else "R-FA-4",
        )
    return None


def _of_another(label: str, owner: Owner) -> RefusedError:
    if owner is Owner.GENESIS:
        return RefusedError(
            f"Cette donnée vient de Genesis\u00a0: «\u00a0{label}\u00a0» se corrige dans Genesis,"
            " puis revient ici au prochain déversement.",
            "R-GEN-4",
        )
    return RefusedError(f"«\u00a0{label}\u00a0» est tenu par le serveur et ne se modifie pas ici.")
