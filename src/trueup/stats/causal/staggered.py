"""Units that start one after the other, each compared with those that have not started yet.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021): an effect for each group of units with one start and
each period, never against units that have started (which is what spoils the plain two-way fixed effects regression:
Goodman-Bacon 2021), then averaged over the units under treatment. Inference by permuting who starts when, with the
average effect taken out for the interval: it holds with one unit a start, where a clustered variance does not exist.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, Ints, checked
from trueup.stats.causal.effect import Check, Effect, Parameter, band_of, effect_of, span_of
from trueup.stats.causal.panel import FEWEST_PRE, too_short
from trueup.stats.causal.student import student_draws
from trueup.vocabulary import Figure, InputError, Insufficient, said

FEWEST_UNITS = 6
"""Units below which a permutation of their starts says nothing."""
PERMUTATIONS = 399
LEADS = 6
"""Periods before the start in which the event study looks."""
NEVER = np.iinfo(np.int64).max

Base = Literal["last", "all"]


@dataclass(frozen=True, slots=True)
class _Found:
    """Effects by calendar period, by periods since the start, and before it; each (permutations, periods)."""

    calendar: Floats
    since: Floats
    leads: Floats


def staggered(
    values: npt.ArrayLike,
    starts: Sequence[int | None],
    rng: np.random.Generator,
    *,
    base: Base = "last",
    permutations: int = PERMUTATIONS,
    level: float = 0.95,
) -> Effect | Insufficient:
    """The effect a unit under treatment in each period from the first start on; `values` (units, periods).

    `starts` is the first treated period of each unit, None for never. `base` is what a unit is compared with in its own
    past: the `last` period before its start, or the mean of `all` of them (less noise, if trends are parallel
    throughout). Periods in which every unit has started have no comparison and are left out, which the notes say.
    Fewer than 6 units, or 8 periods before the first start, give Insufficient; InputError for NaN, a start outside the
    data, and where nobody or everybody at once starts.
    """
    y, _ = checked(values, name="values")
    at = _starts(y, starts)
    first = int(at.min())
    if len(y) < FEWEST_UNITS:
        return Insufficient(said("a stepped comparison: units"), len(y), FEWEST_UNITS)
    if first < FEWEST_PRE:
        return too_short(first)
    end = _compared_until(at, y.shape[1])
    y = y[:, :end]
    own = _first(_effects(y[None], at, base))
    exposed = np.array([(at <= t).sum() for t in range(first, end)], dtype=np.float64)
    average = float(own.calendar @ exposed / exposed.sum())
    still = y - average * (at[:, None] <= np.arange(end))
    orders = np.array([rng.permutation(len(y)) for _ in range(permutations)])
    placebos, spread = _effects(y[orders], at, base), _spread(_effects(still[orders], at, base), len(y))
    df = float(len(y) - 2)
    treated = np.array([y[at <= t, t].mean() for t in range(first, end)])
    return effect_of(
        "staggered",
        own.calendar,
        student_draws(own.calendar, spread.calendar, df, rng),
        treated - own.calendar,
        first,
        level,
        n_controls=int((at == NEVER).sum()),
        exposed=exposed,
        p_placebo=_p(average, placebos.calendar @ exposed / exposed.sum()),
        checks=[_parallel(own, placebos)],
        parameters=_event_study(own, spread, df, rng, level),
        leads=band_of(own.leads, student_draws(own.leads, spread.leads, df, rng), level),
        notes=_notes(end, np.asarray(values).shape[1]),
    )


def _starts(y: Floats, starts: Sequence[int | None]) -> Ints:
    if y.ndim != 2 or len(starts) != len(y):
        raise InputError(f"{len(starts)} starts for values of shape {y.shape}", where="starts")
    at = np.array([NEVER if each is None else each for each in starts], dtype=np.int64)
    outside = np.flatnonzero((at != NEVER) & ((at < 1) | (at >= y.shape[1])))
    if len(outside):
        row = int(outside[0])
        raise InputError(f"{at[row]} lies outside the {y.shape[1]} periods of the data", where=f"starts, row {row}")
    if (at == NEVER).all():
        raise InputError("no unit ever starts", where="starts")
    if (at == at[0]).all():
        raise InputError("all units start at once: there is nothing to compare with", where="starts")
    return at


def _compared_until(at: Ints, periods: int) -> int:
    """The period past the last in which some unit has not started."""
    return int(min(at.max(), periods))


def _effects(y: Floats, at: Ints, base: Base) -> _Found:
    """Group-time effects averaged over the units under treatment; `y` (permutations, units, periods).

    To permute who starts when is to permute the rows: `at` stays, and all permutations are reckoned at once.
    """
    many, _, periods = y.shape
    first = int(at.min())
    waiting = at[:, None] > np.arange(periods)
    total, since, leads = np.zeros((many, periods)), np.zeros((many, periods)), np.zeros((many, LEADS))
    units, of_since, of_leads = np.zeros(periods), np.zeros(periods), np.zeros(LEADS)
    for start in np.unique(at[at < periods]).tolist():
        mine = at == start
        effect, size, back = _group(y, mine, waiting, start, base), int(mine.sum()), min(LEADS, start)
        total[:, start:] += size * effect[:, start:]
        units[start:] += size
        since[:, : periods - start] += size * effect[:, start:]
        of_since[: periods - start] += size
        leads[:, LEADS - back :] += size * effect[:, start - back : start]
        of_leads[LEADS - back :] += size
    length = periods - first
    return _Found(total[:, first:] / units[first:], since[:, :length] / of_since[:length], leads / of_leads)


def _group(y: Floats, mine: npt.NDArray[np.bool_], waiting: npt.NDArray[np.bool_], start: int, base: Base) -> Floats:
    """The effect on one group in every period (before its start: what should be nothing), (permutations, periods)."""
    past = y[..., start - 1] if base == "last" else y[..., :start].mean(axis=-1)
    apart = y - past[..., None]
    others = (waiting & ~mine[:, None] & waiting[:, [start]]).astype(np.float64)
    against = np.einsum("put,ut->pt", apart, others) / others.sum(axis=0)
    return np.asarray(apart[:, mine].mean(axis=1) - against)


def _first(found: _Found) -> _Found:
    return _Found(found.calendar[0], found.since[0], found.leads[0])


def _spread(placebos: _Found, units: int) -> _Found:
    """Deviations whose cross-product is the covariance of the effects.

    Taking the average effect out took some of the noise with it: a degree of freedom is given back, as for the
    difference of two means, of which the permutation variance is (n - 2) / (n - 1) of the unbiased one.
    """
    scale = math.sqrt((units - 1) / (units - 2) / len(placebos.calendar))
    return _Found(placebos.calendar * scale, placebos.since * scale, placebos.leads * scale)


def _p(average: float, placebos: Floats) -> float:
    return float(1 + (np.abs(placebos) >= abs(average)).sum()) / (1 + len(placebos))


def _parallel(own: _Found, placebos: _Found) -> Check:
    """Were the units moving apart before they started? The mean lead against the same under permuted starts."""
    mean = float(own.leads.mean())
    p = _p(mean, placebos.leads.mean(axis=1))
    words = said(
        "before their start units differ by {mean} on average (p {p})", mean=Figure(f"{mean:.3g}"), p=Figure(f"{p:.3f}")
    )
    return Check("parallel_trends", p >= 0.05, p, words)


def _event_study(own: _Found, spread: _Found, df: float, rng: np.random.Generator, level: float) -> list[Parameter]:
    """The effect by periods since the start: `since_0` is the first treated period."""
    draws = student_draws(own.since, spread.since, df, rng)
    return [Parameter(f"since_{k}", span_of(float(point), draws[:, k], level)) for k, point in enumerate(own.since)]


def _notes(end: int, periods: int) -> list[str]:
    if end == periods:
        return []
    return [said("the last {n} periods are left out: every unit has started by then", n=periods - end)]
