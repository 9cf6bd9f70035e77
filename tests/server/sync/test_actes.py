"""Acts over the wire: changes of state, and accords with their proof."""

import base64
import dataclasses
from collections.abc import Mapping

import pytest

from domain.accord.chaine import chain_digest, link_bytes
from domain.accord.rules import content, fingerprint
from domain.exchange.v1 import Answer, Change, Op, Outcome
from domain.fields import Value
from domain.profils import Profile
from tests.server.clients import AT, Device
from tests.server.monde import Monde

INSTRUCTION = [Profile.SECRETARIAT_DISPOSITIF, Profile.ALI, Profile.CDS]


@dataclasses.dataclass
class Dossier:
    """A dossier of the territory «nord» with one CER drafted by its référent."""

    monde: Monde
    referent: Device
    id: str
    cer: str

    def move(self, device: Device, rang: int, de: str, vers: str, **other: Value) -> Answer:
        values: dict[str, Value] = {"cer": self.cer, "rang": rang, "de": de, "vers": vers, **other}
        event = device.change("evenement_cer", device.ids.new(), values, op=Op.CREATE, dossier=self.id)
        return device.push(event)[0]

    def write(self, device: Device, **values: Value) -> Answer:
        return device.push(device.change("cer", self.cer, values, dossier=self.id))[0]

    def accord(self, device: Device, rang: int = 1, precedent: str | None = None, **other: Value) -> Change:
        """Return the change that carries an accord on the CER as ``device`` holds it."""
        row = device.rows["cer", self.cer]
        dossier = device.rows["dossier", self.id]
        text = content(cer=row, objectifs=[], dossier=dossier, model={"version": "essai"})
        values: dict[str, Value] = {
            "cer": self.cer,
            "reponse": "oui",
            "moyen": "case",
            "version_contenu": 1,
            "contenu": text,
            "empreinte": fingerprint(text),
            "recueilli_le": AT,
            "rang_appareil": rang,
            "precedent": precedent,
            **other,
        }
        signature = device.key.sign(link_bytes(values, device.id))
        values["signature"] = base64.b64encode(signature).decode()
        return device.change("accord", device.ids.new(), values, op=Op.CREATE, dossier=self.id)


@pytest.fixture
def cas(monde: Monde) -> Dossier:
    referent = monde.referent("alix")
    dossier = monde.dossier(referent.compte["id"], dtas="nord", sdd="sdd", etat_droit="versable")
    referent.sync()
    cer = referent.ids.new()
    values: dict[str, Value] = {"numero": 1, "situation": "Texte", "date_debut": "2026-12-01"}
    referent.push(referent.change("cer", cer, values, op=Op.CREATE, dossier=dossier))
    return Dossier(monde, referent, dossier, cer)


def service(monde: Monde, profil: Profile = Profile.CDS) -> Device:
    monde.compte(profil.value, profil, dtas="nord")
    device = monde.device(profil.value)
    device.sync()
    return device


def test_a_cer_goes_to_its_decision_and_comes_back_to_the_referent(cas: Dossier) -> None:
    """R-CER-12, R-CER-26."""
    assert cas.move(cas.referent, 1, "proposition", "soumis").outcome is Outcome.APPLIED
    chef = service(cas.monde)
    assert cas.move(chef, 2, "soumis", "attente").outcome is Outcome.APPLIED
    decided = cas.write(chef, decision_commentee="Favorable", date_decision="2026-11-20")
    assert decided.outcome is Outcome.APPLIED
    assert cas.move(chef, 3, "attente", "valide").outcome is Outcome.APPLIED
    cas.referent.sync()
    assert cas.referent.rows["cer", cas.cer]["decision_commentee"] == "Favorable"
    states = [row["vers"] for (kind, _), row in cas.referent.rows.items() if kind == "evenement_cer"]
    assert sorted(states) == ["attente", "soumis", "valide"]


