"""The list as a workbook: who is shown, and what one has chosen to see of them."""

import datetime as dt
from collections.abc import Callable, Sequence

from desktop.documents.nommage import nom_fichier
from desktop.services.editions import Produit
from desktop.services.lignes_file_active import LigneFileActive
from desktop.services.poste import Poste
from domain.french import plural, short_date
from domain.reglage.nomenclatures import Settings

Valeur = str | int | dt.date | dt.datetime | None
Cellules = Sequence[tuple[str, Callable[[LigneFileActive], Valeur]]]

COLONNES: dict[str, Cellules] = {
    "rendez_vous": [("Prochain rendez-vous", lambda one: _moment(one.prochain_entretien))],
    "cer": [
        ("CER", lambda one: one.cers[0].etat_libelle if one.cers else "Sans CER"),
        ("Fin du CER", lambda one: _day(one.cer_fin)),
        ("Jours restants", lambda one: one.jours_restants),
    ],
    "droit": [("État du droit", lambda one: one.etat_droit_libelle)],
    "sdd": [("Droits et devoirs", lambda one: one.sdd_libelle)],
    "veille": [
        ("Veille", lambda one: one.veille),
        ("Fin de veille prévue", lambda one: _day(one.veille_fin)),
    ],
    "dernier": [("Dernier entretien", lambda one: _day((one.dernier_entretien or "")[:10]))],
    "telephone": [("Téléphone", lambda one: one.telephone)],
    "referent": [("Référent", lambda one: one.referent_nom)],
    "structure": [("Structure", lambda one: one.structure)],
}
"""What a column of the screen says in cells, by its code; any other code is that of a caractéristique."""

_QUI: Cellules = [
    ("Numéro", lambda one: one.numero),
    ("Nom", lambda one: one.nom),
    ("Prénom", lambda one: one.prenom),
    ("Date de naissance", lambda one: _day(one.date_naissance)),
    ("Commune", lambda one: one.commune),
]


class Exports:
    """Use case of the export."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def file_active(self, lignes: Sequence[LigneFileActive], colonnes: Sequence[str]) -> Produit:
        """Return the workbook of these lines; meant to be made off the screen's thread."""
        # Imported at the first export: openpyxl costs 0.25 s of a start.
        from desktop.documents.tableau import MEDIA, Tableau, rendre  # noqa: PLC0415

        settings = self._poste.settings
        cells = [*_QUI, *(cell for code in colonnes for cell in _cells(settings, code))]
        table = Tableau(
            "File active",
            tuple(heading for heading, _ in cells),
            tuple(tuple(value(ligne) for _, value in cells) for ligne in lignes),
        )
        name = nom_fichier("File active", "", "", self._poste.today, "xlsx")
        return Produit(name, MEDIA, rendre(table), avertissement(len(lignes)))


def avertissement(nombre: int) -> str:
    """Say what such a file is, before it is made."""
    return (
        f"Ce fichier ne sera pas chiffré\u00a0: il portera en clair le nom et la situation de"
        f" {plural(nombre, 'personne')}. Gardez-le sur ce poste ou un partage du service, et"
        " effacez-le quand il a servi."
    )


def _cells(settings: Settings, code: str) -> Cellules:
    if code in COLONNES:
        return COLONNES[code]

    def value(one: LigneFileActive) -> str:
        return settings.label("valeurs_caracteristique", one.caracteristiques.get(code))

    return [(settings.label("caracteristiques", code), value)]


def _day(value: str | None) -> Valeur:
    """Return a day as Excel sorts it; of an incomplete birth date, what is known."""
    if not value:
        return None
    return short_date(value) if "-00" in value else dt.date.fromisoformat(value)


def _moment(value: str | None) -> Valeur:
    return dt.datetime.fromisoformat(value) if value else None
