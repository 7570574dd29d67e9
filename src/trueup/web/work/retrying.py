"""What is tried again, how often, and after how long."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Retrying:
    """At most `times` tries; before the n-th retry a wait of first x 2^(n-1), at most `most`, less up to half of it.

    The jitter keeps jobs that failed together from coming back together (the "equal jitter" of Brooker, Exponential
    Backoff And Jitter, AWS Architecture Blog 2015). An error is permanent if it has an attribute `permanent` that is
    true, or is one of the types in `permanent`.
    """

    times: int = 1
    first: dt.timedelta = dt.timedelta(seconds=10)
    most: dt.timedelta = dt.timedelta(hours=1)
    permanent: tuple[type[BaseException], ...] = ()

    def again(self, error: BaseException, tries: int) -> bool:
        """Whether to try again after `tries` tries, the last of which ended with `error`."""
        permanent = bool(getattr(error, "permanent", False)) or isinstance(error, self.permanent)
        return tries < self.times and not permanent

    def wait(self, tries: int, chance: random.Random, error: BaseException | None = None) -> dt.timedelta:
        """How long to wait after `tries` tries; never less than an error's own `retry_after` (seconds)."""
        full = min(self.most, self.first * 2.0 ** min(tries - 1, 40))
        asked = dt.timedelta(seconds=float(getattr(error, "retry_after", None) or 0))
        return max(full / 2 + full / 2 * chance.random(), min(asked, self.most))


ONCE = Retrying()


def retrying(
    times: int = 5,
    *,
    first: dt.timedelta = dt.timedelta(seconds=10),
    most: dt.timedelta = dt.timedelta(hours=1),
    permanent: tuple[type[BaseException], ...] = (),
) -> Callable[[F], F]:
    """Mark the function of a task to be tried again when it fails: below `@task`, above `def`."""
    policy = Retrying(times, first, most, permanent)

    def mark(function: F) -> F:
        function.retrying = policy  # type: ignore[attr-defined]
        return function

    return mark


def policy_of(function: Callable[..., Any]) -> Retrying:
    """How a task's function wants to be retried; by default it is tried once."""
    policy = getattr(function, "retrying", ONCE)
    return policy if isinstance(policy, Retrying) else ONCE
