"""The file active of 10,000 dossiers: typing, filtering, counting, reading, exporting."""

import statistics
import tempfile
from collections import Counter
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.ecran import fill, settle, timed, type_words
from bench.table import Figure
from desktop.services.bureau import Bureau
from desktop.services.exports import COLONNES
from desktop.views.file_active import PageFileActive
from desktop.views.main_window import MainWindow
from desktop.views.pages import toutes_les_pages
from domain.recherche.criteres import Accompagnement, Axe, Criteres, Seuil
from domain.text import fold
from tests.builders import un_bureau, verser

PEOPLE, AGAIN = 10_000, 5
TYPED = ("vaumi", "vaumxi", "14/03/1979", "06 39 98")
ASKED = (
    Criteres()
    .avec(Axe.ETAT_DROIT, "versable")
    .avec(Axe.ACCOMPAGNEMENT, Accompagnement.EN_COURS)
    .avec("sante.rqth", "sante.rqth.oui", "sante.rqth.non")
    .a_moins_de(Seuil.SANS_ENTRETIEN, 10)
)


def measure() -> list[Figure]:
    """Measure on the real window; the application exists already."""
    with tempfile.TemporaryDirectory() as name:
        bureau = un_bureau(Path(name))
        _crowd(bureau)
        reading = timed(bureau.file_active.relire)
        window = MainWindow(bureau, toutes_les_pages())
        window.resize(1366, 768)
        window.show()
        window.ouvrir_place("file_active")
        page = window.page
        if not isinstance(page, PageFileActive):
            raise TypeError(page)
        try:
            return [
                *_keys(page, bureau),
                Figure(f"première lecture de {PEOPLE} dossiers", reading, "s", None, "hors de l’écran"),
                _export(bureau),
            ]
        finally:
            window.close()


def _crowd(bureau: Bureau) -> None:
    """Give each of 10,000 people three caractéristiques, and one in ten a veille."""
    dossiers = fill(bureau, PEOPLE)
    codes = {"sante.rqth": ("oui", "non", "demande"), "formation.niveau": ("3", "4", "5", "6")}
    verser(
        bureau,
        "caracteristique",
        *(
            {"dossier": dossier, "nom": nom, "valeur": f"{nom}.{values[rank % len(values)]}"}
            | {"constatee_le": "2026-10-01"}
            for rank, dossier in enumerate(dossiers)
            for nom, values in codes.items()
        ),
    )
    pause = {"motif": "sante", "debut": "2026-10-01", "fin": "2026-12-01"}
    verser(bureau, "veille", *({"dossier": dossier} | pause for dossier in dossiers[::10]))


def _keys(page: PageFileActive, bureau: Bureau) -> list[Figure]:
    """Type and untype with every count of the panel on screen, four criteria held."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError(app)
    page.filtrer.click()
    page.demander(ASKED)
    settle()
    page.ligne.setText("rien qui ressemble")  # the vocabulary of near names is made once
    keys = []
    for _ in range(AGAIN):
        for words in TYPED:
            page.ligne.clear()
            QTest.qWait(20)
            keys += [timed(type_words, app, page.ligne, words[:end]) for end in range(1, len(words) + 1)]
    page.ligne.clear()
    boxes = []
    for valeur in ("Commune 1", "Commune 2", "Commune 3") * AGAIN:
        QTest.qWait(20)
        boxes.append(timed(_ask, app, page, page.criteres.bascule(Axe.COMMUNE, valeur)))
    naive = [timed(_line_by_line, bureau, words) for words in TYPED for _ in range(AGAIN)]
    witness = ("ligne à ligne en Python, sans peindre", statistics.median(naive) * 1000)
    return [
        _worst(f"filtrer et chercher, une touche parmi {PEOPLE} (pire)", keys, witness),
        _worst(f"un critère de plus parmi {PEOPLE}, comptes refaits (pire)", boxes, witness),
    ]


def _worst(quoi: str, times: list[float], witness: tuple[str, float]) -> Figure:
    note = f"médiane {statistics.median(times) * 1000:.1f} ms".replace(".", ",")
    return Figure(quoi, max(times) * 1000, "ms", 16, note, witness)


def _ask(app: QApplication, page: PageFileActive, criteres: Criteres) -> None:
    page.demander(criteres)
    app.processEvents()


def _line_by_line(bureau: Bureau, words: str) -> None:
    """Ask each line all that is asked, then count each value among those left."""
    typed = fold(words).split()
    left = [
        ligne
        for ligne in bureau.file_active.lignes().values()
        if all(word in ligne.texte for word in typed)
        and all(
            any((axe, valeur) in ligne.valeurs for valeur in valeurs) for axe, valeurs in ASKED.choix.items()
        )
    ]
    Counter(pair for ligne in left for pair in ligne.valeurs)


def _export(bureau: Bureau) -> Figure:
    lignes = bureau.file_active.lister()
    spent = timed(bureau.exports.file_active, lignes, tuple(COLONNES))
    return Figure(f"export Excel de {len(lignes)} personnes", spent, "s", None, "hors de l’écran")
