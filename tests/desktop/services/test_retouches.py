"""What is saved in Word reaches the replica, whatever becomes of its dossier or of this computer."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from desktop.models.changes import Changes
from desktop.models.replique import get
from desktop.models.tables import changement
from desktop.services.bureau import Bureau
from desktop.services.retouches import HELD, OPEN, SEALED
from desktop.sync.pull import apply
from domain.document.contenu import PDF
from domain.errors import RefusedError
from domain.exchange.v1 import Page, Tombstone
from tests import modeles_word as modeles
from tests.builders import un_bureau, une_personne

WORD_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
SAVED = modeles.exemple() + b"saved in Word"


@pytest.fixture
def document(bureau: Bureau, dossier: str) -> str:
    return bureau.courriers.ranger(dossier, bureau.courriers.ecrire(dossier, "courrier"))


def arrive(bureau: Bureau, **page: object) -> None:
    """Bring a page as a pull does."""

    def work(connection: Connection) -> tuple[None, Changes]:
        apply(connection, Page(cursor=get(connection, "cursor"), **page))  # type: ignore[arg-type]
        return None, Changes(wide=True)

    bureau.poste.now_write(work)


def contents(bureau: Bureau, dossier: str) -> list[bytes]:
    return [bureau.documents.lire(one.id) for one in bureau.documents.lister(dossier)]


def test_what_is_saved_in_word_is_in_the_replica_before_any_lock(
    bureau: Bureau, dossier: str, document: str
) -> None:
    """Decision 26 empties the folder after a crash: what was saved there is elsewhere by then."""
    copy = bureau.retouches.ouvrir(document)
    assert bureau.retouches.relever() == ()
    copy.write_bytes(SAVED)
    assert bureau.retouches.relever() == ()
    assert contents(bureau, dossier) != [SAVED], "it may still be being written"
    assert bureau.retouches.relever() == ()
    assert contents(bureau, dossier) == [SAVED]
    copy.write_bytes(SAVED + b" again")
    bureau.retouches.relever()
    bureau.retouches.relever()
    assert contents(bureau, dossier) == [SAVED + b" again"]


def test_what_is_refused_is_said_once_and_tried_again_when_it_is_saved_again(
    bureau: Bureau, dossier: str, document: str
) -> None:
    copy = bureau.retouches.ouvrir(document)
    copy.write_bytes(WORD_97)
    assert [bureau.retouches.relever() for _ in range(3)][0::2] == [(), ()]
    copy.write_bytes(WORD_97 + b"\x00")
    bureau.retouches.relever()
    (said,) = bureau.retouches.relever()
    assert ".docx" in said
    copy.write_bytes(SAVED)
    bureau.retouches.relever()
    assert bureau.retouches.relever() == ()
    assert contents(bureau, dossier) == [SAVED]


def test_a_document_taken_out_by_another_device_comes_back_with_what_was_saved(
    bureau: Bureau, dossier: str, document: str
) -> None:
    """R-DOC-5: the edit stays, as anywhere else (decision 7)."""
    bureau.retouches.ouvrir(document).write_bytes(SAVED)
    arrive(bureau, gone=[Tombstone(kind="document", record=document, dossier=dossier, rev=2)])
    assert contents(bureau, dossier) == []
    bureau.retouches.tout_reprendre()
    assert contents(bureau, dossier) == [SAVED]


def test_what_its_dossier_does_not_take_is_sealed_by_the_lock_and_offered_again(tmp_path: Path) -> None:
    bureau = un_bureau(tmp_path)
    dossier = une_personne(bureau)
    document = bureau.courriers.ranger(dossier, bureau.courriers.ecrire(dossier, "courrier"))
    bureau.retouches.ouvrir(document).write_bytes(WORD_97)
    bureau.verrouiller()
    assert bureau.adieu == SEALED
    assert not (tmp_path / "essai.ouverts").exists()
    again = un_bureau(tmp_path)
    (kept,) = again.retouches.reproposer()
    assert (kept.octets, kept.nom) == (WORD_97, "Courrier-simple_VAUTRIN_Elise_2026-11-20.docx")
    assert ".docx" in kept.motif
    again.retouches.oublier(kept.cle)
    assert again.retouches.reproposer() == ()
    again.verrouiller()


def test_what_the_disk_did_not_take_is_filed_at_the_next_opening(tmp_path: Path) -> None:
    bureau = un_bureau(tmp_path)
    dossier = une_personne(bureau)
    document = bureau.courriers.ranger(dossier, bureau.courriers.ecrire(dossier, "courrier"))
    copy = bureau.retouches.ouvrir(document)
    copy.write_bytes(SAVED)
    (vault,) = tmp_path.glob("*.contenus")
    vault.rename(tmp_path / "aside")
    vault.touch()  # the folder of the contents refuses every write
    bureau.verrouiller()
    assert bureau.adieu == SEALED
    vault.unlink()
    (tmp_path / "aside").rename(vault)
    again = un_bureau(tmp_path)
    assert again.retouches.reproposer() == ()
    assert contents(again, dossier) == [SAVED]
    assert again.retouches.reproposer() == ()
    again.verrouiller()


def test_what_was_saved_of_a_dossier_that_has_left_goes_to_the_server_as_any_unsent_work(
    bureau: Bureau, dossier: str, document: str
) -> None:
    """Lesson 10: it is taken aside there, for whoever follows the dossier now."""
    bureau.retouches.ouvrir(document).write_bytes(SAVED)
    arrive(bureau, leave=[dossier])
    assert bureau.retouches.tout_reprendre() == ""
    with bureau.poste.replique.read() as connection:
        line = connection.execute(select(changement).order_by(changement.c.ordre.desc())).first()
    assert line is not None
    assert (line.kind, line.dossier, line.valeurs["taille"]) == ("document", dossier, len(SAVED))


def test_what_word_saves_under_another_name_beside_the_copy_is_filed_too(
    bureau: Bureau, dossier: str, document: str
) -> None:
    """«Enregistrer sous» opens on the folder that the lock empties."""
    copy = bureau.retouches.ouvrir(document)
    copy.with_name("Autre.docx").write_bytes(SAVED)
    copy.with_name("Imprimé.pdf").write_bytes(b"%PDF-1.7 printed")
    for scratch in ("~WRL0001.tmp", "5A3F01B2.tmp", "~$urrier.docx"):
        copy.with_name(scratch).write_bytes(b"what Word throws away")
    assert bureau.retouches.tout_reprendre() == OPEN
    filed = {one.nom: one.media for one in bureau.documents.lister(dossier)}
    assert len(filed) == 3
    assert filed["Imprime.pdf"] == PDF.media
    assert bureau.retouches.tout_reprendre() == OPEN, "each of them is filed once"
    assert len(bureau.documents.lister(dossier)) == 3


@pytest.mark.parametrize("sign", ["~$urrier.docx", ".~lock.Courrier.docx#"])
def test_the_lock_says_that_word_is_still_open(bureau: Bureau, document: str, sign: str) -> None:
    copy = bureau.retouches.ouvrir(document)
    assert bureau.retouches.tout_reprendre() == ""
    copy.with_name(sign).write_bytes(b"Camille")
    assert bureau.retouches.tout_reprendre() == OPEN


def test_a_file_that_cannot_be_read_holds_the_lock_until_it_can(
    bureau: Bureau, dossier: str, document: str
) -> None:
    copy = bureau.retouches.ouvrir(document)
    copy.unlink()
    copy.mkdir()
    with pytest.raises(RefusedError, match=HELD):
        bureau.verrouiller()
    copy.rmdir()
    copy.write_bytes(SAVED)
    bureau.retouches.tout_reprendre()
    assert contents(bureau, dossier) == [SAVED]


def test_showing_a_document_leaves_alone_its_copy_that_is_being_changed(
    bureau: Bureau, document: str
) -> None:
    """The dossier may have become read-only meanwhile: «Autre programme…» is then what is offered."""
    copy = bureau.retouches.ouvrir(document)
    copy.write_bytes(SAVED)
    shown = bureau.documents.ouvrir(document)
    assert shown != copy
    assert copy.read_bytes() == SAVED
