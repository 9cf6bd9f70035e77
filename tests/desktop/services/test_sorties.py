import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from desktop.services.bureau import Bureau
from desktop.services.sorties import AU_SECRETARIAT, DES_REFERENTS, SortieLue
from domain.demandes.rules import Preuves
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import Profile
from tests.builders import Horloge, une_personne, verser
from tests.desktop.services.accompagne import (
    REFERENTS,
    affectations,
    suivi_par,
    un_collegue,
    vu_par,
)

ALL_BUT_ADMIN = [profil for profil in Profile if profil is not Profile.ADMINISTRATEUR]


def lue(bureau: Bureau, dossier: str) -> SortieLue:
    return bureau.accompagnement.lire(dossier).sortie


def mine(bureau: Bureau, dossier: str) -> dict[str, Value]:
    (found,) = affectations(bureau, dossier)
    return found


def partie(bureau: Bureau, dossier: str, fin: str, motif: str = "emploi") -> str:
    """Bring the sortie that the référent of a dossier has dated."""
    (known,) = affectations(bureau, dossier)
    verser(bureau, "affectation", known | {"fin": fin, "motif_fin": motif})
    return str(known["id"])


def test_what_the_tab_shows_reads_each_kind_once(tmp_path: Path) -> None:
    """What is left to record is told from what the tab has read already."""
    read: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        read.extend(re.findall(r"FROM (\w+)", statement))

    with vu_par(tmp_path, Profile.REFERENT) as (bureau, dossier):
        event.listen(Engine, "before_cursor_execute", listen)
        lue(bureau, dossier)
        event.remove(Engine, "before_cursor_execute", listen)
    assert {kind: read.count(kind) for kind in ("entretien", "veille", "document")} == {
        "entretien": 1,
        "veille": 1,
        "document": 1,
    }


@pytest.mark.parametrize("profil", ALL_BUT_ADMIN)
def test_only_who_accompanies_dates_a_sortie(tmp_path: Path, profil: Profile) -> None:
    """R-FA-4."""
    with vu_par(tmp_path, profil) as (bureau, dossier):
        if profil in REFERENTS:
            assert lue(bureau, dossier).refus == ""
            bureau.sorties.dater(dossier, "2026-11-30", "emploi")
            ended = mine(bureau, dossier)
            assert (ended["fin"], ended["motif_fin_libelle"]) == ("2026-11-30", "Emploi")
            state = bureau.accompagnement.lire(dossier).etat
            assert (state.sorte, state.depuis, state.precision) == ("sortie", "2026-11-30", "Emploi")
        else:
            assert lue(bureau, dossier).refus == DES_REFERENTS
            with pytest.raises(RefusedError, match="R-FA-4"):
                bureau.sorties.dater(dossier, "2026-11-30", "emploi")
            assert mine(bureau, dossier)["fin"] is None


@pytest.mark.parametrize("profil", ALL_BUT_ADMIN)
def test_only_the_secretariat_de_dispositif_cancels_a_sortie(tmp_path: Path, profil: Profile) -> None:
    """R-FA-4."""
    with vu_par(tmp_path, profil) as (bureau, dossier):
        affectation = partie(bureau, dossier, "2026-11-30")
        datee = lue(bureau, dossier).datee
        assert datee is not None
        if profil is Profile.SECRETARIAT_DISPOSITIF:
            assert (datee.refus, datee.referent_nom) == ("", "Julie Perrin")
            bureau.sorties.annuler(affectation)
            assert (mine(bureau, dossier)["fin"], mine(bureau, dossier)["motif_fin_libelle"]) == (None, None)
            assert bureau.accompagnement.lire(dossier).etat.sorte == "entree"
        else:
            assert datee.refus == AU_SECRETARIAT
            with pytest.raises(RefusedError, match="R-FA-4"):
                bureau.sorties.annuler(affectation)
            assert mine(bureau, dossier)["fin"] == "2026-11-30"


@pytest.mark.parametrize("debut", ["2026-11-19", "2026-12-01"])
def test_a_sortie_is_not_cancelled_under_a_successor(tmp_path: Path, debut: str) -> None:
    """R-FA-4, R-ACC-3: designated meanwhile, he may have come by a pull while the card was under the eyes."""
    with vu_par(tmp_path, Profile.SECRETARIAT_DISPOSITIF) as (bureau, dossier):
        left = mine(bureau, dossier)
        verser(bureau, "affectation", left | {"fin": "2026-11-30", "motif_fin": "emploi"})
        after: dict[str, Value] = {"dossier": dossier, "referent": un_collegue(bureau, "Astier")}
        verser(bureau, "affectation", after | {"role": "parcours", "debut": debut})
        with pytest.raises(RefusedError, match="il n’y a plus rien à annuler"):
            bureau.sorties.annuler(str(left["id"]))
        assert {one["fin"] for one in affectations(bureau, dossier)} == {"2026-11-30", None}


def test_the_days_proposed_are_the_last_of_this_month_and_of_the_next(bureau: Bureau, dossier: str) -> None:
    """R-FA-4."""
    assert lue(bureau, dossier).proposees == ("2026-11-30", "2026-12-31")
    assert lue(bureau, une_personne(bureau, sdd="nsdd")).proposees == ("2026-11-30",)


