import datetime as dt

from domain.cer.redaction import (
    EVALUATION,
    SITUATION,
    SUITE_DU_PRECEDENT,
    known_situation,
    missing_from_evaluation,
    missing_from_situation,
)
from domain.fields import Value

COMPLETE = (
    "Âgée de 43 ans, Mme vit seule avec deux enfants dans un logement du parc social. Elle a le permis."
    " Au RSA depuis 2021, je l’accompagne depuis un an."
)


def test_an_empty_text_lists_all_that_is_expected() -> None:
    """R-CER-7."""
    assert missing_from_situation("", first=True) == tuple(name for name, _ in SITUATION)
    assert missing_from_situation("", first=False) == tuple(
        name for name, _ in SITUATION + SUITE_DU_PRECEDENT
    )


def test_a_complete_text_is_left_in_peace() -> None:
    """R-CER-7."""
    assert missing_from_situation(COMPLETE, first=True) == ()


def test_a_later_cer_recalls_the_objectives_of_the_last() -> None:
    """R-CER-7."""
    assert missing_from_situation(COMPLETE, first=False) == ("les objectifs du dernier CER",)
    assert missing_from_situation(f"{COMPLETE} Objectifs tenus.", first=False) == ()


def test_only_the_beginning_of_a_word_shows_a_point() -> None:
    """R-CER-7."""
    assert "la famille" in missing_from_situation("Il faut l’esseuler", first=True)
    assert "le logement" not in missing_from_situation("RELOGÉ ou LOGÉ\u00a0?", first=True)


def test_self_employment_asks_for_its_own_points() -> None:
    """R-CER-7."""
    missing = missing_from_situation(f"{COMPLETE} Micro-entrepreneuse.", first=True)
    assert "l’évolution du chiffre d’affaires" in missing
    assert "les ressources attendues pour quitter le RSA" in missing
    assert "le suivi des indépendants" not in missing


def test_the_shared_evaluation_covers_its_points() -> None:
    """R-CER-8."""
    assert missing_from_evaluation("") == tuple(name for name, _ in EVALUATION)
    text = (
        "Madame a pu suivre l’atelier. La formation n’a pas été possible, faute de garde\u00a0: c’est le"
        " frein principal. Nous avons appelé la crèche. Elle souhaite reprendre au printemps."
    )
    assert missing_from_evaluation(text) == ()


def test_what_the_dossier_knows_begins_the_text() -> None:
    """R-CER-7."""
    dossier: dict[str, Value] = {
        "date_naissance": "1983-05-02",
        "situation_familiale_libelle": "Séparé(e)",
        "nombre_enfants": 2,
        "logement_libelle": "Locataire du parc social",
        "permis": True,
        "vehicule": False,
        "date_entree_rsa": "2021-03-01",
    }
    today = dt.date(2026, 11, 20)
    known = known_situation(dossier, "2025-11-03", today)
    assert known.splitlines() == [
        "Âge\u00a0: 43\u00a0ans.",
        "Famille\u00a0: Séparé(e), 2\u00a0enfants à charge.",
        "Logement\u00a0: Locataire du parc social.",
        "Mobilité\u00a0: permis de conduire, pas de véhicule.",
        "Au RSA depuis\u00a0: 1er mars 2021.",
        "Accompagnement actuel depuis\u00a0: 3 novembre 2025.",
    ]
    assert missing_from_situation(known, first=True) == ()


def test_what_was_noted_along_the_interviews_is_taken_up() -> None:
    """R-CER-7, R-INF-1: of what hinders, only what may be printed without having been asked."""
    today = dt.date(2026, 11, 20)
    known = known_situation(
        {"logement_libelle": "Locataire du parc privé", "permis": True},
        None,
        today,
        difficultes=[
            {"nature": "23.6", "nature_libelle": "Aucun moyen de transport à disposition"},
            {"nature": "27.26", "nature_libelle": "Difficulté à payer le loyer"},
            {"nature": "27.25", "nature_libelle": "Logement insalubre", "fin": "2026-01-31"},
            {"nature": "25.15", "nature_libelle": "Problème déclaré"},
        ],
        souhaits=[{"metier": "Maçon / Maçonne"}, {"metier": "Carreleur / Carreleuse"}],
        constats=[
            {
                "nom": "activite.derniere",
                "valeur_libelle": "Il y a plus de trois ans",
                "constatee_le": "2025",
            },
            {"nom": "activite.derniere", "valeur_libelle": "Il y a moins d’un an", "constatee_le": "2026"},
        ],
    )
    assert known.splitlines() == [
        "Logement\u00a0: Locataire du parc privé, difficulté à payer le loyer.",
        "Mobilité\u00a0: permis de conduire, aucun moyen de transport à disposition.",
        "Dernière activité\u00a0: il y a moins d’un an.",
        "Métier souhaité\u00a0: Maçon / Maçonne, Carreleur / Carreleuse.",
    ]


def test_what_is_not_known_is_not_written() -> None:
    """R-CER-7."""
    assert known_situation({"nombre_enfants": 0}, None, dt.date(2026, 11, 20)) == ""
