"""The real dictionary, in its real process."""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resources
from desktop.models.replique import get
from desktop.services.bureau import Bureau
from desktop.services.correcteur import FALLS, Correcteur
from desktop.services.correcteur_enfant import NOM
from desktop.services.orthographe import AJOUTES, Orthographe
from tests.builders import une_personne, verser

Inconnus = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def correcteur() -> Iterator[Correcteur]:
    opened = Correcteur()
    yield opened
    opened.fermer()


@pytest.fixture
def orthographe(bureau: Bureau, correcteur: Correcteur) -> Orthographe:
    bureau.orthographe.brancher(correcteur)
    return bureau.orthographe


@pytest.fixture
def inconnus(orthographe: Orthographe) -> Inconnus:
    """Judge a text as a screen does: again, until all of it is judged."""

    def judge(text: str) -> list[str]:
        while True:
            found, complete = orthographe.inconnus(text)
            if complete:
                return [mot.texte for mot in found]
            time.sleep(0.002)

    return judge


def _checks(orthographe: Orthographe) -> bool:
    return orthographe.active


def _is_there(orthographe: Orthographe) -> bool:
    return orthographe.presente


def _propositions(orthographe: Orthographe, mot: str) -> tuple[str, ...]:
    while (found := orthographe.propositions(mot)) is None:
        time.sleep(0.002)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Aujourd’hui, l’accompagnement va jusqu’à la presqu’île ; quelqu'un d'autre l’a dit.",
        "Dit-il, a-t-elle, allez-y, donnez-le-moi, peut-être, rendez-vous, demi-journée, ex-conjoint.",
        "Mise en œuvre d’une réorientation socioprofessionnelle, puis socio-professionnelle.",
        "Elle souhaite connaître et maîtriser ; il veut connaitre et maitriser, en août ou en aout.",
        "CER, RSA, MIDEM, TNS, IOC, CSS, PMI, ASRE, CDDI, NSDD, un rdv à la caf, post-CER, l’IOC, d’ASRE.",
        "Co-construction, primo-arrivant, micro-entreprise, auto-entrepreneuse, médico-social.",
        "CE TEXTE EST EN CAPITALES, avec 2e, A2, x@exemple.fr et www.exemple.fr/pag.",
        "L’e\u0301te\u0301 de Privas.",
        "",
    ],
)
def test_what_a_referent_writes_is_not_faulted(text: str, inconnus: Inconnus) -> None:
    assert inconnus(text) == []


@pytest.mark.parametrize(
    ("text", "faulted"),
    [
        ("Un acompagnement de qualité.", ["acompagnement"]),
        ("l’acompagnement et d'hébergemant", ["acompagnement", "hébergemant"]),
        ("Elle a peut-etre un porte-monaie.", ["etre", "monaie"]),
        ("Malheureusment, malheureusment.", ["Malheureusment", "malheureusment"]),
        ("Merci 👍 bocoup", ["bocoup"]),
    ],
)
def test_a_misspelt_word_is_found_where_it_stands(text: str, faulted: list[str], inconnus: Inconnus) -> None:
    assert inconnus(text) == faulted


def test_no_settings_label_is_faulted(orthographe: Orthographe, inconnus: Inconnus, bureau: Bureau) -> None:
    assert orthographe.active
    assert inconnus("\n".join(bureau.settings.labels())) == []


def test_the_names_of_the_dossiers_and_of_colleagues_are_known(bureau: Bureau, inconnus: Inconnus) -> None:
    une_personne(bureau, nom="Vautrinski", prenom="Eulalya", commune="Lavilledrouet")
    verser(bureau, "collaborateur", {"nom": "Perrinetti", "prenom": "Jude-Marly", "profil": "cds"})
    assert inconnus("Eulalya Vautrinski, de Lavilledrouet, vue par Marly Perrinetti.") == []
    assert inconnus("vautrinski") == ["vautrinski"]


def test_a_person_who_arrives_is_known_from_then_on(bureau: Bureau, inconnus: Inconnus) -> None:
    assert inconnus("Eulalya") == ["Eulalya"]
    une_personne(bureau, prenom="Eulalya")
    assert inconnus("Eulalya encore une fois") == []


def test_suggestions_come_best_first_and_five_at_most(orthographe: Orthographe) -> None:
    assert _propositions(orthographe, "acompagnement")[0] == "accompagnement"
    assert "logement" in _propositions(orthographe, "logment")
    whole = [word.isalpha() for word in _propositions(orthographe, "logment")]
    assert whole == sorted(whole, reverse=True)  # «logement» before «log ment»
    assert len(_propositions(orthographe, "recherhce")) <= 5
    assert _propositions(orthographe, "xqzwplk") == ()


