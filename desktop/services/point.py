"""Where one stands with a person: what comes next, in one sentence, and the act that does it.

To propose something else: a function here that returns an :class:`Etape` or ``None``, at its rank in
``_PROPOSE``. The first that has something to say is the next step.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.services.dossiers import DossierLu, LigneAffectation, LigneEntretien
from desktop.services.lignes_cer import LigneCer
from domain.beneficiaire.rules import frozen
from domain.cer.states import State
from domain.entretien.rules import PREVU
from domain.file_active.rules import PARCOURS, first_cer_deadline
from domain.french import NBSP, long_date, moment

_HELD = "presence"
_AT_THE_SERVICE = frozenset({State.SOUMIS, State.COMMISSION, State.ATTENTE})


class Acte(StrEnum):
    """What the button of the next step does."""

    CER = "cer"
    NOUVEAU_CER = "nouveau_cer"
    ENTRETIEN = "entretien"
    NOUVEL_ENTRETIEN = "nouvel_entretien"
    ACCOMPAGNEMENT = "accompagnement"


@dataclass(frozen=True, slots=True)
class Etape:
    """The next step: a sentence, why, the act, and the record it opens."""

    texte: str
    pourquoi: str
    acte: Acte
    cible: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Where one stands: the next step, the last CER, the appointments around now."""

    etape: Etape
    cer: LigneCer | None
    prochain: LigneEntretien | None
    dernier: LigneEntretien | None


@dataclass(frozen=True, slots=True)
class _Vue:
    """What the proposals look at; ``prevus``: the planned appointments, the first to come first.

    ``parcours``: the period that runs of its référent de parcours.
    """

    lu: DossierLu
    parcours: LigneAffectation | None
    now: str
    horizon: int
    prevus: list[LigneEntretien]
    dernier: LigneEntretien | None

    def cer(self, suits: Callable[[LigneCer], object]) -> LigneCer | None:
        """Return the last CER that suits; none is spoken of once one leaves (R-FA-4)."""
        leaving = self.parcours is not None and self.parcours.fin
        return None if leaving else next(filter(suits, self.lu.cers), None)


def le_point(lu: DossierLu, now: str, horizon: int) -> Point:
    """Sum up a dossier; ``now`` is a local moment, ``horizon`` the days in which a CER is to be renewed."""
    dated = sorted((one for one in lu.entretiens if one.moment), key=lambda one: one.moment or "")
    held = [one for one in dated if one.realisation == _HELD]
    planned = [one for one in dated if one.realisation == PREVU]
    vue = _Vue(lu, _parcours(lu, now[:10]), now, horizon, planned, held[-1] if held else None)
    etape = next(found for propose in _PROPOSE if (found := propose(vue)) is not None)
    ahead = next((one for one in planned if str(one.moment) >= now), None)
    return Point(etape, lu.cers[0] if lu.cers else None, ahead, vue.dernier)


def _parcours(lu: DossierLu, today: str) -> LigneAffectation | None:
    running = (one for one in lu.affectations if (one.debut or "") <= today <= (one.fin or "9999-12-31"))
    return next((one for one in running if one.role == PARCOURS), None)  # the latest come first


def _returned(vue: _Vue) -> Etape | None:
    """R-CER-28."""
    cer = vue.cer(lambda one: one.retour_motif)
    return (
        Etape(f"Reprendre le {nom_du(cer)}", f"Rendu\u00a0: {cer.retour_motif}", Acte.CER, cer.id)
        if cer
        else None
    )


def _decided(vue: _Vue) -> Etape | None:
    """R-CER-29."""
    cer = vue.cer(lambda one: one.decision_non_lue)
    return (
        Etape(f"Lire la décision sur le {nom_du(cer)}", cer.etat_libelle, Acte.CER, cer.id) if cer else None
    )


def _untreated(vue: _Vue) -> Etape | None:
    """R-ENT-10."""
    late = next((one for one in vue.prevus if str(one.moment) < vue.now), None)
    if late is None:
        return None
    return Etape("Dire comment s’est tenu le rendez-vous", moment(late.moment), Acte.ENTRETIEN, late.id)


