"""A KPI, or a KPI that counts incidents, on a scale: the actual of the last period that is over.

A period that still runs is left out: half a month of outages is not a good month. The interval is that of the actual's
own standard error, of its cases where it is a percentage, and the hull of both sides' figures where it is disputed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from trueup.agreements.words import quantity
from trueup.horizons.figure import Figure, Timeline, lacking
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.scale import on_scale, scored
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.stats.means import around
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import Grade, said


def kpi_timeline(asked: Asked, kpi: Kpi, series: Series) -> Timeline:
    """The actuals of a KPI in a slice, from the worst to the best of the criterion's scale."""
    scale = asked.criterion.scale
    assert scale is not None, "checked when the document was written"
    ends: list[dt.date] = series.end.tolist()

    def reckon(day: dt.date) -> Figure:
        index = last_over(series, day)
        return _none(kpi) if index is None else _figure(asked, kpi, series, index, scale)

    return Timeline(tuple(ends), reckon)


def last_over(series: Series, day: dt.date) -> int | None:
    """The last actual whose period is over when the day begins."""
    over = np.flatnonzero(series.end <= np.datetime64(day))
    return int(over[-1]) if len(over) else None


def _none(kpi: Kpi) -> Figure:
    return lacking(said("no actual of {kpi} for a period that is over", kpi=kpi.name))


def _figure(asked: Asked, kpi: Kpi, series: Series, index: int, scale: Sequence[Decimal]) -> Figure:
    value, ends = float(series.value[index]), ends_of(series, index, kpi)
    marks = None if ends is None else (on_scale(ends[0], scale), on_scale(ends[1], scale))
    over = series.period(index)
    return Figure(
        score=scored(on_scale(value, scale), marks, cases(series, index), said("actual on a scale")),
        rater="measured",
        by=series.by[index] or "",
        grade=Grade(int(series.grade[index])),
        on=over.end,
        stale_on=asked.stale_on(over.end),
        reasons=(
            said(
                "{actual} in {period}, where {worst} is worst and {best} is best",
                actual=quantity(value, kpi.unit.name),
                period=over,
                worst=quantity(scale[0], kpi.unit.name),
                best=quantity(scale[1], kpi.unit.name),
            ),
            *disputed(series, index),
        ),
    )


def disputed(series: Series, index: int) -> tuple[str, ...]:
    """A sentence where both sides have figures of their own."""
    return (said("the actual is disputed: the interval holds both figures"),) if series.disputed[index] else ()


def cases(series: Series, index: int) -> int:
    """How many cases an actual rests on: 1, itself, where it does not say."""
    return int(series.n[index]) if np.isfinite(series.n[index]) else 1


def ends_of(series: Series, index: int, kpi: Kpi) -> tuple[float, float] | None:
    """The ends of the interval of an actual, in its unit; None where it came without error and nobody disputes it."""
    low, high = float(series.low[index]), float(series.high[index])
    error = _error(series, index, kpi)
    if error is None:
        return (low, high) if series.disputed[index] else None
    return low - error[0], high + error[1]


def _error(series: Series, index: int, kpi: Kpi) -> tuple[float, float] | None:
    """How far the actual may be below and above, by chance."""
    value, n = float(series.value[index]), float(series.n[index])
    if np.isfinite(series.stderr[index]):
        found = around(value, float(series.stderr[index]), int(n) if np.isfinite(n) else None)
        return value - found.low, found.high - value
    if kpi.unit.name != "%" or not np.isfinite(n) or not 0 <= value <= 100 or n <= 0:
        return None
    share = wilson(value / 100 * n, n)
    assert isinstance(share, Proportion)
    return value - 100 * share.low, 100 * share.high - value
