import pytest

from domain.accord.modele import MENTIONS, model_of, recueilli_par
from domain.accord.sms import SERVEUR, lisible, mobile, signataire
from domain.accord.verification import Cle, Gravite, Piece, gravest, verifier
from domain.fields import Value
from domain.reglage.nomenclatures import Settings
from resources import default_settings


@pytest.mark.parametrize(
    ("telephone", "expected"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("0712345678", "+33712345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("612345678", "+33612345678"),
        ("04 75 12 34 56", None),
        ("09 70 12 34 56", None),
        ("04 75 12 34 56 / 06 12 34 56 78", "+33612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0692 12 34 56", "+262692123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0694 12 34 56", "+594694123456"),
        ("06 39 69 12 34", "+262639691234"),
        ("06 39 98 12 34", "+33639981234"),
        ("à demander", None),
        ("", None),
    ],
)
def test_a_number_that_receives_an_sms_is_written_for_every_network(
    telephone: str, expected: str | None
) -> None:
    """R-CER-19: E.164, as the operator wants it; a landline receives no code."""
    assert mobile({"telephone": telephone}) == expected


def test_the_other_number_serves_when_the_first_is_a_landline() -> None:
    """R-CER-19."""
    person = {"telephone": "04 75 12 34 56", "autre_telephone": "06 12 34 56 78"}
    assert mobile(person) == "+33612345678"
    assert mobile({}) is None


def test_only_an_sms_is_in_the_chain_of_the_server() -> None:
    """Decision 30."""
    assert signataire({"moyen": "sms"}, "poste") == SERVEUR
    assert signataire({"moyen": "case"}, "poste") == "poste"


def test_the_model_is_what_prints_around_the_contract() -> None:
    """R-CER-25."""
    settings = Settings.of(default_settings(), [("cer.titre", "Contrat de {president}", 1)])
    model = model_of(settings)
    assert set(model) == set(MENTIONS)
    assert model["titre"] == f"Contrat de {settings['departement.president']}"
    assert recueilli_par("Odile", "Brunel") == {"recueilli_par": "Odile Brunel"}


def test_a_finding_on_the_server_does_not_speak_of_a_device() -> None:
    """Decision 31: the same verification, in its own words."""
    accord: dict[str, Value] = {
        "moyen": "sms",
        "constat": "manquant fourche rang",
        "rang_appareil": 2,
        "recueilli_le": None,
    }
    found = verifier(Piece(accord, SERVEUR, "", cles=[Cle("x")]), lambda *_: False)
    assert gravest(found) is Gravite.ROMPU
    said = " ".join(constat.texte for constat in found if constat.sujet in {"signature", "chaine"})
    assert "La signature n’est pas celle du serveur." in said
    assert "dans la suite du serveur n’est pas connu" in said
    assert "appareil" not in said


@pytest.mark.parametrize(
    ("numero", "said"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+262692123456", "06 92 12 34 56"),
        ("+4915112345678", "+4915112345678"),
        ("", ""),
    ],
)
def test_a_number_is_said_as_it_is_here(numero: str, said: str) -> None:
    """R-CER-19: whoever reads it aloud must recognise it."""
    assert lisible(numero).replace("\u00a0", " ") == said
