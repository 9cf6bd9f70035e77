"""Papers of the fictitious persons: a CV of one page, so that a dossier has something to open."""

import datetime as dt
import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas

from server.demo.personnes import Personne

_LEFT, _TOP, _LINE = 2.2 * cm, A4[1] - 2.6 * cm, 0.62 * cm


def cv(personne: Personne, jour: dt.date) -> bytes:
    """Return the CV of a person as a PDF; the same person and day give the same bytes."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True)
    name = f"{personne.prenom} {personne.nom.title()}"
    page.setTitle(f"CV de {name}")
    page.setFont("Helvetica-Bold", 20)
    page.drawString(_LEFT, _TOP, name)
    page.setFont("Helvetica", 11)
    y = _TOP - _LINE * 1.4
    for line in (_trade(personne), personne.commune.nom, *personne.telephones[:1], personne.courriel):
        page.drawString(_LEFT, y, line)
        y -= _LINE
    for title, lines in _parts(personne, jour):
        y -= _LINE * 0.8
        page.setFont("Helvetica-Bold", 13)
        page.drawString(_LEFT, y, title)
        page.line(_LEFT, y - 4, A4[0] - _LEFT, y - 4)
        page.setFont("Helvetica", 11)
        for line in lines:
            y -= _LINE
            page.drawString(_LEFT, y, line)
        y -= _LINE
    page.save()
    return out.getvalue()


def _parts(personne: Personne, jour: dt.date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    former = personne.ancien.dit(feminin=personne.feminin)
    left = personne.entree_rsa.year
    mobility = "Permis B" if personne.permis else "Sans permis"
    car = ", véhicule personnel" if personne.vehicule else ""
    diploma = personne.diplome[0].upper() + personne.diplome[1:]
    return (
        ("Expérience", (f"{left - 4} – {left} : {former}, {personne.commune.ville}",)),
        ("Formation", (diploma,)),
        ("Mobilité", (mobility + car,)),
        ("", (f"À jour en {jour:%m/%Y}",)),
    )


def _trade(personne: Personne) -> str:
    said = personne.metier.dit(feminin=personne.feminin)
    return said[0].upper() + said[1:]
