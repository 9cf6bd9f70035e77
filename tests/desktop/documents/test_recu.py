from desktop.documents import pdf
from desktop.documents.recu import RIEN, RecuImprime, decrire_recu
from domain.reglage.nomenclatures import Settings
from resources import default_settings
from tests.desktop.documents.lecture import mots, texte_pdf

LIGNES = (
    ("À reprendre", ("CER n° 2 – Mme VAUTRIN Élise\u00a0: modifié aussi ailleurs",)),
    ("Pris", tuple(f"Entretien – M. MOREL Karim, n°\u00a0{rang}" for rang in range(80))),
)


def written(*lignes: tuple[str, tuple[str, ...]]) -> str:
    recu = RecuImprime(
        debut="20/11/2026 à 17\u00a0h\u00a031",
        fin="20/11/2026 à 17\u00a0h\u00a032",
        utilisateur="Camille Roche",
        comptes=(("Changements envoyés", 1200), ("Pris", 81)),
        lignes=lignes,
        imprime_le="21/11/2026 à 9\u00a0h",
    )
    return mots(texte_pdf(pdf.rendre(decrire_recu(recu, Settings.of(default_settings(), ())))))


def test_a_receipt_prints_every_line_with_times_and_counts() -> None:
    words = written(*LIGNES)
    for _titre, lignes in LIGNES:
        assert all(mots(ligne) in words for ligne in lignes)
    for said in ("20/11/2026 à 17 h 31", "Camille Roche", "Changements envoyés 1 200", "Pris (80)"):
        assert mots(said) in words


def test_a_receipt_without_anything_sent_says_so() -> None:
    assert mots(RIEN) in written()
