"""What a pouring did, told to the operator: counts, then each line that asks for something.

No personal datum of a bénéficiaire but the number of the dossier, without which the operator could
correct nothing: of a cell, the line, the column and what is wrong, in words. What is quoted is a
value of a list that the correspondence lacks, since it must be written there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.french import short_date
from server.genesis.apport import Source
from server.genesis.interpretation import libelle
from server.genesis.lignes import Rejet, Remarque
from server.genesis.plan import Plan

SORTIE_COMPLETE = 0
SORTIE_REFUSEE = 1
SORTIE_REJETS = 2
_ENUMEREES = 12


@dataclass(frozen=True)
class Rapport:
    """The outcome of a pouring. ``a_blanc``: nothing was written, this is what would have been.

    Counts are of dossiers, but ``lues``, of persons; ``rejets`` and ``remarques`` speak of lines.
    """

    departement: str
    source: Source
    date: str
    lues: int
    crees: int
    modifies: int
    inchanges: int
    clos: int
    entrees: int
    changements: int
    figes: int
    rejets: tuple[Rejet, ...]
    remarques: tuple[Remarque, ...]
    introuvables: dict[str, list[int]]
    a_blanc: bool = False

    @property
    def code_de_sortie(self) -> int:
        """Return 0 when every line was taken or left alone, 2 when some were rejected."""
        return SORTIE_REJETS if self.rejets else SORTIE_COMPLETE

    def texte(self) -> str:
        """Return the report as it is shown and kept."""
        title = f"Déversement {self.source.titre} du {short_date(self.date)}"
        if self.a_blanc:
            title += " (à blanc\u00a0: rien n’a été écrit)"
        designations = (
            (self.figes, "figés (Genesis n’y désigne plus de référent actif)"),
            (self.entrees, f"entrées en file active, dont {self.changements} réorientations"),
        )
        counts = (
            (self.lues, "personnes lues sans faute"),
            (self.crees, "dossiers créés"),
            (self.modifies, f"mis à jour, dont {self.clos} au droit désormais clos"),
            (self.inchanges, "inchangés"),
            *(designations if self.source.designe else ()),
            (len(self.remarques), "observations"),
            (len(self.rejets), "motifs de rejet"),
        )
        lines = [title, *(f"  {count:>7}  {what}" for count, what in counts)]
        if self.introuvables:
            lines += ["", "Référents à créer, à rouvrir ou à préciser (permanence-server comptes)\u00a0:"]
            lines += [
                f"  {reason}, {self._places(places)}" for reason, places in sorted(self.introuvables.items())
            ]
        if self.remarques:
            lines += ["", "Laissé de côté, à savoir\u00a0:", *self._observations()]
        if self.rejets:
            rejected = sorted(self.rejets, key=lambda one: (one.ligne, one.champ))
            lines += ["", "Rejets (corrigez-les à leur source, ils reviendront)\u00a0:"]
            lines += [
                f"  {self._place(one.ligne, one.dossier)}, {_ou(one)}\u00a0: {one.raison}" for one in rejected
            ]
        return "\n".join(lines)

    def _observations(self) -> Iterable[str]:
        """Yield each observation once, with the lines that it speaks of."""
        by_reason: dict[str, list[Remarque]] = {}
        for one in self.remarques:
            by_reason.setdefault(one.raison, []).append(one)
        for reason, group in sorted(by_reason.items(), key=lambda pair: pair[1][0].ligne or 0):
            places = {one.ligne for one in group if one.ligne is not None}
            if not places:
                yield f"  {reason}"
            elif len(places) == 1:
                yield f"  {self._place(min(places), group[0].dossier)}\u00a0: {reason}"
            else:
                yield f"  {self._places(places)}\u00a0: {reason}"

    def _place(self, ligne: int, numero: str | None) -> str:
        named = f", {self.source.numero} {numero}" if numero else ""
        return f"{self.source.unite} {ligne}{named}"

    def _places(self, lignes: Iterable[int]) -> str:
        distinct = sorted(set(lignes))
        if len(distinct) == 1:
            return f"{self.source.unite} {distinct[0]}"
        named = ", ".join(map(str, distinct[:_ENUMEREES]))
        if (rest := len(distinct) - _ENUMEREES) > 0:
            named += f" et {rest} autre{'s' if rest > 1 else ''}"
        return f"{len(distinct)} {self.source.unite}s ({named})"


def _ou(rejet: Rejet) -> str:
    return f"colonne «\u00a0{rejet.colonne}\u00a0»" if rejet.colonne else libelle(rejet.champ)


def rapport(plan: Plan, departement: str, source: Source, date: str, lues: int, *, a_blanc: bool) -> Rapport:
    """Sum up a plan."""
    opened = [one for one in plan.mouvements if one.quoi == "ouvrir"]
    closed = {one.dossier for one in plan.mouvements if one.quoi == "fermer"}
    return Rapport(
        departement=departement,
        source=source,
        date=date,
        lues=lues,
        crees=len(plan.creations),
        modifies=len(plan.modifies),
        inchanges=plan.inchanges,
        clos=sum(one.get("etat_droit") == "clos" for one in plan.modifications.values()),
        entrees=len(opened),
        changements=sum(one.dossier in closed for one in opened),
        figes=len(plan.figes),
        rejets=tuple(plan.rejets),
        remarques=tuple(plan.remarques),
        introuvables=plan.introuvables,
        a_blanc=a_blanc,
    )
