"""The département's own Word model, filled: every word of the CER, and none that never prints."""

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from desktop.documents import pdf
from desktop.documents.champs import valeurs
from desktop.documents.contenu import decrire
from desktop.documents.fusion import fusionner
from desktop.documents.imprime import CerImprime
from domain.cer.states import Edition
from domain.errors import RefusedError
from domain.modele_word.champs import CHAMPS, OBJECTIF
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests import modeles_word as modeles
from tests import specimens
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.modele_exemple import modele
from tests.modeles_word import paragraphe, zone

SANS: dict[str, Any] = {}
VALIDE: dict[str, Any] = {
    "edition": Edition.VALIDE,
    "cer": specimens.CER | specimens.DECISION,
    **specimens.SIGNE,
}
REFUS: dict[str, Any] = {
    "edition": Edition.NON_VALIDE,
    "cer": specimens.CER | specimens.REFUS,
    **specimens.SIGNE,
}
EXTREME: dict[str, Any] = specimens.TAILLES["extreme"]

EDITIONS = pytest.mark.parametrize(
    "changes", [SANS, VALIDE, REFUS, EXTREME], ids=["sans", "valide", "refus", "extreme"]
)


def printed(**changes: Any) -> CerImprime:  # noqa: ANN401 - fields of any kind
    return specimens.imprime(**({"settings": specimens.AUTRE_DEPARTEMENT} | changes))


def merged(model: bytes | None = None, **changes: Any) -> bytes:  # noqa: ANN401 - same
    cer = printed(**changes)
    return fusionner(model or modeles.exemple(), valeurs(cer, "2027-1"), decrire(cer))


def words(octets: bytes) -> str:
    """Return every word of every part, line breaks as such."""
    said: list[str] = []
    for part in docx.Document(io.BytesIO(octets)).part.package.iter_parts():
        if str(part.partname).startswith(("/word/document", "/word/header", "/word/footer")):
            nodes = part.element.iter(qn("w:t"), qn("w:br"), qn("w:p"))
            said += [node.text or "" if node.tag == qn("w:t") else "\n" for node in nodes]
    return "".join(said)


def test_the_sample_that_ships_is_the_one_its_script_writes() -> None:
    shipped, written = (modeles.parties(octets) for octets in (modeles.exemple(), modele()))
    assert shipped == written


def test_every_field_has_a_value_and_no_other() -> None:
    """The fields are said once for both sides, in ``domain/modele_word/champs.py``."""
    filled = valeurs(printed(**VALIDE), "2027-1")
    names = {*filled.textes, *filled.images, *(name for row in filled.objectifs for name in row)}
    assert names == {champ.nom for champ in CHAMPS}
    assert {name for row in filled.objectifs for name in row if not name.startswith(OBJECTIF)} == set()
    assert set(filled.images) == {champ.nom for champ in CHAMPS if champ.image}


@EDITIONS
def test_the_merged_model_says_what_the_pdf_says(changes: dict[str, Any]) -> None:
    """R-CER-15: given as Word and as PDF; the person signs one, the file keeps the other."""
    cer = printed(**changes)
    filled = valeurs(cer, "2027-1")
    said = mots(words(merged(**changes)))
    on_paper = mots(texte_pdf(pdf.rendre(decrire(cer))))
    texts = [*filled.textes.items(), *(item for row in filled.objectifs for item in row.items())]
    for name, text in texts:
        if name in ("date_debut", "date_fin"):  # the sample has the period instead
            continue
        for line in text.split("\n"):
            assert mots(line) in said, name
            if changes is not EXTREME and name != "version_modele":
                assert mots(line.strip()) in on_paper, name


@EDITIONS
def test_commentaire_priorite_and_note_are_in_no_part_of_the_file(changes: dict[str, Any]) -> None:
    """R-CER-4, R-CER-5."""
    assert all(b"SENTINELLE" not in part for part in modeles.parties(merged(**changes)).values())


@EDITIONS
def test_no_brace_is_left_and_every_cell_ends_with_a_paragraph(changes: dict[str, Any]) -> None:
    """Word refuses to open a file with an empty cell; LibreOffice says nothing."""
    octets = merged(**changes)
    assert "{{" not in words(octets)
    assert "}}" not in words(octets)
    body = docx.Document(io.BytesIO(octets)).element.body
    assert all(cell[-1].tag == qn("w:p") for cell in body.iter(qn("w:tc")))


def test_the_state_of_the_cer_chooses_what_is_kept() -> None:
    """R-CER-15."""
    assert "Décision du Département" not in words(merged())
    valide, refus = words(merged(**VALIDE)), words(merged(**REFUS))
    assert "Contrat validé le 27 novembre 2026" in valide
    assert "Période décidée\u00a0: du 1er décembre 2026 au 28 février 2027" in valide
    assert "Contrat non validé le 27 novembre 2026" in refus
    assert "Période décidée" not in refus


