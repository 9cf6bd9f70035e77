import json
from dataclasses import replace

import pytest

from domain.accord.chaine import (
    Maillon,
    Place,
    chain_digest,
    link_bytes,
    maillon,
    place,
    renewal_bytes,
    to_renew,
)
from domain.accord.form import ACCORD
from domain.fields import Owner, Value

POSTE = "0193469e-7c00-7000-8000-0000000000d1"


def accord(**values: Value) -> dict[str, Value]:
    return {"reponse": "oui", "contenu": "{}", "rang_appareil": 1, "signature": "abc", **values}


def chain(length: int, cle: str = "k", **last: Value) -> list[Maillon]:
    """Return the links of a device that took ``length`` accords, one after the other."""
    links: list[Maillon] = []
    for rank in range(1, length + 1):
        before = links[-1].empreinte if links else None
        other = last if rank == length else {}
        link = accord(rang_appareil=rank, precedent=before, **other)
        links.append(maillon(link, POSTE, f"accord-{rank}", cle))
    return links


def test_the_device_signs_what_is_its_own_but_the_signature_and_labels() -> None:
    """Decision 31: the contact before is signed, what the server adds is not."""
    written: dict[str, Value] = {field.name: field.name for field in ACCORD.fields}
    signed = json.loads(link_bytes(written, "poste-1"))
    mine = {field.name for field in ACCORD.fields if field.owner is Owner.USER}
    labels = {name for name in mine if name.endswith("_libelle")}
    assert set(signed) == mine - labels - {"signature"} | {"appareil"}
    assert {"contact_le", "cle", "poste", "remplace"} <= set(signed)
    assert not {"recu_le", "constat", "envoi_le"} & set(signed)


def test_a_field_added_later_breaks_no_older_signature() -> None:
    """R-CER-25: what is null is not written."""
    assert link_bytes(accord(contact_le=None), POSTE) == link_bytes(accord(), POSTE)
    assert link_bytes(accord(moyen_libelle="Case à cocher"), POSTE) == link_bytes(accord(), POSTE)


def test_the_bytes_that_are_signed_are_frozen() -> None:
    """Decision 31: what a device signed in 2026 verifies for ever."""
    signed = link_bytes(accord(recueilli_le="2026-11-20T10:00:00.000Z", precedent=""), "poste-1")
    assert signed == (
        b'{"appareil":"poste-1","contenu":"{}","rang_appareil":1,'
        b'"recueilli_le":"2026-11-20T10:00:00.000Z","reponse":"oui"}'
    )
    assert renewal_bytes("poste-1", "abc=") == b'{"appareil":"poste-1","nouvelle_cle":"abc="}'


def test_a_link_holds_the_device_and_the_one_before_its_signature() -> None:
    one = accord()
    digests = {
        chain_digest(one, "poste-1"),
        chain_digest(one, "poste-2"),
        chain_digest({**one, "signature": "abd"}, "poste-1"),
        chain_digest({**one, "precedent": "0" * 64}, "poste-1"),
    }
    assert len(digests) == 4
    assert all(len(digest) == 64 for digest in digests)


def test_the_links_of_a_chain_are_all_in_their_place() -> None:
    links = chain(4)
    assert [place(link, links) for link in links] == [frozenset()] * 4
    assert not to_renew("k", links)


def test_a_link_whose_predecessor_is_not_known_says_so() -> None:
    links = chain(3)
    assert place(links[2], [links[0]]) == {Place.MANQUANT}
    assert place(replace(links[0], precedent="0" * 64), []) == {Place.MANQUANT}


def test_a_rank_that_does_not_follow_is_said() -> None:
    links = chain(2)
    assert place(replace(links[1], rang=7), links[:1]) == {Place.RANG}
    assert place(replace(links[0], rang=2), []) == {Place.RANG}


def test_two_links_after_the_same_one_are_a_fork_and_the_key_is_to_be_renewed() -> None:
    """Decision 31: a disk image put back."""
    links, other = chain(3), chain(3, reponse="non")[-1]
    assert place(other, links) == place(links[2], [*links, other]) == {Place.FOURCHE}
    assert place(links[1], [*links, other]) == frozenset()
    assert to_renew("k", [*links, other])
    assert not to_renew("k2", [*links, replace(other, cle="k3")])


def test_a_branch_goes_on_from_its_own_last_link() -> None:
    links, other = chain(3), chain(3, reponse="non")[-1]
    after = maillon(accord(rang_appareil=4, precedent=other.empreinte), POSTE, "accord-4", "k2")
    assert place(after, [*links, other]) == frozenset()
    assert not to_renew("k2", [*links, other, after])


@pytest.mark.parametrize("rank", [None, "1"])
def test_a_link_without_a_rank_is_at_none(rank: Value) -> None:
    assert maillon(accord(rang_appareil=rank), POSTE, "a", "k").rang == 0
