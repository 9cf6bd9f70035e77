"""Notes on a real replica, with no network at all (R-INF-2)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models.tables import changement
from desktop.services.actes import GONE
from desktop.services.bureau import Bureau
from desktop.services.notes import NO_READER
from domain.errors import RefusedError
from domain.profils import Profile
from tests.builders import Horloge, un_bureau, une_personne, verser


def _write(bureau: Bureau, note: str, words: str) -> None:
    bureau.saisie.save_field("note", note, "texte", words, None)
    bureau.saisie.flush()


@pytest.fixture
def julie(bureau: Bureau) -> str:
    """A chef de service of the territory."""
    (colleague,) = verser(
        bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie", "profil": "cds", "dtas": "nord"}
    )
    return colleague


def test_a_note_is_written_offline_and_waits_to_leave(bureau: Bureau, dossier: str) -> None:
    """R-INF-2: the one who may read it is said first, and travels with it."""
    note = bureau.notes.creer(dossier, "privee")
    _write(bureau, note, "Rappeler le bailleur.")
    (lue,) = bureau.notes.lister(dossier)
    assert (lue.values["texte"], lue.values["visibilite_libelle"]) == ("Rappeler le bailleur.", "Moi seul")
    assert (lue.auteur, lue.mienne, lue.ouverte, lue.cloturable) == ("Camille Roche", True, True, True)
    with bureau.poste.replique.read() as connection:
        (line,) = connection.execute(select(changement).where(changement.c.record == note)).all()
    assert (line.op, line.valeurs["visibilite"], line.valeurs["texte"]) == (
        "create",
        "privee",
        "Rappeler le bailleur.",
    )


def test_a_double_click_begins_one_note(bureau: Bureau, dossier: str, julie: str) -> None:
    notes = bureau.notes
    first = notes.creer(dossier, "publique")
    assert notes.creer(dossier, "publique") == first
    assert notes.creer(dossier, "attribuee", julie) != first
    _write(bureau, first, "Dit.")
    assert notes.creer(dossier, "publique") != first


def test_a_note_given_to_nobody_is_refused(bureau: Bureau, dossier: str, julie: str) -> None:
    with pytest.raises(RefusedError, match=NO_READER):
        bureau.notes.creer(dossier, "attribuee")
    with pytest.raises(RefusedError, match="R-INF-2"):
        bureau.notes.creer(dossier, "privee", julie)


def test_closing_takes_a_note_out_of_the_lists_not_of_the_dossier(bureau: Bureau, dossier: str) -> None:
    """R-INF-2."""
    old, recent = (bureau.notes.creer(dossier, one) for one in ("publique", "privee"))
    for note in (old, recent):
        _write(bureau, note, "À suivre.")
    assert {one.id for one in bureau.notes.en_cours()} == {old, recent}
    bureau.notes.clore(recent)
    assert [one.id for one in bureau.notes.lister(dossier)] == [old, recent]
    assert [one.ouverte for one in bureau.notes.lister(dossier)] == [True, False]
    assert [one.id for one in bureau.notes.en_cours()] == [old]
    bureau.notes.rouvrir(recent)
    assert all(one.ouverte for one in bureau.notes.lister(dossier))


def test_a_note_given_to_me_comes_before_mine(bureau: Bureau, dossier: str, julie: str) -> None:
    """R-REP-2: whom a note is given to learns of it on the home page."""
    mine = bureau.notes.creer(dossier, "publique")
    _write(bureau, mine, "La mienne.")
    (given,) = verser(
        bureau,
        "note",
        {"dossier": dossier, "visibilite": "attribuee", "attribuee_a": bureau.moi.id, "texte": "À voir."}
        | {"cree_par": julie},
    )
    first, second = bureau.notes.en_cours()
    assert (first.id, first.pour, first.auteur, first.texte) == (given, "moi", "Julie Perrin", "À voir.")
    assert (second.id, second.pour, second.nom_affiche) == (mine, "suite", "Mme VAUTRIN Élise")


def test_whom_a_note_is_given_to_closes_it_and_changes_nothing_else(
    bureau: Bureau, dossier: str, julie: str
) -> None:
    """R-INF-2."""
    given, public = verser(
        bureau,
        "note",
        {"dossier": dossier, "visibilite": "attribuee", "attribuee_a": bureau.moi.id, "texte": "À voir."}
        | {"cree_par": julie},
        {"dossier": dossier, "visibilite": "publique", "texte": "Pour tous.", "cree_par": julie},
    )
    bureau.notes.clore(given)
    lues = {one.id: one for one in bureau.notes.lister(dossier)}
    assert not lues[given].ouverte
    assert not lues[public].cloturable
    for act, note in (
        (bureau.notes.supprimer, given),
        (bureau.notes.clore, public),
        (bureau.notes.supprimer, public),
    ):
        with pytest.raises(RefusedError, match="Une note se modifie par son auteur") as refused:
            act(note)
        assert refused.value.rule == "R-INF-2"


def test_its_author_deletes_a_note(bureau: Bureau, dossier: str) -> None:
    note = bureau.notes.creer(dossier, "privee")
    bureau.notes.supprimer(note)
    assert bureau.notes.lister(dossier) == ()
    with pytest.raises(RefusedError, match=GONE):
        bureau.notes.clore(note)


def test_what_somebody_else_has_not_written_yet_is_not_shown(
    bureau: Bureau, dossier: str, julie: str
) -> None:
    empty: dict[str, object] = {"dossier": dossier, "visibilite": "publique", "cree_par": julie}
    verser(bureau, "note", empty)  # type: ignore[arg-type]
    mine = bureau.notes.creer(dossier, "publique")
    assert [one.id for one in bureau.notes.lister(dossier)] == [mine]
    assert bureau.notes.en_cours() == ()


def test_a_note_is_offered_to_those_who_see_the_dossier(bureau: Bureau, dossier: str, julie: str) -> None:
    """R-ACC-1: a référent of another dossier would never receive it."""
    verser(
        bureau,
        "collaborateur",
        {"nom": "Autre", "prenom": "Dominique", "profil": "referent"},
        {"nom": "Sud", "prenom": "Lou", "profil": "cds", "dtas": "sud"},
        {"nom": "Réglages", "prenom": "Ada", "profil": "administrateur"},
    )
    (offered,) = bureau.notes.destinataires(dossier)
    assert (offered.id, offered.nom, offered.profil) == (julie, "Julie Perrin", "Chef de service")


def test_notes_come_the_latest_first(tmp_path: Path) -> None:
    clock = Horloge()
    bureau = un_bureau(tmp_path, Profile.CDS, clock)
    dossier = une_personne(bureau)
    order = []
    for day in range(3):
        order.append(bureau.notes.creer(dossier, "publique"))
        _write(bureau, order[-1], f"Jour {day}")
        clock.avance(days=1)
    assert [one.id for one in bureau.notes.lister(dossier)] == order[::-1]
    bureau.verrouiller()


def test_a_note_is_held_to_its_form_as_every_record(bureau: Bureau, dossier: str) -> None:
    """R-INF-2: nothing malformed is written, and a note without a word is not closed but taken away."""
    with pytest.raises(RefusedError, match="Qui peut la lire"):
        bureau.notes.creer(dossier, "v" * 300)
    note = bureau.notes.creer(dossier, "privee")
    with pytest.raises(RefusedError, match="Texte\u00a0» reste à remplir"):
        bureau.notes.clore(note)
    bureau.notes.supprimer(note)
    bureau.notes.supprimer(note)  # a second press finds it done
    assert bureau.notes.lister(dossier) == ()
