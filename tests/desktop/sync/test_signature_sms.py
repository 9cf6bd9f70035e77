"""The accord by SMS from a real laptop: its own PDF, the real doors, the operator’s stand-in."""

import base64
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from desktop.documents import apercu
from desktop.models.replique import put
from desktop.services.acces import HorsLigneError
from desktop.services.signature_sms import Obstacle, SignatureSms
from desktop.sync.signature import GuichetSignature
from domain.accord.rules import Standing
from domain.accord.sms import EtatSignature
from domain.errors import RefusedError
from domain.fields import Value
from server.serveur import Serveur
from server.yousign.acces import Acces
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.desktop.sync.conftest import Poste
from tests.server.monde import Monde
from tests.server.sms.guichet import MOBILE, PERSONNE
from tests.yousign.operateur import SIGNED, Operateur

Ouvrir = Callable[[str, str], Poste]


@pytest.fixture
def operateur() -> Iterator[Operateur]:
    with Operateur().servir() as operateur:
        yield operateur


@pytest.fixture
def serveur(serveur: Serveur, operateur: Operateur) -> Serveur:
    """The server of the other tests, with the service."""
    acces = Acces(operateur.cle, operateur.secret, operateur.url)
    return dataclasses.replace(serveur, yousign={"07": acces})


@dataclasses.dataclass
class Bureau:
    """A laptop with a CER that has reached the server."""

    poste: Poste
    cer: str
    dossier: str

    @property
    def sms(self) -> SignatureSms:
        return self.poste.bureau.signature_sms

    def ecrire(self, **values: Value) -> None:
        saisie = self.poste.bureau.saisie
        for name, value in values.items():
            seen = self.poste.bureau.cers.ouvrir(self.cer).values[name]
            saisie.save_field("cer", self.cer, name, value, seen)
        saisie.flush()


@pytest.fixture
def bureau(monde: Monde, poste: Ouvrir, operateur: Operateur) -> Bureau:
    operateur.webhook = f"{monde.url}/yousign"
    dossier = monde.dossier(monde.compte("alix"), **PERSONNE)
    laptop = poste("portable", "alix")
    laptop.synchroniser()
    laptop.bureau.signature_sms.brancher(GuichetSignature())
    made = Bureau(laptop, laptop.bureau.cers.nouveau(dossier), dossier)
    made.ecrire(situation="Elle cherche un logement à Aubenas.")
    return made


def keep(bureau: Bureau, **facts: object) -> None:
    """Change what the replica knows of itself."""

    def work(connection: Connection) -> tuple[None, None]:
        put(connection, **facts)
        return None, None

    bureau.poste.bureau.poste.replique.ecrivain.submit(work).result()


def synchronised(bureau: Bureau) -> Bureau:
    bureau.poste.synchroniser()
    return bureau


def signed(bureau: Bureau) -> EtatSignature | None:
    for _ in range(2_000):
        if not (suivi := bureau.sms.lire(bureau.cer)).en_cours:
            return suivi.etat
    raise AssertionError("never told")


def test_a_person_signs_the_contract_that_this_laptop_printed(bureau: Bureau, operateur: Operateur) -> None:
    """R-CER-19, R-CER-32."""
    waiting = bureau.sms.possibilite(bureau.cer)
    assert (waiting.obstacle, waiting.telephone) == (Obstacle.NON_ENVOYE, MOBILE)
    synchronised(bureau)
    assert bureau.sms.possibilite(bureau.cer).possible
    suivi = bureau.sms.demander(bureau.cer)
    assert (suivi.etat, suivi.par) == (EtatSignature.ENVOYEE, "Alix ESSAI")
    assert suivi.lien.startswith("https://")
    asked = operateur.seule
    assert asked.pdf == bureau.poste.bureau.editions.cer(bureau.cer, "pdf", par_sms=True).octets
    (field,) = asked.signer["fields"]
    assert field["page"] == apercu.nombre_de_pages(asked.pdf), "where the person signs"
    assert bureau.sms.possibilite(bureau.cer).obstacle is Obstacle.DEJA
    operateur.signer()
    assert signed(bureau) is EtatSignature.SIGNEE
    assert bureau.sms.pdf(bureau.cer) == asked.pdf + SIGNED
    synchronised(bureau)
    lu = bureau.poste.bureau.cers.ouvrir(bureau.cer)
    assert (lu.accord.standing, lu.accord.moyen_libelle) == (Standing.OUI, "Signature par SMS")
    assert bureau.sms.possibilite(bureau.cer).obstacle is Obstacle.SIGNE
    (document,) = bureau.poste.bureau.documents.lister(bureau.dossier)
    assert document.nom.startswith("CER_1_VAUTRIN")