@pytest.mark.parametrize("profil", [Profile.REFERENT, Profile.SECRETARIAT_PROXIMITE])
def test_who_may_not_decide_is_refused_by_rule_r_cer_12(cas: Dossier, profil: Profile) -> None:
    cas.move(cas.referent, 1, "proposition", "soumis")
    device = cas.referent if profil is Profile.REFERENT else service(cas.monde, profil)
    answer = cas.move(device, 2, "soumis", "valide")
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-12")


def test_a_change_of_state_from_another_state_than_the_present_one_is_refused(cas: Dossier) -> None:
    """R-CER-12, decision 29: decided on a stale view."""
    cas.move(cas.referent, 1, "proposition", "soumis")
    chef, secretariat = service(cas.monde), service(cas.monde, Profile.SECRETARIAT_DISPOSITIF)
    assert cas.move(secretariat, 2, "soumis", "commission").outcome is Outcome.APPLIED
    late = cas.move(chef, 2, "soumis", "attente")
    assert (late.outcome, late.rule) == (Outcome.REFUSED, "R-CER-12")


@pytest.mark.parametrize(
    "values",
    [{"rang": None}, {"rang": "1"}, {"de": "ailleurs"}, {"vers": None}, {"cer": None}],
)
def test_a_malformed_change_of_state_is_refused(cas: Dossier, values: Mapping[str, Value]) -> None:
    event: dict[str, Value] = {"cer": cas.cer, "rang": 1, "de": "proposition", "vers": "soumis", **values}
    change = cas.referent.change("evenement_cer", cas.referent.ids.new(), event, op=Op.CREATE, dossier=cas.id)
    assert cas.referent.push(change)[0].outcome is Outcome.REFUSED


def test_a_submitted_cer_is_locked_for_its_referent(cas: Dossier) -> None:
    """R-CER-26, R-ACC-4."""
    cas.move(cas.referent, 1, "proposition", "soumis")
    answer = cas.write(cas.referent, situation="Autre")
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-26")
    objectif = cas.referent.change(
        "objectif", cas.referent.ids.new(), {"cer": cas.cer, "rang": 1}, op=Op.CREATE, dossier=cas.id
    )
    assert cas.referent.push(objectif)[0].rule == "R-CER-26"


def test_the_service_does_not_write_in_a_proposition(cas: Dossier) -> None:
    """R-CER-26, decision 28."""
    answer = cas.write(service(cas.monde), decision_commentee="Déjà")
    assert answer.outcome is Outcome.REFUSED


def test_a_person_known_as_nsdd_is_not_submitted_without_a_reason(cas: Dossier) -> None:
    """R-CER-14."""
    refused = cas.move(cas.referent, 1, "proposition", "soumis", sdd_connu="nsdd")
    assert (refused.outcome, refused.rule) == (Outcome.REFUSED, "R-CER-14")
    lifted = cas.move(cas.referent, 1, "proposition", "soumis", sdd_connu="nsdd", motif="Contrat aidé")
    assert (lifted.outcome, lifted.rule) == (Outcome.APPLIED, "")


def test_a_submission_made_on_an_older_right_is_taken_with_a_mark(cas: Dossier) -> None:
    """R-CER-14, decision 29: it was decided on what the device knew."""
    with cas.monde.writing() as ecriture:
        ecriture.modifier("dossier", cas.id, {"sdd": "nsdd"})
    answer = cas.move(cas.referent, 1, "proposition", "soumis", sdd_connu="sdd", droit_connu_le=AT)
    assert (answer.outcome, answer.rule) == (Outcome.APPLIED, "R-CER-14")
    assert answer.message.startswith("Pris")


def test_a_change_of_state_is_never_edited(cas: Dossier) -> None:
    """R-CER-12: every change is kept."""
    cas.move(cas.referent, 1, "proposition", "soumis")
    event = next(record for kind, record in cas.referent.rows if kind == "evenement_cer")
    for op in (Op.SET, Op.DELETE):
        change = cas.referent.change("evenement_cer", event, {"vers": "valide"}, op=op, dossier=cas.id)
        assert cas.referent.push(change)[0].outcome is Outcome.REFUSED


