"""Who may change the members of a party."""

from __future__ import annotations

import dataclasses

import pytest

from trueup.vocabulary import InputError
from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, queries
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.parties.models import Member, Party, User

People = dict[str, Actor | None]


def types() -> list[str]:
    return list(Leaf.objects.order_by("index").values_list("type", flat=True))


@pytest.mark.parametrize("name", ["customer editor", "customer viewer", "anonymous"])
def test_only_an_owner_changes_a_role_or_ends_anothers_membership(name: str, personas: People) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    who = personas[name]
    error = Refused if who else NotFound
    with pytest.raises(error):
        actions.change_role(who, owner.member, "viewer")
    with pytest.raises(error):
        actions.end_member(who, owner.member)
    assert types() == []


@pytest.mark.parametrize("name", ["provider owner", "other provider", "observer", "stranger"])
def test_members_of_another_party_are_not_there(name: str, personas: People) -> None:
    editor = personas["customer editor"]
    assert editor is not None
    for act in (
        lambda who: actions.change_role(who, editor.member, "owner"),
        lambda who: actions.end_member(who, editor.member),
    ):
        with pytest.raises(NotFound):
            act(personas[name])
    assert {row.id for row in queries.members(personas[name])}.isdisjoint({editor.member})


def test_an_owner_raises_lowers_and_ends(personas: People) -> None:
    owner, editor = personas["customer owner"], personas["customer editor"]
    assert owner is not None
    assert editor is not None
    actions.change_role(owner, editor.member, "owner")
    assert Member.objects.get(pk=editor.member).role == "owner"
    actions.end_member(owner, editor.member)
    assert editor.member not in {row.id for row in queries.members(owner)}
    with pytest.raises(NotFound):
        actions.change_role(owner, editor.member, "viewer")
    assert types() == ["member.changed", "member.ended"]


def test_a_party_never_loses_its_last_owner(personas: People) -> None:
    owner, editor = personas["customer owner"], personas["customer editor"]
    assert owner is not None
    assert editor is not None
    for role in ("editor", "viewer"):
        with pytest.raises(Refused, match="always has an owner"):
            actions.change_role(owner, owner.member, role)
    with pytest.raises(Refused, match="always has an owner"):
        actions.end_member(owner, owner.member)
    actions.change_role(owner, owner.member, "owner")
    actions.change_role(owner, editor.member, "owner")
    actions.end_member(owner, owner.member)
    assert [row.id for row in queries.members(editor) if row.role == "owner"] == [editor.member]


def test_everybody_may_leave(personas: People) -> None:
    viewer = personas["customer viewer"]
    assert viewer is not None
    actions.end_member(viewer, viewer.member)
    assert Member.objects.get(pk=viewer.member).ended_at is not None


def test_a_token_needs_the_scope_admin(personas: People) -> None:
    owner, editor = personas["customer owner"], personas["customer editor"]
    assert owner is not None
    assert editor is not None
    weaker = dataclasses.replace(owner, scopes=frozenset({"read", "write", "sign"}))
    with pytest.raises(Refused, match="'admin'"):
        actions.change_role(weaker, editor.member, "viewer")
    with pytest.raises(Refused, match="'admin'"):
        actions.found_party(weaker, "Subsidiary")


def test_there_is_no_fourth_role(personas: People) -> None:
    owner, editor = personas["customer owner"], personas["customer editor"]
    assert editor is not None
    with pytest.raises(InputError):
        actions.change_role(owner, editor.member, "admin")
    assert Member.objects.get(pk=editor.member).role == "editor"


def test_a_new_party_has_its_founder_as_owner_and_a_name_of_its_own(personas: People) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    first, second = actions.found_party(owner, " Sub  Ltd "), actions.found_party(owner, "Sub Ltd")
    assert (first.party_name, first.party_slug, second.party_slug) == ("Sub Ltd", "sub-ltd", "sub-ltd-2")
    assert first.user == owner.user
    assert first.role == "owner"
    assert len(queries.memberships(owner.user)) == 3
    for name in ("", "  ", "x" * 201):
        with pytest.raises(InputError):
            actions.found_party(owner, name)
    assert actions.found_party(owner, "供应商").party_slug == "party"
    for who in ("customer editor", "customer viewer"):
        with pytest.raises(Refused):
            actions.found_party(personas[who], "Mine")


def test_whoever_runs_the_server_enrols_the_first_people(db: None) -> None:
    first = actions.enrol("Northwind Insurance", "Ana@northwind.example", name="Ana")
    second = actions.enrol("Northwind Insurance", "bo@northwind.example", role="viewer")
    assert first.party == second.party
    assert Party.objects.count() == 1
    assert not User.objects.get(email="ana@northwind.example").has_usable_password()
    assert queries.actor_by_address("northwind-insurance", "ANA@northwind.example") == first
    with pytest.raises(Refused):
        actions.enrol("Northwind Insurance", "ana@northwind.example")


def test_no_leaf_names_a_person(personas: People) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    person = User.objects.get(pk=owner.user)
    actions.found_party(owner, "Sub")
    actions.change_profile(owner, name="Ana Maria", language="de", time_zone="Europe/Berlin")
    actions.invite(owner, "guest@northwind.example", "editor")
    written = " ".join(Leaf.objects.values_list("data", flat=True))
    for secret in (person.email, "Ana Maria", "guest@", "northwind.example"):
        assert secret not in written
    assert types() == ["member.joined", "person.changed", "member.invited"]
