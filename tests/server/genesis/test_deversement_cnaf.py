"""The CNAF's flow poured on a real base, alone and beside the extract of Genesis."""

import pytest

from server.genesis.correspondance import Correspondance, CorrespondanceError, lire_correspondance
from server.genesis.fichier import FichierRefuseError
from tests.server.genesis.conftest import Base
from tests.server.genesis.extraits import correspondance, ligne
from tests.server.genesis.flux_essai import flux, foyer, lui, personne

COUPLE = foyer(personne(), lui(sdd="0"))


def test_a_couple_of_the_flow_yields_two_linked_dossiers_without_referent(base: Base) -> None:
    """R-GEN-2 and decision 33: nobody is designated, nobody is supposed."""
    rapport = base.verser_flux(flux(COUPLE))
    her, him = base.nomme("BELISSOL"), base.nomme("MONTIGNAC")
    assert (rapport.crees, base.tous("affectation")) == (2, [])
    assert (her["conjoint"], him["conjoint"]) == (him["id"], her["id"])
    assert (her["conjoint_nom"], her["conjoint_depuis"]) == ("MONTIGNAC PIOTR", "2026-11-20")
    assert (her["sdd_libelle"], him["sdd"]) == ("Soumis aux droits et devoirs", "nsdd")
    assert (her["actualisation_figee_le"], her["dtas_libelle"]) == (None, "Hors territoire")


def test_the_same_flow_poured_twice_changes_nothing(base: Base) -> None:
    """R-GEN-6: not a row, not a line of the journal."""
    octets = flux(COUPLE, foyer(personne(nir="", nom="AUTRE"), etat="0"))
    base.verser_flux(octets)
    before = base.etat()
    rapport = base.verser_flux(octets)
    assert (rapport.crees, rapport.modifies, rapport.inchanges) == (0, 0, 2)
    assert base.etat() == before


def test_a_closed_right_creates_nothing_closes_what_exists_and_is_kept_in_the_history(base: Base) -> None:
    """R-GEN-5 and decision 33."""
    end = "<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2026-10-31</DTCLORSA></FinDroit>"
    closed = flux(foyer(personne(), lui(), etat="5", raison=end))
    assert base.verser_flux(flux(foyer(etat="5"))).crees == 0
    base.verser_flux(flux(COUPLE))
    rapport = base.verser_flux(closed)
    assert (rapport.crees, rapport.clos) == (0, 2)
    row = base.nomme("BELISSOL")
    assert (row["etat_droit"], row["date_etat_droit"]) == ("clos", "2026-10-31")
    events = [(one["date"], one["etat"]) for one in base.tous("evenement_droit")]
    assert sorted(events) == [("2026-10-31", "clos")] * 2 + [("2026-11-20", "versable")] * 2


