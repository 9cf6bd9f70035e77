"""What was not taken: it exists on both sides, it is one item, and the record shows the server's word."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select

from desktop.sync.transport import UnreachableError
from domain.errors import RefusedError
from domain.exchange.v1 import Outcome, Request, Response
from server.models import RECORDS
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import Ouvrir, un_cer
from tests.server.monde import Monde

NOWHERE = "http://127.0.0.1:9"
BEFORE = "Vit seule à Aubenas, sans véhicule."


def while_in_flight(laptop: Poste, gesture: Callable[[], None]) -> None:
    """Do something once, after the server has answered and before the answer is applied."""
    exchange, waiting = laptop.transport.sync, [gesture]

    def sync(request: Request) -> Response:
        response = exchange(request)
        if waiting:
            waiting.pop()()
        return response

    laptop.transport.sync = sync  # type: ignore[method-assign]


def kept_by_the_server(monde: Monde) -> str:
    with monde.serveur.engine.connect() as connection:
        return str(connection.execute(select(RECORDS["reprise"].c.champs)).scalars().all())


def write(laptop: Poste, cer: str, text: str, seen: str | None = BEFORE, name: str = "situation") -> None:
    laptop.bureau.saisie.save_field("cer", cer, name, text, seen)
    laptop.bureau.saisie.flush()


def two_laptops(monde: Monde, poste: Ouvrir) -> tuple[Poste, Poste, str, str]:
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    one.synchroniser()
    other.synchroniser()
    return one, other, dossier, cer


def end_affectations(monde: Monde) -> None:
    with monde.serveur.engine.connect() as connection:
        known = connection.execute(select(RECORDS["affectation"].c.id)).scalars().all()
    with monde.writing() as ecriture:
        for affectation in known:
            ecriture.modifier("affectation", affectation, {"fin": "2026-11-01"})


def test_lesson_12_what_is_typed_over_a_conflict_is_kept_by_the_server_too_and_joins_its_item(
    monde: Monde, poste: Ouvrir
) -> None:
    """Decision 8."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    write(one, cer, "Texte du portable.")
    one.synchroniser()
    write(other, cer, "Texte du bureau.")
    while_in_flight(other, lambda: write(other, cer, "Texte du bureau, suite.", "Texte du bureau."))
    other.synchroniser()
    (item,) = other.bureau.reprises.a_reprendre()
    (field,) = item.champs
    assert (field.avant, field.moi, field.serveur) == (
        BEFORE,
        "Texte du bureau, suite.",
        "Texte du portable.",
    )
    assert other.bureau.cers.ouvrir(cer).values["situation"] == "Texte du portable."
    assert "Texte du bureau, suite." in kept_by_the_server(monde)


def test_decision_9_what_was_built_on_a_refused_birth_is_one_item_and_is_kept_by_the_server(
    monde: Monde, poste: Ouvrir
) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    entretien = laptop.bureau.entretiens.nouveau(dossier)
    laptop.bureau.saisie.save_field("entretien", entretien, "motif_absence", "x" * 200, None)

    def spoil(connection: Connection) -> tuple[None, None]:
        connection.exec_driver_sql("UPDATE changement SET valeurs = json_set(valeurs, '$.moment', 'demain')")
        return None, None

    laptop.bureau.poste.now_write(spoil)

    def theme() -> None:
        created = laptop.bureau.entretiens.ajouter_theme(entretien, "emploi")
        laptop.bureau.saisie.save_field("theme_entretien", created, "synthese", "Cherche à Privas.", None)
        laptop.bureau.saisie.flush()

    while_in_flight(laptop, theme)
    bilan = laptop.synchroniser()
    assert bilan.refuses == 2
    (item,) = laptop.bureau.reprises.a_reprendre()
    assert "Cherche à Privas." in [field.moi for field in item.champs]
    assert "Cherche à Privas." in kept_by_the_server(monde)


def test_lesson_10_what_is_typed_after_the_dossier_left_reaches_whoever_has_it(
    monde: Monde, poste: Ouvrir
) -> None:
    laptop, _other, _dossier, cer = two_laptops(monde, poste)
    end_affectations(monde)
    laptop.synchroniser()
    write(laptop, cer, "Tapé dans une page restée ouverte.")
    assert laptop.synchroniser().remis == 1
    assert "restée ouverte" in kept_by_the_server(monde)
    assert laptop.bureau.reprises.a_reprendre() == []


def test_decision_7_what_is_typed_in_a_record_deleted_elsewhere_brings_it_back(
    monde: Monde, poste: Ouvrir
) -> None:
    one, other, _dossier, cer = two_laptops(monde, poste)
    (objectif,) = one.bureau.cers.ouvrir(cer).objectifs
    one.bureau.cers.retirer_objectif(objectif.id)
    one.synchroniser()
    other.synchroniser()
    other.bureau.saisie.save_field("objectif", objectif.id, "personne", "Le finir.", "Refaire son CV")
    other.bureau.saisie.flush()
    other.synchroniser()
    one.synchroniser()
    for laptop in (one, other):
        (back,) = laptop.bureau.cers.ouvrir(cer).objectifs
        assert back.values["personne"] == "Le finir."


