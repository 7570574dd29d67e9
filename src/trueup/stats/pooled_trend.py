"""Where many short series are heading: the slope of each, drawn towards that of all where they look alike.

Three or four rounds say little of one series, and a hundred series say much of how much series trend at all. So the
spread of the true slopes is estimated over all of them (empirical Bayes: Efron and Morris, JASA 70, 1975), and what the
line leaves over beyond the measuring error is the wander of one round about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats
from trueup.vocabulary import InputError, Insufficient

FEWEST_ROUNDS = 3
FEWEST_SERIES = 3


@dataclass(frozen=True, slots=True)
class Ahead:
    """What to expect of each series [series] at the time asked for: mean, standard error, and the slope drawn in."""

    mean: Floats
    sd: Floats
    slope: Floats


def ahead(values: npt.ArrayLike, errors: npt.ArrayLike, times: npt.ArrayLike, at: float) -> Ahead | Insufficient:
    """The value of each series at time `at` after the last round.

    `values` and their standard `errors` are [series, rounds], `times` [rounds] rising. Fewer than three rounds or three
    series give Insufficient; InputError for times that do not rise, an `at` in the past, or values that are no numbers.
    """
    y, se, t = (np.asarray(given, dtype=np.float64) for given in (values, errors, times))
    _refuse(y, se, t, at)
    if len(t) < FEWEST_ROUNDS:
        return Insufficient("where it is heading", len(t), FEWEST_ROUNDS)
    if len(y) < FEWEST_SERIES:
        return Insufficient("where it is heading", len(y), FEWEST_SERIES)
    wander = _wander(y, se, t)
    weight = 1 / (se**2 + wander)
    total = weight.sum(1)
    centre = (weight * t).sum(1) / total
    apart = t - centre[:, None]
    spread = (weight * apart**2).sum(1)
    level, slope, of_slope = (weight * y).sum(1) / total, (weight * apart * y).sum(1) / spread, 1 / spread
    common = float(np.average(slope, weights=1 / (of_slope + of_slope.mean())))
    between = max(float(np.mean((slope - common) ** 2) * len(y) / max(len(y) - 1, 1) - of_slope.mean()), 0.0)
    kept = between / (between + of_slope)
    drawn = common + kept * (slope - common)
    reach = at - centre
    unsure = kept * of_slope + (1 - kept) ** 2 * between + of_slope.mean() / len(y)
    return Ahead(level + reach * drawn, np.sqrt(1 / total + reach**2 * unsure + wander), drawn)


def _refuse(y: Floats, se: Floats, t: Floats, at: float) -> None:
    if y.ndim != 2 or y.shape != se.shape or t.shape != y.shape[1:]:
        raise InputError("values and errors are [series, rounds], times [rounds]")
    if not (np.isfinite(y).all() and np.isfinite(se).all() and (se >= 0).all()):
        raise InputError("values must be numbers, and errors 0 or more")
    if len(t) and (not (np.diff(t) > 0).all() or at <= t[-1]):
        raise InputError("times must rise, and what is asked for must lie ahead", where="times")


def _wander(y: Floats, se: Floats, t: Floats) -> float:
    """Variance of a round about its line beyond the measuring error, the same for all series; at least a trace."""
    line = np.stack([np.ones(len(t)), t - t.mean()], 1)
    left_over = y.T - line @ np.linalg.lstsq(line, y.T, rcond=None)[0]
    free = len(t) - 2
    found = float((left_over**2).sum()) / (len(y) * free) - float((se**2).mean())
    return max(found, 1e-6)
