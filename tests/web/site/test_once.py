"""Within a page that is read a question has one answer; where something is changed, each question is asked."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from trueup.web.site.once import OnceMiddleware, is_known, once

asked: list[str] = []


@once
def double(text: str, *, times: int = 2) -> str:
    """A question."""
    asked.append(text)
    if text == "wrong":
        raise ValueError(text)
    return text * times


def page(method: str, *words: str) -> str:
    """A page that asks these questions, one after the other."""
    asked.clear()
    made = OnceMiddleware(lambda _: HttpResponse(" ".join(double(word) for word in words)))
    return made(RequestFactory().generic(method, "/")).content.decode()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_is_read_asks_once(method):
    assert page(method, "a", "b", "a") == "aa bb aa"
    assert asked == ["a", "b"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_where_something_is_changed_each_question_is_asked(method):
    assert page(method, "a", "a") == "aa aa"
    assert asked == ["a", "a"]


def test_the_next_page_asks_again():
    page("GET", "a")
    assert page("GET", "a") == "aa"
    assert asked == ["a"]


def test_outside_of_pages_each_question_is_asked():
    asked.clear()
    assert [double("a"), double("a")] == ["aa", "aa"]
    assert asked == ["a", "a"]


def test_other_arguments_are_another_question():
    asked.clear()
    made = OnceMiddleware(lambda _: HttpResponse(double("a") + double("a", times=3) + double("a", times=3)))
    assert made(RequestFactory().get("/")).content == b"aaaaaaaa"
    assert asked == ["a", "a"]


def test_what_is_known_already_is_not_asked():
    asked.clear()

    def view(_):
        is_known(double, "known", "a")
        return HttpResponse(double("a"))

    assert OnceMiddleware(view)(RequestFactory().get("/")).content == b"known"
    assert asked == []


def test_what_fails_fails_each_time():
    asked.clear()

    def view(_):
        for _time in range(2):
            with pytest.raises(ValueError, match="wrong"):
                double("wrong")
        return HttpResponse()

    OnceMiddleware(view)(RequestFactory().get("/"))
    assert asked == ["wrong", "wrong"]


def test_a_page_that_breaks_leaves_nothing_behind():
    asked.clear()

    def view(_):
        double("a")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        OnceMiddleware(view)(RequestFactory().get("/"))
    double("a")
    assert asked == ["a", "a"]
