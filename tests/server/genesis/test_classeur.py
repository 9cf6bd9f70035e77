"""XLSX beside CSV: what spreadsheets do to cells is undone, and a hostile file is refused."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from server.genesis import classeur as lecture_classeur
from server.genesis.fichier import FichierRefuseError
from server.genesis.lecture import Tableau, lire
from tests.server.genesis.classeurs import classeur, place, remplacer
from tests.server.genesis.conftest import Base
from tests.server.genesis.extraits import COLONNES, correspondance, ligne


def cellule(tableau: Tableau, colonne: str, rang: int = 0) -> str:
    return tableau.cellule(tableau.rangs[rang], colonne)


def refus(octets: bytes, ajout: str = "") -> str:
    with pytest.raises(FichierRefuseError) as refused:
        lire(octets, correspondance(ajout))
    return refused.value.message


def test_a_workbook_and_a_text_of_the_same_lines_are_the_same_extract(base: Base) -> None:
    """R-GEN-6: the second, in the other format, changes nothing."""
    lignes = (ligne(), ligne(1, foyer="9"), ligne(2, foyer="9"))
    base.verser(*lignes)
    before = base.etat()
    rapport = base.verser(octets=classeur(*lignes))
    assert (rapport.inchanges, base.etat()) == (3, before)


def test_what_a_spreadsheet_made_of_the_cells_is_undone(base: Base) -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        place(sheet, "N° dossier", 0, 1234567.0)
        place(sheet, "Né(e) le", 0, 30753)  # 12/03/1984, left as the number of its day
        place(sheet, "Depuis le", 0, dt.datetime(2025, 2, 1, 0, 0))  # noqa: DTZ001 - as spreadsheets do
        place(sheet, "Désigné le", 0, 46037.5)
        place(sheet, "CP Ville", 0, "7000 Privas")
        place(sheet, "Téléphone", 0, 639981234)
        place(sheet, "N° allocataire", 0, 2000013.0)
        place(sheet, "NIR", 0, 2840307123000)
        place(sheet, "Adresse", 0, "4 rue du Four_x000D_\nbâtiment B")

    base.verser(octets=classeur(ligne(), change=change))
    row = base.dossier("1234567")
    assert (row["date_naissance"], row["date_etat_droit"]) == ("1984-03-12", "2025-02-01")
    assert (row["code_postal"], row["telephone"]) == ("07000", "06 39 98 12 34")
    assert (row["numero_allocataire"], row["adresse"]) == ("2000013", "4 rue du Four bâtiment B")
    assert base.affectations("1234567") == [("camille", "2026-01-15", None)]


def test_the_days_of_a_macintosh_are_counted_from_their_own_first(base: Base) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        book.epoch = CALENDAR_MAC_1904
        place(sheet, "Né(e) le", 0, 30753 - 1462)

    base.verser(octets=classeur(ligne(), change=change))
    assert base.dossier()["date_naissance"] == "1984-03-12"


def test_a_year_alone_is_a_year_and_not_a_number_of_days(base: Base) -> None:
    base.verser(octets=classeur(ligne(), change=lambda _, sheet: place(sheet, "Né(e) le", 0, 1962)))
    assert base.dossier()["date_naissance"] == "1962-00-00"


def test_a_number_of_days_is_no_date_in_a_text(base: Base) -> None:
    assert base.verser(ligne(date_naissance="30753")).rejets[0].champ == "date_naissance"


def test_titles_on_several_lines_and_blank_rows_and_columns_are_no_trouble() -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet.cell(1, COLONNES.index("Nom de naissance") + 1).value = "Nom\nde  naissance"
        sheet.insert_rows(1, 2)
        sheet.cell(1, 1).value = "Extrait des bénéficiaires"
        sheet.insert_rows(4)
        sheet.insert_cols(1, 2)
        sheet.append([None, "   "])
        sheet.append([None, None, *("" for _ in COLONNES), "une note à côté"])

    tableau = lire(classeur(ligne(), ligne(1), change=change), correspondance())
    assert [rang.ligne for rang in tableau.rangs] == [5, 6, 8]
    assert cellule(tableau, "Nom de naissance", 1) == "GALOUDRE1"


def test_titles_on_several_lines_are_read_in_a_text_too() -> None:
    head = ";".join(COLONNES).replace("N° dossier", '"N°\ndossier"')
    row = ";".join(ligne()[name] for name in COLONNES)
    octets = f"Extrait des bénéficiaires\n\n{head}\n{row}\n".encode()
    assert cellule(lire(octets, correspondance()), "Nom") == "BELISSOL"


def test_the_first_sheet_that_holds_anything_is_read_unless_one_is_named() -> None:
    def change(book: Workbook, _: Worksheet) -> None:
        book.create_sheet("Vide", 0)
        hidden = book.create_sheet("Cachée", 1)
        hidden.append(["rien", "à", "voir"])
        hidden.sheet_state = "hidden"
        other = book.create_sheet("Autre")
        other.append(list(COLONNES))
        other.append([ligne(1)[name] for name in COLONNES])

    octets = classeur(ligne(), change=change)
    assert cellule(lire(octets, correspondance()), "Nom") == "BELISSOL"
    named = correspondance('\n[fichier]\nfeuille = "autre"\n')
    assert cellule(lire(octets, named), "Nom") == "GALOUDREB1"
    assert "«\u00a0Vide\u00a0», «\u00a0Cachée\u00a0»" in refus(octets, '\n[fichier]\nfeuille = "Absente"\n')


@pytest.mark.parametrize(
    ("champ", "value", "mots"),
    [
        ("N° dossier", "2,05E+06", "a perdu des chiffres"),
        ("NIR", "2,84E+12", "a perdu des chiffres"),
        ("Nom", "#N/A", "l’erreur d’une formule"),
    ],
)
def test_a_cell_that_a_spreadsheet_spoilt_rejects_its_line(
    base: Base, champ: str, value: str, mots: str
) -> None:
    octets = classeur(ligne(), ligne(1), change=lambda _, sheet: place(sheet, champ, 0, value))
    rapport = base.verser(octets=octets)
    assert (rapport.crees, mots in rapport.rejets[0].raison) == (1, True)


def test_a_workbook_without_line_is_refused() -> None:
    assert "titres" in refus(classeur())
    assert "vide" in refus(classeur(change=lambda _, sheet: sheet.delete_rows(1)))
    assert "«\u00a0Nom\u00a0»" in refus(classeur(ligne(), change=lambda _, sheet: sheet.delete_cols(3)))


def test_a_broken_or_foreign_archive_is_refused_in_french() -> None:
    octets = classeur(ligne())
    assert "abîmé" in refus(octets[:-400])
    assert "abîmé" in refus(remplacer(octets, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"))
    assert "LibreOffice" in refus(remplacer(octets, "content.xml", b"<office/>"))
    assert "mot de passe" in refus(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + octets)
    assert "page web" in refus(b"<html><table><tr><td>Nom</td></tr></table></html>")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("liste.csv", "Nom;Prénom\n")
    assert "une archive" in refus(archive.getvalue())


def test_a_workbook_that_unfolds_beyond_measure_is_refused_before_it_is_read() -> None:
    bomb = remplacer(classeur(ligne()), "xl/media/image1.bin", bytes(lecture_classeur.MAX_DEPLIE))
    assert len(bomb) < 1024 * 1024
    assert "dépasse 200\u00a0Mo" in refus(bomb)


def test_a_workbook_that_lies_on_what_it_unfolds_into_is_refused() -> None:
    octets = classeur(ligne(), change=lambda _, sheet: place(sheet, "Adresse", 0, "a" * 5000))
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert "abîmé" in refus(octets.replace(size.to_bytes(4, "little"), (40).to_bytes(4, "little")))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><worksheet>&b;</worksheet>'
    assert "entités" in refus(remplacer(classeur(ligne()), "xl/worksheets/sheet1.xml", laughs))


def test_a_sheet_with_a_cell_in_its_last_corner_is_read_or_refused_at_once() -> None:
    far = classeur(ligne(), change=lambda _, sheet: sheet.cell(1_048_576, 16_384).__setattr__("value", 1))
    assert "a plus de 200000 lignes" in refus(far)


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=20))
def test_no_bytes_of_a_workbook_ever_do_worse_than_a_refusal(at: int, octets: bytes) -> None:
    whole = classeur(ligne())
    try:
        lire(whole[:at] + octets + whole[at + len(octets) :], correspondance())
    except FichierRefuseError as refused:
        assert refused.message  # noqa: PT017 - a refusal is one of the two good answers
