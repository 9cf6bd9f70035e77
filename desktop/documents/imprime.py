"""What a CER shows once printed: finished values, and only those an edition may show.

``commentaire``, ``priorite`` and ``note_referent`` have no place to go in these classes
(R-CER-4, R-CER-5): a field that cannot be held cannot leak.
"""

from dataclasses import dataclass

from domain.accord.rules import Standing
from domain.cer.states import Edition


@dataclass(frozen=True, slots=True)
class Emetteur:
    """Who issues the document, with the titles, the mentions and the look that the département settled.

    ``sigle``: the short word for the contract, «CER» unless the law or the département says another.
    """

    departement: str
    service: str
    adresse: str
    telephone: str
    president: str
    logo: bytes | None
    couleur: str
    titre: str
    sigle: str
    version: str
    mention_objet: str
    mention_respect: str
    mention_recours: str
    mention_donnees: str
    envoi: str


@dataclass(frozen=True, slots=True)
class Identite:
    """The person, as printed; '' where unknown. ``date_naissance`` is already in French."""

    civilite: str
    nom: str
    nom_naissance: str
    prenom: str
    date_naissance: str
    organisme: str
    numero_allocataire: str
    adresse: str
    telephone: str
    mail: str


@dataclass(frozen=True, slots=True)
class ObjectifImprime:
    """One objectif; ``echeance`` is an ISO day or ``None``."""

    rang: int
    theme: str
    personne: str
    referent: str
    echeance: str | None


@dataclass(frozen=True, slots=True)
class AccordImprime:
    """Where the accord stands; ``moyen`` is the code of its means, ``date`` an ISO day.

    ``traces``: the signatures of the person and of the référent, as ``domain.accord.trace`` writes them.
    """

    standing: Standing
    moyen: str | None
    moyen_libelle: str
    date: str | None
    traces: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class DecisionImprimee:
    """The decision; dates are ISO days. The dates decided prevail over those proposed (R-CER-13)."""

    favorable: bool
    date: str | None
    debut: str | None
    fin: str | None
    commentee: str


@dataclass(frozen=True, slots=True)
class CerImprime:
    """A CER ready to be described. Dates are ISO days or ``None``, texts as typed.

    ``heures``: of activity a week, ``None`` where the contract does not say.
    """

    edition: Edition
    emetteur: Emetteur
    identite: Identite
    referent_nom: str
    numero: int | None
    type_libelle: str
    debut: str | None
    fin: str | None
    heures: int | None
    signature: str | None
    situation: str
    evaluation: str
    objectifs: tuple[ObjectifImprime, ...]
    expression: str
    sans_expression: bool
    accord: AccordImprime
    decision: DecisionImprimee | None
