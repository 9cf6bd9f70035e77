"""The commands, as they are typed: real processes for serving, ``main`` for the rest."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from sqlalchemy import select, update

from server.cli import main
from server.cli.ouverture import chemin_du_secret, dossier_du_serveur, url_de_la_base
from server.models import RECORDS, compte
from server.models.base import open_engine
from tests.server.cli.conftest import Run
from tests.server.clients import PASSWORD


def add(run: Run, password: Path, identifiant: str = "alix", *more: str) -> tuple[int, str, str]:
    return run(
        "comptes", "ajouter", identifiant, "--nom", "ESSAI", "--prenom", "Alix", "--profil", "referent",
        "--mot-de-passe-fichier", password, *more,
    )  # fmt: skip


def test_init_makes_a_base_and_a_key_that_only_its_owner_reads(run: Run, tmp_path: Path, url: str) -> None:
    code, said, _ = run("init", "--departement", "07", "--nom", "Ardèche")
    assert (code, "Base prête" in said) == (0, True)
    engine = open_engine(url)
    with engine.begin() as connection:  # its journal is there while somebody writes
        connection.execute(update(compte).values(essais=0))
        files = {path.name: path.stat() for path in (tmp_path / "donnees").iterdir()}
    engine.dispose()
    assert files["serveur.cle"].st_size == 32
    assert {"serveur.sqlite3", "serveur.sqlite3-wal"} < set(files)
    assert [name for name, stat in files.items() if stat.st_mode & 0o077] == []


def test_init_again_changes_neither_key_nor_epoch(run: Run, tmp_path: Path, url: str) -> None:
    run("init")
    key = (tmp_path / "donnees" / "serveur.cle").read_bytes()
    code, _, _ = run("init", "--nom", "Autre nom")
    assert code == 0
    assert (tmp_path / "donnees" / "serveur.cle").read_bytes() == key
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(select(RECORDS["reglage"].c.valeur, RECORDS["reglage"].c.revision)).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("Autre nom", 2)]


def test_a_command_on_no_base_says_what_to_do(run: Run) -> None:
    code, _, refused = run("comptes", "lister")
    assert (code, "permanence-server init" in refused) == (1, True)


def test_a_lost_key_is_said_and_never_replaced(run: Run, tmp_path: Path) -> None:
    run("init")
    (tmp_path / "donnees" / "serveur.cle").unlink()
    code, _, refused = run("comptes", "lister")
    assert (code, "sauvegarde" in refused) == (1, True)


def test_accounts_are_added_listed_blocked_and_given_a_password(run: Run, password: Path, url: str) -> None:
    run("init")
    assert add(run, password)[0] == 0
    assert "alix\tESSAI Alix\treferent\t\tactif" in run("comptes", "lister")[1]
    assert run("comptes", "bloquer", "alix")[0] == 0
    assert "bloqué" in run("comptes", "lister")[1]
    assert run("comptes", "debloquer", "ALIX")[0] == 0
    assert run("comptes", "mot-de-passe", "alix", "--mot-de-passe-fichier", password)[0] == 0
    engine = open_engine(url)
    with engine.connect() as connection:
        hashed = connection.execute(select(compte.c.mot_de_passe)).scalar_one()
    engine.dispose()
    assert hashed.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--dtas", "lune"], "territoire"),
        (["--departement", "99"], "n’existe pas"),
    ],
)
def test_what_an_account_may_not_be_is_said(run: Run, password: Path, more: list[str], words: str) -> None:
    run("init")
    code, _, refused = add(run, password, "alix", *more)
    assert (code, words in refused) == (1, True)


def test_an_identifiant_is_taken_once_and_a_password_is_long_enough(run: Run, password: Path) -> None:
    run("init")
    add(run, password)
    assert "déjà pris" in add(run, password, "Alix")[2]
    password.write_text("court", encoding="utf-8")
    assert "12 caractères" in add(run, password, "autre")[2]
    assert "ne peut pas être lu" in add(run, password.with_name("absent"), "autre")[2]


@pytest.mark.parametrize(
    "arguments", [[], ["inconnue"], ["comptes"], ["affecter", "1", "alix", "--du", "demain"]]
)
def test_a_wrong_use_ends_with_two_and_is_said_in_french(run: Run, arguments: list[str]) -> None:
    code, _, refused = run(*arguments)
    assert code == 2
    assert "error" not in refused
    assert refused.startswith("usage\u00a0:")


def test_a_referent_is_designated_and_the_former_one_ends(run: Run, password: Path, url: str) -> None:
    """R-ACC-3, R-ACC-7, R-GEN-7."""
    run("init")
    add(run, password)
    add(run, password, "dominique")
    engine = open_engine(url)
    poured = dict.fromkeys(("dossier", "cree_par"), None)
    with engine.begin() as connection:
        connection.execute(
            RECORDS["dossier"].insert(),
            poured
            | {
                "departement": "07",
                "id": "d",
                "dossier": "d",
                "numero": "12",
                "rev": 1,
                "supprime": False,
                "cree_le": "",
                "modifie_le": "",
            },
        )
    assert run("affecter", "12", "alix", "--du", "2026-01-01")[0] == 0
    assert run("affecter", "12", "dominique", "--du", "2026-11-20")[0] == 0
    assert "jusqu’à une date" in run("affecter", "12", "alix", "--role", "etape")[2]
    assert "précéder" in run("affecter", "12", "alix", "--du", "2026-02-02", "--au", "2026-02-01")[2]
    assert (
        run("affecter", "12", "alix", "--role", "etape", "--du", "2026-11-20", "--au", "2026-12-20")[0] == 0
    )
    assert "Aucun dossier" in run("affecter", "13", "alix")[2]
    assert "Aucun compte" in run("affecter", "12", "personne")[2]
    table = RECORDS["affectation"]
    with engine.connect() as connection:
        rows = connection.execute(select(table.c.role, table.c.debut, table.c.fin).order_by(table.c.id)).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [
        ("parcours", "2026-01-01", "2026-11-20"),
        ("parcours", "2026-11-20", None),
        ("etape", "2026-11-20", "2026-12-20"),
    ]


@pytest.mark.parametrize("base", ["mysql://x/y", "n’importe quoi"])
def test_another_kind_of_base_is_refused(capsys: pytest.CaptureFixture[str], base: str) -> None:
    assert main(["--base", base, "comptes", "lister"]) == 1
    assert "base" in capsys.readouterr().err


def test_a_base_that_does_not_answer_is_said_without_its_password(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERMANENCE_CLE", str(tmp_path / "cle"))
    assert main(["--base", "postgresql://u:motdepasse@127.0.0.1:1/x", "init"]) == 1
    said = capsys.readouterr().err
    assert ("ne répond pas" in said, "motdepasse" in said) == (True, False)


def test_serving_answers_on_its_port_and_stops_when_told(run: Run, url: str) -> None:
    run("init")
    command = [sys.executable, "-m", "server", "--base", url, "servir", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().split()[-1]
            health = requests.get(f"{address}/sante", timeout=30).json()
        finally:
            process.terminate()
    assert health["produit"] == "permanence"


def test_several_departements_must_be_told_apart(run: Run, password: Path) -> None:
    run("init", "--departement", "07")
    run("init", "--departement", "08")
    assert "--departement, parmi\u00a0: 07, 08" in add(run, password)[2]
    assert add(run, password, "alix", "--departement", "08")[0] == 0
    assert run("comptes", "lister", "--departement", "08")[1].startswith("alix")
    assert run("comptes", "lister", "--departement", "07")[1] == ""


def test_a_zone_that_does_not_exist_is_refused(run: Run) -> None:
    code, _, refused = run("init", "--fuseau", "Europe/Nulle_Part")
    assert (code, "fuseau" in refused) == (1, True)


def test_who_and_what_is_unknown_is_said(run: Run, password: Path) -> None:
    run("init")
    assert "Aucun compte" in run("comptes", "bloquer", "personne")[2]
    assert "Ni poste ni compte" in run("revoquer", "rien")[2]
    assert "à remplir" in add(run, password, " ")[2]
    password.write_text("x" * 201, encoding="utf-8")
    assert "200 caractères" in add(run, password)[2]


def test_a_password_is_typed_twice(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init")
    command = ["comptes", "ajouter", "alix", "--nom", "E", "--prenom", "A", "--profil", "referent"]
    assert "--mot-de-passe-fichier" in run(*command)[2], "never read from a pipe by surprise"
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    typed = iter([PASSWORD, "autre chose", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert "pas les mêmes" in run(*command)[2]
    assert run(*command)[0] == 0


def test_a_taken_port_is_said(run: Run) -> None:
    run("init")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, refused = run("servir", "--port", str(taken.getsockname()[1]))
    assert (code, "Impossible d’écouter" in refused) == (1, True)


def test_without_a_base_told_it_is_in_the_user_s_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERMANENCE_BASE", raising=False)
    monkeypatch.delenv("PERMANENCE_CLE", raising=False)
    url = url_de_la_base(None)
    assert Path(str(url.database)).is_relative_to(dossier_du_serveur())
    assert chemin_du_secret(url).parent == dossier_du_serveur()
    assert chemin_du_secret(url_de_la_base("postgresql://u@h/b")).parent == dossier_du_serveur()
