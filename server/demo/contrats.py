"""The CERs of one person, from the last one backwards, each with its way through the service.

The last CER is where the person's ``scene`` says; those before it follow one another without a
gap, as renewals should. Everything that would happen after today has not happened.
"""

import datetime as dt
from dataclasses import dataclass

from domain.accord.trace import SIGNATURE
from domain.cer.rules import end_date, months_later, proposed_start
from domain.cer.states import State
from domain.exchange.v1 import Op
from domain.fields import Value
from server.demo.actes import Accorder, ChangerEtat, Ecrire
from server.demo.agenda import ouvrable
from server.demo.comptes import CompteDemo
from server.demo.entretiens import tenir
from server.demo.personnes import THEMES
from server.demo.recit import Recit, a_heure

P, S, C, A, V, N = (
    State(code) for code in ("proposition", "soumis", "commission", "attente", "valide", "non_valide")
)
_DUREE = 6
_SCENES: dict[str, tuple[int, tuple[tuple[State, int], ...]]] = {
    "brouillon": (2, ()),
    "soumis": (7, ((S, 6),)),
    "attente": (18, ((S, 17), (A, 6))),
    "commission": (24, ((S, 22), (C, 8))),
    "retour": (13, ((S, 12), (P, 4))),
    "decision": (21, ((S, 20), (A, 12), (V, 3))),
    "non_valide": (28, ((S, 27), (A, 18), (N, 5))),
}
"""For a recent CER: how many days ago it was signed, and when it entered each state."""

_FINS = {"echeance": (0, 1), "depasse": (-1, -2), "courant": (2, 3, 4)}
"""For an older one: in how many months it ends."""


@dataclass(frozen=True, slots=True)
class Contrat:
    """One CER to tell: when it was signed, when it starts, the states it entered and when."""

    numero: int
    signature: dt.date
    debut: dt.date
    etapes: tuple[tuple[State, dt.date], ...]


def raconter_contrats(recit: Recit) -> None:
    """Tell every CER since the accompaniment is known here."""
    passes: tuple[str, ...] = ()
    for contrat in _contrats(recit):
        referent = recit.auteur(contrat.signature)
        if referent is None or recit.suivi.droit(contrat.signature).etat == "clos":
            continue
        passes = _Dossier(recit, contrat, referent).raconter(passes)


def _contrats(recit: Recit) -> list[Contrat]:
    """Lay the CERs from the last one backwards, then number them from the first."""
    windows = recit.fenetres()
    if not windows:
        return []
    first = windows[0][1] + dt.timedelta(days=12)
    jour = recit.monde.jour
    dates: list[tuple[dt.date, dt.date, tuple[tuple[State, dt.date], ...]]] = []
    if recit.suivi.scene in _SCENES:
        signed, steps = _SCENES[recit.suivi.scene]
        signature = jour - dt.timedelta(days=signed)
        start = proposed_start(signature, retablissement=False)
        dates.append(
            (signature, start, tuple((state, jour - dt.timedelta(days=age)) for state, age in steps))
        )
    else:
        ends_in = recit.hasard.choice(_FINS[recit.suivi.scene])
        start = months_later(jour.replace(day=1), ends_in + 1 - _DUREE)
        dates.append(_ancien(recit, start))
    while dates[-1][0] >= first:
        dates.append(_ancien(recit, months_later(dates[-1][1], -_DUREE)))
    kept = [one for one in reversed(dates) if one[0] >= first]
    return [
        Contrat(rank, ouvrable(signature), start, steps)
        for rank, (signature, start, steps) in enumerate(kept, start=1)
    ]


