"""Who works in a simulation and what they do, drawn at random; ``test_hasard`` plays and judges.

Every word typed is unique. A word that its laptop took is owed for ever, until somebody who *saw*
it writes another in its place, deletes what holds it, or settles its conflict without it.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.models.tables import RECORDS as LOCAL
from desktop.services.reprises import Geste
from desktop.sync.diagnostic import OFFLINE
from desktop.sync.transport import Transport, UnreachableError
from domain.cer.states import State
from domain.exchange.v1 import Request, Response
from domain.fields import Value
from domain.registry import FORMS
from tests.builders import Horloge
from tests.desktop.sync.conftest import Poste
from tests.server.clients import PASSWORD
from tests.server.monde import Monde

WRITTEN = {
    "dossier": ("telephone", "mail"),
    "cer": ("situation", "evaluation", "commentaire", "expression", "decision_commentee"),
    "objectif": ("personne", "referent"),
    "entretien": ("suite", "motif_absence"),
    "theme_entretien": ("synthese",),
}
DELETED = ("objectif", "theme_entretien", "entretien", "cer")
OBJECTIF = ("Refaire son CV", "2027-03-01")
Record = dict[str, Any]


class Reseau(Transport):
    """A network that fails before the server hears, or after it has answered; life goes on meanwhile."""

    def __init__(self, server: str, alea: random.Random) -> None:
        super().__init__(server)
        self.alea = alea
        self.coupures = (0.0, 0.0)
        self.pendant: Callable[[], None] = lambda: None

    def sync(self, request: Request) -> Response:
        before, after = self.coupures
        if self.alea.random() < before:
            raise UnreachableError(OFFLINE)
        response = super().sync(request)
        self.pendant()
        if self.alea.random() < after:
            raise UnreachableError(OFFLINE)
        return response


class Portable(Poste):
    """A laptop and whoever uses it: what each editor open on it was loaded with, whatever came since."""

    def __init__(self, folder: Path, monde: Monde, identifiant: str, alea: random.Random) -> None:
        super().__init__(folder, monde, identifiant, Horloge(monde.clock.moment))
        self.identifiant = identifiant
        self.transport = self.reseau = Reseau(monde.url, alea)
        self.vu: dict[tuple[str, str, str], Value] = {}
        self.efface: set[str] = set()

    def rows(self, kind: str, dossier: str | None = None) -> list[Record]:
        self.bureau.saisie.flush()
        with self.bureau.poste.replique.read() as connection:
            found = [dict(row) for row in connection.execute(select(LOCAL[kind])).mappings()]
        return sorted(
            (row for row in found if dossier in (None, row["dossier"])), key=lambda row: str(row["id"])
        )

    def rouvrir(self) -> None:
        self.bureau.verrouiller()
        self.bureau = self.portier.ouvrir(self.identifiant, PASSWORD)


class Gestes:
    """What a person may do on a laptop to one dossier, and the words that are then owed."""

    def __init__(self, alea: random.Random) -> None:
        self.alea = alea
        self.dossier = ""
        self.du: dict[str, str] = {}  # each word owed, and where it was typed
        self._mots = 0

    def agir(self, poste: Portable) -> None:
        """Do one thing. Raises RefusedError when a rule of the trade says no on the spot."""
        gestes = [self._ecrire] * 7 + [self.naitre, self._effacer, self._accord, self._etat, self._ranger]
        self.alea.choice([*gestes, self._regler])(poste)

    def _ecrire(self, poste: Portable) -> None:
        """Type in an editor that may have been open for long, on a record that may have gone."""
        kind = self.alea.choice(list(WRITTEN))
        name = self.alea.choice(WRITTEN[kind])
        held = {str(row["id"]): row for row in poste.rows(kind, self.dossier)}
        opened = {record for sort, record, field in poste.vu if (sort, field) == (kind, name)}
        if not (records := sorted((held.keys() | opened) - poste.efface)):
            return
        record = self.alea.choice(records)
        key = kind, record, name
        if record in held and (key not in poste.vu or self.alea.random() < 0.7):
            poste.vu[key] = held[record][name]
        self._mots += 1
        mot = f"06{self._mots:08d}" if name == "telephone" else f"m{self._mots}@exemple.invalid"
        poste.bureau.saisie.save_field(kind, record, name, mot, poste.vu[key])
        self.du.pop(str(poste.vu[key]), None)
        self.du[mot] = f"{poste.identifiant}, {key}"
        poste.vu[key] = mot

    def naitre(self, poste: Portable, sort: str = "") -> None:
        bureau, sort = poste.bureau, sort or self.alea.choice(("cer", "objectif", "entretien", "theme"))
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
        poste.bureau.saisie.supprimer(kind, record)
        for sort, row in parts:
            poste.efface.add(str(row["id"]))
            for name in WRITTEN.get(sort, ()):
                self.du.pop(str(row[name]), None)

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

    def _ranger(self, poste: Portable) -> None:
        for objectif in self._ids(poste, "objectif")[:1]:
            poste.bureau.cers.deplacer_objectif(objectif, 1)

    def _regler(self, poste: Portable) -> None:
        """Settle the oldest item: the server's words, or mine again."""
        for item in poste.bureau.reprises.a_reprendre()[:1]:
            keep = item.geste is Geste.CHOISIR and self.alea.random() < 0.5
            choix = {one.nom: one.moi for one in item.champs} if keep else None
            poste.bureau.reprises.regler(item.id, choix, {one.nom: one.serveur for one in item.champs})
            for champ in item.champs:
                self.du.pop(str(champ.serveur if keep else champ.moi), None)

    def _ids(self, poste: Portable, kind: str) -> list[str]:
        return [str(row["id"]) for row in poste.rows(kind, self.dossier)]
