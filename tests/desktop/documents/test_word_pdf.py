"""A Word document read without Word: its text in its order, and no file that harms."""

import io
import zipfile

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from desktop.documents import apercu
from desktop.documents.word_pdf import en_pdf
from domain.document import word
from domain.errors import RefusedError
from tests import modeles_word as modeles
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.modeles_word import paragraphe, zone


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def un_document() -> docx.document.Document:
    made = docx.Document()
    made.add_heading("Bilan d’étape", 1)
    made.add_paragraph("Mme Exemple a suivi trois ateliers & rendu <son> CV.").add_run(" Bravo").bold = True
    made.add_paragraph("Écouter", "List Number")
    made.add_paragraph("Orienter", "List Number")
    made.add_paragraph("Sans ordre", "List Bullet")
    table = made.add_table(2, 3, "Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Deux colonnes"
    table.cell(1, 2).text = "Dernière"
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(picture, "PNG")
    made.add_picture(io.BytesIO(picture.getvalue()), Mm(30))
    made.sections[0].header.paragraphs[0].text = "Organisme de formation"
    made.add_page_break()  # type: ignore[no-untyped-call]
    made.add_paragraph("مرحبا, seconde page")
    return made


def test_paragraphs_lists_tables_heads_and_pages_are_read_in_order() -> None:
    """R-DOC-2: Word by its text."""
    pdf = en_pdf(saved(un_document()))
    words = mots(texte_pdf(pdf))
    order = [
        "Bilan d’étape",
        "trois ateliers & rendu <son> CV. Bravo",
        "1.",
        "2.",
        "Deux colonnes",
        "Dernière",
    ]
    places = [words.index(mots(said)) for said in (*order, "seconde page")]
    assert places == sorted(places)
    assert words.count(mots("Organisme de formation")) == apercu.nombre_de_pages(pdf) == 2


def test_a_text_box_is_read_once_and_a_deleted_word_is_not() -> None:
    kept = "<w:ins><w:r><w:t>Gardé</w:t></w:r></w:ins>"
    inserted = f"<w:p>{kept}<w:del><w:r><w:delText>Ôté</w:delText></w:r></w:del></w:p>"
    words = mots(texte_pdf(en_pdf(modeles.ajoute(zone(paragraphe("Dans la zone")) + inserted))))
    assert (words.count("Danslazone"), "Gardé" in words, "Ôté" in words) == (1, True, False)


def test_a_long_document_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.documents.word_flux.BLOCS_MAX", 5)
    made = docx.Document()
    for rank in range(9):
        made.add_paragraph(f"Ligne {rank}")
    words = mots(texte_pdf(en_pdf(saved(made))))
    rows = docx.Document()
    rows.add_table(9, 1).cell(8, 0).text = "Tout en bas"
    assert "Toutenbas" not in mots(texte_pdf(en_pdf(saved(rows))))
    assert ("Ligne4" in words, "Ligne5" in words, "selitdansWord" in words) == (True, False, True)


def bombe() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (word.XML_MAX + 1))
    return out.getvalue()


LOL = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"PK\x03\x04 word/document.xml", "abîmé"),
        (bombe(), "se déplie"),
        (modeles.assembler({"word/document.xml": LOL}), "comme Word l’écrit"),
        (modeles.assembler({"word/document.xml": b"<x/>"}), "ne peut pas être montré"),
        (modeles.ajoute("<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400), "montré"),
        (modeles.ajoute(paragraphe("x" * 60_000)), "montré"),
        (modeles.ajoute(f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 64}</w:tblGrid><w:tr/></w:tbl>"), "montré"),
    ],
    ids=["tronque", "bombe", "entites", "vide", "profond", "interminable", "large"],
)
def test_what_could_harm_is_refused_in_words(octets: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        en_pdf(octets)


def test_the_model_of_the_cer_itself_is_shown() -> None:
    words = mots(texte_pdf(en_pdf(modeles.exemple())))
    assert "{{objectif.personne}}" in words
    assert "Page1sur" in words