def test_what_stands_in_the_way_is_told_before_and_nothing_blocks(bureau: Bureau, dossier: str) -> None:
    """R-FA-4, R-FA-10: the two proofs; another day; a half-typed day says nothing yet."""

    def rules(fin: str) -> list[str]:
        return [hint.rule for hint in lue(bureau, dossier).indications(fin, "demenagement")]

    verser(bureau, "caracteristique", *_findings(bureau, dossier))
    assert rules("2026-11-30") == ["R-FA-4", "R-FA-10"]
    assert rules("2026-11-") == []
    person = bureau.dossiers.lire(dossier).values
    verser(bureau, "dossier", person | {"actualisation_figee_le": "2026-11-12"})
    letter: dict[str, Value] = {"dossier": dossier, "nom": "fin.pdf", "rangement": "courriers"}
    verser(bureau, "document", letter | {"type": "fin_accompagnement", "date_envoi": "2026-11-13"})
    assert lue(bureau, dossier).preuves == Preuves("2026-11-12", "2026-11-13")
    assert rules("2026-11-30") == []
    assert rules("2026-11-25") == ["R-FA-4"]


def test_a_sortie_is_refused_where_it_makes_no_sense(bureau: Bureau, dossier: str) -> None:
    """R-FA-4, R-FA-5."""
    for fin, motif, words in (
        (None, "emploi", "dernier jour"),
        ("2026-11-30", None, "motif"),
        ("2026-10-31", "emploi", "avant l’entrée"),
        ("fin novembre", "emploi", "n’est pas une date"),
    ):
        with pytest.raises(RefusedError, match=words):
            bureau.sorties.dater(dossier, fin, motif)
    assert mine(bureau, dossier)["fin"] is None


def test_a_sortie_may_be_brought_forward_not_put_off(bureau: Bureau, dossier: str) -> None:
    """R-FA-4: putting it off would be access regained; pressed twice it is dated once."""
    bureau.sorties.dater(dossier, "2026-12-31", "emploi")
    bureau.sorties.dater(dossier, "2026-12-31", "emploi")
    bureau.sorties.dater(dossier, "2026-11-30", "emploi")
    assert lue(bureau, dossier).proposees == ("2026-11-30",)
    with pytest.raises(RefusedError, match="seul le secrétariat"):
        bureau.sorties.dater(dossier, "2026-12-31", "emploi")
    assert mine(bureau, dossier)["fin"] == "2026-11-30"


def test_a_reorientation_leaves_nothing_to_date(bureau: Bureau, dossier: str) -> None:
    """R-ACC-3: somebody else is référent de parcours already."""
    newcomer: dict[str, Value] = {"referent": un_collegue(bureau), "role": "parcours", "debut": "2026-11-20"}
    verser(bureau, "affectation", newcomer | {"dossier": dossier})
    with pytest.raises(RefusedError, match="réorientée") as refused:
        bureau.sorties.dater(dossier, "2026-11-30", "emploi")
    assert (refused.value.rule, lue(bureau, dossier).refus) == ("R-ACC-3", refused.value.message)


def test_what_genesis_has_ended_is_no_sortie_to_cancel(tmp_path: Path) -> None:
    """R-GEN-4, R-FA-4."""
    with vu_par(tmp_path, Profile.SECRETARIAT_DISPOSITIF) as (bureau, dossier):
        partie(bureau, dossier, "2026-11-15", "genesis")
        known = bureau.accompagnement.lire(dossier)
        assert (known.sortie.datee, known.etat.sorte) == (None, "sans")


def test_a_couple_is_two_sorties(bureau: Bureau, dossier: str) -> None:
    """R-FA-8: the other one is named as long as the same référent has both, with its own date."""
    other = une_personne(bureau, numero="D-2", civilite="m", nom="Morel", prenom="Karim", conjoint=dossier)
    person = bureau.dossiers.lire(dossier).values
    verser(bureau, "dossier", person | {"conjoint": other})
    both = lue(bureau, dossier).conjoint
    assert both is not None
    assert (both.dossier, both.nom_affiche, both.sortie_le) == (other, "M. MOREL Karim", None)
    bureau.sorties.dater(other, "2026-11-30", "emploi")
    assert mine(bureau, dossier)["fin"] is None, "the sortie of one dates nothing for the other"
    both = lue(bureau, dossier).conjoint
    assert both is not None
    assert both.sortie_le == "2026-11-30"


def test_a_conjoint_of_another_referent_is_no_sortie_of_ours(bureau: Bureau, dossier: str) -> None:
    """R-FA-8."""
    other = suivi_par(bureau, numero="D-2", conjoint=dossier)
    person = bureau.dossiers.lire(dossier).values
    verser(bureau, "dossier", person | {"conjoint": other})
    assert lue(bureau, dossier).conjoint is None


