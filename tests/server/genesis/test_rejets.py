"""R-GEN-6: the good lines are taken, the bad ones told with line number, field and reason."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.reglage.nomenclatures import Settings
from resources import default_settings
from server.genesis.fichier import FichierRefuseError
from server.genesis.interpretation import Contexte, interpreter
from server.genesis.lecture import lire
from tests.server.genesis.conftest import Base
from tests.server.genesis.extraits import correspondance, fichier, ligne

CONTEXTE = Contexte.of(correspondance(), Settings.of(default_settings()), dt.date(2026, 11, 20))


@pytest.mark.parametrize(
    ("champ", "cellule", "nom", "mots"),
    [
        ("date_naissance", "31/02/1984", "date_naissance", "n’existe pas au calendrier"),
        ("date_naissance", "le 3 mars", "date_naissance", "n’a pas la forme JJ/MM/AAAA"),
        ("date_naissance", "12/03/2084", "date_naissance", "après la date de l’extrait"),
        ("date_naissance", "", "date_naissance", "cette donnée manque"),
        ("prenom", "", "prenom", "cette donnée manque"),
        ("nir", "28403ZZ123000", "nir", "n’a pas la forme attendue"),
        ("nir", "284032A12300099", "nir", "clé"),
        ("etat_droit", "À étudier", "etat_droit", "n’a pas de correspondance"),
        ("date_designation", "45/01/2026", "date_designation", "n’existe pas au calendrier"),
        ("referent", "Personne DINCONNU", "référent", "référent inconnu ici\u00a0: Personne DINCONNU"),
        ("nom", "X" * 201, "nom", "201 caractères"),
    ],
)
def test_a_bad_line_is_rejected_and_the_others_are_taken(
    base: Base, champ: str, cellule: str, nom: str, mots: str
) -> None:
    rapport = base.verser(ligne(0, **{champ: cellule}), ligne(1), ligne(2))
    assert rapport.crees == 2
    (rejet,) = rapport.rejets
    assert (rejet.ligne, rejet.champ, rejet.dossier) == (2, nom, "1001")
    assert mots in rejet.raison
    assert rapport.code_de_sortie == 2
    assert "ligne 2, dossier 1001, " in rapport.texte()
    assert not rejet.colonne or rejet.colonne in rapport.texte()


def test_every_fault_of_a_line_is_told_at_once(base: Base) -> None:
    rapport = base.verser(ligne(date_naissance="00/13/1984", nir="abc", sdd="?"))
    assert sorted(one.champ for one in rapport.rejets) == ["date_naissance", "nir", "sdd"]


def test_the_report_holds_no_name(base: Base) -> None:
    texte = base.verser(ligne(nir="abc"), ligne(1, foyer="1"), ligne(2, referent="")).texte()
    assert not any(word in texte for word in ("BELISSOL", "Nadège", "GALOUDRE", "639981234"))


@pytest.mark.parametrize(
    ("champ", "cellule", "colonne"),
    [
        ("nir", "2,84E+12", "NIR"),
        ("nir", "28403ZZ123000", "NIR"),
        ("date_naissance", "31/02/1984", "Né(e) le"),
        ("date_naissance", "le 3 mars", "Né(e) le"),
        ("date_naissance", "12/03/2084", "Né(e) le"),
        ("numero_allocataire", "2,05E+06", "N° allocataire"),
        ("nom", "X" * 201, "Nom"),
        ("telephone", "chez Paulette GRANOVEL", ""),
        ("mail", "granovel arobase exemple", ""),
    ],
)
def test_the_report_names_the_column_of_a_cell_and_never_quotes_it(
    base: Base, champ: str, cellule: str, colonne: str
) -> None:
    texte = base.verser(ligne(0, **{champ: cellule})).texte()
    assert cellule[:20] not in texte
    assert "2084" not in texte
    assert (f"ligne 2, dossier 1001, colonne «\u00a0{colonne}\u00a0»\u00a0: " in texte) is bool(colonne)


def test_each_of_the_two_persons_of_a_line_is_told_by_her_own_column(base: Base) -> None:
    lue = correspondance('\n[conjoint]\nnom = "Adresse"\nprenom = "Foyer"\ndate_naissance = "Courriel"\n')
    texte = base.verser(ligne(foyer="Marek"), lue=lue).texte()
    assert "colonne «\u00a0Courriel\u00a0»\u00a0: cette date n’a pas la forme" in texte


def test_a_line_whose_cells_are_out_of_place_tells_none_of_them(base: Base) -> None:
    """What stands under «État du droit» is then the mail, or a name: it would be quoted."""
    base.verser(ligne(), ligne(1), date="2026-11-19")
    shifted = fichier(ligne(), ligne(1)).replace(b";12/03/1984;284032A", b";X;12/03/1984;284032A", 1)
    rapport = base.verser(octets=shifted)
    (rejet,) = rapport.rejets
    assert (rejet.ligne, rejet.raison, rejet.dossier) == (2, "19 colonnes au lieu de 18", None)
    assert "exemple.invalid" not in rapport.texte()
    assert rapport.figes == 0  # it may be about the first dossier, which is not absent


def test_the_same_person_twice_is_rejected_unless_both_lines_agree(base: Base) -> None:
    """Decision 34: nobody can tell which line is right."""
    rapport = base.verser(ligne(), ligne(cp_ville="00200 Castelmorin"), ligne(1), ligne(1))
    assert rapport.crees == 1
    assert [(one.ligne, one.raison) for one in rapport.rejets] == [
        (2, "la même personne figure aussi ligne 3"),
        (3, "la même personne figure aussi ligne 2"),
    ]
    assert "à l’identique, ligne 4" in rapport.remarques[0].raison


def test_the_same_person_under_two_numbers_is_found_by_nir(base: Base) -> None:
    rapport = base.verser(ligne(), ligne(numero="RSA-7777"))
    assert [one.champ for one in rapport.rejets] == ["identité", "identité"]


def test_a_new_number_is_recognised_by_nir_then_by_civil_status(base: Base) -> None:
    """Decision 34: number, then NIR and birth date, then matricule, birth name, first name, birth date."""
    base.verser(ligne(), ligne(1))
    by_nir = ligne(numero="RSA-5001", numero_allocataire="9999999")
    by_status = ligne(1, numero="RSA-5002")
    rapport = base.verser(by_nir, by_status)
    assert (rapport.crees, rapport.modifies) == (0, 2)
    assert {row["numero"] for row in base.tous("dossier")} == {"5001", "5002"}


def test_a_number_that_points_to_one_and_an_identity_to_another_is_rejected(base: Base) -> None:
    base.verser(ligne(), ligne(1))
    rapport = base.verser(ligne(numero="RSA-1002"), ligne(1, numero="RSA-1001"))
    assert [one.raison for one in rapport.rejets] == [
        "le numéro désigne un dossier et l’identité un autre"
    ] * 2
    assert rapport.figes == 0


def test_a_number_taken_over_by_somebody_else_is_rejected(base: Base) -> None:
    base.verser(ligne())
    other = ligne(1, numero="RSA-1001", prenom="Piotr", date_naissance="04/05/1970")
    assert base.verser(other).rejets[0].raison == "ce numéro est celui d’une autre personne"
    assert base.dossier()["nom"] == "BELISSOL"


def test_a_dossier_whose_line_is_rejected_is_not_taken_for_absent(base: Base) -> None:
    base.verser(ligne(), ligne(1), date="2026-11-19")
    rapport = base.verser(ligne(date_naissance="31/02/1984"), ligne(1))
    assert (rapport.figes, len(rapport.rejets)) == (0, 1)


def test_no_absence_is_judged_when_a_rejected_line_says_nothing_of_who_it_is(base: Base) -> None:
    base.verser(ligne(), ligne(1), date="2026-11-19")
    rapport = base.verser(ligne(numero="", nir="", date_naissance="?"), ligne(1))
    assert rapport.figes == 0
    assert "ne disent pas de qui elles parlent" in rapport.texte()


@pytest.mark.parametrize("changes", [{"date_naissance": "31/02/1984"}, {"etat_droit": "Refusé"}])
def test_no_absence_is_judged_from_a_nir_that_recognises_nobody(base: Base, changes: dict[str, str]) -> None:
    """R-GEN-3, decision 34: without a birth date it is no key, with it a line set aside is of somebody."""
    lue = correspondance(sans=("numero",))
    base.verser(ligne(), ligne(1), date="2026-11-19", lue=lue)
    rapport = base.verser(ligne(0, **changes), ligne(1), lue=lue)
    assert (rapport.figes, len(rapport.rejets) + len(rapport.remarques) > 0) == (0, True)


def test_a_household_of_three_is_rejected_whole(base: Base) -> None:
    rapport = base.verser(ligne(foyer="F"), ligne(1, foyer="F"), ligne(2, foyer="F"), ligne(3))
    assert rapport.crees == 1
    assert {one.raison for one in rapport.rejets} == {"3 personnes pour un même foyer"}


def test_a_state_to_ignore_and_a_closed_right_create_nothing(base: Base) -> None:
    """Decision 33."""
    rapport = base.verser(ligne(etat_droit="Refusé"), ligne(1, etat_droit="Droit clos"))
    assert (rapport.crees, rapport.rejets, len(rapport.remarques)) == (0, (), 2)


def test_an_unknown_referent_may_leave_the_dossier_without_one(base: Base) -> None:
    lue = correspondance('\n[referent]\ninconnu = "sans_referent"\n')
    rapport = base.verser(ligne(referent="Personne DINCONNU"), lue=lue)
    assert (rapport.crees, base.affectations()) == (1, [])
    assert "référent inconnu ici" in rapport.texte()


def test_what_spreadsheets_do_to_cells_is_undone(base: Base) -> None:
    base.verser(
        ligne(
            telephone="639981234 / 06.39.98.56.78 ou 0199001122",
            mail="n.belissol@exemple.invalid, autre@exemple.invalid",
            cp_ville="1000 Montauran CEDEX 2",
            date_naissance="00/00/1962",
            nom="  BELISSOL   DE  L’ORVE ",
        )
    )
    row = base.dossier()
    assert (row["telephone"], row["autre_telephone"]) == ("06 39 98 12 34", "06 39 98 56 78")
    assert (row["mail"], row["code_postal"], row["commune"]) == (
        "n.belissol@exemple.invalid",
        "01000",
        "Montauran",
    )
    assert (row["date_naissance"], row["nom"]) == ("1962-00-00", "BELISSOL DE L’ORVE")


def test_an_unreadable_contact_never_costs_the_line(base: Base) -> None:
    rapport = base.verser(ligne(telephone="voir fiche", mail="arobase"))
    assert (rapport.crees, base.dossier()["telephone"], len(rapport.remarques)) == (1, None, 2)


@pytest.mark.parametrize(
    "nom", ["camille roche", "ROCHE, Camille", "Roche  Camille", "camille@essai.invalid"]
)
def test_a_referent_is_found_however_he_is_written(base: Base, nom: str) -> None:
    base.verser(ligne(referent=nom))
    assert base.affectations() == [("camille", "2026-01-15", None)]


CELLULE = st.text(
    st.characters(blacklist_characters=';"\r\n\x00', blacklist_categories=("Cc", "Cs")), max_size=25
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(st.lists(st.lists(CELLULE, min_size=18, max_size=18), min_size=1, max_size=4))
def test_no_cells_ever_do_worse_than_a_rejection(rangs: list[list[str]]) -> None:
    octets = fichier().decode("cp1252") + "".join(";".join(row) + "\r\n" for row in rangs)
    try:
        tableau = lire(octets.encode(), correspondance())
    except FichierRefuseError:
        return
    lues = interpreter(tableau, CONTEXTE)
    told = {one.ligne for one in lues.lignes}
    told |= {one.ligne for one in lues.rejets} | {one.ligne or 0 for one in lues.remarques}
    assert told == {rang.ligne for rang in tableau.rangs}
