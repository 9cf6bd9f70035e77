"""What surrounds the contracts of one person: what hinders, what is known, notes, veille, requests, a CV.

The first persons of each référent show every kind; the others have what chance gives them.
"""

import datetime as dt
from collections.abc import Iterator

from domain.fields import Value
from domain.text import unaccented
from server.demo.actes import Deposer, Ecrire
from server.demo.departement import Periode
from server.demo.papiers import cv
from server.demo.personnes import Personne
from server.demo.recit import Recit, a_heure

VEILLES = {3: "sante", 10: "formation"}
"""Ranks of the persons of each référent who are in veille, and why."""

MIDEM, FIN = 13, 7
"""Ranks of those for whom he asks a mise en demeure, or an end of accompaniment."""

_CONNUS = 12
"""The persons up to that rank have notes and papers."""

_VEILLES = {  # motif: section of the sentences, days it was to last
    "sante": ("arret", 75),
    "formation": ("formation", 150),
    "emploi_court": ("emploi_court", 120),
}
_NIVEAUX = {"aucun": "sans", "CAP": "3", "brevet": "4", "baccalauréat": "4", "BTS": "4", "licence": "6"}


def raconter_suivi(recit: Recit) -> None:
    """Tell what was noted since the last référent came, and what he asks for."""
    windows = recit.fenetres()
    if not windows:
        return
    periode, first, last = windows[-1]
    if last <= first:
        return
    told = _Autour(recit, periode, first, last)
    told.connaitre()
    if recit.suivi.rang <= _CONNUS or recit.hasard.random() < 0.15:
        told.noter()
    if periode.fin is None:
        told.suspendre()
        told.demander()


