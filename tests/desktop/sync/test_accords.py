"""Accords between two laptops and the server: the same worth everywhere, a chain that bears accidents."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.models.replique import get
from desktop.services.poste import Values, rows
from domain.accord.rules import Standing
from domain.accord.verification import Gravite
from domain.errors import RefusedError
from server.services.sms.chaine import cle_du_serveur
from server.services.verification import verify_accords
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import un_cer
from tests.server.clients import PASSWORD
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]


def agree(poste: Poste, cer: str, answer: str = "oui") -> None:
    poste.bureau.cers.recueillir_accord(cer, answer, "case", "sans_reseau")


def worth(poste: Poste, cer: str) -> Standing:
    return poste.bureau.cers.ouvrir(cer).accord.standing


def held(poste: Poste) -> list[Values]:
    with poste.bureau.poste.replique.read() as connection:
        return sorted(rows(connection, "accord"), key=lambda row: str(row["id"]))


def found(monde: Monde) -> dict[Gravite, int]:
    with monde.serveur.engine.connect() as connection:
        total: dict[Gravite, int] = {}
        for bilan in verify_accords(connection, "07", cle_du_serveur(monde.serveur)):
            for gravite, count in bilan.comptes.items():
                total[gravite] = total.get(gravite, 0) + count
        return total


def test_an_accord_is_placed_between_two_contacts_by_both_clocks(monde: Monde, poste: Ouvrir) -> None:
    """R-CER-25, decision 31."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    morning = monde.serveur.clock.now()
    cer = un_cer(laptop, dossier)
    monde.clock.advance(hours=3)
    agree(laptop, cer)
    (waiting,) = held(laptop)
    assert waiting["recu_le"] is None
    monde.clock.advance(hours=5)
    laptop.synchroniser()
    (accord,) = held(laptop)
    assert accord["contact_le"] == f"{morning:%Y-%m-%dT%H:%M:%S.000Z}"
    assert accord["ecart_contact"] == 0
    assert str(accord["recu_le"]) > str(accord["recueilli_le"]) > str(accord["contact_le"])
    assert accord["envoi_le"] == accord["recu_le"]
    assert int(str(accord["envoi_machine"])) - int(str(accord["horloge_machine"])) == 5 * 3_600_000
    assert found(monde) == {Gravite.ORDRE: 1}


def test_a_merge_that_differs_from_what_was_agreed_lapses_it_on_both_sides(
    monde: Monde, poste: Ouvrir
) -> None:
    """R-CER-25, decision 30: kept, and worth the same for everybody."""
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    one.bureau.saisie.save_field("cer", cer, "evaluation", "Beaucoup a avancé.", "Les démarches ont avancé.")
    one.bureau.saisie.flush()
    one.synchroniser()
    agree(other, cer)
    assert worth(other, cer) is Standing.OUI, "on the text that this laptop had"
    other.synchroniser()
    one.synchroniser()
    assert (worth(one, cer), worth(other, cer)) == (Standing.CADUC, Standing.CADUC)
    assert [line.accord for line in one.bureau.dossiers.lire(dossier).cers] == [Standing.CADUC]
    assert found(monde) == {Gravite.CADUC: 1}
    agree(one, cer)
    one.synchroniser()
    other.synchroniser()
    assert (worth(one, cer), worth(other, cer)) == (Standing.OUI, Standing.OUI)
    assert found(monde) == {Gravite.CADUC: 1, Gravite.ORDRE: 1}


def test_accords_taken_apart_are_worth_the_same_on_every_replica(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 4, decision 31: no order between two chains, no clock to make one."""
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    agree(one, cer, "non")
    agree(other, cer, "oui")
    one.synchroniser()
    monde.clock.advance(minutes=1)
    other.synchroniser()
    one.synchroniser()
    assert worth(one, cer) is worth(other, cer) is Standing.OUI, "the last to arrive"
    assert [row["rang_appareil"] for row in held(one)] == [1, 1]
    agree(one, cer, "non")
    one.synchroniser()
    other.synchroniser()
    assert worth(one, cer) is worth(other, cer) is Standing.NON


def test_an_accord_waits_until_a_conflict_on_an_objectif_is_settled(monde: Monde, poste: Ouvrir) -> None:
    """Decision 8, R-CER-25: what prints is in question."""
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    (objectif,) = one.bureau.cers.ouvrir(cer).objectifs
    for laptop, words in ((one, "Passer le code"), (other, "Acheter un vélo")):
        laptop.bureau.saisie.save_field("objectif", objectif.id, "personne", words, "Refaire son CV")
        laptop.bureau.saisie.flush()
        laptop.synchroniser()
    assert other.bureau.cers.ouvrir(cer).impression_attend
    with pytest.raises(RefusedError, match="À reprendre"):
        agree(other, cer)
    with pytest.raises(RefusedError, match="À reprendre"):
        other.bureau.cers.soumettre(cer)
    assert held(other) == []


def test_a_disk_image_put_back_is_taken_said_and_given_a_new_key(
    monde: Monde, poste: Ouvrir, tmp_path: Path
) -> None:
    """Decision 31: the fork is accepted, the key renewed, the older accords verify for ever."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    cer = un_cer(laptop, dossier)
    agree(laptop, cer)
    laptop.synchroniser()
    laptop.bureau.verrouiller()
    shutil.copytree(tmp_path / "portable", tmp_path / "image")
    laptop.bureau = laptop.portier.ouvrir("alix", PASSWORD)
    agree(laptop, cer, "non")
    laptop.synchroniser()
    laptop.bureau.verrouiller()
    shutil.rmtree(tmp_path / "portable")
    shutil.copytree(tmp_path / "image", tmp_path / "portable")
    laptop.bureau = laptop.portier.ouvrir("alix", PASSWORD)
    with laptop.bureau.poste.replique.read() as connection:
        before = get(connection, "cle_privee")
    agree(laptop, cer)
    laptop.synchroniser()
    with laptop.bureau.poste.replique.read() as connection:
        assert get(connection, "cle_privee") != before
    assert sorted(str(row["constat"]) for row in held(laptop)) == ["None", "None", "fourche renouveler"]
    agree(laptop, cer)
    assert laptop.synchroniser().refuses == 0
    assert held(laptop)[-1]["constat"] is None
    assert len({row["cle"] for row in held(laptop)}) == 2
    assert found(monde) == {Gravite.CADUC: 1, Gravite.SIGNALE: 2, Gravite.ORDRE: 1}
    laptop.bureau.verrouiller()
    laptop.bureau = laptop.portier.enroler(monde.url, "alix", PASSWORD)
    assert worth(laptop, cer) is Standing.OUI
