from hypothesis import given
from hypothesis import strategies as st

from desktop.documents import bidi, pdf, polices
from desktop.documents.caracteres import nettoyer, segments
from tests import specimens


def test_bullets_pasted_from_word_become_bullets() -> None:
    assert nettoyer("\uf0b7 un\r\n\uf0d8 deux\vtrois") == "• un\n• deux\ntrois"


def test_spaces_that_french_glues_become_unbreakable() -> None:
    assert nettoyer("« Oui » : 50 % ; là ?") == "«\u00a0Oui\u00a0»\u00a0: 50\u00a0%\u00a0; là\u00a0?"


def test_what_shows_nothing_goes_and_accents_are_composed() -> None:
    assert nettoyer("e\u0301te\u0301\u200b\ufeff\x00\u202e") == "été"
    assert nettoyer("a\ud800b") == "a[?]b"


def test_each_run_goes_to_a_font_that_has_it() -> None:
    runs = segments("Nguyễn 👍🏽👍 ☑ 王", polices.principale(), polices.secours)
    assert runs == [(False, "Nguy"), (True, "ễ"), (False, "n [émoji] "), (True, "☑"), (False, " [?]")]


def test_arabic_letters_are_joined_and_turned_round() -> None:
    assert bidi.visuel("Mme سلام (2 ans)") == "Mme \ufee1\ufefc\ufeb3 (2 ans)"


def test_numbers_and_brackets_inside_an_arabic_line_keep_their_sense() -> None:
    (line,) = bidi.lignes_rtl("שלום (2027) abc.", lambda _: True)
    assert line == ".abc (2027) םולש"


def test_a_long_arabic_line_begins_on_its_first_line() -> None:
    lines = bidi.lignes_rtl("אחת שתיים שלוש ארבע", lambda part: len(part) <= 10)
    assert lines == ["םייתש תחא", "עברא שולש"]


def test_french_is_left_alone() -> None:
    assert bidi.visuel("L’été (déjà) 2026") == "L’été (déjà) 2026"
    assert not bidi.est_rtl("12 – été")
    assert bidi.est_rtl("(שלום)")


@given(st.text(max_size=400))
def test_no_text_whatever_stops_the_pdf(text: str) -> None:
    assert pdf.rendre(specimens.cer(cer=specimens.CER | {"situation": text})).startswith(b"%PDF")
