from pathlib import Path

import pytest

from desktop.services.accompagnement import AccompagnementLu
from desktop.services.bureau import Bureau
from desktop.services.demandes import Sorte
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import Profile
from tests.builders import verser
from tests.desktop.services.accompagne import REFERENTS, lignes, vu_par

SANTE: dict[str, Value] = {"motif": "sante", "debut": "2026-11-10", "fin": None, "commentaire": None}
ECRIVENT = {*REFERENTS, Profile.SECRETARIAT_DISPOSITIF, Profile.SECRETARIAT_PROXIMITE}
REPONDENT = {Profile.SECRETARIAT_DISPOSITIF, Profile.SECRETARIAT_PROXIMITE, Profile.ALI, Profile.CDS}
SUIVENT = [profil for profil in Profile if profil is not Profile.ADMINISTRATEUR]
MIDEM: dict[str, Value] = {"date": "2026-11-20", "motif": "Deux absences."}
FIN: dict[str, Value] = {"date": "2026-11-20", "cas": "emploi", "fin_souhaitee": None, "precision": None}


def lu(bureau: Bureau, dossier: str) -> AccompagnementLu:
    return bureau.accompagnement.lire(dossier)


@pytest.mark.parametrize("profil", SUIVENT)
def test_each_profile_puts_in_veille_or_reads_who_does(tmp_path: Path, profil: Profile) -> None:
    """R-FA-2: what a profile may not do is refused here with the words that its screen shows."""
    with vu_par(tmp_path, profil) as (bureau, dossier):
        before = lu(bureau, dossier)
        assert (before.etat.sorte, before.refus_veille == "") == ("entree", profil in ECRIVENT)
        if profil in ECRIVENT:
            bureau.veilles.commencer(dossier, SANTE)
            after = lu(bureau, dossier).etat
            assert (after.sorte, after.depuis, after.precision) == (
                "veille",
                "2026-11-10",
                "Santé, hospitalisation",
            )
        else:
            with pytest.raises(RefusedError, match="qui accompagne la personne") as refused:
                bureau.veilles.commencer(dossier, SANTE)
            assert (refused.value.rule, refused.value.message) == ("R-FA-2", before.refus_veille)
            assert lignes(bureau, "veille", dossier) == []


@pytest.mark.parametrize("profil", SUIVENT)
def test_each_profile_asks_and_answers_or_reads_who_does(tmp_path: Path, profil: Profile) -> None:
    """R-FA-10, R-MID-1: the référent asks, the secretariat and its chiefs answer."""
    with vu_par(tmp_path, profil) as (bureau, dossier):
        (waiting,) = verser(bureau, "demande_fin", {"dossier": dossier, **FIN})
        known = lu(bureau, dossier)
        assert (known.midem.refus == "", known.fin.refus == "") == (profil in ECRIVENT,) * 2
        assert (known.fin.refus_reponse == "") == (profil in REPONDENT)
        if profil in ECRIVENT:
            bureau.demandes.demander_midem(dossier, MIDEM)
            assert lu(bureau, dossier).midem.attend
        else:
            with pytest.raises(RefusedError, match="R-MID-1"):
                bureau.demandes.demander_midem(dossier, MIDEM)
        answer: dict[str, Value] = {"traitee_le": "2026-11-20", "reponse": "Saisi dans Genesis."}
        if profil in REPONDENT:
            bureau.demandes.repondre(waiting, answer)
            assert [one.traitee for one in lu(bureau, dossier).fin.demandes] == [True]
        else:
            with pytest.raises(RefusedError, match="R-FA-10"):
                bureau.demandes.repondre(waiting, answer)


def test_a_veille_pressed_twice_is_begun_once(bureau: Bureau, dossier: str) -> None:
    """R-FA-2."""
    first = bureau.veilles.commencer(dossier, SANTE)
    assert bureau.veilles.commencer(dossier, SANTE) == first
    assert len(lignes(bureau, "veille", dossier)) == 1


