"""Single sign-on against a real, small identity provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.web.parties.identity_provider import CLIENT, SECRET, IdentityProvider
from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, queries
from trueup.web.parties.access import Actor
from trueup.web.parties.models import User
from trueup.web.parties.oidc import single_sign_on

People = dict[str, Actor | None]
NIA = {"sub": "7", "email": "nia@northwind.example", "email_verified": True, "name": "Nia Novak"}
LOGIN = "/accounts/oidc/sso/login/"


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    running = IdentityProvider()
    running.claims = dict(NIA)
    environment = {
        "TRUEUP_OIDC_URL": running.url,
        "TRUEUP_OIDC_CLIENT_ID": CLIENT,
        "TRUEUP_OIDC_CLIENT_SECRET": SECRET,
        "TRUEUP_OIDC_NAME": "Northwind ID",
    }
    settings.SOCIALACCOUNT_PROVIDERS, settings.FORM_ACTION = single_sign_on(environment)
    yield running
    running.close()


def come_in(client: Client, next: str = "/settings/", **more: str) -> Any:
    """Press the button, go to the provider and come back; what the callback answers."""
    away = client.post(LOGIN, {"process": "login", "next": next, **more})
    assert away.status_code == 302
    back = httpx.get(away.headers["Location"]).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_an_invited_person_comes_in_by_single_sign_on(provider: IdentityProvider, personas: People) -> None:
    link = actions.invite(personas["customer owner"], NIA["email"], "editor").link.removeprefix("http://127.0.0.1:8000")
    client = Client()
    page = client.get(link)
    assert "Northwind ID" in page.content.decode()
    assert f"form-action 'self' {provider.url};" in page.headers["Content-Security-Policy"]
    answer = come_in(client, link)
    assert (answer.status_code, answer.headers["Location"]) == (302, link)
    person = User.objects.get(email=NIA["email"])
    assert person.name == "Nia Novak"
    assert not person.has_usable_password()
    assert queries.memberships(person.pk) == (), "signing in is not accepting"
    assert client.post(link).status_code == 302
    assert queries.memberships(person.pk)[0].role == "editor"
    assert {"/token", "/userinfo"} <= set(provider.asked)
    again = Client()
    assert come_in(again).headers["Location"] == "/settings/"
    assert again.get("/settings/").status_code == 200
    assert User.objects.filter(email=NIA["email"]).count() == 1


def test_nobody_comes_in_uninvited(provider: IdentityProvider, personas: People) -> None:
    client = Client()
    answer = come_in(client)
    assert "_auth_user_id" not in client.session
    assert "invitation" in answer.content.decode()
    assert not User.objects.filter(email=NIA["email"]).exists()


def test_a_withdrawn_invitation_opens_no_account(provider: IdentityProvider, personas: People) -> None:
    offer = actions.invite(personas["customer owner"], NIA["email"])
    client = Client()
    client.get(offer.link.removeprefix("http://127.0.0.1:8000"))
    actions.withdraw(personas["customer owner"], offer.id)
    come_in(client)
    assert not User.objects.filter(email=NIA["email"]).exists()


@pytest.mark.parametrize("invited", [True, False])
def test_a_provider_takes_over_no_account_by_its_address(
    invited: bool, provider: IdentityProvider, personas: People
) -> None:
    acme = personas["provider owner"]
    assert acme is not None
    victim = User.objects.get(pk=acme.user)
    provider.claims = {**NIA, "email": victim.email}
    client = Client()
    if invited:
        link = actions.invite(personas["customer owner"], "new@northwind.example").link
        client.get(link.removeprefix("http://127.0.0.1:8000"))
    come_in(client)
    assert client.session.get("_auth_user_id") != str(victim.pk)
    assert not SocialAccount.objects.filter(user=victim).exists()


def test_a_member_connects_single_sign_on_and_it_is_recorded(provider: IdentityProvider, personas: People) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    client = Client()
    client.force_login(User.objects.get(pk=owner.user))
    assert "Northwind ID" in client.get("/accounts/3rdparty/").content.decode()
    away = client.post(LOGIN + "?process=connect")
    back = httpx.get(away.headers["Location"]).headers["Location"]
    client.get(back.removeprefix("http://testserver"))
    assert SocialAccount.objects.get().user_id == owner.user
    assert Leaf.objects.get().type == "person.secured"
    other = Client()
    come_in(other)
    assert other.session["_auth_user_id"] == str(owner.user)


@pytest.mark.parametrize("wrong", ["state", "code", "secret", "inactive"])
def test_what_does_not_fit_lets_nobody_in(
    wrong: str, provider: IdentityProvider, personas: People, settings: Any
) -> None:
    owner = personas["customer owner"]
    assert owner is not None
    person = User.objects.get(pk=owner.user)
    SocialAccount.objects.create(user=person, provider="sso", uid=NIA["sub"])
    assert come_in(fine := Client()).status_code == 302
    assert fine.session["_auth_user_id"] == str(person.pk)
    if wrong == "secret":
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "another"
    if wrong == "inactive":
        User.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()
    away = client.post(LOGIN, {"process": "login"})
    back = httpx.get(away.headers["Location"]).headers["Location"].removeprefix("http://testserver")
    if wrong in ("state", "code"):
        back = back.replace(f"{wrong}=", f"{wrong}=x")
    client.get(back)
    assert "_auth_user_id" not in client.session


def test_the_button_is_a_form_and_not_a_link(provider: IdentityProvider, db: None) -> None:
    client = Client()
    assert client.get(LOGIN).status_code == 200, "a link alone starts nothing: another site could follow it"
    assert provider.asked == []
    assert 'action="/accounts/oidc/sso/login/' in client.get("/accounts/login/").content.decode()


def test_half_a_configuration_is_refused() -> None:
    whole = {"TRUEUP_OIDC_URL": "https://id.example", "TRUEUP_OIDC_CLIENT_ID": "x", "TRUEUP_OIDC_CLIENT_SECRET": "y"}
    assert single_sign_on({}) == ({}, [])
    assert single_sign_on(whole)[1] == ["https://id.example"]
    more = single_sign_on({**whole, "TRUEUP_OIDC_ORIGINS": "https://login.example:8443/x https://b.example"})[1]
    assert more == ["https://id.example", "https://login.example:8443", "https://b.example"]
    for missing in ("TRUEUP_OIDC_CLIENT_ID", "TRUEUP_OIDC_CLIENT_SECRET"):
        with pytest.raises(ImproperlyConfigured, match="needs"):
            single_sign_on({**whole, missing: ""})
    with pytest.raises(ImproperlyConfigured, match="https"):
        single_sign_on({**whole, "TRUEUP_OIDC_URL": "http://id.example"})