def test_a_row_is_repeated_for_each_objectif_and_says_when_there_is_none() -> None:
    """R-CER-9."""

    def rows(**changes: Any) -> list[str]:  # noqa: ANN401 - same
        tables = docx.Document(io.BytesIO(merged(**changes))).tables
        table = next(table for table in tables if table.cell(0, 0).text == "Objectif")
        return [row.cells[1].text for row in table.rows[1:]]

    assert rows() == [row["personne"] for row in specimens.OBJECTIFS]
    assert len(rows(**EXTREME)) == 12
    assert rows(objectifs=[]) == ["–"]


def test_what_a_person_typed_is_never_read_again() -> None:
    typed = "{{ nom }} {{ si decision }} {_{ x }_} <w:p> & ]]> \x01\ttab\nsuite {{ objectif.theme }}"
    said = words(merged(cer=specimens.CER | {"situation": typed}))
    assert "{{ nom }} {{ si decision }} {_{ x }_} <w:p> & ]]>     tab\nsuite {{ objectif.theme }}" in said


def test_a_field_that_word_cut_into_runs_is_filled_in_the_look_of_its_first_brace() -> None:
    cut = paragraphe("Avant {", "{ pré", "nom", " }", "} après, {{ nom }}{{ nom }}").replace(
        "<w:r>", "<w:r><w:rPr><w:b/></w:rPr>", 1
    )
    opened = docx.Document(io.BytesIO(merged(modeles.ajoute(cut))))
    last = opened.paragraphs[-1]
    assert last.text == "Avant Maëlle après, FONTANELFONTANEL"
    assert [run.text for run in last.runs if run.bold] == ["Avant Maëlle"]


def test_text_boxes_are_filled_with_their_line_breaks_and_so_is_what_stands_beside() -> None:
    field = paragraphe("{{ situation }}")
    box = (field, paragraphe("{{ si decision }}"), field, paragraphe("{{ fin decision }}"))
    body = docx.Document(io.BytesIO(merged(modeles.ajoute(zone(*box, suite="{{ adresse }}"))))).element.body
    (filled,) = body.iter(qn("w:txbxContent"))
    assert len(filled.findall(qn("w:p"))) == 1
    assert len(list(filled.iter(qn("w:br")))) == specimens.SITUATION.count("\n")
    beside = next(filled.iterancestors(qn("w:p")))
    assert len(list(beside.iter(qn("w:br")))) == specimens.SITUATION.count("\n") + 2


def test_a_box_emptied_by_a_condition_keeps_a_paragraph() -> None:
    box = zone(paragraphe("{{ si decision }}"), paragraphe("x"), paragraphe("{{ fin decision }}"))
    body = docx.Document(io.BytesIO(merged(modeles.ajoute(box)))).element.body
    (kept,) = body.iter(qn("w:txbxContent"))
    assert [part.tag for part in kept] == [qn("w:p")]


def test_a_section_ended_within_a_condition_stays_ended() -> None:
    section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>parti</w:t></w:r></w:p>"
    model = modeles.ajoute(paragraphe("{{ si decision }}") + section + paragraphe("{{ fin decision }}"))
    octets = merged(model)
    assert "parti" not in words(octets)
    assert len(docx.Document(io.BytesIO(octets)).sections) == 2


def test_header_and_foot_say_whose_contract_it_is_and_the_version_of_the_model() -> None:
    opened = docx.Document(io.BytesIO(merged()))
    (section,) = opened.sections
    assert section.header.paragraphs[0].text == "Contrat d’engagement de Maëlle FONTANEL"
    assert section.footer.paragraphs[0].text.startswith("Contrat d’engagement n° 2 · modèle 2027-1")
    assert opened.core_properties.title == "Contrat d’engagement – FONTANEL Maëlle"
    assert opened.core_properties.author == "Département des Trois-Rivières"


def test_signatures_and_logo_are_pictures_that_say_what_they_are() -> None:
    """R-CER-20: drawn where they were drawn, and nowhere else."""
    parts = modeles.parties(merged(**VALIDE))
    body = parts["word/document.xml"].decode()
    assert body.count('descr="Signature dessinée"') == 2
    assert sum(part.count(b"Logo des r") for name, part in parts.items() if "header" in name) == 1
    assert "Signature dessin" not in modeles.parties(merged())["word/document.xml"].decode()


def test_a_logo_that_is_no_picture_is_left_out() -> None:
    settings = Settings.of(default_settings(), [("departement.logo", "cGFzIHVuZSBpbWFnZQ==", 1)])
    assert "Contrat d’engagements réciproques" in words(merged(settings=settings))


def test_two_mergings_of_one_cer_are_the_same_file() -> None:
    assert modeles.parties(merged(**VALIDE)) == modeles.parties(merged(**VALIDE))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (b"pas un document", "n’est pas un document Word"),
        (modeles.remplace("{{ situation }}", ""), "il manque {{ situation }}"),
        (
            modeles.change("[Content_Types].xml", lambda text: text.replace('"xml"', '"xmk"')),
            "ne s’ouvre pas",
        ),
        (modeles.assembler(modeles.parties(modeles.exemple()) | {"_rels/.rels": b"<x/>"}), "ne s’ouvre pas"),
    ],
)
def test_a_model_that_cannot_serve_is_refused_in_words(model: bytes, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        merged(model)
