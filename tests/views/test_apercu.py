from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.documents.apercu import nombre_de_pages, pages
from desktop.services.bureau import Bureau
from desktop.services.editions import Produit
from desktop.views.apercu import Apercu
from desktop.views.impression import TITRE, ecrire, imprimante, imprimer
from domain.errors import RefusedError
from tests.builders import une_personne
from tests.views.essai import Essai, verifier


@pytest.fixture
def produit(bureau: Bureau) -> Produit:
    cer = bureau.cers.nouveau(une_personne(bureau))
    bureau.cers.ajouter_objectif(cer, "mobilite")
    bureau.saisie.save_field("cer", cer, "situation", "Mme Vautrin vit à Aubenas.\n" * 60, None)
    bureau.saisie.flush()
    return bureau.editions.cer(cer, "pdf")


def paper(folder: Path, copies: int = 1) -> QPrinter:
    """A printer that prints on a file, as Qt's own «imprimer dans un fichier» does."""
    printer = imprimante()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "papier.pdf"))
    printer.setCopyCount(copies)
    return printer


def test_the_preview_shows_every_page_and_warns(produit: Produit, essai: Essai) -> None:
    """R-CER-15: what one is about to hand over is seen first, with what to know of it."""
    shown = Apercu("CER n° 1", produit)
    essai.montrer(shown, 860, 720)
    assert shown.feuilles.nombre == nombre_de_pages(produit.octets) > 1
    assert produit.avertissement
    verifier(shown)
    essai.photo(shown, "apercu_clair")


def test_paper_gets_every_page_filled_to_its_edges(produit: Produit, tmp_path: Path) -> None:
    assert imprimer(produit, paper(tmp_path)) == nombre_de_pages(produit.octets)
    printed = (tmp_path / "papier.pdf").read_bytes()
    assert nombre_de_pages(printed) == nombre_de_pages(produit.octets)
    source, copy = pages(produit.octets, 400)[0], pages(printed, 400)[0]
    assert (copy.largeur, copy.hauteur) == pytest.approx((source.largeur, source.hauteur), abs=1)
    ink = [sum(255 - byte for byte in page.octets) for page in (source, copy)]
    assert ink[1] == pytest.approx(ink[0], rel=0.1)


def test_a_print_queue_does_not_name_the_person(produit: Produit, tmp_path: Path) -> None:
    """What it shows is kept in the log of the machine that prints for everybody."""
    printer = paper(tmp_path)
    imprimer(produit, printer)
    assert "VAUTRIN" in produit.nom_fichier
    assert printer.docName() == TITRE


def test_blank_copies_come_out_whole_one_after_the_other(bureau: Bureau, tmp_path: Path) -> None:
    """R-CER-17, R-CER-33: several at hand, without any dossier."""
    blank = bureau.editions.vierge()
    assert imprimer(blank, paper(tmp_path, copies=3)) == 3 * nombre_de_pages(blank.octets)
    assert nombre_de_pages((tmp_path / "papier.pdf").read_bytes()) == 3 * nombre_de_pages(blank.octets)


def test_a_file_takes_the_ending_of_its_kind(produit: Produit, tmp_path: Path) -> None:
    written = ecrire(produit, tmp_path / "contrat du 20")
    assert written.name == "contrat du 20.pdf"
    assert written.read_bytes() == produit.octets


def test_a_place_that_cannot_be_written_is_told_in_words(produit: Produit, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="n’a pas pu être enregistré"):
        ecrire(produit, tmp_path / "absent" / "contrat.pdf")
