"""The extract of the fictitious Genesis: CSV, windows-1252, with what spreadsheets do to cells."""

import csv
import datetime as dt
import io
from random import Random

from server.demo.departement import Departement, Droit, Periode, Suivi

COLONNES = (
    "N° dossier", "Civilité", "Nom d’usage", "Nom de naissance", "Prénom", "Né(e) le",
    "Commune de naissance",
    "NIR", "Organisme", "N° allocataire", "Adresse", "Complément", "CP Ville", "INSEE", "Téléphone(s)",
    "Courriel", "État du droit", "Date état", "Motif", "SDD", "Orientation", "Entrée RSA",
    "Entrée dispositif",
    "Premier accompagnement", "Date MIDEM", "Motif MIDEM", "Situation", "Enfants", "Foyer", "Référent",
    "Courriel référent", "Désigné le",
)  # fmt: skip
_ETATS = {
    "versable": "2 - Ouvert et versable",
    "suspendu": "3 - Ouvert et suspendu",
    "versement_suspendu": "4 - Ouvert, versement suspendu",
    "clos": "5 - Clos",
}
_ORIENTATIONS = {
    "socioprofessionnel": "Socioprofessionnel",
    "social": "Social",
    "professionnel": "Professionnel",
    "france_travail": "France Travail",
    "accompagnement_global": "Accompagnement global",
}


def extraire(departement: Departement, jour: dt.date) -> bytes:
    """Return the extract of one day: everybody whom a référent accompanies that day (R-GEN-3)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLONNES)
    for suivi in departement.suivis:
        periode = suivi.periode(jour)
        if periode is not None:
            writer.writerow(_ligne(suivi, periode, suivi.droit(jour)))
    return text.getvalue().encode("windows-1252")


def _ligne(suivi: Suivi, periode: Periode, droit: Droit) -> list[str]:
    person = suivi.personne
    hasard = Random(person.numero)
    town = "" if not person.adresse else f"{person.commune.code_postal} {person.commune.nom}"
    first = suivi.periodes[0].debut
    suspended = droit.etat == "suspendu"
    return [
        f"RSA-{person.numero}",
        "MME" if person.feminin else "M.",
        person.nom,
        person.nom_naissance,
        person.prenom,
        "/".join(reversed(person.naissance.split("-"))),
        person.commune_naissance,
        person.nir,
        person.organisme.upper(),
        person.matricule,
        person.adresse or "SDF",
        person.complement,
        town,
        person.commune.code_insee if person.adresse else "",
        _telephones(person.telephones, hasard),
        person.courriel,
        _ETATS[droit.etat],
        _jour(droit.depuis),
        droit.motif,
        "Oui" if droit.sdd == "sdd" else "Non",
        _ORIENTATIONS[suivi.orientation],
        _jour(person.entree_rsa),
        _jour(max(first, person.entree_rsa)),
        _jour(max(first, person.entree_rsa)),
        _jour(droit.depuis - dt.timedelta(days=45)) if suspended else "",
        "Absences répétées sans motif" if suspended else "",
        person.situation,
        str(person.enfants),
        suivi.foyer,
        f"{periode.referent.nom.upper()} {periode.referent.prenom}",
        periode.referent.adresse,
        _jour(periode.debut),
    ]


def _telephones(numbers: tuple[str, ...], hasard: Random) -> str:
    """Write telephones as people and spreadsheets do: in pairs of digits, or without the leading 0."""
    way = hasard.randrange(3)
    written = {
        0: [" ".join(one[start : start + 2] for start in range(0, 10, 2)) for one in numbers],
        1: [one[1:] for one in numbers],
        2: [f"+33{one[1:]}" for one in numbers],
    }[way]
    return " / ".join(written)


def _jour(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
