"""Cells rolled up to what was asked for: thousands of (KPI, slice) at once, without a loop over cells.

How an actual rolls up is the KPI's `aggregate`: a sum; a mean weighted by n (1 where n is unknown); the least, the
most; the last in time (of several at the same time, their weighted mean); the median of the actuals themselves. Rates
are not rolled up at all: their numerators and denominators are, see `quotient`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.calendar import ends, starts
from trueup.kpis.cells import Cells, Column, Ints, group
from trueup.kpis.evidence import Floats
from trueup.kpis.series import Series
from trueup.vocabulary import DIMENSIONS, Grade, Grain, Period, Slice


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


def match(cells: Cells, wanted: Sequence[Wanted]) -> tuple[Ints, Ints]:
    """Which cells belong to which question: pairs (question, cell)."""
    codes = {name: {text: code for code, text in enumerate(cells.names[name])} for name in ("kpi", *DIMENSIONS)}
    asked, found = [], []
    for bound in sorted({tuple(item.slice.bound) for item in wanted}):
        mine = np.array([i for i, item in enumerate(wanted) if tuple(item.slice.bound) == bound], dtype=np.int64)
        names = ("kpi", *bound)
        texts = [(wanted[i].kpi, *wanted[i].slice.bound.values()) for i in mine]
        keys = [[codes[name].get(text, -2) for name, text in zip(names, row, strict=True)] for row in texts]
        left, right = _join(np.array(keys, dtype=np.int64), np.stack([cells[name] for name in names], axis=1))
        asked.append(mine[left])
        found.append(right)
    nothing = np.empty(0, dtype=np.int64)
    return np.concatenate([nothing, *asked]), np.concatenate([nothing, *found])


def _join(questions: Ints, cells: Ints) -> tuple[Ints, Ints]:
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


def roll(cells: Cells, wanted: Sequence[Wanted], grade: NDArray[np.int8]) -> Points:
    """Roll cells up to the questions, one point a (question, bucket). `grade` is that of each cell.

    Cells may carry the columns `low` and `high` (see evidence.hull); they are rolled up the same way.
    """
    asked, found = match(cells, wanted)
    order = np.lexsort((cells["bucket"][found], asked))
    asked, rows = asked[order], cells.take(found[order])
    edges = _edges(asked, rows["bucket"])
    hows = np.array([item.how for item in wanted] or [""])[asked]
    value = _value(rows, hows, edges)
    low, high = _sides(rows, hows, edges, value)
    weakest, by = _weakest(grade[found[order]], rows, edges)
    return Points(
        asked=asked[edges],
        bucket=rows["bucket"][edges],
        value=value,
        low=low,
        high=high,
        n=_cases(rows, edges),
        stderr=_error(rows, hows, edges),
        grade=weakest,
        by=by,
        first=_reduce(np.minimum, rows["first"], edges),
        last=_reduce(np.maximum, rows["last"], edges),
        reason=_reasons(rows, edges, value),
        reporters=rows.names["reported_by"],
    )


def _edges(asked: Ints, bucket: Ints) -> Ints:
    """Where each group of equal (asked, bucket) begins."""
    if not len(asked):
        return np.empty(0, dtype=np.int64)
    new = np.append(True, (np.diff(asked) != 0) | (np.diff(bucket) != 0))
    return np.flatnonzero(new)


def _reduce(how: np.ufunc, column: Column, edges: Ints) -> Column:
    return how.reduceat(column, edges) if len(edges) else column[:0]


def _sum(column: Column, edges: Ints) -> Column:
    return _reduce(np.add, column, edges)


def _value(rows: Cells, hows: Column, edges: Ints) -> Floats:
    """The rolled-up value of every group, NaN where there is none."""
    ways = {
        "sum": lambda: _sum(rows["total"], edges),
        "mean": lambda: _ratio(_sum(rows["weighted"], edges), _sum(rows["weight"], edges)),
        "min": lambda: _reduce(np.fmin, rows["least"], edges),
        "max": lambda: _reduce(np.fmax, rows["most"], edges),
        "last": lambda: _last(rows, edges),
        "median": lambda: _median(rows, edges),
    }
    value = np.full(len(edges), np.nan)
    for how in sorted(set(hows[edges])):
        mine = hows[edges] == how
        value[mine] = ways[str(how)]()[mine]
    return np.where(_sum(rows["actuals"], edges) > 0, value, np.nan)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0)


def _sizes(edges: Ints, total: int) -> Ints:
    return np.diff(np.append(edges, total))


def _last(rows: Cells, edges: Ints) -> Floats:
    """The weighted mean of the actuals that begin last; cells must be rows."""
    begins = np.where(rows["actuals"] > 0, rows["first"].astype(np.int64), np.iinfo(np.int64).min)
    latest = np.repeat(_reduce(np.maximum, begins, edges), _sizes(edges, len(rows)))
    stands = (begins == latest) & (rows["actuals"] > 0)
    return _ratio(_sum(rows["weighted"] * stands, edges), _sum(rows["weight"] * stands, edges))


def _median(rows: Cells, edges: Ints) -> Floats:
    """The median of the actuals; cells must be rows."""
    size = _sizes(edges, len(rows))
    number = np.repeat(np.arange(len(edges)), size)
    ordered = rows["least"][np.lexsort((rows["least"], number))]  # NaN sorts last within its group
    count = _sum(rows["actuals"], edges)
    low, high = edges + np.maximum(count - 1, 0) // 2, edges + np.minimum(count // 2, size - 1)
    return (ordered[low] + ordered[high]) / 2 if len(edges) else np.empty(0)


def _sides(rows: Cells, hows: Column, edges: Ints, value: Floats) -> tuple[Floats, Floats]:
    """The hull of both sides' figures; the value itself where nothing is contested."""
    if "low" not in rows.columns:
        return value, value
    return tuple(_value(_replaced(rows, rows[side]), hows, edges) for side in ("low", "high"))  # type: ignore[return-value]


