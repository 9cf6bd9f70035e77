import re

from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.nommage import nom_fichier


def test_the_name_is_made_of_kind_name_and_date() -> None:
    """R-DOC-2: unaccented letters, digits, underscore and dash, by the naming grid."""
    assert (
        nom_fichier("CER n° 2", "D’Hœrée-Łuk", "Zoë Anaïs", "2026-11-20", "pdf")
        == "CER-n-2_D-HOEREE-LUK_Zoe-Anais_2026-11-20.pdf"
    )


def test_what_cannot_be_written_is_left_out() -> None:
    assert nom_fichier("CER", "王", "小明", None, "docx") == "CER.docx"
    assert nom_fichier("", "", "", None, "pdf") == "document.pdf"


def test_windows_keeps_some_names_for_itself() -> None:
    assert nom_fichier("Con", "", "", None, "pdf") == "Con_.pdf"


@given(st.text(), st.text(), st.text())
def test_any_name_is_legal_on_ntfs_and_short_enough(nature: str, nom: str, prenom: str) -> None:
    """R-DOC-2, whatever was typed."""
    name = nom_fichier(nature, nom, prenom, "2026-11-20", "pdf")
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*\.pdf", name)
    assert len(name) < 160
