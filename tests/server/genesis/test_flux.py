"""The CNAF's flow: what is read of it, and what refuses it whole (decisions 32 to 35)."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import Value
from server.genesis.correspondance import Correspondance, lire_correspondance
from server.genesis.fichier import FichierRefuseError, Nature, nature
from server.genesis.flux import lire_flux
from server.genesis.lignes import Interpretees
from tests.server.genesis.flux_essai import flux, foyer, lui, personne

TERRITOIRES = lire_correspondance(
    b'version = 1\n[territoires.nord]\ncodes_postaux = ["00100"]\n[territoires.sud]\ncommunes = ["07186"]\n'
)
SEULE = Correspondance("", {})


def lues(*foyers: str, avec: Correspondance = SEULE) -> Interpretees:
    return lire_flux(flux(*foyers), avec).lues


def valeurs(une: str, avec: Correspondance = SEULE) -> dict[str, Value]:
    (ligne,) = lues(une, avec=avec).lignes
    return ligne.valeurs


def refus(octets: bytes) -> str:
    with pytest.raises(FichierRefuseError) as refused:
        lire_flux(octets, SEULE)
    return refused.value.message


def test_a_flow_is_known_by_its_content_whatever_its_name() -> None:
    assert nature(flux(foyer())) is nature(b"\xef\xbb\xbf\r\n" + flux(foyer())) is Nature.CNAF
    assert nature(b"Nom;Pr\xe9nom\r\n") is Nature.TEXTE
    assert nature(b" " * 5_000 + flux(foyer())) is Nature.CNAF


def test_a_great_file_is_known_without_being_copied() -> None:
    octets = b"Nom;" * 2_000_000 + b"\n"
    tracemalloc.start()
    assert nature(octets) is Nature.TEXTE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


def test_an_adult_is_read_whole() -> None:
    read = lire_flux(flux(foyer()), SEULE)
    assert (read.date.isoformat(), read.departement) == ("2026-11-20", "07")
    (ligne,) = read.lues.lignes
    assert (ligne.nir, ligne.reference, ligne.foyer, ligne.suivie) == (
        "284032A123000",
        "2000013",
        None,
        False,
    )
    assert ligne.valeurs == {
        "civilite": "mme", "nom": "BELISSOL", "nom_naissance": "BELISSOL", "prenom": "NADEGE",
        "commune_naissance": "MONTAURAN", "date_naissance": "1984-03-12", "organisme": "caf",
        "numero_allocataire": "2000013", "adresse": "4 RUE DU FOUR", "complement_adresse": "BAT B",
        "code_postal": "00100", "commune": "MONTAURAN", "code_insee": "07186", "sdd": "sdd",
        "situation_familiale": "couple", "nombre_enfants": 2, "date_entree_rsa": "2024-08-06",
        "etat_droit": "versable", "date_etat_droit": None, "motif_etat_droit": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("etat", "raison", "attendu"),
    [
        ("2", "", ("versable", None, None)),
        (
            "3",
            (
                "<SuspensionDroit><MOTISUSDRORSA>GJ</MOTISUSDRORSA><DDSUSDRORSA>2026-09-01</DDSUSDRORSA>"
                "</SuspensionDroit>"
            ),
            ("suspendu", "2026-09-01", "décision du président du conseil départemental"),
        ),
        (
            "4",
            (
                "<SuspensionVersement><MOTISUSVERSRSA>06</MOTISUSVERSRSA><DDSUSVERSRSA>2026-10-01</DDSUSVERSRSA>"
                "</SuspensionVersement><SuspensionVersement><MOTISUSVERSRSA>01</MOTISUSVERSRSA>"
                "<DDSUSVERSRSA>2026-06-01</DDSUSVERSRSA></SuspensionVersement>"
            ),
            ("versement_suspendu", "2026-10-01", "déclaration trimestrielle de ressources non fournie"),
        ),
        (
            "5",
            "<FinDroit><MOTICLORSA>ZZZ</MOTICLORSA><DTCLORSA>2026-10-31</DTCLORSA></FinDroit>",
            ("clos", "2026-10-31", "motif ZZZ de la CNAF"),
        ),
        (
            "6",
            (
                "<FinDroitMoisAnterieur><MOTICLORSA>MUT</MOTICLORSA><DTCLORSA>2026-08-31</DTCLORSA>"
                "</FinDroitMoisAnterieur>"
            ),
            ("clos", "2026-08-31", "dossier parti vers un autre organisme"),
        ),
    ],
)
def test_the_states_are_ours_with_their_date_and_reason(
    etat: str, raison: str, attendu: tuple[str, ...]
) -> None:
    """R-GEN-5 and decision 33: of several suspensions the latest is told."""
    read = valeurs(foyer(etat=etat, raison=raison))
    assert (read["etat_droit"], read["date_etat_droit"], read["motif_etat_droit"]) == attendu


@pytest.mark.parametrize("etat", ["0", "1"])
def test_a_right_that_awaits_or_was_refused_is_left_aside(etat: str) -> None:
    """Decision 33."""
    read = lues(foyer(etat=etat))
    assert (read.lignes, read.rejets) == ((), ())
    assert "laissé de côté" in read.remarques[0].raison


def test_every_adult_paid_for_has_a_line_and_nobody_else() -> None:
    """Seen in real flows: two CJT and no DEM. Children and others have none."""
    child = personne(role="ENF", nom="PETIT", nir="")
    both = lues(foyer(personne(), lui(role="DEM"), child)).lignes
    assert [(one.valeurs["nom"], one.foyer, one.conjoint) for one in both] == [
        ("MONTIGNAC", "1", False),
        ("BELISSOL", "1", True),
    ]
    assert [one.foyer for one in lues(foyer(personne(), lui())).lignes] == ["1", "1"]
    assert "aucun adulte" in lues(foyer(child)).remarques[0].raison


@pytest.mark.parametrize(
    ("typedate", "lu"), [("N", "1984-03-12"), ("J", "1984-03-00"), ("O", "1984-00-00"), ("?", "1984-00-00")]
)
def test_what_is_unknown_of_a_birth_date_stays_so(typedate: str, lu: str) -> None:
    """Decision 33."""
    assert valeurs(foyer(personne(typedate=typedate)))["date_naissance"] == lu


def test_the_territory_comes_from_the_commune_then_from_the_postcode() -> None:
    """Decision 35: a homeless person, or an address abroad, is out of territory."""
    assert valeurs(foyer(), TERRITOIRES)["dtas"] == "sud"
    assert valeurs(foyer(insee="07999"), TERRITOIRES)["dtas"] == "nord"
    assert valeurs(foyer(insee="07999", postal="75001"), TERRITOIRES)["dtas"] == "hors_territoire"
    assert valeurs(foyer(sansabri="1"), TERRITOIRES)["dtas"] == "hors_territoire"
    assert valeurs(foyer(adresse="<AdresseHorsFrance/>"), TERRITOIRES)["dtas"] == "hors_territoire"


def test_a_number_of_the_msa_that_is_a_nir_stays_on_the_server() -> None:
    """Decision 27."""
    (ligne,) = lues(foyer(organisme="MSA", matricule="284030712300000")).lignes
    assert "numero_allocataire" not in ligne.valeurs
    assert (ligne.allocataire, ligne.reference) == ("284030712300000", None)


def test_what_the_flow_does_not_carry_is_not_emptied() -> None:
    read = valeurs(foyer(personne(sdd="", qual=""), adresse="<AdresseHorsFrance/>", sitfam="???", enfants=""))
    absent = {"sdd", "adresse", "commune", "situation_familiale", "nombre_enfants"}
    assert not absent & set(read)
    assert read["civilite"] == "mme"  # the sex tells it


def test_an_address_is_replaced_whole() -> None:
    """Half of the former one beside half of the new would lead nowhere."""
    bare = "<AdresseDetailleeFrance><NOMVOIE>LE BOURG</NOMVOIE></AdresseDetailleeFrance>"
    read = valeurs(foyer(adresse=bare))
    assert (read["adresse"], read["complement_adresse"], read["commune"]) == ("LE BOURG", None, None)


@pytest.mark.parametrize(
    ("un_foyer", "champ", "mots"),
    [
        (foyer(personne(naissance="1984-13-12")), "date_naissance", "n’est pas une date"),
        (foyer(personne(naissance="2030-01-01")), "date_naissance", "après la date du flux"),
        (foyer(personne(prenom="")), "prenom", "cette donnée manque"),
        (foyer(personne(nir="28403ZZ123000")), "nir", "n’a pas la forme attendue"),
        (foyer(lui(), personne(nom="")), "nom", "personne 2, cette donnée manque"),
        (foyer(etat="9"), "etat_droit", "n’est pas un état du droit"),
        (foyer(postal="ABCDE"), "code_postal", "cinq chiffres"),
        (foyer(enfants="deux"), "nombre_enfants", "nombre entier"),
        (foyer(personne(nom="X" * 201)), "nom", "201 caractères"),
    ],
)
def test_a_fault_rejects_its_household_or_its_person_by_rank(un_foyer: str, champ: str, mots: str) -> None:
    """R-GEN-6: told by the rank of the household, the field and the reason."""
    read = lues(foyer(lui(nom="AUTRE")), un_foyer)
    (rejet,) = read.rejets
    assert (rejet.ligne, rejet.champ, rejet.dossier) == (2, champ, "2000013")
    assert mots in rejet.raison
    assert not any(cell in rejet.raison for cell in ("1984-13-12", "2030-01-01", "28403ZZ", "XXX", "ABCDE"))
    assert read.lignes[0].valeurs["nom"] == "AUTRE"


def test_a_person_in_two_households_is_taken_where_her_right_is_open() -> None:
    """Who parts or moves stays a while in the household that she left."""
    closed = foyer(etat="5", matricule="200002100000000")
    read = lues(closed, foyer())
    assert [one.ligne for one in read.lignes] == [2]
    assert read.remarques[0].ligne == 1
    assert len(lues(closed).lignes) == 1


ENTIER = flux(foyer(personne(), lui()), foyer(personne(nir="", nom="AUTRE")))


@pytest.mark.parametrize(
    ("octets", "mots"),
    [
        (ENTIER[:-12], "coupé ou mal formé, à la ligne"),
        (ENTIER[: len(ENTIER) // 2], "coupé ou mal formé"),
        (ENTIER.replace(b"<TransmissionFlux>", b"<!--").replace(b"</TransmissionFlux>", b"-->"), "coupé"),
        (flux(), "pas de foyer"),
        (ENTIER.replace(b"Racine", b"Factures"), "commence par «\u00a0Factures".encode().decode()),
        (ENTIER.replace(b"vrsb0801.xsd", b"vrsd0301.xsd"), "vrsd0301.xsd"),
        (ENTIER.replace(b"InfosFoyerRSA", b"InfosDemandeRSA"), "pas celui des bénéficiaires"),
        (ENTIER.replace(b"<DTCREAFLUX>2026-11-20", b"<DTCREAFLUX>hier"), "ne dit pas le jour"),
        (flux(foyer(), foyer(departement="038")), "le foyer 2 est du département 38"),
        (flux(foyer(departement="")), "le foyer 1 est sans département"),
        (ENTIER.replace(b"windows-1252", b"utf-16"), "encodage"),
        (ENTIER.replace(b"windows-1252", b"utf-7"), "encodage"),
        (ENTIER[ENTIER.index(b"<Racine") :].decode("cp1252").encode("utf-16-le"), "encodage"),
        (ENTIER.replace(b"<Racine", b'<!DOCTYPE Racine SYSTEM "http://exemple.invalid/"><Racine'), "entités"),
        (ENTIER.replace(b"BELISSOL", b"BEL&nom;SSOL"), "mal formé"),
    ],
    ids=[
        "end", "half", "no end", "empty", "root", "schema", "kind", "day", "département", "nobody", "utf-16",
        "utf-7", "no declaration", "doctype", "entity",
    ],
)  # fmt: skip
def test_a_flow_that_is_not_whole_or_not_ours_is_refused_whole(octets: bytes, mots: str) -> None:
    """Decision 32."""
    assert mots in refus(octets)


@given(st.integers(0, len(ENTIER)), st.binary(max_size=12))
def test_no_bytes_of_a_flow_ever_do_worse_than_a_refusal(at: int, octets: bytes) -> None:
    try:
        read = lire_flux(ENTIER[:at] + octets + ENTIER[at + len(octets) :], SEULE).lues
    except FichierRefuseError:
        return
    told = {one.ligne for one in read.lignes} | {one.ligne for one in read.rejets}
    assert told | {one.ligne for one in read.remarques} == {1, 2}