def _replaced(rows: Cells, stated: Floats) -> Cells:
    """The same cells with other figures where `stated` is not NaN."""
    other = np.isfinite(stated)
    return rows.with_columns(
        total=np.where(other, stated, rows["total"]),
        weighted=np.where(other, stated * rows["weight"], rows["weighted"]),
        least=np.where(other, stated, rows["least"]),
        most=np.where(other, stated, rows["most"]),
    )


def _cases(rows: Cells, edges: Ints) -> Floats:
    """n where every actual came with one."""
    complete = _sum(rows["counted"], edges) == _sum(rows["actuals"], edges)
    return np.where(complete & (_sum(rows["actuals"], edges) > 0), _sum(rows["cases"], edges), np.nan)


def _error(rows: Cells, hows: Column, edges: Ints) -> Floats:
    """Standard error where every actual came with one, the actuals being independent; NaN for order statistics."""
    actuals = _sum(rows["actuals"], edges)
    summed = np.sqrt(_sum(rows["error2"], edges))
    averaged = _ratio(np.sqrt(_sum(rows["weighted_error2"], edges)), _sum(rows["weight"], edges))
    how = hows[edges]
    error = np.where(how == "mean", averaged, np.where((how == "sum") | (actuals == 1), summed, np.nan))
    return np.where((_sum(rows["errors"], edges) == actuals) & (actuals > 0), error, np.nan)


def _weakest(grade: NDArray[np.int8], rows: Cells, edges: Ints) -> tuple[NDArray[np.int8], Ints]:
    """The least grade of each group, and whose actual that is (the first by code of several)."""
    shown = np.where(rows["actuals"] > 0, grade, np.int8(Grade.attested))
    least = _reduce(np.minimum, shown, edges)
    far = len(rows.names["reported_by"]) + 1
    weak = (shown == np.repeat(least, _sizes(edges, len(rows)))) & (rows["actuals"] > 0) & (rows["reported_by"] >= 0)
    by = _reduce(np.minimum, np.where(weak, rows["reported_by"], far), edges)
    return least, np.where(by == far, -1, by)


def _reasons(rows: Cells, edges: Ints, value: Floats) -> tuple[str | None, ...]:
    """Why a group has no value."""
    reasons: list[str | None] = [None] * len(edges)
    code, misfit = _reduce(np.maximum, rows["reason"], edges), _sum(rows["misfits"], edges)
    some = _sum(rows["actuals"], edges) > 0
    for index in np.flatnonzero(np.isnan(value)):
        if code[index] >= 0:
            reasons[index] = rows.names["reason"][code[index]]
        elif misfit[index]:
            reasons[index] = "the actual is for a longer time than a period of the grain"
        else:
            reasons[index] = "its n is 0" if some[index] else "recorded without an actual"
    return tuple(reasons)


def quotient(above: Points, below: Points, factor: float, names: tuple[str, str]) -> Points:
    """Numerators over denominators of the same questions, point by point; `factor` is 100 for a rate in per cent.

    n is the sum of the denominators, the grade the weaker of the two. A period with one of the two missing, or a
    denominator of 0, has no value and says so.
    """
    number, count = group(np.concatenate([above.asked, below.asked]), np.concatenate([above.bucket, below.bucket]))
    top, bottom = number[: len(above)], number[len(above) :]
    tops, bottoms = _spread(above.value, top, count), _spread(below.value, bottom, count)
    corners = [
        _ratio(_spread(side, top, count), _spread(other, bottom, count)) * factor
        for side in (above.low, above.high)
        for other in (below.low, below.high)
    ]
    value = _ratio(tops, bottoms) * factor
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
        return f"{names[1]} is 0"
    absent = [name for name, value in zip(names, (top, bottom), strict=True) if np.isnan(value)]
    return f"no actual of {' and '.join(absent)}" if absent else None


def series(points: Points, wanted: Sequence[Wanted], fiscal_year_start: int = 1) -> list[Series]:
    """One Series for each question, at its grain, empty where nothing is known."""
    edges = np.searchsorted(points.asked, np.arange(len(wanted) + 1))
    start, end = _periods(points, wanted, fiscal_year_start)
    there = np.isfinite(points.value)
    reporters: tuple[str | None, ...] = (*points.reporters, None)
    answer = []
    for index, item in enumerate(wanted):
        at = np.arange(edges[index], edges[index + 1])
        kept = at[there[at]]
        missing = tuple(
            (Period(start[i].item(), end[i].item()), points.reason[i] or "no reason given") for i in at[~there[at]]
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


def _periods(points: Points, wanted: Sequence[Wanted], fiscal_year_start: int) -> tuple[Column, Column]:
    """First and last day of every point's bucket."""
    grains = [item.grain for item in wanted]
    start, end = points.first.copy(), points.last.copy()
    for grain in {grain for grain in grains if grain is not None}:
        asks = np.array([other == grain for other in grains], dtype=np.bool_)
        mine = asks[points.asked] if len(points) else np.empty(0, dtype=np.bool_)
        start[mine] = starts(points.bucket[mine], grain, fiscal_year_start)
        end[mine] = ends(points.bucket[mine], grain, fiscal_year_start)
    return start, end