def sign(bureau: Bureau, operateur: Operateur) -> None:
    synchronised(bureau).sms.demander(bureau.cer)
    operateur.signer()
    assert signed(bureau) is EtatSignature.SIGNEE
    synchronised(bureau)


def test_a_box_that_was_ticked_leaves_a_place_to_sign(bureau: Bureau, operateur: Operateur) -> None:
    """R-CER-11: the stronger accord may follow the one taken for want of a network."""
    bureau.poste.bureau.cers.recueillir_accord(bureau.cer, "oui", "case", "sans_reseau")
    synchronised(bureau).sms.demander(bureau.cer)
    said = mots(texte_pdf(operateur.seule.pdf))
    assert mots("en signant ce document avec un code reçu par SMS") in said
    assert mots("case à cocher") not in said
    operateur.signer()
    assert signed(bureau) is EtatSignature.SIGNEE
    synchronised(bureau)
    assert bureau.poste.bureau.cers.ouvrir(bureau.cer).accord.moyen_libelle == "Signature par SMS"


def test_an_attestation_of_it_verifies_with_the_key_learnt_when_signing_in(
    bureau: Bureau, operateur: Operateur
) -> None:
    """R-CER-25, decision 30: the server’s key, as this device knows it, and no other."""
    sign(bureau, operateur)
    editions = bureau.poste.bureau.editions
    made = editions.attestation(bureau.cer)
    said = mots(texte_pdf(made.octets))
    assert made.avertissement == ""
    assert mots("La signature est celle de la clé du serveur.") in said
    assert mots("à l’horloge de l’opérateur de signature") in said
    other = base64.b64encode(bytes(32)).decode()
    keep(bureau, cle_serveur_signature=other)
    assert "ne prouve rien" in editions.attestation(bureau.cer).avertissement


def test_what_stands_in_the_way_is_said_before_anything_is_asked(
    bureau: Bureau, monde: Monde, operateur: Operateur
) -> None:
    """R-CER-11, R-CER-19: one reason at a time, the one that cannot be helped first."""
    sms, synchro = synchronised(bureau).sms, bureau.poste.bureau.synchro

    def obstacle() -> Obstacle | None:
        return sms.possibilite(bureau.cer).obstacle

    assert obstacle() is None
    synchro.signaler(en_ligne=False, en_cours=False, message="", a_reconnecter=False)
    assert obstacle() is Obstacle.RESEAU
    with pytest.raises(RefusedError, match="Pas de réseau"):
        sms.demander(bureau.cer)
    synchro.signaler(en_ligne=True, en_cours=False, message="", a_reconnecter=False)
    bureau.ecrire(commentaire="Un mot pour le service.")
    assert obstacle() is Obstacle.NON_ENVOYE
    with monde.writing() as ecriture:
        ecriture.modifier("dossier", bureau.dossier, {"telephone": "04 75 12 34 56"})
    synchronised(bureau)
    can = sms.possibilite(bureau.cer)
    assert (can.obstacle, can.telephone) == (Obstacle.MOBILE, "")
    bureau.ecrire(situation="Complet.", evaluation="Commune.", sans_expression=True)
    bureau.poste.bureau.cers.ajouter_objectif(bureau.cer, "formation")
    assert operateur.appels == []


def test_a_conflict_on_what_prints_is_settled_first(bureau: Bureau, monde: Monde) -> None:
    """Decision 8."""
    synchronised(bureau)
    with monde.writing() as ecriture:
        ecriture.modifier("cer", bureau.cer, {"situation": "Le service a corrigé."})
    bureau.ecrire(situation="La référente aussi.")
    synchronised(bureau)
    assert bureau.sms.possibilite(bureau.cer).obstacle is Obstacle.CONFLIT


def test_a_cer_that_another_changed_is_asked_for_once_it_is_synchronised(
    bureau: Bureau, monde: Monde
) -> None:
    """R-CER-19, R-CER-25: the text that is printed here is the one the server has."""
    synchronised(bureau)
    with monde.writing() as ecriture:
        ecriture.modifier("cer", bureau.cer, {"evaluation": "Relue par une collègue."})
    with pytest.raises(RefusedError, match="synchronisez d’abord"):
        bureau.sms.demander(bureau.cer)
    assert synchronised(bureau).sms.demander(bureau.cer).etat is EtatSignature.ENVOYEE