def _ancien(recit: Recit, start: dt.date) -> tuple[dt.date, dt.date, tuple[tuple[State, dt.date], ...]]:
    """Return the dates of a CER that went its ordinary way."""
    draw = recit.hasard.randrange
    signature = start - dt.timedelta(days=draw(3, 27))
    submitted = signature + dt.timedelta(days=draw(0, 3))
    studied = submitted + dt.timedelta(days=draw(3, 10))
    decided = studied + dt.timedelta(days=draw(3, 12))
    drawn = recit.hasard.random()
    if drawn < 0.12:
        again = studied + dt.timedelta(days=draw(2, 6))
        end = again + dt.timedelta(days=draw(8, 15))
        return (
            signature,
            start,
            ((S, submitted), (P, studied), (S, again), (A, again + dt.timedelta(days=4)), (V, end)),
        )
    through = C if drawn < 0.25 else A
    last = N if drawn > 0.97 else V
    return signature, start, ((S, submitted), (through, studied), (last, decided))


class _Dossier:
    """Tells one CER: the entretien, the text, the accord, then the service."""

    def __init__(self, recit: Recit, contrat: Contrat, referent: CompteDemo) -> None:
        self._recit = recit
        self._contrat = contrat
        self._referent = referent
        self._cer = recit.monde.ids.new()
        self._evaluation = ""

    def raconter(self, passes: tuple[str, ...]) -> tuple[str, ...]:
        """Add the acts; return the labels of the objectifs, which the next CER recalls."""
        recit, contrat = self._recit, self._contrat
        nature = "individuel" if contrat.numero == 1 else "renouvellement"
        themes = ("cer", THEMES[recit.suivi.personne.themes[0]])
        plus = "premier" if contrat.numero == 1 else "suivant"
        tenir(recit, self._referent, contrat.signature, nature, themes=themes, plus=(plus,))
        written = a_heure(contrat.signature, 17, 40)
        recit.fait(written, self._referent, Ecrire("cer", self._cer, self._texte(passes)))
        labels = self._objectifs(written)
        if recit.suivi.scene != "brouillon" or contrat.etapes:
            self._accord(written + dt.timedelta(minutes=5))
        self._etapes()
        return labels

    def _texte(self, passes: tuple[str, ...]) -> dict[str, Value]:
        recit, contrat, monde = self._recit, self._contrat, self._recit.monde
        suspended = recit.suivi.droit(contrat.signature).etat == "suspendu" and contrat.numero > 1
        kind = "premier" if contrat.numero == 1 else "reprise_versement" if suspended else "renouvellement"
        priority = (
            "retablissement"
            if suspended
            else recit.hasard.choices(("normale", "echeance", "financement", "sensible"), (78, 9, 8, 5))[0]
        )
        debut = proposed_start(contrat.signature, retablissement=True) if suspended else contrat.debut
        passe = " et ".join(label.lower() for label in passes[:2])
        self._evaluation = recit.plume.evaluation(contrat.signature, premier=contrat.numero == 1)
        values: dict[str, Value] = {
            "numero": contrat.numero,
            "date_debut": debut.isoformat(),
            "duree_mois": _DUREE,
            "date_fin": end_date(debut, _DUREE).isoformat(),
            "date_signature": contrat.signature.isoformat(),
            "situation": recit.plume.situation(contrat.signature, passe),
            "evaluation": self._evaluation,
        }
        values |= monde.choix("type", "types_cer", kind) | monde.choix("priorite", "priorites", priority)
        if recit.hasard.random() < 0.14:
            values["sans_expression"] = True
        else:
            values["expression"] = " ".join(recit.plume.phrases("cer", "expression", contrat.signature))
        if priority == "sensible" or recit.hasard.random() < 0.12:
            values["commentaire"] = recit.plume.phrases("cer", "commentaire", contrat.signature)[0]
        return values

    def _objectifs(self, written: dt.datetime) -> tuple[str, ...]:
        recit, contrat, jour = self._recit, self._contrat, self._contrat.signature
        themes = recit.suivi.personne.themes[: recit.hasard.choice((2, 2, 3))]
        for rang, theme in enumerate(themes, start=1):
            due = months_later(contrat.debut, recit.hasard.choice((2, 3, _DUREE))) - dt.timedelta(days=1)
            values: dict[str, Value] = {"cer": self._cer, "rang": rang, "echeance": due.isoformat()}
            values |= recit.monde.choix("theme", "themes_objectif", theme)
            for side in ("personne", "referent"):
                values[side] = " ".join(recit.plume.phrases("objectifs", f"{theme}.{side}", jour))
            recit.fait(written, self._referent, Ecrire("objectif", recit.monde.ids.new(), values))
        return tuple(recit.monde.settings.label("themes_objectif", theme) for theme in themes)

    def _accord(self, when: dt.datetime) -> None:
        drawn = self._recit.hasard.random()
        if drawn < 0.06:
            return
        known = "telephone_absent" if self._recit.suivi.personne.telephones else "sans_telephone"
        means, reason = self._recit.hasard.choices(
            (
                (SIGNATURE, None),
                ("case", known),
                ("papier", "papier"),
            ),
            (52, 36, 12),
        )[0]
        answer = "non" if drawn > 0.985 else "oui"
        if answer == "non" and means == SIGNATURE:
            means, reason = "case", known
        self._recit.fait(when, self._referent, Accorder(self._cer, answer, means, reason))

    def _etapes(self) -> None:
        """Tell the changes of state, by those who may (R-CER-12)."""
        state = P
        for rang, (vers, day) in enumerate(self._contrat.etapes, start=1):
            author = self._qui(state, vers, day)
            reason = self._motif(vers, day)
            if author is None or reason is None:
                return
            if vers is S and rang > 1:
                self._reprendre(a_heure(day, 9), author)
            if vers in (V, N):
                self._decider(a_heure(day, 15), author, vers)
            change = ChangerEtat(self._cer, rang, state, vers, reason or None)
            self._recit.fait(a_heure(day, 18 if vers is S else 15, 5), author, change)
            state = vers

    def _qui(self, de: State, vers: State, day: dt.date) -> CompteDemo | None:
        recit = self._recit
        if vers is S and de is P:
            return recit.auteur(day)
        if vers in (V, N) and (de is A or recit.hasard.random() < 0.5):
            ali = recit.monde.service(recit.territoire, "ali") if recit.hasard.random() < 0.3 else None
            return ali or recit.monde.service(recit.territoire, "cds")
        return recit.monde.service(recit.territoire, "secretariat_dispositif")

    def _motif(self, vers: State, day: dt.date) -> str | None:
        """Return the reason of a change, '' for none, ``None`` where the act is not allowed (R-CER-14)."""
        if vers is P:
            return self._recit.plume.phrases("cer", "retour", day)[0]
        known = self._recit.droit_connu(day)
        if vers is not S or known["sdd_connu"] == "sdd":
            return None if vers is S and known["etat_droit_connu"] == "clos" else ""
        lifted = self._recit.hasard.random() < 0.4
        return self._recit.plume.phrases("cer", "nsdd", day)[0] if lifted else None

    def _reprendre(self, when: dt.datetime, author: CompteDemo) -> None:
        """Complete a returned CER; its accord lapses and is taken again (R-CER-25)."""
        added = " ".join(self._recit.plume.phrases("cer", "projection", when.date()))
        change = {"evaluation": f"{self._evaluation}\n\n{added}"}
        seen: dict[str, Value] = {"evaluation": self._evaluation}
        self._recit.fait(when, author, Ecrire("cer", self._cer, dict(change), Op.SET, seen))
        self._recit.fait(
            when + dt.timedelta(minutes=20), author, Accorder(self._cer, "oui", "case", "telephone_absent")
        )

    def _decider(self, when: dt.datetime, author: CompteDemo, vers: State) -> None:
        plume, day = self._recit.plume, when.date()
        values: dict[str, Value] = {
            "decision_commentee": plume.phrases(
                "cer", "decision_valide" if vers is V else "decision_non_valide", day
            )[0],
            "date_decision": day.isoformat(),
        }
        if self._recit.hasard.random() < 0.45 or self._recit.suivi.scene == "decision":
            values["note_referent"] = plume.phrases("cer", "note", day)[0]
        self._recit.fait(when, author, Ecrire("cer", self._cer, values, Op.SET, dict.fromkeys(values)))
