"""The entretiens of one person: held, missed, not yet treated, and to come (R-ENT-1/2/10)."""

import datetime as dt

from domain.fields import Value
from server.demo.actes import MOI, Ecrire
from server.demo.agenda import DUREE
from server.demo.comptes import CompteDemo
from server.demo.personnes import THEMES
from server.demo.recit import Recit, a_heure

AUJOURD_HUI = range(1, 6)
"""Ranks of the persons whom each référent meets today."""

NON_TRAITES = range(6, 9)
"""Ranks of those whose last entretien still waits to be filled in."""

_LIEUX = ("cms", "mairie", "france_services", "ccas", "structure", "domicile")
_ECART = (60, 110)


def raconter_entretiens(recit: Recit) -> None:
    """Tell the follow-up of each période, then what is in the agenda."""
    jour = recit.monde.jour
    for periode, first, last in recit.fenetres():
        day = first + dt.timedelta(days=recit.hasard.randrange(2, 30))
        premier = periode.debut >= first - dt.timedelta(days=60)
        while day <= min(last, jour - dt.timedelta(days=10)):
            nature = (
                "premier"
                if premier
                else recit.hasard.choices(("individuel", "telephonique", "tripartite"), (80, 14, 6))[0]
            )
            tenir(recit, periode.referent, day, nature)
            premier = False
            day += dt.timedelta(days=recit.hasard.randrange(*_ECART))
    referent = recit.auteur(jour - dt.timedelta(days=1))
    if referent is None:
        return
    if recit.suivi.rang in NON_TRAITES:
        past = jour - dt.timedelta(days=recit.suivi.rang - 4)
        _prevoir(recit, referent, past, exact=True)
    if recit.suivi.rang in AUJOURD_HUI:
        _prevoir(recit, referent, jour, exact=True)
    elif recit.hasard.random() < 0.2:
        _prevoir(recit, referent, jour + dt.timedelta(days=recit.hasard.randrange(1, 26)), exact=False)


def tenir(
    recit: Recit,
    referent: CompteDemo,
    day: dt.date,
    nature: str,
    *,
    themes: tuple[str, ...] = (),
    plus: tuple[str, ...] = (),
) -> None:
    """Tell one entretien whose day has passed. With ``themes``, the person came."""
    when = recit.monde.agenda.placer(referent.adresse, day)
    if when.date() >= recit.monde.jour:
        return
    came = themes or recit.hasard.random() < 0.8
    issue = (
        "presence"
        if came
        else recit.hasard.choices(("absence_justifiee", "absence_non_justifiee", "annule"), (45, 37, 18))[0]
    )
    values = _rendez_vous(recit, when, nature) | recit.monde.choix("realisation", "realisations", issue)
    if issue == "absence_justifiee":
        values["motif_absence"] = recit.plume.phrases("suites", "absence", day)[0]
    if came and recit.hasard.random() < 0.35:
        values["suite"] = recit.plume.phrases("suites", "suite", day)[0]
    identifier = recit.monde.ids.new()
    written = a_heure(when.date(), 17, 30)
    recit.fait(written, referent, Ecrire("entretien", identifier, values))
    if came:
        for rang, theme in enumerate(themes or _themes(recit), start=1):
            content: dict[str, Value] = {
                "entretien": identifier,
                "rang": rang,
                **recit.monde.choix("theme", "themes_entretien", theme),
                "synthese": recit.plume.synthese(theme, day, (str(_phase(recit, day)), *plus)),
            }
            recit.fait(written, referent, Ecrire("theme_entretien", recit.monde.ids.new(), content))


def _prevoir(recit: Recit, referent: CompteDemo, day: dt.date, *, exact: bool) -> None:
    """Put an appointment in the agenda, taken a few days before."""
    when = recit.monde.agenda.placer(referent.adresse, day, jour_exact=exact)
    values = _rendez_vous(recit, when, "individuel") | recit.monde.choix(
        "realisation", "realisations", "prevu"
    )
    first = max(start for _, start, _ in recit.fenetres())
    taken = max(first, min(day, recit.monde.jour) - dt.timedelta(days=recit.hasard.randrange(3, 15)))
    identifier = recit.monde.ids.new()
    recit.fait(a_heure(taken, 16), referent, Ecrire("entretien", identifier, values))
    theme: dict[str, Value] = {"entretien": identifier, "rang": 1}
    theme |= recit.monde.choix("theme", "themes_entretien", _themes(recit)[0])
    recit.fait(a_heure(taken, 16), referent, Ecrire("theme_entretien", recit.monde.ids.new(), theme))


def _rendez_vous(recit: Recit, when: dt.datetime, nature: str) -> dict[str, Value]:
    far = nature == "telephonique"
    monde = recit.monde
    values: dict[str, Value] = {
        "moment": f"{when:%Y-%m-%dT%H:%M}",
        "duree": 20 if far else DUREE,
        "collaborateur": MOI,
    }
    values |= monde.choix("type", "types_entretien", nature)
    values |= monde.choix("vecteur", "vecteurs", "telephone" if far else "presence")
    if not far:
        place = (
            _LIEUX[int(recit.suivi.personne.commune.code_insee) % 4]
            if recit.hasard.random() < 0.85
            else (recit.hasard.choice(_LIEUX))
        )
        values |= monde.choix("lieu", "lieux", place)
    return values


def _themes(recit: Recit) -> tuple[str, ...]:
    """Return one or two thèmes: the situation, or what this person works on."""
    own = list(dict.fromkeys(THEMES[theme] for theme in recit.suivi.personne.themes))
    first = recit.hasard.choices(own, [4, 3, 2, 1][: len(own)])[0]
    others = [one for one in ("situation", *own) if one != first]
    return (first, recit.hasard.choice(others)) if recit.hasard.random() < 0.25 else (first,)


def _phase(recit: Recit, day: dt.date) -> int:
    """Return how far the accompaniment is: beginnings, under way, results."""
    begun = recit.suivi.periodes[0].debut
    begun = max(begun, recit.monde.departement.extraits[0] - dt.timedelta(days=90))
    share = (day - begun).days / max(1, (recit.monde.jour - begun).days)
    return 1 + (share > 0.3) + (share > 0.78)
