"""What the base knows before a pouring: dossiers, identities, affectations, référents."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.fields import Value
from domain.profils import Profile
from domain.text import fold
from server.genesis.correspondance import POURED
from server.genesis.rapprochement import Connu
from server.models import RECORDS, compte, identite_genesis

_DOSSIER, _AFFECTATION, _COLLABORATEUR = RECORDS["dossier"], RECORDS["affectation"], RECORDS["collaborateur"]
_LUS = (
    "id", *(field.name for field in POURED), "conjoint", "conjoint_nom", "conjoint_depuis",
    "actualisation_figee_le",
)  # fmt: skip
_REFERENTS = (Profile.REFERENT.value, Profile.REFERENT_FSE.value)


@dataclass(frozen=True, slots=True)
class Suivi:
    """One period with a référent de parcours; dates as on the wire, ``None`` while open."""

    id: str
    referent: str | None
    debut: str | None
    fin: str | None

    @property
    def ouvert(self) -> bool:
        """Tell whether no sortie is dated."""
        return not self.fin


@dataclass(frozen=True, slots=True)
class Fiche:
    """A dossier as it stands: its poured fields, and its last période of parcours."""

    valeurs: dict[str, Value]
    nir: str | None
    matricule: str | None
    suivi: Suivi | None

    @property
    def figee(self) -> bool:
        """Tell whether Genesis has stopped pouring this dossier (R-GEN-3)."""
        return bool(self.valeurs["actualisation_figee_le"])

    @property
    def tenue(self) -> bool:
        """Tell whether Genesis holds this dossier: has numbered or designated it, and still pours it."""
        known = bool(self.valeurs["numero"]) or (self.suivi is not None and self.suivi.ouvert)
        return known and not self.figee


class Referents:
    """The référents of the département, found as an extract names them."""

    def __init__(self, comptes: Iterable[tuple[str, str, str, bool]]) -> None:
        """Take ``(id, name, mail, active)`` of each account of a référent, once per name and mail."""
        self._by_mail: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._inactifs: set[str] = set()
        for identifier, name, mail, actif in comptes:
            if mail:
                self._by_mail.setdefault(mail.strip().casefold(), set()).add(identifier)
            self._by_name.setdefault(_nom(name), set()).add(identifier)
            if not actif:
                self._inactifs.add(identifier)

    def trouver(self, nom: str, mail: str) -> tuple[str | None, str]:
        """Return the account of the référent, else ``None`` and the reason, which names him."""
        mail = mail or (nom if "@" in nom else "")
        told = f"{nom} <{mail}>" if nom and mail and nom != mail else nom or mail
        among = self._by_mail.get(mail.strip().casefold(), set()) if mail else set()
        among = among or (self._by_name.get(_nom(nom), set()) if nom else set())
        if not among:
            return None, f"référent inconnu ici\u00a0: {told}"
        if len(among) > 1:
            return None, f"plusieurs référents s’appellent {told}, il faut son courriel"
        (one,) = among
        if one in self._inactifs:
            return None, f"le compte de ce référent est fermé\u00a0: {told}"
        return one, ""


def _nom(name: str) -> str:
    """Return a key for a name whatever its order («ROCHE Camille», «Camille Roche»)."""
    return " ".join(sorted(fold(name).split()))


def referents(connection: Connection, departement: str) -> Referents:
    """Read the référents: by the mail of their record, and by what they sign in with."""
    person = _COLLABORATEUR.c
    rows = connection.execute(
        select(compte.c.id, compte.c.nom, compte.c.prenom, compte.c.identifiant, compte.c.actif, person.mail)
        .join_from(
            compte,
            _COLLABORATEUR,
            (person.departement == compte.c.departement) & (person.id == compte.c.id),
            isouter=True,
        )
        .where(compte.c.departement == departement, compte.c.profil.in_(_REFERENTS))
    ).all()
    return Referents(
        (str(row.id), f"{row.nom} {row.prenom}", str(mail or ""), bool(row.actif))
        for row in rows
        for mail in {row.identifiant, row.mail}
    )


def fiches(connection: Connection, departement: str) -> dict[str, Fiche]:
    """Read every dossier of the département, by identifier."""
    suivis = _suivis(connection, departement)
    identites = {
        str(dossier): (nir, matricule)
        for dossier, nir, matricule in connection.execute(
            select(identite_genesis.c.dossier, identite_genesis.c.nir, identite_genesis.c.matricule).where(
                identite_genesis.c.departement == departement
            )
        )
    }
    rows = connection.execute(
        select(*(_DOSSIER.c[name] for name in _LUS)).where(
            _DOSSIER.c.departement == departement, _DOSSIER.c.supprime.is_(False)
        )
    )
    read: dict[str, Fiche] = {}
    for row in rows:
        values: dict[str, Value] = dict(zip(_LUS, row, strict=True))
        identifier = str(values.pop("id"))
        nir, matricule = identites.get(identifier, (None, None))
        read[identifier] = Fiche(values, nir, matricule, suivis.get(identifier))
    return read


def _suivis(connection: Connection, departement: str) -> dict[str, Suivi]:
    """Return the last période of parcours of each dossier: an open one, else the latest begun."""
    column = _AFFECTATION.c
    rows = connection.execute(
        select(column.dossier, column.id, column.referent, column.debut, column.fin).where(
            column.departement == departement, column.supprime.is_(False), column.role == "parcours"
        )
    )
    last: dict[str, Suivi] = {}
    for dossier, *parts in rows:
        one = Suivi(*parts)
        if dossier not in last or _ordre(one) > _ordre(last[dossier]):
            last[dossier] = one
    return last


def _ordre(suivi: Suivi) -> tuple[bool, str, str]:
    return suivi.ouvert, suivi.debut or "", suivi.id


def connus(fiches_: dict[str, Fiche]) -> list[Connu]:
    """Return what identifies each dossier."""
    return [
        Connu(
            dossier=identifier,
            numero=_text(fiche.valeurs["numero"]),
            nir=fiche.nir,
            matricule=_text(fiche.valeurs["numero_allocataire"]) or fiche.matricule,
            nom_naissance=_text(fiche.valeurs["nom_naissance"]) or _text(fiche.valeurs["nom"]) or "",
            prenom=_text(fiche.valeurs["prenom"]) or "",
            date_naissance=_text(fiche.valeurs["date_naissance"]) or "",
        )
        for identifier, fiche in fiches_.items()
    ]


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None
