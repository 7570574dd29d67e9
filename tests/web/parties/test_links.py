"""One-time sign-in links: looked at without harm, used once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, queries
from trueup.web.parties.access import NotFound
from trueup.web.parties.models import Member, SignInLink, User


@pytest.fixture
def link(member: Callable[..., Member]) -> str:
    return actions.offer_sign_in(member("northwind").user_id)


def path_of(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


def test_looking_at_a_link_does_not_use_it(client: Client, link: str) -> None:
    for _ in range(3):
        answer = client.get(path_of(link))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
    assert client.head(path_of(link)).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(path_of(link)).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_a_link_lets_in_once(client: Client, link: str) -> None:
    client.post(path_of(link))
    again = Client()
    for answer in (again.get(path_of(link)), again.post(path_of(link))):
        assert answer.status_code == 410
    assert "_auth_user_id" not in again.session
    assert list(Leaf.objects.values_list("type", flat=True)) == ["link.made", "link.used"]


@pytest.mark.parametrize("spoil", ["expired", "forged", "inactive", "empty"])
def test_a_spoiled_link_looks_like_any_other_that_is_over(spoil: str, client: Client, link: str) -> None:
    path = path_of(link)
    if spoil == "expired":
        SignInLink.objects.update(expires_at=timezone.now())
    elif spoil == "inactive":
        User.objects.update(is_active=False)
    else:
        path = "/in/" + ("A" * 43 if spoil == "forged" else "%00")
    answers = [client.get(path), client.post(path), client.get("/join/nonsense")]
    assert [answer.status_code for answer in answers] == [410] * 3
    assert "_auth_user_id" not in client.session


def test_a_link_needs_the_form_of_its_page(link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path_of(link)).status_code == 403
    assert queries.link_is_for(link.rsplit("/", 1)[1]) is not None


def test_a_link_lasts_as_long_as_asked(member: Callable[..., Member]) -> None:
    link = actions.offer_sign_in(member("northwind").user_id, dt.timedelta(minutes=5))
    assert SignInLink.objects.get().expires_at < timezone.now() + dt.timedelta(minutes=6)
    actions.use_link(link.rsplit("/", 1)[1])
    with pytest.raises(NotFound):
        actions.use_link(link.rsplit("/", 1)[1])
