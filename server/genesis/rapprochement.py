"""Who is who: a line of the extract and a dossier of ours (decision 34).

Keys are tried in order: Genesis number; NIR and birth date; number of the paying body, birth name,
first name and birth date. The first that answers decides, but a later key that points to somebody
else makes the line ambiguous: it is rejected. Two persons merged into one dossier cannot be
parted again, a rejected line comes back tomorrow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.beneficiaire.genesis import Identity, Key, keys
from domain.text import fold
from server.genesis.lignes import Ligne, Rejet, Remarque


@dataclass(frozen=True, slots=True)
class Connu:
    """What identifies a dossier that exists."""

    dossier: str
    numero: str | None
    nir: str | None
    matricule: str | None
    nom_naissance: str
    prenom: str
    date_naissance: str

    @property
    def cles(self) -> tuple[Key, ...]:
        """Return the keys of the dossier, the surest first."""
        return keys(
            Identity(
                numero=self.numero or "",
                nir=self.nir or "",
                date_naissance=self.date_naissance,
                matricule=self.matricule or "",
                nom_naissance=self.nom_naissance,
                prenom=self.prenom,
            )
        )


@dataclass(frozen=True)
class Rapprochees:
    """Each line with its dossier, ``None`` for somebody new; ``vues``: every dossier the file names."""

    paires: tuple[tuple[Ligne, str | None], ...]
    rejets: tuple[Rejet, ...]
    remarques: tuple[Remarque, ...]
    vues: frozenset[str]


class Annuaire:
    """The dossiers that exist, found by any of their keys."""

    def __init__(self, connus: Iterable[Connu]) -> None:
        self._by_key: dict[Key, list[Connu]] = {}
        for connu in connus:
            for key in connu.cles:
                self._by_key.setdefault(key, []).append(connu)

    def chercher(self, ligne: Ligne) -> tuple[Connu | None, str]:
        """Return the dossier of ``ligne``, or ``None`` and the reason why nobody can tell ('' if new)."""
        found: Connu | None = None
        for key in cles(ligne):
            among = {one.dossier: one for one in self._by_key.get(key, ())}
            if not among:
                continue
            if len(among) > 1:
                if found is None or found.dossier not in among:
                    return None, "plusieurs dossiers répondent à cette identité"
                continue
            (one,) = among.values()
            if found is not None and one.dossier != found.dossier:
                return None, "le numéro désigne un dossier et l’identité un autre"
            found = one
        if found is not None and _autre_personne(found, ligne):
            return None, "ce numéro est celui d’une autre personne"
        return found, ""

    def designer(self, ligne: Ligne) -> set[str]:
        """Return every dossier that a doubtful line may be about."""
        return {one.dossier for key in cles(ligne) for one in self._by_key.get(key, ())}


def cles(ligne: Ligne) -> tuple[Key, ...]:
    """Return the keys of a line, the surest first."""
    name, first_name, birth = ligne.naissance
    return keys(
        Identity(
            numero=ligne.numero or "",
            nir=ligne.nir or "",
            date_naissance=birth,
            matricule=ligne.allocataire or "",
            nom_naissance=name,
            prenom=first_name,
        )
    )


def _autre_personne(connu: Connu, ligne: Ligne) -> bool:
    """Tell whether everything but the number says that these are two persons.

    A married name or a corrected birth date changes one of them, never all at once.
    """
    name, first_name, birth = ligne.naissance
    return (
        fold(connu.nom_naissance) != fold(name)
        and fold(connu.prenom) != fold(first_name)
        and connu.date_naissance != birth
        and not (connu.nir and connu.nir == ligne.nir)
    )


def rapprocher(
    lignes: Iterable[Ligne], douteuses: Iterable[Ligne], annuaire: Annuaire, unite: str
) -> Rapprochees:
    """Give each line its dossier; reject what is ambiguous and what stands twice with a difference."""
    found: list[tuple[Ligne, str | None]] = []
    rejets: list[Rejet] = []
    remarques: list[Remarque] = []
    vues = {dossier for ligne in douteuses for dossier in annuaire.designer(ligne)}
    for group in _memes(lignes, annuaire, vues, rejets).values():
        first, *others = [ligne for ligne, _ in group]
        different = [one for one in others if _contenu(one) != _contenu(first)]
        if different:
            rejets += [_en_double(one, group, unite) for one, _ in group]
            continue
        remarques += [
            Remarque(one.ligne, f"déjà dite, à l’identique, {unite} {first.ligne}", one.reference)
            for one in others
        ]
        found.append(group[0])
    found.sort(key=lambda pair: (pair[0].ligne, pair[0].conjoint))
    return Rapprochees(tuple(found), tuple(rejets), tuple(remarques), frozenset(vues))


def _memes(
    lignes: Iterable[Ligne], annuaire: Annuaire, vues: set[str], rejets: list[Rejet]
) -> Mapping[object, list[tuple[Ligne, str | None]]]:
    """Group the lines that speak of one person: by dossier, or by any common key for new ones."""
    groups: dict[object, list[tuple[Ligne, str | None]]] = {}
    by_key: dict[Key, object] = {}
    for ligne in lignes:
        connu, reason = annuaire.chercher(ligne)
        if reason:
            vues |= annuaire.designer(ligne)
            rejets.append(Rejet(ligne.ligne, "identité", reason, ligne.reference))
            continue
        own = cles(ligne)
        place: object = ("dossier", connu.dossier) if connu else None
        place = place or next(
            (by_key[key] for key in own if key in by_key), ("ligne", ligne.ligne, ligne.conjoint)
        )
        for key in own:
            by_key.setdefault(key, place)
        if connu:
            vues.add(connu.dossier)
        groups.setdefault(place, []).append((ligne, connu.dossier if connu else None))
    return groups


def _contenu(ligne: Ligne) -> tuple[object, ...]:
    return (ligne.valeurs, ligne.nir, ligne.referent, ligne.referent_mail, ligne.designation)


def _en_double(ligne: Ligne, group: list[tuple[Ligne, str | None]], unite: str) -> Rejet:
    others = ", ".join(str(one.ligne) for one, _ in group if one.ligne != ligne.ligne)
    return Rejet(ligne.ligne, "identité", f"la même personne figure aussi {unite} {others}", ligne.reference)
