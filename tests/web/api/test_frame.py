"""The rules that hold for every operation: who asks, what is answered, how errors look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.web.api.conftest import Program, said
from trueup.web.api.level import LEVEL
from trueup.web.api.throttle import MemberRate
from trueup.web.parties.access import Actor
from trueup.web.parties.models import ApiToken, Member, Party

pytestmark = pytest.mark.urls("tests.web.api.routes")
Personas = dict[str, Actor | None]


@pytest.fixture
def owner(personas: Personas, program: Callable[..., Program]) -> Program:
    return program(personas["customer owner"])


def is_problem(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = said(response)
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(body)
    return body


def test_a_token_lets_its_member_in(owner: Program):
    response = owner.get("/api/v1/things")
    assert response.status_code == 200
    assert said(response) == {"items": [], "next": None}
    assert response["Trueup-Api-Level"] == str(LEVEL)


@pytest.mark.parametrize(
    "header", ["Bearer nonsense", "Bearer ", "Basic dTpw", "Bearer \u00e9", "bearer", "Bearer a b"]
)
def test_a_token_that_does_not_hold_is_401_and_says_how(header: str, db: None):
    response = Client().get("/api/v1/things", headers={"Authorization": header})
    is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_nobody_is_401(db: None):
    is_problem(Client().get("/api/v1/things"), 401)
    is_problem(Client().post("/api/v1/parties", {}, content_type="application/json"), 401)


@pytest.mark.parametrize("change", ["expires_at", "revoked_at", "ended"])
def test_a_token_ends_with_its_time_its_revocation_and_its_member(change: str, owner: Program, personas: Personas):
    before = timezone.now() - dt.timedelta(seconds=1)
    if change == "ended":
        Member.objects.filter(pk=personas["customer owner"].member).update(ended_at=before)
    else:
        ApiToken.objects.update(**{change: before})
    is_problem(owner.get("/api/v1/things"), 401)


def test_a_wrong_token_is_not_helped_by_a_session(personas: Personas):
    client = Client()
    client.force_login(Member.objects.get(pk=personas["customer owner"].member).user)
    assert client.get("/api/v1/things").status_code == 200
    is_problem(client.get("/api/v1/things", headers={"Authorization": "Bearer nonsense"}), 401)


def test_a_session_changes_nothing_without_the_pages_token(personas: Personas):
    client = Client(enforce_csrf_checks=True)
    client.force_login(Member.objects.get(pk=personas["customer owner"].member).user)
    response = client.post("/api/v1/parties", {"name": "n"}, content_type="application/json")
    is_problem(response, 403)
    assert not Party.objects.filter(name="n").exists()


@pytest.mark.parametrize(("how", "status"), [("missing", 404), ("refused", 403), ("document", 422), ("facts", 422)])
def test_our_errors_are_problems(how: str, status: int, owner: Program):
    is_problem(owner.get(f"/api/v1/fails/{how}"), status)


def test_every_issue_stands_at_its_pointer(owner: Program):
    body = is_problem(owner.get("/api/v1/fails/document"), 422)
    assert body["issues"] == [
        {"message": "weaker", "pointer": "/objectives/0/target", "level": "error", "line": "4", "suggestion": "5?"}
    ]
    body = is_problem(owner.get("/api/v1/fails/facts"), 422)
    assert body["issues"] == [{"message": "is not a number", "line": "3", "column": "actual", "value": "x"}]
    body = is_problem(owner.post("/api/v1/parties", {"sizes": [1, "x"]}), 422)
    assert {issue["pointer"] for issue in body["issues"]} == {"/name", "/sizes/1"}
    body = is_problem(owner.get("/api/v1/things?limit=0"), 422)
    assert body["issues"][0]["parameter"] == "limit"


def test_a_failure_of_ours_tells_nothing_of_the_inside(owner: Program):
    body = is_problem(owner.get("/api/v1/fails/broken"), 500)
    assert "secret" not in str(body)


def test_errors_outside_of_operations_are_problems_too(owner: Program):
    is_problem(owner.get("/api/v1/no-such-thing"), 404)
    is_problem(owner.get("/api/v2/things"), 404)
    is_problem(owner.get("/api/v1/things%00"), 404)
    is_problem(owner.get("/api/v1/things?cursor=%00"), 400)
    response = owner.ask("DELETE", "/api/v1/things")
    is_problem(response, 405)
    assert response["Allow"] == "GET"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"name": "n"}', "text/plain", 415),
        (b'{"name": "n"}', "multipart/form-data; boundary=x", 415),
        (b"name=n", "application/x-www-form-urlencoded", 415),
        (b'{"name": "n"', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b'{"name": "a\\u0000b"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"1" * 10_000, "application/json", 400),
        (b'["name"]', "application/json", 422),
        (b"null", "application/json", 422),
        (b"", "application/json", 422),
    ],
)
def test_a_body_that_is_not_what_it_should_be(body: bytes, kind: str, status: int, owner: Program):
    is_problem(owner.post("/api/v1/parties", body, Content_Type=kind), status)
    assert not Party.objects.filter(slug__startswith="made").exists()


def test_text_that_only_looks_like_an_escape_is_text(owner: Program):
    assert owner.post("/api/v1/parties", b'{"name": "a\\\\u0000 \\u00e9"}').status_code == 201


def test_a_body_that_is_too_large(owner: Program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    is_problem(owner.post("/api/v1/parties", b'{"name": "' + b"n" * 2000 + b'"}'), 413)


def test_a_file_that_is_too_large_is_not_read(owner: Program, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trueup.web.api.middleware.LARGEST", 0)
    sent = b"--x\r\n" + b"n" * 2**20 + b"\r\n--x--\r\n"
    is_problem(owner.post("/api/v1/files", sent, Content_Type="multipart/form-data; boundary=x"), 413)


@pytest.mark.parametrize("name", ["Idempotency_Key", "Authorization", "Content_Type", "If_None_Match"])
def test_a_header_cannot_bring_in_another(name: str, owner: Program):
    response = owner.post("/api/v1/parties", {"name": "n"}, **{name: "a\r\nSet-Cookie: stolen=1"})
    assert "stolen" not in str(response.headers)
    assert response.status_code in (201, 401, 415, 422)


def test_what_has_not_changed_is_not_sent_again(owner: Program):
    first = owner.get("/api/v1/things")
    again = owner.get("/api/v1/things", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first["Cache-Control"]


def test_who_asks_too_often_waits(owner: Program, personas: Personas, program: Callable[..., Program]):
    assert [owner.get("/api/v1/rare").status_code for _ in range(3)] == [200, 200, 200]
    response = owner.get("/api/v1/rare")
    assert "wait" in is_problem(response, 429)["do"]
    assert 1 <= int(response["Retry-After"]) <= 60
    assert program(personas["provider owner"]).get("/api/v1/rare").status_code == 200


def test_each_thread_counts_for_itself_what_it_is_about(personas: Personas):
    """Two threads share the throttle: neither may take the other's request for its own."""
    rate, seen = MemberRate("1000/min"), Barrier(2)

    def ask(name: str) -> str:
        request = RequestFactory().get("/")
        request.actor = personas[name]
        assert rate.allow_request(request)
        seen.wait(10)
        return rate.key

    with ThreadPoolExecutor(2) as pool:
        keys = set(pool.map(ask, ["customer owner", "provider owner"]))
    assert len(keys) == 2
