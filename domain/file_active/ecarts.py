"""What differs between a file active and Genesis, each in words with the act that mends it (R-GEN-9).

Genesis is right by definition (R-GEN-4): an écart is what it says that calls for an act here, or what was
done here that it does not know yet. To add one: a function here, at its rank in ``_FINDERS``.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.beneficiaire.rules import HANDED_OVER, HORS_TERRITOIRE
from domain.fields import Value, comparable
from domain.file_active.rules import PARCOURS, is_current, is_let_go
from domain.french import long_date

Row = Mapping[str, Value]


class Nature(StrEnum):
    """What kind of difference it is, the most pressing first."""

    REORIENTE = "reoriente"
    CLOS = "clos"
    FIGE = "fige"
    NSDD = "nsdd"
    MUTE = "mute"
    SORTIE = "sortie"


@dataclass(frozen=True, slots=True)
class Ecart:
    """One difference: its nature, what Genesis says, what mends it, the rule."""

    nature: Nature
    constat: str
    acte: str
    regle: str


@dataclass(frozen=True, slots=True)
class _Vue:
    dossier: Row
    mine: Row
    others: tuple[Row, ...]
    today: dt.date
    dtas: Collection[str]
    own: bool

    def act(self, mine: str, theirs: str) -> str:
        """Return what mends it: ``mine`` to the référent himself, ``theirs`` to who reads over him."""
        return mine if self.own else theirs

    def of(self, name: str) -> str:
        return str(comparable(self.dossier.get(name)) or "")


def ecarts(
    dossier: Row,
    affectations: Iterable[Row],
    compte: str,
    today: dt.date,
    dtas: Collection[str],
    *,
    own: bool = True,
) -> tuple[Ecart, ...]:
    """Return the differences of one dossier for ``compte``, its référent de parcours today.

    ``dtas``: the territories that are his, none if they are not known; ``own``: he reads it himself, nobody
    else. A dossier that is not his differs in nothing.
    """
    current = [row for row in affectations if row.get("role") == PARCOURS and is_current(row, today)]
    mine = next((row for row in current if row.get("referent") == compte), None)
    if mine is None:
        return ()
    others = tuple(row for row in current if row.get("referent") != compte)
    vue = _Vue(dossier, mine, others, today, dtas, own)
    return tuple(found for find in _FINDERS if (found := find(vue)) is not None)


def _reoriented(vue: _Vue) -> Ecart | None:
    later = [row for row in vue.others if str(row.get("debut") or "") >= str(vue.mine.get("debut") or "")]
    if not later:
        return None
    since = long_date(str(later[0].get("debut") or ""))
    constat = f"Genesis désigne un autre référent depuis le {since}."
    return Ecart(
        Nature.REORIENTE,
        constat,
        "Rien à saisir\u00a0: l’ancienne affectation prend fin d’elle-même.",
        "R-ACC-3",
    )


def _closed(vue: _Vue) -> Ecart | None:
    if vue.of("etat_droit") != "clos" or _dated(vue):
        return None
    since, why = long_date(vue.of("date_etat_droit")), vue.of("motif_etat_droit")
    constat = f"Droit clos{f' depuis le {since}' if since else ''}{f' ({why})' if why else ''}."
    acte = vue.act(
        "Prévenez le secrétariat, puis datez la sortie.",
        "Le référent prévient le secrétariat, puis date la sortie.",
    )
    return Ecart(Nature.CLOS, constat, acte, "R-FA-4")


def _frozen(vue: _Vue) -> Ecart | None:
    since = vue.of("actualisation_figee_le")
    if not since or _dated(vue) or vue.of("etat_droit") == "clos":
        return None
    if (vue.today - dt.date.fromisoformat(since)).days <= 1:
        return None
    constat = f"Genesis n’actualise plus ce dossier depuis le {long_date(since)}."
    if is_let_go(vue.dossier, vue.today):
        who = vue.act("datez", "le référent date")
        return Ecart(Nature.FIGE, constat, f"L’accompagnement a pris fin\u00a0: {who} la sortie.", "R-REP-1")
    acte = vue.act(
        "Attendez le courrier de fin, ou demandez au secrétariat.", "Le référent attend le courrier de fin."
    )
    return Ecart(Nature.FIGE, constat, acte, "R-GEN-10")


def _not_bound(vue: _Vue) -> Ecart | None:
    if vue.of("sdd") != "nsdd" or _dated(vue):
        return None
    who = vue.act("Datez", "Le référent date")
    return Ecart(
        Nature.NSDD,
        "La personne n’est plus soumise aux droits et devoirs.",
        f"{who} la sortie au dernier jour du mois, sauf contrat aidé ou CDDI\u00a0: une veille suffit alors.",
        "R-FA-5",
    )


def _moved(vue: _Vue) -> Ecart | None:
    territory = vue.of("dtas")
    if not territory or not vue.dtas or territory in vue.dtas:
        return None
    if territory == HORS_TERRITOIRE:
        if not (vue.of("code_insee") or vue.of("code_postal")):
            return None  # who has no address has moved nowhere
        constat = "Le dossier ne dépend plus d’aucun territoire du département."
        acte = vue.act("Demandez la fin d’accompagnement.", "Le référent demande la fin d’accompagnement.")
        return Ecart(Nature.MUTE, constat, acte, "R-FA-11")
    label = str(vue.dossier.get("dtas_libelle") or territory)
    return Ecart(
        Nature.MUTE,
        f"Le dossier dépend maintenant d’un autre territoire\u00a0: {label}.",
        HANDED_OVER,
        "R-ACC-7",
    )


def _leaving(vue: _Vue) -> Ecart | None:
    fin = _dated(vue)
    if (
        not fin
        or vue.of("actualisation_figee_le")
        or vue.of("etat_droit") == "clos"
        or vue.of("sdd") == "nsdd"
    ):
        return None
    constat = f"Sortie datée du {long_date(fin)}, et Genesis actualise encore ce dossier."
    return Ecart(
        Nature.SORTIE,
        constat,
        "Le prochain déversement le rendra\u00a0: vérifiez que la fin est saisie dans Genesis.",
        "R-GEN-4",
    )


def _dated(vue: _Vue) -> str:
    return str(comparable(vue.mine.get("fin")) or "")


_FINDERS: tuple[Callable[[_Vue], Ecart | None], ...] = (
    _reoriented,
    _closed,
    _frozen,
    _not_bound,
    _moved,
    _leaving,
)
