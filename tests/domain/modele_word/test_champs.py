import pytest

from domain.modele_word.champs import CHAMPS, CONDITIONS, JAMAIS, Marque, lire_marque, nom_refusal
from domain.regles import REGLES


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" nom ", Marque("", "nom")),
        ("Prénom", Marque("", "prenom")),
        ("\u00a0Date de naissance\u00a0", Marque("", "date_naissance")),
        ("numéro d’allocataire", Marque("", "numero_allocataire")),
        ("Objectif.Échéance", Marque("", "objectif.echeance")),
        ("situation", Marque("", "situation")),
        ("si décision", Marque("si", "decision")),
        ("FIN non validée", Marque("fin", "non_validee")),
        ("si", Marque("", "si")),
        ("", Marque("", "")),
    ],
)
def test_a_field_is_read_as_a_secretary_types_it(typed: str, read: Marque) -> None:
    assert lire_marque(typed) == read


def test_every_field_and_condition_is_known_by_its_own_name() -> None:
    for champ in CHAMPS:
        assert lire_marque(champ.nom) == Marque("", champ.nom)
        assert nom_refusal(Marque("", champ.nom)) is None
    for name in CONDITIONS:
        assert nom_refusal(Marque("si", name)) is None


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Marque("", "prenon"), "vouliez-vous dire {{ prenom }}"),
        (Marque("", "objectif.perssonne"), "vouliez-vous dire {{ objectif.personne }}"),
        (Marque("si", "validé"), "vouliez-vous dire {{ si validee }}"),
        (Marque("si", "objectif.theme"), "{{ si objectif.theme }} n’existe pas"),
        (Marque("", "xyzzy"), "{{ xyzzy }} n’existe pas"),
        (Marque("", "decision.__class__"), "n’existe pas"),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest_known(mark: Marque, words: str) -> None:
    assert words in (nom_refusal(mark) or "")


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("commentaire", "R-CER-4"),
        ("Commentaire pour le service", "R-CER-4"),
        ("priorité", "R-CER-5"),
        ("note pour le référent", "R-CER-4"),
        ("si priorité", "R-CER-5"),
    ],
)
def test_what_is_for_the_service_alone_is_refused_by_its_rule(typed: str, rule: str) -> None:
    """R-CER-4, R-CER-5: no model can print it, were its author to wish it."""
    refusal = nom_refusal(lire_marque(typed)) or ""
    assert "ne s’imprime jamais" in refusal
    assert rule in refusal
    assert set(JAMAIS.values()) <= set(REGLES)
