"""Signing keys: the member's own, proven; the server's, sealed."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from trueup.ledger.encoding import to_base64
from trueup.ledger.keys import COSIGNATURE, SigningKey
from trueup.vocabulary import LedgerError
from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, challenge, queries, sealing
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.parties.models import SigningKey as Row

People = dict[str, Actor | None]


@pytest.fixture
def owner(personas: People) -> Actor:
    found = personas["customer owner"]
    assert found is not None
    return found


def answered(actor: Actor, key: SigningKey) -> tuple[str, str, str]:
    """vkey, challenge, proof."""
    text = challenge.challenge(actor)
    return str(key.verifier), text, to_base64(key.sign(text.encode()))


def test_a_key_that_is_proven_is_registered(owner: Actor) -> None:
    key = SigningKey.generate("laptop")
    number = actions.add_key(owner, *answered(owner, key))
    row = queries.own_key(owner, str(key.verifier))
    assert (row.id, row.held) == (number, "member")
    assert Row.objects.get().sealed is None


@pytest.mark.parametrize("name", ["customer viewer", "anonymous"])
def test_whoever_signs_nothing_has_no_key(name: str, personas: People, owner: Actor) -> None:
    given = answered(owner, SigningKey.generate("laptop"))
    for act in (
        lambda who: actions.add_key(who, *given),
        actions.server_key,
        lambda who: actions.sign_with_server_key(who, b"x"),
    ):
        with pytest.raises(Refused if personas[name] else NotFound):
            act(personas[name])
    assert not Row.objects.exists()


def test_a_token_without_the_scope_cannot_sign(owner: Actor) -> None:
    weak = dataclasses.replace(owner, scopes=frozenset({"read", "write", "admin"}))
    with pytest.raises(Refused, match="'sign'"):
        actions.sign_with_server_key(weak, b"x")
    with pytest.raises(Refused, match="'sign'"):
        actions.add_key(weak, *answered(owner, SigningKey.generate("laptop")))


@pytest.mark.parametrize("wrong", ["signature", "other key", "other member", "made up", "old", "witness", "damaged"])
def test_an_unproven_key_is_refused(
    wrong: str, owner: Actor, personas: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = SigningKey.generate("laptop")
    vkey, text, proof = answered(owner, key)
    if wrong == "signature":
        proof = to_base64(bytes(64))
    elif wrong == "other key":
        vkey = str(SigningKey.generate("laptop").verifier)
    elif wrong == "other member":
        other = personas["provider owner"]
        assert other is not None
        vkey, text, proof = answered(other, key)
    elif wrong == "made up":
        text = "trueup: I hold this key. eyJ9:abc:def"
        proof = to_base64(key.sign(text.encode()))
    elif wrong == "old":
        monkeypatch.setattr(challenge, "LASTS", -1)
    elif wrong == "witness":
        vkey, text, proof = answered(owner, SigningKey.generate("laptop", COSIGNATURE))
    else:
        vkey = vkey[:-6] + "AAAAA="
    with pytest.raises(LedgerError):
        actions.add_key(owner, vkey, text, proof)
    assert not Row.objects.exists()
    assert not Leaf.objects.exists()


def test_a_challenge_can_be_mistaken_for_no_statement(owner: Actor) -> None:
    text = challenge.challenge(owner)
    assert not text.startswith("{")
    assert challenge.challenge(owner) != text


def test_a_key_belongs_to_one_member_and_stays_revoked(owner: Actor, personas: People) -> None:
    key = SigningKey.generate("laptop")
    number = actions.add_key(owner, *answered(owner, key))
    other = personas["provider owner"]
    assert other is not None
    for who in (owner, other):
        with pytest.raises(Refused, match="already"):
            actions.add_key(who, *answered(who, key))
    for who in (other, personas["customer editor"]):
        with pytest.raises(NotFound):
            actions.revoke_key(who, number)
        with pytest.raises(NotFound):
            queries.own_key(who, str(key.verifier))
    actions.revoke_key(owner, number)
    with pytest.raises(NotFound):
        queries.own_key(owner, str(key.verifier))
    with pytest.raises(Refused):
        actions.add_key(owner, *answered(owner, key))
    assert list(Leaf.objects.values_list("type", flat=True)) == ["key.added", "key.revoked"]


def test_the_server_makes_one_key_and_signs_with_it(owner: Actor, personas: People) -> None:
    signature = actions.sign_with_server_key(owner, b"a statement")
    key = actions.server_key(owner)
    key.verify(b"a statement", signature)
    assert Row.objects.count() == 1
    assert queries.own_key(owner, str(key)).held == "server"
    assert key.name == "127.0.0.1:8000/northwind/" + str(owner.member)
    assert actions.server_key(personas["customer editor"]) != key
    assert [leaf.type for leaf in Leaf.objects.all()] == ["key.added", "key.added"]


def test_a_revoked_key_of_the_server_is_destroyed_and_another_made(owner: Actor) -> None:
    first = actions.server_key(owner)
    actions.revoke_key(owner, Row.objects.get().pk)
    row = Row.objects.get()
    assert row.sealed is not None
    assert bytes(row.sealed) == b""
    assert row.held == "server"
    assert actions.server_key(owner) != first


def test_a_sealed_key_opens_only_in_its_place(owner: Actor, settings: Any) -> None:
    actions.server_key(owner)
    row = Row.objects.get()
    kept = bytes(row.sealed or b"")
    seed = sealing.unseal(kept, row.vkey)
    assert len(seed) == 32
    assert seed not in kept
    for tampered in (b"", kept[:11], kept[:-1], bytes([kept[0] ^ 1]) + kept[1:], kept[:-1] + bytes([kept[-1] ^ 1])):
        with pytest.raises(LedgerError, match="cannot open"):
            sealing.unseal(tampered, row.vkey)
    with pytest.raises(LedgerError):
        sealing.unseal(kept, "another key")
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another secret"
    with pytest.raises(LedgerError):
        actions.sign_with_server_key(owner, b"x")
    settings.SECRET_KEY_FALLBACKS = [old]
    actions.sign_with_server_key(owner, b"x")
