"""Answers that stand until something changes: what one page has read, the next one need not read again.

A page or answer that is kept says first what all of them rest on (`kept.rests`): the ledger, what was computed, the
clock. While that is the same, so is every answer that rests on nothing else and is asked for by its values alone. What
is kept here is never older than that, and nothing of it outlives it. Where nothing was said (a change, a page that is
not kept) every question is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Any, TypeVar, TypeVarTuple

from trueup.web.site.once import is_known, known

Values = TypeVarTuple("Values")
R = TypeVar("R")
MOST = 512
"""Answers that a process keeps: the largest, a picture of a thousand agreements, takes a quarter of a megabyte."""


class Latest:
    """The answers that go with the last state of the server that a page has told."""

    def __init__(self) -> None:
        self._kept: tuple[Hashable, dict[Hashable, Any]] = (None, {})

    def of(self, state: Hashable) -> dict[Hashable, Any]:
        """Those of this state. With another one, or when they are too many, they begin anew."""
        kept = self._kept
        if kept[0] != state or len(kept[1]) >= MOST:
            kept = self._kept = (state, {})
        return kept[1]

    def clear(self) -> None:
        """Keep nothing."""
        self._kept = (None, {})


LATEST = Latest()


def stands(question: Callable[[*Values], R]) -> Callable[[*Values], R]:
    """A question whose answer rests on its values (hashable) and on the state of the server that `rests` tells.

    Many pages are given the same answer, some of them at once: nobody may change it.
    """

    @wraps(question)
    def asked(*values: *Values) -> R:
        return while_standing((question, values), partial(question, *values))

    return asked


def while_standing(key: Hashable, make: Callable[[], R]) -> R:
    """What `make` makes, made anew only with another key or when anything has changed on the server."""
    state = known(_state)
    if state is None:
        return make()
    answers = LATEST.of(state)
    if key not in answers:
        answers[key] = make()
    made: R = answers[key]
    return made


def rests_on(state: Hashable) -> None:
    """Say what this page rests on as every page does, read before anything else of it."""
    is_known(_state, state)


def _state() -> Hashable:
    """What the page has said: known, never asked."""
    return None
