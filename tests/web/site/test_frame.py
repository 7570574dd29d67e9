"""The frame: look, language, way in, errors that help, files that come from here."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.web.seated import text
from trueup.report.html import bundle


def test_the_look_is_remembered_in_a_cookie(db):
    client = Client()
    answer = client.post("/look", {"theme": "dark", "next": "/how-do-you-know"})
    assert (answer.status_code, answer["Location"]) == (302, "/how-do-you-know")
    assert 'data-theme="dark"' in text(client.get("/how-do-you-know"))
    client.post("/look", {"theme": "purple", "language": "tlh", "next": "/"})
    assert 'data-theme="dark"' in text(client.get("/how-do-you-know"))


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_it_never_leads_away(db, away):
    assert Client().post("/look", {"theme": "dark", "next": away})["Location"] == "/"


def test_a_member_reads_in_their_own_language(db, sign_in, member):
    someone = member("northwind")
    someone.user.language = "de"
    someone.user.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(someone.user)
    assert '<html lang="de"' in text(client.get("/"))


def test_every_answer_forbids_scripts_from_elsewhere(db):
    answer = Client().get("/how-do-you-know")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-eval" not in answer["Content-Security-Policy"]
    page = text(answer)
    scripts = [part.split(">")[0] for part in page.split("<script")[1:]]
    assert all('src="/static/' in part or 'type="application/json"' in part for part in scripts)


def test_errors_are_pages_that_say_what_to_do(db, sign_in):
    client = sign_in("northwind")
    assert "Either there is no such page" in text(client.get("/no/such/page"))
    fragment = text(client.get("/agreements?grade=hearsay", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert 'role="alert"' in fragment


def test_our_own_mistakes_say_nothing_of_their_inside(db, sign_in, monkeypatch):
    client = sign_in("northwind")
    client.raise_request_exception = False
    monkeypatch.setattr("trueup.web.today.views.last_visit", lambda *_: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "it is our mistake" in text(answer)
    assert "ZeroDivision" not in text(answer)


def test_a_stale_form_changes_nothing(db, sign_in):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/look", {"theme": "dark"})
    assert answer.status_code == 403
    assert "theme" not in client.cookies
    assert "Nothing was changed" in text(answer)


def test_style_and_charts_come_from_this_server(db):
    client = Client()
    assert b"light-dark(" in b"".join(client.get("/static/report/tokens.css").streaming_content)
    script = client.get("/static/charts/vega.js", headers={"Accept-Encoding": "gzip"})
    assert script["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(script.streaming_content)).decode() == bundle.vega()
    assert client.get("/static/report/page.py").status_code == 404


def test_without_a_seat_one_is_told_how_to_get_one(db):
    from trueup.web.parties.models import User

    client = Client()
    client.force_login(User.objects.create_user("someone@nowhere.example", "correct horse"))
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Ask an owner of yours to invite you" in text(answer)
