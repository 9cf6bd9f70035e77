"""The operator breaks, is cut, is slow; the person signs: nothing is lost, nothing is doubled."""

import datetime as dt

import pytest
import requests
from sqlalchemy import update

from server.models import signature_sms
from server.serveur import Serveur
from server.services.depot import Depot
from server.services.sms.portes import relever
from server.services.sms.suite import CUT, LOST
from tests.server.sms.guichet import Guichet
from tests.yousign.operateur import Operateur, Panne

STEPS = ["creer", "deposer", "ajouter", "activer"]


def wait(guichet: Guichet, **time: float) -> None:
    guichet.monde.clock.advance(**time)


@pytest.mark.parametrize("sorte", ["500", "coupé", "429"])
@pytest.mark.parametrize("etape", STEPS[:3])
def test_a_step_that_fails_leaves_nothing_and_may_be_asked_again(
    guichet: Guichet, etape: str, sorte: str, caplog: pytest.LogCaptureFixture
) -> None:
    """R-CER-19: told in words, and no draft with a name is left there."""
    guichet.operateur.pannes.append(Panne(etape, sorte))
    answer = guichet.demander()
    assert answer.status_code == 424
    assert "Yousign" in answer.json()["message"]
    said = guichet.suivi()
    assert (said["etat"], said["motif"]) == ("echouee", answer.json()["message"])
    left = [each for each in guichet.operateur.requetes.values() if each.signer or each.pdf]
    assert left == []
    assert guichet.demandee()["etat"] == "envoyee"
    for secret in (guichet.operateur.cle, guichet.operateur.secret, "612345678", "Vautrin"):
        assert secret not in caplog.text


