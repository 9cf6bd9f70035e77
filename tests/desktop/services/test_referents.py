from pathlib import Path

import pytest

from desktop.services.accompagnement import PAR_LE_SECRETARIAT
from desktop.services.bureau import Bureau
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import REENTERING, Profile
from tests.builders import verser
from tests.desktop.services.accompagne import affectations, un_collegue, vu_par


def un_mois(bureau: Bureau, referent: str) -> dict[str, Value]:
    debut, fin = bureau.referents.par_defaut()
    return {"referent": referent, "debut": debut, "fin": fin}


@pytest.mark.parametrize("profil", [one for one in Profile if one is not Profile.ADMINISTRATEUR])
def test_a_secretariat_names_a_referent_d_etape_and_nobody_else_does(tmp_path: Path, profil: Profile) -> None:
    """R-ACC-7: for a month, unless it is said otherwise."""
    with vu_par(tmp_path, profil) as (bureau, dossier):
        arriving = un_collegue(bureau, "Sudre", profil="secretariat_dispositif", dtas="sud")
        known = bureau.accompagnement.lire(dossier)
        if profil in REENTERING:
            assert known.refus_etape == ""
            bureau.referents.nommer(dossier, un_mois(bureau, arriving))
            named = bureau.accompagnement.lire(dossier).referents[0]
            assert (named.nom, named.role, named.debut, named.fin) == (
                "Julie Sudre",
                "etape",
                "2026-11-20",
                "2026-12-20",
            )
        else:
            assert known.refus_etape == PAR_LE_SECRETARIAT
            with pytest.raises(RefusedError):
                bureau.referents.nommer(dossier, un_mois(bureau, arriving))
            assert len(affectations(bureau, dossier)) == 1


def test_anyone_may_be_named_but_who_decides_and_the_referent_de_parcours(tmp_path: Path) -> None:
    """R-ACC-7: a référent or a secretariat, of another territory too."""
    with vu_par(tmp_path, Profile.SECRETARIAT_DISPOSITIF) as (bureau, dossier):
        un_collegue(bureau, "Astier", dtas="sud")
        un_collegue(bureau, "Chef", profil="cds")
        named = [(one.nom, one.precision) for one in bureau.referents.candidats(dossier)]
        assert named == [
            ("ASTIER Julie", "Référent, DTAS Sud"),
            ("ROCHE Camille", "Secrétariat de dispositif"),
        ]


def test_a_designation_is_refused_where_it_makes_no_sense(tmp_path: Path) -> None:
    """R-ACC-7: nobody, the référent himself, endless, backwards, or twice."""
    with vu_par(tmp_path, Profile.SECRETARIAT_PROXIMITE) as (bureau, dossier):
        (parcours,) = affectations(bureau, dossier)
        taker = un_collegue(bureau, "Astier")
        month = un_mois(bureau, taker)
        for values, words in (
            ({**month, "referent": None}, "Choisissez la personne"),
            ({**month, "referent": parcours["referent"]}, "déjà référent de parcours"),
            ({**month, "fin": None}, "jusqu’à une date"),
            ({**month, "fin": "2026-11-01"}, "avant d’avoir commencé"),
        ):
            with pytest.raises(RefusedError, match=words) as refused:
                bureau.referents.nommer(dossier, values)
            assert refused.value.rule == "R-ACC-7"
        bureau.referents.nommer(dossier, month)
        with pytest.raises(RefusedError, match="déjà référent d’étape, du 20 novembre 2026 au 20 déc"):
            bureau.referents.nommer(dossier, month)
        assert len(affectations(bureau, dossier)) == 2


def test_nobody_is_referent_d_etape_twice_on_a_same_day(tmp_path: Path) -> None:
    """R-ACC-7: a designation to come counts as one that runs, and its end may be moved."""
    with vu_par(tmp_path, Profile.SECRETARIAT_PROXIMITE) as (bureau, dossier):
        taker = un_collegue(bureau, "Astier")
        december: dict[str, Value] = {"referent": taker, "debut": "2026-12-01", "fin": "2026-12-31"}
        bureau.referents.nommer(dossier, december)
        assert [one.a_venir for one in bureau.accompagnement.lire(dossier).referents] == [True, False]
        for debut, fin in (("2026-12-01", "2026-12-31"), ("2026-11-20", "2026-12-01")):
            with pytest.raises(RefusedError, match="du 1er décembre 2026 au 31 décembre 2026"):
                bureau.referents.nommer(dossier, {**december, "debut": debut, "fin": fin})
        before = bureau.referents.nommer(dossier, {**december, "debut": "2026-11-20", "fin": "2026-11-30"})
        with pytest.raises(RefusedError, match="du 1er décembre 2026 au 31 décembre 2026"):
            bureau.referents.changer_fin(before, "2026-12-05")
        bureau.referents.changer_fin(before, "2026-11-25")


def test_the_secretariat_moves_the_end_of_a_designation(tmp_path: Path) -> None:
    """R-ACC-7."""
    with vu_par(tmp_path, Profile.SECRETARIAT_DISPOSITIF) as (bureau, dossier):
        step = bureau.referents.nommer(dossier, un_mois(bureau, un_collegue(bureau, "Astier")))
        bureau.referents.changer_fin(step, "2027-01-31")
        assert {one["fin"] for one in affectations(bureau, dossier)} == {None, "2027-01-31"}
        for fin, words in ((None, "jusqu’à une date"), ("2026-11-01", "avant d’avoir commencé")):
            with pytest.raises(RefusedError, match=words):
                bureau.referents.changer_fin(step, fin)


def test_a_person_without_follow_up_has_an_ordinary_account_for_referent(bureau: Bureau) -> None:
    """R-FA-9: the account «sans suivi» is named like another, and the dossier is in nobody else’s hands."""
    nobody = un_collegue(bureau, "Sans suivi", prenom=None)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    verser(bureau, "affectation", {"dossier": dossier, "referent": nobody, "role": "parcours"})
    known = bureau.accompagnement.lire(dossier)
    assert (known.etat.sorte, known.etat.referent_nom, known.sortie.role) == ("entree", "Sans suivi", None)
