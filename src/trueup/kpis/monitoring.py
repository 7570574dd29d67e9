"""Is it chance, or has something changed? XmR charts of many series, with the false alarms that they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.kpis.calendar import buckets
from trueup.kpis.series import Series
from trueup.stats.arl import expected_false_alarms
from trueup.stats.arrays import on_grid
from trueup.stats.runs import DEFAULT, signals
from trueup.stats.xmr import Limits, Xmr, xmr
from trueup.vocabulary import Grain, Period


@dataclass(frozen=True, slots=True)
class Alarm:
    """A point at which a rule spoke, with the side of the centre line it lies on."""

    rule: str
    period: Period
    value: float
    side: str


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The limits of one series, None with the reason in `note` where there are none, and its signals."""

    limits: Limits | None
    alarms: tuple[Alarm, ...]
    note: str | None


def control_chart(
    series: Series, *, floor: float | None = None, ceiling: float | None = None, fiscal_year_start: int = 1
) -> ControlChart:
    """The XmR chart of one series; moving ranges and runs are never taken across a missing period."""
    if not len(series):
        return ControlChart(None, (), "no actual yet")
    at = buckets(series.start, series.grain, fiscal_year_start)
    values, present = on_grid(at, series.value)
    chart = xmr(values, present, floor=floor, ceiling=ceiling)
    if not isinstance(chart, Xmr) or not isinstance(chart.limits, Limits):
        return ControlChart(None, (), str(chart.limits if isinstance(chart, Xmr) else chart))
    limits = chart.limits
    index = np.flatnonzero(present)
    found = signals(values, limits.centre, limits.sigma, present, rules=DEFAULT)
    place = {int(grid): row for row, grid in enumerate(index)}
    alarms = tuple(Alarm(each.rule, series.period(place[each.index]), each.value, each.side) for each in found)
    return ControlChart(limits, alarms, _note(limits))


def _note(limits: Limits) -> str | None:
    parts = [f"provisional limits from {limits.baseline} points"] if limits.status == "provisional" else []
    if limits.clipped:
        parts.append(f"the {' and '.join(limits.clipped)} limit is clipped at the KPI's natural bound")
    return "; ".join(parts) or None


def false_alarms_a_month(charts: Sequence[tuple[Series, ControlChart]]) -> float:
    """Signals a month to expect by chance alone from all charts that have limits: points a month / ARL0."""
    counts: dict[Grain, int] = {}
    for series, chart in charts:
        if chart.limits is not None:
            counts[series.grain] = counts.get(series.grain, 0) + 1
    one = expected_false_alarms([1])
    return sum(count * grain.per_year / 12 * one for grain, count in counts.items())
