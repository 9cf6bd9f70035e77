"""``permanence-server modele``: checked aloud, laid with a version, on every device by the sync."""

import dataclasses
from pathlib import Path

import docx
import pytest

import resources
from domain.errors import RefusedError
from domain.modele_word.courrier import Courrier, courriers
from domain.modele_word.depose import ModeleDepose, modele_depose
from server.services.modeles import (
    en_vigueur,
    lire_courriers,
    poser_courrier,
    poser_modele,
    retirer_courrier,
    retirer_modele,
)
from server.services.reglages import poser_reglages, settings_of
from tests import modeles_word as modeles
from tests.modeles_word import paragraphe
from tests.server.cli.conftest import Run
from tests.server.monde import Monde

AUTRE = modeles.ajoute(paragraphe("Une ligne de plus"))


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    path = tmp_path / "notre-cer.docx"
    path.write_bytes(modeles.exemple())
    return path


def test_the_sample_is_written_where_nothing_was(run: Run, tmp_path: Path) -> None:
    run("init")
    to = tmp_path / "exemple.docx"
    code, said, _ = run("modele", "exemple", to)
    assert (code, "docs/modele-word.md" in said) == (0, True)
    assert to.read_bytes() == modeles.exemple()
    code, _, refused = run("modele", "exemple", to)
    assert (code, "existe déjà" in refused) == (1, True)
    assert "ne peut être écrit" in run("modele", "exemple", tmp_path / "absent" / "x.docx")[2]


def test_a_model_is_checked_aloud_without_being_laid(run: Run, fichier: Path) -> None:
    run("init")
    code, said, _ = run("modele", "verifier", fichier)
    assert (code, "Ce modèle est bon." in said, "objectif.theme" in said) == (0, True, True)
    assert "celui de la maison" in run("modele", "lire")[1]


def test_every_fault_is_told_and_nothing_is_laid(run: Run, fichier: Path) -> None:
    """R-CER-4, R-CER-5: what never prints is refused by its rule."""
    run("init")
    wrong = paragraphe("{{ prenon }}") + paragraphe("{{ commentaire }}") + paragraphe("{{ priorité }}")
    fichier.write_bytes(modeles.ajoute(wrong))
    code, said, _ = run("modele", "poser", fichier, "--version", "2027-1")
    assert code == 1
    for words in ("vouliez-vous dire {{ prenom }}", "R-CER-4", "R-CER-5", "Rien n’est posé"):
        assert words in said
    fichier.write_bytes(modeles.remplace("{{ situation }}", ""))
    assert "il manque {{ situation }}" in run("modele", "poser", fichier, "--version", "2027-1")[1]
    assert "celui de la maison" in run("modele", "lire")[1]


def test_a_model_is_laid_read_back_and_withdrawn(run: Run, fichier: Path, tmp_path: Path) -> None:
    run("init")
    code, said, _ = run("modele", "poser", fichier, "--version", "2027-1")
    assert (code, "Modèle 2027-1 posé" in said) == (0, True)
    back = tmp_path / "repris.docx"
    assert "notre-cer.docx" in run("modele", "lire", "--vers", back)[1]
    assert back.read_bytes() == modeles.exemple()
    assert run("modele", "retirer")[0] == 0
    assert "celui de la maison" in run("modele", "lire")[1]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_version_says_one_model_for_ever(run: Run, fichier: Path, *, withdrawn: bool) -> None:
    """It is printed on the page and kept with each accord."""
    run("init")
    run("modele", "poser", fichier, "--version", "2027-1")
    if withdrawn:
        run("modele", "retirer")
    fichier.write_bytes(AUTRE)
    code, _, refused = run("modele", "poser", fichier, "--version", "2027-1")
    assert (code, "donnez-en une autre" in refused) == (1, True)
    assert run("modele", "poser", fichier, "--version", "2027-2")[0] == 0
    fichier.write_bytes(modeles.exemple())
    assert run("modele", "poser", fichier, "--version", "2027-1")[0] == 0


