import re

from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.nommage import nom_conforme, nom_fichier, nom_libre
from domain.document.form import DOCUMENT


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


@given(st.text())
def test_whatever_is_typed_becomes_a_name_that_both_sides_take(typed: str) -> None:
    """R-DOC-2: mended before it is kept, never refused to the person who types."""
    assert DOCUMENT.by_name["nom"].refusal(nom_conforme(typed, "pdf")) is None


def test_a_typed_name_keeps_its_words_and_the_extension_of_its_file() -> None:
    assert nom_conforme("Attestation d’hébergement (été)", "pdf") == "Attestation-d-hebergement-ete.pdf"
    assert nom_conforme("CV_DUPONT.docx", "docx") == "CV_DUPONT.docx"
    assert nom_conforme("…", "pdf") == "document.pdf"


def test_a_name_already_borne_is_numbered() -> None:
    assert nom_libre("CV.pdf", set()) == "CV.pdf"
    assert nom_libre("CV.pdf", {"CV.pdf", "CV_2.pdf"}) == "CV_3.pdf"
