"""One line per person of the file active: what is shown, asked for and exported of her.

Each kind is read once for everybody, and only the columns that serve: 10,000 dossiers are read whole at
the first opening.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, func, literal_column, select

from desktop.models.tables import RECORDS, consultation
from desktop.services.lignes_cer import LigneCer, cers_by_dossier
from desktop.services.poste import Poste, Values, text_of
from domain.beneficiaire.rules import full_name
from domain.cer.states import State
from domain.clock import this_minute, today
from domain.entretien.rules import days_without
from domain.file_active.rules import current_parcours, is_new, role_of
from domain.recherche.criteres import Accompagnement, Axe, Filtre, Portee
from domain.recherche.mots import cherchable, noms
from domain.suivi.rules import present
from domain.veille.rules import ends_soon, running

Lues = dict[int, tuple[str, "LigneFileActive"]]
"""By rowid, lines with when each was last consulted on this computer, '' if never."""

_PERSON = (
    *("id", "numero", "civilite", "nom", "nom_naissance", "prenom", "date_naissance", "numero_allocataire"),
    *("commune", "code_postal", "telephone", "autre_telephone"),
    *("etat_droit", "etat_droit_libelle", "sdd", "sdd_libelle"),
)
_PARTS = {
    "affectation": ("referent", "role", "debut", "fin"),
    "veille": ("motif_libelle", "debut", "fin", "terminee_le"),
    "caracteristique": ("id", "nom", "valeur", "constatee_le"),
}


@dataclass(frozen=True, slots=True)
class LigneFileActive:
    """One person of the file active, and what waits for her; ``cers``: the latest first.

    ``veille``: why the dossier is in veille, ``None`` if it is not; ``sans_entretien``: for how many days.
    ``caracteristiques``: the present value of each, by code. ``valeurs``: her values on every axis where
    she has any. ``texte`` is what she is found by, ``noms`` what typing errors are forgiven in, both folded.
    """

    dossier: str
    nom_affiche: str
    numero: str
    nom: str
    prenom: str
    date_naissance: str | None
    commune: str
    telephone: str
    etat_droit: str | None
    etat_droit_libelle: str
    sdd: str | None
    sdd_libelle: str
    cers: tuple[LigneCer, ...]
    prochain_entretien: str | None
    dernier_entretien: str | None
    sans_entretien: int | None
    sortie_le: str | None
    nouveau: bool
    veille: str | None
    veille_fin: str | None
    referent: str | None
    referent_nom: str
    structure: str
    caracteristiques: Mapping[str, str]
    filtres: frozenset[Filtre]
    valeurs: tuple[tuple[str, str], ...]
    texte: str
    noms: str

    @property
    def cer_etat(self) -> State | None:
        """Return the state of the last CER."""
        return self.cers[0].etat if self.cers else None

    @property
    def cer_fin(self) -> str | None:
        """Return the last day of the last CER, ``AAAA-MM-JJ``."""
        return self.cers[0].fin if self.cers else None

    @property
    def jours_restants(self) -> int | None:
        """Return the days left before the last CER is to be renewed (R-CER-6)."""
        return self.cers[0].jours if self.cers else None

    @property
    def a_renouveler(self) -> int | None:
        """Return the days left of a last CER that is valid and to be followed by another."""
        return self.jours_restants if self.cer_etat is State.VALIDE else None


class _Entretiens(NamedTuple):
    """Of one dossier: the next one, the last one held, how many are past and still «prévu»."""

    prochain: str | None = None
    dernier: str | None = None
    en_retard: int = 0


def lire_lignes(poste: Poste, connection: Connection, only: str | None = None) -> Lues:
    """Read the line of one dossier, or of all."""
    dossier = RECORDS["dossier"]
    rowid: ColumnElement[int] = literal_column("dossier.rowid", Integer)
    people = select(
        rowid.label("rowid"), *(dossier.c[name] for name in _PERSON), consultation.c.le
    ).outerjoin(consultation, consultation.c.dossier == dossier.c.id)
    if only:
        people = people.where(dossier.c.id == only)
    build = _Lecteur(poste, connection, only)
    return {
        person["rowid"]: (str(person["le"] or ""), build(dict(person)))
        for person in connection.execute(people).mappings()
    }


class _Lecteur:
    """Makes lines out of what was read of each kind."""

    def __init__(self, poste: Poste, connection: Connection, only: str | None) -> None:
        self._day = today(poste.clock)
        self._me = poste.moi.id
        self._horizon = int(poste.settings["departement.horizon_renouvellement_jours"])
        self._alert = int(poste.settings["departement.veille_alerte_jours"])
        self._cers = cers_by_dossier(poste, connection, only)
        self._meetings = _meetings(poste, connection, only)
        self._parts = {kind: _by_dossier(connection, kind, only) for kind in _PARTS}
        self._names = poste.names(connection)
        staff = RECORDS["collaborateur"]
        structures = connection.execute(select(staff.c.id, staff.c.structure))
        self._structures = {one.id: str(one.structure or "") for one in structures}
        self._shared: dict[tuple[str, str], tuple[str, str]] = {}  # 100 pairs serve 10,000 people

    def __call__(self, values: Values) -> LigneFileActive:
        """Make the line of one person."""
        record = str(values["id"])
        cers = self._cers.get(record, [])
        meetings = self._meetings.get(record, _Entretiens())
        assignments = self._parts["affectation"].get(record, [])
        current = current_parcours(assignments, self._day)
        referent = text_of(current["referent"]) if current else None
        since = text_of(current["debut"]) if current else None
        new = current is not None and is_new(current, has_cer=bool(cers), today=self._day)
        veille = running(self._parts["veille"].get(record, ()), self._day)
        structure = self._structures.get(referent or "", "")
        findings = _present(self._parts["caracteristique"].get(record))
        filtres = self._filtres(values, cers, meetings, new=new)
        pairs = (
            *((Axe.FILTRE, filtre) for filtre in filtres),
            *((Axe.PORTEE, portee) for portee in self._portees(assignments, structure)),
            *((Axe.ACCOMPAGNEMENT, state) for state in self._accompagnement(veille)),
            (Axe.ETAT_DROIT, values["etat_droit"]),
            (Axe.SDD, values["sdd"]),
            (Axe.CER, cers[0].etat if cers else None),
            (Axe.REFERENT, referent),
            (Axe.STRUCTURE, structure),
            (Axe.COMMUNE, values["commune"]),
            *findings.items(),
        )
        return LigneFileActive(
            dossier=record,
            nom_affiche=full_name(values),
            numero=str(values["numero"] or ""),
            nom=str(values["nom"] or ""),
            prenom=str(values["prenom"] or ""),
            date_naissance=text_of(values["date_naissance"]),
            commune=str(values["commune"] or ""),
            telephone=str(values["telephone"] or values["autre_telephone"] or ""),
            etat_droit=text_of(values["etat_droit"]),
            etat_droit_libelle=str(values["etat_droit_libelle"] or ""),
            sdd=text_of(values["sdd"]),
            sdd_libelle=str(values["sdd_libelle"] or ""),
            cers=tuple(cers),
            prochain_entretien=meetings.prochain,
            dernier_entretien=meetings.dernier,
            sans_entretien=days_without(meetings.dernier, since, self._day),
            sortie_le=text_of(current["fin"]) if current else None,
            nouveau=new,
            veille=str(veille["motif_libelle"] or "") if veille else None,
            veille_fin=text_of(veille["fin"]) if veille else None,
            referent=referent,
            referent_nom=self._names.get(referent or "", ""),
            structure=structure,
            caracteristiques=findings,
            filtres=filtres,
            valeurs=tuple(self._share(axe, str(valeur)) for axe, valeur in pairs if valeur),
            texte=cherchable(values),
            noms=noms(values),
        )

    def _share(self, axe: str, valeur: str) -> tuple[str, str]:
        return self._shared.setdefault((axe, valeur), (axe, valeur))

    def _filtres(
        self, person: Values, cers: list[LigneCer], meetings: _Entretiens, *, new: bool
    ) -> frozenset[Filtre]:
        last = cers[0] if cers else None
        found = {Filtre.TOUS}
        if new:
            found.add(Filtre.NOUVEAUX)
        if last is None:
            found.add(Filtre.SANS_CER)
        elif last.etat is State.VALIDE and last.jours is not None and last.jours <= self._horizon:
            found.add(Filtre.A_RENOUVELER)
        if person["etat_droit"] not in (None, "versable") or person["sdd"] == "nsdd":
            found.add(Filtre.DROIT_A_VERIFIER)
        if meetings.en_retard or (last is not None and last.etat is State.PROPOSITION):
            found.add(Filtre.A_TRAITER)
        return frozenset(found)

    def _accompagnement(self, veille: Mapping[str, object] | None) -> tuple[Accompagnement, ...]:
        if veille is None:
            return (Accompagnement.EN_COURS,)
        again = ends_soon(veille, self._day, self._alert)  # type: ignore[arg-type]
        return (Accompagnement.VEILLE, *([Accompagnement.VEILLE_A_REVOIR] if again else []))

    def _portees(self, assignments: Iterable[Values], structure: str) -> tuple[Portee, ...]:
        mine = role_of(assignments, self._me, self._day) is not None
        ours = bool(structure) and structure == self._structures.get(self._me)
        return (
            Portee.TOUS,
            *([Portee.MES] if mine else []),
            *([Portee.STRUCTURE] if mine or ours else []),
        )


def _present(findings: list[Values] | None) -> dict[str, str]:
    if not findings:
        return {}
    return {nom: str(finding["valeur"]) for nom, finding in present(findings).items()}


def _by_dossier(connection: Connection, kind: str, only: str | None) -> dict[str, list[Values]]:
    """Return the columns that serve of every record of a kind, by dossier."""
    table = RECORDS[kind]
    names = _PARTS[kind]
    query = select(table.c.dossier, *(table.c[name] for name in names))
    found: dict[str, list[Values]] = defaultdict(list)
    for dossier, *values in connection.execute(query.where(table.c.dossier == only) if only else query):
        found[dossier].append(dict(zip(names, values, strict=True)))
    return found


def _meetings(poste: Poste, connection: Connection, only: str | None) -> dict[str, _Entretiens]:
    table = RECORDS["entretien"]
    now = this_minute(poste.clock)
    planned = table.c.realisation == "prevu"
    found = connection.execute(
        select(
            table.c.dossier,
            func.min(table.c.moment).filter(planned & (table.c.moment >= now)),
            func.max(table.c.moment).filter(table.c.realisation == "presence"),
            func.count().filter(planned & (table.c.moment < now)),
        )
        .where(*([table.c.dossier == only] if only else []))
        .group_by(table.c.dossier)
    )
    return {dossier: _Entretiens(*counted) for dossier, *counted in found}
