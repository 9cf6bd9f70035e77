import io

import docx

from desktop.documents import pdf, word
from desktop.documents.apercu import nombre_de_pages
from desktop.documents.blocs import Document, Rubrique
from desktop.documents.reperage import lire
from desktop.documents.vierge import decrire_vierge
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests import specimens
from tests.desktop.documents.lecture import mots, texte_pdf, texte_word


def titles(document: Document) -> list[str]:
    return [bloc.titre for bloc in document.blocs if isinstance(bloc, Rubrique)]


def test_a_cer_vierge_prints_without_any_dossier_on_one_sheet() -> None:
    """R-CER-33, R-CER-17: printed in advance, both sides of one sheet."""
    document = decrire_vierge(specimens.SETTINGS, 42)
    octets = pdf.rendre(document)

    assert nombre_de_pages(octets) == 2
    drawn = mots(texte_pdf(octets))
    for label in ("Nom", "Prénom", "Date de naissance", "N° allocataire", "Référent", "Fait à", "Signatures"):
        assert mots(label) in drawn
    assert mots("La personne accompagnée") in drawn
    assert mots("Le référent") in drawn


def test_it_has_every_rubric_of_the_cer() -> None:
    """R-CER-17: identical to the CER but for its variable parts."""
    blank = titles(decrire_vierge(specimens.SETTINGS, 1))
    assert set(titles(specimens.cer())) <= set(blank)


def test_the_code_is_typed_on_the_paper_and_names_model_copy_and_dossier() -> None:
    """R-CER-18: the photo of the filled paper says which copy it is."""
    anybody = decrire_vierge(specimens.SETTINGS, 42)
    named = decrire_vierge(specimens.SETTINGS, 43, specimens.DOSSIER)

    assert lire(anybody.code).copie == 42
    assert lire(anybody.code).dossier == ""
    assert lire(named.code).dossier == "D1042"
    assert lire(named.code).version == "2026-1"
    assert mots(texte_pdf(pdf.rendre(named))).count(named.code) == 2
    assert named.code in texte_word(word.rendre(named))


def test_a_known_identity_is_already_printed() -> None:
    drawn = mots(texte_pdf(pdf.rendre(decrire_vierge(specimens.SETTINGS, 1, specimens.DOSSIER))))
    assert drawn.count("FONTANEL") == 2
    assert "Maëlle" in drawn


def test_wordy_settings_still_hold_on_one_sheet() -> None:
    base = default_settings()["cer"]
    rows = [
        ("cer.mention_objet", base["mention_objet"] * 2, 1),
        ("cer.mention_respect", base["mention_respect"] * 2, 1),
        ("departement.service", "Direction des solidarités et de l’insertion\nPôle Nord", 1),
    ]
    octets = pdf.rendre(decrire_vierge(Settings.of(default_settings(), rows), 1))
    assert nombre_de_pages(octets) == 2


def test_the_word_version_has_the_qr_on_both_sides_with_its_words() -> None:
    opened = docx.Document(io.BytesIO(word.rendre(decrire_vierge(specimens.SETTINGS, 42))))
    described = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert len(described) == 2
    assert all("CER/2026-1/42/" in words for words in described)
