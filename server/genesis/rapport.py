"""What a pouring did, told to the operator: counts, then each line that asks for something.

No personal datum but the Genesis number, without which the operator could correct nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.french import short_date
from server.genesis.interpretation import libelle
from server.genesis.lignes import Rejet, Remarque
from server.genesis.plan import Plan

SORTIE_COMPLETE = 0
SORTIE_REFUSEE = 1
SORTIE_REJETS = 2


@dataclass(frozen=True)
class Rapport:
    """The outcome of a pouring. ``a_blanc``: nothing was written, this is what would have been.

    Counts are of dossiers; ``rejets`` and ``remarques`` speak of lines.
    """

    date: str
    crees: int
    modifies: int
    inchanges: int
    entrees: int
    changements: int
    figes: int
    rejets: tuple[Rejet, ...]
    remarques: tuple[Remarque, ...]
    a_blanc: bool = False

    @property
    def code_de_sortie(self) -> int:
        """Return 0 when every line was taken or left alone, 2 when some were rejected."""
        return SORTIE_REJETS if self.rejets else SORTIE_COMPLETE

    def texte(self) -> str:
        """Return the report as the terminal shows it."""
        title = f"Déversement de l’extrait du {short_date(self.date)}"
        if self.a_blanc:
            title += " (à blanc\u00a0: rien n’a été écrit)"
        counts = (
            (self.crees, "créés"),
            (self.modifies, "mis à jour"),
            (self.inchanges, "inchangés"),
            (self.figes, "figés (Genesis n’y désigne plus de référent actif)"),
            (len(self.remarques), "observations"),
            (len(self.rejets), "motifs de rejet"),
        )
        lines = [title, *(f"  {count:>7}  {what}" for count, what in counts)]
        lines.append(f"  {self.entrees:>7}  entrées en file active, dont {self.changements} réorientations")
        if self.remarques:
            lines += ["", "Laissé de côté, à savoir\u00a0:", *map(_remarque, _ordonnees(self.remarques))]
        if self.rejets:
            rejected = sorted(self.rejets, key=lambda one: (one.ligne, one.champ))
            lines += ["", "Lignes rejetées (corrigez-les dans Genesis, elles reviendront)\u00a0:"]
            lines += [_rejet(one) for one in rejected]
        return "\n".join(lines)


def rapport(plan: Plan, date: str, *, a_blanc: bool) -> Rapport:
    """Sum up a plan."""
    opened = [one for one in plan.mouvements if one.quoi == "ouvrir"]
    closed = {one.dossier for one in plan.mouvements if one.quoi == "fermer"}
    return Rapport(
        date=date,
        crees=len(plan.creations),
        modifies=len(plan.modifies),
        inchanges=plan.inchanges,
        entrees=len(opened),
        changements=sum(one.dossier in closed for one in opened),
        figes=len(plan.figes),
        rejets=tuple(plan.rejets),
        remarques=tuple(plan.remarques),
        a_blanc=a_blanc,
    )


def _ordonnees(remarques: Iterable[Remarque]) -> list[Remarque]:
    return sorted(remarques, key=lambda one: (one.ligne or 0, one.raison))


def _dossier(numero: str | None) -> str:
    return f", dossier {numero}" if numero else ""


def _remarque(remarque: Remarque) -> str:
    if remarque.ligne is None:
        return f"  {remarque.raison}"
    return f"  ligne {remarque.ligne}{_dossier(remarque.dossier)}\u00a0: {remarque.raison}"


def _rejet(rejet: Rejet) -> str:
    return f"  ligne {rejet.ligne}{_dossier(rejet.dossier)}, {libelle(rejet.champ)}\u00a0: {rejet.raison}"