def test_a_veille_already_begun_takes_no_other_end_or_comment_in_silence(
    bureau: Bureau, dossier: str
) -> None:
    """R-FA-2: what was typed is not dropped; the words say where it is put off or commented."""
    bureau.veilles.commencer(dossier, SANTE)
    other: list[dict[str, Value]] = [{"fin": "2026-12-31"}, {"commentaire": "Opération le 3."}]
    for typed in other:
        with pytest.raises(RefusedError, match="existe déjà\u00a0: repoussez-la ou commentez-la"):
            bureau.veilles.commencer(dossier, SANTE | typed)
    (known,) = lignes(bureau, "veille", dossier)
    assert (known["fin"], known["commentaire"]) == (None, None)


def test_a_veille_ends_on_a_day_that_is_chosen(bureau: Bureau, dossier: str) -> None:
    """R-FA-2."""
    veille = bureau.veilles.commencer(dossier, SANTE)
    with pytest.raises(RefusedError, match="Choisissez le jour"):
        bureau.veilles.terminer(veille, None)


def test_a_veille_without_its_reason_is_refused_in_words(bureau: Bureau, dossier: str) -> None:
    with pytest.raises(RefusedError, match="Motif"):
        bureau.veilles.commencer(dossier, {**SANTE, "motif": None})
    with pytest.raises(RefusedError, match="n’est pas une date"):
        bureau.veilles.commencer(dossier, {**SANTE, "debut": "demain"})


def test_a_veille_ends_by_an_act_and_keeps_its_history(bureau: Bureau, dossier: str) -> None:
    """R-FA-2: its planned end ends nothing; taken away, it leaves no trace."""
    veille = bureau.veilles.commencer(dossier, {**SANTE, "fin": "2026-11-15"})
    known = lu(bureau, dossier)
    assert [hint.rule for hint in known.veilles[0].indications] == ["R-FA-2"]
    assert known.etat.sorte == "veille"
    with pytest.raises(RefusedError, match="avant d’avoir commencé"):
        bureau.veilles.terminer(veille, "2026-11-09")
    bureau.veilles.modifier(veille, {"fin": "2026-12-31", "commentaire": "Opération le 3."})
    assert lu(bureau, dossier).veilles[0].indications == ()
    bureau.veilles.terminer(veille, "2026-11-19")
    (ended,) = lu(bureau, dossier).veilles
    assert (ended.court, ended.values["terminee_le"]) == (False, "2026-11-19")
    assert lu(bureau, dossier).etat.sorte == "entree"
    bureau.veilles.retirer(veille)
    assert lignes(bureau, "veille", dossier) == []
    bureau.veilles.retirer(veille)  # a second press finds it done
    with pytest.raises(RefusedError, match="n’est plus sur ce poste"):
        bureau.veilles.terminer(veille, "2026-11-19")


def test_a_sanction_says_how_the_right_is_reopened(bureau: Bureau, dossier: str) -> None:
    """R-FA-3, R-FA-7."""
    bureau.veilles.commencer(dossier, {"motif": "sanction", "debut": "2026-07-01"})
    (veille,) = lu(bureau, dossier).veilles
    assert [hint.rule for hint in veille.indications] == ["R-FA-3"]
    assert veille.retablir is not None


@pytest.mark.parametrize("sorte", ["demande_midem", "demande_fin"])
def test_a_request_is_made_once_and_withdrawn_while_it_waits(
    bureau: Bureau, dossier: str, sorte: Sorte
) -> None:
    """R-MID-1, R-FA-10."""
    ask = bureau.demandes.demander_midem if sorte == "demande_midem" else bureau.demandes.demander_fin
    values = MIDEM if sorte == "demande_midem" else FIN
    asked = ask(dossier, values)
    with pytest.raises(RefusedError, match="déjà"):
        ask(dossier, values)
    bureau.demandes.retirer(sorte, asked)
    assert lignes(bureau, sorte, dossier) == []
    ask(dossier, values)
    assert len(lignes(bureau, sorte, dossier)) == 1


