"""``make papiers``: forty photographed CER vierges, and what is read of them (R-CER-18).

Perspective, blur, grain, shadow, quarter turns, small JPEGs: some no eye would read either. The share
read is printed; one wrong reading is a fault, and the command says so by returning 1.
"""

import sys
import time
from pathlib import Path

from desktop.documents import pdf
from desktop.documents.papier import lire_pages
from desktop.documents.photos import redresser
from desktop.documents.vierge import decrire_vierge
from domain.document.contenu import JPEG
from tests import specimens
from tests.photos import photographier, prise

COMBIEN = 40


def main(dossier: Path, graine: int = 0) -> int:
    """Take the photos, write them, read them, print a table."""
    dossier.mkdir(parents=True, exist_ok=True)
    read = wrong = 0
    spent = 0.0
    print(f"{'photo':>6}  {'penché':>6}  {'flou':>5}  {'grain':>5}  {'ombre':>5}  {'quart':>5}  lu")
    for number in range(graine, graine + COMBIEN):
        known = specimens.DOSSIER | {"numero": f"D{1000 + number}"} if number % 2 else None
        document = decrire_vierge(specimens.SETTINGS, number + 1, known)
        photo = photographier(pdf.rendre(document), number, number // 2 % 2)
        (dossier / f"{number:03}.jpg").write_bytes(photo)
        began = time.perf_counter()
        (page,) = lire_pages(redresser(photo)[0], JPEG)
        spent += time.perf_counter() - began
        read += page.code == document.code
        wrong += page.code not in {"", document.code}
        how = prise(number)
        print(
            f"{number:>6}  {how.penche:6.2f}  {how.flou:5.1f}  {how.bruit:5.0f}  {how.ombre:5.2f}  "
            f"{how.quart:>5}  {page.code or '–'}"
        )
    print(
        f"\n{read} lues sur {COMBIEN} ({100 * read // COMBIEN}\u00a0%), {wrong} lue de travers, "
        f"{1000 * spent / COMBIEN:.0f} ms par photo."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *map(int, sys.argv[2:])))
