import pytest

from desktop.services.bureau import Bureau
from desktop.views.fields.mots import en_mots
from domain.fields import Field, Kind, Value, choice


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.LINE, None, "Rien"),
        (Kind.TEXT, "", "Rien"),
        (Kind.TEXT, "Deux\nlignes", "Deux\nlignes"),
        (Kind.DATE, "2026-11-01", "1er novembre 2026"),
        (Kind.DATE, "hier", "hier"),
        (Kind.MOMENT, "2026-11-20T14:30", "vendredi 20 novembre à 14\u00a0h\u00a030"),
        (Kind.FLAG, False, "Non"),
        (Kind.INTEGER, 0, "0"),
    ],
)
def test_a_value_is_read_as_words(bureau: Bureau, kind: Kind, value: Value, words: str) -> None:
    assert en_mots(value, Field("champ", "Champ", kind), bureau.settings) == words


def test_codes_are_read_by_their_labels(bureau: Bureau) -> None:
    (logement, _label) = choice("logement", "Logement", "logements")
    themes = Field("themes", "Thèmes", Kind.CODES, codes="themes_entretien")
    assert en_mots("heberge", logement, bureau.settings) == "Hébergé(e) chez un tiers"
    assert en_mots(["logement", "sante"], themes, bureau.settings) == "Logement et Santé"
    assert en_mots("inconnu", None, bureau.settings) == "inconnu"
