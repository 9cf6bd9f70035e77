import datetime as dt
import re
from random import Random

import pytest

from server.demo.departement import imaginer
from server.demo.noms import portable
from server.demo.personnes import THEMES, inventer
from server.demo.phrases import accorder, banque, de
from server.demo.plume import Plume

JOUR = dt.date(2026, 11, 21)
TRAITS = {
    "permis", "sans_permis", "vehicule", "sans_vehicule", "enfants", "sans_enfants", "couple",
    "seul",
    "locataire", "proprietaire", "heberge", "sans_abri",
    "senior", "jeune", "langue", "sante", "dettes", "tns", "salarie", "rural",
    "premier", "suivant", "1", "2", "3", *THEMES,
}  # fmt: skip


@pytest.mark.parametrize("nom", ["entretiens", "cer", "objectifs", "suites", "suivi"])
def test_every_sentence_can_be_said_of_a_man_and_of_a_woman(nom: str) -> None:
    person = inventer(Random(4), 1, JOUR)
    facts = person.faits(JOUR) | {"suivi": "un an", "objectifs_passes": "se loger"}
    for section, phrases in banque(nom).sections.items():
        for phrase in phrases:
            assert phrase.conditions <= TRAITS, (section, phrase)
            for feminin in (True, False):
                said = accorder(phrase.texte, facts, feminin=feminin, hasard=Random(1))
                assert not re.search(r"[{}<>|\[\]]", said), said
                assert said[0].isupper() or said[0] in "«0123456789", said
                assert not re.search(r" [:;!?»]|« ", said), "an ordinary space where French wants another"


def test_each_kind_of_text_has_many_sentences() -> None:
    for name, least in (("entretiens", 150), ("cer", 150), ("objectifs", 100)):
        assert sum(map(len, banque(name).sections.values())) >= least
    for theme in set(THEMES.values()):
        assert len(banque("entretiens").sections[theme]) >= 14
    for theme in THEMES:
        assert banque("objectifs").sections[f"{theme}.personne"]
        assert banque("objectifs").sections[f"{theme}.referent"]


def test_a_text_is_true_of_its_person() -> None:
    """Who has no licence repairs no car; who lives alone has no partner; nobody is both."""
    for suivi in imaginer(JOUR, petit=True).suivis:
        person = suivi.personne
        plume = Plume(person, Random(person.numero), JOUR - dt.timedelta(days=300))
        text = plume.situation(JOUR, "") + plume.evaluation(JOUR, premier=True)
        text += " ".join(
            plume.synthese(theme, JOUR, ("1",)) for theme in map(THEMES.__getitem__, person.themes)
        )
        assert person.permis or "permis B" not in text
        assert person.couple or "en couple" not in text
        assert person.enfants or "élève ses" not in text
        wrong = "M.\u00a0" if person.feminin else "Mme\u00a0"
        assert wrong not in text


def test_no_sentence_comes_back_while_there_are_others() -> None:
    plume = Plume(inventer(Random(8), 3, JOUR), Random(8), JOUR)
    drawn = plume.phrases("cer", "possible", JOUR, 5) + plume.phrases("cer", "possible", JOUR, 5)
    assert len(set(drawn)) == 10


def test_telephones_are_of_the_range_reserved_to_fiction() -> None:
    assert all(portable(Random(seed)).startswith("063998") for seed in range(50))


@pytest.mark.parametrize(
    ("nom", "dit"), [("aide à domicile", "d’aide à domicile"), ("Villebrune", "de Villebrune")]
)
def test_de_is_elided_before_a_vowel(nom: str, dit: str) -> None:
    assert de(nom) == dit
