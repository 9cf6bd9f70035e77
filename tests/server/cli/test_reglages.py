"""``permanence-server reglages``: the département's file, checked, then on every device by the sync."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import RefusedError
from server.services.reglages import lire_reglages, poser_reglages, settings_of
from tests.server.cli.conftest import Run
from tests.server.monde import Monde


def picture(kind: str = "PNG", size: tuple[int, int] = (120, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#8A1538").save(out, kind)
    return out.getvalue()


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    (tmp_path / "logo.png").write_bytes(picture())
    path = tmp_path / "reglages.toml"
    path.write_text(
        '[departement]\ncouleur = "#8A1538"\nlogo = "logo.png"\nadresse_envoi = "BP 1, 07000 Privas"\n'
        '[cer]\ntitre = "Contrat d’engagement"\n',
        encoding="utf-8",
    )
    return path


def test_the_file_of_a_departement_is_laid_once_and_told(run: Run, fichier: Path) -> None:
    run("init")
    code, said, _ = run("reglages", "poser", fichier)
    assert code == 0
    assert "cer.titre = Contrat d’engagement" in said
    assert "une image de" in said
    assert "prochaine synchronisation" in said
    assert run("reglages", "lire", "cer.titre")[1] == "Contrat d’engagement\n"
    code, said, _ = run("reglages", "poser", fichier)
    assert (code, "Rien à changer" in said) == (0, True)


def test_a_blank_trial_writes_nothing(run: Run, fichier: Path) -> None:
    run("init")
    assert "rien n’est écrit" in run("reglages", "poser", fichier, "--a-blanc")[1]
    assert run("reglages", "lire", "departement.couleur")[1] == "#1F5C7A\n"


def test_one_wrong_setting_refuses_the_whole_file_by_name(run: Run, fichier: Path) -> None:
    run("init")
    fichier.write_text('[cer]\ntitre = "Autre"\n[departement]\ncouleur = "#FFFF00"\n', encoding="utf-8")
    code, _, refused = run("reglages", "poser", fichier)
    assert (code, "departement.couleur" in refused) == (1, True)
    assert run("reglages", "lire", "cer.titre")[1] == "Contrat d’engagements réciproques\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a" + b"\0" * 40, "PNG ou JPEG"),
        (b"%PDF-1.7", "PNG ou JPEG"),
        (picture()[:80], "abîmée"),
        (picture("JPEG", (400, 300))[:300], "abîmée"),
        (picture() + b"\0" * 100_000, "100 au plus"),
        (picture(size=(4100, 2)), "4000 points"),
        (None, "ne peut être lu"),
    ],
)
def test_a_logo_is_judged_by_its_content(run: Run, fichier: Path, content: bytes | None, words: str) -> None:
    run("init")
    logo = fichier.with_name("logo.png")
    logo.unlink()
    if content is not None:
        logo.write_bytes(content)
    code, _, refused = run("reglages", "poser", fichier)
    assert (code, "departement.logo" in refused, words in refused) == (1, True, True)


@pytest.mark.parametrize(("octets", "words"), [(b"titre = ", "TOML"), ("é".encode("latin-1"), "UTF-8")])
def test_a_file_that_cannot_be_read_says_why(run: Run, fichier: Path, octets: bytes, words: str) -> None:
    run("init")
    fichier.write_bytes(octets)
    assert words in run("reglages", "poser", fichier)[2]
    assert "ne peut être lu" in run("reglages", "poser", fichier.with_name("absent.toml"))[2]


def test_a_setting_that_does_not_exist_is_not_told(run: Run) -> None:
    run("init")
    assert run("reglages", "lire", "cer.nom")[0] == 1


def test_settings_reach_a_device_by_the_ordinary_sync(monde: Monde, fichier: Path) -> None:
    """On SQLite and PostgreSQL: one revision for the whole file, and each value as it was given."""
    alix = monde.referent()
    alix.sync()
    with monde.serveur.engine.begin() as connection:
        poser_reglages(monde.serveur, connection, "07", lire_reglages(connection, "07", fichier))
    alix.sync()
    held = {row["nom"]: row for (kind, _), row in alix.rows.items() if kind == "reglage"}
    assert held["cer.titre"]["valeur"] == "Contrat d’engagement"
    assert base64.b64decode(str(held["departement.logo"]["valeur"])) == picture()
    assert {row["revision"] for nom, row in held.items() if nom != "departement.nom"} == {2}


def test_settings_of_a_departement_are_checked_against_its_own(monde: Monde, fichier: Path) -> None:
    """Decision 20: a value this département added is not deleted by its next file."""
    more = '[["mme", "Madame"], ["m", "Monsieur"], ["autre", "Autre"]]'
    fichier.write_text(f"[listes]\ncivilites = {more}\n", encoding="utf-8")
    with monde.serveur.engine.begin() as connection:
        poser_reglages(monde.serveur, connection, "07", lire_reglages(connection, "07", fichier))
    fichier.write_text('[listes]\ncivilites = [["mme", "Madame"], ["m", "Monsieur"]]\n', encoding="utf-8")
    with monde.serveur.engine.connect() as connection:
        assert [code.code for code in settings_of(connection, "07").codes("civilites")][-1] == "autre"
        with pytest.raises(RefusedError, match="autre"):
            lire_reglages(connection, "07", fichier)


def test_a_letter_is_not_laid_by_a_file_of_settings(run: Run, fichier: Path) -> None:
    """R-DOC-3: its model is examined by the command that lays it."""
    run("init")
    fichier.write_text("[courriers]\ncaution = {}\n", encoding="utf-8")
    assert "modele poser --courrier" in run("reglages", "poser", fichier)[2]
