"""Every action on people and parties, crossed with everybody: allowed exactly where the table says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from trueup.ledger.encoding import to_base64
from trueup.ledger.keys import SigningKey
from trueup.web.documents.models import Book, Seat
from trueup.web.ledger.acting import ACTIONS
from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, queries
from trueup.web.parties.access import SCOPES, Actor, NotFound, Refused
from trueup.web.parties.challenge import challenge

People = dict[str, Actor | None]
OWNERS = "customer owner, provider owner, other provider, observer, stranger"
EDITORS = "customer editor, provider editor, observer editor"
VIEWERS = "customer viewer, provider viewer"
BY_LINK_OR_HAND = {"invitation.join", "invitation.accept", "link.use", "party.enrol", "link.make", "person.secure"}
"""What no actor does: the bearer of a link, whoever runs the server, and what only records."""


@dataclasses.dataclass(frozen=True)
class Things:
    """What there is to act on: all of it northwind's."""

    editor: int
    invitation: int
    token: int
    key: int


@pytest.fixture
def things(personas: People, seats: Book) -> Things:
    owner, editor = personas["customer owner"], personas["customer editor"]
    assert editor is not None
    Seat.objects.create(book=seats, local_id="fresh", role="provider", name="Fresh Provider")
    invitation = actions.invite(owner, "guest@northwind.example").id
    token = actions.make_token(owner, "nightly", ["read"]).id
    actions.server_key(owner)
    return Things(editor.member, invitation, token, queries.keys(owner)[0].id)


def add_key(who: Actor | None, things: Things) -> Any:
    key = SigningKey.generate("laptop")
    text = challenge(who) if who else "trueup: I hold this key. x"
    return actions.add_key(who, str(key.verifier), text, to_base64(key.sign(text.encode())))


Act = Callable[[Actor | None, Things], Any]
TABLE: dict[str, tuple[Act, str, str, str]] = {
    # action: what is done, who may, the scope it needs, who is told that only others may (to all else it is not there)
    "party.found": (lambda who, _: actions.found_party(who, "Sub"), OWNERS, "admin", f"{EDITORS}, {VIEWERS}"),  # type: ignore[arg-type]
    "member.change": (
        lambda who, it: actions.change_role(who, it.editor, "viewer"),  # type: ignore[arg-type]
        "customer owner",
        "admin",
        f"{EDITORS}, {VIEWERS}",
    ),
    "member.end": (
        lambda who, it: actions.end_member(who, it.editor),  # type: ignore[arg-type]
        "customer owner, customer editor",
        "admin",
        f"{EDITORS}, {VIEWERS}",
    ),
    "invitation.make": (lambda who, _: actions.invite(who, "new@x.example"), OWNERS, "admin", f"{EDITORS}, {VIEWERS}"),
    "seat.offer": (
        lambda who, _: actions.invite_to_seat(who, "northwind", "fresh", "new@x.example"),
        "customer owner",
        "admin",
        f"{EDITORS}, {VIEWERS}",
    ),
    "invitation.withdraw": (
        lambda who, it: actions.withdraw(who, it.invitation),
        "customer owner",
        "admin",
        f"{EDITORS}, {VIEWERS}",
    ),
    "token.make": (
        lambda who, _: actions.make_token(who, "mine", ["read"]),
        f"{OWNERS}, {EDITORS}, {VIEWERS}",
        "admin",
        "",
    ),
    "token.revoke": (lambda who, it: actions.revoke_token(who, it.token), "customer owner", "admin", ""),
    "key.add": (add_key, f"{OWNERS}, {EDITORS}", "sign", VIEWERS),
    "key.make": (lambda who, _: actions.sign_with_server_key(who, b"x"), f"{OWNERS}, {EDITORS}", "sign", VIEWERS),
    "key.revoke": (lambda who, it: actions.revoke_key(who, it.key), "customer owner", "sign", VIEWERS),
    "person.change": (
        lambda who, _: actions.change_profile(who, name="X"),
        f"{OWNERS}, {EDITORS}, {VIEWERS}",
        "admin",
        "",
    ),
    "person.sign_out": (
        lambda who, _: actions.sign_out_everywhere(who),
        f"{OWNERS}, {EDITORS}, {VIEWERS}",
        "admin",
        "",
    ),
    "person.erase": (lambda who, _: actions.erase_person(who), f"{EDITORS}, {VIEWERS}", "admin", OWNERS),
}


def names(text: str) -> set[str]:
    return set(filter(None, text.split(", ")))


PERSONAS = sorted(names(f"{OWNERS}, {EDITORS}, {VIEWERS}, anonymous"))


@pytest.mark.parametrize("name", PERSONAS)
@pytest.mark.parametrize("what", sorted(TABLE))
def test_everybody_may_exactly_what_the_table_says(what: str, name: str, personas: People, things: Things) -> None:
    act, allowed, _, told = TABLE[what]
    before = Leaf.objects.count()
    if name in names(allowed):
        act(personas[name], things)
        assert Leaf.objects.count() > before or what == "key.make", "what was done is recorded"
        return
    with pytest.raises(Refused if name in names(told) else NotFound):
        act(personas[name], things)
    assert Leaf.objects.count() == before


@pytest.mark.parametrize("what", sorted(TABLE))
def test_a_token_without_the_scope_may_not(what: str, personas: People, things: Things) -> None:
    act, allowed, scope, _ = TABLE[what]
    actor = personas["customer owner" if "customer owner" in names(allowed) else "customer editor"]
    assert actor is not None
    before = Leaf.objects.count()
    with pytest.raises(Refused, match=f"'{scope}'"):
        act(dataclasses.replace(actor, scopes=frozenset(SCOPES) - {scope}), things)
    assert Leaf.objects.count() == before


def test_no_action_is_left_out(personas: People) -> None:
    ours = {name for name, act in ACTIONS.items() if act.__module__.startswith("trueup.web.parties.")}
    assert ours == set(TABLE) | BY_LINK_OR_HAND
    assert set(personas) == set(PERSONAS)
