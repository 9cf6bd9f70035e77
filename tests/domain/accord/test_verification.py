"""One accord verified from what is stored, with real keys."""

import base64
from collections.abc import Sequence

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.accord.chaine import Maillon, link_bytes, maillon
from domain.accord.rules import content, fingerprint, present
from domain.accord.verification import Cle, Constat, Gravite, Piece, gravest, offset, verifier
from domain.fields import Value

POSTE = "0193469e-7c00-7000-8000-0000000000d1"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CER: dict[str, Value] = {"numero": 2, "situation": "Vit seule à Privas.", "date_debut": "2026-12-01"}
ACTUEL = present(CER, [])


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def verifie(cle: str, signature: str, signed: bytes) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(cle))
        key.verify(base64.b64decode(signature), signed)
    except (ValueError, InvalidSignature):
        return False
    return True


def signed(**values: Value) -> dict[str, Value]:
    return signed_by(KEY, **values)


def signed_by(par: Ed25519PrivateKey, /, **values: Value) -> dict[str, Value]:
    """Return an accord taken at 10:00, seen by the server at 8:00 and again at 18:00."""
    text = content(cer=CER, objectifs=[], dossier={"nom": "DURAND"}, model={})
    accord: dict[str, Value] = {
        "id": "accord-1",
        "reponse": "oui",
        "version_contenu": 1,
        "contenu": text,
        "empreinte": fingerprint(text),
        "recueilli_le": "2026-11-20T10:00:00.000Z",
        "horloge_machine": "5000",
        "demarrage": "ab12",
        "rang_appareil": 1,
        "precedent": None,
        "poste": POSTE,
        "cle": public(par),
        "contact_le": "2026-11-20T08:00:00.000Z",
        "ecart_contact": 3,
        "recu_le": "2026-11-20T18:00:00.000Z",
        "envoi_le": "2026-11-20T18:00:02.000Z",
        "envoi_machine": "28807000",
        "envoi_demarrage": "ab12",
        "constat": None,
        **values,
    }
    return {**accord, "signature": base64.b64encode(par.sign(link_bytes(accord, POSTE))).decode()}


def found(
    accord: dict[str, Value],
    cles: Sequence[Cle] | None = None,
    maillons: Sequence[Maillon] | None = None,
    actuel: str = ACTUEL,
    *,
    remplace: bool = False,
) -> dict[str, list[Constat]]:
    by_subject: dict[str, list[Constat]] = {}
    for constat in verifier(Piece(accord, POSTE, actuel, remplace, cles, maillons), verifie):
        by_subject.setdefault(constat.sujet, []).append(constat)
    return by_subject


def only(constats: list[Constat]) -> tuple[Gravite, str]:
    (constat,) = constats
    return constat.gravite, constat.texte


def test_an_accord_in_order_is_found_so_on_every_subject() -> None:
    """R-CER-25, decision 31: between contact X and contact Y."""
    accord = signed()
    links = [maillon(accord, POSTE, "accord-1", public(KEY))]
    constats = found(accord, [Cle(public(KEY))], links)
    assert list(constats) == ["texte", "signature", "chaine", "valeur", "heure"]
    every = [constat for one in constats.values() for constat in one]
    assert gravest(every) is Gravite.ORDRE
    assert only(constats["heure"])[1].replace("\u00a0", " ") == (
        "Recueilli après le contact du 20/11/2026 à 9 h et avant son arrivée au serveur, "
        "le 20/11/2026 à 19 h, d’après l’horloge du serveur."
    )
    assert gravest([]) is Gravite.ORDRE


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"empreinte": "0" * 64}, "empreinte"),
        ({"contenu": None}, "empreinte"),
        ({"contenu": "{}", "empreinte": fingerprint("{}")}, "forme"),
        ({"contenu": '{"version": 1}', "empreinte": fingerprint('{"version": 1}')}, "forme"),
        ({"version_contenu": 3}, "version"),
    ],
)
def test_a_text_that_is_not_what_was_signed_for_is_broken(values: dict[str, Value], word: str) -> None:
    """R-CER-25."""
    gravite, texte = only(found(signed(**values))["texte"])
    assert gravite is Gravite.ROMPU
    assert word in texte


def test_a_later_version_is_kept_without_being_read() -> None:
    """Decision 30."""
    text = content(cer=CER, objectifs=[], dossier={}, model={}).replace('"version":1}', '"version":9}')
    constats = found(signed(contenu=text, empreinte=fingerprint(text), version_contenu=9))
    assert only(constats["texte"])[0] is Gravite.SIGNALE
    assert only(constats["valeur"])[0] is Gravite.ORDRE
    assert "version plus récente" in only(constats["valeur"])[1]


def test_a_field_changed_behind_the_signature_is_broken() -> None:
    accord = signed() | {"reponse": "non"}
    assert only(found(accord)["signature"])[0] is Gravite.ROMPU
    assert only(found(signed() | {"contact_le": None})["signature"])[0] is Gravite.ROMPU


def test_the_signature_of_another_device_is_broken() -> None:
    """Decision 31."""
    assert only(found(signed_by(OTHER), [Cle(public(KEY))])["signature"])[0] is Gravite.ROMPU
    assert only(found(signed(poste="0193469e-7c00-7000-8000-0000000000d2"))["signature"])[0] is Gravite.ROMPU
    assert only(found(signed() | {"signature": None})["signature"])[0] is Gravite.ROMPU


