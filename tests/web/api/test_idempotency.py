"""Sent twice, done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from tests.web.api.conftest import Program, at_once, said
from trueup.web.api.models import KeptAnswer
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Member, Party
from trueup.web.parties.queries import actor

pytestmark = pytest.mark.urls("tests.web.api.routes")
Personas = dict[str, Actor | None]
PATH = "/api/v1/parties"


@pytest.fixture
def owner(personas: Personas, program: Callable[..., Program]) -> Program:
    return program(personas["customer owner"])


def made() -> int:
    return Party.objects.filter(slug__startswith="made").count()


def test_the_same_request_is_done_once_and_answered_the_same(owner: Program):
    first = owner.post(PATH, {"name": "n"}, Idempotency_Key="k")
    again = owner.post(PATH, {"name": "n"}, Idempotency_Key="k")
    assert (first.status_code, made()) == (201, 1)
    assert (again.status_code, again.content, again["Content-Type"]) == (201, first.content, first["Content-Type"])
    assert (again["Idempotency-Replayed"], first.get("Idempotency-Replayed")) == ("true", None)


def test_without_a_key_it_is_done_each_time(owner: Program):
    assert owner.post(PATH, {"name": "n"}).content != owner.post(PATH, {"name": "n"}).content
    assert made() == 2


@pytest.mark.parametrize("other", [{"name": "m"}, {"name": "n", "sizes": []}])
def test_the_key_of_another_request_is_refused(other: dict, owner: Program):
    owner.post(PATH, {"name": "n"}, Idempotency_Key="k")
    assert owner.post(PATH, other, Idempotency_Key="k").status_code == 422
    assert owner.post(PATH + "?a=1", {"name": "n"}, Idempotency_Key="k").status_code == 422
    assert made() == 1


def test_another_member_may_use_the_same_key(owner: Program, personas: Personas, program: Callable[..., Program]):
    first = owner.post(PATH, {"name": "n"}, Idempotency_Key="k")
    second = program(personas["provider owner"]).post(PATH, {"name": "n"}, Idempotency_Key="k")
    assert (second.status_code, made()) == (201, 2)
    assert second.content != first.content


def test_a_refusal_by_the_work_is_kept_and_undone_work_is_not_there(owner: Program):
    first = owner.post(PATH, {"name": "refused"}, Idempotency_Key="k")
    again = owner.post(PATH, {"name": "refused"}, Idempotency_Key="k")
    assert first.status_code == again.status_code == 403
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"


def test_a_failure_of_the_server_leaves_nothing_and_the_key_free(owner: Program):
    assert owner.post(PATH, {"name": "broken"}, Idempotency_Key="k").status_code == 500
    assert made() == 0
    assert not KeptAnswer.objects.exists()


def test_what_never_began_is_not_kept(owner: Program, program: Callable[..., Program]):
    assert owner.post(PATH, {}, Idempotency_Key="k").status_code == 422
    assert owner.post(PATH, b"{", Idempotency_Key="k").status_code == 400
    assert program(None).post(PATH, {"name": "n"}, Idempotency_Key="k").status_code == 401
    assert owner.post(PATH, {"name": "n"}, Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "\u00e9", "a\tb"])
def test_a_key_that_is_none(key: str, owner: Program):
    assert owner.post(PATH, {"name": "n"}, Idempotency_Key=key).status_code == 422
    assert made() == 0


def test_the_longest_key(owner: Program):
    assert owner.post(PATH, {"name": "n"}, Idempotency_Key="x" * 255).status_code == 201


def test_keys_are_kept_for_a_day_at_least_and_not_for_ever(owner: Program):
    owner.post(PATH, {"name": "n"}, Idempotency_Key="k")
    for hours, again in ((25, "true"), (24 * 30, None)):
        row = KeptAnswer.objects.get()
        row.created_at -= dt.timedelta(hours=hours)
        row.save()
        assert owner.post(PATH, {"name": "n"}, Idempotency_Key="k").get("Idempotency-Replayed") == again


def test_the_database_alone_does_not_tell_what_was_answered(owner: Program):
    answer = said(owner.post(PATH, {"name": "n"}, Idempotency_Key="a-key-of-some-length"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM api_keptanswer")
        kept = b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )
    assert answer["id"].encode() not in kept
    assert b"a-key-of-some-length" not in kept


def form(text: str, boundary: str) -> tuple[bytes, str]:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    return f"{head}{text}\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def test_a_file_sent_again_is_done_once_whatever_its_boundary(owner: Program):
    answers = []
    for text, boundary in (("one", "x"), ("one", "y"), ("two", "x")):
        sent, kind = form(text, boundary)
        answers.append(owner.post("/api/v1/files", sent, Content_Type=kind, Idempotency_Key="k"))
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[0].content == answers[1].content
    assert Party.objects.filter(name="one").count() == 1


def test_a_hundred_retries_at_once_are_one(
    database_of_threads: None, member: Callable[..., Member], program: Callable[..., Program]
):
    """Each of a hundred threads sends the same request: one does it, all get its answer."""
    token = program(actor(member("northwind"))).token
    sent = {"name": "n"}

    def send():
        return Program(token, Client(raise_request_exception=False)).post(PATH, sent, Idempotency_Key="k")

    answers = at_once(send, 100)
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sum("Idempotency-Replayed" not in answer for answer in answers) == 1
    assert made() == 1
