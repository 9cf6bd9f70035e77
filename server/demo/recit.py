"""What every teller of the past shares: whose hands, which windows of time, which labels."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from domain.fields import Value
from domain.ids import Ids
from domain.reglage.nomenclatures import Settings
from server.demo.actes import Acte, Quoi
from server.demo.agenda import Agenda
from server.demo.comptes import CompteDemo
from server.demo.departement import Departement, Periode, Suivi
from server.demo.plume import Plume


@dataclass(frozen=True)
class Monde:
    """What is common to the whole département."""

    departement: Departement
    settings: Settings
    agenda: Agenda
    ids: Ids

    @property
    def jour(self) -> dt.date:
        """Return «today»."""
        return self.departement.jour

    def choix(self, champ: str, liste: str, code: str) -> dict[str, Value]:
        """Return a code and its label as chosen (decision 20)."""
        return {champ: code, f"{champ}_libelle": self.settings.label(liste, code)}

    def service(self, territoire: str, profil: str) -> CompteDemo | None:
        """Return who has this profile for a territory, if anybody works there."""
        return next(
            (one for one in self.departement.services if one.profil == profil and territoire in one.dtas),
            None,
        )


class Recit:
    """The past of one person: its acts pile up here."""

    def __init__(self, monde: Monde, suivi: Suivi) -> None:
        self.monde = monde
        self.suivi = suivi
        self.hasard = Random(f"{suivi.personne.numero}")
        self.actes: list[Acte] = []
        self.plume = Plume(suivi.personne, self.hasard, suivi.periodes[-1].debut)

    @property
    def territoire(self) -> str:
        """Return the territory whose services see the dossier (decision 35)."""
        return self.suivi.personne.commune.dtas if self.suivi.personne.adresse else "hors_territoire"

    def fenetres(self) -> list[tuple[Periode, dt.date, dt.date]]:
        """Return, for each période that an extract showed, its first and last day of work here.

        One may write from the day after the extract that brought the dossier, and until the eve of
        the end: a day is played whole, with the files actives it ended with.
        """
        found = []
        for periode in self.suivi.periodes:
            shown = [day for day in self.monde.departement.extraits if self.suivi.periode(day) is periode]
            if shown:
                last = (periode.fin or self.monde.jour) - dt.timedelta(days=1)
                found.append((periode, shown[0] + dt.timedelta(days=1), last))
        return found

    def auteur(self, jour: dt.date) -> CompteDemo | None:
        """Return the référent who may write on a day, if any."""
        return next((one.referent for one, first, last in self.fenetres() if first <= jour <= last), None)

    def droit_connu(self, jour: dt.date) -> dict[str, Value]:
        """Return the right as the last extract told it: what the device knows (R-GEN-8)."""
        day = max(one for one in self.monde.departement.extraits if one <= jour)
        droit = self.suivi.droit(day)
        return {
            "etat_droit_connu": droit.etat,
            "sdd_connu": droit.sdd,
            "droit_connu_le": f"{day}T06:00:00.000Z",
        }

    def fait(self, quand: dt.datetime, auteur: CompteDemo, quoi: Quoi) -> None:
        """Add an act, unless it lies ahead of the demonstration's day."""
        if quand.date() < self.monde.jour:
            self.actes.append(Acte(quand, auteur.adresse, self.suivi.personne.numero, quoi))


def a_heure(jour: dt.date, heure: int, minute: int = 0) -> dt.datetime:
    """Return a local moment of a day."""
    return dt.datetime(jour.year, jour.month, jour.day, heure, minute)
