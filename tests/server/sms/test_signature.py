"""The accord by SMS from end to end: asked, signed, written, verified, sent to every device."""

import hashlib

import pytest
import requests
from sqlalchemy import delete, update

from domain.accord.rules import Standing, present, standing
from domain.accord.sms import SERVEUR
from domain.accord.verification import Gravite
from server.models import RECORDS
from server.services.sms.chaine import cle_du_serveur
from server.services.sms.lignes import purger
from server.services.sms.portes import relever
from server.services.verification import Bilan, verify_accords
from tests.server.clients import Device
from tests.server.sms.guichet import MOBILE, PDF, Guichet
from tests.yousign.operateur import SIGNED


def own(guichet: Guichet) -> Bilan:
    """Return what is found of the accords that the server signed."""
    key = cle_du_serveur(guichet.monde.serveur)
    with guichet.monde.serveur.engine.connect() as connection:
        (found,) = [one for one in verify_accords(connection, "07", key) if one.appareil == SERVEUR]
    return found


def test_a_person_signs_with_a_code_and_every_device_holds_the_proof(guichet: Guichet) -> None:
    """R-CER-19, R-CER-32, R-CER-11: the accord and the PDF that cannot be altered, by the ordinary sync."""
    said = guichet.demandee()
    assert (said["etat"], said["service"], said["a_jour"]) == ("envoyee", True, True)
    assert said["lien"].startswith("https://")
    asked = guichet.operateur.seule
    assert (asked.pdf, asked.body["delivery_mode"]) == (PDF, "none")
    assert asked.signer["info"] == {
        "first_name": "Élise",
        "last_name": "Vautrin",
        "phone_number": MOBILE,
        "locale": "fr",
        "email": "elise.vautrin@exemple.invalid",
    }
    code = guichet.operateur.demander_le_code(asked)
    assert guichet.operateur.sms == [(MOBILE, code)]
    guichet.operateur.signer(asked, "000000")
    assert guichet.suivi()["etat"] == "envoyee", "a wrong code signs nothing"
    guichet.operateur.signer(asked, code, at="2026-11-20T09:12:00+01:00")
    signed = guichet.attendre("signee")
    guichet.referent.sync()
    accord = guichet.referent.rows["accord", signed["accord"]]
    assert (accord["reponse"], accord["moyen"]) == ("oui", "sms")
    assert accord["moyen_libelle"] == "Signature par SMS"
    assert accord["recueilli_le"] == "2026-11-20T08:12:00.000Z"
    row = guichet.referent.rows["cer", guichet.cer]
    assert standing([accord], present(row, [])) is Standing.OUI
    document = guichet.referent.rows["document", signed["document"]]
    assert (document["rangement"], document["type"], document["contenu_present"]) == (
        "cer_scannes",
        "cer",
        True,
    )
    assert document["nom"] == "CER_3_VAUTRIN_Elise_signe_2026-11-20.pdf"
    assert document["empreinte"] == hashlib.sha256(PDF + SIGNED).hexdigest()
    headers = {"authorization": f"Bearer {guichet.referent.token}"}
    there = requests.get(f"{guichet.monde.url}/contenus/{document['id']}", headers=headers, timeout=60)
    assert there.content == PDF + SIGNED
    assert (signed["lien"], guichet.lignes()[0]["lien"]) == ("", None), "nothing opens it any more"


def test_the_server_signs_its_accords_in_a_chain_that_verifies(guichet: Guichet) -> None:
    """Decision 30, decision 31."""
    guichet.demandee()
    guichet.operateur.signer()
    guichet.attendre("signee")
    guichet.ecrire(situation="Un autre texte")
    guichet.demandee()
    guichet.operateur.signer()
    guichet.attendre("signee")
    first, second = sorted(guichet.accords(), key=lambda row: row["rang_appareil"])
    assert (first["rang_appareil"], second["rang_appareil"]) == (1, 2)
    assert second["precedent"] is not None
    assert (second["poste"], second["appareil"]) == (None, None)
    assert second["cle"] == cle_du_serveur(guichet.monde.serveur)
    assert second["remplace"] == first["id"]
    found = own(guichet)
    assert dict(found.comptes) == {Gravite.ORDRE: 1, Gravite.CADUC: 1}
    assert found.faits == []