@pytest.mark.parametrize("version", ["2027/1", "", "é"])
def test_a_version_that_a_code_could_not_hold_is_refused(run: Run, fichier: Path, version: str) -> None:
    run("init")
    assert "ne convient pas" in run("modele", "poser", fichier, "--version", version)[2]


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"x", ".docx"),
        (modeles.avec(word__vbaProject_bin=b"x"), "macro"),
        (modeles.assembler(modeles.parties(modeles.exemple()) | {"_rels/.rels": b"<x/>"}), "abîmé"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused(run: Run, fichier: Path, octets: bytes, words: str) -> None:
    run("init")
    fichier.write_bytes(octets)
    code, _, refused = run("modele", "verifier", fichier)
    assert (code, words in refused) == (1, True)
    assert "ne peut être lu" in run("modele", "verifier", fichier.with_name("absent.docx"))[2]


def test_a_model_reaches_a_device_by_the_ordinary_sync_and_leaves_the_same_way(monde: Monde) -> None:
    """On SQLite and PostgreSQL: bytes and version in one record, so that neither travels alone."""
    alix = monde.referent()

    def held() -> ModeleDepose | None:
        alix.sync()
        rows = {row["nom"]: row for (kind, _), row in alix.rows.items() if kind == "reglage"}
        return modele_depose(rows.get("cer.modele_word", {}).get("valeur"))

    laid = ModeleDepose("2027-1", "cer.docx", modeles.exemple())
    assert held() is None
    with monde.serveur.engine.begin() as connection:
        poser_modele(monde.serveur, connection, "07", laid)
    assert held() == laid
    with monde.serveur.engine.begin() as connection:
        assert en_vigueur(connection, "07") == laid
        retirer_modele(monde.serveur, connection, "07")
    assert held() is None


def test_a_faulty_model_is_laid_by_no_road(monde: Monde) -> None:
    faulty = ModeleDepose("2027-1", "cer.docx", modeles.remplace("{{ situation }}", ""))
    with (
        monde.serveur.engine.begin() as connection,
        pytest.raises(RefusedError, match=r"il manque \{\{ situation"),
    ):
        poser_modele(monde.serveur, connection, "07", faulty)


@pytest.mark.parametrize("valeur", [None, {}, [], "x", {"versions": {}}])
def test_no_model_is_the_house_s(valeur: object) -> None:
    assert modele_depose(valeur) is None


CAUTION = "caution", "--libelle", "Demande de caution", "--rangement", "brsa", "--type", "formulaire"


@pytest.fixture
def lettre(tmp_path: Path) -> Path:
    path = tmp_path / "notre-courrier.docx"
    path.write_bytes(resources.path("modeles", "courrier.docx").read_bytes())
    return path


def test_a_letter_is_written_checked_laid_read_and_retired(run: Run, lettre: Path, tmp_path: Path) -> None:
    """R-DOC-3: by the same commands as the CER, under the code of a letter."""
    run("init")
    to = tmp_path / "exemple.docx"
    assert "docs/courriers.md" in run("modele", "exemple", to, "--courrier", "convocation")[1]
    assert "convocation, courrier" in run("modele", "exemple", to, "--courrier", "inconnu")[2]
    assert run("modele", "verifier", lettre, "--courrier", "courrier")[0] == 0
    assert run("modele", "verifier", lettre)[0] == 1, "a letter is not a CER"
    code, said, _ = run("modele", "poser", to, "--courrier", "convocation", "--version", "2027-1")
    assert (code, "Modèle 2027-1 posé" in said) == (0, True)
    assert "Convocation à un entretien (2027-1), rangé dans courriers" in run("modele", "lister")[1]
    back = tmp_path / "repris.docx"
    run("modele", "lire", "--courrier", "convocation", "--vers", back)
    assert back.read_bytes() == to.read_bytes()
    run("modele", "retirer", "--courrier", "convocation")
    assert "(retiré)" in run("modele", "lister")[1]
    run("modele", "retirer", "--courrier", "convocation", "--maison")
    assert "Convocation à un entretien (maison)" in run("modele", "lister")[1]
    assert "celui de la maison" in run("modele", "lire", "--courrier", "convocation")[1]


def test_a_departement_adds_a_letter_of_its_own(run: Run, lettre: Path) -> None:
    run("init")
    assert "--libelle" in run("modele", "poser", lettre, "--courrier", "caution", "--version", "1")[2]
    assert run("modele", "poser", lettre, "--courrier", *CAUTION, "--version", "1")[0] == 0
    assert "Demande de caution (1), rangé dans brsa, type formulaire" in run("modele", "lister")[1]
    assert "de la maison" in run("modele", "retirer", "--courrier", "caution", "--maison")[2]
    assert "Il y a\u00a0: convocation" in run("modele", "lire", "--courrier", "inconnu")[2]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("Caution", "--libelle", "x"), "ne convient pas"),
        (("caution", "--libelle", "x" * 61), "60 caractères"),
        (("caution", "--libelle", "x", "--rangement", "ailleurs"), "listes.rangements"),
        (("caution", "--libelle", "x", "--type", "ailleurs"), "listes.types_document"),
    ],
)
def test_a_letter_laid_wrong_is_refused_by_what_is_wrong(
    run: Run, lettre: Path, said: tuple[str, ...], words: str
) -> None:
    run("init")
    assert words in run("modele", "poser", lettre, "--version", "1", "--courrier", *said)[2]