def _today(vue: _Vue) -> Etape | None:
    one = next((one for one in vue.prevus if str(one.moment).startswith(vue.now[:10])), None)
    return (
        Etape("Recevoir la personne aujourd’hui", moment(one.moment), Acte.ENTRETIEN, one.id) if one else None
    )


def _reviewed(vue: _Vue) -> Etape | None:
    """R-FA-2, R-FA-4, R-FA-5, R-GEN-3: the accompaniment pauses or ends, a CER may not be what comes next.

    One begun during a veille is meant, to have the right again for one (R-FA-7): it is then to be finished.
    """
    lu, leaves = vue.lu, vue.parcours.fin if vue.parcours is not None else None
    closed, nsdd = lu.values["etat_droit"] == "clos", lu.values["sdd"] == "nsdd"
    paused = "" if vue.cer(_is_draft) else lu.en_veille_depuis
    stale = frozen(lu.values, dt.date.fromisoformat(vue.now[:10]))
    if leaves:
        why = f"Sortie datée du {long_date(leaves)}"
    elif closed:
        since = long_date(str(lu.values["date_etat_droit"] or ""))
        why = f"Droit clos depuis le {since}" if since else "Droit clos"
    elif nsdd:
        why = "Non soumis aux droits et devoirs"
    elif stale is not None:
        why = stale.text.removesuffix(".")
    elif paused:
        why = f"En veille depuis le {long_date(paused)}"
    else:
        return None
    return Etape("Revoir l’accompagnement", why, Acte.ACCOMPAGNEMENT, lu.id)


def _is_draft(cer: LigneCer) -> bool:
    return cer.etat is State.PROPOSITION


def _drafted(vue: _Vue) -> Etape | None:
    cer = vue.cer(_is_draft)
    return (
        Etape(f"Terminer le {nom_du(cer)}", "Il n’est pas encore soumis", Acte.CER, cer.id) if cer else None
    )


def _first(vue: _Vue) -> Etape | None:
    """R-FA-1: within three weeks of the designation."""
    if vue.lu.cers:
        return None
    today = vue.now[:10]
    since = vue.parcours.debut if vue.parcours is not None else None
    until = first_cer_deadline(dt.date.fromisoformat(since)).isoformat() if since else ""
    why = f"Attendu au plus tard le {long_date(until)}" if until >= today else "Il est attendu"
    return Etape("Rédiger le premier CER", why, Acte.NOUVEAU_CER)


def _renewal(vue: _Vue) -> Etape | None:
    """R-REP-1."""
    cer = vue.lu.cers[0]
    if cer.etat is State.NON_VALIDE:
        return Etape("Rédiger un autre CER", f"Le {nom_du(cer)} n’est pas validé", Acte.NOUVEAU_CER)
    if cer.etat is not State.VALIDE or cer.jours is None or cer.jours > vue.horizon:
        return None
    ends = "Fini depuis le" if cer.jours < 0 else "Il finit le"
    return Etape(f"Renouveler le {nom_du(cer)}", f"{ends} {long_date(cer.fin)}", Acte.NOUVEAU_CER)


def _ahead(vue: _Vue) -> Etape | None:
    one = next(iter(vue.prevus), None)
    return (
        Etape("Se revoir au prochain rendez-vous", moment(one.moment), Acte.ENTRETIEN, one.id)
        if one
        else None
    )


def _meet(vue: _Vue) -> Etape:
    since = f"Dernière rencontre {moment(vue.dernier.moment)}" if vue.dernier else "Jamais rencontrée encore"
    if vue.cer(lambda one: one.etat in _AT_THE_SERVICE):
        since += ". Le service étudie son CER"
    return Etape("Proposer un rendez-vous", since, Acte.NOUVEL_ENTRETIEN)


_PROPOSE: tuple[Callable[[_Vue], Etape | None], ...] = (
    _returned,
    _decided,
    _untreated,
    _today,
    _reviewed,
    _drafted,
    _first,
    _renewal,
    _ahead,
    _meet,
)


def nom_du(cer: LigneCer) -> str:
    """Return what a CER is called in a sentence: «CER n° 2»."""
    return f"CER n°{NBSP}{cer.numero}" if cer.numero else "CER"
