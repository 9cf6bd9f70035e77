"""R-GEN-1 to R-GEN-7 and R-ACC-3, on a real base."""

import pytest

from domain.ids import Ids
from server.genesis.deversement import AConfirmerError
from server.genesis.fichier import FichierRefuseError
from server.services.ecriture import Ecriture
from tests.server.genesis.conftest import Base
from tests.server.genesis.extraits import correspondance, fichier, ligne


def modifier(base: Base, kind: str, record: object, **values: str | None) -> None:
    """Write as a referent would."""
    serveur = base.serveur
    with serveur.engine.begin() as connection:
        ecriture = Ecriture(connection, "07", base.comptes["camille"], serveur.clock, Ids(serveur.clock))
        ecriture.modifier(kind, str(record), values)
        ecriture.terminer()


def test_a_designated_person_gets_a_dossier_and_enters_the_file_active(base: Base) -> None:
    """R-GEN-1: the entry is dated from the designation."""
    rapport = base.verser(ligne())
    dossier = base.dossier()
    assert (rapport.crees, rapport.code_de_sortie) == (1, 0)
    assert (dossier["nom"], dossier["date_naissance"], dossier["code_postal"]) == (
        "BELISSOL",
        "1984-03-12",
        "00100",
    )
    assert (dossier["telephone"], dossier["dtas"], dossier["dtas_libelle"]) == (
        "06 39 98 12 34",
        "nord",
        "DTAS Nord",
    )
    assert base.affectations() == [("camille", "2026-01-15", None)]


def test_the_nir_stays_on_the_server_and_corsica_is_not_a_fault(base: Base) -> None:
    base.verser(ligne(nir="2 84 03 2A 123 000"))
    assert "nir" not in base.dossier()


def test_a_number_of_the_msa_that_is_a_nir_stays_on_the_server_and_still_recognises(base: Base) -> None:
    """Decisions 27 and 34: a dossier travels to laptops, a NIR does not."""
    base.verser(ligne(numero_allocataire="2 84 03 2A 123 000", nir=""))
    assert base.dossier()["numero_allocataire"] is None
    rapport = base.verser(ligne(numero="RSA-5001", numero_allocataire="284032A123000", nir=""))
    assert (rapport.crees, rapport.modifies) == (0, 1)


def test_pouring_the_same_file_twice_changes_nothing(base: Base) -> None:
    """R-GEN-6: not a row, not a line of the journal."""
    lignes = (ligne(), ligne(1, foyer="9"), ligne(2, foyer="9"), ligne(3, date_naissance="31/02/1980"))
    base.verser(*lignes)
    before = base.etat()
    rapport = base.verser(*lignes)
    assert base.etat() == before
    assert (rapport.crees, rapport.modifies, rapport.inchanges, len(rapport.rejets)) == (0, 0, 3, 1)


def test_the_second_pouring_says_what_changed(base: Base) -> None:
    base.verser(ligne(), ligne(1))
    rapport = base.verser(ligne(cp_ville="00200 Castelmorin"), ligne(1), date="2026-11-20")
    assert (rapport.modifies, rapport.inchanges) == (1, 1)
    assert (base.dossier()["commune"], base.dossier()["dtas"]) == ("Castelmorin", "sud")


def test_contacts_are_copied_at_creation_and_never_overwritten(base: Base) -> None:
    """R-GEN-2."""
    base.verser(ligne())
    modifier(base, "dossier", base.dossier()["id"], telephone="06 39 98 00 00", mail=None)
    base.verser(ligne(telephone="0639987777", mail="autre@exemple.invalid"))
    assert (base.dossier()["telephone"], base.dossier()["mail"]) == ("06 39 98 00 00", None)


def test_a_couple_yields_two_linked_dossiers_that_share_the_contacts(base: Base) -> None:
    """R-GEN-2: one dated link per dossier."""
    base.verser(ligne(foyer="F1"), ligne(1, foyer="F1", telephone="", mail=""))
    one, other = base.dossier("1001"), base.dossier("1002")
    assert (one["conjoint"], other["conjoint"]) == (other["id"], one["id"])
    assert one["conjoint_depuis"] == other["conjoint_depuis"] == "2026-11-20"
    assert other["conjoint_nom"] == "BELISSOL Nadège"
    assert other["telephone"] == one["telephone"] == "06 39 98 12 34"


