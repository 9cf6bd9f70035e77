"""Asking: one request for each CER, of the text and the number of now; all else is refused in words."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from domain.fields import Value
from domain.profils import Profile
from server.services.sms.demande import NO_MOBILE
from tests.server.monde import Monde
from tests.server.sms.guichet import MOBILE, Guichet
from tests.yousign.operateur import Operateur, Panne


def words(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["message"]


def test_a_double_click_makes_one_request_and_one_sms(guichet: Guichet) -> None:
    """R-CER-19: the second is told where the first is."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: guichet.demander(), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["etat"] for answer in answers} <= {"preparation", "envoyee"}
    assert guichet.demandee()["etat"] == "envoyee"
    assert guichet.operateur.appels.count("creer") == guichet.operateur.appels.count("activer") == 1
    assert len(guichet.lignes()) == 1


def test_what_is_signed_is_not_asked_again_for_the_same_text(guichet: Guichet) -> None:
    """R-CER-19."""
    guichet.demandee()
    guichet.operateur.signer()
    guichet.attendre("signee")
    assert guichet.demandee()["etat"] == "signee"
    assert len(guichet.operateur.requetes) == 1


def test_another_text_cancels_the_request_and_makes_a_new_one(guichet: Guichet) -> None:
    """R-CER-19, R-CER-25."""
    guichet.demandee()
    first = guichet.operateur.seule
    guichet.ecrire(situation="Un texte de plus")
    guichet.demandee()
    assert first.status == "canceled"
    assert guichet.operateur.seule is not first
    assert [ligne["etat"] for ligne in guichet.lignes()] == ["annulee", "envoyee"]


def test_a_signature_faster_than_the_cancelling_is_kept(guichet: Guichet) -> None:
    """R-CER-25: she signed the former text; the new one is asked for all the same."""
    guichet.demandee()
    guichet.ecrire(situation="Un texte de plus")
    guichet.operateur.webhook = ""
    guichet.operateur.signer()
    assert guichet.demandee()["etat"] == "envoyee"
    assert [ligne["etat"] for ligne in guichet.lignes()] == ["signee", "envoyee"]
    (accord,) = guichet.accords()
    assert accord["constat"] == "caduc"


def test_a_text_that_is_not_the_servers_asks_to_synchronise(guichet: Guichet) -> None:
    """R-CER-25: the PDF was made from something else."""
    with guichet.monde.writing() as ecriture:
        ecriture.modifier("cer", guichet.cer, {"situation": "Changé par une collègue"})
    status, message = words(guichet.demander())
    assert (status, "synchronisez d’abord" in message) == (409, True)
    assert guichet.operateur.appels == []


@pytest.mark.parametrize("telephone", [None, "04 75 12 34 56", "à demander"])
def test_without_a_mobile_it_is_said_so(monde: Monde, operateur: Operateur, telephone: Value) -> None:
    """R-CER-19."""
    guichet = Guichet.ouvrir(monde, operateur, telephone=telephone)
    assert words(guichet.demander()) == (422, NO_MOBILE)


def test_without_a_mail_the_operator_is_asked_and_its_refusal_told(
    monde: Monde, operateur: Operateur
) -> None:
    """R-CER-17, R-CER-19: its description wants one."""
    guichet = Guichet.ouvrir(monde, operateur, mail=None)
    status, message = words(guichet.demander())
    assert (status, "adresse de courriel" in message) == (422, True)
    assert operateur.requetes == {}, "nothing of it is left there"
    said = guichet.suivi()
    assert (said["etat"], said["motif"]) == ("echouee", message)


def test_a_number_that_the_operator_does_not_take_is_told(guichet: Guichet) -> None:
    """R-CER-19."""
    guichet.operateur.sans_sms.add(MOBILE)
    status, message = words(guichet.demander())
    assert (status, "SMS à ce numéro" in message) == (422, True)
    assert guichet.operateur.requetes == {}


@pytest.mark.parametrize("profil", [Profile.CDS, Profile.ALI])
def test_who_may_not_take_an_accord_may_not_ask_for_one(guichet: Guichet, profil: Profile) -> None:
    """R-ACC-4: the service sees the dossier, and does not draft."""
    guichet.monde.compte(profil.value, profil, dtas="nord")
    device = guichet.monde.device(profil.value)
    answer = guichet.demander(device)
    assert (answer.status_code, answer.json()["regle"]) == (403, "R-ACC-4")
    assert guichet.parler("DELETE", "", device).status_code == 403
    assert guichet.parler("GET", "", device).status_code == 200


def test_a_submitted_cer_is_not_signed(guichet: Guichet) -> None:
    """R-CER-26."""
    with guichet.monde.writing() as ecriture:
        event: dict[str, Value] = {"cer": guichet.cer, "rang": 1, "de": "proposition", "vers": "soumis"}
        ecriture.creer("evenement_cer", event, dossier=guichet.dossier)
    assert guichet.demander().json()["regle"] == "R-CER-26"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"pdf": "UE5H"}, 422),
        ({"pdf": "*"}, 400),
        ({"page": 0}, 400),
        ({"x": -1}, 400),
        ({"empreinte": "AB"}, 400),
        ({"empreinte": None}, 400),
    ],
)
def test_a_malformed_request_is_refused(guichet: Guichet, values: dict[str, object], status: int) -> None:
    assert guichet.demander(None, **values).status_code == status
    assert guichet.lignes() == []


def test_one_may_cancel_and_ask_again(guichet: Guichet) -> None:
    """R-CER-19."""
    assert guichet.parler("DELETE").json()["etat"] == ""
    guichet.demandee()
    assert guichet.parler("DELETE").json()["etat"] == "annulee"
    assert guichet.parler("DELETE").json()["etat"] == "annulee"
    assert guichet.demandee()["etat"] == "envoyee"


def test_cancelling_what_was_just_signed_says_that_it_is_signed(guichet: Guichet) -> None:
    """R-CER-19: nothing of a signature is lost."""
    guichet.demandee()
    guichet.operateur.webhook = ""
    guichet.operateur.signer()
    assert guichet.parler("DELETE").json()["etat"] == "signee"
    assert len(guichet.accords()) == 1


def test_cancelling_without_the_operator_changes_nothing(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    guichet.demandee()
    guichet.operateur.pannes += [Panne("annuler", "500"), Panne("lire", "500", 9)]
    assert guichet.parler("DELETE").status_code == 424
    assert guichet.lignes()[0]["etat"] == "envoyee"
    assert guichet.operateur.cle not in caplog.text


def test_cancelled_while_it_is_being_prepared_it_never_reaches_the_person(guichet: Guichet) -> None:
    """R-CER-19: whoever is preparing it looks again before the person is told of anything."""
    answers = []
    guichet.operateur.pendant["ajouter"] = lambda: answers.append(guichet.parler("DELETE"))
    assert guichet.demandee()["etat"] == "annulee"
    assert answers[0].json()["etat"] == "annulee"
    assert "activer" not in guichet.operateur.appels
    assert guichet.operateur.requetes == {}


def test_cancelled_while_it_is_being_opened_it_is_closed_there_too(guichet: Guichet) -> None:
    """R-CER-19."""
    guichet.operateur.pendant["activer"] = lambda: guichet.parler("DELETE")
    assert guichet.demandee()["etat"] == "annulee"
    assert "ongoing" not in {each.status for each in guichet.operateur.requetes.values()}
