"""Pages of a list: each item once, whatever is inserted meanwhile."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.api import routes
from tests.web.api.conftest import Program, said
from tests.web.api.routes import Thing
from trueup.web.parties.access import Actor

pytestmark = pytest.mark.urls("tests.web.api.routes")


@pytest.fixture
def owner(personas: dict[str, Actor | None], program: Callable[..., Program]) -> Iterator[Program]:
    routes.THINGS.clear()
    yield program(personas["customer owner"])
    routes.THINGS.clear()


def all_pages(owner: Program, path: str, between: Callable[[], None] = lambda: None) -> list[str]:
    found, following = [], path
    while following:
        page = said(owner.get(following))
        found += [item["id"] for item in page["items"]]
        following = page["next"]
        between()
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.sets(st.text("abc", min_size=1)), late=st.lists(st.text("abc", min_size=1)), limit=st.integers(1, 5))
def test_what_was_there_comes_once_and_in_order(owner: Program, before: set[str], late: list[str], limit: int):
    routes.THINGS[:] = [Thing(each) for each in before]
    waiting = [each for each in dict.fromkeys(late) if each not in before]

    def insert() -> None:
        if waiting:
            routes.THINGS.insert(0, Thing(waiting.pop()))

    found = all_pages(owner, f"/api/v1/things?limit={limit}", insert)
    assert found == sorted(set(found))
    assert before <= set(found) <= before | set(late)


def test_the_last_comes_first_where_it_is_said_so(owner: Program):
    routes.THINGS[:] = [Thing(each) for each in "bdace"]
    assert all_pages(owner, "/api/v1/newest?limit=2") == list("edcba")


def test_a_full_last_page_has_no_next(owner: Program):
    routes.THINGS[:] = [Thing(each) for each in "abcd"]
    page = said(owner.get("/api/v1/things?limit=4"))
    assert (len(page["items"]), page["next"]) == (4, None)


@pytest.mark.parametrize(
    "cursor",
    ["x", "%", "é", "A", base64.urlsafe_b64encode(b"1").decode(), base64.urlsafe_b64encode(b'["a","b"]').decode()],
)
def test_a_cursor_that_nobody_gave_is_refused(cursor: str, owner: Program):
    response = owner.get(f"/api/v1/things?cursor={cursor}")
    assert (response.status_code, said(response)["where"]) == (422, "cursor")


def test_a_cursor_of_another_list_is_refused(owner: Program):
    routes.THINGS[:] = [Thing(each) for each in "abc"]
    following = said(owner.get("/api/v1/things?limit=1"))["next"]
    assert owner.get(following.replace("things", "newest")).status_code == 422
    assert owner.get(following).status_code == 200


@pytest.mark.parametrize("last", [5, None, ["a"], {"a": 1}, 1.5, "a"])
def test_a_forged_position_is_refused(last: object, owner: Program):
    routes.THINGS[:] = [Thing(each) for each in "abc"]
    seal = said(owner.get("/api/v1/things?limit=1"))["next"].split("cursor=")[1].split("&")[0].split(".")[1]
    forged = base64.urlsafe_b64encode(json.dumps([last]).encode()).decode().rstrip("=")
    assert owner.get(f"/api/v1/things?cursor={forged}.{seal}").status_code == (200 if last == "a" else 422)
