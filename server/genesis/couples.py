"""Couples: two dossiers, each with its own dated link to the other (R-GEN-2, decision 34)."""

from collections.abc import Iterable, Mapping

from domain.fields import Value
from server.genesis.etat import Fiche
from server.genesis.lignes import Ligne, Rejet
from server.genesis.plan import Planificateur

_DEUX = 2
_AUCUN: dict[str, Value] = {"conjoint": None, "conjoint_nom": None, "conjoint_depuis": None}
Place = tuple[Ligne, str | None]


def foyers_impossibles(lignes: Iterable[Ligne]) -> dict[int, Rejet]:
    """Return a rejection for each line of a household of more than two persons, by line number."""
    faults: dict[int, Rejet] = {}
    for members in _foyers(lignes).values():
        if len(members) > _DEUX:
            reason = f"{len(members)} personnes pour un même foyer"
            faults |= {one.ligne: Rejet(one.ligne, "foyer", reason, one.reference) for one in members}
    return faults


def partager_contacts(lignes: Iterable[Ligne]) -> None:
    """Give both members of a couple the contacts of the family's file, where one has none (R-GEN-2)."""
    for members in _foyers(lignes).values():
        for one in members:
            for other in members:
                for name, value in other.contacts.items():
                    one.contacts.setdefault(name, value)


def lier(
    places: Iterable[Place], fiches: Mapping[str, Fiche], planificateur: Planificateur, jour: str
) -> None:
    """Plan the links of the couples that the extract shows, and undo those that it contradicts.

    A link is undone only when both are in the extract and no longer together: the absence of a
    partner says that nobody accompanies him, not that the couple has parted.
    """
    by_foyer: dict[str, list[Place]] = {}
    alone: list[Place] = []
    for ligne, dossier in places:
        if ligne.foyer:
            by_foyer.setdefault(ligne.foyer, []).append((ligne, dossier))
        else:
            alone.append((ligne, dossier))
    present = {dossier for _, dossier in places if dossier}
    for members in by_foyer.values():
        if len(members) == _DEUX:
            for (_, dossier), (other, partner) in (members, members[::-1]):
                if dossier and not planificateur.reserve(dossier, "conjoint"):
                    _lie(dossier, other, partner, fiches, planificateur, jour)
        else:
            alone += members
    for _, dossier in alone:
        fiche = fiches.get(dossier or "")
        linked = fiche is not None and fiche.valeurs["conjoint"] in present
        if dossier and linked and not planificateur.reserve(dossier, "conjoint"):
            planificateur.modifier(dossier, _AUCUN)


def _lie(
    dossier: str,
    other: Ligne,
    partner: str | None,
    fiches: Mapping[str, Fiche],
    planificateur: Planificateur,
    jour: str,
) -> None:
    """Link ``dossier`` to its partner, by name alone where the partner has no dossier here."""
    name = " ".join(part for part in (other.texte("nom"), other.texte("prenom")) if part)
    link: dict[str, Value] = {"conjoint": partner, "conjoint_nom": name}
    fiche = fiches.get(dossier)
    before = fiche.valeurs if fiche is not None else _AUCUN
    same_partner = before["conjoint"] == partner if before["conjoint"] else before["conjoint_nom"] == name
    if not (same_partner and before["conjoint_depuis"]):
        link["conjoint_depuis"] = jour
    planificateur.modifier(dossier, link)


def _foyers(lignes: Iterable[Ligne]) -> dict[str, list[Ligne]]:
    groups: dict[str, list[Ligne]] = {}
    for ligne in lignes:
        if ligne.foyer:
            groups.setdefault(ligne.foyer, []).append(ligne)
    return groups
