"""A password changed from this computer, and cut at every point of it (decision 24)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.acces import HorsLigneError
from desktop.services.bureau import Bureau
from desktop.services.mon_compte import NOT_THIS_ONE, UNSURE, MonCompte
from desktop.sync.connexion import changer
from domain.errors import RefusedError
from server.services.comptes import set_password
from tests.desktop.services.test_ouverture import (
    NEW,
    NOWHERE,
    Poste,
    clock,
    engine,
    light_argon2,
    monde,
    poste,
    postgresql_engine,
    serveur,
    sqlite_engine,
    trousseau,
)
from tests.server.clients import PASSWORD, Device

__all__ = [
    "clock",
    "engine",
    "light_argon2",
    "monde",
    "poste",
    "postgresql_engine",
    "serveur",
    "sqlite_engine",
    "trousseau",
]  # fmt: skip
OTHER = "encore un autre mot de passe"


def le_compte(bureau: Bureau) -> MonCompte:
    assert bureau.mon_compte is not None
    return bureau.mon_compte


def with_answers_lost(poste: Poste) -> Bureau:
    """Open on a computer where the change reaches the server and its answer never comes."""

    def lose(serveur: str, jeton: str, ancien: str, nouveau: str) -> None:
        changer(serveur, jeton, ancien, nouveau)
        raise HorsLigneError("coupé")

    portier = poste.portier()
    portier._changer = lose
    return portier.ouvrir("camille", PASSWORD)


def opens(poste: Poste, password: str) -> bool:
    poste.coupe = True
    try:
        return poste.en_attente(poste.portier(), password) == 1
    except RefusedError:
        return False
    finally:
        poste.coupe = False


def known_to_the_server(poste: Poste, password: str) -> bool:
    return Device(poste.monde.url, "camille").connect(password).status_code == 200


def test_the_new_password_opens_at_once_and_the_old_one_no_more(poste: Poste) -> None:
    poste.enroler()
    bureau = poste.portier().ouvrir("camille", PASSWORD)
    assert le_compte(bureau).a_changer
    le_compte(bureau).changer_mot_de_passe(PASSWORD, NEW)
    assert not le_compte(bureau).a_changer
    le_compte(bureau).changer_mot_de_passe(NEW, OTHER)
    bureau.verrouiller()
    assert [opens(poste, word) for word in (PASSWORD, NEW, OTHER)] == [False, False, True]
    assert poste.synchroniser(OTHER) == 200, "this computer's own token goes on"


@pytest.mark.parametrize(
    ("ancien", "nouveau", "said"),
    [(PASSWORD, "court", "12 caractères"), (PASSWORD, PASSWORD, "le même"), ("faux", NEW, NOT_THIS_ONE)],
)
def test_what_is_refused_changes_nothing(poste: Poste, ancien: str, nouveau: str, said: str) -> None:
    poste.enroler()
    bureau = poste.portier().ouvrir("camille", PASSWORD)
    with pytest.raises(RefusedError, match=said):
        le_compte(bureau).changer_mot_de_passe(ancien, nouveau)
    bureau.verrouiller()
    assert [opens(poste, word) for word in (PASSWORD, NEW)] == [True, False]


def test_a_change_without_network_leaves_both_until_the_server_has_chosen(poste: Poste) -> None:
    poste.enroler()
    bureau = poste.portier().ouvrir("camille", PASSWORD)
    le_compte(bureau)._changer = lambda _serveur, *rest: changer(NOWHERE, *rest)
    with pytest.raises(HorsLigneError, match="le nouveau ouvrent tous les deux"):
        le_compte(bureau).changer_mot_de_passe(PASSWORD, NEW)
    bureau.verrouiller()
    assert [opens(poste, word) for word in (PASSWORD, NEW)] == [True, True]
    assert poste.synchroniser() == 200
    assert Device(poste.monde.url, "camille").connect(PASSWORD).status_code == 200
    poste.portier().ouvrir("camille", PASSWORD).verrouiller()


def test_an_answer_lost_after_the_server_changed_is_settled_at_the_next_opening(poste: Poste) -> None:
    poste.enroler()
    bureau = with_answers_lost(poste)
    with pytest.raises(HorsLigneError) as caught:
        le_compte(bureau).changer_mot_de_passe(PASSWORD, NEW)
    assert caught.value.message == UNSURE
    bureau.verrouiller()
    assert [opens(poste, word) for word in (PASSWORD, NEW)] == [True, True]
    assert poste.en_attente(poste.portier(), NEW) == 1
    assert [opens(poste, word) for word in (PASSWORD, NEW)] == [False, True]


def test_one_that_the_administrator_changed_meanwhile_is_refused_by_the_server_and_here(poste: Poste) -> None:
    poste.enroler()
    bureau = poste.portier().ouvrir("camille", PASSWORD)
    set_password(poste.monde.serveur, "camille", OTHER)
    with pytest.raises(RefusedError):
        le_compte(bureau).changer_mot_de_passe(PASSWORD, NEW)
    bureau.verrouiller()
    assert [opens(poste, word) for word in (PASSWORD, NEW)] == [True, False]
    assert poste.en_attente(poste.portier(), OTHER) == 1
    assert [opens(poste, word) for word in (PASSWORD, OTHER)] == [False, True]


def test_a_power_cut_at_any_write_of_the_change_leaves_an_account_that_opens(
    poste: Poste, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is replaced whole; the cut comes before the first, the second… until none is left."""
    poste.enroler()
    real: Callable[[Path, Path], Path] = Path.replace
    words = [PASSWORD]
    for cut in range(8):
        left = [cut]

        def replace(self: Path, target: Path, left: list[int] = left) -> Path:
            if left[0] == 0:
                raise OSError("plus de courant")
            left[0] -= 1
            return real(self, target)

        bureau = poste.portier().ouvrir("camille", words[-1])
        new = f"le mot de passe numéro {cut}"
        monkeypatch.setattr(Path, "replace", replace)
        try:
            le_compte(bureau).changer_mot_de_passe(words[-1], new)
        except OSError:
            done = False
        else:
            done = True
        monkeypatch.setattr(Path, "replace", real)
        bureau.verrouiller()
        words = [word for word in (words[-1], new) if opens(poste, word)]
        assert words, "one of the two opens"
        accepted = [
            word for word in words if Device(poste.monde.url, "camille").connect(word).status_code == 200
        ]
        assert accepted, "and the server takes one of those that open"
        words = accepted
        if done:
            return
    raise AssertionError("the change never ends")
