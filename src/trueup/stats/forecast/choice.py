"""Which rung serves a series best, and how this way of choosing would have done.

The winner of a contest looks better than it is. So two things are kept apart: the choice made now, from all trials, and
the back-test that is published, in which at each origin the choice rests only on outcomes known by then. Coverage and
score of that back-test belong to the whole procedure, choosing included (prequential, Dawid, JRSS A 147 (1984)).

A rung that has lost its place (`places`) is not eligible. Where that is the naive one, the best of the others serves;
it comes back only where no other is left.

A rung replaces the naive one only if its mean score is better by more than one standard error of the difference, taken
over origins: with a handful of origins a smaller lead is chance. Forecasts of overlapping futures share their errors,
so n origins that look up to H periods ahead count as n / ((H + 1) / 2), and so few ask for a Student t: the lead must
exceed its upper 15.87 % point, which is one standard error where origins are many.
"""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.forecast.predictive import ONE_SIGMA

TIE = 1e-9
"""Scores this near are equal but for rounding (two rungs may be the same forecast): the simpler, the first, wins."""
LEAST_ORIGINS = 3
"""Origins with an outcome before a challenger may win."""


def chosen_now(crps: Floats, judged: Bools, eligible: Bools) -> Ints:
    """The rung to use from now on, shape (series,). `crps` (rungs, horizon, origins, series), the naive rung first."""
    return _winner(*_sums(crps, judged), eligible, len(judged))


def chosen_then(crps: Floats, judged: Bools, eligible: Bools) -> Ints:
    """The rung that would have been used at each origin, shape (origins, series).

    A forecast counts from the period its outcome came: one of step h from origin o is known at origin o + h.
    """
    horizon, origins = judged.shape[:2]
    choice = np.zeros(judged.shape[1:], dtype=np.int64)
    step, origin = np.arange(1, horizon + 1)[:, None], np.arange(origins)[None, :]
    for now in range(1, origins):
        known = judged & (step + origin <= now)[:, :, None]
        choice[now] = _winner(*_sums(crps[:, :, :now], known[:, :now]), eligible, horizon)
    return choice


def _sums(crps: Floats, judged: Bools) -> tuple[Floats, Floats, Bools]:
    """Score of each rung, the mean over steps at each origin, and the origins that have one."""
    count, scores = judged.sum(axis=0), crps * judged
    each = scores.sum(axis=1) / np.maximum(count, 1)
    total = scores.sum(axis=(1, 2)) / np.maximum(judged.sum(axis=(0, 1)), 1)
    return total, each, count > 0


def _winner(total: Floats, each: Floats, there: Bools, eligible: Bools, horizon: int) -> Ints:
    from trueup.stats.special import stdtrit

    n, overlap = there.sum(axis=0), (horizon + 1) / 2
    lead = (each[0] - each) * there
    mean = lead.sum(axis=1) / np.maximum(n, 1)
    variance = ((lead - mean[:, None]) ** 2 * there).sum(axis=1) / np.maximum(n - 1, 1)
    independent = np.maximum(n / overlap, 2.0)
    margin = stdtrit(independent - 1, ONE_SIGMA) * np.sqrt(variance / independent)
    wins = eligible & (total[0] - total > margin + TIE * total[0]) & (n >= LEAST_ORIGINS)
    wins[0] = eligible[0]
    nobody = ~wins.any(axis=0)
    wins[:, nobody] = eligible[:, nobody]
    wins[0] |= ~wins.any(axis=0)
    able = np.where(wins, total, np.inf)
    return np.asarray(np.argmax(able <= able.min(axis=0) * (1 + TIE), axis=0))
