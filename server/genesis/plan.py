"""What a pouring will do, decided before anything is written (R-GEN-1 to R-GEN-7, R-ACC-3).

Pure: from what the extract says and what the base knows to a list of intentions, so that the
threshold of decision 32 is judged, and a dry run reported, on exactly what would be written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.fields import Value, same
from domain.text import fold
from server.genesis.apport import Source
from server.genesis.etat import Fiche, Referents, Suivi
from server.genesis.lignes import Ligne, Rejet, Remarque

Mouvement = Literal["ouvrir", "fermer", "rouvrir", "avancer"]
DROIT = ("etat_droit", "sdd")


@dataclass(frozen=True, slots=True)
class MouvementSuivi:
    """One thing to do to the périodes of parcours of a dossier, on one date (``None`` to reopen)."""

    quoi: Mouvement
    dossier: str
    date: str | None
    referent: str | None = None
    suivi: str | None = None


@dataclass
class Plan:
    """Everything that will be written, and everything that will be told.

    ``introuvables``: the lines of each référent whom nobody knows here, or whose account is closed.
    """

    creations: dict[str, dict[str, Value]] = field(default_factory=dict)
    identites: dict[str, Ligne] = field(default_factory=dict)
    modifications: dict[str, dict[str, Value]] = field(default_factory=dict)
    droits: list[tuple[str, dict[str, Value]]] = field(default_factory=list)
    mouvements: list[MouvementSuivi] = field(default_factory=list)
    figes: list[str] = field(default_factory=list)
    inchanges: int = 0
    rejets: list[Rejet] = field(default_factory=list)
    remarques: list[Remarque] = field(default_factory=list)
    bouges: set[str] = field(default_factory=set)
    introuvables: dict[str, list[int]] = field(default_factory=dict)
    suivis_avant: int = 0

    @property
    def modifies(self) -> frozenset[str]:
        """Return the existing dossiers that something is written in, frozen ones left out."""
        touched = {
            *self.modifications,
            *(one.dossier for one in self.mouvements),
            *(one for one, _ in self.droits),
        }
        return frozenset(touched - set(self.creations) - set(self.figes))


@dataclass(frozen=True)
class Jour:
    """The day of the extract, and that of the one poured before it."""

    extrait: str
    precedent: str | None


class Planificateur:
    """Builds the plan line by line; :meth:`figer` and the couples come once every line is known."""

    def __init__(self, fiches: Mapping[str, Fiche], referents: Referents, jour: Jour, source: Source) -> None:
        self.plan = Plan()
        self._fiches = fiches
        self._referents = referents
        self._jour = jour
        self._source = source
        self.plan.suivis_avant = sum(
            one.suivi is not None and one.suivi.ouvert and not one.figee for one in fiches.values()
        )

    def ligne(self, ligne: Ligne, dossier: str | None, nouveau: str) -> str | None:
        """Plan one line; return its dossier (``nouveau`` if it is created), ``None`` if it has none."""
        referent: str | None = None
        if ligne.suivie:
            referent, reason = self._referents.trouver(ligne.referent, ligne.referent_mail)
            if reason:
                self.plan.introuvables.setdefault(reason, []).append(ligne.ligne)
            if reason and not self._source.sans_referent:
                self.plan.rejets.append(Rejet(ligne.ligne, "référent", reason, ligne.reference))
                return dossier
            if reason:
                self._dit(ligne, f"{reason}, dossier laissé sans référent")
        if dossier is None:
            return self._nouveau(ligne, nouveau, referent)
        if not self._source.designe:
            self._completer(ligne, dossier)
        elif ligne.suivie:
            self._existant(ligne, dossier, referent)
        else:
            self._geler(dossier)
        return dossier

    def figer(self, dossiers: frozenset[str]) -> None:
        """Freeze the dossiers that Genesis pours no more. Absence is never deletion (R-GEN-3)."""
        for dossier in sorted(dossiers):
            self._geler(dossier)

    def modifier(self, dossier: str, valeurs: Mapping[str, Value]) -> None:
        """Plan the fields of ``valeurs`` that differ from what stands or is about to."""
        created = self.plan.creations.get(dossier)
        if created is not None:
            created.update(valeurs)
            return
        before = self._fiches[dossier].valeurs
        changed = {name: value for name, value in valeurs.items() if not same(before[name], value)}
        if changed:
            self.plan.modifications.setdefault(dossier, {}).update(changed)

    def reserve(self, dossier: str, name: str) -> bool:
        """Tell whether a field of a dossier is left to Genesis, which holds it and gives that field."""
        fiche = self._fiches.get(dossier)
        return name in self._source.reserves and fiche is not None and fiche.tenue

    def _nouveau(self, ligne: Ligne, nouveau: str, referent: str | None) -> str | None:
        if self._source.designe and not ligne.suivie:
            self._dit(ligne, "sans référent désigné, dossier non créé (R-GEN-1)")
            return None
        if ligne.close:
            self._dit(ligne, "droit clos, dossier non créé")
            return None
        for reason in ligne.contacts_ecartes:
            self._dit(ligne, reason)
        self.plan.creations[nouveau] = {**ligne.valeurs, **ligne.contacts}
        self.plan.identites[nouveau] = ligne
        self._evenement(nouveau, ligne.valeurs)
        if referent is not None:
            self.plan.mouvements.append(
                MouvementSuivi("ouvrir", nouveau, ligne.designation or self._jour.extrait, referent)
            )
        return nouveau

    def _existant(self, ligne: Ligne, dossier: str, referent: str | None) -> None:
        fiche = self._fiches[dossier]
        self._actualiser(ligne, dossier, {**ligne.valeurs, "actualisation_figee_le": None})
        self._suivi(ligne, dossier, fiche, referent)

    def _completer(self, ligne: Ligne, dossier: str) -> None:
        """Bring up to date what is not left to Genesis; the flow writes neither accents nor small letters."""
        before = self._fiches[dossier].valeurs
        values = {
            name: value
            for name, value in ligne.valeurs.items()
            if not self.reserve(dossier, name) and not _semblables(before[name], value)
        }
        if ligne.close and before["etat_droit"] != "clos" and self.reserve(dossier, "etat_droit"):
            self._dit(ligne, "droit clos à la CAF mais pas dans Genesis, qui fait foi (R-GEN-4)")
        self._actualiser(ligne, dossier, values)

    def _actualiser(self, ligne: Ligne, dossier: str, values: Mapping[str, Value]) -> None:
        self.plan.identites[dossier] = ligne
        self.modifier(dossier, values)
        changed = self.plan.modifications.get(dossier, {})
        if any(name in changed for name in DROIT):
            told = {**self._fiches[dossier].valeurs, **changed}
            self._evenement(dossier, told, etat_change="etat_droit" in changed)

    def _suivi(self, ligne: Ligne, dossier: str, fiche: Fiche, referent: str | None) -> None:
        """Bring the périodes of parcours to what Genesis says: it is right (R-GEN-4)."""
        suivi, begins = fiche.suivi, ligne.designation or self._jour.extrait
        if suivi is None or (suivi.referent != referent and not suivi.ouvert):
            self._ouvre(dossier, referent, begins)
        elif suivi.referent != referent:
            self._ferme(dossier, suivi, _plus_tard(begins, suivi.debut))
            self._ouvre(dossier, referent, _plus_tard(begins, suivi.debut))
        elif not suivi.ouvert:
            self._meme_referent_sorti(ligne, dossier, fiche, suivi)
        elif ligne.designation and suivi.debut and ligne.designation > suivi.debut:
            self._ferme(dossier, suivi, ligne.designation)  # left and came back: two periods (R-GEN-12)
            self._ouvre(dossier, referent, ligne.designation)
        elif ligne.designation and ligne.designation != suivi.debut:
            self._bouge(MouvementSuivi("avancer", dossier, ligne.designation, suivi=suivi.id))

    def _meme_referent_sorti(self, ligne: Ligne, dossier: str, fiche: Fiche, suivi: Suivi) -> None:
        """Settle a sortie that our référent dated and of which Genesis knows nothing."""
        sortie = suivi.fin or ""
        later = bool(ligne.designation and suivi.debut and ligne.designation > suivi.debut)
        if later or (fiche.figee and not ligne.designation):
            self._ouvre(dossier, suivi.referent, ligne.designation or self._jour.extrait)
        elif ligne.close or ligne.valeurs.get("sdd") == "nsdd":
            return  # a right that ends is the one sortie that awaits no word of Genesis (R-FA-4)
        else:
            self._dit(ligne, f"sortie du {sortie} annulée, Genesis désigne toujours ce référent (R-GEN-4)")
            self._bouge(MouvementSuivi("rouvrir", dossier, None, suivi=suivi.id))

    def _geler(self, dossier: str) -> None:
        fiche = self._fiches[dossier]
        if fiche.figee or fiche.suivi is None or not fiche.suivi.ouvert:
            return
        self.modifier(dossier, {"actualisation_figee_le": self._jour.precedent or self._jour.extrait})
        self.plan.figes.append(dossier)
        self.plan.bouges.add(dossier)

    def _ouvre(self, dossier: str, referent: str | None, date: str) -> None:
        if referent is not None:
            self.plan.mouvements.append(MouvementSuivi("ouvrir", dossier, date, referent))

    def _ferme(self, dossier: str, suivi: Suivi, date: str) -> None:
        self._bouge(MouvementSuivi("fermer", dossier, date, suivi=suivi.id))

    def _bouge(self, mouvement: MouvementSuivi) -> None:
        self.plan.mouvements.append(mouvement)
        if mouvement.quoi == "fermer":
            self.plan.bouges.add(mouvement.dossier)

    def _evenement(self, dossier: str, values: Mapping[str, Value], *, etat_change: bool = True) -> None:
        """Append to the history of the right (R-GEN-5), dated by Genesis where it says since when."""
        if not any(values.get(name) for name in DROIT):
            return
        since = values.get("date_etat_droit") if etat_change else None
        event: dict[str, Value] = {
            "date": since or self._jour.extrait,
            "etat": values.get("etat_droit"),
            "sdd": values.get("sdd"),
            "motif": values.get("motif_etat_droit"),
        }
        self.plan.droits.append((dossier, event))

    def _dit(self, ligne: Ligne, reason: str) -> None:
        self.plan.remarques.append(Remarque(ligne.ligne, reason, ligne.reference))


def _semblables(before: Value, value: Value) -> bool:
    """Tell whether two texts differ by nothing but accents, case or punctuation."""
    return before == value or (
        isinstance(before, str) and isinstance(value, str) and fold(before) == fold(value)
    )


def _plus_tard(date: str, debut: str | None) -> str:
    """Return ``date``, or the beginning of the période it would otherwise end before it began."""
    return max(date, debut or date)
