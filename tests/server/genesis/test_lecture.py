import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.genesis.fichier import FichierRefuseError
from server.genesis.lecture import lire
from tests.server.genesis.extraits import correspondance, fichier, ligne


def refus(octets: bytes, ajout: str = "") -> str:
    with pytest.raises(FichierRefuseError) as refused:
        lire(octets, correspondance(ajout))
    assert str(refused.value).startswith("Fichier refusé, rien n’a été modifié")
    return str(refused.value)


@pytest.mark.parametrize("encodage", ["windows-1252", "utf-8", "utf-8-sig", "utf-16"])
def test_the_usual_encodings_are_recognised(encodage: str) -> None:
    tableau = lire(fichier(ligne(prenom="Éloïse"), encodage=encodage), correspondance())
    assert tableau.cellule(tableau.rangs[0], "Prénom") == "Éloïse"


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_the_separator_is_found_from_the_header(separateur: str) -> None:
    octets = fichier(ligne()).replace(b";", separateur.encode())
    assert lire(octets, correspondance()).rangs[0].cellules[2] == "BELISSOL"


def test_a_quoted_cell_may_hold_the_separator_and_a_line_end() -> None:
    octets = fichier(ligne(adresse='"4 rue du Four ; bâtiment ""B""\n1er étage"'), ligne(1))
    tableau = lire(octets, correspondance())
    assert tableau.cellule(tableau.rangs[0], "Adresse") == '4 rue du Four ; bâtiment "B"\n1er étage'
    assert [rang.ligne for rang in tableau.rangs] == [2, 4]


def test_the_order_case_and_accents_of_the_header_do_not_matter() -> None:
    octets = fichier(ligne()).replace("Prénom".encode("cp1252"), b"PRENOM")
    tableau = lire(octets, correspondance())
    assert tableau.cellule(tableau.rangs[0], "Prénom") == "Nadège"


def test_a_file_cut_in_its_last_line_is_refused_whole() -> None:
    octets = fichier(ligne(), ligne(1))
    assert "coupé" in refus(octets[:-40])
    assert "coupé" in refus(octets[:-40] + b"\r\n")
    assert "saut de ligne" in refus(octets.rstrip())


def test_a_missing_last_line_end_is_accepted_where_the_correspondence_says_so() -> None:
    declared = correspondance("\n[fichier]\nsaut_final = false\n")
    assert len(lire(fichier(ligne()).rstrip(), declared).rangs) == 1


def test_a_missing_column_is_named() -> None:
    octets = fichier(ligne()).replace("Né(e) le".encode("cp1252"), b"Date")
    assert "«\u00a0Né(e) le\u00a0»" in refus(octets)


def test_a_column_that_stands_twice_is_named() -> None:
    assert "«\u00a0Nom\u00a0» y figure deux fois" in refus(fichier(ligne()).replace(b"SDD", b"Nom"))


def test_a_line_with_too_few_or_too_many_cells_is_kept_for_rejection() -> None:
    octets = fichier(ligne(nom="UN;DEUX"), ligne(1))
    assert lire(octets, correspondance()).rangs[0].faute == "19 colonnes au lieu de 18"


@pytest.mark.parametrize(
    ("octets", "mots"),
    [
        (b"", "vide"),
        (b"\r\n \r\n", "vide"),
        (fichier(), "titres"),
        (b"PK\x03\x04reste", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (fichier(ligne()).replace(b"BELISSOL", b"BEL\x00SSOL"), "ligne 2 contient un caractère illisible"),
        (fichier(ligne(adresse='"4 rue du Four')), "guillemets de la ligne 2"),
        (fichier(ligne(prenom="Ã‰loÃ¯se")), "accents de la ligne 2"),
        (
            fichier(ligne(prenom="NadŠge"), encodage="cp1252").replace(b"Nad\x8age", b"Ren\x82e"),
            "accents de la ligne 2",
        ),
    ],
    ids=["empty", "blank", "header", "excel", "pdf", "nul", "quote", "twice encoded", "dos"],
)
def test_a_broken_file_is_refused_with_its_reason(octets: bytes, mots: str) -> None:
    assert mots in refus(octets)


def test_a_file_in_another_encoding_than_declared_is_refused() -> None:
    assert "pas écrite en utf-8" in refus(fichier(ligne()), '\n[fichier]\nencodage = "utf-8"\n')
    utf8 = fichier(ligne(prenom="Éloïse"), encodage="utf-8")
    assert "écrit en UTF-8" in refus(utf8, '\n[fichier]\nencodage = "windows-1252"\n')


@given(st.binary(max_size=400))
def test_no_bytes_ever_do_worse_than_a_refusal(octets: bytes) -> None:
    for tried in (octets, fichier(ligne()) + octets, fichier(ligne())[: len(octets)] + octets):
        try:
            lire(tried, correspondance())
        except FichierRefuseError as refused:
            assert refused.message  # noqa: PT017 - a refusal is one of the two good answers