def test_an_activation_whose_answer_is_cut_is_looked_at_and_not_made_twice(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    """R-CER-19: it did open."""
    guichet.operateur.pannes.append(Panne("activer", "coupé"))
    assert guichet.demandee()["etat"] == "envoyee"
    assert guichet.operateur.appels.count("activer") == 1
    assert "ConnectionError" in caplog.text or "ChunkedEncodingError" in caplog.text


def test_an_activation_that_did_not_happen_is_said_so(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    guichet.operateur.pannes.append(Panne("activer", "500"))
    assert guichet.demander().status_code == 424
    assert guichet.suivi()["etat"] == "echouee"
    assert guichet.operateur.requetes == {}
    assert "Yousign" in caplog.text


def test_an_operator_that_falls_silent_is_asked_later(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    """R-CER-19: nobody knows whether it opened: asked again, never made twice."""
    guichet.operateur.pannes += [Panne("activer", "muet"), Panne("lire", "500", 3)]
    assert guichet.demander().status_code == 424
    guichet.operateur.reprendre()
    assert guichet.suivi()["etat"] == "preparation"
    assert guichet.demandee()["etat"] == "preparation", "asked again, it is the same"
    wait(guichet, seconds=20)
    assert guichet.suivi()["etat"] == "envoyee"
    assert guichet.operateur.appels.count("creer") == 1
    assert caplog.records


def test_a_webhook_before_the_answer_that_opens_writes_one_accord(guichet: Guichet) -> None:
    """R-CER-19: the fastest of persons."""
    guichet.operateur.pendant["activer"] = guichet.operateur.signer
    assert guichet.demander().status_code == 200
    guichet.attendre("signee")
    assert len(guichet.accords()) == len(guichet.documents()) == 1


def test_a_lost_webhook_loses_no_signature(guichet: Guichet) -> None:
    """R-CER-19: who looks at the screen asks."""
    guichet.operateur.webhook = ""
    guichet.demandee()
    guichet.operateur.signer()
    assert guichet.suivi()["etat"] == "envoyee", "not at each look: the operator allows sixty a minute"
    wait(guichet, seconds=20)
    assert guichet.suivi()["etat"] == "signee"


def test_a_round_finds_what_nobody_looks_at(guichet: Guichet) -> None:
    """R-CER-19, R-CER-31."""
    guichet.operateur.webhook = ""
    guichet.demandee()
    guichet.operateur.signer()
    assert relever(guichet.monde.serveur) == {"signee": 1}
    assert relever(guichet.monde.serveur) == {}
    assert len(guichet.accords()) == 1


def test_the_same_news_many_times_writes_one_accord(guichet: Guichet) -> None:
    """R-CER-19: sent again when our answer was late."""
    guichet.demandee()
    guichet.operateur.fois = 4
    guichet.operateur.signer()
    guichet.attendre("signee")
    assert set(guichet.operateur.recues) == {204}
    assert len(guichet.accords()) == len(guichet.documents()) == 1


def test_a_full_disk_keeps_the_signature_for_the_next_round(
    guichet: Guichet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """R-CER-32: the accord and its PDF, both or neither."""
    guichet.operateur.webhook = ""
    guichet.demandee()
    guichet.operateur.signer()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    wait(guichet, seconds=20)
    with monkeypatch.context() as patched:
        patched.setattr(Depot, "write", full)
        said = guichet.suivi()
    assert (said["etat"], "plus de place" in said["motif"]) == ("envoyee", True)
    assert guichet.accords() == guichet.documents() == []
    assert relever(guichet.monde.serveur) == {"signee": 1}
    assert len(guichet.accords()) == 1
    assert not [record for record in caplog.records if "Traceback" in record.getMessage()]


@pytest.mark.parametrize("sorte", ["500", "coupé"])
def test_a_signed_pdf_that_does_not_come_is_fetched_again(
    guichet: Guichet, sorte: str, caplog: pytest.LogCaptureFixture
) -> None:
    """R-CER-19: what only reads is tried again by itself."""
    guichet.demandee()
    guichet.operateur.pannes.append(Panne("telecharger", sorte, 2))
    guichet.operateur.signer()
    guichet.attendre("signee")
    assert guichet.operateur.appels.count("telecharger") >= 3
    assert len(guichet.accords()) == len(guichet.documents()) == 1
    assert "Yousign" in caplog.text


def test_a_server_that_stopped_in_the_middle_takes_it_up_again(guichet: Guichet) -> None:
    """R-CER-19: a preparation that was cut is dead after three minutes, with or without a draft there."""
    guichet.demandee()
    first = guichet.operateur.seule
    first.status = "draft"
    with guichet.monde.serveur.engine.begin() as connection:
        connection.execute(update(signature_sms).values(etat="preparation", envoye_le=None))
    wait(guichet, minutes=4)
    said = guichet.suivi()
    assert (said["etat"], said["motif"]) == ("echouee", CUT)
    assert guichet.operateur.requetes == {}
    guichet.demandee()
    last = guichet.lignes()[-1]["id"]
    with guichet.monde.serveur.engine.begin() as connection:
        here = signature_sms.c.id == last
        connection.execute(update(signature_sms).where(here).values(etat="preparation", yousign=None))
    wait(guichet, minutes=4)
    assert guichet.demandee()["etat"] == "envoyee", "asked again, it is made anew"
    assert [ligne["etat"] for ligne in guichet.lignes()] == ["echouee", "echouee", "envoyee"]


def test_a_request_that_the_operator_does_not_know_any_more_is_over(guichet: Guichet) -> None:
    guichet.demandee()
    guichet.operateur.requetes.clear()
    wait(guichet, seconds=20)
    said = guichet.suivi()
    assert (said["etat"], said["motif"]) == ("echouee", LOST)


def test_a_key_that_is_refused_is_told_and_shown_nowhere(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    key, guichet.operateur.cle = guichet.operateur.cle, "une-autre"
    answer = guichet.demander()
    assert (answer.status_code, "prévenez l’administrateur" in answer.json()["message"]) == (424, True)
    assert key not in caplog.text + answer.text
    assert key not in repr(guichet.monde.serveur)


def test_a_signature_given_up_here_and_signed_there_is_written(guichet: Guichet) -> None:
    """R-CER-19: she did sign."""
    guichet.demandee()
    with guichet.monde.serveur.engine.begin() as connection:
        connection.execute(update(signature_sms).values(etat="annulee"))
    guichet.operateur.signer()
    guichet.attendre("signee")
    assert len(guichet.accords()) == 1


def test_news_that_the_operator_did_not_sign_have_no_effect(guichet: Guichet) -> None:
    """R-CER-19: without its secret, nothing; with it, the state is asked all the same."""
    guichet.demandee()
    operateur, url = guichet.operateur, guichet.operateur.webhook
    lie = operateur.nouvelle("signature_request.done", operateur.seule)
    for headers in ({}, operateur.entetes(lie, "autre"), operateur.entetes(b"autre")):
        assert requests.post(url, data=lie, headers=headers, timeout=60).status_code == 401
    assert requests.post(url, data=lie, headers=operateur.entetes(lie), timeout=60).status_code == 204
    for body in (b"", b"{", b'{"data": {}}', b'{"data": {"signature_request": {"id": 1}}}'):
        answer = requests.post(url, data=body, headers=operateur.entetes(body), timeout=60)
        assert answer.status_code == 204, "known to be theirs, and of no use to us"
    assert guichet.suivi()["etat"] == "envoyee", "believed of nobody: it is asked"
    assert guichet.accords() == []


def test_a_round_that_fails_leaves_the_rest_for_the_next(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    guichet.demandee()
    guichet.operateur.pannes.append(Panne("lire", "500", 3))
    assert relever(guichet.monde.serveur) == {"envoyee": 1}
    assert "prochain tour" in caplog.text


def test_the_link_expires_with_the_week(guichet: Guichet) -> None:
    """R-CER-19: a bounded time, told to the operator when it is asked."""
    guichet.demandee()
    day = (guichet.monde.clock.now() + dt.timedelta(days=7)).date().isoformat()
    assert guichet.operateur.seule.body["expiration_date"] == day


def test_an_unknown_departement_is_not_asked_about(serveur: Serveur, operateur: Operateur) -> None:
    assert relever(serveur) == {}
    assert operateur.appels == []
