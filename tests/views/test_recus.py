"""What a receipt says beside what was sent: in the list, unfolded, and printed."""

from dataclasses import asdict

from sqlalchemy import Connection, insert

from desktop.models.changes import Changes
from desktop.models.tables import recu
from desktop.services.bureau import Bureau
from desktop.sync.bilan import Bilan
from desktop.views.synchronisation.recus import details, summary
from tests.desktop.documents.lecture import texte_pdf

DEBUT, FIN = "2026-11-20T08:30:00.000Z", "2026-11-20T08:30:04.000Z"


def test_a_receipt_says_what_was_read_again_retired_and_offered_again(bureau: Bureau) -> None:
    """Lesson 14, Lesson 15: a repair is told to the person, in numbers."""
    bilan = Bilan(DEBUT, fin=FIN, relus=3, retires=1, reproposes=12)

    def work(connection: Connection) -> tuple[None, Changes]:
        connection.execute(insert(recu).values(id="r", fin=FIN, contenu=asdict(bilan)))
        return None, Changes()

    bureau.poste.now_write(work)
    (receipt,) = bureau.synchro.recus()
    assert summary(receipt) == "3\u00a0dossiers relus, 1\u00a0dossier retiré"
    assert details(receipt)[-1].endswith("12\u00a0envois proposés de nouveau.")
    printed = texte_pdf(bureau.editions.recu(receipt).octets)
    assert "Dossiers relus" in printed
    assert "Dossiers retirés de ce poste" in printed
