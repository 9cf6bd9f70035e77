"""The words of two people, compared and joined: nothing is lost on the way to the screen."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.comparaison import Sort, comparer, joindre

SIGNES = {Sort.GARDE: "{}", Sort.RETIRE: "[-{}-]", Sort.AJOUTE: "{{+{}+}}"}
TEXTES = st.lists(
    st.sampled_from(
        ["elle", "l’", "a", "le", "permis", ".", ",", "\n", " ", "\u00a0", "Émile", "e\u0301", "12/03"]
    ),
    max_size=40,
).map(" ".join)


def _told(avant: str, apres: str) -> str:
    return "".join(SIGNES[one.sort].format(one.texte) for one in comparer(avant, apres))


@pytest.mark.parametrize(
    ("avant", "apres", "told"),
    [
        ("Le permis avance.", "Le permis avance.", "Le permis avance."),
        ("", "Le permis.", "{+Le permis.+}"),
        ("Le permis.", "", "[-Le permis.-]"),
        ("Le permis", "Le", "Le[- permis-]"),
        ("Elle cherche un stage.", "Elle a trouvé un stage.", "Elle [-cherche -]{+a trouvé +}un stage."),
        ("Le permis avance.", "Le permis avance. Code en mai.", "Le permis avance. {+Code en mai.+}"),
        ("Un. Trois.", "Un. Deux. Trois.", "Un. {+Deux. +}Trois."),
        ("Un. Deux. Trois.", "Un. Trois.", "Un. [-Deux. -]Trois."),
        ("Le 12/03/2026 à Privas", "Le 14/03/2026 à Privas", "Le [-12/03/2026 -]{+14/03/2026 +}à Privas"),
        ("Prêt de l’école", "Prêt de l’auto-école", "Prêt de l’[-école-]{+auto-école+}"),
        ("Garde le matin", "Garde\u00a0le  matin", "Garde\u00a0le  matin"),
        ("Début\nFin", "Début\nMilieu\nFin", "Début\n{+Milieu\n+}Fin"),
        (
            "La garde de son fils le soir",
            "Le stage de sa fille le soir",
            "[-La garde de son fils -]{+Le stage de sa fille +}le soir",
        ),
    ],
)
def test_a_change_is_told_word_by_word(avant: str, apres: str, told: str) -> None:
    assert _told(avant, apres) == told


def test_the_same_letters_written_otherwise_are_the_same_words() -> None:
    """Decision 5: text is compared in NFC."""
    assert _told(unicodedata.normalize("NFD", "Élève aidé"), "Élève aidé") == "Élève aidé"


@given(TEXTES, TEXTES)
def test_what_is_kept_and_added_is_the_second_text(avant: str, apres: str) -> None:
    told = comparer(avant, apres)
    kept = "".join(one.texte for one in told if one.sort is not Sort.RETIRE)
    assert kept == unicodedata.normalize("NFC", apres)
    before = "".join(one.texte for one in told if one.sort is not Sort.AJOUTE)
    assert before.replace(" ", "").replace("\u00a0", "") == unicodedata.normalize("NFC", avant).replace(
        " ", ""
    ).replace("\u00a0", "")


@pytest.mark.parametrize(
    ("avant", "moi", "serveur", "joined"),
    [
        ("Un. Deux.", "Un. Deux. Trois.", "Zéro. Un. Deux.", "Zéro. Un. Deux. Trois."),
        ("Stage en mars.", "Stage en avril.", "Stage en juin.", "Stage en avril juin."),
        ("Un. Deux. Trois.", "Un. Trois.", "Un. Deux. Trois. Quatre.", "Un. Trois. Quatre."),
        ("Un. Deux.", "Un. Deux.", "Un.", "Un."),
        ("Un. Deux.", "", "Un. Deux et demi.", "Un. Deux et demi."),
        ("", "Mon texte.", "Le sien.", "Mon texte. Le sien."),
        ("Un.", "Un.\nÀ moi.", "Un.\nÀ elle.", "Un.\nÀ moi.\nÀ elle."),
        ("Un.", "Deux.", "Deux.", "Deux."),
        (
            "Sans permis ni véhicule.",
            "Sans permis.",
            "Sans permis ni véhicule. Seule.",
            "Sans permis. Seule.",
        ),
    ],
)
def test_two_texts_are_joined_and_nothing_is_chosen(avant: str, moi: str, serveur: str, joined: str) -> None:
    assert joindre(avant, moi, serveur) == joined


@given(TEXTES, TEXTES, TEXTES)
def test_every_word_that_somebody_added_is_in_the_joined_text(avant: str, moi: str, serveur: str) -> None:
    """Nothing is chosen silently: what is begun from has the words of both."""
    joined = joindre(avant, moi, serveur).split()
    for side in (moi, serveur):
        added = [one.texte.split() for one in comparer(avant, side) if one.sort is Sort.AJOUTE]
        assert {word for words in added for word in words if word.isalpha()} <= set(joined) | set(
            avant.split()
        )


@given(TEXTES, TEXTES)
def test_who_changed_nothing_brings_nothing(avant: str, moi: str) -> None:
    assert joindre(avant, moi, avant).split() == unicodedata.normalize("NFC", moi).split()
    assert joindre(avant, avant, moi).split() == unicodedata.normalize("NFC", moi).split()


def test_a_text_that_repeats_one_word_a_thousand_times_keeps_nobody_waiting() -> None:
    start = time.process_time()
    comparer("a b " * 4990, "b a a " * 3330)
    assert time.process_time() - start < 2