def test_leaving_ends_ones_own_designation_as_referent_d_etape(bureau: Bureau, dossier: str) -> None:
    """R-FA-12."""
    step: dict[str, Value] = {"dossier": dossier, "referent": bureau.moi.id, "role": "etape"}
    verser(bureau, "affectation", step | {"debut": "2026-11-10", "fin": "2026-12-10"})
    assert lue(bureau, dossier).etape_jusqu_au == "2026-12-10"
    bureau.sorties.dater(dossier, "2026-11-30", "emploi")
    assert {one["fin"] for one in affectations(bureau, dossier)} == {"2026-11-30"}


def test_a_referent_d_etape_ends_his_own_time_without_a_reason(tmp_path: Path) -> None:
    """R-ACC-7, R-FA-12."""
    with vu_par(tmp_path, Profile.SECRETARIAT_PROXIMITE) as (bureau, dossier):
        step: dict[str, Value] = {"dossier": dossier, "referent": bureau.moi.id, "role": "etape"}
        verser(bureau, "affectation", step | {"debut": "2026-11-10", "fin": "2026-12-10"})
        known = lue(bureau, dossier)
        assert (known.role, known.refus, known.proposees) == ("etape", "", ("2026-11-30",))
        bureau.sorties.dater(dossier, "2026-11-25", None)
        ends = {one["role"]: one["fin"] for one in affectations(bureau, dossier)}
        assert ends == {"parcours": None, "etape": "2026-11-25"}


def test_the_checklist_names_what_is_left_and_where_to_mend_it(bureau: Bureau, dossier: str) -> None:
    """R-FA-12, R-ACC-6."""

    def left() -> list[tuple[str, str, str]]:
        return [(one.texte, one.quoi, one.cible) for one in lue(bureau, dossier).restes]

    assert left() == [("3\u00a0caractéristiques à rafraîchir", "partie", "Situation")]
    verser(bureau, "caracteristique", *_findings(bureau, dossier))
    assert left() == []
    me = bureau.moi.id
    meeting: dict[str, Value] = {"dossier": dossier, "collaborateur": me, "moment": "2026-11-12T10:00"}
    (late,) = verser(bureau, "entretien", meeting | {"realisation": "prevu"})
    verser(bureau, "entretien", *[meeting | {"realisation": "presence"}] * 2)
    cer = bureau.cers.nouveau(dossier)
    verser(bureau, "difficulte", {"dossier": dossier, "nature": "23.6", "debut": "2026-01-01"})
    verser(
        bureau,
        "note",
        {"dossier": dossier, "visibilite": "privee", "texte": "À rappeler"},
        {"dossier": dossier, "visibilite": "privee", "texte": "Close", "close_le": "2026-11-01"},
    )
    bureau.veilles.commencer(dossier, {"motif": "sante", "debut": "2026-11-01"})
    bureau.documents.ajouter(
        dossier, bureau.documents.preparer_octets(_pdf(), "scan.pdf"), rangement="courriers"
    )
    assert left() == [
        ("1\u00a0présence à noter", "entretien", late),
        ("2\u00a0entretiens sans synthèse", "partie", "Entretiens"),
        ("1\u00a0CER en proposition", "cer", cer),
        ("1\u00a0difficulté en cours", "partie", "Situation"),
        ("1\u00a0note ouverte", "partie", "Notes"),
        ("La veille court encore", "veille", ""),
        ("1\u00a0document à envoyer", "place", "synchronisation"),
    ]
    hints = lue(bureau, dossier).indications("2026-11-30", "demenagement")
    assert "R-ACC-6" in [hint.rule for hint in hints]


def test_the_day_of_the_sortie_is_still_a_day_of_work(tmp_path: Path) -> None:
    """R-ACC-2: on the last day everything may be written; the day after, a sortie is no longer dated."""
    clock = Horloge()
    with vu_par(tmp_path, Profile.REFERENT) as (bureau, dossier):
        bureau.poste.clock = clock
        bureau.sorties.dater(dossier, "2026-11-30", "emploi")
        clock.avance(days=10)
        bureau.veilles.commencer(dossier, {"motif": "sante", "debut": "2026-11-30"})
        assert lue(bureau, dossier).refus == ""
        clock.avance(days=1)
        assert lue(bureau, dossier).refus == DES_REFERENTS


def test_an_address_elsewhere_is_flagged_in_the_dossier(bureau: Bureau) -> None:
    """R-FA-11: outside the département, or outside the territory of the référent."""
    away = une_personne(bureau, code_postal="26000", commune="Valence")
    flag = bureau.accompagnement.lire(away).hors
    assert flag is not None
    assert flag.text in {one.texte for one in bureau.dossiers.lire(away).urgences}
    mutation = suivi_par(bureau, un_collegue(bureau, dtas="sud"), dtas="nord")
    assert bureau.accompagnement.lire(mutation).hors is not None
    assert bureau.accompagnement.lire(une_personne(bureau)).hors is None


def _findings(bureau: Bureau, dossier: str) -> list[dict[str, Value]]:
    return [
        {"dossier": dossier, "nom": nom, "valeur": f"{nom}.oui", "constatee_le": bureau.poste.today}
        for nom in bureau.settings["departement.caracteristiques_attendues"]
    ]


def _pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