def test_a_request_without_its_reason_is_refused(bureau: Bureau, dossier: str) -> None:
    """R-MID-1, R-FA-10."""
    with pytest.raises(RefusedError, match="Motif"):
        bureau.demandes.demander_midem(dossier, {**MIDEM, "motif": ""})
    with pytest.raises(RefusedError, match="Cas"):
        bureau.demandes.demander_fin(dossier, {**FIN, "cas": None})
    with pytest.raises(RefusedError, match="quel jour"):
        bureau.demandes.repondre("inconnue", {"traitee_le": None})


def test_a_mise_en_demeure_is_treated_when_genesis_shows_it_and_then_stays(
    bureau: Bureau, dossier: str
) -> None:
    """R-MID-1, R-MID-2."""
    asked = bureau.demandes.demander_midem(dossier, MIDEM)
    person = bureau.dossiers.lire(dossier).values
    verser(bureau, "dossier", person | {"date_midem": "2026-11-20", "motif_midem": "Absences"})
    known = lu(bureau, dossier).midem
    assert (known.attend, known.genesis_le, known.genesis_motif) == (False, "2026-11-20", "Absences")
    assert [(one.traitee, one.retirable) for one in known.demandes] == [(True, False)]
    with pytest.raises(RefusedError, match="R-MID-2"):
        bureau.demandes.retirer("demande_midem", asked)
    with pytest.raises(RefusedError, match="Genesis en montre déjà une"):
        bureau.demandes.demander_midem(dossier, MIDEM)


def test_the_letter_and_what_comes_back_of_it_are_seen_once_filed(bureau: Bureau, dossier: str) -> None:
    """R-MID-1: the letter, the R/AR, a returned envelope."""
    for kind, day in (("midem", "2026-11-02"), ("pli_npai", "2026-11-12"), ("cv", "2026-11-13")):
        verser(
            bureau,
            "document",
            {"dossier": dossier, "nom": f"{kind}.pdf", "rangement": "courriers", "type": kind}
            | {"date_envoi": day},
        )
    assert [(one.libelle, one.date) for one in lu(bureau, dossier).midem.courriers] == [
        ("Pli retourné, n’habite pas à l’adresse", "2026-11-12"),
        ("Courrier de mise en demeure", "2026-11-02"),
    ]


def test_absences_since_the_last_mise_en_demeure_lead_to_the_next(bureau: Bureau, dossier: str) -> None:
    """R-ENT-11."""
    for day in ("2026-08-03", "2026-10-06", "2026-11-10"):
        missed: dict[str, Value] = {"dossier": dossier, "realisation": "absence_non_justifiee"}
        verser(bureau, "entretien", missed | {"moment": f"{day}T10:00"})
    assert (lu(bureau, dossier).midem.absences, lu(bureau, dossier).midem.proposee) == (3, True)
    person = bureau.dossiers.lire(dossier).values
    verser(bureau, "dossier", person | {"date_midem": "2026-10-20"})
    assert (lu(bureau, dossier).midem.absences, lu(bureau, dossier).midem.proposee) == (1, False)


def test_an_answered_request_stays_as_it_was(tmp_path: Path) -> None:
    """R-FA-10."""
    with vu_par(tmp_path, Profile.SECRETARIAT_PROXIMITE) as (bureau, dossier):
        asked = bureau.demandes.demander_fin(dossier, FIN)
        bureau.demandes.repondre(asked, {"traitee_le": "2026-11-20", "reponse": None})
        assert not lu(bureau, dossier).fin.demandes[0].retirable
        with pytest.raises(RefusedError, match="R-FA-10"):
            bureau.demandes.retirer("demande_fin", asked)