def test_a_letter_that_asks_for_what_never_prints_is_refused(run: Run, lettre: Path) -> None:
    """R-CER-4, R-CER-5."""
    run("init")
    word = docx.Document(str(lettre))
    word.add_paragraph("{{ commentaire }} {{ situation }}")
    word.save(str(lettre))
    said = run("modele", "verifier", lettre, "--courrier", "courrier")[1]
    assert "R-CER-4" in said
    assert "{{ situation }} n’existe pas" in said


def test_letters_are_not_read_by_who_does_not_write_them(monde: Monde) -> None:
    """Each sync reads the settings; only the devices have a use for the models."""
    octets = resources.path("modeles", "courrier.docx").read_bytes()
    laid = Courrier("caution", "Caution", "brsa", "formulaire", ModeleDepose("1", "x.docx", octets))
    with monde.serveur.engine.begin() as connection:
        poser_courrier(monde.serveur, connection, "07", laid)
        assert settings_of(connection, "07").partie("courriers") == {}
        assert lire_courriers(connection, "07")["caution"] == laid
    alix = monde.referent()
    alix.sync()
    rows = {row["nom"]: row for (kind, _), row in alix.rows.items() if kind == "reglage"}
    assert courriers((), {"caution": rows["courriers.caution"]["valeur"]}) == {"caution": laid}


def test_a_letter_that_would_be_refused_today_is_still_retired(monde: Monde) -> None:
    """R-DOC-3: the one that no longer passes is the first that somebody wants to retire."""
    old = Courrier("caution", "Caution", "rangement_ancien", "formulaire", ModeleDepose("1", "x.docx", b"x"))
    with monde.serveur.engine.begin() as connection:
        poser_reglages(monde.serveur, connection, "07", {"courriers.caution": old.reglage({"0": "e"})})
        retirer_courrier(monde.serveur, connection, "07", "caution", maison=False)
        assert lire_courriers(connection, "07")["caution"] == dataclasses.replace(old, retire=True)
        kept = settings_of(connection, "07", lourds=True).partie("courriers")["caution"]
    assert set(kept["versions"]) == {"0", "1"}


def test_a_retired_letter_leaves_its_place_to_another(
    run: Run, lettre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    monkeypatch.setattr("server.services.modeles.COURRIERS_MAX", len(resources.house_letters()))
    said = ("modele", "poser", lettre, "--version", "1", "--courrier", *CAUTION)
    assert "Il y a déjà" in run(*said)[2]
    run("modele", "retirer", "--courrier", "convocation")
    assert run(*said)[0] == 0