def test_a_truncated_flow_leaves_everything_as_it_was(base: Base) -> None:
    base.verser_flux(flux(COUPLE))
    before = base.etat()
    changed = flux(foyer(personne(nom="AUTRE")), COUPLE)
    for kept in (len(changed) - 5, len(changed) // 2, 900):
        with pytest.raises(FichierRefuseError):
            base.verser_flux(changed[:kept])
    assert base.etat() == before


def test_a_flow_of_another_departement_is_refused(base: Base) -> None:
    with pytest.raises(FichierRefuseError, match="flux est du département 38"):
        base.verser_flux(flux(foyer(departement="038")), lue=correspondance(departement="07"))


def test_an_older_flow_is_refused_but_each_source_has_its_own_days(base: Base) -> None:
    """Decision 32: a monthly flow is older than the extract of the morning, and not out of date."""
    base.verser(ligne(), date="2026-11-20")
    base.verser_flux(flux(COUPLE, date="2026-11-05"))
    before = base.etat()
    with pytest.raises(FichierRefuseError, match="plus ancien que le dernier déversé, du 05/11/2026"):
        base.verser_flux(flux(foyer(personne(nom="AUTRE")), date="2026-11-04"))
    with pytest.raises(FichierRefuseError, match="plus ancien que le dernier déversé, du 20/11/2026"):
        base.verser(ligne(nom="AUTRE"), date="2026-11-19")
    assert base.etat() == before
    assert base.jours() == [("2026-11-20", "2026-11-05")]


def test_a_person_of_the_flow_is_found_again_in_the_extract_and_enters_the_file_active(base: Base) -> None:
    """Decision 34: the flow gives no number of Genesis, the NIR and the birth date tell who it is."""
    base.verser_flux(flux(COUPLE), lue=correspondance())
    rapport = base.verser(ligne())
    assert (rapport.crees, rapport.modifies) == (0, 1)
    assert base.affectations("1001") == [("camille", "2026-01-15", None)]


def test_the_flow_never_undoes_what_genesis_gives(base: Base) -> None:
    """R-GEN-4: in the other order each pouring would undo the other, every day."""
    base.verser(ligne(), ligne(1))
    before = base.dossier()
    here = foyer(personne(sdd="0"), etat="5", postal="00200")
    rapport = base.verser_flux(flux(here), lue=correspondance())
    after = base.dossier()
    given = [name for name in correspondance().colonnes if name in before]
    assert {name: after[name] for name in given} == {name: before[name] for name in given}
    assert (after["nombre_enfants"], after["date_entree_rsa"], after["prenom"]) == (2, "2024-08-06", "Nadège")
    assert "qui fait foi" in rapport.texte()
    state = base.etat()
    base.verser(ligne(), ligne(1))
    base.verser_flux(flux(here), lue=correspondance())
    assert base.etat() == state


def test_the_absent_of_a_flow_are_neither_frozen_nor_left(base: Base) -> None:
    """R-GEN-3: the flow names no référent, its silence says nothing of one."""
    base.verser(ligne(), ligne(1))
    rapport = base.verser_flux(flux(foyer(lui())), lue=correspondance())
    assert (rapport.figes, rapport.entrees) == (0, 0)
    assert base.affectations("1002") == [("camille", "2026-01-15", None)]


def test_an_extract_that_knows_no_couple_does_not_part_those_of_the_flow(base: Base) -> None:
    lue = correspondance(sans=("foyer",))
    base.verser_flux(flux(COUPLE), lue=lue)
    him = ligne(1, nir="1800507123007", nom="MONTIGNAC", prenom="Piotr", date_naissance="02/05/1980")
    base.verser(ligne(), him, lue=lue)
    assert base.dossier()["conjoint"] == base.dossier("1002")["id"]


def test_small_letters_and_accents_of_a_dossier_survive_a_flow_that_has_none(base: Base) -> None:
    base.verser(ligne(prenom="Nadège"))
    base.verser_flux(flux(foyer()))
    assert base.dossier()["prenom"] == "Nadège"


def test_the_flow_closes_a_dossier_that_genesis_pours_without_a_right(base: Base) -> None:
    """Decision 33: what the correspondence does not give belongs to the CNAF."""
    lue = correspondance(sans=("etat_droit", "date_etat_droit", "sdd", '"Refusé"', '"Oui"', '"Non"'))
    base.verser(ligne(), lue=lue)
    base.verser_flux(flux(foyer(etat="5")), lue=lue)
    assert (base.dossier()["etat_droit"], base.dossier()["sdd"]) == ("clos", "sdd")


def test_the_report_counts_what_is_left_aside_by_reason(base: Base) -> None:
    waiting = [foyer(personne(nir="", nom=f"N{rank}"), etat="0") for rank in range(15)]
    closed = foyer(personne(nir="1800507123007"), lui(nir=""), etat="5")
    texte = base.verser_flux(flux(*waiting, foyer(etat="1"), foyer(lui(nir="?")), closed)).texte()
    assert "15 foyers (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 et 3 autres)\u00a0: droit en attente" in texte
    assert "foyer 16, allocataire 2000013\u00a0: droit refusé" in texte
    assert "foyer 18, allocataire 2000013\u00a0: droit clos, dossier non créé" in texte
    assert "foyer 17, allocataire 2000013, NIR\u00a0: Le numéro" in texte
    assert not any(word in texte for word in ("BELISSOL", "MONTIGNAC", "1800507123007", "N14"))


def test_the_territory_of_a_dossier_is_left_alone_where_nobody_said_what_one_is(base: Base) -> None:
    """Decision 35."""
    lue = lire_correspondance(b'version = 1\n[territoires.nord]\ncodes_postaux = ["00100"]\n')
    base.verser_flux(flux(foyer()), lue=lue)
    base.verser_flux(flux(foyer(enfants="03")))
    row = base.nomme("BELISSOL")
    assert (row["dtas"], row["nombre_enfants"]) == ("nord", 3)


def test_a_territory_that_is_not_ours_is_named_before_anything_is_written(base: Base) -> None:
    lue = lire_correspondance(b'version = 1\n[territoires.ouest]\ncodes_postaux = ["00100"]\n')
    with pytest.raises(CorrespondanceError, match="«\u00a0ouest\u00a0» n’est pas un de nos codes"):
        base.verser_flux(flux(foyer()), lue=lue)
    assert base.tous("dossier") == []


def test_a_dry_run_of_a_flow_writes_nothing(base: Base) -> None:
    before = base.etat()
    assert base.verser_flux(flux(COUPLE), lue=Correspondance("", {}), a_blanc=True).crees == 2
    assert base.etat() == before
