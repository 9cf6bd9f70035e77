"""Real replicas for the tests: a real encrypted file, real services, rows as a pull would bring them."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from desktop.models.changes import Changes
from desktop.models.replique import Replique, get, put
from desktop.services.bureau import Bureau
from desktop.services.poste import Moi, Poste
from desktop.sync.pull import apply
from desktop.vault.appareil import nouvelle_cle
from domain.clock import instant
from domain.exchange.v1 import META_COLUMNS, Page, Rows
from domain.fields import Value
from domain.ids import Ids
from domain.profils import Profile
from domain.registry import FORMS

CLE = bytes(range(32))
MATIN = dt.datetime(2026, 11, 20, 8, 30, tzinfo=dt.UTC)


class Horloge:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, moment: dt.datetime = MATIN) -> None:
        self.moment = moment
        self._start = moment

    def now(self) -> dt.datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - self._start).total_seconds()

    def avance(self, **delta: float) -> None:
        self.moment += dt.timedelta(**delta)


def un_bureau(folder: Path, profil: Profile = Profile.REFERENT, horloge: Horloge | None = None) -> Bureau:
    """Open a fresh replica of a referent who has met the server this morning."""
    clock = horloge or Horloge()
    ids = Ids(clock)
    replique = Replique(folder / "essai.replique", CLE)
    moi = Moi(ids.new(), "camille.roche@demo.invalid", "Roche", "Camille", profil, "07")
    private, _public = nouvelle_cle()

    def identify(connection: Connection) -> tuple[None, None]:
        put(
            connection,
            serveur="http://127.0.0.1:9",
            appareil=ids.new(),
            compte={"id": moi.id, "identifiant": moi.identifiant, "nom": moi.nom, "prenom": moi.prenom},
            cle_privee=private,
            derniere_synchro=instant(clock.now()),
        )
        return None, None

    replique.ecrivain.submit(identify).result()
    bureau = Bureau(Poste(replique, moi, clock, ids))
    verser(bureau, "collaborateur", {"id": moi.id, "nom": moi.nom, "prenom": moi.prenom, "profil": profil})
    return bureau


def verser(bureau: Bureau, kind: str, *records: Mapping[str, Value]) -> list[str]:
    """Bring rows into the replica as a pull does; return their identifiers (given or new)."""
    poste = bureau.poste
    columns = [*META_COLUMNS, *(field.name for field in FORMS[kind].fields)]
    now = instant(poste.clock.now())
    complete: list[dict[str, Value]] = []
    for record in records:
        identifier = record.get("id") or poste.outbox.ids.new()
        meta: dict[str, Value] = {"rev": 1, "cree_le": now, "modifie_le": now, "cree_par": poste.moi.id}
        filled = meta | poste.with_labels(kind, {k: v for k, v in record.items() if k in FORMS[kind].by_name})
        filled |= {k: v for k, v in record.items() if k in META_COLUMNS} | {"id": identifier}
        if kind == "dossier":
            filled["dossier"] = identifier
        complete.append(filled)
    rows = Rows(kind, columns, [[record.get(name) for name in columns] for record in complete])

    def work(connection: Connection) -> tuple[None, Changes]:
        apply(connection, Page(cursor=get(connection, "cursor") or "essai", rows=[rows]))
        return None, Changes(wide=True)

    poste.now_write(work)
    return [str(record["id"]) for record in complete]


def une_personne(bureau: Bureau, **values: Value) -> str:
    """Bring one dossier, accompanied by the owner of the replica since the first of the month."""
    person: dict[str, Value] = {
        "numero": "D-0001",
        "civilite": "mme",
        "nom": "Vautrin",
        "prenom": "Élise",
        "date_naissance": "1987-03-14",
        "commune": "Aubenas",
        "code_postal": "07200",
        "adresse": "4 rue des Tilleuls",
        "telephone": "06 39 98 12 34",
        "mail": "elise.vautrin@exemple.invalid",
        "organisme": "caf",
        "numero_allocataire": "1234567",
        "etat_droit": "versable",
        "sdd": "sdd",
        "orientation": "social",
        "dtas": "nord",
    }
    (dossier,) = verser(bureau, "dossier", person | values)
    assignment: dict[str, Value] = {
        "dossier": dossier,
        "referent": bureau.moi.id,
        "role": "parcours",
        "debut": f"{bureau.poste.today[:8]}01",
    }
    verser(bureau, "affectation", assignment)
    return dossier
