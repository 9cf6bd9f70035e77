"""The path on paper: every lane drawn, every fact in words, on sheets that lie on their long side."""

import datetime as dt

from desktop.documents.apercu import en_largeur, nombre_de_pages
from desktop.documents.frise import rendre
from domain.frise.faits import Fait, Forme, Frise, Piste
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests.desktop.documents.lecture import mots, texte_pdf

SETTINGS = Settings.of(default_settings(), ())
JOUR = dt.date(2026, 11, 20)


def _day(rank: int, forme: Forme, phrase: str = "Entretien individuel") -> Fait:
    day = dt.date(2017, 1, 10) + dt.timedelta(30 * rank)
    return Fait(str(rank), day, day, "", forme, "Entretien", f"{phrase} {rank}", "10 h")


def _period(rank: int, forme: Forme = Forme.PLEIN, *, ends: bool = True) -> Fait:
    day = dt.date(2017, 2, 1) + dt.timedelta(240 * rank)
    last = day + dt.timedelta(239) if ends else None
    return Fait(str(rank), day, last, "", forme, f"CER n° {rank}", f"CER n° {rank}, validé")


def _frise(*pistes: Piste, sans_date: int = 0) -> Frise:
    return Frise("d", "Mme AUBERT Nadège", JOUR, pistes, sans_date)


def test_every_fact_is_written_with_its_dates() -> None:
    formes = tuple(Forme)
    days = tuple(_day(rank, formes[rank % 3]) for rank in range(120))
    lanes = (
        Piste("cer", "CER", tuple(_period(rank, formes[rank % 3], ends=rank < 14) for rank in range(15))),
        Piste("entretien", "Entretiens", days, ponctuelle=True),
    )
    made = rendre(_frise(*lanes, sans_date=2), SETTINGS, "20/11/2026 à 9 h")
    words = mots(texte_pdf(made))
    for piste in lanes:
        assert all(mots(fait.phrase) in words for fait in piste.faits)
    for said in (
        "Parcours de Mme AUBERT Nadège",
        "Au 20 novembre 2026 · Département · Service insertion",
        "Aujourd’hui",
        "manqué, refusé, suspendu",
        "CER n° 14, validé, en cours",
        "CER n° 0, validé, jusqu’au 28 septembre 2017",
        "Entretien individuel 0, à 10 h",
        "2 faits sans date n’y sont pas.",
        "imprimé le 20/11/2026 à 9 h",
        "Page 1 sur 3",
    ):
        assert mots(said) in words
    assert en_largeur(made)
    assert nombre_de_pages(made) == 3


def test_more_lanes_than_a_sheet_is_high_are_drawn_smaller() -> None:
    """Forty periods at once, and a reason of a page: nothing is refused, nothing is left out."""
    at_once = tuple(Fait(str(rank), JOUR, None, "", Forme.PLEIN, "a", f"Fait {rank}") for rank in range(40))
    long = (_day(0, Forme.PLEIN, "mot " * 3000),)
    lanes = (Piste("a", "A", at_once), Piste("b", "B", long, ponctuelle=True))
    words = mots(texte_pdf(rendre(_frise(*lanes), SETTINGS, "")))
    assert all(mots(f"Fait {rank}, en cours") in words for rank in range(40))
    assert words.count("mot") == 3000


def test_a_path_without_a_fact_still_makes_a_sheet() -> None:
    assert mots("Parcours de Mme AUBERT Nadège") in mots(texte_pdf(rendre(_frise(), SETTINGS, "")))
