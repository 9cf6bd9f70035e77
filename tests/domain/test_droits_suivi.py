"""Who may write what along the accompaniment: every profile and every act, in one table."""

import pytest

from domain.droits import Writer, refusal
from domain.exchange.v1 import Op
from domain.fields import Value
from domain.registry import FORMS
from tests.domain.builders import (
    ADMINISTRATEUR,
    ALI,
    CDS,
    DISPOSITIF,
    ETAPE,
    PARTI,
    PROXIMITE,
    REFERENT,
    STRUCTURE,
)

WRITERS = {
    "référent": REFERENT,
    "référent d’étape": ETAPE,
    "référent parti": PARTI,
    "secrétariat de dispositif": DISPOSITIF,
    "secrétariat de proximité": PROXIMITE,
    "secrétariat de structure": STRUCTURE,
    "ALI": ALI,
    "CDS": CDS,
    "administrateur": ADMINISTRATEUR,
}
ALONG = {
    "référent",
    "référent d’étape",
    "référent parti",
    "secrétariat de dispositif",
    "secrétariat de proximité",
}
ANSWERS = {"secrétariat de dispositif", "secrétariat de proximité", "ALI", "CDS"}
EVERYBODY = set(WRITERS) - {"administrateur"}
ASKED: dict[str, Value] = {"cas": "emploi", "date": "2026-11-20"}
TREATED: dict[str, Value] = {**ASKED, "traitee_le": "2026-11-21"}
MIDEM: dict[str, Value] = {"date": "2026-11-21", "motif": "Absences."}
GENESIS: dict[str, Value] = {"date_midem": "2026-11-20"}
SHOWN: dict[str, Value] = {**MIDEM, "date": "2026-11-19"}
TABLE: list[tuple[str, Op, list[str], dict[str, Value] | None, set[str]]] = [
    ("veille", Op.CREATE, ["motif", "debut"], None, ALONG),
    ("veille", Op.SET, ["terminee_le"], {"debut": "2026-11-01"}, ALONG),
    ("veille", Op.DELETE, [], {"debut": "2026-11-01"}, ALONG),
    ("demande_midem", Op.CREATE, ["date", "motif"], None, ALONG),
    ("demande_midem", Op.SET, ["motif"], MIDEM, ALONG),
    ("demande_midem", Op.DELETE, [], MIDEM, ALONG),
    ("demande_midem", Op.SET, ["motif"], SHOWN, set()),
    ("demande_midem", Op.DELETE, [], SHOWN, set()),
    ("demande_fin", Op.CREATE, ["cas", "date"], None, ALONG),
    ("demande_fin", Op.SET, ["precision"], ASKED, ALONG),
    ("demande_fin", Op.SET, ["traitee_le", "reponse"], ASKED, ANSWERS),
    ("demande_fin", Op.SET, ["traitee_le"], TREATED, ANSWERS),
    ("demande_fin", Op.SET, ["precision"], TREATED, set()),
    ("demande_fin", Op.DELETE, [], TREATED, set()),
    ("difficulte", Op.CREATE, ["nature"], None, ALONG),
    ("difficulte", Op.SET, ["fin"], {"nature": "23.6"}, ALONG),
    ("souhait_metier", Op.CREATE, ["metier"], None, ALONG),
    ("caracteristique", Op.CREATE, ["nom", "valeur"], None, ALONG),
    ("caracteristique", Op.SET, ["valeur"], {"nom": "sante.rqth"}, set()),
    ("caracteristique", Op.DELETE, [], {"nom": "sante.rqth"}, set()),
    ("dossier", Op.SET, ["telephone", "telephone_de", "secteurs", "competences"], {}, EVERYBODY),
    ("note", Op.CREATE, ["visibilite", "texte"], None, EVERYBODY),
    ("note", Op.SET, ["texte"], {"cree_par": REFERENT.compte}, {"référent"}),
    ("note", Op.SET, ["visibilite"], {"cree_par": REFERENT.compte}, set()),
    ("note", Op.DELETE, [], {"cree_par": REFERENT.compte}, {"référent"}),
    ("recherche_enregistree", Op.CREATE, ["nom"], None, EVERYBODY),
    ("selection", Op.SET, ["dossiers"], {"nom": "Atelier"}, EVERYBODY),
]


@pytest.mark.parametrize("profile", WRITERS)
@pytest.mark.parametrize(("kind", "op", "names", "before", "allowed"), TABLE)
def test_each_profile_may_do_its_own_acts_and_no_other(
    kind: str, op: Op, names: list[str], before: dict[str, Value] | None, allowed: set[str], profile: str
) -> None:
    """R-FA-2, R-FA-10, R-MID-1, R-MID-2, R-INF-1, R-INF-2, R-INF-3."""
    writer, form = WRITERS[profile], FORMS[kind]
    refused = refusal(writer, form, op, names, None, record=before, before=before, dossier=GENESIS)
    assert (refused is None) == (profile in allowed), refused


def test_whom_a_note_was_given_to_closes_it_and_changes_nothing_else() -> None:
    """R-INF-2."""
    note: dict[str, Value] = {
        "cree_par": CDS.compte,
        "visibilite": "attribuee",
        "attribuee_a": REFERENT.compte,
    }

    def refused(writer: Writer, *names: str) -> bool:
        return refusal(writer, FORMS["note"], Op.SET, names, None, record=note, before=note) is not None

    assert not refused(REFERENT, "close_le")
    assert refused(REFERENT, "close_le", "texte")
    assert refused(ETAPE, "close_le")
    assert not refused(CDS, "close_le", "texte")
