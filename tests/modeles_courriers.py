"""The Word models of the letters that ship with Permanence, for a département to make its own.

``python -m tests.modeles_courriers resources/modeles`` writes them again. As for the CER, everything in
them is what a secretary finds in Word's own menus.
"""

import io
import sys
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tests.modele_exemple import _DATE, ACCENT, TEXT, _border, _lines, _shade, _table, _word_field

WIDTH = 170  # mm between margins
SOFT = "46564F"


def convocation() -> bytes:
    """Return the letter that calls to an entretien."""
    word = _letter("Convocation à un entretien")
    word.add_paragraph("Dans le cadre de votre accompagnement, je vous invite à un entretien\u00a0:")
    cell = _table(word.add_table(1, 1), [WIDTH]).cell(0, 0)
    _shade(cell)
    _lines(
        cell,
        ("Le {{ date_entretien }} à {{ heure_entretien }}", "Rendez-vous"),
        *_if("lieu_entretien", "Lieu\u00a0: {{ lieu_entretien }}", "Destinataire"),
        *_if("vecteur_entretien", "Forme\u00a0: {{ vecteur_entretien }}", "Destinataire"),
        *_if("duree_entretien", "Durée prévue\u00a0: {{ duree_entretien }}", "Destinataire"),
        *_if("type_entretien", "Objet\u00a0: {{ type_entretien }}", "Destinataire"),
    )
    _space(word)
    word.add_paragraph(
        "Nous ferons le point sur votre situation et préparerons ensemble la suite de votre parcours. Vous "
        "pouvez venir avec la personne de votre choix, et avec tout document qui vous paraît utile."
    )
    word.add_paragraph(
        "Votre présence est importante. Si vous ne pouvez pas venir, prévenez-moi dès que possible\u00a0: "
        "nous conviendrons d’une autre date."
    )
    return _closed(word)


def courrier() -> bytes:
    """Return the plain letter, whose words are typed."""
    word = _letter("{{ objet }}")
    word.add_paragraph("{{ texte }}")
    return _closed(word)


def diagnostic() -> bytes:
    """Return the form by which a référent asks a partner for a diagnostic."""
    word = _page("Demande de diagnostic")
    word.add_paragraph("Demande de diagnostic", "Title")
    word.add_paragraph("Établie le {{ date_jour }}", "Subtitle")
    word.add_paragraph("La personne", "Heading 1")
    _pairs(
        word,
        ("Nom", "{{ civilite }} {{ nom }}"),
        ("Prénom", "{{ prenom }}"),
        ("Date de naissance", "{{ date_naissance }}"),
        ("N° de dossier", "{{ numero_dossier }}"),
        ("Téléphone", "{{ telephone }}"),
        ("Courriel", "{{ mail }}"),
        ("Adresse", "{{ adresse }}"),
        ("N° allocataire", "{{ numero_allocataire }} {{ organisme }}"),
    )
    word.add_paragraph("{{ si periode_contrat }}")
    word.add_paragraph("{{ contrat }} en cours\u00a0: n° {{ numero_contrat }}, {{ periode_contrat }}.")
    word.add_paragraph("{{ fin periode_contrat }}")
    word.add_paragraph("Qui demande", "Heading 1")
    _pairs(
        word,
        ("Référent", "{{ referent }}"),
        ("Structure", "{{ structure_referent }}"),
        ("Téléphone", "{{ telephone_referent }}"),
        ("Courriel", "{{ mail_referent }}"),
    )
    word.add_paragraph("Diagnostic demandé", "Heading 1")
    word.add_paragraph("{{ objet }}").runs[0].bold = True
    word.add_paragraph("{{ texte }}")
    word.add_paragraph("La personne est informée de cette demande et l’accepte.")
    _signatures(word)
    return _bytes(word)


def transmission() -> bytes:
    """Return the form by which the person lets her référent pass something on."""
    word = _page("Accord de transmission")
    word.add_paragraph("Accord de transmission d’informations", "Title")
    word.add_paragraph("Dossier {{ numero_dossier }}", "Subtitle")
    _pairs(
        word,
        ("Je soussigné(e)", "{{ civilite }} {{ prenom }} {{ nom }}"),
        ("Date de naissance", "{{ date_naissance }}"),
        ("Adresse", "{{ adresse }}"),
        ("Accompagné(e) par", "{{ referent }}"),
    )
    word.add_paragraph("")
    word.add_paragraph("Autorise mon référent à transmettre ce qui suit, et rien d’autre.")
    word.add_paragraph("À qui et pour quoi", "Heading 1")
    word.add_paragraph("{{ objet }}")
    word.add_paragraph("Ce qui est transmis", "Heading 1")
    word.add_paragraph("{{ texte }}")
    word.add_paragraph("Mes droits", "Heading 1")
    word.add_paragraph(
        "Cet accord est libre. Je peux le retirer quand je le souhaite, en le disant à mon référent\u00a0: "
        "rien ne sera plus transmis. Je peux demander à lire ce qui l’a été, et le faire corriger."
    )
    _signatures(word)
    return _bytes(word)


MODELES = {
    "convocation": convocation,
    "courrier": courrier,
    "diagnostic": diagnostic,
    "transmission": transmission,
}