def test_a_cer_that_bears_an_act_is_not_deleted(cas: Dossier) -> None:
    """R-CER-25."""
    cas.referent.push(cas.accord(cas.referent))
    (answer,) = cas.referent.push(cas.referent.change("cer", cas.cer, op=Op.DELETE, dossier=cas.id))
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-25")


def test_an_accord_signed_by_its_device_is_taken(cas: Dossier) -> None:
    """R-CER-11, R-CER-25, decision 31: and the next one is chained to it."""
    first = cas.accord(cas.referent)
    (answer,) = cas.referent.push(first)
    assert (answer.outcome, answer.message) == (Outcome.APPLIED, "")
    digest = chain_digest(first.set, cas.referent.id)
    (second,) = cas.referent.push(cas.accord(cas.referent, 2, digest))
    assert (second.outcome, second.message) == (Outcome.APPLIED, "")


@pytest.mark.parametrize(
    "values",
    [
        {"empreinte": "0" * 64},
        {"contenu": "{}"},
        {"signature": "rien"},
        {"signature": base64.b64encode(b"0" * 64).decode()},
        {"signature": None},
        {"reponse": "non"},
        {"rang_appareil": None},
        {"contenu": "pas du JSON", "empreinte": fingerprint("pas du JSON")},
    ],
)
def test_an_accord_that_proves_nothing_is_refused_and_kept(cas: Dossier, values: Mapping[str, Value]) -> None:
    """R-CER-25."""
    change = cas.accord(cas.referent)
    (answer,) = cas.referent.push(dataclasses.replace(change, set={**change.set, **values}))
    assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-25")


def test_an_accord_on_a_text_that_changed_meanwhile_is_kept_and_said_to_lapse(cas: Dossier) -> None:
    """R-CER-25."""
    other = cas.monde.device("alix")
    other.sync()
    change = cas.accord(other)
    cas.write(cas.referent, evaluation="Ajout")
    (answer,) = other.push(change)
    assert (answer.outcome, answer.rule) == (Outcome.APPLIED, "R-CER-25")
    assert "recueillir de nouveau" in answer.message


@pytest.mark.parametrize(("rang", "precedent"), [(2, None), (1, "0" * 64)])
def test_an_accord_out_of_its_chain_is_taken_and_marked(
    cas: Dossier, rang: int, precedent: str | None
) -> None:
    """R-CER-25, decision 31."""
    (answer,) = cas.referent.push(cas.accord(cas.referent, rang, precedent))
    assert answer.outcome is Outcome.APPLIED
    assert "signalé" in answer.message


def test_the_same_act_again_is_one_act_and_another_text_is_an_error(cas: Dossier) -> None:
    """R-CER-25, Lesson 22: same identifier, same bytes or error."""
    first = cas.accord(cas.referent)
    cas.referent.push(first)
    again = cas.referent.change("accord", first.record, first.set, op=Op.CREATE, dossier=cas.id)
    assert cas.referent.push(again)[0].outcome is Outcome.APPLIED
    other = cas.referent.change(
        "accord", first.record, {**first.set, "reponse": "non"}, op=Op.CREATE, dossier=cas.id
    )
    assert cas.referent.push(other)[0].outcome is Outcome.REFUSED
    assert cas.referent.rows["accord", first.record]["reponse"] == "oui"


def test_an_accord_that_says_signed_carries_both_signatures(cas: Dossier) -> None:
    """R-CER-20: one of them missing, or a slip of the hand, proves nothing."""
    hers, his = "100,100 400,200 700,80", "50,20 60,250;300,40 600,200"
    for person, referent in ((None, None), (hers, None), (hers, "1,1"), (hers, "abc")):
        change = cas.accord(cas.referent, moyen="signature", trace_personne=person, trace_referent=referent)
        (answer,) = cas.referent.push(change)
        assert (answer.outcome, answer.rule) == (Outcome.REFUSED, "R-CER-20")
    (answer,) = cas.referent.push(
        cas.accord(cas.referent, moyen="signature", trace_personne=hers, trace_referent=his)
    )
    assert answer.outcome is Outcome.APPLIED
