"""Cells rolled up to what was asked for: thousands of (KPI, slice) at once, without a loop over cells.

How an actual rolls up is the KPI's `aggregate`: a sum; a mean weighted by n (1 where n is unknown); the least, the
most; the last in time (of several at the same time, their weighted mean); the median of the actuals themselves. Rates
are not rolled up at all: their numerators and denominators are, see `points.quotient`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.cells import Cells, Column, Ints
from trueup.kpis.evidence import Floats
from trueup.kpis.points import Points, Wanted, join, ratio_of
from trueup.vocabulary import DIMENSIONS, Grade, InputError, said

WAYS = ("sum", "mean", "min", "max", "last", "median", "formula")
"""How actuals roll up. Thousands of cells are told apart by the number of their way."""


def match(cells: Cells, wanted: Sequence[Wanted]) -> tuple[Ints, Ints]:
    """Which cells belong to which question: pairs (question, cell)."""
    codes = {name: {text: code for code, text in enumerate(cells.names[name])} for name in ("kpi", *DIMENSIONS)}
    asked, found = [], []
    for bound in sorted({tuple(item.slice.bound) for item in wanted}):
        mine = np.array([i for i, item in enumerate(wanted) if tuple(item.slice.bound) == bound], dtype=np.int64)
        names = ("kpi", *bound)
        texts = [(wanted[i].kpi, *wanted[i].slice.bound.values()) for i in mine]
        keys = [[codes[name].get(text, -2) for name, text in zip(names, row, strict=True)] for row in texts]
        left, right = join(np.array(keys, dtype=np.int64), np.stack([cells[name] for name in names], axis=1))
        asked.append(mine[left])
        found.append(right)
    nothing = np.empty(0, dtype=np.int64)
    return np.concatenate([nothing, *asked]), np.concatenate([nothing, *found])


def roll(cells: Cells, wanted: Sequence[Wanted], grade: NDArray[np.int8]) -> Points:
    """Roll cells up to the questions, one point a (question, bucket). `grade` is that of each cell."""
    asked, found = match(cells, wanted)
    return rolled(cells.take(found), asked, ways([item.how for item in wanted])[asked], grade[found])


def ways(hows: Iterable[str]) -> Ints:
    """The numbers of ways of rolling up, by their names."""
    return np.array([WAYS.index(how) for how in hows], dtype=np.int64)


def rolled(cells: Cells, asked: Ints, ways: Ints, grade: NDArray[np.int8]) -> Points:
    """Roll up cells that are each for one question (`asked`) and one way of rolling up (`ways`: number in WAYS).

    Cells may carry the columns `low` and `high` (see evidence.hull); they are rolled up the same way.
    """
    order = np.lexsort((cells["bucket"], asked))
    asked, ways, rows = asked[order], ways[order], cells.take(order)
    edges = _edges(asked, rows["bucket"])
    value = _value(rows, ways[edges], edges)
    low, high = _sides(rows, ways[edges], edges, value)
    weakest, by = _weakest(grade[order], rows, edges)
    return Points(
        asked=asked[edges],
        bucket=rows["bucket"][edges],
        value=value,
        low=low,
        high=high,
        n=_cases(rows, edges),
        stderr=_error(rows, ways[edges], edges),
        grade=weakest,
        by=by,
        first=_reduce(np.minimum, rows["first"], edges),
        last=_reduce(np.maximum, rows["last"], edges),
        reason=_reasons(rows, edges, value),
        reporters=rows.names["reported_by"],
    )


def mixes(cells: Cells, asked: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Who reported each point of `rolled`, in its order: codes into texts, -1 for unknown.

    Where there are several reporters the text says how many actuals each of them gave.
    """
    order = np.lexsort((cells["reported_by"], cells["bucket"], asked))
    rows = cells.take(order)
    edges = _edges(asked[order], rows["bucket"])
    who, texts = rows["reported_by"], [*rows.names["reported_by"]]
    code = _reduce(np.minimum, who, edges).copy()
    stops = np.append(edges[1:], len(rows))
    for point in np.flatnonzero(code != _reduce(np.maximum, who, edges)).tolist():
        here = slice(edges[point], stops[point])
        code[point] = len(texts)
        texts.append(_counted(who[here], rows["actuals"][here], rows.names["reported_by"]))
    return code, tuple(texts)