def _letter(objet: str) -> Document:
    """Return a letter up to its first words: who writes, to whom, when, what about."""
    word = _page("Courrier")
    table = _table(word.add_table(1, 2), [88, 82])
    left, right = table.rows[0].cells
    _lines(
        left,
        ("Suivi par {{ referent }}", "Étiquette"),
        *_if("structure_referent", "{{ structure_referent }}", "Étiquette"),
        *_if("telephone_referent", "{{ telephone_referent }}", "Étiquette"),
        *_if("mail_referent", "{{ mail_referent }}", "Étiquette"),
        ("Dossier {{ numero_dossier }}", "Étiquette"),
    )
    _lines(
        right,
        ("{{ civilite }} {{ prenom }} {{ nom }}", "Destinataire"),
        ("{{ adresse }}", "Destinataire"),
    )
    left.paragraphs[0].paragraph_format.space_before = Pt(30)
    right.paragraphs[0].paragraph_format.space_before = Pt(30)
    date = word.add_paragraph("Le {{ date_jour }}", "Date")
    date.paragraph_format.left_indent = Mm(88)
    word.add_paragraph(f"Objet\u00a0: {objet}", "Objet")
    word.add_paragraph("{{ civilite }},")
    return word


def _closed(word: Document) -> bytes:
    word.add_paragraph("Je vous prie d’agréer, {{ civilite }}, mes salutations distinguées.")
    name = word.add_paragraph("{{ referent }}", "Date")
    name.paragraph_format.left_indent = Mm(88)
    return _bytes(word)


def _if(field: str, text: str, style: str = "Normal") -> tuple[tuple[str, str], ...]:
    return (f"{{{{ si {field} }}}}", style), (text, style), (f"{{{{ fin {field} }}}}", style)


def _page(titre: str) -> Document:
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(14), Mm(18)
    section.header_distance, section.footer_distance = Mm(12), Mm(9)
    _styles(word)
    section.different_first_page_header_footer = True
    _lines(
        _table(section.first_page_header.add_table(1, 1, Mm(WIDTH)), [WIDTH]).cell(0, 0),
        *_if("logo", "{{ logo }}", "Étiquette"),
        ("{{ departement }}", "Heading 2"),
        ("{{ service }}", "Étiquette"),
        *_if("adresse_departement", "{{ adresse_departement }}", "Étiquette"),
        *_if("telephone_departement", "{{ telephone_departement }}", "Étiquette"),
    )
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = word.styles["Étiquette"], 1
        paragraph.add_run("{{ departement }} · {{ service }} · page ")
        _word_field(paragraph, "PAGE")
    core = word.core_properties
    core.title, core.author, core.language = titre, "Permanence", "fr-FR"
    core.comments, core.last_modified_by, core.created, core.modified = "", "Permanence", _DATE, _DATE
    return word


def _styles(word: Document) -> None:
    for name in ("Étiquette", "Destinataire", "Date", "Objet", "Rendez-vous"):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for name, size, colour, bold, before, after in (
        ("Normal", 11, TEXT, False, 0, 7),
        ("Title", 20, ACCENT, True, 16, 0),
        ("Subtitle", 11, TEXT, False, 0, 6),
        ("Heading 1", 12, ACCENT, True, 12, 3),
        ("Heading 2", 12, TEXT, True, 0, 1),
        ("Étiquette", 9, SOFT, False, 0, 0),
        ("Destinataire", 11, TEXT, False, 0, 0),
        ("Date", 11, TEXT, False, 30, 26),
        ("Objet", 11, TEXT, True, 0, 16),
        ("Rendez-vous", 13, ACCENT, True, 2, 3),
    ):
        style = word.styles[name]
        font = style.font
        font.name, font.size, font.bold, font.italic = "Calibri", Pt(size), bold, False
        font.color.rgb = RGBColor.from_string(colour)
        properties = style.element.get_or_add_rPr()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            properties.get_or_add_rFonts().attrib.pop(qn(f"w:{theme}"), None)
        if (spacing := properties.find(qn("w:spacing"))) is not None:
            properties.remove(spacing)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.1
    title = word.styles["Title"].element.pPr
    if (rule := title.find(qn("w:pBdr"))) is not None:
        title.remove(rule)


def _pairs(word: Document, *pairs: tuple[str, str]) -> None:
    table = _table(word.add_table(len(pairs) // 2, 2), [WIDTH / 2] * 2)
    for rank, (label, field) in enumerate(pairs):
        cell = table.cell(rank // 2, rank % 2)
        _lines(cell, (label, "Étiquette"), (field, "Destinataire"))
        cell.paragraphs[-1].paragraph_format.space_after = Pt(3)
        _shade(cell)
    _space(word)


def _signatures(word: Document) -> None:
    done = word.add_paragraph("Fait le {{ date_jour }}").paragraph_format
    done.space_before, done.keep_with_next = Pt(14), True
    table = _table(word.add_table(1, 2), [WIDTH / 2] * 2)
    table.rows[0].height = Mm(28)
    for cell, who, name in zip(
        table.rows[0].cells,
        ("La personne", "Le référent"),
        ("{{ prenom }} {{ nom }}", "{{ referent }}"),
        strict=True,
    ):
        _lines(cell, (who, "Heading 2"), (name, "Étiquette"))
        for edge in ("top", "left", "bottom", "right"):
            _border(cell, edge)


def _space(word: Document) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 0.6


def _bytes(word: Document) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for code, made in MODELES.items():
        (Path(sys.argv[1]) / f"{code}.docx").write_bytes(made())
