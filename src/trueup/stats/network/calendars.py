"""Working time as a piecewise-linear function of elapsed time: W(t) is the work that a calendar has done before t.

Moments within TINY working days of a day's edge count as on it: sums of fractions of days are never exact, and
without that a start on Monday morning could fall on Friday evening.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats
from trueup.vocabulary import InputError

TINY = 1e-9
OUTER_DAYS = 28
"""Past the table's ends work goes on at the mean rate of so many days: whole weeks, whatever the week is."""


def work_before(work: Floats, rates: Floats, t: Floats) -> Floats:
    """W(t) of one calendar (its row of `work` and of `rates`), any shape."""
    last = len(work) - 1
    day = np.clip(np.floor(t), 0, last - 1).astype(np.int64)
    inside = work[day] + (t - day) * (work[day + 1] - work[day])
    after = work[last] + (t - last) * rates[1]
    return np.asarray(np.where(t < 0, t * rates[0], np.where(t >= last, after, inside)))


def first_moment(work: Floats, rates: Floats, w: Floats) -> Floats:
    """The first moment at which so much work is done: Friday evening, not Monday morning."""
    last = len(work) - 1
    day = np.searchsorted(work, w - TINY, side="left")
    here = np.clip(day, 1, last)
    inside = here - np.maximum(work[here] - w, 0.0) / (work[here] - work[here - 1] + (day != here))
    outside = np.where(day > last, last + (w - work[last]) / rates[1], np.minimum(w, 0.0) / rates[0])
    return np.asarray(np.where((day > last) | (day == 0), outside, inside))


def last_moment(work: Floats, rates: Floats, w: Floats) -> Floats:
    """The last moment before more than so much work is done: Monday morning, when the next work begins."""
    last = len(work) - 1
    day = np.searchsorted(work, w + TINY, side="right") - 1
    here = np.clip(day, 0, last - 1)
    inside = here + np.maximum(w - work[here], 0.0) / (work[here + 1] - work[here] + (day != here))
    outside = np.where(day >= last, last + np.maximum(w - work[last], 0.0) / rates[1], w / rates[0])
    return np.asarray(np.where((day >= last) | (day < 0), outside, inside))


def check_work(work: Floats) -> Floats:
    """The table, if every calendar begins at 0, never goes back, and works in its outermost four weeks."""
    if work.ndim != 2 or work.shape[0] < 1 or work.shape[1] < 2 or not np.isfinite(work).all():
        raise InputError(f"a table of shape {work.shape}", where="work", do="a row a calendar, a column a day's start")
    steps = np.diff(work, axis=1)
    bad = (work[:, 0] != 0) | (steps < 0).any(axis=1) | (_outer(work) <= 0).any(axis=1)
    if bad.any():
        raise InputError(
            "work must begin at 0, never go back, and not stop at either end of the table",
            where=f"work, row {int(np.argmax(bad))}",
            do="let the table go on for at least four ordinary weeks after the last holiday",
        )
    return np.ascontiguousarray(work)


def outer_rates(work: Floats) -> Floats:
    """(calendars, 2): working days a day, before the table begins and after it ends."""
    return _outer(work)


def _outer(work: Floats) -> Floats:
    span = min(OUTER_DAYS, work.shape[1] - 1)
    return np.stack([work[:, span] / span, (work[:, -1] - work[:, -1 - span]) / span], axis=1)


def day_table(work: Floats) -> npt.NDArray[np.int32]:
    """(calendars, most work + 2): the last day that begins with at most j working days behind it."""
    most = np.arange(int(work[:, -1].max()) + 2)
    return np.stack([np.searchsorted(row, most, side="right") - 1 for row in work]).astype(np.int32)


def is_straight(work: Floats, used: npt.NDArray[np.int32]) -> bool:
    """Whether every day is a whole working day in all calendars that are used."""
    steps: Bools = np.diff(work[used.astype(np.int64)], axis=1) == 1
    return bool(steps.all())
