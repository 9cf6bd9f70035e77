"""``permanence-server modele``: checked aloud, laid with a version, on every device by the sync."""

from pathlib import Path

import pytest

from domain.errors import RefusedError
from domain.modele_word.depose import ModeleDepose, modele_depose
from server.services.modeles import en_vigueur, poser_modele, retirer_modele
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