def test_a_couple_that_parts_is_unlinked_only_when_the_extract_shows_both(base: Base) -> None:
    base.verser(ligne(foyer="F1"), ligne(1, foyer="F1"))
    base.verser(ligne(foyer="F1"), date="2026-11-20")
    assert base.dossier("1001")["conjoint"] is not None
    base.verser(ligne(foyer="F1"), ligne(1, foyer="F2"))
    assert base.dossier("1001")["conjoint"] is base.dossier("1002")["conjoint"] is None


def test_a_couple_described_in_one_row_yields_two_dossiers(base: Base) -> None:
    """R-GEN-2: the conjoint has no Genesis number, and is recognised by name the day after."""
    columns = '\n[conjoint]\nnom = "Civilité"\nprenom = "Depuis le"\ndate_naissance = "SDD"\n'
    lue = correspondance(
        columns, sans=("civilite", "date_etat_droit", "sdd", "foyer", '"MME"', '"Oui"', '"Non"')
    )
    row = ligne(civilite="MONTIGNAC", date_etat_droit="Piotr", sdd="02/05/1980")
    assert base.verser(row, lue=lue).crees == 2
    (partner,) = [one for one in base.tous("dossier") if one["nom"] == "MONTIGNAC"]
    assert (partner["numero"], partner["commune"], partner["conjoint"]) == (
        None,
        "Montauran",
        base.dossier()["id"],
    )
    before = base.etat()
    base.verser(row, lue=lue)
    assert base.etat() == before


def test_a_new_referent_ends_the_old_affectation_the_day_the_new_one_begins(base: Base) -> None:
    """R-ACC-3 and R-GEN-7."""
    base.verser(ligne())
    rapport = base.verser(ligne(referent="VALDISSOL Dominique", date_designation="10/11/2026"))
    assert base.affectations() == [("camille", "2026-01-15", "2026-11-10"), ("dominique", "2026-11-10", None)]
    assert rapport.changements == 1


def test_what_genesis_writes_bears_its_words_as_well_as_its_codes(base: Base) -> None:
    """R-ACC-3: an affectation that Genesis ends says so in French; once reopened it says nothing."""
    base.verser(ligne())
    base.verser(ligne(referent="VALDISSOL Dominique", date_designation="10/11/2026"))
    ended, begun = sorted(base.tous("affectation"), key=lambda row: str(row["debut"]))
    assert (ended["motif_fin"], ended["motif_fin_libelle"]) == (
        "genesis",
        "Changement de référent dans Genesis",
    )
    assert (begun["motif_fin"], begun["motif_fin_libelle"]) == (None, None)
    assert (begun["role"], begun["role_libelle"]) == ("parcours", "Référent de parcours")
    modifier(
        base, "affectation", begun["id"], fin="2026-11-15", motif_fin="genesis", motif_fin_libelle="Autre"
    )
    base.verser(ligne(referent="VALDISSOL Dominique", date_designation="10/11/2026"))
    (row,) = [one for one in base.tous("affectation") if one["id"] == begun["id"]]
    assert (row["fin"], row["motif_fin"], row["motif_fin_libelle"]) == (None, None, None)
    (event,) = base.tous("evenement_droit")
    assert (event["etat_libelle"], event["sdd_libelle"]) == (
        "Droit ouvert et versable",
        "Soumis aux droits et devoirs",
    )


def test_without_active_referent_the_actualisation_freezes_and_nothing_is_deleted(base: Base) -> None:
    """R-GEN-3: absence is never deletion, and the sortie stays the referent’s to date (R-FA-4)."""
    base.verser(ligne(), ligne(1), date="2026-11-18")
    rapport = base.verser(ligne(1), ligne(referent="", date_designation="", nom="AUTRE"), date="2026-11-19")
    assert rapport.figes == 1
    assert (base.dossier()["actualisation_figee_le"], base.dossier()["nom"]) == ("2026-11-18", "BELISSOL")
    base.verser(ligne(), date="2026-11-20")
    assert base.dossier("1001")["actualisation_figee_le"] is None
    assert base.dossier("1002")["actualisation_figee_le"] == "2026-11-19"
    assert base.affectations("1002") == [("camille", "2026-01-15", None)]


