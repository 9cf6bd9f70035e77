from pathlib import Path

import pytest

from desktop.services.a_suivre import Suite
from desktop.services.bureau import Bureau
from domain.fields import Value
from domain.profils import Profile
from tests.builders import une_personne, verser
from tests.desktop.services.accompagne import vu_par


def said(bureau: Bureau) -> list[tuple[Suite, str]]:
    return [(line.suite, line.texte) for line in bureau.a_suivre.lister()]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (
            "demande_midem",
            {"date": "2026-11-10", "motif": "Absences"},
            (Suite.MIDEM, "Mise en demeure demandée le 10 novembre 2026"),
        ),
        (
            "demande_fin",
            {"date": "2026-11-10", "cas": "retraite"},
            (Suite.FIN, "Fin demandée le 10 novembre 2026\u00a0: Retraite"),
        ),
        ("demande_fin", {"date": "2026-11-10", "cas": "retraite", "traitee_le": "2026-11-12"}, None),
        (
            "veille",
            {"motif": "sante", "debut": "2026-10-01", "fin": "2026-12-05"},
            (Suite.VEILLE, "La veille finit le 5 décembre 2026\u00a0: Santé, hospitalisation"),
        ),
        ("veille", {"motif": "sante", "debut": "2026-10-01", "fin": "2026-12-06"}, None),
        (
            "veille",
            {"debut": "2026-10-01", "fin": "2026-11-01", "terminee_le": "2026-11-02"},
            None,
        ),
        (
            "veille",
            {"motif": "sanction", "debut": "2026-07-20"},
            (Suite.SANCTION, "Sanction depuis le 20 juillet 2026, sans radiation"),
        ),
        ("veille", {"motif": "sanction", "debut": "2026-07-21"}, None),
    ],
)
def test_what_waits_is_listed_until_it_is_dealt_with(
    bureau: Bureau, dossier: str, kind: str, values: dict[str, Value], expected: tuple[Suite, str] | None
) -> None:
    """R-MID-1, R-FA-2, R-FA-3, R-FA-10: veilles within fifteen days, a setting of the département."""
    verser(bureau, kind, values | {"dossier": dossier})
    assert said(bureau) == ([expected] if expected else [])


def test_the_days_before_the_end_of_a_veille_are_a_setting(bureau: Bureau, dossier: str) -> None:
    """R-FA-2, R-REP-1."""
    verser(bureau, "veille", {"dossier": dossier, "debut": "2026-10-01", "fin": "2026-12-20"})
    assert said(bureau) == []
    verser(bureau, "reglage", {"nom": "departement.veille_alerte_jours", "valeur": 30, "revision": 1})
    assert [suite for suite, _ in said(bureau)] == [Suite.VEILLE]


def test_a_dossier_that_genesis_lets_go_of_is_a_sortie_to_record(bureau: Bureau) -> None:
    """R-REP-1: frozen for more than five days under an active référent; once dated it leaves the list."""
    frozen = une_personne(bureau, actualisation_figee_le="2026-11-14")
    une_personne(bureau, numero="2", actualisation_figee_le="2026-11-15")
    (line,) = bureau.a_suivre.lister()
    assert (line.suite, line.dossier, line.referent_nom) == (Suite.SORTIE, frozen, "Camille Roche")
    bureau.sorties.dater(frozen, "2026-11-30", "demenagement")
    assert bureau.a_suivre.lister() == ()


def test_a_referent_reads_the_same_facts_of_his_own_on_his_day(bureau: Bureau, dossier: str) -> None:
    """R-REP-2: what he has to do, then what he waits for."""
    verser(bureau, "demande_midem", {"dossier": dossier, "date": "2026-11-10", "motif": "Absences"})
    verser(bureau, "veille", {"dossier": dossier, "motif": "sanction", "debut": "2026-07-01"})
    day = bureau.journee.lire()
    assert [(one.texte, one.quoi, one.niveau) for one in day.accompagnement] == [
        ("Sanction depuis le 1er juillet 2026, sans radiation", "accompagnement", "attention")
    ]
    assert [(one.texte, one.niveau) for one in day.demandes] == [
        ("Mise en demeure demandée le 10 novembre 2026", "info")
    ]


def test_the_service_reads_who_accompanies(tmp_path: Path) -> None:
    """R-MID-1: the oldest first."""
    with vu_par(tmp_path, Profile.SECRETARIAT_PROXIMITE) as (bureau, dossier):
        verser(bureau, "demande_fin", {"dossier": dossier, "date": "2026-11-12", "cas": "emploi"})
        verser(bureau, "demande_midem", {"dossier": dossier, "date": "2026-11-10", "motif": "Absences"})
        lines = bureau.a_suivre.lister()
        assert [(line.suite, line.referent_nom) for line in lines] == [
            (Suite.MIDEM, "Julie Perrin"),
            (Suite.FIN, "Julie Perrin"),
        ]
