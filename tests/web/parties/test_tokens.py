"""API tokens: within the member's rights, and not for ever."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hmac

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import InputError
from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, queries, secrets
from trueup.web.parties.access import SCOPES, SCOPES_OF, Actor, NotFound, Refused
from trueup.web.parties.models import ApiToken, Member, User

People = dict[str, Actor | None]


@pytest.mark.parametrize("name", ["customer owner", "customer editor", "customer viewer"])
@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_may_what_the_role_allows_and_no_more(name: str, scope: str, personas: People) -> None:
    actor = personas[name]
    assert actor is not None
    if scope not in SCOPES_OF[actor.role]:
        with pytest.raises(Refused):
            actions.make_token(actor, "nightly", ["read", scope])
        assert not ApiToken.objects.exists()
        return
    made = actions.make_token(actor, "nightly", [scope])
    came = queries.actor_of_token(made.text)
    assert came == dataclasses.replace(actor, scopes=frozenset({scope}))


def test_nobody_without_a_seat_makes_one(personas: People) -> None:
    with pytest.raises(NotFound):
        actions.make_token(personas["anonymous"], "nightly", ["read"])


def test_a_token_makes_no_stronger_token(personas: People) -> None:
    owner = personas["customer owner"]
    admin = queries.actor_of_token(actions.make_token(owner, "admin", ["read", "admin"]).text)
    with pytest.raises(Refused, match="sign"):
        actions.make_token(admin, "stronger", ["read", "sign"])
    actions.make_token(admin, "weaker", ["read"])
    reader = queries.actor_of_token(actions.make_token(owner, "reader", ["read"]).text)
    with pytest.raises(Refused, match="admin"):
        actions.make_token(reader, "another", ["read"])


def test_a_lower_role_takes_scopes_away(personas: People) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    text = actions.make_token(owner, "all", SCOPES).text
    Member.objects.filter(pk=owner.member).update(role="viewer")
    came = queries.actor_of_token(text)
    assert came is not None
    assert came.scopes == {"read"}
    assert queries.tokens(came)[0].scopes == ("read",)


@pytest.mark.parametrize("spoil", ["expired", "revoked", "member ended", "inactive", "cut", "longer", "case", "empty"])
def test_a_spoiled_token_is_nobody(spoil: str, personas: People) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    made = actions.make_token(owner, "nightly", ["read"])
    text = made.text
    if spoil == "expired":
        ApiToken.objects.update(expires_at=timezone.now())
    elif spoil == "revoked":
        actions.revoke_token(owner, made.id)
    elif spoil == "member ended":
        Member.objects.filter(pk=owner.member).update(ended_at=timezone.now())
    elif spoil == "inactive":
        User.objects.filter(pk=owner.user).update(is_active=False)
    else:
        text = {"cut": text[:-1], "longer": text + "A", "case": text.swapcase(), "empty": ""}[spoil]
    assert queries.actor_of_token(text) is None


@given(text=st.text())
def test_no_other_text_is_a_token(text: str) -> None:
    kept = secrets.new_secret()
    assert secrets.is_secret(kept.text, kept.hash)
    assert not secrets.is_secret(text, kept.hash)


def test_hashes_are_compared_in_constant_time(personas: People, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[object, object]] = []
    real = hmac.compare_digest

    def noting(a: str, b: str) -> bool:
        compared.append((a, b))
        return real(a, b)

    monkeypatch.setattr(secrets.hmac, "compare_digest", noting)
    text = actions.make_token(personas["customer owner"], "nightly", ["read"]).text
    assert queries.actor_of_token(text) is not None
    kept = secrets.hash_of(text)
    assert (kept, kept) in compared


def test_only_the_hash_is_kept_and_the_leaf_says_neither(personas: People) -> None:
    made = actions.make_token(personas["customer owner"], "nightly", ["read"])
    row = ApiToken.objects.values().get()
    assert made.text not in {str(value) for value in row.values()}
    assert made.text.startswith(row["prefix"])
    assert len(row["prefix"]) <= 12
    assert row["token_hash"] not in Leaf.objects.get().data


def test_last_use_is_noted_at_most_once_a_minute(personas: People) -> None:
    made = actions.make_token(personas["customer owner"], "nightly", ["read"])
    queries.actor_of_token(made.text)
    first = ApiToken.objects.get().last_used_at
    queries.actor_of_token(made.text)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=timezone.now() - dt.timedelta(hours=1))
    queries.actor_of_token(made.text)
    last = ApiToken.objects.get().last_used_at
    assert last is not None
    assert timezone.now() - last < dt.timedelta(minutes=1)


def test_an_owner_sees_and_revokes_all_tokens_of_the_party(personas: People) -> None:
    owner, editor, viewer = (personas[f"customer {role}"] for role in ("owner", "editor", "viewer"))
    made = actions.make_token(editor, "mine", ["read"])
    assert [row.id for row in queries.tokens(owner)] == [made.id]
    assert [row.id for row in queries.tokens(editor)] == [made.id]
    for other in (viewer, personas["provider owner"]):
        assert queries.tokens(other) == ()
        with pytest.raises(NotFound):
            actions.revoke_token(other, made.id)
    actions.revoke_token(owner, made.id)
    with pytest.raises(NotFound):
        actions.revoke_token(editor, made.id)
    assert list(Leaf.objects.values_list("type", flat=True)) == ["token.made", "token.revoked"]


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [
        ("", ["read"], 9),
        ("x" * 101, ["read"], 9),
        ("x", [], 9),
        ("x", ["root"], 9),
        ("x", ["read"], 0),
        ("x", ["read"], 367),
    ],
)
def test_what_is_no_token_is_refused_whole(name: str, scopes: list[str], days: int, personas: People) -> None:
    with pytest.raises(InputError):
        actions.make_token(personas["customer owner"], name, scopes, days)
    assert not ApiToken.objects.exists()
