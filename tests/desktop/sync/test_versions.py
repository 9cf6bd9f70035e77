"""Programs of different ages: what is written always goes up, and who cannot read on is told so."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from desktop.models.replique import Replique, get, put
from desktop.models.tables import changement, ligne_inconnue
from desktop.services.reprises import Geste
from desktop.sync.moteur import Moteur
from desktop.sync.pull import digest
from desktop.sync.transport import Transport
from domain.exchange.v1 import Request, Response, Rows
from domain.fields import Value
from domain.ids import Ids
from domain.profils import Profile
from server.models import RECORDS, appareil, compte, departement
from server.services.appelants import token_hash
from server.services.comptes import NouveauCompte, create_compte
from tests.desktop.models import test_corpus
from tests.desktop.models.corpus import faire
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, same_replicas
from tests.desktop.sync.test_reprise import two_laptops, write
from tests.server.clients import PASSWORD
from tests.server.monde import Monde


@pytest.mark.parametrize(
    ("served", "words"), [((2, 3), "trop ancienne"), ((-1, 0), "pas encore à jour")], ids=["older", "newer"]
)
def test_the_work_of_a_program_that_is_not_served_is_taken_and_it_is_told(
    monde: Monde, poste: Ouvrir, monkeypatch: pytest.MonkeyPatch, served: tuple[int, int], words: str
) -> None:
    """Lesson 18: only the pull is refused; nothing blocks, nothing is lost, and all comes afterwards."""
    one, other, dossier, cer = two_laptops(monde, poste)
    monkeypatch.setattr("server.sync.moteur.OLDEST", served[0])
    monkeypatch.setattr("server.sync.moteur.VERSION", served[1])
    write(one, cer, "Écrit avec un autre âge.")
    entretien = one.bureau.entretiens.nouveau(dossier)
    bilan = one.synchroniser()
    assert (bilan.pris, bilan.refuses, bilan.recus) == (2, 0, 0)
    assert one.bureau.synchro.etat().en_attente == 0
    one.bureau.verrouiller()
    one.bureau = one.portier.ouvrir("alix", PASSWORD)
    assert words in one.bureau.synchro.etat().message, "shown at the opening, before anybody types"
    write(one, cer, "Et encore.", "Écrit avec un autre âge.")
    assert one.synchroniser().pris == 1
    monkeypatch.undo()
    other.synchroniser()
    one.synchroniser()
    for laptop in (one, other):
        assert laptop.bureau.cers.ouvrir(cer).values["situation"] == "Et encore."
        assert laptop.bureau.entretiens.ouvrir(entretien).dossier == dossier
    assert one.bureau.synchro.etat().message == ""
    same_replicas(one, other)


def of_tomorrow(laptop: Poste) -> None:
    """Make its program one that knows a field more: it is in all that it sends."""
    exchange = laptop.transport.sync

    def newer(request: Request) -> Response:
        changes = [
            dataclasses.replace(change, set={**change.set, "champ_de_demain": "Mot de demain"})
            for change in request.changes
        ]
        return exchange(dataclasses.replace(request, changes=changes))

    laptop.transport.sync = newer  # type: ignore[method-assign]


def test_a_field_the_server_does_not_know_is_kept_and_its_author_is_told(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 18: the rest of the change is applied."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    of_tomorrow(one)
    write(one, cer, "Connu des deux.")
    bilan = one.synchroniser()
    ((words, issue, _),) = bilan.lignes
    assert issue == "applied"
    assert "ne connaît pas encore" in words
    with monde.serveur.engine.connect() as connection:
        (item,) = connection.execute(select(RECORDS["reprise"])).mappings()
    assert item["champs"]["champ_de_demain"]["moi"] == "Mot de demain"
    other.synchroniser()
    assert other.bureau.cers.ouvrir(cer).values["situation"] == "Connu des deux."


def test_a_field_of_a_later_program_is_kept_beside_a_conflict_and_is_for_reading(
    monde: Monde, poste: Ouvrir
) -> None:
    """Lessons 5 and 18. Found by the faults: one of the two was nowhere, the other could not be settled."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    of_tomorrow(one)
    write(other, cer, "Le sien.")
    other.synchroniser()
    write(one, cer, "Le mien.")
    one.synchroniser()
    one.synchroniser()
    (item,) = one.bureau.reprises.a_reprendre()
    assert {champ.nom: champ.moi for champ in item.champs} == {
        "situation": "Le mien.",
        "champ_de_demain": "Mot de demain",
    }
    assert [champ.nom for champ in item.a_choisir] == ["situation"]
    write(one, cer, "Encore le mien.", "Le sien.")
    one.synchroniser()
    (only,) = [one_ for one_ in one.bureau.reprises.a_reprendre() if one_.id != item.id]
    assert (only.geste, only.a_choisir) == (Geste.LIRE, ())