@pytest.mark.parametrize("values", [{"reponse": "non"}, {"moyen": "case"}, {"empreinte": "0" * 64}])
def test_an_accord_of_the_server_that_was_tampered_with_is_told(
    guichet: Guichet, values: dict[str, str]
) -> None:
    """R-CER-25, decision 31."""
    guichet.demandee()
    guichet.operateur.signer()
    guichet.attendre("signee")
    with guichet.monde.serveur.engine.begin() as connection:
        connection.execute(update(RECORDS["accord"]).values(values))
    assert own(guichet).comptes == {Gravite.ROMPU: 1}


def test_an_accord_of_the_server_that_was_taken_out_is_told(guichet: Guichet) -> None:
    """Decision 31: its link remains."""
    guichet.demandee()
    guichet.operateur.signer()
    guichet.attendre("signee")
    with guichet.monde.serveur.engine.begin() as connection:
        connection.execute(delete(RECORDS["accord"]))
    assert own(guichet).comptes == {Gravite.ROMPU: 1}


def test_a_text_that_changes_before_the_signature_makes_it_lapse(guichet: Guichet) -> None:
    """R-CER-25: the accord is for the text of the PDF that was sent."""
    guichet.demandee()
    guichet.ecrire(situation="Récrit pendant que la personne lit")
    assert guichet.suivi()["a_jour"] is False
    guichet.operateur.signer()
    guichet.attendre("signee")
    (accord,) = guichet.accords()
    assert accord["constat"] == "caduc"
    row = guichet.referent.rows["cer", guichet.cer]
    assert standing([accord], present(row, [])) is Standing.CADUC
    assert own(guichet).comptes == {Gravite.CADUC: 1}


@pytest.mark.parametrize(("act", "etat"), [("refuser", "refusee"), ("expirer", "expiree")])
def test_a_refusal_and_an_expiry_are_kept_and_told(guichet: Guichet, act: str, etat: str) -> None:
    """R-CER-31, R-CER-19: no accord is written, and one may ask again."""
    guichet.demandee()
    getattr(guichet.operateur, act)()
    said = guichet.attendre(etat)
    assert said["finie_le"]
    assert guichet.accords() == []
    assert guichet.demandee()["etat"] == "envoyee"


def test_a_device_cannot_bring_an_accord_by_sms_of_its_own(guichet: Guichet) -> None:
    """R-CER-19, decision 30: only the server, on the operator’s word."""
    device = guichet.referent
    values = {"cer": guichet.cer, "reponse": "oui", "moyen": "sms", "contenu": "{}", "rang_appareil": 1}
    values["empreinte"] = hashlib.sha256(b"{}").hexdigest()
    (answer,) = device.push(
        device.change("accord", device.ids.new(), values, op="create", dossier=guichet.dossier)  # type: ignore[arg-type]
    )
    assert (answer.outcome, answer.rule) == ("refused", "R-CER-19")


def test_the_signed_pdf_is_fetched_again_even_if_the_folder_lost_it(
    guichet: Guichet, caplog: pytest.LogCaptureFixture
) -> None:
    """R-CER-19."""
    assert guichet.parler("GET", "/pdf").status_code == 404
    guichet.demandee()
    guichet.operateur.signer()
    guichet.attendre("signee")
    assert guichet.parler("GET", "/pdf").content == PDF + SIGNED
    for path in guichet.monde.serveur.depot.of_dossier("07", guichet.dossier).iterdir():
        path.unlink()
    assert guichet.parler("GET", "/pdf").content == PDF + SIGNED
    assert "un contenu complet manque" in caplog.text, "the administrator is told"
    (document,) = guichet.documents()
    assert document["contenu_present"] is True, "put back, for every device"


def test_a_purged_dossier_leaves_no_request_behind(guichet: Guichet) -> None:
    """Decision 17."""
    guichet.demandee()
    with guichet.monde.serveur.engine.begin() as connection:
        purger(connection, "07", guichet.dossier)
    assert guichet.lignes() == []
    guichet.operateur.signer()
    assert guichet.operateur.recues[-1] == 204, "a request that nobody knows has no effect"
    assert relever(guichet.monde.serveur).total() == 0


def test_nobody_else_sees_or_touches_the_signature_of_a_dossier(guichet: Guichet) -> None:
    """R-ACC-1."""
    guichet.demandee()
    stranger: Device = guichet.monde.referent("etranger")
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/pdf")):
        assert guichet.parler(method, path, stranger).status_code == 404
    assert guichet.demander(stranger).status_code == 404
    assert guichet.suivi()["etat"] == "envoyee"
