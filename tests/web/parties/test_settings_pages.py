"""The settings pages: who sees which, what their forms do, and what they never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from trueup.ledger.encoding import to_base64
from trueup.ledger.keys import SigningKey
from trueup.web.ledger.models import Leaf, Personal
from trueup.web.parties import actions, queries
from trueup.web.parties.access import Actor
from trueup.web.parties.models import ApiToken, Invitation, Member, Party, User

People = dict[str, Actor | None]
PAGES = ("", "members", "invitations", "tokens", "keys", "security", "seats")
FOR_OWNERS = {"invitations"}
POSTS = (
    "members/{member}",
    "members/{member}/end",
    "invitations",
    "invitations/1/withdraw",
    "tokens",
    "tokens/1/revoke",
    "keys",
    "keys/server",
    "keys/1/revoke",
    "security/sign-out",
    "security/erase",
    "parties",
    "seats",
    "",
)


def signed_in(actor: Actor | None, **how: Any) -> Client:
    client = Client(**how)
    if actor is not None:
        client.force_login(User.objects.get(pk=actor.user))
    return client


@pytest.fixture
def owner(personas: People) -> Actor:
    found = personas["customer owner"]
    assert found is not None
    return found


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["customer owner", "customer editor", "customer viewer", "anonymous"])
def test_each_page_opens_for_whom_it_is(
    page: str, name: str, personas: People, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(personas[name])
    with django_assert_max_num_queries(12):
        answer = client.get(f"/settings/{page}")
    if name == "anonymous":
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/login/")
    elif page in FOR_OWNERS and name != "customer owner":
        assert answer.status_code == 403
    else:
        assert answer.status_code == 200
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        text = answer.content.decode()
        assert "<script>" not in text
        assert " style=" not in text
        assert 'onclick="' not in text


@pytest.mark.parametrize("post", POSTS)
def test_no_form_works_without_its_anti_forgery_token(post: str, owner: Actor) -> None:
    client = signed_in(owner, enforce_csrf_checks=True)
    assert client.post("/settings/" + post.format(member=owner.member)).status_code == 403
    assert not Leaf.objects.exists()


@pytest.mark.parametrize("post", POSTS)
def test_no_form_works_for_nobody(post: str, owner: Actor) -> None:
    answer = Client().post("/settings/" + post.format(member=owner.member))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert not Leaf.objects.exists()


def test_somebody_without_a_seat_is_told_so(member: Callable[..., Member]) -> None:
    one = member("northwind")
    another = member("northwind")
    actions.end_member(queries.actor(one), one.pk)
    client = Client()
    client.force_login(one.user)
    answer = client.get("/settings/members")
    assert answer.status_code == 403
    assert one.user.email in answer.content.decode()
    assert another.user.email not in answer.content.decode()


def test_an_invitation_shows_its_link_once(owner: Actor) -> None:
    client = signed_in(owner)
    answer = client.post("/settings/invitations", {"email": "new@northwind.example", "role": "editor"})
    page = answer.content.decode()
    assert "/join/" in page
    link = page.split("http://127.0.0.1:8000")[1].split("<")[0]
    again = client.get("/settings/invitations").content.decode()
    assert "/join/" not in again
    assert "new@northwind.example" in again
    guest = Client()
    assert "new@northwind.example" in guest.get(link).content.decode()
    assert guest.post(link, {"name": "Nia", "password": "a long enough phrase"}).status_code == 302
    assert "Northwind" in guest.get("/settings/").content.decode()
    assert queries.memberships(User.objects.get(email="new@northwind.example").pk)[0].role == "editor"


def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(owner: Actor) -> None:
    client = signed_in(owner)
    answer = client.post("/settings/invitations", {"email": "nobody", "role": "editor"})
    assert answer.status_code == 422
    assert 'value="nobody"' in answer.content.decode()
    email = User.objects.get(pk=owner.user).email
    answer = client.post("/settings/invitations", {"email": email, "role": "editor"})
    assert answer.status_code == 422
    assert "already" in answer.content.decode()
    link = actions.invite(owner, "new@northwind.example").link.removeprefix("http://127.0.0.1:8000")
    answer = Client().post(link, {"name": "Nia", "password": "short"})
    assert answer.status_code == 422
    assert not User.objects.filter(email="new@northwind.example").exists()


def test_an_invitation_is_accepted_by_an_account_there_is(owner: Actor, personas: People) -> None:
    stranger = personas["stranger"]
    assert stranger is not None
    person = User.objects.get(pk=stranger.user)
    link = actions.invite(owner, person.email).link.removeprefix("http://127.0.0.1:8000")
    outside = Client().get(link).content.decode()
    assert "/accounts/login/?next=%2Fjoin%2F" in outside
    assert 'name="password"' not in outside
    client = signed_in(stranger)
    assert client.post(link).status_code == 302
    assert "Northwind" in client.get("/settings/").content.decode(), "they act by the seat they were invited to"
    assert len(queries.memberships(person.pk)) == 2


def test_another_person_is_told_whom_the_invitation_was_for(owner: Actor, personas: People) -> None:
    link = actions.invite(owner, "new@northwind.example").link.removeprefix("http://127.0.0.1:8000")
    page = signed_in(personas["stranger"]).get(link).content.decode()
    assert "new@northwind.example" in page


def test_a_person_of_two_parties_switches(owner: Actor, personas: People) -> None:
    other = actions.found_party(owner, "Subsidiary")
    client = signed_in(owner)
    assert "Northwind" in client.get("/settings/").content.decode()
    assert client.post("/settings/seats", {"member": other.member}).status_code == 302
    assert ">Subsidiary<" in client.get("/settings/members").content.decode()
    stranger = personas["stranger"]
    assert stranger is not None
    for wrong in (stranger.member, "", "x", "9" * 12):
        assert client.post("/settings/seats", {"member": wrong}).status_code == 404
    actions.end_member(actions.enrol("Subsidiary", "second@sub.example"), other.member)
    assert ">Northwind<" in client.get("/settings/members").content.decode(), "a seat that ended is left"


def test_a_token_is_shown_once(owner: Actor) -> None:
    client = signed_in(owner)
    form = {"name": "nightly", "scopes": ["read", "write"], "days": 30}
    page = client.post("/settings/tokens", form).content.decode()
    text = page.split('class="secret">')[1].split("<")[0]
    came = queries.actor_of_token(text)
    assert came is not None
    assert came.scopes == {"read", "write"}
    assert text not in client.get("/settings/tokens").content.decode()
    client.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke")
    assert queries.actor_of_token(text) is None


def test_a_viewer_is_not_offered_what_they_cannot_give(personas: People) -> None:
    client = signed_in(personas["customer viewer"])
    page = client.get("/settings/tokens").content.decode()
    assert 'value="read"' in page
    assert 'value="admin"' not in page
    assert client.post("/settings/tokens", {"name": "x", "scopes": ["admin"], "days": 9}).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_browser_registers_a_key(owner: Actor) -> None:
    client = signed_in(owner)
    asked = client.get("/settings/keys/challenge").json()
    key = SigningKey.generate(asked["name"])
    form = {"vkey": str(key.verifier), "challenge": asked["challenge"]}
    proof = to_base64(key.sign(asked["challenge"].encode()))
    wrong = client.post(
        "/settings/keys", {**form, "proof": to_base64(bytes(64))}, headers={"accept": "application/json"}
    )
    assert wrong.status_code == 422
    assert "signature" in str(wrong.json()["errors"])
    answer = client.post("/settings/keys", {**form, "proof": proof}, headers={"accept": "application/json"})
    assert answer.status_code == 201
    assert queries.own_key(owner, str(key.verifier)).id == answer.json()["id"]
    assert str(key.verifier) in client.get("/settings/keys").content.decode().replace("&#x2B;", "+")
    assert client.post("/settings/keys/server").status_code == 302
    assert {row.held for row in queries.keys(owner)} == {"member", "server"}
    for row in queries.keys(owner):
        client.post(f"/settings/keys/{row.id}/revoke")
    assert all(row.revoked_at for row in queries.keys(owner))


def test_members_are_changed_by_their_owner(owner: Actor, personas: People) -> None:
    editor = personas["customer editor"]
    assert editor is not None
    client = signed_in(owner)
    client.post(f"/settings/members/{editor.member}", {"role": "viewer"})
    assert Member.objects.get(pk=editor.member).role == "viewer"
    assert client.post(f"/settings/members/{owner.member}", {"role": "viewer"}).status_code == 403
    client.post(f"/settings/members/{editor.member}/end")
    assert Member.objects.get(pk=editor.member).ended_at is not None
    stranger = personas["stranger"]
    assert stranger is not None
    assert client.post(f"/settings/members/{stranger.member}/end").status_code == 404


def test_names_are_text_and_not_markup(owner: Actor) -> None:
    evil = '<img src=x onerror="alert(1)">'
    client = signed_in(owner)
    client.post("/settings/", {"name": evil, "language": "", "time_zone": ""})
    client.post("/settings/parties", {"name": evil})
    client.post("/settings/tokens", {"name": evil, "scopes": ["read"], "days": 9})
    link = actions.invite(owner, "new@northwind.example").link.removeprefix("http://127.0.0.1:8000")
    assert Party.objects.filter(name=evil).exists()
    pages = [client.get(f"/settings/{page}").content.decode() for page in PAGES] + [Client().get(link).content.decode()]
    assert all("<img src=x" not in page for page in pages)
    assert any("&lt;img src=x" in page for page in pages)


def test_the_profile_decides_the_language(owner: Actor) -> None:
    client = signed_in(owner)
    form = {"name": "Ana", "language": "de", "time_zone": "Europe/Berlin"}
    assert client.post("/settings/", form).status_code == 302
    assert '<html lang="de"' in client.get("/settings/").content.decode()
    assert client.post("/settings/", {**form, "time_zone": "Mars/Olympus"}).status_code == 422
    assert queries.profile(owner).time_zone == "Europe/Berlin"


def test_signing_out_everywhere_ends_every_session(owner: Actor) -> None:
    person = User.objects.get(pk=owner.user)
    clients = [Client(), Client()]
    for client in clients:
        client.post("/accounts/login/", {"login": person.email, "password": "correct horse"})
        assert client.get("/settings/").status_code == 200
    assert UserSession.objects.filter(user=person).count() == 2
    clients[0].post("/settings/security/sign-out")
    assert [client.get("/settings/").status_code for client in clients] == [302, 302]
    assert Leaf.objects.filter(type="person.secured").count() == 1


def test_a_person_can_be_forgotten_and_the_ledger_stays(owner: Actor, personas: People) -> None:
    editor = personas["customer editor"]
    assert editor is not None
    email = User.objects.get(pk=editor.user).email
    actions.change_profile(editor, name="Edda")
    token = actions.make_token(editor, "x", ["read"]).text
    client = signed_in(editor)
    client.post("/settings/security/erase")
    assert User.objects.get(pk=editor.user).email == email, "not without the tick"
    client.post("/settings/security/erase", {"sure": "yes"})
    person = User.objects.get(pk=editor.user)
    assert (person.name, person.email, person.is_active) == ("", f"erased-{person.pk}@invalid", False)
    assert not Personal.objects.filter(person=person.pk).exists()
    assert not Invitation.objects.filter(email=email).exists()
    assert queries.actor_of_token(token) is None
    assert client.get("/settings/").status_code == 302
    assert Leaf.objects.count() == Leaf.objects.order_by("-index")[0].index + 1
    assert Leaf.objects.order_by("-index")[0].type == "person.erased"
    refused = signed_in(owner).post("/settings/security/erase", {"sure": "yes"})
    assert refused.status_code == 403, "the last owner cannot leave"
    assert User.objects.get(pk=owner.user).is_active


@pytest.mark.parametrize(
    ("host", "works", "named"),
    [
        ("localhost:8000", True, ""),
        ("testserver", True, ""),
        ("127.0.0.1:8000", False, "http://localhost:8000/accounts/login/?next=/ledger"),
        ("127.0.0.1", False, "http://localhost/accounts/login/?next=/ledger"),
        ("192.0.2.7:8000", False, ""),
        ("[::1]:8000", False, "http://localhost:8000/accounts/login/?next=/ledger"),
    ],
)
def test_where_a_browser_can_keep_no_passkey_the_page_says_why(db, settings, host, works, named):
    settings.ALLOWED_HOSTS = ["*"]
    page = Client(headers={"host": host}).get("/accounts/login/?next=/ledger").content.decode()
    assert ('id="passkey_login"' in page) == works
    assert ("never for a number" in page) != works
    assert (f'href="{named}"' in page) == bool(named)
    assert ("Ask whoever runs this server" in page) == (not works and not named)
