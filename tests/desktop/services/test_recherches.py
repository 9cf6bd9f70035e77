import pytest
from sqlalchemy import Connection, insert

from desktop.models.changes import Changes
from desktop.models.tables import RECORDS, changement
from desktop.services.bureau import Bureau
from desktop.services.recherches import Sorte
from domain.errors import RefusedError
from domain.recherche.criteres import Axe, Criteres, Filtre, Seuil
from tests.builders import verser

ASKED = Criteres("vau").avec(Axe.FILTRE, Filtre.SANS_CER).a_moins_de(Seuil.SANS_ENTRETIEN, 90)
CHOSEN = Criteres(parmi=frozenset({"un", "deux"}))


def test_a_search_is_kept_under_a_name_and_asked_again(bureau: Bureau) -> None:
    """R-REP-7."""
    bureau.recherches.garder(Sorte.RECHERCHE, "  Sans CER ", ASKED)
    bureau.recherches.garder(Sorte.RECHERCHE, "À convoquer", Criteres("a"))
    kept = bureau.recherches.lister(Sorte.RECHERCHE)
    assert [(one.nom, one.criteres, one.entiere) for one in kept] == [
        ("À convoquer", Criteres("a"), True),
        ("Sans CER", ASKED, True),
    ]
    assert bureau.recherches.lister(Sorte.SELECTION) == []


def test_a_selection_keeps_the_people_themselves(bureau: Bureau) -> None:
    bureau.recherches.garder(Sorte.SELECTION, "Atelier", CHOSEN)
    assert [one.criteres for one in bureau.recherches.lister(Sorte.SELECTION)] == [CHOSEN]


def test_the_one_recalled_is_replaced_under_its_name_and_no_other(bureau: Bureau) -> None:
    """R-REP-7: another of the same name is never written over unasked."""
    first = bureau.recherches.garder(Sorte.SELECTION, "Atelier", CHOSEN)
    other = bureau.recherches.garder(Sorte.SELECTION, "Janvier", CHOSEN)
    three = Criteres(parmi=frozenset({"trois"}))
    for rappelee in (None, other):
        with pytest.raises(RefusedError, match="existe déjà\u00a0: choisissez un autre nom"):
            bureau.recherches.garder(Sorte.SELECTION, "ATELIER", three, rappelee)
    assert [one.criteres for one in bureau.recherches.lister(Sorte.SELECTION)] == [CHOSEN, CHOSEN]
    assert bureau.recherches.garder(Sorte.SELECTION, "ATELIER", three, first) == first
    kept = {one.id: one.criteres for one in bureau.recherches.lister(Sorte.SELECTION)}
    assert kept == {first: three, other: CHOSEN}


def test_one_is_renamed_and_forgotten(bureau: Bureau) -> None:
    for nom in ("Atelier", "Autre"):
        bureau.recherches.garder(Sorte.RECHERCHE, nom, ASKED)
    first, other = bureau.recherches.lister(Sorte.RECHERCHE)
    with pytest.raises(RefusedError, match="existe déjà"):
        bureau.recherches.renommer(first, "autre")
    bureau.recherches.renommer(first, "Décembre")
    bureau.recherches.retirer(other)
    assert [one.nom for one in bureau.recherches.lister(Sorte.RECHERCHE)] == ["Décembre"]


@pytest.mark.parametrize("nom", ["", "   ", "n" * 81])
def test_a_name_that_cannot_be_one_is_refused(bureau: Bureau, nom: str) -> None:
    with pytest.raises(RefusedError):
        bureau.recherches.garder(Sorte.RECHERCHE, nom, ASKED)
    assert bureau.recherches.lister(Sorte.RECHERCHE) == []


def test_those_of_another_are_not_listed(bureau: Bureau) -> None:
    """R-REP-7: nobody sees what a colleague keeps, even if it came here."""
    verser(bureau, "recherche_enregistree", {"nom": "À lui", "criteres": {}, "cree_par": "autrui"})
    assert bureau.recherches.lister(Sorte.RECHERCHE) == []


def test_one_that_a_newer_program_kept_says_that_it_is_not_whole(bureau: Bureau) -> None:
    newer = {"texte": "vau", "choix": {"humeur": ["bonne"]}}
    verser(bureau, "recherche_enregistree", {"nom": "Demain", "criteres": newer})
    (kept,) = bureau.recherches.lister(Sorte.RECHERCHE)
    assert (kept.criteres, kept.entiere) == (Criteres("vau"), False)


def test_what_is_kept_travels_as_any_write(bureau: Bureau) -> None:
    bureau.recherches.garder(Sorte.RECHERCHE, "Sans CER", ASKED)
    with bureau.poste.replique.read() as connection:
        (line,) = connection.execute(changement.select()).all()
    assert (line.kind, line.dossier, line.valeurs["criteres"]) == (
        "recherche_enregistree",
        None,
        ASKED.en_json(),
    )


def test_a_selection_badly_written_is_an_empty_one(bureau: Bureau) -> None:
    def work(connection: Connection) -> tuple[None, Changes]:
        row = {"id": "x", "nom": "Abîmée", "dossiers": "un", "cree_par": bureau.moi.id}
        connection.execute(insert(RECORDS["selection"]).values(row))
        return None, Changes(wide=True)

    bureau.poste.now_write(work)
    assert [one.criteres.parmi for one in bureau.recherches.lister(Sorte.SELECTION)] == [frozenset()]
