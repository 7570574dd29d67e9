"""Questions to the facts about KPIs, as Narwhals expressions: built here, run by the engine that `facts` opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from trueup.kpis.calendar import LONGEST, bucket, ends, ordinal, starts
from trueup.kpis.evidence import Place
from trueup.vocabulary import DIMENSIONS, Grain

Frame = nw.LazyFrame[Any]

FINE_KEY = ("kpi", "period_start", "period_end", *DIMENSIONS)
"""What two reporters of one and the same actual agree on."""


def visible(
    rows: Frame, kpis: Sequence[str], as_of: dt.date, where: Mapping[str, Collection[str]] | None = None
) -> Frame:
    """Rows (or cells) of these KPIs whose period has begun before `as_of`.

    `where` says which values a dimension may have.
    """
    seen = rows.filter(nw.col("kpi").is_in(sorted(kpis)), nw.col("period_start") < nw.lit(as_of))
    for dimension, values in (where or {}).items():
        seen = seen.filter(nw.col(dimension).is_in(sorted(values)))
    return seen


def cells(rows: Frame, grains: Mapping[str, Grain | None], by: Sequence[str], fiscal_year_start: int = 1) -> Frame:
    """Everything that a roll-up needs, one row a (kpi, period, slice by `by`, reporter).

    `grains` gives each KPI its grain (None: all time). An actual for longer than a period of the grain is counted in
    `misfits` and not summed. `weight` is n, and 1 where n is unknown.
    """
    return _placed(rows, grains, fiscal_year_start).group_by("kpi", "bucket", *by, "reported_by").agg(*_MEASURES)


def _placed(rows: Frame, grains: Mapping[str, Grain | None], fiscal_year_start: int) -> Frame:
    """The bucket of every row, and whether its period fits into one."""
    start, length = nw.col("period_start"), ordinal(nw.col("period_end")) - ordinal(nw.col("period_start"))
    return rows.with_columns(
        bucket=_by_grain(grains, lambda grain: bucket(start, grain, fiscal_year_start)),
        fits=length <= _by_grain(grains, lambda grain: nw.lit(LONGEST[grain] if grain else 2**31)),
    )


def _by_grain(grains: Mapping[str, Grain | None], say: Callable[[Grain | None], nw.Expr]) -> nw.Expr:
    """One expression over rows of KPIs with different grains."""
    kinds = sorted(set(grains.values()), key=str)
    if len(kinds) == 1:
        return say(kinds[0]).cast(nw.Int64)
    expression = nw.lit(None).cast(nw.Int64)
    for kind in kinds:
        names = sorted(name for name, grain in grains.items() if grain == kind)
        expression = nw.when(nw.col("kpi").is_in(names)).then(say(kind).cast(nw.Int64)).otherwise(expression)
    return expression


_actual, _fits = nw.col("actual"), nw.col("fits")
_value = nw.when(_fits).then(_actual)
_there = _fits & ~_actual.is_null()
_weight = nw.when(_there).then(nw.coalesce(nw.col("n").cast(nw.Float64), nw.lit(1.0)))
_cases = nw.when(_there).then(nw.col("n"))
_error = nw.when(_there).then(nw.col("stderr"))
_weighted_error = _error * _weight
_MEASURES = (
    _value.count().cast(nw.Int64).alias("actuals"),
    _value.sum().alias("total"),
    _weight.sum().alias("weight"),
    (_value * _weight).sum().alias("weighted"),
    _value.min().alias("least"),
    _value.max().alias("most"),
    _cases.count().cast(nw.Int64).alias("counted"),
    _cases.sum().cast(nw.Float64).alias("cases"),
    _error.count().cast(nw.Int64).alias("errors"),
    (_error * _error).sum().alias("error2"),
    (_weighted_error * _weighted_error).sum().alias("weighted_error2"),
    nw.col("recorded_at").max().alias("recorded_at"),
    nw.col("period_start").min().alias("first"),
    nw.col("period_end").max().alias("last"),
    nw.when(~_fits).then(_actual).count().cast(nw.Int64).alias("misfits"),
    nw.when(_actual.is_null()).then(nw.col("missing_reason")).min().alias("reason"),
)


COARSE = frozenset({Grain.month, Grain.quarter, Grain.year, None})
"""Grains that whole months make up: maintained aggregates, which are kept by month, can serve them."""


def cells_of_cells(
    kept: Frame, grains: Mapping[str, Grain | None], by: Sequence[str], fiscal_year_start: int = 1
) -> Frame:
    """The same answer as `cells`, from the maintained aggregates (facts/derived/cells.py), for grains in COARSE.

    A cell is a calendar month, or one odd period that no month contains: so either all its actuals fit, or none.
    """
    start = nw.col("period_start")
    fits = nw.col("longest") <= _by_grain(grains, lambda grain: nw.lit(LONGEST[grain] if grain else 2**31))
    placed = kept.with_columns(
        bucket=_by_grain(grains, lambda grain: bucket(start, grain, fiscal_year_start)),
        misfits=nw.when(~fits).then(nw.col("actuals")).otherwise(nw.lit(0)),
        **{name: nw.when(fits).then(nw.col(name)) for name in (*_COUNTED, *_SUMMED, "least", "most")},
    )
    return placed.group_by("kpi", "bucket", *by, "reported_by").agg(
        *(nw.col(name).sum().cast(nw.Int64) for name in (*_COUNTED, "misfits")),
        *(nw.col(name).cast(nw.Float64).sum() for name in _SUMMED),
        *(nw.col(name).min() for name in ("least", "first", "reason")),
        *(nw.col(name).max() for name in ("most", "last", "recorded_at")),
    )


_COUNTED = ("actuals", "counted", "errors")
_SUMMED = ("total", "weight", "weighted", "cases", "error2", "weighted_error2")


def cut(kept: Frame, as_of: dt.date) -> Frame:
    """The months (`kpi`, `month`) that the moment cuts: of which the maintained aggregates hold more than it knows.

    Something in them began on `as_of` or after it, or became `later` known. All other months are as they were.
    """
    beyond = nw.col("later") | (nw.col("last_start") >= nw.lit(as_of))
    return _with_month(kept.filter(beyond)).select("kpi", "month").unique()


def whole(kept: Frame, cut: Frame) -> Frame:
    """The aggregates of all months but those."""
    return _with_month(kept).join(cut, on=["kpi", "month"], how="anti")


def within(rows: Frame, cut: Frame, first: int, last: int) -> Frame:
    """The rows that begin in those months, of which `first` and `last` are the outermost."""
    near = rows.filter(
        nw.col("period_start") >= nw.lit(starts(np.array([first]), Grain.month)[0].item()),
        nw.col("period_start") < nw.lit(ends(np.array([last]), Grain.month)[0].item()),
    )
    return _with_month(near).join(cut, on=["kpi", "month"], how="semi")


def _with_month(frame: Frame) -> Frame:
    return frame.with_columns(month=bucket(nw.col("period_start"), Grain.month))


def apart(rows: Frame, contested: Sequence[Place]) -> Frame:
    """Rows with a mark `apart`: rivals (several reporters for one actual) and those that someone contests."""
    rivals = nw.len().over(*FINE_KEY) > 1
    return rows.with_columns(apart=rivals if not contested else rivals | _any_of([covers(p) for p in contested]))


def rivalled(rows: Frame) -> Frame:
    """The KPIs of rows (or cells) with several reporters of one period and slice."""
    told = rows.group_by(*FINE_KEY).agg(least=nw.col("reported_by").min(), most=nw.col("reported_by").max())
    return told.filter(nw.col("least") != nw.col("most")).select("kpi").unique()


def covers(place: Place) -> nw.Expr:
    """Whether a row of observations lies inside a place."""
    inside = (
        (nw.col("kpi") == nw.lit(place.kpi))
        & (nw.col("period_start") >= nw.lit(place.start))
        & (nw.col("period_end") <= nw.lit(place.end))
    )
    for dimension, value in place.slice.bound.items():
        inside = inside & nw.coalesce(nw.col(dimension) == nw.lit(value), nw.lit(False))
    return inside if place.by is None else inside & (nw.col("reported_by") == nw.lit(place.by))


def _any_of(conditions: Sequence[nw.Expr]) -> nw.Expr:
    return nw.any_horizontal(*conditions, ignore_nulls=True)


def fine(rows: Frame) -> Frame:
    """The rows themselves, with what a roll-up or a ruling needs of each."""
    return rows.select(*FINE_KEY, "reported_by", "actual", "n", "stderr", "recorded_at", "seq", "missing_reason")
