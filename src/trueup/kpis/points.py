"""Rolled-up actuals of many questions at once, and what can be made of them: ratios, and a Series for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.calendar import ends, starts
from trueup.kpis.cells import Column, Ints, group
from trueup.kpis.evidence import Floats
from trueup.kpis.series import Series
from trueup.vocabulary import Grain, Period, Slice, listed, said


@dataclass(frozen=True, slots=True)
class Wanted:
    """One series that is asked for: a KPI in a slice, at a grain (None: all time), rolled up by `how`."""

    kpi: str
    slice: Slice
    grain: Grain | None
    how: str


@dataclass(frozen=True, slots=True)
class Points:
    """Rolled-up actuals, sorted by what was asked and by time; all arrays have shape (points,).

    `asked` indexes the questions. value is NaN where nothing is known, and then `reason` says why. first and last
    are the days that the actuals behind a point span. `by` codes into `reporters`: whose evidence is the weakest.
    """

    asked: Ints
    bucket: Ints
    value: Floats
    low: Floats
    high: Floats
    n: Floats
    stderr: Floats
    grade: NDArray[np.int8]
    by: Ints
    first: Column
    last: Column
    reason: tuple[str | None, ...]
    reporters: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.asked)

    def answering(self, asked: Ints, places: Ints) -> Points:
        """The points of some of the questions, which from now on are numbered `places`; both of shape (questions,)."""
        number = np.full(int(max(self.asked.max(initial=-1), asked.max(initial=-1))) + 1, -1, dtype=np.int64)
        number[asked] = places
        keep = number[self.asked] >= 0
        arrays = ("bucket", "value", "low", "high", "n", "stderr", "grade", "by", "first", "last")
        reason = tuple(why for why, kept in zip(self.reason, keep, strict=True) if kept)
        kept = {name: getattr(self, name)[keep] for name in arrays}
        return replace(self, asked=number[self.asked[keep]], reason=reason, **kept)


def quotient(above: Points, below: Points, factor: float, names: tuple[str, str]) -> Points:
    """Numerators over denominators of the same questions, point by point; `factor` is 100 for a rate in per cent.

    n is the sum of the denominators, the grade the weaker of the two. A period with one of the two missing, or a
    denominator of 0, has no value and says so.
    """
    number, count = group(np.concatenate([above.asked, below.asked]), np.concatenate([above.bucket, below.bucket]))
    top, bottom = number[: len(above)], number[len(above) :]
    tops, bottoms = _spread(above.value, top, count), _spread(below.value, bottom, count)
    corners = [
        ratio_of(_spread(side, top, count), _spread(other, bottom, count)) * factor
        for side in (above.low, above.high)
        for other in (below.low, below.high)
    ]
    value = ratio_of(tops, bottoms) * factor
    weaker = _spread(below.grade, bottom, count, 3) <= _spread(above.grade, top, count, 3)
    reporters = (*above.reporters, *below.reporters)
    theirs = np.where(below.by < 0, -1, below.by + len(above.reporters))
    return Points(
        asked=_either(above.asked, below.asked, top, bottom, count),
        bucket=_either(above.bucket, below.bucket, top, bottom, count),
        value=value,
        low=np.min(corners, axis=0) if count else value,
        high=np.max(corners, axis=0) if count else value,
        n=np.where(np.isfinite(value), bottoms, np.nan),
        stderr=np.full(count, np.nan),
        grade=np.minimum(_spread(above.grade, top, count, 3), _spread(below.grade, bottom, count, 3)).astype(np.int8),
        by=np.where(weaker, _spread(theirs, bottom, count, -1), _spread(above.by, top, count, -1)).astype(np.int64),
        first=_either(above.first, below.first, top, bottom, count),
        last=_either(above.last, below.last, top, bottom, count),
        reason=tuple(_why(t, b, names) for t, b in zip(tops, bottoms, strict=True)),
        reporters=reporters,
    )


def merged(parts: Sequence[Points]) -> Points:
    """Points of different questions as one, sorted."""
    if len(parts) == 1:
        return parts[0]
    offsets = np.cumsum([0, *(len(part.reporters) for part in parts)])
    order = np.lexsort((_joined(parts, "bucket"), _joined(parts, "asked")))
    by = [np.where(part.by < 0, -1, part.by + offset) for part, offset in zip(parts, offsets, strict=False)]
    reasons = [reason for part in parts for reason in part.reason]
    columns = {name: _joined(parts, name)[order] for name in _ARRAYS}
    return Points(
        **columns,
        by=np.concatenate(by)[order],
        reason=tuple(reasons[index] for index in order),
        reporters=tuple(name for part in parts for name in part.reporters),
    )


_ARRAYS = ("asked", "bucket", "value", "low", "high", "n", "stderr", "grade", "first", "last")


def _joined(parts: Sequence[Points], name: str) -> Column:
    return np.concatenate([getattr(part, name) for part in parts])


def _spread(column: Column, at: Ints, count: int, blank: float = np.nan) -> Floats:
    out = np.full(count, blank)
    out[at] = column
    return out


def _either(left: Column, right: Column, at: Ints, other: Ints, count: int) -> Column:
    out = np.empty(count, dtype=left.dtype)
    out[other], out[at] = right, left
    return out


def _why(top: float, bottom: float, names: tuple[str, str]) -> str | None:
    if bottom == 0:
        return said("{what} is 0", what=names[1])
    absent = [name for name, value in zip(names, (top, bottom), strict=True) if np.isnan(value)]
    return said("no actual of {kpis}", kpis=listed(absent)) if absent else None


def series(points: Points, wanted: Sequence[Wanted], fiscal_year_start: int = 1) -> list[Series]:
    """One Series for each question, at its grain, empty where nothing is known."""
    edges = np.searchsorted(points.asked, np.arange(len(wanted) + 1))
    start, end = periods(points, wanted, fiscal_year_start)
    there = np.isfinite(points.value)
    reporters: tuple[str | None, ...] = (*points.reporters, None)
    answer = []
    for index, item in enumerate(wanted):
        at = np.arange(edges[index], edges[index + 1])
        kept = at[there[at]]
        missing = tuple(
            (Period(start[i].item(), end[i].item()), points.reason[i] or said("no reason given"))
            for i in at[~there[at]]
        )
        assert item.grain is not None
        answer.append(
            Series(
                kpi=item.kpi,
                slice=item.slice,
                grain=item.grain,
                start=start[kept],
                end=end[kept],
                value=points.value[kept],
                n=points.n[kept],
                stderr=points.stderr[kept],
                grade=points.grade[kept],
                by=tuple(reporters[code] for code in points.by[kept]),
                low=points.low[kept],
                high=points.high[kept],
                missing=missing,
            )
        )
    return answer


def periods(points: Points, wanted: Sequence[Wanted], fiscal_year_start: int) -> tuple[Column, Column]:
    """First day of every point's bucket and the day after its last; for all time, what the actuals span."""
    grains = [item.grain for item in wanted]
    start, end = points.first.copy(), points.last.copy()
    for grain in {grain for grain in grains if grain is not None}:
        asks = np.array([other == grain for other in grains], dtype=np.bool_)
        mine = asks[points.asked] if len(points) else np.empty(0, dtype=np.bool_)
        start[mine] = starts(points.bucket[mine], grain, fiscal_year_start)
        end[mine] = ends(points.bucket[mine], grain, fiscal_year_start)
    return start, end


def join(questions: Ints, cells: Ints) -> tuple[Ints, Ints]:
    """Pairs (row of `questions`, row of `cells`) with equal columns; several questions may be the same."""
    both = np.concatenate([questions, cells])
    key, count = group(*both.T)
    asked, have = key[: len(questions)], key[len(questions) :]
    order = np.argsort(asked, kind="stable")
    first = np.searchsorted(asked[order], np.arange(count))
    repeats = np.bincount(asked, minlength=count)
    right = np.repeat(np.arange(len(have)), repeats[have])
    within = np.arange(len(right)) - np.repeat(np.cumsum(repeats[have]) - repeats[have], repeats[have])
    return order[first[have[right]] + within], right


def ratio_of(above: Floats, below: Floats) -> Floats:
    """above / below, NaN where below is 0."""
    quotient: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0)
    return quotient
