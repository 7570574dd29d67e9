"""A page is shown again only while nothing that it rests on has changed, and only to whom it was shown."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.seated import text
from trueup.web.kept import page as kept_page
from trueup.web.notices.kinds import KINDS
from trueup.web.notices.models import Notice
from trueup.web.parties.actions.accounts import change_profile
from trueup.web.parties.models import Member, Party
from trueup.web.parties.queries import SEAT, actor

AGREEMENT = "/agreements/northwind/portal"
PAGES = ("/", "/agreements", AGREEMENT, "/explore/northwind", "/ledger")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were made, not shown again."""
    found: list[str] = []
    keep = kept_page._made

    def noted(key: str, token: bytes, answer):
        found.append(key)
        return keep(key, token, answer)

    monkeypatch.setattr(kept_page, "_made", noted)
    return found


@pytest.fixture
def seen(judged, sign_in) -> Client:
    """The customer's owner, who has looked at every page."""
    client = sign_in("northwind")
    for address in PAGES:
        assert client.get(address).status_code == 200
    return client


@pytest.mark.parametrize("address", PAGES)
def test_it_is_made_once(seen, made, address):
    first, again = seen.get(address), seen.get(address)
    assert not made
    assert without_token(first) == without_token(again)
    assert first["Cache-Control"] == "private, no-cache"


def without_token(answer) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def test_to_show_it_again_takes_few_questions(seen):
    with CaptureQueriesContext(connection) as found:
        seen.get("/agreements")
    assert len(found) <= 5


@pytest.mark.parametrize("address", PAGES)
def test_its_forms_hold_a_token_of_their_own_that_works(judged, member, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member("northwind").user)
    pages = [client.get(address).content.decode() for _ in range(3)]
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', page)) for page in pages]
    assert [len(each) for each in tokens] == [1, 1, 1], "one a page"
    assert len(set.union(*tokens)) == 3, "another on each"
    for each in tokens:
        (token,) = each
        answer = client.post("/look", {"csrfmiddlewaretoken": token, "theme": "dark"})
        assert answer.status_code == 302
    assert client.post("/look", {"csrfmiddlewaretoken": "x" * 64, "theme": "dark"}).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_that_has_it_is_told_so(seen, made, address):
    mark = seen.get(address)["ETag"]
    answer = seen.get(address, headers={"If-None-Match": mark})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == mark
    assert seen.get(address, headers={"If-None-Match": 'W/"another"'}).status_code == 200
    seen.cookies["theme"] = "dark"
    assert seen.get(address, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_with_another_token_in_its_forms_it_is_sent_again(seen, address):
    mark = seen.get(address)["ETag"]
    del seen.cookies["csrftoken"]
    assert seen.get(address, headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_each_seat_has_its_own(seen, sign_in, made, address):
    for party in ("acme", "assay", "sint"):
        client = sign_in(party)
        answer = client.get(address)
        assert (answer.status_code == 404) == (party == "sint" and address == AGREEMENT)
        if answer.status_code == 200:
            assert party in text(answer).lower()
            assert "Northwind</bdi> <small>" not in text(answer), "the frame of another seat"
    assert sign_in("elsewhere").get(address).status_code in ((404,) if "northwind" in address else (200,))
    assert Client().get(address).status_code == 302


def test_each_member_of_a_seat_has_their_own(judged, sign_in):
    owner, viewer = sign_in("northwind", "owner"), sign_in("northwind", "viewer")
    assert "Verify" in text(owner.get("/"))
    assert "Verify" not in text(viewer.get("/"))


def test_who_changes_seat_sees_the_other_one(seen):
    assert "Customer portal" in text(seen.get("/agreements"))
    user = Member.objects.get(user__pk=seen.session["_auth_user_id"]).user
    other = Member.objects.create(user=user, party=Party.objects.get(slug="brandt"), role="owner")
    session = seen.session
    session[SEAT] = other.pk
    session.save()
    page = text(seen.get("/agreements"))
    assert "Customer portal" not in page
    assert "Brandt" in page
    assert seen.get(AGREEMENT).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_another_language_theme_or_time_zone_is_another_page(seen, made, address):
    user = Member.objects.get(user__pk=seen.session["_auth_user_id"]).user
    user.language = "de"
    user.save()
    assert '<html lang="de"' in text(seen.get(address))
    user.language, user.time_zone = "en", "Pacific/Auckland"
    user.save()
    assert '<html lang="en"' in text(seen.get(address))
    seen.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in text(seen.get(address))
    assert len(made) == 3


@pytest.mark.parametrize("address", PAGES)
def test_another_question_is_another_page(seen, made, address):
    seen.get(f"{address}?grade=verified")
    seen.get(f"{address}?grade=attested")
    assert len(made) == 2


@pytest.mark.parametrize("address", PAGES)
def test_another_name_is_another_page(seen, address):
    member = Member.objects.get(user__pk=seen.session["_auth_user_id"])
    change_profile(actor(member), name="Ada Lovelace")
    assert "Ada Lovelace" in text(seen.get(address))


@pytest.mark.parametrize("address", PAGES)
def test_another_day_is_another_page(seen, made, monkeypatch, address):
    now = timezone.now()
    monkeypatch.setattr(kept_page.timezone, "now", lambda: now + dt.timedelta(days=1))
    seen.get(address)
    assert made


@pytest.mark.parametrize("address", PAGES)
def test_a_notice_counts_on_every_page(seen, address):
    user = Member.objects.get(user__pk=seen.session["_auth_user_id"])
    before = text(seen.get(address))
    Notice.objects.create(
        member=user, kind=next(iter(KINDS)), key="x", path="/", created_at=timezone.now(), shown_at=timezone.now()
    )
    after = text(seen.get(address))
    assert 'class="badge open">1<' in after
    assert 'class="badge open">1<' not in before
    Notice.objects.update(read_at=timezone.now())
    assert 'class="badge open">1<' not in text(seen.get(address))


def test_a_message_is_shown_once(seen):
    answer = seen.post("/explore/northwind/views", {"name": "Mine", "query": ""}, follow=True)
    assert "Saved. Everybody who sees this book can open it." in text(answer)
    for _ in range(2):
        assert "Saved. Everybody" not in text(seen.get("/explore/northwind"))


def test_settings_are_those_of_now_and_forms_are_never_kept(judged, sign_in):
    client = sign_in("northwind")
    assert "Europe/Berlin" in text(client.get("/settings/"))
    member = Member.objects.get(user__pk=client.session["_auth_user_id"])
    change_profile(actor(member), name="Ada Lovelace", time_zone="Europe/Berlin")
    page = client.get("/settings/")
    assert 'value="Ada Lovelace"' in text(page)
    assert '<option value="Europe/Berlin" selected>' in text(page)
    assert "no-store" in page["Cache-Control"]
    assert client.post("/settings/", {"name": "Ada", "time_zone": "Nowhere"}).status_code == 422
    assert client.get("/settings/").status_code == 200
