"""Finding the base and the secret that a command works on."""

import os
from pathlib import Path

import platformdirs
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from domain.clock import SystemClock
from domain.errors import RefusedError
from domain.ids import Ids
from server.models.base import open_engine
from server.serveur import FOLDER, Serveur
from server.services.secret import Secret
from server.yousign.acces import lire_acces

ENV_BASE, ENV_CLE, ENV_CONTENUS = "PERMANENCE_BASE", "PERMANENCE_CLE", "PERMANENCE_CONTENUS"
ENV_RAPPORTS, ENV_YOUSIGN = "PERMANENCE_RAPPORTS", "PERMANENCE_YOUSIGN"
_SECRET = "serveur.cle"  # noqa: S105 - the name of a file
_YOUSIGN = "yousign.toml"
_RAPPORTS = "deversements"


def dossier_du_serveur() -> Path:
    """Return the folder of what the server keeps when it is told nothing else."""
    return platformdirs.user_data_path("permanence-serveur", appauthor=False, roaming=False)


def url_de_la_base(donnee: str | None) -> URL:
    """Return where the base is: the option, the environment, or the user's own folder."""
    text = donnee or os.environ.get(ENV_BASE)
    if not text:
        return URL.create("sqlite", database=str(dossier_du_serveur() / "serveur.sqlite3"))
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise RefusedError(
            "L’adresse de la base n’est pas lisible. Exemples\u00a0: sqlite:///serveur.sqlite3, "
            "postgresql://utilisateur@hote/base"
        ) from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise RefusedError("La base est un fichier SQLite ou une base PostgreSQL.")
    return url


def chemin_du_secret(url: URL) -> Path:
    """Return where the server's secret is: never in the base, beside it for a SQLite file."""
    if told := os.environ.get(ENV_CLE):
        return Path(told)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).with_name(_SECRET)
    return dossier_du_serveur() / _SECRET


def dossier_des_contenus(url: URL) -> Path:
    """Return where the contents of documents are: to back up with the base, of which they are a part."""
    if told := os.environ.get(ENV_CONTENUS):
        return Path(told)
    return chemin_du_secret(url).with_name(FOLDER)


def dossier_des_rapports(url: URL) -> Path:
    """Return where the reports of pourings are kept."""
    if told := os.environ.get(ENV_RAPPORTS):
        return Path(told)
    return chemin_du_secret(url).with_name(_RAPPORTS)


def chemin_de_yousign(url: URL) -> Path:
    """Return where the keys of Yousign are, if the département has any: beside the server's secret."""
    if told := os.environ.get(ENV_YOUSIGN):
        return Path(told)
    return chemin_du_secret(url).with_name(_YOUSIGN)


def ouvrir(donnee: str | None, *, creer: bool = False) -> Serveur:
    """Open the server's parts; ``creer`` makes folder and secret. Raises RefusedError."""
    url = url_de_la_base(donnee)
    chemin = chemin_du_secret(url)
    if creer:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        if url.get_backend_name() == "sqlite" and url.database:
            base = Path(url.database)
            base.parent.mkdir(parents=True, exist_ok=True)
            base.touch(mode=0o600)  # whole dossiers in clear: SQLite gives its WAL the same rights
    elif url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        raise RefusedError(
            f"Aucune base ici\u00a0: {url.database}. Lancez d’abord\u00a0: permanence-server init"
        )
    secret = Secret.create(chemin) if creer else Secret.open(chemin)
    clock = SystemClock()
    engine = open_engine(url.render_as_string(hide_password=False))
    yousign = lire_acces(chemin_de_yousign(url))
    return Serveur(
        engine,
        clock,
        Ids(clock),
        secret,
        contenus=dossier_des_contenus(url),
        rapports=dossier_des_rapports(url),
        yousign=yousign,
    )
