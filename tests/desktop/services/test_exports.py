import datetime as dt
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.documents.tableau import Tableau, rendre
from desktop.services.bureau import Bureau
from desktop.services.exports import COLONNES, avertissement
from tests.builders import une_personne, verser


def opened(octets: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(octets)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def exported(bureau: Bureau, *codes: str) -> Worksheet:
    lignes = bureau.file_active.lister()
    return opened(bureau.exports.file_active(lignes, codes or tuple(COLONNES)).octets)


def test_the_workbook_says_who_is_shown_with_days_that_are_days(bureau: Bureau) -> None:
    dossier = une_personne(bureau)
    verser(
        bureau,
        "entretien",
        {"dossier": dossier, "moment": "2026-10-08T10:00", "realisation": "presence"},
        {"dossier": dossier, "moment": "2026-11-25T14:30", "realisation": "prevu"},
    )
    verser(
        bureau, "veille", {"dossier": dossier, "motif": "sante", "debut": "2026-11-01", "fin": "2026-12-01"}
    )
    sheet = exported(bureau)
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    said = dict(zip(header, row, strict=True))
    assert said["Nom"] == "Vautrin"
    assert said["Date de naissance"] == dt.datetime(1987, 3, 14)  # noqa: DTZ001 - as Excel has it
    assert said["Prochain rendez-vous"] == dt.datetime(2026, 11, 25, 14, 30)  # noqa: DTZ001
    assert said["Dernier entretien"] == dt.datetime(2026, 10, 8)  # noqa: DTZ001
    assert said["Fin de veille prévue"] == dt.datetime(2026, 12, 1)  # noqa: DTZ001
    assert (said["CER"], said["Jours restants"]) == ("Sans CER", None)
    assert said["Référent"] == "Camille Roche"
    assert said["Téléphone"] == "06 39 98 12 34"
    assert sheet["D2"].number_format == "DD/MM/YYYY"


def test_the_header_stays_in_sight_and_columns_are_wide_enough(bureau: Bureau) -> None:
    une_personne(bureau, commune="Saint-Étienne-de-Lugdarès")
    sheet = exported(bureau, "droit")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["E"].width >= len("Saint-Étienne-de-Lugdarès")


def test_only_the_columns_one_has_chosen_leave(bureau: Bureau) -> None:
    dossier = une_personne(bureau)
    finding = {"dossier": dossier, "nom": "sante.rqth", "valeur": "sante.rqth.oui"}
    verser(bureau, "caracteristique", finding | {"constatee_le": "2026-01-01"})
    sheet = exported(bureau, "droit", "sante.rqth")
    header = [cell.value for cell in sheet[1]]
    assert header[5:] == ["État du droit", "Reconnaissance de travailleur handicapé"]
    assert sheet["G2"].value == "Oui"


def test_an_incomplete_birth_date_is_written_as_it_is_known(bureau: Bureau) -> None:
    une_personne(bureau, date_naissance="1971-04-00")
    assert exported(bureau)["D2"].value == "04/1971"


def test_no_text_becomes_a_formula_and_no_character_spoils_the_file() -> None:
    sheet = opened(rendre(Tableau("Essai", ("Nom",), (("=1+1",), ("a\x0bb",), ("+33",), (None,)))))
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2, max_row=4)] == [
        ("=1+1", "s"),
        ("ab", "s"),
        ("+33", "s"),
    ]


def test_an_empty_list_is_a_header_alone() -> None:
    assert opened(rendre(Tableau("Essai", ("Nom", "Prénom"), ()))).max_row == 1


def test_the_file_has_a_name_and_says_that_it_is_in_clear(bureau: Bureau) -> None:
    une_personne(bureau)
    produit = bureau.exports.file_active(bureau.file_active.lister(), ("cer",))
    assert produit.nom_fichier == "File-active_2026-11-20.xlsx"
    assert produit.avertissement == avertissement(1)
    assert "en clair" in produit.avertissement