def test_a_kind_the_server_does_not_know_is_kept_and_blocks_nothing(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 18, Lesson 12."""
    one, _other, dossier, cer = two_laptops(monde, poste)
    exchange = one.transport.sync

    def newer(request: Request) -> Response:
        changes = [
            dataclasses.replace(change, kind="sorte_de_demain") if change.kind == "entretien" else change
            for change in request.changes
        ]
        return exchange(dataclasses.replace(request, changes=changes))

    one.transport.sync = newer  # type: ignore[method-assign]
    entretien = one.bureau.entretiens.nouveau(dossier)
    one.bureau.saisie.save_field("entretien", entretien, "suite", "Mot de demain", None)
    write(one, cer, "Après.")
    bilan = one.synchroniser()
    assert (bilan.pris, bilan.refuses) == (1, 1)
    with monde.serveur.engine.connect() as connection:
        (item,) = connection.execute(select(RECORDS["reprise"])).mappings()
    assert (item["sorte"], item["champs"]["suite"]["moi"]) == ("sorte_de_demain", "Mot de demain")


def test_what_this_program_does_not_know_is_kept_aside_and_counts_in_the_digest(
    monde: Monde, poste: Ouvrir
) -> None:
    """Lesson 18, decision 19: a column and a kind of a newer server, received over the wire."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    write(other, cer, "Écrit par l’autre.")
    other.synchroniser()
    exchange = one.transport.sync

    def newer(request: Request) -> Response:
        response = exchange(request)
        rows = [
            Rows(each.kind, [*each.columns, "champ_de_demain"], [[*row, ["a"]] for row in each.rows])
            for each in response.page.rows
        ]
        return dataclasses.replace(response, page=dataclasses.replace(response.page, rows=rows))

    one.transport.sync = newer  # type: ignore[method-assign]
    bilan = one.synchroniser()
    assert (bilan.relus, bilan.message) == (0, "")
    assert one.bureau.cers.ouvrir(cer).values["situation"] == "Écrit par l’autre."
    with one.bureau.poste.replique.read() as connection:
        kept = connection.exec_driver_sql("SELECT inconnu FROM cer WHERE id = ?", (cer,)).scalar_one()
    assert kept == '{"champ_de_demain": ["a"]}'


@pytest.mark.parametrize("revision", test_corpus.REVISIONS)
def test_what_waited_in_a_replica_of_a_former_revision_is_taken(
    monde: Monde, tmp_path: Path, revision: str
) -> None:
    """Lesson 19, Lesson 6: migrated with its work in it, its numbers go on where they were."""
    people(monde)
    path = tmp_path / "ancienne.replique"
    shutil.copy(test_corpus.CORPUS / f"{revision}.replique", path)
    replique = Replique(path, faire.KEY)

    def token(connection: Connection) -> tuple[None, None]:
        put(connection, jeton="jeton")
        return None, None

    replique.ecrivain.submit(token).result()
    transport = Transport(monde.url)
    transport.token = "jeton"
    bilan = Moteur(replique, transport, monde.clock, Ids(monde.clock)).run()
    transport.close()
    assert (bilan.envoyes, bilan.pris + bilan.fusionnes, bilan.message) == (4, 4, ""), bilan.lignes
    with monde.serveur.engine.connect() as connection:
        cer = connection.execute(select(RECORDS["cer"])).mappings().one()
        suites = connection.execute(select(RECORDS["entretien"].c.suite)).scalars().all()
        gone = connection.execute(select(RECORDS["objectif"].c.supprime)).scalar_one()
    assert (cer["situation"], cer["evaluation"]) == ("Figée, sans réponse.", "En attente, jamais figée.")
    assert set(suites) == {"Envoyée, répondue.", "Né ici, jamais envoyé."}
    assert gone
    with replique.read() as connection:
        assert connection.execute(select(changement)).all() == []
        assert get(connection, "dernier_n") == 5
        assert digest(connection).count > 0
        assert connection.execute(select(ligne_inconnue)).all() == []
    assert not list(tmp_path.glob("*.avant-*")), "everything has been sent: the copy has served"
    replique.close()


def people(monde: Monde) -> None:
    """Make the server the replicas of the corpus knew: their account, device, dossier and CER."""
    nouveau = NouveauCompte("alix", "ESSAI", "Alix", Profile.REFERENT)
    born = create_compte(monde.serveur, nouveau, PASSWORD, departement="07")
    with monde.serveur.engine.begin() as connection:
        connection.execute(compte.update().where(compte.c.id == born).values(id=faire.COMPTE))
        connection.execute(departement.update().values(epoque="ancienne"))
        connection.execute(
            insert(appareil).values(
                departement="07",
                id=faire.APPAREIL,
                compte=faire.COMPTE,
                nom="Ancien poste",
                cle_publique=b"k" * 32,
                jeton_hash=token_hash("jeton"),
                dernier_n=1,
                cree_le=faire.AT,
                vu_le=faire.AT,
            )
        )
    theme: dict[str, Value] = {"theme": "emploi", "theme_libelle": None}
    with monde.writing(faire.COMPTE) as ecriture:
        known: dict[str, Value] = {"nom": "CORPUS", "prenom": "Ancienne", "dtas": "nord"}
        ecriture.creer("dossier", known, record=faire.DOSSIER)
        parts: list[tuple[str, str, dict[str, Value]]] = [
            ("affectation", faire.AFFECTATION, {"referent": faire.COMPTE, "role": "parcours"}),
            ("cer", faire.CER, {"numero": 1, "situation": "Connue du serveur."}),
            ("objectif", faire.OBJECTIF, {"cer": faire.CER, "rang": 1, "personne": "À effacer.", **theme}),
            ("entretien", faire.ENTRETIEN, {"suite": "Envoyée, répondue."}),
        ]
        for kind, record, values in parts:
            ecriture.creer(kind, values, dossier=faire.DOSSIER, record=record)
