"""What is known around a person, as its tab shows it (R-INF-1, R-INF-3, R-INF-5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.models.tables import RECORDS
from desktop.services.poste import Poste, Values, by_rank, rows
from domain.clock import today
from domain.droits import refusal
from domain.exchange.v1 import Op
from domain.registry import FORMS
from domain.reglage.nomenclatures import Settings
from domain.reglage.verification import ATTENDUES
from domain.suivi.rules import Fraicheur, famille_of, freshness, is_running, present

PREUVE = "departement.caracteristiques_mois"


@dataclass(frozen=True, slots=True)
class DifficulteLue:
    """One difficulté, the family of its nature in words, and whether it is still there."""

    id: str
    values: Values
    famille: str
    en_cours: bool


@dataclass(frozen=True, slots=True)
class SouhaitLu:
    """One job wished for."""

    id: str
    values: Values


@dataclass(frozen=True, slots=True)
class CaracteristiqueLue:
    """One caractéristique: what is known of it today, and every finding, the latest first.

    ``fraicheur`` is said of those that are expected only (R-INF-5).
    """

    nom: str
    libelle: str
    famille: str
    constats: tuple[Values, ...]
    fraicheur: Fraicheur | None

    @property
    def presente(self) -> Values | None:
        """Return the last finding."""
        return next(iter(self.constats), None)

    @property
    def a_revoir(self) -> bool:
        """Tell whether it is expected, and missing or stale."""
        return self.fraicheur not in {None, Fraicheur.A_JOUR}


@dataclass(frozen=True, slots=True)
class SuiviLu:
    """What is known around a person.

    ``caracteristiques``: those expected first, in the order to ask them, then the others by family.
    """

    difficultes: tuple[DifficulteLue, ...]
    souhaits: tuple[SouhaitLu, ...]
    caracteristiques: tuple[CaracteristiqueLue, ...]
    modifiable: bool

    @property
    def a_revoir(self) -> int:
        """Count the expected caractéristiques that are missing or stale (R-INF-5)."""
        return sum(one.a_revoir for one in self.caracteristiques)


def read_suivi(poste: Poste, connection: Connection, dossier: str) -> SuiviLu:
    """Read what is known around a person."""

    def of(kind: str) -> list[Values]:
        return rows(connection, kind, RECORDS[kind].c.dossier == dossier)

    settings, day = poste.settings, today(poste.clock)
    writer = poste.writer(connection, dossier)
    difficultes = sorted(of("difficulte"), key=lambda one: str(one["debut"] or ""), reverse=True)
    return SuiviLu(
        difficultes=tuple(
            DifficulteLue(
                str(one["id"]),
                one,
                settings.label("familles_difficulte", famille_of(str(one["nature"]))),
                is_running(one, day),
            )
            for one in difficultes
        ),
        souhaits=tuple(SouhaitLu(str(one["id"]), one) for one in by_rank(of("souhait_metier"))),
        caracteristiques=_caracteristiques(poste, of("caracteristique")),
        modifiable=refusal(writer, FORMS["difficulte"], Op.CREATE, ["nature"], None) is None,
    )


def _caracteristiques(poste: Poste, findings: list[Values]) -> tuple[CaracteristiqueLue, ...]:
    settings, day, months = poste.settings, today(poste.clock), int(poste.settings[PREUVE])
    expected: list[str] = settings[ATTENDUES]
    known = present(findings)
    offered = [code.code for code in settings.choices("caracteristiques")]
    names = [*expected, *(nom for nom in _by_family(settings, offered, known) if nom not in expected)]
    return tuple(
        CaracteristiqueLue(
            nom,
            settings.label("caracteristiques", nom),
            settings.label("familles_caracteristique", famille_of(nom)),
            tuple(sorted((one for one in findings if one["nom"] == nom), key=_moment, reverse=True)),
            freshness(known.get(nom), day, months) if nom in expected else None,
        )
        for nom in names
    )


def _by_family(settings: Settings, offered: list[str], known: Iterable[str]) -> list[str]:
    """Return what may be asked and what is known, by family as the département orders them."""
    families = [code.code for code in settings.codes("familles_caracteristique")]
    names = [*offered, *(nom for nom in known if nom not in offered)]
    return sorted(
        names, key=lambda nom: families.index(famille_of(nom)) if famille_of(nom) in families else 99
    )


def _moment(finding: Values) -> tuple[str, str]:
    return str(finding["constatee_le"] or ""), str(finding["id"])
