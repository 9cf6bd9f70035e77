"""What a laptop has sent comes back without its long texts: it shows the same as any other."""

from collections.abc import Callable

from sqlalchemy import select

from desktop.models.tables import RECORDS
from tests.desktop.sync.conftest import Poste
from tests.desktop.sync.test_deux_postes import un_cer
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]


def rows(poste: Poste, kind: str) -> list[dict[str, object]]:
    with poste.bureau.poste.replique.read() as connection:
        return [dict(row) for row in connection.execute(select(RECORDS[kind])).mappings()]


def test_what_was_written_here_reads_the_same_on_another_laptop(monde: Monde, poste: Ouvrir) -> None:
    dossier = monde.dossier(monde.compte("alix"))
    one, other = poste("portable", "alix"), poste("bureau", "alix")
    one.synchroniser()
    cer = un_cer(one, dossier)
    assert not one.synchroniser().relus
    one.bureau.saisie.save_field("cer", cer, "expression", "Elle est contente.", None)
    one.bureau.saisie.flush()
    assert not one.synchroniser().relus
    other.synchroniser()
    for kind in ("cer", "objectif"):
        assert rows(one, kind) == rows(other, kind) != []


def test_words_typed_while_the_first_ones_travel_stay_on_top(monde: Monde, poste: Ouvrir) -> None:
    """Lesson 13: rows that come back never cover what was written since."""
    dossier = monde.dossier(monde.compte("alix"))
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    entretien = laptop.bureau.entretiens.nouveau(dossier)
    save = laptop.bureau.saisie
    save.save_field("entretien", entretien, "suite", "premier", None)
    save.flush()
    sync = laptop.transport.sync

    def typed_meanwhile(request: object) -> object:
        response = sync(request)  # type: ignore[arg-type]
        laptop.transport.sync = sync  # type: ignore[method-assign]
        save.save_field("entretien", entretien, "suite", "deuxième", "premier")
        save.supprimer("entretien", entretien)
        save.flush()
        return response

    laptop.transport.sync = typed_meanwhile  # type: ignore[method-assign,assignment]
    bilan = laptop.synchroniser()
    assert (bilan.conflits, bilan.refuses, bilan.relus) == (0, 0, 0)
    assert rows(laptop, "entretien") == []
