"""Spelling: what the screen's thread pays for a long text, and how soon its faults are known."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

import resources
from bench.table import Figure
from desktop.services.bureau import Bureau
from desktop.services.correcteur import Correcteur
from desktop.views.fields import EditeurTexte, Outils
from domain.cer.form import CER
from tests.builders import un_bureau

LENGTH, FAULTS, AGAIN = 8_000, 40, 20
SUGGESTED = ("acompagnement", "logment", "formassion", "situtaion", "hébergemant")


def measure() -> list[Figure]:
    """Measure on the real dictionary; the application exists already."""
    with tempfile.TemporaryDirectory() as name:
        bureau = un_bureau(Path(name))
        bureau.orthographe.brancher(Correcteur())
        try:
            return _measured(bureau)
        finally:
            bureau.verrouiller()


def _measured(bureau: Bureau) -> list[Figure]:
    editor = EditeurTexte(CER.by_name["situation"], Outils(bureau.settings, bureau.clock, bureau.orthographe))
    trait = editor.area.soulignement
    if trait is None:
        return [Figure("orthographe", None, "", None, "pas de dictionnaire")]
    held: list[float] = []
    judge = trait.juger

    def juger() -> None:
        held.append(_ms(judge))

    editor.show_value(_text())
    editor.resize(800, 600)
    editor.show()
    began = time.perf_counter()
    while len(trait.inconnus) < FAULTS:
        juger()
        QTest.qWait(5)
    known = (time.perf_counter() - began) * 1000
    again = statistics.median(_ms(judge) for _ in range(AGAIN))
    suggested = [_ms(lambda word=word: _suggest(bureau, word)) for word in SUGGESTED]  # type: ignore[misc]
    editor.close()
    quoi = f"texte de {LENGTH} caractères"
    return [
        Figure(f"{quoi}, fautes connues, dictionnaire à charger", known, "ms", 1000, "hors de l’écran"),
        Figure(f"{quoi}, écran tenu au plus la première fois", max(held), "ms", 50),
        Figure(f"{quoi}, relu après une frappe", again, "ms", 20),
        Figure("propositions pour un mot", statistics.median(suggested), "ms", 300, "hors de l’écran"),
    ]


def _suggest(bureau: Bureau, word: str) -> None:
    while bureau.orthographe.propositions(word) is None:
        time.sleep(0.002)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _text() -> str:
    """Return a text of the trade with a fault here and there."""
    lines = [
        line.partition("#")[0]
        for line in resources.path("demonstration", "cer.txt").read_text("utf-8").splitlines()
    ]
    words = (" ".join(lines) * 4)[:LENGTH].split()
    for rank in range(FAULTS):
        words.insert(rank * len(words) // FAULTS, f"faute{'abcdefghij'[rank % 10]}x{'klmn'[rank // 10]}")
    return " ".join(words)