def test_a_word_added_is_known_kept_for_this_user_and_can_be_taken_back(
    bureau: Bureau, orthographe: Orthographe, inconnus: Inconnus
) -> None:
    assert inconnus("Le Troubadourium, au troubadourium.") == ["Troubadourium", "troubadourium"]
    orthographe.ajouter("Troubadourium")
    assert inconnus("Le Troubadourium, au troubadourium.") == []
    assert orthographe.est_ajoute("troubadourium")
    bureau.saisie.flush()
    with bureau.poste.replique.read() as connection:
        assert get(connection, AJOUTES) == ["troubadourium"]
    orthographe.retirer("troubadourium")
    assert inconnus("au troubadourium") == ["troubadourium"]


def test_words_and_switch_come_back_at_the_next_opening(
    bureau: Bureau, orthographe: Orthographe, correcteur: Correcteur, inconnus: Inconnus
) -> None:
    inconnus("un mot")
    orthographe.ajouter("troubadourium")
    orthographe.choisir(active=False)
    bureau.saisie.flush()
    again = Orthographe(bureau.poste)
    again.brancher(correcteur)
    assert not _checks(again)
    again.choisir(active=True)
    assert _checks(again)
    found, complete = again.inconnus("troubadourium")
    while not complete:
        found, complete = again.inconnus("troubadourium")
    assert not found


def test_nothing_that_is_checked_is_written_in_clear(
    bureau: Bureau,
    orthographe: Orthographe,
    inconnus: Inconnus,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    inconnus("Le secretissime motus\ud800 de la perssonne")
    orthographe.ajouter("secretissime")
    _propositions(orthographe, "perssonne")
    bureau.saisie.flush()
    for word in ("secretissime", "perssonne"):
        assert word not in caplog.text
        for file in tmp_path.rglob("*"):
            assert not file.is_file() or word.encode() not in file.read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.from_regex(r"[a-zé’' -]{0,30}"))
def test_any_text_is_judged(text: str, orthographe: Orthographe, inconnus: Inconnus) -> None:
    inconnus(text)
    assert orthographe.active


def test_without_a_dictionary_nothing_is_checked(bureau: Bureau, tmp_path: Path) -> None:
    assert not bureau.orthographe.active
    absent = Correcteur(tmp_path)
    bureau.orthographe.brancher(absent)
    assert not bureau.orthographe.presente
    assert not bureau.orthographe.active
    absent.fermer()


def test_a_damaged_dictionary_faults_nothing_and_is_given_up(bureau: Bureau, tmp_path: Path) -> None:
    folder = tmp_path / "abime"
    folder.mkdir()
    for name in ("fr.aff.xz", "fr.dic.xz"):
        (folder / name).write_bytes(resources.path("dictionnaires", name).read_bytes()[:1000])
    correcteur = Correcteur(folder)
    bureau.orthographe.brancher(correcteur)
    assert _is_there(bureau.orthographe)
    for count in range(FALLS):
        text = "acompagnement " + "x" * (count + 2)
        while not bureau.orthographe.inconnus(text)[1]:
            time.sleep(0.002)
        assert bureau.orthographe.inconnus(text) == ([], True)
    assert not _is_there(bureau.orthographe)
    correcteur.fermer()


def test_a_process_that_is_killed_is_started_again() -> None:
    correcteur = Correcteur()
    said: list[list[bool] | None] = []
    answered = threading.Event()

    def hear(verdicts: list[bool] | None) -> None:
        said.append(verdicts)
        answered.set()

    def ask() -> list[bool] | None:
        answered.clear()
        correcteur.verifier(["bonjour", "bonjoure"], hear)
        assert answered.wait(30)
        return said[-1]

    assert ask() == [True, False]
    assert correcteur._process is not None
    correcteur._process.kill()
    correcteur._process.wait()
    assert ask() is None
    assert ask() == [True, False]
    process = correcteur._process
    assert process is not None
    correcteur.fermer()
    assert process.returncode is not None
    assert not correcteur.present
    correcteur.verifier(["bonjour"], lambda _: pytest.fail("closed"))


def test_the_lock_ends_the_dictionary(bureau: Bureau) -> None:
    correcteur = Correcteur()
    bureau.orthographe.brancher(correcteur)
    bureau.orthographe.inconnus("Un mot en attente")
    bureau.verrouiller()
    assert not bureau.orthographe.active
    assert correcteur._thread is not None
    assert not correcteur._thread.is_alive()
    assert correcteur._process is None


def test_the_installed_program_is_its_own_dictionary_and_loads_no_screen() -> None:
    """What a frozen program starts: itself, under another name."""
    code = (
        "import sys; from desktop.__main__ import main; code = main(sys.argv[1:]); "
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    folder = str(resources.path("dictionnaires"))
    words = json.dumps(["mots", ["bonjour", "bonjoure"]])
    asked = subprocess.run(
        [sys.executable, "-c", code, NOM, folder],
        input=f"{words}\n".encode(),
        capture_output=True,
        check=True,
    )
    assert asked.stdout.splitlines() == [b"true", b"[true, false]"]
