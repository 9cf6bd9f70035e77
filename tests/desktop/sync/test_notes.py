"""Notes and what is known of a person, from one laptop to the others over a real server."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from desktop.models.tables import RECORDS
from domain.profils import Profile
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde

Ouvrir = Callable[[str, str], Poste]
WORDS = "Rappeler le bailleur avant le 30."


@pytest.fixture
def trio(monde: Monde, poste: Ouvrir) -> tuple[Poste, Poste, Poste, str]:
    """The laptops of a référent, of his secretariat and of a chef de service; a dossier all three see."""
    alix = monde.compte("alix")
    for name, profile in (("secretariat", Profile.SECRETARIAT_DISPOSITIF), ("chef", Profile.CDS)):
        monde.compte(name, profile, dtas="nord")
    dossier = monde.dossier(alix, dtas="nord")
    postes = poste("p-alix", "alix"), poste("p-secretariat", "secretariat"), poste("p-chef", "chef")
    for one in postes:
        one.synchroniser()
    return *postes, dossier


def _write(poste: Poste, dossier: str, visibilite: str, compte: str | None = None) -> str:
    note = poste.bureau.notes.creer(dossier, visibilite, compte)
    poste.bureau.saisie.save_field("note", note, "texte", WORDS, None)
    poste.bureau.saisie.flush()
    return note


def _readers(note: str, *postes: Poste) -> list[str]:
    """Return whose replica holds a note once everybody has synchronised, twice."""
    for one in (*postes, *postes):
        one.synchroniser()
    found = []
    for one in postes:
        table = RECORDS["note"]
        with one.bureau.poste.replique.read() as connection:
            if connection.execute(select(table.c.id).where(table.c.id == note)).first():
                found.append(one.bureau.moi.identifiant)
    return found


@pytest.mark.parametrize(
    ("visibilite", "expected"),
    [
        ("publique", ["alix", "secretariat", "chef"]),
        ("attribuee", ["alix", "chef"]),
        ("privee", ["alix"]),
    ],
)
def test_a_note_reaches_the_replicas_of_those_it_is_for(
    trio: tuple[Poste, Poste, Poste, str], visibilite: str, expected: list[str]
) -> None:
    """R-INF-2: chosen on the laptop, held by the server, seen by nobody else even once deleted."""
    alix, secretariat, chef, dossier = trio
    given = chef.bureau.moi.id if visibilite == "attribuee" else None
    note = _write(alix, dossier, visibilite, given)
    assert _readers(note, alix, secretariat, chef) == expected
    for one in (alix, secretariat, chef):
        seen = [lue.values["texte"] for lue in one.bureau.notes.lister(dossier)]
        assert seen == ([WORDS] if one.bureau.moi.identifiant in expected else [])
    alix.bureau.notes.supprimer(note)
    assert _readers(note, alix, secretariat, chef) == []


def test_the_chef_learns_of_the_note_he_is_given_and_closes_it(trio: tuple[Poste, Poste, Poste, str]) -> None:
    """R-INF-2, R-REP-2: it is on the page he opens on; closed there, it leaves his lists and its author's."""
    alix, _secretariat, chef, dossier = trio
    offered = {one.nom: one.id for one in alix.bureau.notes.destinataires(dossier)}
    assert set(offered) == {"Chef ESSAI", "Secretariat ESSAI"}
    note = _write(alix, dossier, "attribuee", offered["Chef ESSAI"])
    alix.synchroniser()
    chef.synchroniser()
    (waiting,) = chef.bureau.notes.en_cours()
    assert (waiting.pour, waiting.auteur, waiting.texte) == ("moi", "Alix ESSAI", WORDS)
    chef.bureau.notes.clore(note)
    bilan = chef.synchroniser()
    assert (bilan.refuses, bilan.conflits) == (0, 0)
    alix.synchroniser()
    (lue,) = alix.bureau.notes.lister(dossier)
    assert not lue.ouverte
    assert alix.bureau.notes.en_cours() == chef.bureau.notes.en_cours() == ()


def test_notes_written_offline_on_two_laptops_both_arrive(
    trio: tuple[Poste, Poste, Poste, str], poste: Ouvrir
) -> None:
    """R-INF-2: the same account, a laptop and a desk; the private note follows its author."""
    alix, secretariat, _chef, dossier = trio
    desk = poste("bureau-alix", "alix")
    desk.synchroniser()
    first, second = _write(alix, dossier, "privee"), _write(desk, dossier, "privee")
    assert _readers(first, alix, desk, secretariat) == ["alix", "alix"]
    assert _readers(second, alix, desk, secretariat) == ["alix", "alix"]


def test_a_note_closed_here_and_written_there_keeps_both(
    trio: tuple[Poste, Poste, Poste, str],
) -> None:
    """R-INF-2: whom it is given to closes it while its author goes on: no conflict, other fields."""
    alix, _secretariat, chef, dossier = trio
    note = _write(alix, dossier, "attribuee", chef.bureau.moi.id)
    alix.synchroniser()
    chef.synchroniser()
    chef.bureau.notes.clore(note)
    alix.bureau.saisie.save_field("note", note, "texte", "Le bailleur a répondu.", WORDS)
    alix.bureau.saisie.flush()
    for one in (chef, alix, chef):
        bilan = one.synchroniser()
        assert (bilan.refuses, bilan.conflits) == (0, 0)
    for one in (alix, chef):
        (lue,) = one.bureau.notes.lister(dossier)
        assert (lue.values["texte"], lue.ouverte) == ("Le bailleur a répondu.", False)


def test_what_is_known_of_a_person_is_taken_as_it_was_noted(trio: tuple[Poste, Poste, Poste, str]) -> None:
    """R-INF-1, R-INF-3: difficulté, job, answer, noted offline; the chef de service reads them."""
    alix, secretariat, chef, dossier = trio
    suivi = alix.bureau.suivi
    difficulte = suivi.ajouter_difficulte(dossier, "23.6")
    suivi.ajouter_souhait(dossier, "Maçon / Maçonne", "F1703")
    suivi.constater(dossier, "sante.rqth", "sante.rqth.oui")
    bilan = alix.synchroniser()
    assert (bilan.refuses, bilan.conflits) == (0, 0)
    secretariat.synchroniser()
    secretariat.bureau.suivi.lever(difficulte)
    assert secretariat.synchroniser().refuses == 0
    chef.synchroniser()
    lu = chef.bureau.suivi.lire(dossier)
    assert [one.en_cours for one in lu.difficultes] == [False]
    assert [one.values["code_rome"] for one in lu.souhaits] == ["F1703"]
    assert lu.caracteristiques[0].presente is not None
    assert not lu.modifiable