def test_deleting_what_one_has_just_edited_conflicts_with_nobody(monde: Monde, poste: Ouvrir) -> None:
    one, _other, _dossier, cer = two_laptops(monde, poste)
    (objectif,) = one.bureau.cers.ouvrir(cer).objectifs
    one.bureau.saisie.save_field("objectif", objectif.id, "personne", "Tapé puis retiré.", "Refaire son CV")
    one.bureau.cers.retirer_objectif(objectif.id)
    bilan = one.synchroniser()
    assert (bilan.pris, bilan.conflits) == (1, 0)


def test_lesson_5_a_kept_record_comes_back_as_the_server_has_it(monde: Monde, poste: Ouvrir) -> None:
    """Decision 7: mine was on screen over the other's, unsent, when I deleted it."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    (objectif,) = one.bureau.cers.ouvrir(cer).objectifs
    one.bureau.saisie.save_field("objectif", objectif.id, "personne", "Du portable.", "Refaire son CV")
    one.synchroniser()

    def edit_and_lose_the_network() -> None:
        other.bureau.saisie.save_field("objectif", objectif.id, "personne", "Du bureau.", "Refaire son CV")
        other.bureau.saisie.flush()
        other.transport.server = NOWHERE

    while_in_flight(other, edit_and_lose_the_network)
    with pytest.raises(UnreachableError):
        other.synchroniser()
    other.bureau.cers.retirer_objectif(objectif.id)
    other.transport.server = monde.url
    assert other.synchroniser().conflits == 2
    (back,) = other.bureau.cers.ouvrir(cer).objectifs
    assert back.values["personne"] == "Du portable."


def test_a_birth_whose_dossier_left_meanwhile_leaves_no_ghost(monde: Monde, poste: Ouvrir) -> None:
    laptop, _other, dossier, _cer = two_laptops(monde, poste)
    end_affectations(monde)
    laptop.synchroniser()
    entretien = laptop.bureau.entretiens.nouveau(dossier)
    bilan = laptop.synchroniser()
    assert (bilan.remis, bilan.lignes[-1][1]) == (1, Outcome.QUARANTINED)
    with laptop.bureau.poste.replique.read() as connection:
        ghosts = connection.exec_driver_sql("SELECT id FROM entretien").scalars().all()
    assert entretien not in ghosts


def test_lesson_5_a_choice_never_takes_away_what_was_written_since_and_not_read(
    monde: Monde, poste: Ouvrir
) -> None:
    """Decision 8: one may type in a field of which an older conflict is still open."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    write(one, cer, "Texte du portable.")
    one.synchroniser()
    write(other, cer, "Texte du bureau.")
    other.synchroniser()
    (before,) = other.bureau.reprises.a_reprendre()
    write(other, cer, "Écrit depuis.", "Texte du portable.")
    read = {field.nom: field.serveur for field in before.champs}
    with pytest.raises(RefusedError, match="relisez"):
        other.bureau.reprises.regler(before.id, {"situation": "Texte du bureau."}, read)
    (now,) = other.bureau.reprises.a_reprendre()
    assert [field.serveur for field in now.champs] == ["Écrit depuis."]
    read = {field.nom: field.serveur for field in now.champs}
    other.bureau.reprises.regler(now.id, {"situation": "Les deux."}, read)
    assert other.synchroniser().conflits == 0
    assert other.bureau.cers.ouvrir(cer).values["situation"] == "Les deux."


def test_decision_16_a_choice_that_conflicts_in_its_turn_waits_again(monde: Monde, poste: Ouvrir) -> None:
    """What was chosen does not go with the item that the choice closes."""
    one, other, _dossier, cer = two_laptops(monde, poste)
    write(one, cer, "Texte du portable.")
    one.synchroniser()
    write(other, cer, "Texte du bureau.")
    other.synchroniser()
    (item,) = other.bureau.reprises.a_reprendre()
    other.bureau.reprises.regler(item.id, {"situation": "Texte du bureau."})
    write(one, cer, "Encore changé au portable.", "Texte du portable.")
    one.synchroniser()
    assert other.synchroniser().conflits == 1
    (again,) = other.bureau.reprises.a_reprendre()
    (field,) = again.champs
    assert (field.moi, field.serveur) == ("Texte du bureau.", "Encore changé au portable.")
    other.bureau.reprises.regler(again.id, {"situation": field.moi}, {"situation": field.serveur})
    assert other.synchroniser().conflits == 0
    assert other.bureau.reprises.a_reprendre() == []
    assert other.bureau.cers.ouvrir(cer).values["situation"] == "Texte du bureau."
