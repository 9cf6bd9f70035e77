"""What a CER's two long texts are expected to say, and what the dossier already knows of it.

Points are looked for by the beginnings of words, over :func:`domain.text.fold`. That errs towards
silence: naming a subject is enough, and what is listed is a reminder one may leave alone. To add
a point: one line below, with the beginnings of the words that show it is there.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from domain.beneficiaire.rules import age
from domain.fields import Value
from domain.french import long_date, plural
from domain.suivi.rules import Row, famille_of, is_running, present
from domain.text import fold

Points = tuple[tuple[str, str], ...]
"""What is expected, and the beginnings of words that show it is there, parted by «|»."""

SITUATION: Points = (
    ("l’âge", "ans|agee?|nee? (le|en)"),
    (
        "la famille",
        "enfant|famil|couple|conjoint|mari|celibat|seul|separ|divorc|parent|veu[fv]|concubin|pacs|isol",
    ),
    (
        "le logement",
        "log|locat|proprietaire|heberg|loyer|appartement|maison|foyer|habit|sans abri|hlm|caravane",
    ),
    ("la mobilité", "mobil|permis|vehicul|voiture|conduire|transport|bus|velo|scooter"),
    ("le temps passé au RSA", "rsa|allocataire|minima"),
    ("le temps passé avec vous", "suivie?|accompagn|referent|rencontr"),
)
SUITE_DU_PRECEDENT: Points = (
    ("les objectifs du dernier CER", "objectif|precedent|dernier (cer|contrat)"),
    ("ce qui s’est passé depuis", "depuis|entre ?temps|desormais|aujourd hui"),
)
INDEPENDANT: Points = (
    ("l’activité et depuis quand", "activite|entreprise|metier|immatricul"),
    ("le suivi des indépendants", "suivi|accompagn|bilan|conseil"),
    ("l’évolution du chiffre d’affaires", "chiffre|ca |benefic|resultat|vente|client"),
    ("les ressources attendues pour quitter le RSA", "ressource|revenu|(sortir|quitter) (du|le) rsa"),
)
EVALUATION: Points = (
    ("ce qui a été possible", "possible|a pu|reuss|realis|atteint|abouti|fait|obten"),
    ("ce qui ne l’a pas été", "impossible|pas (pu|possible|ete)|echec|n a pas|report"),
    ("votre part de référent", "referent|j ai|nous|accompagn|de mon cote"),
    ("les moyens mobilisés", "moyen|aide|outil|atelier|financ|soutien|partenaire|mobilis"),
    ("ce qui a freiné", "frein|difficult|obstacle|empech|manque|probleme|bloqu"),
    ("la suite envisagée", "suite|projet|prochain|envisag|perspective|poursui|souhait"),
)
_MOBILITE, _LOGEMENT, _DERNIERE_ACTIVITE = "23", "27", "activite.derniere"
_INDEPENDANT_WORDS = "independant|auto ?entrepr|micro ?entrepr|tns|chiffre d affaire"


def missing_from_situation(situation: str, *, first: bool) -> tuple[str, ...]:
    """Return the points that ``situation`` does not seem to name (R-CER-7).

    ``first``: this is the person's first CER, so that there is no former one to recall. The points
    on self-employment are expected of those texts only that speak of it.
    """
    points = SITUATION if first else SITUATION + SUITE_DU_PRECEDENT
    if _mentions(situation, _INDEPENDANT_WORDS):
        points += INDEPENDANT
    return _missing(situation, points)


def missing_from_evaluation(evaluation: str) -> tuple[str, ...]:
    """Return the points that the shared evaluation does not seem to name (R-CER-8)."""
    return _missing(evaluation, EVALUATION)


def known_situation(
    dossier: Mapping[str, Value],
    debut: str | None,
    today: dt.date,
    *,
    difficultes: Iterable[Row] = (),
    souhaits: Iterable[Row] = (),
    constats: Iterable[Row] = (),
) -> str:
    """Return what the dossier already knows, one line per point, to begin the text with (R-CER-7).

    ``debut``: since when this référent accompanies the person. ``difficultes``, ``souhaits`` (in their
    order) and ``constats``: what was noted along the interviews; of the difficultés, only those of housing
    and mobility, since the text prints and health or debts are the person's to tell. It is proposed and
    meant to be rewritten: a word of the référent always says more.
    """
    there = [one for one in difficultes if is_running(one, today)]
    worked = present(constats).get(_DERNIERE_ACTIVITE, {})
    years = age(_text(dossier, "date_naissance"), today)
    children = dossier.get("nombre_enfants")
    family = [_text(dossier, "situation_familiale_libelle")]
    if isinstance(children, int) and children > 0:
        family.append(f"{plural(children, 'enfant')} à charge")
    lines = (
        ("Âge", plural(years, "an") if years is not None else ""),
        ("Famille", ", ".join(filter(None, family))),
        (
            "Logement",
            ", ".join(filter(None, (_text(dossier, "logement_libelle"), *_named(there, _LOGEMENT)))),
        ),
        ("Mobilité", ", ".join((*_mobility(dossier), *_named(there, _MOBILITE)))),
        ("Dernière activité", _lower(_text(worked, "valeur_libelle"))),
        ("Métier souhaité", ", ".join(_text(one, "metier") for one in souhaits)),
        ("Au RSA depuis", long_date(_text(dossier, "date_entree_rsa"))),
        ("Accompagnement actuel depuis", long_date(debut)),
    )
    return "\n".join(f"{name}\u00a0: {text}." for name, text in lines if text)


def _mobility(dossier: Mapping[str, Value]) -> Iterable[str]:
    for name, yes, no in (
        ("permis", "permis de conduire", "pas de permis"),
        ("vehicule", "un véhicule", "pas de véhicule"),
    ):
        if (answer := dossier.get(name)) is not None:
            yield yes if answer else no


def _named(difficultes: Iterable[Row], famille: str) -> Iterable[str]:
    for one in difficultes:
        if famille_of(_text(one, "nature")) == famille:
            yield _lower(_text(one, "nature_libelle"))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _missing(text: str, points: Points) -> tuple[str, ...]:
    return tuple(name for name, beginnings in points if not _mentions(text, beginnings))


def _mentions(text: str, beginnings: str) -> bool:
    return re.search(f" ({beginnings})", f" {fold(text)} ") is not None


def _text(row: Mapping[str, Value], name: str) -> str:
    return str(row.get(name) or "")
