from pathlib import Path

import pytest

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
