import base64
from pathlib import Path

import pytest

from desktop.vault.scellement import parole_du_serveur, sceller_au_serveur
from domain.errors import RefusedError
from server.services.secret import Secret


def test_what_is_sealed_opens_with_the_same_secret_and_for_the_same_device_only(tmp_path: Path) -> None:
    secret = Secret.create(tmp_path / "cle")
    sealed = secret.seal(b"cle", "07/poste")
    assert Secret.open(tmp_path / "cle").unseal(sealed, "07/poste") == b"cle"
    assert secret.unseal(sealed, "07/autre") is None
    assert Secret.create(tmp_path / "autre").unseal(sealed, "07/poste") is None


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    one, again = Secret.create(tmp_path / "cle"), Secret.create(tmp_path / "cle")
    assert again.is_signed("texte", one.sign("texte"))
    assert not again.is_signed("texte", "é")


def test_a_damaged_secret_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cle"
    path.write_bytes(b"court")
    for opened in (Secret.open, Secret.create):
        with pytest.raises(RefusedError, match="sauvegarde"):
            opened(path)
    assert path.read_bytes() == b"court"


def test_the_same_secret_gives_the_same_keys_and_another_gives_others(tmp_path: Path) -> None:
    one, again = Secret.create(tmp_path / "cle"), Secret.open(tmp_path / "cle")
    other = Secret.create(tmp_path / "autre")
    assert (one.signature_key, one.sealing_key) == (again.signature_key, again.sealing_key)
    assert len({one.signature_key, one.sealing_key, other.signature_key, other.sealing_key}) == 4


def test_what_a_device_seals_to_the_server_only_the_server_opens(tmp_path: Path) -> None:
    secret, other = Secret.create(tmp_path / "cle"), Secret.create(tmp_path / "autre")
    sealed = sceller_au_serveur(base64.b64encode(secret.sealing_key).decode(), b"un texte")
    assert b"un texte" not in sealed
    assert secret.open_sealed(sealed) == b"un texte"
    assert other.open_sealed(sealed) is None
    for damaged in (b"", b"court", sealed[:-1], sealed[:40] + b"\0" + sealed[41:], bytes(len(sealed))):
        assert secret.open_sealed(damaged) is None


def test_a_device_believes_the_word_of_its_own_server_only(tmp_path: Path) -> None:
    secret, other = Secret.create(tmp_path / "cle"), Secret.create(tmp_path / "autre")
    key = base64.b64encode(secret.signature_key).decode()
    for signer, content, believed in (
        (secret, b"mot", True),
        (secret, b"autre mot", False),
        (other, b"mot", False),
    ):
        signature = base64.b64encode(signer.give_word(content)).decode()
        assert parole_du_serveur(key, b"mot", signature) is believed
    assert not parole_du_serveur(key, b"mot", "pas une signature")
    assert not parole_du_serveur("", b"mot", "")
