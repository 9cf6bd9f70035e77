import io

import docx

from desktop.documents import pdf, word
from desktop.documents.blocs import textes
from domain.cer.states import Edition
from tests import specimens
from tests.desktop.documents.lecture import mots, texte_pdf, texte_word


def test_commentaire_priorite_and_note_are_in_no_word_file() -> None:
    """R-CER-4, R-CER-5: never printed; looked for in every part of the file, unzipped."""
    for document in specimens.tous().values():
        parts = docx.Document(io.BytesIO(word.rendre(document))).part.package.iter_parts()
        assert all(b"SENTINELLE" not in part.blob for part in parts)


def test_word_and_pdf_say_the_same_words() -> None:
    """R-CER-15: given as Word and as PDF; the person signs one, the file keeps the other."""
    for edition in (Edition.SANS_DECISION, Edition.VALIDE):
        document = specimens.cer(edition, cer=specimens.CER | specimens.DECISION)
        on_paper, in_word = mots(texte_pdf(pdf.rendre(document))), mots(texte_word(word.rendre(document)))
        for text in textes(document.blocs):
            for line in text.split("\n"):
                assert mots(line) in in_word
                if line != "Objectif":  # heads the first column of Word's table
                    assert mots(line) in on_paper


def test_titles_are_headings_and_the_objectifs_have_a_header_row() -> None:
    opened = docx.Document(io.BytesIO(word.rendre(specimens.cer())))
    headings = [p.text for p in opened.paragraphs if p.style is not None and p.style.name == "Heading 1"]

    assert headings[:3] == [
        "Situation actuelle et actions menées depuis le dernier CER",
        "Évaluation commune du parcours",
        "Objectifs",
    ]
    assert any(p.style is not None and p.style.name == "Title" for p in opened.paragraphs)
    table = next(table for table in opened.tables if table.cell(0, 0).text == "Objectif")
    assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert len(table.rows) == 3


def test_the_word_file_says_what_it_is() -> None:
    core = docx.Document(io.BytesIO(word.rendre(specimens.cer()))).core_properties
    assert core.title == "Contrat d’engagements réciproques – FONTANEL Maëlle"
    assert core.author == "Département des Trois-Rivières"
    assert core.language == "fr-FR"


def test_hostile_text_is_kept_but_for_what_a_file_cannot_hold() -> None:
    hostile = "a\x01b\x0bc\ud800 <w:p> & ]]> 👍 王 שלום"
    octets = word.rendre(specimens.cer(cer=specimens.CER | {"situation": hostile}))
    assert mots("ab\nc[?] <w:p> & ]]> 👍 王 שלום") in mots(texte_word(octets))


def test_the_parts_of_a_table_come_in_the_order_word_requires() -> None:
    """Word refuses to open a file whose properties are out of order; LibreOffice says nothing."""
    order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    cell_order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd"]
    for name in ("sans-decision-court", "vierge", "valide-court"):
        body = docx.Document(io.BytesIO(word.rendre(specimens.tous()[name]))).element.body
        for path, expected in (("w:tblPr", order), ("w:tcPr", cell_order)):
            for properties in body.xpath(f".//{path}"):
                places = [expected.index(child.tag.rpartition("}")[2]) for child in properties]
                assert places == sorted(places)
                assert len(places) == len(set(places))