def test_a_replaced_key_verifies_what_came_before_it_was_and_marks_what_came_after() -> None:
    """Decision 31: the older accords of a device verify for ever."""
    before = [Cle(public(OTHER)), Cle(public(KEY), "2026-11-21T08:00:00.000Z")]
    after = [Cle(public(OTHER)), Cle(public(KEY), "2026-11-20T09:00:00.000Z")]
    assert only(found(signed(), before)["signature"])[0] is Gravite.ORDRE
    assert only(found(signed(), after)["signature"])[0] is Gravite.SIGNALE
    assert "20/11/2026" in only(found(signed(), after)["signature"])[1]


def test_an_accord_that_names_no_key_is_verified_with_those_of_its_device() -> None:
    accord = signed(cle=None)
    assert only(found(accord, [Cle(public(OTHER)), Cle(public(KEY))])["signature"])[0] is Gravite.ORDRE


def test_an_accord_signed_again_is_not_the_link_that_was_entered() -> None:
    """R-CER-25: the key of the device is not enough to rewrite what it did."""
    entered = maillon(signed(), POSTE, "accord-1", "")
    (constat,) = found(signed(reponse="non"), maillons=[entered])["chaine"]
    assert constat.gravite is Gravite.ROMPU


def test_the_place_in_the_chain_is_looked_at_again() -> None:
    first, twin = signed(), signed(reponse="non", id="accord-2")
    links = [maillon(row, POSTE, str(row["id"]), "") for row in (first, twin)]
    assert only(found(first, maillons=links)["chaine"])[0] is Gravite.SIGNALE
    orphan = signed(precedent="0" * 64, rang_appareil=3)
    (constat,) = found(orphan, maillons=[maillon(orphan, POSTE, "accord-1", "")])["chaine"]
    assert constat.gravite is Gravite.ROMPU


def test_without_the_chain_what_the_server_noted_is_told() -> None:
    """A laptop holds its own dossiers only."""
    constats = found(signed(constat="fourche renouveler caduc"))["chaine"]
    assert [constat.gravite for constat in constats] == [Gravite.SIGNALE] * 2


def test_a_contract_changed_since_or_an_accord_replaced_is_said() -> None:
    """R-CER-25."""
    assert only(found(signed(), actuel="0" * 64)["valeur"])[0] is Gravite.CADUC
    assert only(found(signed(), remplace=True)["valeur"])[0] is Gravite.CADUC


def test_a_clock_far_from_the_servers_is_said_and_corrected() -> None:
    ahead = signed(
        recueilli_le="2026-11-20T13:00:00.000Z",
        envoi_le="2026-11-20T21:00:02.000Z",
    )
    between, skew = found(ahead)["heure"]
    assert between.gravite is Gravite.ORDRE
    assert (skew.gravite, "avançait de 3" in skew.texte) == (Gravite.SIGNALE, True)
    assert offset(ahead) == 10_802
    behind = found(signed(envoi_le=None, ecart_contact=-600))["heure"][1]
    assert "retardait de 10" in behind.texte


def test_an_hour_outside_of_its_contacts_is_said() -> None:
    """Decision 31."""
    for moment in ("2026-11-20T07:00:00.000Z", "2026-11-20T19:00:00.000Z"):
        constats = found(signed(recueilli_le=moment, horloge_machine=None, demarrage=None))["heure"]
        assert [constat.gravite for constat in constats] == [Gravite.ORDRE, Gravite.SIGNALE]
        constats = found(signed(recueilli_le=moment, envoi_machine=None))["heure"]
        assert "hors de ces deux contacts" in constats[-1].texte


@pytest.mark.parametrize(
    ("values", "word", "gravite"),
    [
        ({"envoi_machine": "36007000"}, "reculée d’environ 2", Gravite.SIGNALE),
        ({"envoi_machine": "7000"}, "veille", Gravite.ORDRE),
        ({"envoi_machine": "7000", "envoi_demarrage": "cd34"}, "redémarré", Gravite.ORDRE),
    ],
)
def test_a_wall_clock_moved_between_the_accord_and_the_sending_is_told(
    values: dict[str, Value], word: str, gravite: Gravite
) -> None:
    """Decision 31: wall clock, counter and boot are kept for this."""
    constats = found(signed(**values))["heure"]
    moved = [constat for constat in constats if word in constat.texte]
    assert [constat.gravite for constat in moved] == [gravite]


def test_an_accord_without_an_hour_says_so() -> None:
    assert only(found(signed(recueilli_le=None))["heure"])[0] is Gravite.SIGNALE


def test_an_accord_that_has_not_met_the_server_says_so() -> None:
    alone = signed(contact_le=None, ecart_contact=None, recu_le=None, envoi_le=None)
    assert "pas encore rencontré" in only(found(alone)["heure"])[1]
    assert offset(alone) is None


def test_an_instant_at_the_end_of_the_calendar_stops_nothing() -> None:
    constats = found(signed(contact_le="9999-12-31T23:59:59.000Z"))["heure"]
    assert "9999-12-31T23:59:59.000Z" in constats[0].texte
