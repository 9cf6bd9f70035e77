from domain.exchange.v1 import Op, Outcome
from tests.server.monde import Monde


def test_a_record_created_on_a_device_reaches_the_server_and_comes_back(monde: Monde) -> None:
    device = monde.referent()
    dossier = monde.dossier(device.compte["id"])
    device.sync()
    entretien = device.ids.new()
    change = device.change(
        "entretien", entretien, {"moment": "2026-11-20T09:00", "lieu": "cms"}, op=Op.CREATE, dossier=dossier
    )
    (answer,) = device.push(change)
    assert (answer.outcome, answer.rev, answer.duplicate) == (Outcome.APPLIED, 1, False)
    row = device.rows["entretien", entretien]
    assert (row["moment"], row["cree_par"], row["dossier"]) == (
        "2026-11-20T09:00",
        device.compte["id"],
        dossier,
    )
