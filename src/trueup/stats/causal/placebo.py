"""Where nothing happened, does the method find something? A start set before the real one, on what lies before it."""

from __future__ import annotations

from collections.abc import Callable

import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.stats.causal.effect import Check, Effect
from trueup.stats.causal.panel import FEWEST_PRE
from trueup.vocabulary import Figure, Insufficient, said

Estimate = Callable[[Floats, int], Effect | Insufficient]
"""From values up to the real start, and a start before it, to the effect found there."""


def placebo_in_time(values: npt.ArrayLike, t0: int, estimate: Estimate, *, periods: int | None = None) -> Check:
    """The effect of a start that did not take place, `periods` before `t0` (default: a third of the time before).

    `estimate` gets the values before `t0` only, (units, t0) or (t0,). A sound method finds nothing in 95 of 100 cases;
    where too little time is left, the answer is that the data cannot tell.
    """
    y, _ = checked(values, name="values")
    back = max(1, t0 // 3) if periods is None else periods
    found = estimate(y[..., :t0], t0 - back) if t0 - back >= FEWEST_PRE else _short(t0 - back)
    if isinstance(found, Insufficient):
        return Check("placebo_in_time", None, None, found.words)
    span = found.average
    words = said(
        "a start {n} periods earlier, when nothing happened, finds {effect} ({low} to {high})",
        n=back,
        effect=Figure(f"{span.point:.3g}"),
        low=Figure(f"{span.low:.3g}"),
        high=Figure(f"{span.high:.3g}"),
    )
    return Check("placebo_in_time", not span.excludes_zero, span.point, words)


def _short(have: int) -> Insufficient:
    return Insufficient(said("a placebo in time: periods before it"), have, FEWEST_PRE)