def test_a_changed_telephone_makes_a_new_edition_and_a_new_request(
    bureau: Bureau, operateur: Operateur
) -> None:
    """R-CER-19."""
    synchronised(bureau).sms.demander(bureau.cer)
    first = operateur.seule
    bureau.poste.bureau.saisie.save_field(
        "dossier", bureau.dossier, "telephone", "07 98 76 54 32", PERSONNE["telephone"]
    )
    bureau.poste.bureau.saisie.flush()
    synchronised(bureau)
    told = bureau.sms.lire(bureau.cer)
    assert (told.a_jour, "a changé depuis" in told.phrase) == (False, True)
    assert bureau.sms.possibilite(bureau.cer).possible, "asked again, for the number of now"
    bureau.sms.demander(bureau.cer)
    assert first.status == "canceled"
    assert operateur.seule.signer["info"]["phone_number"] == "+33798765432"


def test_one_may_cancel_what_was_asked(bureau: Bureau, operateur: Operateur) -> None:
    """R-CER-19."""
    assert synchronised(bureau).sms.lire(bureau.cer).etat is None
    bureau.sms.demander(bureau.cer)
    told = bureau.sms.annuler(bureau.cer)
    assert (told.etat, told.en_cours, told.lien) == (EtatSignature.ANNULEE, False, "")
    assert [each.status for each in operateur.requetes.values()] == ["canceled"]
    assert bureau.sms.possibilite(bureau.cer).possible
    with pytest.raises(RefusedError, match="pas été signé"):
        bureau.sms.pdf(bureau.cer)


def test_a_submitted_cer_has_no_accord_to_take(bureau: Bureau, monde: Monde) -> None:
    """R-CER-26."""
    synchronised(bureau)
    event: dict[str, Value] = {"cer": bureau.cer, "rang": 1, "de": "proposition", "vers": "soumis"}
    with monde.writing() as ecriture:
        ecriture.creer("evenement_cer", event, dossier=bureau.dossier)
    can = synchronised(bureau).sms.possibilite(bureau.cer)
    assert (can.obstacle, "soumis" in can.raison) == (Obstacle.DROIT, True)
    with pytest.raises(RefusedError, match="soumis"):
        bureau.sms.demander(bureau.cer)


def test_a_departement_without_the_service_says_so_and_the_laptop_remembers(
    bureau: Bureau, monde: Monde
) -> None:
    """R-CER-11: the demonstration has no key of Yousign."""
    without = dataclasses.replace(monde.serveur, yousign={})
    synchronised(bureau)
    with Monde.serving(without) as other:
        keep(bureau, serveur=other.url)
        with pytest.raises(RefusedError, match="pas de signature par SMS"):
            bureau.sms.demander(bureau.cer)
        assert bureau.sms.lire(bureau.cer).service is False
        can = bureau.sms.possibilite(bureau.cer)
        assert (can.obstacle, "pas de signature par SMS" in can.raison) == (Obstacle.SERVICE, True)


def test_without_any_server_it_says_that_there_is_no_network(bureau: Bureau) -> None:
    """R-CER-11."""
    synchronised(bureau)
    nowhere = "http://127.0.0.1:9"
    keep(bureau, serveur=nowhere)
    for ask in (bureau.sms.demander, bureau.sms.lire, bureau.sms.annuler, bureau.sms.pdf):
        with pytest.raises(HorsLigneError, match="gardé sur ce poste"):
            ask(bureau.cer)
    desk = bureau.poste.bureau
    unplugged = SignatureSms(desk.poste, desk.editions, desk.synchro)
    with pytest.raises(HorsLigneError, match="réseau"):
        unplugged.lire(bureau.cer)


def test_a_state_that_a_newer_server_invents_is_still_under_way(bureau: Bureau) -> None:
    class Newer(GuichetSignature):
        def lire(self, serveur: str, jeton: str, cer: str) -> dict[str, Any]:
            del serveur, jeton, cer
            return {"service": True, "etat": "en_lecture"}

    bureau.sms.brancher(Newer())
    assert bureau.sms.lire(bureau.cer).en_cours