class _Autour:
    """One person and the référent who writes of her, between two days."""

    def __init__(self, recit: Recit, periode: Periode, first: dt.date, last: dt.date) -> None:
        self._recit, self._referent = recit, periode.referent
        self._first, self._last = first, last
        self._personne = recit.suivi.personne

    def connaitre(self) -> None:
        """Tell what hinders, the trade wished for and the caractéristiques."""
        recit, day = self._recit, self._day(0.2)
        for code, section in _difficultes(self._personne, day):
            stage = recit.hasard.choices(("constatee", "en_cours", "levee"), (40, 45, 15))[0]
            values = recit.monde.choix("nature", "natures_difficulte", code)
            values |= recit.monde.choix("realisation", "realisations_difficulte", stage)
            values |= {"debut": self._first.isoformat(), "commentaire": self._say(section, day)}
            if stage == "levee":
                values["fin"] = self._day(0.8).isoformat()
            self._write("difficulte", self._day(0.9), values)
        self._wish("metier", 1, day)
        if self._personne.metier != self._personne.ancien:
            self._wish("ancien", 2, day)
        for nom, valeur in _caracteristiques(self._personne):
            found = self._day(recit.hasard.random())
            values = recit.monde.choix("nom", "caracteristiques", nom)
            values |= recit.monde.choix("valeur", "valeurs_caracteristique", f"{nom}.{valeur}")
            self._write("caracteristique", found, values | {"constatee_le": found.isoformat()})

    def noter(self) -> None:
        """Tell a note or two, and the CV."""
        recit = self._recit
        for section, visibilite in (("note", "publique"), ("note_privee", "privee")):
            if recit.hasard.random() < 0.6 or recit.suivi.rang == 1:
                day = self._day(recit.hasard.random())
                values = recit.monde.choix("visibilite", "visibilites_note", visibilite)
                values["texte"] = self._say(section, day)
                if visibilite == "publique" and recit.hasard.random() < 0.2:
                    values["close_le"] = day.isoformat()
                self._write("note", day, values)
        day = self._day(0.5)
        content = cv(self._personne, day)
        values = recit.monde.choix("rangement", "rangements", "brsa")
        values |= recit.monde.choix("type", "types_document", "cv")
        who = "_".join(
            "-".join(unaccented(one).split()) for one in (self._personne.nom, self._personne.prenom)
        )
        values |= {"nom": f"CV_{who}_{day}.pdf", "date_envoi": day.isoformat()}
        recit.fait(a_heure(day, 18), self._referent, Deposer(recit.monde.ids.new(), values, content))

    def suspendre(self) -> None:
        """Tell a veille: the one of the rank, or one that chance gives and that may be over."""
        recit = self._recit
        motif = VEILLES.get(recit.suivi.rang)
        if motif is None and (recit.suivi.rang <= _CONNUS or recit.hasard.random() > 0.12):
            return
        begun = self._day(0.75)
        motif = motif or recit.hasard.choice(tuple(_VEILLES))
        section, days = _VEILLES[motif]
        values = recit.monde.choix("motif", "motifs_veille", motif)
        values |= {
            "debut": begun.isoformat(),
            "fin": (begun + dt.timedelta(days=days)).isoformat(),
            "commentaire": self._say(section, begun),
        }
        self._write("veille", begun, values)

    def demander(self) -> None:
        """Tell what the secretariat is asked, a few days ago."""
        recit, rang = self._recit, self._recit.suivi.rang
        day = max(self._first, self._last - dt.timedelta(days=6))
        if rang == MIDEM or (rang > MIDEM and recit.hasard.random() < 0.02):
            values: dict[str, Value] = {"date": day.isoformat(), "motif": self._say("midem", day)}
            self._write("demande_midem", day, values)
        elif rang == FIN or (rang > MIDEM and recit.hasard.random() < 0.03):
            cas = recit.hasard.choice(("demenagement", "emploi", "ressources"))
            values = recit.monde.choix("cas", "motifs_sortie", cas)
            values |= {"date": day.isoformat(), "precision": self._say(f"fin_{cas}", day)}
            self._write("demande_fin", day, values)

    def _wish(self, which: str, rang: int, day: dt.date) -> None:
        metier = self._personne.metier if which == "metier" else self._personne.ancien
        said = metier.dit(feminin=self._personne.feminin)
        values: dict[str, Value] = {"rang": rang, "metier": said[0].upper() + said[1:]}
        self._write("souhait_metier", day, values | {"code_rome": metier.rome})

    def _say(self, section: str, day: dt.date) -> str:
        return self._recit.plume.phrases("suivi", section, day)[0]

    def _day(self, part: float) -> dt.date:
        """Return the day at ``part`` of the time told, at least two days before its end."""
        return self._first + dt.timedelta(days=int(part * max(0, (self._last - self._first).days - 2)))

    def _write(self, kind: str, day: dt.date, values: dict[str, Value]) -> None:
        recit = self._recit
        recit.fait(a_heure(day, 18), self._referent, Ecrire(kind, recit.monde.ids.new(), values))


def _difficultes(personne: Personne, day: dt.date) -> Iterator[tuple[str, str]]:
    """Yield the obstacles of a person, by France Travail's code, and the section that tells each."""
    traits = personne.traits(day)
    for code, section, true in (
        ("23.6", "mobilite", "sans_permis" in traits and "rural" in traits),
        ("23.7", "mobilite", "sans_vehicule" in traits and "rural" not in traits),
        ("24.10", "famille", "enfants" in traits and "famille" in personne.themes),
        ("25.15", "sante", personne.sante),
        ("26.20", "langue", personne.langue),
        ("27.24", "logement", personne.logement == "sans_abri"),
        ("27.27", "logement", personne.logement == "heberge"),
        ("28.31", "budget", personne.dettes),
        ("29.35", "droits", "numerique" in personne.themes),
    ):
        if true:
            yield code, section


def _caracteristiques(personne: Personne) -> Iterator[tuple[str, str]]:
    """Yield what is known of a person, by caractéristique and value."""
    yield "sante.rqth", "demande" if personne.sante else "non"
    yield (
        "formation.niveau",
        next(level for word, level in (*_NIVEAUX.items(), ("", "3")) if word in personne.diplome),
    )
    if "numerique" in personne.themes:
        yield "numerique.autonomie", "aide"
    if personne.langue:
        yield "langue.francais", "debutant"
    if personne.enfants:
        yield "famille.garde", "solution"
    if personne.tns:
        yield "activite.independante", "oui"
