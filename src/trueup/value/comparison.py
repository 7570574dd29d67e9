"""What is compared with what: the series of treated and controls on the same periods, cut at the start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.attribution import Attribution
from trueup.agreements.calendar import Ints, day_number, day_of
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Insufficient, Period, Said, Slice, said

Floats = NDArray[np.float64]

LEAST_SHARED = 0.8
"""Share of the treated's periods for which a control needs actuals; with fewer it is left out."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One series with the slice it is about; `since` is the day from which it is treated, None for a control."""

    slice: Slice
    series: Series
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Series of equal length: `treated` rows first, then controls.

    `starts`, `ends` (periods,) are day numbers; `values`, `low`, `high`, `grade` have shape (rows, periods), low and
    high being both sides of open disputes. `own` (periods,) are the actuals of the objective's own slice. `t0` is the
    first whole period after the start; periods before it lie wholly before the start. `entries` gives each row its
    first treated period.
    """

    units: tuple[Unit, ...]
    treated: int
    starts: Ints
    ends: Ints
    values: Floats
    low: Floats
    high: Floats
    grade: NDArray[np.int8]
    own: Floats
    t0: int
    entries: tuple[int | None, ...]
    left_out: tuple[Said, ...] = ()

    @property
    def controls(self) -> int:
        """How many controls there are."""
        return len(self.units) - self.treated

    @property
    def n_pre(self) -> int:
        """Periods that are fitted."""
        return self.t0

    @property
    def n_post(self) -> int:
        """Periods after the start."""
        return len(self.starts) - self.t0

    def period(self, index: int) -> Period:
        """One of the periods."""
        return Period(day_of(int(self.starts[index])), day_of(int(self.ends[index])))

    def least_grade(self, post: int) -> NDArray[np.int8]:
        """The grade of what is found in each of the first `post` periods after the start: that of its weakest input."""
        before = int(self.grade[:, : self.t0].min(initial=int(max(Grade))))
        after = self.grade[:, self.t0 : self.t0 + post].min(axis=0)
        return np.asarray(np.minimum(after, before), dtype=np.int8)


def compare(own: Series, units: Sequence[Unit], said_: Attribution) -> Comparison | Insufficient:
    """Lay series side by side on the periods that they share.

    A control that lacks actuals in more than a fifth of the treated's periods is left out; then only periods stay for
    which every unit has an actual. The period in which the start lies, and what lies outside the stated `pre`, are left
    out. Insufficient where nothing lies before or after the start.
    """
    treated = [unit for unit in units if unit.since is not None]
    base = _shared([own.start, *(unit.series.start for unit in treated)])
    kept, left_out = _usable([unit for unit in units if unit.since is None], base)
    chosen = [*treated, *kept]
    common = _shared([base, *(unit.series.start for unit in kept)])
    rows = [_at(unit.series, common) for unit in chosen]
    ends = _ends(treated[0].series, common)
    since = day_number(min(unit.since for unit in treated if unit.since is not None))
    keep = _fitted(common, ends, since, said_.pre) | (common >= since)
    common, ends = common[keep], ends[keep]
    t0 = int((common < since).sum())
    if not t0:
        return Insufficient(said("attribution: periods before the start"), 0, 8)
    if t0 == len(common):
        return Insufficient(said("attribution: periods after the start"), 0, 1)
    return Comparison(
        units=tuple(chosen),
        treated=len(treated),
        starts=common,
        ends=ends,
        values=np.array([unit.series.value[row[keep]] for unit, row in zip(chosen, rows, strict=True)]),
        low=np.array([unit.series.low[row[keep]] for unit, row in zip(chosen, rows, strict=True)]),
        high=np.array([unit.series.high[row[keep]] for unit, row in zip(chosen, rows, strict=True)]),
        grade=np.array([unit.series.grade[row[keep]] for unit, row in zip(chosen, rows, strict=True)], dtype=np.int8),
        own=own.value[_at(own, common)],
        t0=t0,
        entries=tuple(_entry(unit, common) for unit in chosen),
        left_out=(*left_out, *_gaps(base, len(rows[0]), kept)),
    )


def _shared(starts: Sequence[NDArray[np.generic]]) -> Ints:
    common = starts[0].astype(np.int64)
    for each in starts[1:]:
        common = np.intersect1d(common, each.astype(np.int64), assume_unique=True)
    return common


def _usable(controls: Sequence[Unit], base: Ints) -> tuple[list[Unit], list[Said]]:
    kept, left_out = [], []
    for unit in controls:
        there = len(_shared([base, unit.series.start]))
        if there and there >= LEAST_SHARED * len(base):
            kept.append(unit)
        else:
            left_out.append(
                said(
                    "{slice} is left out: it has actuals in {n} of {all} periods",
                    slice=unit.slice,
                    n=there,
                    all=len(base),
                )
            )
    return kept, left_out


def _gaps(base: Ints, shared: int, kept: Sequence[Unit]) -> list[Said]:
    gone = len(base) - shared
    if not gone or not kept:
        return []
    return [said("{n} of {all} periods are left out: a control has no actual there", n=gone, all=len(base))]


def _at(series: Series, common: Ints) -> Ints:
    return np.searchsorted(series.start.astype(np.int64), common).astype(np.int64)


def _ends(series: Series, common: Ints) -> Ints:
    return series.end.astype(np.int64)[_at(series, common)]


def _fitted(starts: Ints, ends: Ints, since: int, pre: Period | None) -> NDArray[np.bool_]:
    inside = ends <= since
    if pre is not None:
        inside &= (starts >= day_number(pre.start)) & (ends <= day_number(pre.end))
    return inside


def _entry(unit: Unit, common: Ints) -> int | None:
    if unit.since is None:
        return None
    first = int(np.searchsorted(common, day_number(unit.since)))
    return first if first < len(common) else None
