"""Requests arrive once, whatever the network does; what is refused says what, where and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

import trueup
from trueup.client import AccessDenied, Client, Contradiction, NotAccepted, NotThere, RemoteError, Unavailable
from trueup.client.transport import ATTEMPTS, Transport

Answer = httpx.Response | Exception


def talking_to(answers: list[Answer], seen: list[httpx.Request], pauses: list[float]) -> Client:
    """A client whose server gives these answers, one after another."""

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    http = httpx.Client(transport=httpx.MockTransport(answer), base_url="http://server.example")
    return Client(Transport(http, pauses.append))


def landed() -> httpx.Response:
    body = {"key": "k", "digest": "d", "rows": 1, "corrections": 0, "unchanged": 0, "reason": "", "leaf": 7}
    return httpx.Response(201, json={**body, "recorded_at": "2026-10-01T00:00:00Z", "something_newer": 1})


def away(status: int = 503, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers, json={"detail": "away", "status": status})


@pytest.mark.parametrize(
    "trouble", [away(), away(502), away(504), away(429), httpx.ConnectError("no"), httpx.ReadTimeout("t")]
)
def test_a_change_is_sent_again_under_the_same_key(trouble: Answer):
    seen: list[httpx.Request] = []
    pauses: list[float] = []
    client = talking_to([trouble, trouble, landed()], seen, pauses)
    assert client.report("b", "a", [{"kpi": "k", "period": "2026-01", "actual": 1}]).leaf == 7
    assert len({request.headers["Idempotency-Key"] for request in seen}) == 1
    assert len({request.content for request in seen}) == 1
    assert len(pauses) == 2
    assert 0 < pauses[0] <= 0.5
    assert 0 < pauses[1] <= 1


def test_each_call_has_a_key_of_its_own_unless_one_is_given():
    seen: list[httpx.Request] = []
    client = talking_to([landed(), landed(), landed()], seen, [])
    client.report("b", "a", [])
    client.report("b", "a", [])
    client.report("b", "a", [], key="mine")
    keys = [request.headers["Idempotency-Key"] for request in seen]
    assert len(set(keys)) == 3
    assert keys[2] == "mine"


def test_it_waits_as_long_as_the_server_asks_and_no_longer_than_half_a_minute():
    pauses: list[float] = []
    answers: list[Answer] = [away(429, **{"Retry-After": "7"}), away(429, **{"Retry-After": "9999"}), landed()]
    talking_to(answers, [], pauses).report("b", "a", [])
    assert pauses == [7.0, 30.0]


@pytest.mark.parametrize("trouble", [lambda: away(), lambda: httpx.ConnectError("no such host")])
def test_it_gives_up_and_says_that_the_same_may_be_sent_again(trouble: Callable[[], Answer]):
    seen: list[httpx.Request] = []
    with pytest.raises(Unavailable) as raised:
        talking_to([trouble() for _ in range(ATTEMPTS)], seen, []).report("b", "a", [])
    assert len(seen) == ATTEMPTS
    assert raised.value.what


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, NotAccepted), (401, AccessDenied), (403, AccessDenied), (404, NotThere), (409, Contradiction),
     (413, NotAccepted), (415, NotAccepted), (422, NotAccepted), (500, Unavailable), (507, Unavailable)],
)  # fmt: skip
def test_a_problem_becomes_an_error_that_says_what_where_and_what_to_do(status: int, kind: type[RemoteError]):
    issues = [{"message": "weaker", "pointer": "/objectives/0/target", "line": "4", "new_member": 1}]
    problem = {"detail": "it is wrong", "where": "there", "do": "mend it", "issues": issues}
    seen: list[httpx.Request] = []
    with pytest.raises(trueup.TrueupError) as raised:
        talking_to([httpx.Response(status, json=problem)], seen, []).me()
    error = raised.value
    assert type(error) is kind
    assert (error.status, error.where, error.do, len(seen)) == (status, "there", "mend it", 1)
    assert error.issues[0].pointer == "/objectives/0/target"
    assert "/objectives/0/target: weaker" in str(error)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"text"', b"null", b"\xff"])
def test_an_answer_that_is_no_problem_is_an_error_all_the_same(body: bytes):
    with pytest.raises(NotThere) as raised:
        talking_to([httpx.Response(404, content=body)], [], []).me()
    assert raised.value.what == "the server answered 404"


def test_pages_are_followed_to_the_last():
    first = httpx.Response(200, json={"items": [row("a")], "next": "/api/v1/books?cursor=x&limit=1"})
    last = httpx.Response(200, json={"items": [row("b")], "next": None})
    seen: list[httpx.Request] = []
    assert [book.slug for book in talking_to([first, last], seen, []).books()] == ["a", "b"]
    assert seen[1].url.query == b"cursor=x&limit=1"


def row(slug: str) -> dict[str, object]:
    return {"slug": slug, "name": slug, "parts": [], "agreements": 0}


def test_names_with_slashes_stay_one_part_of_the_address():
    seen: list[httpx.Request] = []
    with pytest.raises(NotThere):
        talking_to([httpx.Response(404)], seen, []).agreement("b/../c", "a/b?c#d")
    assert seen[0].url.raw_path.split(b"?")[0] == b"/api/v1/books/b%2F..%2Fc/agreements/a%2Fb%3Fc%23d"


def test_results_are_frozen():
    found = talking_to([landed()], [], []).report("b", "a", [])
    with pytest.raises(ValueError, match="frozen"):
        found.leaf = 8


def test_the_token_goes_with_every_request_and_nowhere_else():
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=json.dumps({"items": [], "next": None}))

    client = trueup.connect(
        "http://server.example/", "secret", http=httpx.Client(transport=httpx.MockTransport(answer))
    )
    assert list(client.books()) == []
    assert seen[0].headers["Authorization"] == "Bearer secret"
    assert str(seen[0].url) == "http://server.example/api/v1/books"
    assert "secret" not in repr(client)
