"""Make a replica of the revision this file is run at, with work in every state; kept for ever beside it.

Run it once per revision, in a checkout of the last commit that wrote that revision, and commit the file
it makes: ``git worktree add ../ancien <commit>``, then, in ``ancien``,
``python <this file> <where>/0001.replique``. Key, account, device and dossier are those of
``tests/desktop/models/test_corpus.py``; nobody of that name exists.
"""

import sys
from pathlib import Path

from sqlalchemy import Connection, select

from desktop.models.outbox import freeze
from desktop.models.replique import Replique, put
from desktop.models.tables import RECORDS, changement
from desktop.services.bureau import Bureau
from desktop.services.poste import Moi, Poste
from desktop.sync.pull import apply
from desktop.sync.push import settle
from desktop.vault.appareil import nouvelle_cle
from domain.clock import SystemClock
from domain.exchange.v1 import META_COLUMNS, Answer, Outcome, Page, Rows
from domain.fields import Value
from domain.ids import Ids
from domain.profils import Profile

KEY = bytes(range(32))
COMPTE, APPAREIL = "0193469e-7c00-7000-8000-0000000000a1", "0193469e-7c00-7000-8000-0000000000d1"
DOSSIER, CER = "0193469e-7c00-7000-8000-0000000000b1", "0193469e-7c00-7000-8000-0000000000e2"
OBJECTIF, ENTRETIEN = "0193469e-7c00-7000-8000-0000000000e4", "0193469e-7c00-7000-8000-0000000000e5"
AVIS, AFFECTATION = "0193469e-7c00-7000-8000-0000000000e6", "0193469e-7c00-7000-8000-0000000000e7"
AT = "2026-11-20T08:00:00.000Z"
META: list[Value] = [None, DOSSIER, 1, COMPTE, AT, COMPTE, AT]


def rows(kind: str, record: str, **values: Value) -> Rows:
    return Rows(kind, [*META_COLUMNS, *values], [[record, *META[1:], *values.values()]])


def received() -> Page:
    """What a server newer than the program sends: a kind and a column it does not know."""
    return Page(
        "un.curseur.d’alors",
        rows=[
            rows("dossier", DOSSIER, nom="CORPUS", prenom="Ancienne", numero="D-0001", dtas="nord"),
            rows("affectation", AFFECTATION, referent=COMPTE, role="parcours", debut="2026-01-01"),
            rows("cer", CER, numero=1, situation="Connue du serveur.", champ_de_demain=["a", 1]),
            rows("objectif", OBJECTIF, cer=CER, rang=1, personne="À effacer.", theme="emploi"),
            rows("entretien", ENTRETIEN, suite="Avant."),
            rows("avis", AVIS, destinataire=COMPTE, suite="reprise", champ_de_demain=True),
            rows("sorte_de_demain", AVIS, contenu="gardé"),
        ],
    )


def main(path: Path) -> None:
    clock = SystemClock()
    replique = Replique(path, KEY)
    private, public = nouvelle_cle()
    account = {"id": COMPTE, "identifiant": "alix", "nom": "ESSAI", "prenom": "Alix", "departement": "07"}

    def arrive(connection: Connection) -> tuple[None, None]:
        known = {
            "compte": account | {"profil": "referent"},
            "appareil": APPAREIL,
            "serveur": "http://127.0.0.1:9",
        }
        put(connection, **known, cle_privee=private, jeton="", epoque="ancienne", derniere_synchro=AT)
        apply(connection, received())
        return None, None

    replique.ecrivain.submit(arrive).result()
    moi = Moi(COMPTE, "alix", "ESSAI", "Alix", Profile.REFERENT, "07")
    bureau = Bureau(Poste(replique, moi, clock, Ids(clock)))
    bureau.saisie.save_field("entretien", ENTRETIEN, "suite", "Envoyée, répondue.", "Avant.")
    bureau.saisie.flush()

    def answered(connection: Connection) -> tuple[None, None]:
        (change,) = freeze(connection)
        settle(connection, [Answer(change.id, change.n, Outcome.APPLIED, 2)], clock.now())
        return None, None

    bureau.poste.now_write(answered)
    bureau.saisie.save_field("cer", CER, "situation", "Figée, sans réponse.", "Connue du serveur.")
    bureau.saisie.flush()
    bureau.poste.now_write(lambda connection: (freeze(connection), None))
    bureau.saisie.save_field("cer", CER, "evaluation", "En attente, jamais figée.", None)
    fresh = bureau.entretiens.nouveau(DOSSIER)
    bureau.saisie.save_field("entretien", fresh, "suite", "Né ici, jamais envoyé.", None)
    bureau.saisie.supprimer("objectif", OBJECTIF)
    bureau.saisie.flush()
    with replique.read() as connection:
        waiting = connection.execute(select(changement.c.op, changement.c.n)).all()
        assert connection.execute(select(RECORDS["cer"].c.inconnu)).scalar_one() is not None
    bureau.verrouiller()
    sys.stdout.write(f"{waiting}\n{public}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
