"""A model is good or every fault of it is told, in the words of whoever wrote it."""

import pytest

from domain.modele_word.champs import CHAMPS
from domain.modele_word.examen import examiner
from domain.modele_word.fichier import ModeleRefuseError
from tests import modeles_word as modeles
from tests.modeles_word import paragraphe, zone


def cell(text: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{paragraphe(text)}</w:tc></w:tr></w:tbl>"


def faults(octets: bytes) -> str:
    return "\n".join(examiner(octets).fautes)


def test_the_sample_is_good_and_shows_nearly_every_field() -> None:
    """R-CER-15: what it takes to make the three editions of a CER."""
    examen = examiner(modeles.exemple())
    assert examen.fautes == ()
    assert {champ.nom for champ in CHAMPS} - set(examen.champs) <= {"date_debut", "date_fin", "heures"}


@pytest.mark.parametrize("name", [champ.nom for champ in CHAMPS if champ.obligatoire])
def test_each_obligatory_field_is_missed_by_name(name: str) -> None:
    """R-CER-25: the person agrees to it, so it stands on the page."""
    parts = modeles.parties(modeles.exemple())
    field = f"{{{{ {name} }}}}".encode()
    without = modeles.assembler(
        {part: text.replace(field, b"") if part.endswith(".xml") else text for part, text in parts.items()}
    )
    assert f"il manque {{{{ {name} }}}}" in faults(without)


def test_a_field_kept_only_under_a_condition_is_missing_from_an_edition() -> None:
    hidden = modeles.remplace(
        paragraphe("{{ situation }}").replace(' xml:space="preserve"', ""),
        paragraphe("{{ si validee }}") + paragraphe("{{ situation }}") + paragraphe("{{ fin validee }}"),
    )
    assert "il manque {{ situation }} hors de toute condition" in faults(hidden)


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (paragraphe("{{ prenon }}"), "vouliez-vous dire {{ prenom }}"),
        (paragraphe("{{ pre", "non }", "}"), "vouliez-vous dire {{ prenom }}"),
        (paragraphe("{{ commentaire }}"), "R-CER-4"),
        (paragraphe("{{ Priorité }}"), "R-CER-5"),
        (paragraphe("{% for x in y %}"), "seuls les champs"),
        (paragraphe("{{ nom.__class__ }}"), "n’existe pas"),
        (paragraphe("{{ nom | upper }}"), "n’existe pas"),
        (paragraphe("{{ nom"), "ne se ferment pas"),
        (paragraphe("nom }}"), "ne s’ouvrent pas"),
        (paragraphe("{{ si decision }}"), "n’a pas son {{ fin decision }}"),
        (paragraphe("{{ fin decision }}"), "n’a pas son {{ si decision }}"),
        (paragraphe("{{ si decision }} et alors"), "seul dans son paragraphe"),
        (
            paragraphe("{{ si decision }}")
            + paragraphe("{{ si validee }}")
            + paragraphe("{{ fin decision }}")
            + paragraphe("{{ fin validee }}"),
            "{{ fin decision }}",
        ),
        (paragraphe("{{ objectif.theme }}"), "doit être dans une ligne de tableau"),
        (cell("{{ objectif.theme }}"), "une seule ligne de tableau"),
        (paragraphe("{{ si decision }}") + cell("{{ fin decision }}"), "au même endroit"),
    ],
)
def test_a_fault_is_told_in_words(xml: str, words: str) -> None:
    """R-CER-4, R-CER-5 among them."""
    assert words in faults(modeles.ajoute(xml))


def test_a_fault_in_a_text_box_is_found_too() -> None:
    assert "prenom" in faults(modeles.ajoute(zone(paragraphe("{{ prenon }}"))))


def test_the_place_of_a_fault_is_said() -> None:
    header = next(name for name, part in modeles.parties(modeles.exemple()).items() if b"{{ logo }}" in part)
    wrong = modeles.change(header, lambda text: text.replace("{{ logo }}", "{{ si decision }}"))
    assert "dans l’en-tête" in faults(wrong)


def test_tables_within_tables_without_end_are_refused() -> None:
    depth = 3_000
    nest = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    with pytest.raises(ModeleRefuseError, match="imbrique"):
        examiner(modeles.ajoute(nest))
