"""What a page asks, it asks once.

A page that is read changes nothing, so within it a question has one answer: whoever asks again is given that. So the
parts of a page need not know of each other, and all of them speak of one state. Where something is changed (every
method but GET and HEAD), and outside of requests, every question is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
R = TypeVar("R")
READS = ("GET", "HEAD")
_answers: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("answers", default=None)


def once(question: Callable[P, R]) -> Callable[P, R]:
    """A question that a page asks once for each set of arguments (hashable). What it raises is raised each time."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers, key = _answers.get(), (question, args, *kwargs.items())
        if answers is None:
            return question(*args, **kwargs)
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        known: R = answers[key]
        return known

    return asked


def is_known(question: Callable[P, R], answer: R, *args: P.args, **kwargs: P.kwargs) -> None:
    """Say what a question of this page would be answered, where another answer has told it already."""
    answers = _answers.get()
    if answers is not None:
        asked = getattr(question, "__wrapped__", question)
        answers.setdefault((asked, args, *kwargs.items()), answer)


def known(question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """What was said before to be the answer; None where nothing was."""
    answers = _answers.get()
    asked = getattr(question, "__wrapped__", question)
    return None if answers is None else answers.get((asked, args, *kwargs.items()))


class OnceMiddleware:
    """Comes before those that ask anything: one set of answers for each page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            return self.get_response(request)
        token = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)
