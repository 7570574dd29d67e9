"""The pages, as people see them; and the same by programs."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.views.debug import ExceptionReporter

from tests.web.api.conftest import Program, program
from tests.web.seated import MOST
from tests.web.wins.conftest import Personas
from tests.web.wins.small import FORM, GIVEN, PLANTED
from trueup.horizons.wins import PrivateKey
from trueup.web.api.models import KeptAnswer
from trueup.web.wins import actions
from trueup.web.wins.models import Key, Look, Win

__all__ = ["program"]
AT, API = "/horizons/small/people/wins", "/api/v1/books/small/horizons/people/wins"
WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"gift": "yes"}, "Ines, ext. 204"),
    ({"win": f"{PLANTED}: a bribe"}, "bribe"),
    ({"payment": ""}, "required"),
    ({"by": "2026-12-01", "step": ""}, "say which"),
)
Browser = Callable[[str], Client]


def text(answer: Any) -> str:
    return answer.content.decode()


def test_from_no_key_to_a_win_that_was_read(personas: Personas, browser: Browser):
    owner, author = browser("acme owner"), browser("acme editor")
    assert "Make the key" in text(owner.get(AT))
    assert "An owner of your party can make it" in text(author.get(AT))
    assert "no key for wins yet" in text(author.get(f"{AT}/write"))
    assert owner.post(f"{AT}/key", {"holder": "party"}).status_code == 422
    assert "no public key" in text(owner.post(f"{AT}/key", {"holder": "party", "public": "x"}))
    assert owner.post(f"{AT}/key", {"holder": "server", "ask": "Ines"}).status_code == 302
    made = author.post(f"{AT}/write", FORM)
    assert made.status_code == 302
    win = Win.objects.get()
    page = text(author.get(made["Location"]))
    assert "The win is sealed." in page
    assert PLANTED not in page
    shown = author.post(f"{AT}/{win.pk}/read")
    assert GIVEN["win"] in text(shown)
    assert "Write it again" in text(shown)
    assert shown["Cache-Control"] == "no-store"
    assert "ETag" not in shown
    changed = author.post(f"{AT}/{win.pk}/change", {**FORM, "win": "Wants peace."})
    assert changed.status_code == 302
    assert "Wants peace." in text(author.post(f"{AT}/read"))
    assert "2" in text(author.get(f"{AT}/{win.pk}"))
    assert Look.objects.count() == 2


def test_a_form_with_an_error_goes_back_to_who_sent_it(personas: Personas, win: str, browser: Browser):
    author = browser("acme editor")
    for path in (f"{AT}/write", f"{AT}/{win}/change"):
        for wrong, told in WRONG:
            answer = author.post(path, {**FORM, **wrong})
            assert (answer.status_code, answer["Cache-Control"]) == (422, "no-store")
            assert told in text(answer)
    assert Win.objects.count() == 1
    assert not author.session.get("_messages")


def test_readers_are_named_on_the_page_and_the_author_sees_who_looked(personas: Personas, win: str, browser: Browser):
    author, reader = browser("acme editor"), browser("acme viewer")
    assert reader.get(f"{AT}/{win}").status_code == 404
    author.post(f"{AT}/{win}/readers", {"member": personas["acme viewer"].member})
    assert author.post(f"{AT}/{win}/readers", {"seat": "assay"}).status_code == 302
    assert "Assay" in text(author.get(f"{AT}/{win}"))
    assert GIVEN["win"] in text(reader.post(f"{AT}/{win}/read"))
    assert GIVEN["win"] in text(browser("assay viewer").post(f"{AT}/read"))
    page = text(author.get(f"{AT}/{win}"))
    assert page.count("No more") == 2
    assert "<bdi>viewer</bdi>" in page.split('id="looks"')[1]
    assert "Nobody yet" not in page
    assert 'id="looks"' not in text(reader.get(f"{AT}/{win}"))
    assert author.post(f"{AT}/{win}/readers", {"member": "999999"}).status_code == 404
    assert author.post(f"{AT}/{win}/erase").status_code == 302
    assert "It was erased" in text(author.get(f"{AT}/{win}"))


def test_a_key_of_ones_own_and_its_file(personas: Personas, win: str, browser: Browser):
    owner, author = browser("acme owner"), browser("acme editor")
    line = str(PrivateKey.generate("acme").public)
    assert owner.post(f"{AT}/key", {"holder": "party", "public": line, "ask": ""}).status_code == 302
    assert "trueup horizons wins read" in text(author.get(f"{AT}/{win}"))
    file = author.post(f"{AT}/{win}/file")
    assert file["Content-Disposition"] == f'attachment; filename="{win}.sealed"'
    assert file.content.startswith(b"trueup-win-1\n")
    assert file["Cache-Control"] == "no-store"
    assert author.post(f"{AT}/read").status_code == 404
    assert "This server cannot open a win" in text(author.get(AT))
    assert "held by your party" in text(owner.get("/settings/wins"))
    assert author.get("/settings/wins").status_code == 403
    key = Key.objects.get(retired_at=None)
    assert owner.post(f"/settings/wins/{key.pk}/destroy").status_code == 302
    assert "no key for wins" in text(owner.get("/settings/wins"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_is_kept_and_each_asks_few_questions(personas: Personas, win: str, browser: Browser, language: str):
    owner = browser("acme owner")
    pages = (AT, f"{AT}/write", f"{AT}/key", f"{AT}/{win}", "/settings/wins")
    with override_settings(USERSESSIONS_TRACK_ACTIVITY=False):
        for path in pages:
            owner.get(path, headers={"Accept-Language": language})
            with CaptureQueriesContext(connection) as asked:
                answer = owner.get(path, headers={"Accept-Language": language})
            assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), path
            assert "ETag" not in answer
            assert len(asked) <= MOST, (path, [each["sql"][:80] for each in asked])


def test_programs_do_the_same(personas: Personas, program: Callable[..., Program]):
    owner, author, other = (program(personas[name]) for name in ("acme owner", "acme editor", "northwind owner"))
    made = owner.post(f"{API}/key", {"ask": "Ines"}).json()
    assert made["by_server"] is True
    kept = author.post(API, GIVEN)
    assert kept.status_code == 201
    assert set(kept.json()) == {"id", "key", "commitment", "leaf"}
    win = kept.json()["id"]
    assert [row["id"] for row in author.get(API).json()["items"]] == [win]
    assert owner.get(API).json()["items"][0]["may_read"] is False
    assert other.get(API).json()["items"] == []
    answer = author.post(f"{API}/{win}/read", {})
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["text"]["win"] == GIVEN["win"]
    assert answer.json()["sealed"] is None
    changed = author.ask("PUT", f"{API}/{win}", {**GIVEN, "win": "Wants peace."})
    assert changed.json()["commitment"] != kept.json()["commitment"]
    named = author.post(f"{API}/{win}/readers", {"member": personas["acme viewer"].member})
    reader = program(personas["acme viewer"])
    assert reader.post(f"{API}/{win}/read", {}).json()["text"]["win"] == "Wants peace."
    assert author.post(f"{API}/{win}/readers", {}).status_code == 422
    assert author.post(f"{API}/{win}/readers", {"seat": "assay"}).status_code == 201
    detail = author.get(f"{API}/{win}").json()
    assert [look["name"] for look in detail["looks"]] == ["viewer", "editor"]
    assert author.ask("DELETE", f"{API}/{win}/readers/{named.json()['id']}").status_code == 204
    for method, path in (("GET", win), ("POST", f"{win}/read"), ("DELETE", win)):
        for who in (reader, other, program(personas["elsewhere owner"])):
            assert who.ask(method, f"{API}/{path}", {}).status_code == 404
    line = str(PrivateKey.generate("acme").public)
    assert owner.post(f"{API}/key", {"public": line}).json() == {
        "key": line.split()[2], "by_server": False, "moved": 1, "left": 0,
    }  # fmt: skip
    sealed = author.post(f"{API}/{win}/read", {}).json()
    assert (sealed["text"], sealed["sealed"].split("\n")[0]) == (None, "trueup-win-1")
    (held,) = owner.get("/api/v1/wins/keys").json()["items"]
    assert owner.ask("DELETE", f"/api/v1/wins/keys/{held['id']}").json() == {"wins": 1}
    assert author.ask("DELETE", f"{API}/{win}").status_code == 403


def test_no_answer_with_a_text_is_kept_for_an_idempotency_key(personas: Personas, win: str, program):
    author = program(personas["acme editor"])
    for number in (1, 2):
        answer = author.post(f"{API}/{win}/read", {}, Idempotency_Key="look")
        assert GIVEN["win"] in text(answer)
        assert Look.objects.count() == number
    assert not KeptAnswer.objects.exists()
    stopped = author.post(API, {**GIVEN, "win": f"{PLANTED}: a bribe"}, Idempotency_Key="stop")
    assert stopped.status_code == 422
    assert "bribe" in stopped.json()["detail"]
    assert not KeptAnswer.objects.exists()
    first = author.post(API, GIVEN, Idempotency_Key="once")
    again = author.post(API, GIVEN, Idempotency_Key="once")
    assert (first.status_code, first.content) == (201, again.content)
    assert Win.objects.count() == 2
    row = KeptAnswer.objects.get()
    body = json.dumps(GIVEN).encode()
    head = f"POST {API}\napplication/json\n".encode()
    assert row.request_hash != hashlib.sha256(head + body).hexdigest()  # nobody tries texts against it


@pytest.mark.parametrize("wrong", [{"win": 5}, {"response": PLANTED}, {PLANTED: 1}, {"by": PLANTED}, {"payment": "no"}])
def test_what_a_program_sends_is_not_repeated(personas: Personas, win: str, program, wrong: dict):
    answer = program(personas["acme editor"]).post(API, {**GIVEN, **wrong})
    assert answer.status_code == 422
    assert PLANTED not in text(answer).replace(f"/{PLANTED}", "")  # the pointer names the key that was sent
    assert Win.objects.count() == 1


def test_a_failure_of_the_server_writes_no_text_into_the_log(
    personas: Personas, win: str, browser, monkeypatch, caplog
):
    author = browser("acme editor")

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk burns")

    monkeypatch.setattr("trueup.web.wins.actions.texts.committed", broken)
    monkeypatch.setattr("trueup.web.wins.actions.looks.noted", broken)
    for path, sent in ((f"{AT}/write", FORM), (f"{AT}/{win}/change", FORM), (f"{AT}/{win}/read", {})):
        answer = author.post(path, sent)
        assert answer.status_code == 500
        assert PLANTED not in text(answer)
    assert "the disk burns" in caplog.text
    assert PLANTED not in caplog.text
    assert Look.objects.count() == 0


def test_the_report_of_a_failure_shows_no_text(personas: Personas, win: str, browser, monkeypatch):
    """What Django would mail to somebody, or a tool for reports would collect."""
    seen: list[str] = []

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk burns")

    def report(sender: Any, request: Any, **_: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        seen.extend((reporter.get_traceback_html(), reporter.get_traceback_text()))

    monkeypatch.setattr("trueup.web.wins.actions.texts.committed", broken)
    got_request_exception.connect(report)
    try:
        assert browser("acme editor").post(f"{AT}/write", FORM).status_code == 500
    finally:
        got_request_exception.disconnect(report)
    assert "the disk burns" in seen[0]
    assert PLANTED not in "".join(seen)


def test_a_look_is_had_by_a_form_of_ours_only(personas: Personas, win: str, browser: Browser):
    author = browser("acme editor")
    for path in (f"{AT}/{win}/read", f"{AT}/read", f"{AT}/{win}/file"):
        assert author.get(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = author.cookies
    assert strict.post(f"{AT}/{win}/read").status_code == 403
    assert Look.objects.count() == 0
    assert actions.read(personas["acme editor"], "small", "people", [win])
