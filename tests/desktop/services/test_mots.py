import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.mots import est_sigle, forme, morceaux, mots

PASSED_OVER = [
    "elise.vautrin@exemple.invalid",
    "https://www.exemple.fr/aide?x=1",
    "www.exemple.fr",
    "monenfant.fr",
    "cv-vautrin.pdf",
    "12",
    "2e",
    "07200",
    "R-CER-12",
    "A2",
    "мир",
    "سلام",
    "a",
    "…",
    "k" * 200,
]


def _words(text: str) -> list[str]:
    return [mot.texte for mot in mots(text)]


def _pieces(text: str) -> list[str]:
    return [piece.texte for mot in mots(text) for piece in morceaux(mot)]


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_is_no_french_word_is_passed_over(text: str) -> None:
    assert _words(f"Elle dit {text} ici.") == ["Elle", "dit", "ici"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("l’accueil", ["accueil"]),
        ("l'accueil", ["accueil"]),
        ("qu’elle", ["elle"]),
        ("jusqu’à", []),
        ("d’Aubenas", ["Aubenas"]),
        ("a-t-elle", ["elle"]),
        ("dit-il", ["dit", "il"]),
        ("post-CER", ["post", "CER"]),
        ("Saint\u2011Priest", ["Saint", "Priest"]),
        ("«\u00a0bonjour\u00a0»", ["bonjour"]),
        ("fini-", ["fini"]),
        ("cœur", ["cœur"]),
    ],
)
def test_french_joins_what_a_dictionary_keeps_apart(text: str, pieces: list[str]) -> None:
    assert _pieces(text) == pieces


@pytest.mark.parametrize("word", ["RSA", "CERs", "ÉTÉ", "TNS"])
def test_all_capitals_are_an_acronym(word: str) -> None:
    assert est_sigle(word)


@pytest.mark.parametrize("word", ["Rsa", "rsa", "A", "s", "", "Été"])
def test_other_words_are_not(word: str) -> None:
    assert not est_sigle(word)


def test_a_word_is_looked_up_as_dictionaries_write_it() -> None:
    assert forme("e\u0301te\u0301") == "été"
    assert forme("aujourd’hui") == "aujourd'hui"
    assert forme("accom\u00adpagner") == "accompagner"


@given(st.text())
def test_any_text_is_cut_and_each_word_stands_where_it_says(text: str) -> None:
    end = 0
    for mot in mots(text):
        assert end <= mot.debut < mot.fin
        assert text[mot.debut : mot.fin] == mot.texte
        end = mot.fin
        for piece in morceaux(mot):
            assert text[piece.debut : piece.fin] == piece.texte
            assert mot.debut <= piece.debut < piece.fin <= mot.fin
            forme(piece.texte).encode()


@pytest.mark.timeout(5)
@pytest.mark.parametrize("unit", ["a,", "a.", "a@", "a-", "a’", "w.", "a://", "\u00ad", "e\u0301", "aa"])
def test_a_text_without_a_space_takes_no_more_time_than_another(unit: str) -> None:
    list(mots(unit * 20_000))
