"""A network of activities as arrays, in an order in which every activity stands behind those it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, frozen
from trueup.stats.network.calendars import Calendars, check_work, day_table, is_straight, outer_rates
from trueup.stats.network.order import Cycle, levels_of
from trueup.vocabulary import InputError

__all__ = ["ELAPSED", "FF", "FS", "SF", "SS", "Cycle", "Link", "Network", "network"]

FS, SS, FF, SF = 0, 1, 2, 3
ELAPSED = -1
"""As the calendar of a lag: nights, weekends and holidays count."""
Ints32 = npt.NDArray[np.int32]
Int8s = npt.NDArray[np.int8]
Link = tuple[int, int, int, float, int]
"""before, after, kind, lag (working days of its calendar, negative is a lead), the lag's calendar or ELAPSED."""


@dataclass(frozen=True)
class Network:
    """`n` activities and `m` links. All arrays are read-only; build it with `network`.

    Links stand sorted by the activity that waits: those of activity i are `indptr[i]` to `indptr[i + 1]`; `given` says
    where each stood in the links that were given. `out` lists the same links by the activity that is waited for,
    `outptr[i]` to `outptr[i + 1]`, and `after` is the activity that waits.
    """

    n: int
    order: Ints32  # (n,) every activity behind those it waits for; by level, then by number
    levels: Ints32  # (levels + 1,) where each level begins in `order`: no link joins two of one level
    indptr: Ints32  # (n + 1,)
    before: Ints32  # (m,)
    after: Ints32  # (m,)
    kind: Int8s  # (m,) FS, SS, FF, SF
    lag: Floats  # (m,)
    lag_calendar: Ints32  # (m,) a row of `work`, or ELAPSED
    given: Ints32  # (m,)
    outptr: Ints32  # (n + 1,)
    out: Ints32  # (m,)
    calendar: Ints32  # (n,) a row of `work`
    work: Floats  # (calendars, days + 1) working days before elapsed day i begins
    rates: Floats  # (calendars, 2) working days a day before the table begins, and after it ends
    day_at: Ints32  # (calendars, most work + 2) the last day that begins with at most so many working days behind it
    straight: bool  # every day is a working day: elapsed time is working time
    earliest: Floats  # (n,) start no earlier than
    floor_finish: Floats  # (n,) finish no earlier than
    latest: Floats  # (n,) finish no later than; only the backward pass looks at it
    started: Floats  # (n,) NaN: not yet
    finished: Floats  # (n,) NaN: not yet
    resume: float  # nothing that is left is worked on before

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars' tables with what reads them."""
        return Calendars(self.work, self.rates, self.day_at)

    @cached_property
    def done(self) -> Bools:
        """(n,) finished."""
        return frozen(np.isfinite(self.finished))

    @cached_property
    def under_way(self) -> Bools:
        """(n,) started and not finished."""
        return frozen(np.isfinite(self.started) & ~np.isfinite(self.finished))