def test_a_person_without_referent_gets_no_dossier(base: Base) -> None:
    rapport = base.verser(ligne(), ligne(1, referent=""))
    assert (rapport.crees, [one.dossier for one in rapport.remarques]) == (1, ["1002"])


def test_the_history_of_the_right_is_kept(base: Base) -> None:
    """R-GEN-5."""
    base.verser(ligne())
    base.verser(ligne(etat_droit="Droit ouvert et suspendu", date_etat_droit="01/11/2026", sdd="Non"))
    events = [(row["date"], row["etat"], row["sdd"]) for row in base.tous("evenement_droit")]
    assert sorted(events) == [("2025-02-01", "versable", "sdd"), ("2026-11-01", "suspendu", "nsdd")]


def test_an_erroneous_sortie_is_cancelled_but_that_of_a_closed_right_stands(base: Base) -> None:
    """R-GEN-4 and R-FA-4."""
    base.verser(ligne(), ligne(1))
    for row in base.tous("affectation"):
        modifier(base, "affectation", row["id"], fin="2026-11-30")
    rapport = base.verser(ligne(), ligne(1, etat_droit="Droit clos"))
    assert base.affectations("1001") == [("camille", "2026-01-15", None)]
    assert base.affectations("1002") == [("camille", "2026-01-15", "2026-11-30")]
    assert "annulée" in rapport.texte()


def test_leaving_and_coming_back_to_the_same_referent_makes_two_periods(base: Base) -> None:
    """R-GEN-12."""
    base.verser(ligne())
    modifier(base, "affectation", base.tous("affectation")[0]["id"], fin="2026-03-31")
    base.verser(ligne(date_designation="01/10/2026"))
    assert base.affectations() == [("camille", "2026-01-15", "2026-03-31"), ("camille", "2026-10-01", None)]


def test_an_older_extract_is_refused_whole(base: Base) -> None:
    base.verser(ligne(), date="2026-11-20")
    before = base.etat()
    with pytest.raises(FichierRefuseError, match="plus ancien"):
        base.verser(ligne(nom="AUTRE"), date="2026-11-19")
    assert base.etat() == before


def test_an_extract_from_the_future_is_refused(base: Base) -> None:
    with pytest.raises(FichierRefuseError, match="à venir"):
        base.verser(ligne(), date="2027-01-01")


def test_a_truncated_file_leaves_everything_as_it_was(base: Base) -> None:
    base.verser(ligne(), ligne(1))
    before = base.etat()
    with pytest.raises(FichierRefuseError):
        base.verser(octets=fichier(ligne(nom="AUTRE"), ligne(1))[:-30])
    assert base.etat() == before


def test_more_than_a_tenth_of_the_affectations_asks_for_confirmation(base: Base) -> None:
    """Decision 32: up to a tenth goes by itself, more stops before anything is written."""
    lignes = [ligne(rang) for rang in range(20)]
    base.verser(*lignes, date="2026-11-18")
    before = base.etat()
    with pytest.raises(AConfirmerError, match="3 affectations"):
        base.verser(*lignes[3:], date="2026-11-19", confirmer=False)
    assert base.etat() == before
    assert base.verser(*lignes[3:], date="2026-11-19", a_blanc=True, confirmer=False).figes == 3
    assert base.etat() == before
    assert base.verser(*lignes[2:], date="2026-11-19", confirmer=False).figes == 2
    assert base.verser(*lignes[3:], date="2026-11-20", confirmer=True).figes == 1


def test_another_departement_is_refused(base: Base) -> None:
    with pytest.raises(FichierRefuseError, match="département 38"):
        base.verser(ligne(), lue=correspondance(departement="38"))
