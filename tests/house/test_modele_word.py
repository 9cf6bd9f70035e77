"""The page that a secretary reads and the fields that the code knows are the same."""

from domain.modele_word.champs import CHAMPS, CONDITIONS
from domain.reglage.verification import LOURDS
from resources import default_settings
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


def test_the_page_of_the_settings_names_only_settings_there_are() -> None:
    page = text_of("docs/reglages.md") or ""
    known = {f"{part}.{name}" for part, group in default_settings().items() for name in group}
    named = {word.strip("`") for word in page.replace("|", " ").split() if word.startswith(("`cer.", "`dep"))}
    assert {name for name in named if not name.endswith("…")} <= known
    assert known >= LOURDS
