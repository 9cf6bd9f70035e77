from dataclasses import replace
from typing import Any

import pytest

from desktop.documents import pdf, word
from desktop.documents.apercu import nombre_de_pages
from desktop.documents.attestation import TITRE, groupes
from desktop.documents.blocs import Document, Entete, Verso, textes
from domain.accord.rules import fingerprint
from tests import attestations, specimens
from tests.desktop.documents.lecture import mots, texte_pdf


def written(document: Document) -> str:
    return "\n".join(textes(document.blocs)).replace("\u00a0", " ")


def state(document: Document) -> str:
    return next(bloc.etat for bloc in document.blocs if isinstance(bloc, Entete))


@pytest.mark.parametrize("name", list(attestations.tous()))
def test_what_is_attested_holds_on_one_page_and_the_text_begins_on_the_next(name: str) -> None:
    """R-CER-25: one page to hand over, whatever the length of the contract."""
    document = attestations.tous()[name]
    first = document.blocs[: next(i for i, bloc in enumerate(document.blocs) if isinstance(bloc, Verso))]
    assert nombre_de_pages(pdf.rendre(replace(document, blocs=first))) == 1
    assert nombre_de_pages(pdf.rendre(document)) > 1
    assert word.rendre(document).startswith(b"PK")


def test_it_says_who_when_how_and_on_which_device() -> None:
    """R-CER-11, R-CER-25, decision 31."""
    said = written(attestations.attestation())
    for words in (
        "FONTANEL",
        "Maëlle",
        "Contrat n° 2 · Renouvellement",
        "Oui. La personne a donné son accord",
        "Case à cocher. Sans SMS : pas de réseau. Recueilli par Odile Brunel.",
        "Le 20/11/2026 à 10 h 41, à l’horloge de l’appareil.",
        "elle avançait de 4 secondes",
        "après le contact du 20/11/2026 à 7 h 58 et avant son arrivée au serveur, le 20/11/2026 à 18 h 02",
        f"Accord n° 12 de l’appareil {attestations.POSTE}",
        "Elle n’établit pas qui tenait l’appareil",
    ):
        assert words in said
    assert mots(TITRE) in mots(texte_pdf(pdf.rendre(attestations.attestation())))


def test_the_whole_text_agreed_to_is_in_the_annex_and_nothing_that_never_prints() -> None:
    """R-CER-4, R-CER-5, R-CER-25."""
    drawn = mots(texte_pdf(pdf.rendre(attestations.attestation())))
    for text in (
        specimens.SITUATION,
        specimens.EVALUATION,
        specimens.EXPRESSION,
        specimens.OBJECTIFS[0]["personne"],
        specimens.OBJECTIFS[1]["referent"],
        "31 mai 2027",
    ):
        assert mots(text) in drawn
    assert "SENTINELLE" not in drawn


def test_a_refusal_is_attested_as_one() -> None:
    """R-CER-31."""
    document = attestations.tous()["non-papier"]
    assert state(document) == "Refus en vigueur"
    assert "n’a pas donné son accord" in written(document)
    assert "Signature sur papier" in written(document)


def test_what_has_lapsed_or_is_broken_is_said_at_the_top() -> None:
    """R-CER-25."""
    assert state(attestations.tous()["caduc"]) == "Réponse caduque"
    broken = attestations.tous()["rompu"]
    assert state(broken) == "Réponse non vérifiée"
    assert "À écarter : la signature n’est pas celle de cet appareil." in written(broken)
    assert "Une vérification a échoué" in written(broken)


def test_what_is_unusual_is_said_and_an_accord_still_here_says_so() -> None:
    said = written(attestations.tous()["horloge"])
    assert said.count("À noter") == 5
    alone = written(attestations.tous()["pas-envoye"])
    assert "pas encore rencontré le serveur" in alone
    assert "n’a pas encore été mesuré" in alone


def test_a_later_version_is_given_as_it_is() -> None:
    """Decision 30: never misread."""
    said = written(attestations.tous()["plus-recente"])
    assert "pas d’une version que ce programme sait lire" in said
    assert '"version":3}' in said


@pytest.mark.parametrize(
    "text",
    [
        "pas du JSON",
        "[]",
        '{"version":1}',
        '{"cer":{"date_debut":"demain","numero":null},"identite":3,"objectifs":[4],"version":1}',
        '{"cer":{"date_debut":"1987-00-00","date_fin":"0000-00-00"},"objectifs":{},"version":1}',
    ],
)
def test_a_content_that_says_nothing_stops_nothing(text: str) -> None:
    kept: dict[str, Any] = {
        "contenu": text,
        "empreinte": fingerprint(text),
        "recueilli_le": None,
        "reponse": "?",
    }
    document = attestations.attestation(**kept)
    assert state(document) in ("Réponse non vérifiée", "Réponse caduque")
    assert "ni oui ni non" in written(document)
    assert nombre_de_pages(pdf.rendre(document)) == 2


def test_a_fingerprint_is_written_to_be_compared_aloud() -> None:
    lines = groupes("0123456789abcdef" * 4).split("\n")
    assert [len(line.split()) for line in lines] == [8, 8]
    assert "".join("".join(lines).split()) == "0123456789abcdef" * 4
