"""Words set aside stay where a person will find them, whatever their author writes next."""

from sqlalchemy import select

from domain.exchange.v1 import Op, Outcome
from server.models import RECORDS
from tests.server.monde import Monde


def test_a_second_conflict_does_not_cover_the_words_of_the_first(monde: Monde) -> None:
    """Lesson 5: both are kept. Found by the faults: three words on one field, one of them nowhere."""
    alix, autre = monde.referent(), monde.device("alix")
    dossier = monde.dossier(alix.compte["id"])
    record = alix.ids.new()
    alix.push(alix.change("entretien", record, {"suite": "a"}, op=Op.CREATE, dossier=dossier))

    def type_(mot: str, seen: str | None) -> Outcome:
        change = alix.change("entretien", record, {"suite": mot}, was={"suite": seen}, dossier=dossier)
        return alix.push(change)[0].outcome

    autre.push(autre.change("entretien", record, {"suite": "b"}, was={"suite": "a"}, dossier=dossier))
    assert type_("premier", "a") is Outcome.CONFLICT
    assert type_("deuxième", "x") is Outcome.CONFLICT, "typed on the server’s words of a moment ago"
    assert type_("deuxième, revu", "deuxième") is Outcome.CONFLICT, "typed over mine: the same item"
    with monde.serveur.engine.connect() as connection:
        column = RECORDS["reprise"].c
        found = connection.execute(select(column.champs)).scalars()
        assert {champs["suite"]["moi"] for champs in found} == {"premier", "deuxième, revu"}
