"""A département's Word model on a laptop: in force as soon as it has come, and never in the way."""

import io
import json
import os
from pathlib import Path
from typing import Any

import docx
import pytest

from desktop.models.tables import RECORDS
from desktop.services.bureau import Bureau
from desktop.services.poste import rows
from domain.modele_word.depose import ModeleDepose
from tests import modeles_word as modeles
from tests.builders import verser
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.desktop.services.test_travail import un_cer_complet

BON = ModeleDepose("2027-1", "cer.docx", modeles.exemple())
SABOTES: dict[str, Any] = {
    "abime": BON.reglage({}) | {"contenu": "cGFzIHVuIGRvY3VtZW50"},
    "illisible": BON.reglage({}) | {"contenu": "é"},
    "incomplet": ModeleDepose("2027-1", "cer.docx", modeles.remplace("{{ situation }}", "")).reglage({}),
    "piege": ModeleDepose("2027-1", "cer.docx", modeles.avec(word__vbaProject_bin=b"x")).reglage({}),
}


@pytest.fixture
def cer(bureau: Bureau, dossier: str) -> str:
    return un_cer_complet(bureau, dossier)


def poser(bureau: Bureau, valeur: dict[str, Any]) -> None:
    """Bring the setting as a pull does; it is one record, whichever model it holds."""
    with bureau.poste.replique.read() as connection:
        known = rows(connection, "reglage", RECORDS["reglage"].c.nom == "cer.modele_word")
    record = {"id": known[0]["id"]} if known else {}
    verser(bureau, "reglage", record | {"nom": "cer.modele_word", "valeur": valeur, "revision": 7})


def titres(octets: bytes) -> list[str]:
    paragraphs = docx.Document(io.BytesIO(octets)).paragraphs
    return [one.text for one in paragraphs if one.style is not None and one.style.name == "Heading 1"]


def test_the_word_edition_follows_the_model_and_the_pdf_stays_ours(bureau: Bureau, cer: str) -> None:
    """R-CER-15."""
    ours = bureau.editions.cer(cer, "pdf").octets
    assert "Où nous en sommes" not in titres(bureau.editions.cer(cer, "docx").octets)
    poser(bureau, BON.reglage({}))
    made = bureau.editions.cer(cer, "docx")
    assert "Où nous en sommes" in titres(made.octets)
    assert made.avertissement == "L’accord de la personne n’est pas encore recueilli."
    assert made.nom_fichier.endswith(".docx")
    assert bureau.editions.cer(cer, "pdf").octets == ours
    poser(bureau, {"versions": {}})
    assert "Où nous en sommes" not in titres(bureau.editions.cer(cer, "docx").octets)


@pytest.mark.parametrize("name", SABOTES)
def test_a_model_that_cannot_serve_stops_nobody_and_is_said(bureau: Bureau, cer: str, name: str) -> None:
    poser(bureau, SABOTES[name])
    made = bureau.editions.cer(cer, "docx")
    assert "Évaluation commune du parcours" in titres(made.octets)
    assert "Le modèle Word du département (2027-1) n’a pas pu servir" in made.avertissement
    assert "voici celui de la maison" in made.avertissement
    assert bureau.editions.cer(cer, "pdf").avertissement.startswith("L’accord")


def test_an_accord_keeps_the_version_of_both_models_and_the_attestation_says_them(
    bureau: Bureau, cer: str
) -> None:
    """R-CER-25: what the person had in hand when she agreed; a later model changes nothing of it."""
    poser(bureau, BON.reglage({}))
    bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
    poser(bureau, ModeleDepose("2027-2", "cer.docx", modeles.exemple()).reglage({}))
    with bureau.poste.replique.read() as connection:
        (accord,) = rows(connection, "accord")
    assert json.loads(str(accord["contenu"]))["modele"]["modele_word"] == "2027-1"
    made = bureau.editions.attestation(cer)
    assert made.avertissement == ""
    assert mots("2026-1, en Word 2027-1") in mots(texte_pdf(made.octets))
    assert bureau.editions.cer(cer, "docx").avertissement == ""


def test_one_who_leaves_for_a_permanence_reads_which_model_is_on_board(bureau: Bureau) -> None:
    def said() -> str:
        return next(point.texte for point in bureau.permanence.lire().points if point.quoi == "Modèle du CER")

    assert "Word" not in said()
    poser(bureau, BON.reglage({}))
    assert said().startswith("Version 2026-1, en Word 2027-1, réglages")


def test_a_model_is_nowhere_in_clear_on_the_disk(bureau: Bureau, tmp_path: Path) -> None:
    """A model may hold a signature scanned, or a name: it is kept as the rest is."""
    poser(bureau, BON.reglage({}))
    needle = BON.reglage({})["contenu"][2000:2060].encode()
    files = [Path(folder) / name for folder, _, names in os.walk(tmp_path) for name in names]
    assert files
    assert not [path for path in files if needle in path.read_bytes()]


def test_what_is_handed_over_bears_the_name_of_the_law_of_the_day(bureau: Bureau, cer: str) -> None:
    assert bureau.editions.cer(cer, "pdf").nom_fichier.startswith("CER-1-proposition_")
    verser(bureau, "reglage", {"nom": "cer.sigle", "valeur": "contrat d’engagement", "revision": 8})
    assert bureau.editions.cer(cer, "pdf").nom_fichier.startswith("Contrat-d-engagement-1-proposition_")
    bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
    assert bureau.editions.attestation(cer).nom_fichier.startswith("Attestation-Contrat-d-engagement-1_")