def network(  # noqa: PLR0913 - the arrays of a network, each with its default
    n: int,
    links: Sequence[Link] = (),
    *,
    work: npt.ArrayLike = ((0.0, 1.0),),
    calendar: npt.ArrayLike | None = None,
    earliest: npt.ArrayLike | None = None,
    floor_finish: npt.ArrayLike | None = None,
    latest: npt.ArrayLike | None = None,
    started: npt.ArrayLike | None = None,
    finished: npt.ArrayLike | None = None,
    resume: float = 0.0,
) -> Network:
    """Put `n` activities and their links in order.

    `work[c, i]` are the working days of calendar c before elapsed day i begins; without it every day is a working day.
    Past either end of the table work goes on at the mean rate of its outermost four weeks. What is not given holds
    for no activity. Raises Cycle with the path, and InputError for arrays of another shape, links to activities or
    calendars that are not there, and calendars without work.
    """
    table = check_work(np.asarray(work, dtype=np.float64))
    own = _rows(calendar, n, len(table))
    columns = _link_columns(links, n, len(table))
    before, after, kind, lag, lag_calendar, given = columns
    order, levels = levels_of(n, before, after)
    used = np.union1d(own, lag_calendar[(lag != 0) & (lag_calendar != ELAPSED)])
    out = np.argsort(before, kind="stable").astype(np.int32)
    arrays: dict[str, Any] = {
        "order": order,
        "levels": levels,
        "indptr": _pointers(after, n),
        "before": before,
        "after": after,
        "kind": kind.astype(np.int8),
        "lag": lag,
        "lag_calendar": lag_calendar,
        "given": given,
        "outptr": _pointers(before, n),
        "out": out,
        "calendar": own,
        "work": table,
        "rates": outer_rates(table),
        "day_at": day_table(table),
        "earliest": _moments(earliest, n, -np.inf, "earliest"),
        "floor_finish": _moments(floor_finish, n, -np.inf, "floor_finish"),
        "latest": _moments(latest, n, np.inf, "latest"),
        "started": _moments(started, n, np.nan, "started"),
        "finished": _moments(finished, n, np.nan, "finished"),
    }
    if not np.isfinite(resume):
        raise InputError(f"{resume} is no moment", where="resume")
    closed = {name: frozen(array) for name, array in arrays.items()}
    return Network(n=n, straight=is_straight(table, used), resume=float(resume), **closed)


def _link_columns(
    links: Sequence[Link], n: int, calendars: int
) -> tuple[Ints32, Ints32, Ints32, Floats, Ints32, Ints32]:
    """The links sorted by the activity that waits, a column each, and where each stood."""
    whole = np.array([(b, a, k, c) for b, a, k, _, c in links], dtype=np.int32).reshape(-1, 4)
    lag = np.array([each[3] for each in links], dtype=np.float64)
    _check_links(whole, lag, n, calendars)
    given = np.argsort(whole[:, 1], kind="stable").astype(np.int32)
    before, after, kind, lag_calendar = (np.ascontiguousarray(whole[given, column]) for column in range(4))
    return before, after, kind, lag[given], lag_calendar, given


def _check_links(whole: Ints32, lag: Floats, n: int, calendars: int) -> None:
    ends, kind, calendar = whole[:, :2], whole[:, 2], whole[:, 3]
    bad = (ends < 0).any(axis=1) | (ends >= n).any(axis=1) | (kind < FS) | (kind > SF)
    bad |= (calendar < ELAPSED) | (calendar >= calendars) | ~np.isfinite(lag)
    if bad.any():
        row = int(np.argmax(bad))
        raise InputError(
            f"link {(*whole[row].tolist(), float(lag[row]))} (before, after, kind, calendar, lag) does not fit",
            where=f"links, row {row}",
            do=f"{n} activities, {calendars} calendars, kinds 0 to 3, finite lags",
        )


def _rows(calendar: npt.ArrayLike | None, n: int, calendars: int) -> Ints32:
    rows = np.zeros(n, dtype=np.int32) if calendar is None else np.array(calendar, dtype=np.int32)
    if rows.shape != (n,) or (n and (rows.min() < 0 or rows.max() >= calendars)):
        raise InputError(f"each of {n} activities needs one of {calendars} calendars", where="calendar")
    return rows


def _moments(values: npt.ArrayLike | None, n: int, default: float, name: str) -> Floats:
    moments = np.full(n, default) if values is None else np.array(values, dtype=np.float64)
    if moments.shape != (n,):
        raise InputError(f"{moments.size} moments for {n} activities", where=name)
    if not np.isnan(default) and np.isnan(moments).any():
        raise InputError("NaN is no moment", where=f"{name}, row {int(np.argmax(np.isnan(moments)))}")
    return moments


def _pointers(ends: Ints32, n: int) -> Ints32:
    """Where the links of each activity begin, in links that stand sorted by it."""
    return np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=n))]).astype(np.int32)
