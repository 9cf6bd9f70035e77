import socket
from collections.abc import Callable

import pytest

from desktop.sync.pull import digest
from desktop.sync.transport import UnreachableError
from domain.cer.states import State
from domain.exchange.v1 import Outcome
from domain.fields import Value
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]


def un_cer(poste: Poste, dossier: str) -> str:
    """Draft a complete CER as a referent would, through the services."""
    bureau = poste.bureau
    cer = bureau.cers.nouveau(dossier)
    objectif = bureau.cers.ajouter_objectif(cer, "emploi")
    bureau.saisie.save_field("objectif", objectif, "personne", "Refaire son CV", None)
    values: dict[str, Value] = {
        "priorite": "normale",
        "situation": "Vit seule à Aubenas, sans véhicule.",
        "evaluation": "Les démarches ont avancé.",
        "sans_expression": True,
    }
    for name, value in values.items():
        bureau.saisie.save_field("cer", cer, name, value, None)
    bureau.saisie.flush()
    return cer


def same_replicas(*postes: Poste) -> None:
    digests = []
    for poste in postes:
        with poste.bureau.poste.replique.read() as connection:
            digests.append(digest(connection))
    assert len(set(digests)) == 1, digests


def test_a_first_synchronisation_brings_the_file_active(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 25: in pages of thousands of rows, compressed; then only what is new."""
    alix = monde.compte("alix")
    monde.dossier(alix, nom="VAUTRIN", prenom="Élise")
    monde.dossier(None, nom="AILLEURS")
    laptop = poste("portable", "alix")
    bilan = laptop.synchroniser()
    assert [line.nom for line in laptop.bureau.file_active.lister()] == ["VAUTRIN"]
    assert bilan.requetes == 1
    assert not bilan.relus


def test_an_afternoon_offline_reaches_the_other_laptop_in_one_round_trip(monde: Monde, poste: Ouvrir) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    other.synchroniser()
    cer = un_cer(one, dossier)
    one.bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")
    one.bureau.cers.soumettre(cer)
    bilan = one.synchroniser()
    assert (bilan.refuses, bilan.conflits, bilan.requetes) == (0, 0, 1), bilan
    other.synchroniser()
    lu = other.bureau.cers.ouvrir(cer)
    assert lu.etat is State.SOUMIS
    assert lu.accord.standing == "oui"
    assert [objectif.values["personne"] for objectif in lu.objectifs] == ["Refaire son CV"]
    same_replicas(one, other)


def test_nothing_to_do_is_one_small_request(monde: Monde, poste: Ouvrir) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    un_cer(laptop, dossier)
    laptop.synchroniser()
    before = laptop.transport.traffic
    bilan = laptop.synchroniser()
    after = laptop.transport.traffic
    assert bilan.requetes == 1
    assert not bilan.moved
    assert (after.up - before.up) + (after.down - before.down) <= 1024


def test_different_fields_written_on_two_laptops_merge(monde: Monde, poste: Ouvrir) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    one.bureau.saisie.save_field(
        "cer", cer, "situation", "Vient de déménager.", "Vit seule à Aubenas, sans véhicule."
    )
    other.bureau.saisie.save_field(
        "cer", cer, "evaluation", "Beaucoup a avancé.", "Les démarches ont avancé."
    )
    one.synchroniser()
    bilan = other.synchroniser()
    one.synchroniser()
    assert (bilan.fusionnes, bilan.conflits) == (1, 0)
    for laptop in (one, other):
        values = laptop.bureau.cers.ouvrir(cer).values
        assert (values["situation"], values["evaluation"]) == ("Vient de déménager.", "Beaucoup a avancé.")
    same_replicas(one, other)


def test_the_same_field_written_twice_is_kept_twice_and_settled_by_a_person(
    monde: Monde, poste: Ouvrir
) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    before = "Vit seule à Aubenas, sans véhicule."
    one.bureau.saisie.save_field("cer", cer, "situation", "Texte du portable.", before)
    other.bureau.saisie.save_field("cer", cer, "situation", "Texte du bureau.", before)
    one.synchroniser()
    assert other.synchroniser().conflits == 1
    assert other.bureau.cers.ouvrir(cer).values["situation"] == "Texte du portable."
    (item,) = other.bureau.reprises.a_reprendre()
    (field,) = item.champs
    assert (item.issue, field.avant, field.moi, field.serveur) == (
        Outcome.CONFLICT,
        before,
        "Texte du bureau.",
        "Texte du portable.",
    )
    other.bureau.reprises.regler(item.id, {"situation": "Les deux textes réunis."})
    other.synchroniser()
    one.synchroniser()
    assert one.bureau.cers.ouvrir(cer).values["situation"] == "Les deux textes réunis."
    assert other.bureau.reprises.a_reprendre() == []
    same_replicas(one, other)


def test_a_refused_submission_waits_to_be_taken_up_and_blocks_nothing(monde: Monde, poste: Ouvrir) -> None:
    """R-CER-14: the right moved while the referent was away."""
    alix = monde.compte("alix")
    dossier = monde.dossier(alix, sdd="sdd")
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    one.bureau.cers.soumettre(cer)
    other.bureau.cers.soumettre(cer)
    one.synchroniser()
    note = other.bureau.entretiens.nouveau(dossier)
    bilan = other.synchroniser()
    assert (bilan.refuses, bilan.pris) == (1, 1)
    (item,) = other.bureau.reprises.a_reprendre()
    assert item.regle == "R-CER-12"
    assert other.bureau.cers.ouvrir(cer).etat is State.SOUMIS
    one.synchroniser()
    assert one.bureau.entretiens.ouvrir(note).dossier == dossier
    same_replicas(one, other)


def test_without_a_server_everything_waits_and_nothing_is_lost(
    monde: Monde, poste: Ouvrir, unused_tcp_port: int
) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    waiting = laptop.bureau.synchro.etat().en_attente
    laptop.transport.server = f"http://127.0.0.1:{unused_tcp_port}"
    with pytest.raises(UnreachableError):
        laptop.synchroniser()
    assert laptop.bureau.synchro.etat().en_attente == waiting
    laptop.transport.server = monde.url
    assert laptop.synchroniser().pris == waiting
    assert laptop.bureau.cers.ouvrir(cer).values["evaluation"] == "Les démarches ont avancé."


@pytest.fixture
def unused_tcp_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
