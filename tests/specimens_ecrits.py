"""``make cer-specimens``: every edition × type × size as PDF, Word and images, and what is found in them.

LibreOffice opens each Word file as a reader would; its text must hold every line that the PDF was made
of. What must never print is looked for in both. Returns 1 if anything is wrong.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import resources
from desktop.documents import apercu, pdf, word
from desktop.documents.blocs import Document, textes
from desktop.documents.caracteres import nettoyer
from desktop.documents.champs import Valeurs, valeurs
from desktop.documents.contenu import decrire
from desktop.documents.fusion import fusionner
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.specimens import au_modele, toutes_les_editions

INTERDITS = ("SENTINELLE-COMMENTAIRE", "SENTINELLE-PRIORITE", "SENTINELLE-NOTE")
LARGEUR = 1240
# Written in the header or the foot of the sample model, or not in it at all.
HORS_DU_TEXTE = {
    "departement",
    "service",
    "adresse_departement",
    "telephone_departement",
    "version_modele",
    "date_debut",
    "date_fin",
}


def ecrire(dossier: Path) -> dict[str, Document]:
    """Write each specimen as PDF, Word and images of its pages; return what they were made of."""
    dossier.mkdir(parents=True, exist_ok=True)
    specimens = toutes_les_editions()
    for name, document in specimens.items():
        octets = pdf.rendre(document)
        (dossier / f"{name}.pdf").write_bytes(octets)
        (dossier / f"{name}.docx").write_bytes(word.rendre(document))
        for rank, page in enumerate(apercu.pages(octets, LARGEUR), 1):
            (dossier / f"{name}-{rank}.png").write_bytes(page.png())
    return specimens


def ecrire_au_modele(dossier: Path) -> dict[str, Valeurs]:
    """Write each CER in the sample Word model; return what its fields were filled with."""
    modele = resources.path("modeles", "cer.docx").read_bytes()
    filled = {}
    for name, cer in au_modele().items():
        filled[name] = valeurs(cer, "2027-1")
        (dossier / f"{name}.docx").write_bytes(fusionner(modele, filled[name], decrire(cer)))
    return filled


def ouverts_par_libreoffice(fichiers: list[Path]) -> dict[str, str]:
    """Return the text of Word files as LibreOffice reads them, by name; nothing where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        home = f"-env:UserInstallation={(out / 'profil').as_uri()}"
        words = [program, home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(out)]
        subprocess.run([*words, *map(str, fichiers)], check=True, capture_output=True)
        return {path.stem: path.read_text("utf-8") for path in out.glob("*.txt")}


def manquantes(document: Document, texte: str) -> list[str]:
    """Return the lines of a document that a text does not hold; a file cannot hold control characters."""
    read = mots(texte)
    lines = [line for text in textes(document.blocs) for line in text.split("\n")]
    return [line for line in lines if mots(nettoyer(line)) not in read]


def champs_manquants(filled: Valeurs, texte: str) -> list[str]:
    """Return the fields that a merged model does not show; LibreOffice's text has no header nor foot."""
    read = mots(texte)
    values = [(name, text) for name, text in filled.textes.items() if name not in HORS_DU_TEXTE]
    values += [item for row in filled.objectifs for item in row.items()]
    return [name for name, text in values for line in text.split("\n") if mots(line) not in read]


def main(dossier: Path) -> int:
    """Write, read again, print a table."""
    began = time.perf_counter()
    specimens = ecrire(dossier)
    filled = ecrire_au_modele(dossier)
    written = time.perf_counter() - began
    opened = ouverts_par_libreoffice([dossier / f"{name}.docx" for name in (*specimens, *filled)])
    faults = []
    for name, document in specimens.items():
        printed = texte_pdf((dossier / f"{name}.pdf").read_bytes())
        faults += [f"{name}: {mot} est imprimé" for mot in INTERDITS if mot in printed + opened.get(name, "")]
        if name in opened and not document.code:
            faults += [f"{name}, Word: {line!r} manque" for line in manquantes(document, opened[name])]
    for name in filled.keys() & opened.keys():
        faults += [f"{name}: {mot} est imprimé" for mot in INTERDITS if mot in opened[name]]
        faults += [
            f"{name}: {{{{ {champ} }}}} manque" for champ in champs_manquants(filled[name], opened[name])
        ]
    images = len(list(dossier.glob("*.png")))
    readers = f"{len(opened)} fichiers Word ouverts par LibreOffice" if opened else "LibreOffice est absent"
    counted = f"{len(specimens)} éditions, {len(filled)} autres au modèle Word d’un département"
    report = [f"{counted}, {images} pages, en {written:.1f} s dans {dossier}", readers]
    report += faults or ["rien d’interdit n’est imprimé, et les deux formats disent le même texte"]
    sys.stdout.write("\n".join(report) + "\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
