"""Documents from the desk: adding, opening, what is refused, what is never in clear."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from desktop.services.bureau import Bureau
from desktop.services.document_lu import Etat
from desktop.services.ouverture import Portier
from desktop.sync.connexion import connecter, deposer
from domain.document.contenu import MAX_BYTES, PDF
from domain.errors import RefusedError
from domain.fields import Value
from tests.builders import un_bureau, une_personne, verser

SENTINEL = b"Sentinelle-Cevenole-7319"
SCAN = b"%PDF-1.7\n" + SENTINEL * 2_000 + b"\n%%EOF\n"
MAGIC = (
    b"%PDF-1.7",
    SENTINEL,
    "Sentinelle-Cevenole-7319".encode("utf-16-le"),
    b"\x10JFIF\x00",
    b"\x89PNG\r\n",
)


def file(folder: Path, octets: bytes, nom: str = "scan.pdf") -> Path:
    path = folder / nom
    path.write_bytes(octets)
    return path


def photo() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((3_000, 2_000), 60).save(made, "JPEG")
    return made.getvalue()


def test_a_document_is_added_with_folder_type_name_and_date(
    bureau: Bureau, dossier: str, tmp_path: Path
) -> None:
    """R-DOC-1, R-DOC-5: and its name is proposed by the grid (R-DOC-2)."""
    prepare = bureau.documents.preparer(file(tmp_path, SCAN, "été 1.pdf"))
    assert bureau.documents.proposer_nom(dossier, prepare) == "ete-1_VAUTRIN_Elise_2026-11-20.pdf"
    assert bureau.documents.proposer_nom(dossier, prepare, "cv") == "CV_VAUTRIN_Elise_2026-11-20.pdf"
    document = bureau.documents.ajouter(dossier, prepare, rangement="brsa", type_="cv")
    (seen,) = bureau.documents.lister(dossier)
    assert (seen.id, seen.nom, seen.rangement_libelle, seen.type_libelle, seen.date) == (
        document,
        "CV_VAUTRIN_Elise_2026-11-20.pdf",
        "Documents de la personne",
        "CV",
        "2026-11-20",
    )
    assert (seen.etat, seen.ici, seen.taille) == (Etat.A_ENVOYER, True, len(SCAN))
    assert bureau.documents.lire(document) == SCAN
    assert bureau.dossiers.lire(dossier).documents[0].nom == seen.nom


def test_a_photo_is_kept_smaller(bureau: Bureau, dossier: str, tmp_path: Path) -> None:
    taken = photo()
    prepare = bureau.documents.preparer(file(tmp_path, taken, "IMG.JPG"))
    assert len(prepare.octets) < len(taken)
    bureau.documents.ajouter(dossier, prepare, rangement="cer_scannes")
    assert bureau.documents.lister(dossier)[0].nom.endswith(".jpg")


@pytest.mark.parametrize(
    ("octets", "words"),
    [(b"", "vide"), (b"MZ", "pas pris"), (b"%PDF-1.7" + bytes(MAX_BYTES), "20\u00a0Mo au plus")],
)
def test_what_cannot_be_kept_is_refused_before_anything_is(
    bureau: Bureau, dossier: str, tmp_path: Path, octets: bytes, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        bureau.documents.preparer(file(tmp_path, octets))
    with pytest.raises(RefusedError, match="ne peut pas être lu"):
        bureau.documents.preparer(tmp_path / "absent.pdf")
    assert bureau.documents.lister(dossier) == ()


def test_the_same_document_is_not_kept_twice_in_a_dossier(
    bureau: Bureau, dossier: str, tmp_path: Path
) -> None:
    prepare = bureau.documents.preparer(file(tmp_path, SCAN))
    bureau.documents.ajouter(dossier, prepare, rangement="courriers")
    with pytest.raises(RefusedError, match="déjà dans le dossier"):
        bureau.documents.ajouter(dossier, prepare, rangement="ioc")
    other = une_personne(bureau, nom="Autre", numero="D-2")
    bureau.documents.ajouter(other, prepare, rangement="courriers")


def test_a_disk_that_refuses_adds_nothing(
    bureau: Bureau, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = bureau.documents.preparer(file(tmp_path, SCAN))

    def full(*_octets: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.vault.contenus.Entree.ajouter", full)
        with pytest.raises(RefusedError, match="Rien n’est ajouté"):
            bureau.documents.ajouter(dossier, prepare, rangement="courriers")
    assert bureau.documents.lister(dossier) == ()
    bureau.documents.ajouter(dossier, prepare, rangement="courriers")


def test_an_opened_document_is_in_clear_until_the_lock(tmp_path: Path) -> None:
    """Decision 26; what its record is called names no path."""
    bureau = un_bureau(tmp_path)
    dossier = une_personne(bureau)
    prepare = bureau.documents.preparer_octets(SCAN, "scan.pdf")
    nom = "..\\..\\un nom: <étrange>.exe.pdf"
    document = bureau.documents.ajouter(dossier, prepare, rangement="courriers", nom=nom)
    path = bureau.documents.ouvrir(document)
    assert (path.read_bytes(), path.name) == (SCAN, "un-nom-etrange-exe.pdf")
    assert path.is_relative_to(tmp_path / "essai.ouverts")
    bureau.verrouiller()
    assert not (tmp_path / "essai.ouverts").exists()
    with pytest.raises(RefusedError, match="verrouillé"):
        bureau.documents.lire(document)


def test_what_the_server_has_is_asked_for_and_what_it_has_not_is_awaited(
    bureau: Bureau, dossier: str
) -> None:
    asked: list[bool] = []
    bureau.synchro.brancher(lambda: asked.append(True))
    common: dict[str, Value] = {"dossier": dossier, "media": PDF.media, "taille": 1_400_000}
    there, away = verser(
        bureau,
        "document",
        common | {"nom": "Arrivé.pdf", "empreinte": "a" * 64, "contenu_present": True},
        common | {"nom": "Promis.pdf", "empreinte": "b" * 64},
    )
    states = {one.id: one.etat for one in bureau.documents.lister(dossier)}
    assert states == {there: Etat.A_TELECHARGER, away: Etat.ATTENDU}
    assert bureau.documents.demander_dossiers([dossier]) == 1
    assert bureau.documents.demander(there) == 0, "asked once"
    assert asked == [True]
    assert bureau.documents.en_cours().phrase == "1\u00a0document à recevoir, 1,4\u00a0Mo"
    assert len(bureau.documents.manquants([dossier])) == 2


def test_what_a_kill_left_open_is_erased_at_the_next_start_before_any_password(tmp_path: Path) -> None:
    """Decision 26."""
    bureau = un_bureau(tmp_path)
    dossier = une_personne(bureau)
    prepare = bureau.documents.preparer_octets(SCAN, "scan.pdf")
    path = bureau.documents.ouvrir(bureau.documents.ajouter(dossier, prepare, rangement="courriers"))
    bureau.poste.replique.close()  # a kill: nobody locked
    assert path.exists()
    Portier(tmp_path, bureau.clock, bureau.poste.outbox.ids, connecter, deposer)
    assert not path.exists()


KEEPING = """
import sys
from pathlib import Path
from tests.builders import un_bureau, une_personne
from tests.desktop.services.test_documents import SCAN, photo
bureau = un_bureau(Path(sys.argv[1]))
dossier = une_personne(bureau)
for number in range(1000):
    for octets in (SCAN + str(number).encode(), photo()):
        prepare = bureau.documents.preparer_octets(octets, f"{number}.pdf")
        bureau.documents.ajouter(dossier, prepare, rangement="courriers")
        print(number, flush=True)
"""


def test_after_a_kill_no_document_is_in_clear_on_the_disk(tmp_path: Path) -> None:
    """Decision 26: magic bytes and words, in UTF-8 and UTF-16, nowhere in what the program keeps."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPING, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        cwd=tmp_path,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) == 2:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) >= 5
    for path in kept:
        octets = path.read_bytes()
        assert not [mark for mark in MAGIC if mark in octets], path.name
