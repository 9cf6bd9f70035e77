import base64
import io

import pypdfium2
import pytest
from PIL import Image

from desktop.documents import pdf
from desktop.documents.apercu import nombre_de_pages
from domain.cer.states import Edition
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests import specimens
from tests.desktop.documents.lecture import mots, texte_pdf


def test_commentaire_priorite_and_note_are_in_no_pdf() -> None:
    """R-CER-4, R-CER-5: never printed, whatever the edition and its length."""
    for document in specimens.tous().values():
        octets = pdf.rendre(document)
        assert "SENTINELLE" not in mots(texte_pdf(octets))
        assert b"SENTINELLE" not in octets


def test_every_word_of_the_cer_is_on_paper() -> None:
    drawn = mots(texte_pdf(pdf.rendre(specimens.cer())))
    for text in (
        specimens.SITUATION,
        specimens.EVALUATION,
        specimens.EXPRESSION,
        specimens.OBJECTIFS[0]["personne"],
        specimens.OBJECTIFS[1]["referent"],
        specimens.DOSSIER["mail"],
    ):
        assert mots(text) in drawn


def test_an_ordinary_cer_holds_on_one_page_and_says_so() -> None:
    """Both signatures drawn on it take a decided one to the back of its sheet."""
    agreed = specimens.SIGNE | {"accord_moyen": "case", "accord_traces": ("", "")}
    for document in (
        specimens.cer(),
        specimens.cer(**specimens.SIGNE),
        specimens.cer(Edition.VALIDE, **agreed, cer=specimens.CER | specimens.DECISION),
        specimens.cer(Edition.NON_VALIDE, **agreed, cer=specimens.CER | specimens.REFUS),
    ):
        octets = pdf.rendre(document)
        assert nombre_de_pages(octets) == 1
        assert mots("Page 1 sur 1") in mots(texte_pdf(octets))


def test_each_page_of_a_long_cer_is_numbered_and_titles_are_repeated() -> None:
    octets = pdf.rendre(specimens.tous()["sans-decision-extreme"])
    count = nombre_de_pages(octets)
    drawn = mots(texte_pdf(octets))

    assert count > 5
    assert all(f"Page{rank}sur{count}" in drawn for rank in range(1, count + 1))
    assert "(suite)" in drawn


def test_the_accord_and_the_signatures_stay_on_one_page() -> None:
    for length in range(0, 60, 3):
        text = "\n".join(["Une ligne du parcours."] * length) or "Rien."
        document = pypdfium2.PdfDocument(pdf.rendre(specimens.cer(cer=specimens.CER | {"situation": text})))
        pages = [mots(page.get_textpage().get_text_bounded()) for page in document]
        document.close()
        signing = next(page for page in pages if "Lapersonneaccompagnée" in page)
        assert "resteàrecueillir" in signing


def test_the_pdf_says_what_it_is_and_in_which_language() -> None:
    octets = pdf.rendre(specimens.cer())
    document = pypdfium2.PdfDocument(octets)
    metadata = document.get_metadata_dict()
    width, height = document[0].get_size()
    document.close()

    assert metadata["Title"] == "Contrat d’engagements réciproques – FONTANEL Maëlle"
    assert metadata["Author"] == "Département des Trois-Rivières"
    assert metadata["Subject"] == "Contrat n°\u00a02, proposition, avant décision du département"
    assert b"/Lang (fr-FR)" in octets
    assert (round(width), round(height)) == (595, 842)


def test_fonts_are_embedded() -> None:
    octets = pdf.rendre(specimens.tous()["sans-decision-extreme"])
    assert b"AtkinsonHyperlegible" in octets
    assert b"DejaVuSans" in octets
    assert b"/FontFile2" in octets


def test_the_same_cer_gives_the_same_bytes() -> None:
    assert pdf.rendre(specimens.cer()) == pdf.rendre(specimens.cer())


def test_mark_up_typed_by_a_person_is_printed_as_typed() -> None:
    hostile = "<b>gras</b> & <para> </i> &amp; ]]> <img src='x'/> <!-- --> %s {0}"
    octets = pdf.rendre(specimens.cer(cer=specimens.CER | {"situation": hostile}))
    assert mots(hostile) in mots(texte_pdf(octets))


def test_an_unbreakable_word_is_broken_rather_than_cut_off() -> None:
    word = "x" * 8000
    octets = pdf.rendre(specimens.cer(cer=specimens.CER | {"evaluation": word}))
    assert mots(texte_pdf(octets)).count("x") >= 8000


def test_twelve_long_objectifs_are_all_there() -> None:
    rows = [
        specimens.OBJECTIFS[0] | {"rang": rank, "personne": f"début{rank} " + "mot " * 900 + f"fin{rank}"}
        for rank in range(1, 13)
    ]
    drawn = mots(texte_pdf(pdf.rendre(specimens.cer(objectifs=rows))))
    assert all(f"début{rank}" in drawn and f"fin{rank}" in drawn for rank in range(1, 13))


def test_what_no_font_draws_becomes_a_word_and_is_reported() -> None:
    document = specimens.cer(cer=specimens.CER | {"expression": "Bravo 👍 dit 王小明 à İpek"})

    drawn = mots(texte_pdf(pdf.rendre(document)))
    assert "Bravo[émoji]dit[?]àİpek" in drawn
    assert pdf.caracteres_absents(document) == ("小", "明", "王", "👍")
    assert pdf.caracteres_absents(specimens.cer()) == ()


@pytest.mark.parametrize("size", [(900, 300), (20, 900)])
def test_a_logo_of_any_shape_is_drawn_and_leaves_room_for_the_text(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "#1F5C7A").save(out, "PNG")
    logo = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    settings = Settings.of(default_settings(), [("departement.logo", logo, 1)])

    octets = pdf.rendre(specimens.cer(settings=settings))
    assert b"/Image" in octets
    assert nombre_de_pages(octets) == 1


def test_a_logo_that_is_no_image_is_left_out() -> None:
    settings = Settings.of(default_settings(), [("departement.logo", base64.b64encode(b"rien").decode(), 1)])
    octets = pdf.rendre(specimens.cer(Edition.VALIDE, settings=settings))
    assert mots("Service insertion") in mots(texte_pdf(octets))