def _counted(who: Ints, actuals: Ints, names: Sequence[str]) -> str:
    counts = {(*names, "unknown")[code]: int(actuals[who == code].sum()) for code in np.unique(who)}
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


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


def _value(rows: Cells, way: Ints, edges: Ints) -> Floats:
    """The rolled-up value of every group, NaN where there is none."""
    found: dict[str, Callable[[], Floats]] = {
        "sum": lambda: _sum(rows["total"], edges),
        "mean": lambda: ratio_of(_sum(rows["weighted"], edges), _sum(rows["weight"], edges)),
        "min": lambda: _reduce(np.fmin, rows["least"], edges),
        "max": lambda: _reduce(np.fmax, rows["most"], edges),
        "last": lambda: _last(rows, edges),
        "median": lambda: _median(rows, edges),
        "formula": lambda: _alone(rows, edges),
    }
    value = np.full(len(edges), np.nan)
    for number in np.flatnonzero(np.bincount(way)).tolist():
        mine = way == number
        value[mine] = found[WAYS[number]]()[mine]
    return np.where(_sum(rows["actuals"], edges) > 0, value, np.nan)


def _sizes(edges: Ints, total: int) -> Ints:
    return np.diff(np.append(edges, total))


def _alone(rows: Cells, edges: Ints) -> Floats:
    """What a formula gave; two of its results have no roll-up, so they are never put together."""
    if (_sizes(edges, len(rows)) > 1).any():
        raise InputError("a formula was rolled up", do="ask for it at the grain and slice itself")
    return np.asarray(rows["least"], dtype=np.float64)


def _last(rows: Cells, edges: Ints) -> Floats:
    """The weighted mean of the actuals that begin last; cells must be rows."""
    begins = np.where(rows["actuals"] > 0, rows["first"].astype(np.int64), np.iinfo(np.int64).min)
    latest = np.repeat(_reduce(np.maximum, begins, edges), _sizes(edges, len(rows)))
    stands = (begins == latest) & (rows["actuals"] > 0)
    return ratio_of(_sum(rows["weighted"] * stands, edges), _sum(rows["weight"] * stands, edges))


def _median(rows: Cells, edges: Ints) -> Floats:
    """The median of the actuals; cells must be rows."""
    size = _sizes(edges, len(rows))
    number = np.repeat(np.arange(len(edges)), size)
    ordered = rows["least"][np.lexsort((rows["least"], number))]  # NaN sorts last within its group
    count = _sum(rows["actuals"], edges)
    low, high = edges + np.maximum(count - 1, 0) // 2, edges + np.minimum(count // 2, size - 1)
    return (ordered[low] + ordered[high]) / 2 if len(edges) else np.empty(0)


def _sides(rows: Cells, way: Ints, edges: Ints, value: Floats) -> tuple[Floats, Floats]:
    """The hull of both sides' figures; the value itself where nothing is contested."""
    if "low" not in rows.columns:
        return value, value
    return tuple(_value(_replaced(rows, rows[side]), way, edges) for side in ("low", "high"))  # type: ignore[return-value]


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


def _error(rows: Cells, way: Ints, edges: Ints) -> Floats:
    """Standard error where every actual came with one, the actuals being independent; NaN for order statistics."""
    actuals = _sum(rows["actuals"], edges)
    summed = np.sqrt(_sum(rows["error2"], edges))
    averaged = ratio_of(np.sqrt(_sum(rows["weighted_error2"], edges)), _sum(rows["weight"], edges))
    is_sum = np.isin(way, ways(["sum", "formula"])) | (actuals == 1)
    error = np.where(way == WAYS.index("mean"), averaged, np.where(is_sum, summed, np.nan))
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
            reasons[index] = said("the actual is for a longer time than a period of the grain")
        else:
            reasons[index] = said("its n is 0") if some[index] else said("recorded without an actual")
    return tuple(reasons)
