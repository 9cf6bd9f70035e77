"""The page that a secretary reads and the fields that the code knows are the same."""

from desktop.views.dossier.document_ajout import TYPES_RANGES
from domain.modele_word.champs import CHAMPS, CONDITIONS
from domain.modele_word.courrier import COURRIER
from domain.reglage.verification import LOURDS
from resources import default_settings, house_letters
from tests.house.sources import text_of

GUIDE = text_of("docs/modele-word.md") or ""


def test_the_guide_lists_every_field_and_no_other() -> None:
    written = [line for line in GUIDE.splitlines() if line.startswith("| `{{ ") and "{{ si " not in line]
    known = [
        f"| `{{{{ {champ.nom} }}}}` | {champ.sens} | {'oui' if champ.obligatoire else ''} |"
        for champ in CHAMPS
    ]
    assert written == known


def test_the_guide_lists_every_condition() -> None:
    for name, sense in CONDITIONS.items():
        assert f"| `{{{{ si {name} }}}}` … `{{{{ fin {name} }}}}` | {sense} |" in GUIDE


def test_the_guide_of_the_letters_lists_every_field_and_no_other() -> None:
    page = text_of("docs/courriers.md") or ""
    written = [line for line in page.splitlines() if line.startswith("| `{{ ")]
    assert written == [f"| `{{{{ {champ.nom} }}}}` | {champ.sens} |" for champ in COURRIER.champs]


def test_the_guide_lists_every_letter_of_the_house_and_each_goes_where_there_is_room() -> None:
    page = text_of("docs/courriers.md") or ""
    lists = default_settings()["listes"]
    folders, kinds = (
        {code: label for code, label, *_ in lists[name]} for name in ("rangements", "types_document")
    )
    for code, said in house_letters().items():
        assert f"| `{code}` | {said['libelle']} | {folders[said['rangement']]} |" in page
        assert said["type"] in kinds


def test_every_kind_of_document_has_a_folder_to_propose() -> None:
    """R-DOC-5: but «autre», of which nothing is known."""
    lists = default_settings()["listes"]
    kinds = {code for code, *_ in lists["types_document"]}
    assert TYPES_RANGES.keys() == kinds - {"autre"}
    assert set(TYPES_RANGES.values()) <= {code for code, *_ in lists["rangements"]}


def test_the_page_of_the_settings_names_only_settings_there_are() -> None:
    page = text_of("docs/reglages.md") or ""
    known = {f"{part}.{name}" for part, group in default_settings().items() for name in group}
    named = {word.strip("`") for word in page.replace("|", " ").split() if word.startswith(("`cer.", "`dep"))}
    assert {name for name in named if not name.endswith("…")} <= known
    assert known >= LOURDS
