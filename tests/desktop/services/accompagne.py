"""A dossier seen by each profile: opened on a replica of its own, accompanied by its owner or by another."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.models.tables import RECORDS
from desktop.services.bureau import Bureau
from desktop.services.poste import rows
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser

REFERENTS = (Profile.REFERENT, Profile.REFERENT_FSE)


@contextmanager
def vu_par(folder: Path, profil: Profile, **person: Value) -> Iterator[tuple[Bureau, str]]:
    """Open the replica of a ``profil``: a référent accompanies the person himself, the others do not."""
    bureau = un_bureau(folder, profil)
    try:
        yield bureau, une_personne(bureau, **person) if profil in REFERENTS else suivi_par(bureau, **person)
    finally:
        bureau.poste.replique.close()


def un_collegue(bureau: Bureau, nom: str = "Perrin", **values: Value) -> str:
    """Bring a colleague; return the account."""
    known: dict[str, Value] = {"nom": nom, "prenom": "Julie", "profil": "referent"}
    return verser(bureau, "collaborateur", known | values)[0]


def suivi_par(bureau: Bureau, referent: str | None = None, /, **person: Value) -> str:
    """Bring a dossier that a colleague accompanies, on the replica of somebody else."""
    dossier = une_personne(bureau, **person)
    (mine,) = [one for one in affectations(bureau, dossier) if one["referent"] == bureau.moi.id]
    verser(bureau, "affectation", mine | {"referent": referent or un_collegue(bureau)})
    return dossier


def affectations(bureau: Bureau, dossier: str) -> list[dict[str, Value]]:
    """Return the affectations of a dossier as the replica has them."""
    return lignes(bureau, "affectation", dossier)


def lignes(bureau: Bureau, kind: str, dossier: str) -> list[dict[str, Value]]:
    """Return the records of one kind of a dossier."""

    with bureau.poste.replique.read() as connection:
        return rows(connection, kind, RECORDS[kind].c.dossier == dossier)
