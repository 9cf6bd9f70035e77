"""What a person may do on a laptop to one dossier, and the words that are then owed.

Every word typed is unique. A word that its laptop has taken is owed for ever, until somebody who *saw* it
writes another in its place, deletes what holds it, or settles its conflict without it. What a gesture
changes to the debt is done when it is on the disk: a word that died with its laptop was never taken.
"""

import random
from collections.abc import Callable
from typing import Any

from desktop.services.reprises import Geste
from domain.cer.states import State
from domain.registry import FORMS
from tests.faults.poste import Portable

WRITTEN = {
    "dossier": ("telephone", "mail"),
    "cer": ("situation", "evaluation", "commentaire", "expression", "decision_commentee", "note_referent"),
    "objectif": ("personne", "referent"),
    "entretien": ("suite", "motif_absence"),
    "theme_entretien": ("synthese",),
}
DELETED = ("objectif", "theme_entretien", "entretien", "cer")
OBJECTIF = ("Refaire son CV", "2027-03-01")


class Gestes:
    """The hands of everybody, on the dossiers of a schedule."""

    def __init__(self, alea: random.Random, dossiers: tuple[str, ...], premier: int = 0) -> None:
        self.alea = alea
        self.dossiers = dossiers[: alea.choice((1, 1, 2))]
        self.dossier = dossiers[0]
        # A few gestures on a few fields meet on the same word; all of them seldom do.
        champs = [(kind, name) for kind, names in WRITTEN.items() for name in names]
        self._champs = alea.sample(champs, alea.choice((1, 1, 2, 4, len(champs))))
        gestes: list[Callable[[Portable], None]] = [self._ecrire, self._naitre, self._effacer, self._accord]
        gestes += [self._etat, self._decider, self._ranger, self._regler]
        self._gestes = [self._ecrire] * 3 + [geste for geste in gestes for _ in range(alea.choice((0, 1, 3)))]
        self.du: dict[str, str] = {}  # each word owed, and where it was typed
        self.faits = 0
        self.recit: list[str] = []  # told when a schedule is played again
        self._mots = premier

    def agir(self, poste: Portable) -> None:
        """Do one thing. Raises RefusedError when a rule of the trade says no on the spot."""
        self.dossier = self.alea.choice(self.dossiers)
        self.alea.choice(self._gestes)(poste)
        self.faits += 1

    def taper(self, poste: Portable) -> None:
        """Go on typing. Raises RefusedError as above."""
        self.dossier = self.alea.choice(self.dossiers)
        self._ecrire(poste)
        self.faits += 1

    def _mot(self, name: str = "") -> str:
        self._mots += 1
        return f"06{self._mots:08d}" if name == "telephone" else f"m{self._mots}@exemple.invalid"

    def _ecrire(self, poste: Portable) -> None:
        """Type in an editor that may have been open for long, on a record that may have gone."""
        kind, name = self.alea.choice(self._champs)
        held = {str(row["id"]): row for row in poste.rows(kind, self.dossier)}
        opened = {record for sort, record, field in poste.vu if (sort, field) == (kind, name)}
        if not (records := sorted((held.keys() | opened) - poste.efface)):
            return
        record = self.alea.choice(records)
        key = kind, record, name
        if record in held and (key not in poste.vu or self.alea.random() < 0.7):
            poste.vu[key] = held[record][name]
        mot, seen = self._mot(name), poste.vu[key]

        self.recit.append(f"{poste.nom} types {mot} over {seen} in {kind}.{name} {record[-4:]}")

        def ecrit() -> None:
            self.du.pop(str(seen), None)
            self.du[mot] = f"{poste.identifiant}, {key}"

        with poste.tenir(ecrit):
            poste.bureau.saisie.save_field(kind, record, name, mot, seen)
        poste.vu[key] = mot

    def _naitre(self, poste: Portable) -> None:
        bureau, sort = poste.bureau, self.alea.choice(("cer", "objectif", "entretien", "theme"))
        cers, entretiens = self._ids(poste, "cer"), self._ids(poste, "entretien")
        match sort:
            case "cer":
                bureau.cers.nouveau(self.dossier)
            case "entretien":
                bureau.entretiens.nouveau(self.dossier)
            case "objectif" if cers:
                bureau.cers.ajouter_objectif(self.alea.choice(cers), "emploi")
            case "theme" if entretiens:
                bureau.entretiens.ajouter_theme(self.alea.choice(entretiens), "emploi")

    def _effacer(self, poste: Portable) -> None:
        kind = self.alea.choice(DELETED)
        if not (whole := poste.rows(kind, self.dossier)):
            return
        parts = [(kind, self.alea.choice(whole))]
        record = str(parts[0][1]["id"])
        for form in FORMS.values():
            if form.parent == kind:
                parts += [(form.name, row) for row in poste.rows(form.name) if row[kind] == record]

        self.recit.append(f"{poste.nom} deletes {kind} {record[-4:]}")

        def efface() -> None:
            for sort, row in parts:
                poste.efface.add(str(row["id"]))
                for name in WRITTEN.get(sort, ()):
                    self.du.pop(str(row[name]), None)

        with poste.tenir(efface):
            poste.bureau.saisie.supprimer(kind, record)

    def _accord(self, poste: Portable) -> None:
        for cer in self._ids(poste, "cer")[-1:]:
            poste.bureau.cers.recueillir_accord(cer, "oui", "case", "sans_reseau")

    def _etat(self, poste: Portable) -> None:
        """Submit a CER, complete or not, or give it back."""
        for cer in self._ids(poste, "cer")[:1]:
            here = poste.bureau.cers.ouvrir(cer)
            if here.etat is not State.PROPOSITION:
                poste.bureau.cers.changer_etat(cer, State.PROPOSITION, "À compléter")
                return
            for name, value in (("priorite", "normale"), ("sans_expression", True)):
                poste.bureau.saisie.save_field("cer", cer, name, value, here.values[name])
            for objectif in here.objectifs:
                for name, value in zip(("personne", "echeance"), OBJECTIF, strict=True):
                    if objectif.values[name] is None:
                        poste.bureau.saisie.save_field("objectif", objectif.id, name, value, None)
            poste.bureau.cers.soumettre(cer)

    def _decider(self, poste: Portable) -> None:
        """Take a CER one step further with the service's words, in one transaction."""
        for cer in self._ids(poste, "cer")[:1]:
            here = poste.bureau.cers.ouvrir(cer)
            steps = [state for state in here.transitions if state is not State.PROPOSITION]
            if not steps:
                return
            words = {name: self._mot() for name in ("decision_commentee", "note_referent")}

            self.recit.append(f"{poste.nom} decides {words} over {[here.values[name] for name in words]}")

            def decide(here: Any = here, words: dict[str, str] = words) -> None:  # noqa: ANN401 - a CerLu
                for name, mot in words.items():
                    self.du.pop(str(here.values[name]), None)
                    self.du[mot] = f"{poste.identifiant}, {name}"

            with poste.tenir(decide):
                poste.bureau.instruction.decider(
                    cer,
                    self.alea.choice(steps),
                    date_decision="2026-11-20",
                    debut=None,
                    fin=None,
                    motif=None,
                    **words,
                )

    def _ranger(self, poste: Portable) -> None:
        for objectif in self._ids(poste, "objectif")[:1]:
            poste.bureau.cers.deplacer_objectif(objectif, 1)

    def _regler(self, poste: Portable) -> None:
        """Settle the oldest item: the server's words, or mine again, or somebody's work taken in."""
        reprises = poste.bureau.reprises
        for item in reprises.a_reprendre()[:1]:
            keep = item.geste is not Geste.LIRE and self.alea.random() < 0.5
            asked = item.a_choisir if keep else item.champs
            shown = [(one.nom, one.moi, one.serveur) for one in asked]
            self.recit.append(f"{poste.nom} settles {shown}, {'mine' if keep else 'theirs'}")
            if keep and item.geste is Geste.PRENDRE:
                reprises.prendre(item.id)
                return

            def regle(keep: bool = keep, shown: Any = shown) -> None:  # noqa: ANN401, FBT001 - of this turn
                for _, moi, serveur in shown:
                    self.du.pop(str(serveur if keep else moi), None)

            with poste.tenir(regle):
                choix = {nom: moi for nom, moi, _ in shown} if keep else None
                reprises.regler(item.id, choix, {nom: serveur for nom, _, serveur in shown})

    def _ids(self, poste: Portable, kind: str) -> list[str]:
        return [str(row["id"]) for row in poste.rows(kind, self.dossier)]
