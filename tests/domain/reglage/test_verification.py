"""Each setting that is wrong is refused by its name, with what would be right."""

from typing import Any

import pytest

from domain.reglage.verification import ReglageError, verifier
from resources import default_settings

DEFAUTS = default_settings()


def refused(part: str, name: str, value: object) -> str:
    with pytest.raises(ReglageError) as caught:
        verifier({part: {name: value}}, DEFAUTS)
    return str(caught.value)


def test_the_default_settings_are_right_and_come_back_by_dotted_name() -> None:
    given = verifier(DEFAUTS, DEFAUTS)
    assert given["cer.titre"] == "Contrat d’engagements réciproques"
    assert len(given) == sum(map(len, DEFAUTS.values())) - 1
    assert "cer.modele_word" not in given  # a copy of the defaults withdraws no model


def test_the_law_may_change_the_name_of_the_contract() -> None:
    given = verifier({"cer": {"titre": "Contrat d’engagement", "sigle": "contrat d’engagement"}}, DEFAUTS)
    assert given == {"cer.titre": "Contrat d’engagement", "cer.sigle": "contrat d’engagement"}


@pytest.mark.parametrize(
    ("part", "name", "value", "words"),
    [
        ("cer", "titres", "x", "cer.titres», n’existe pas, titre"),
        ("cerr", "titre", "x", "cerr, n’existe pas, cer"),
        ("cer", "titre", "  ", "vide"),
        ("cer", "titre", "x" * 81, "80 caractères"),
        ("cer", "titre", "deux\nlignes", "une ligne"),
        ("cer", "titre", 3, "texte entre guillemets"),
        ("cer", "mention_objet", "par {prezident}", "{prezident}, {president}"),
        ("cer", "mention_recours", "x" * 2001, "2001 caractères, 2000"),
        ("cer", "mention_donnees", "a\x07b", "invisible"),
        ("cer", "version", "2027/1", "lettres sans accent"),
        ("cer", "durees_mois", [3, "six"], "nombres de mois"),
        ("cer", "durees_mois", [], "nombres de mois"),
        ("cer", "durees_mois", [3, 12], "cer.duree_defaut_mois"),
        ("cer", "duree_defaut_mois", True, "nombre entier"),
        ("departement", "verrouillage_minutes", 0, "au moins 1"),
        ("departement", "couleur", "#FFCC00", "departement.couleur, trop clair"),
        ("departement", "couleur", "bleu", "#RRVVBB"),
        ("cer", "modele_word", "cer.docx", "permanence-server modele poser"),
    ],
)
def test_a_wrong_value_is_refused_by_name(part: str, name: str, value: object, words: str) -> None:
    said = refused(part, name, value)
    assert all(word.strip("»") in said for word in words.split(", "))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: "mme", "chaque valeur"),
        (lambda old: [*old, ["Mx", "Mx"]], "minuscules"),
        (lambda old: [*old, ["m", "Monsieur"]], "deux fois"),
        (lambda old: [*old, ["x", " "]], "libellé"),
        (lambda old: [*old, ["x", "X", "non"]], "chaque valeur"),
        (lambda old: old[1:], '["mme", "Madame", true]'),
        (lambda old: [[code, label, True] for code, label in old], "plus rien à choisir"),
    ],
)
def test_a_wrong_list_is_refused_by_name(change: Any, words: str) -> None:  # noqa: ANN401 - takes and gives a setting
    """Decision 20: a value is retired, never deleted."""
    said = refused("listes", "civilites", change(DEFAUTS["listes"]["civilites"]))
    assert "listes.civilites" in said
    assert words in said


def test_a_value_may_be_renamed_retired_and_added() -> None:
    changed = [["mme", "Mme"], ["m", "M.", True], ["autre", "Sans civilité"]]
    assert verifier({"listes": {"civilites": changed}}, DEFAUTS) == {"listes.civilites": changed}


def test_a_part_that_is_no_table_is_refused() -> None:
    with pytest.raises(ReglageError, match=r"\[cer\]"):
        verifier({"cer": "x"}, DEFAUTS)
