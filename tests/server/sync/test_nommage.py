"""The naming grid, held by the server too."""

from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from tests.server.monde import Monde


def test_a_document_named_out_of_the_grid_is_refused(monde: Monde) -> None:
    """R-DOC-2: no laptop of ours sends one."""
    alix = monde.referent("alix")
    dossier = monde.dossier(alix.compte["id"])
    alix.sync()
    outcomes = []
    for nom in ("Été à moi.pdf", "../CV.pdf", "Ete-a-moi.pdf"):
        values: dict[str, Value] = {"nom": nom, "rangement": "courriers"}
        change = alix.change("document", alix.ids.new(), values, op=Op.CREATE, dossier=dossier)
        outcomes += [answer.outcome for answer in alix.push(change)]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED, Outcome.APPLIED]
