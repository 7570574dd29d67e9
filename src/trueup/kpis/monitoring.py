"""Control charts: is a KPI steady, or has something changed?

XmR limits by default; Laney's p' where the actuals are proportions of a varying n. Two rules speak: one point beyond
three sigma, eight in a row on one side. With many charts false alarms are certain, so their number is said.
Source: docs/explanation/methods/monitoring.md; stats/xmr.py, stats/laney.py, stats/runs.py, stats/arl.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueup.kpis.calendar import buckets, ends, starts
from trueup.kpis.series import Floats, Series, spans
from trueup.stats.arl import run_rules_arl
from trueup.stats.arrays import Bools, NoVariation, on_grid
from trueup.stats.autocorrelation import Answer, Autocorrelation, autocorrelations
from trueup.stats.laney import LaneyLimits, laney
from trueup.stats.runs import DEFAULT, Side, Signal, signals_many
from trueup.stats.xmr import LOCK_FROM, Limits, Xmr, xmr_many
from trueup.vocabulary import Figure, Insufficient, Period, joined, listed, said


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that spoke: in which period, with which actual, on which side of the centre."""

    rule: str
    period: Period
    value: float
    side: Side


@dataclass(frozen=True, slots=True)
class ControlChart:
    """One series on its chart; arrays have shape (periods,), one value a period of the grain, gaps included.

    value is NaN in a gap. centre, lower and upper are NaN without limits; `limits` are those of the last period where
    they vary with n. `note` says in words what the limits rest on, or why there are none.
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    limits: Limits | None
    alarms: tuple[Alarm, ...]
    gaps: tuple[Period, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Charted:
    """A series to chart. `floor` and `ceiling` are natural bounds: a limit beyond one is moved to it.

    `whole` says that the actuals are proportions of it (1, or 100 for per cent): where each then comes with its n, and
    n varies, the limits follow n.
    """

    series: Series
    floor: float | None = None
    ceiling: float | None = None
    whole: float | None = None
    fiscal_year_start: int = 1


def control_chart(
    series: Series,
    *,
    floor: float | None = None,
    ceiling: float | None = None,
    whole: float | None = None,
    fiscal_year_start: int = 1,
) -> ControlChart:
    """The chart of one series; the arguments are those of `Charted`."""
    return control_charts([Charted(series, floor, ceiling, whole, fiscal_year_start)])[0]


def control_charts(asked: Sequence[Charted]) -> list[ControlChart]:
    """The chart of each series, in order; each depends on its own series only."""
    drawn = iter(_drawn([_Grid.of(each) for each in asked if len(each.series)]))
    return [next(drawn) if len(each.series) else _empty(each.series) for each in asked]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A series laid out period by period; arrays of shape (periods,)."""

    asked: Charted
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    value: Floats
    there: Bools
    rates: LaneyLimits | None

    @classmethod
    def of(cls, asked: Charted) -> _Grid:
        series, fiscal = asked.series, asked.fiscal_year_start
        number = buckets(series.start, series.grain, fiscal)
        value, there = on_grid(number, series.value)
        grid = np.arange(number[0], number[-1] + 1)
        rates = None if asked.whole is None else _laney(series, number, asked.whole)
        return cls(
            asked=asked,
            start=starts(grid, series.grain, fiscal),
            end=ends(grid, series.grain, fiscal),
            value=value,
            there=there,
            rates=rates if isinstance(rates, LaneyLimits) else None,
        )


def _drawn(grids: Sequence[_Grid]) -> list[ControlChart]:
    lines = _lines(grids)
    return list(map(_charted, grids, lines, _signals(grids, lines)))


def _charted(grid: _Grid, beside: _Lines, found: Sequence[Signal]) -> ControlChart:
    periods = spans(grid.start, grid.end)
    return ControlChart(
        start=grid.start,
        end=grid.end,
        value=np.where(grid.there, grid.value, np.nan),
        centre=beside.centre,
        lower=beside.lower,
        upper=beside.upper,
        limits=beside.limits,
        alarms=tuple(Alarm(each.rule, periods[each.index], each.value, each.side) for each in found),
        gaps=tuple(periods[index] for index in np.flatnonzero(~grid.there).tolist()),
        note=beside.note,
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is drawn beside the actuals; arrays of shape (periods,), NaN without limits."""

    limits: Limits | None
    note: str
    centre: Floats
    lower: Floats
    upper: Floats
    sigma: Floats


def _lines(grids: Sequence[_Grid]) -> list[_Lines]:
    """The lines of every chart; those of one length with the same bounds in one go."""
    found: dict[int, _Lines] = {}
    lags = autocorrelations([grid.value[grid.there] for grid in grids])
    alike: dict[tuple[int, float | None, float | None], list[int]] = defaultdict(list)
    for index, grid in enumerate(grids):
        if grid.rates is not None and grid.asked.whole is not None:
            found[index] = _varying(grid.rates, grid.asked.whole)
        else:
            alike[len(grid.value), grid.asked.floor, grid.asked.ceiling].append(index)
    for (size, floor, ceiling), same in alike.items():
        values, there = np.stack([grids[i].value for i in same]), np.stack([grids[i].there for i in same])
        for index, limits in zip(same, xmr_many(values, there, floor=floor, ceiling=ceiling), strict=True):
            found[index] = _steady(limits, lags[index], size)
    return [found[index] for index in range(len(grids))]


def _signals(grids: Sequence[_Grid], lines: Sequence[_Lines]) -> list[tuple[Signal, ...]]:
    """What the rules say of every chart, those of one length in one go; nothing where there are no limits."""
    found: list[tuple[Signal, ...]] = [()] * len(grids)
    alike: dict[int, list[int]] = defaultdict(list)
    for index, beside in enumerate(lines):
        if beside.limits is not None:
            alike[len(beside.sigma)].append(index)
    for same in alike.values():
        values, there = np.stack([grids[i].value for i in same]), np.stack([grids[i].there for i in same])
        centres = [limits.centre for i in same if (limits := lines[i].limits) is not None]
        spoken = signals_many(values, centres, np.stack([lines[i].sigma for i in same]), there)
        for index, signals in zip(same, spoken, strict=True):
            found[index] = signals
    return found


def _varying(rates: LaneyLimits, whole: float) -> _Lines:
    limits = _last(rates, whole)
    centre = np.full(len(rates.sigma), limits.centre)
    note = said("{limits}; they follow n", limits=_standing(limits))
    return _Lines(limits, note, centre, rates.lower * whole, rates.upper * whole, rates.sigma * whole)


def _steady(found: Xmr | Insufficient, lag: Answer, size: int) -> _Lines:
    limits, note = _read(found, lag)
    bounds = (np.nan,) * 4 if limits is None else (limits.centre, limits.lower, limits.upper, limits.sigma)
    return _Lines(limits, note, *(np.full(size, bound) for bound in bounds))


def false_alarms_a_month(charts: Iterable[tuple[Series, ControlChart]]) -> float:
    """Signals a month that all charts with limits give by chance alone, when nothing has changed: Σ n / ARL0."""
    points = sum(series.grain.per_year / 12 for series, chart in charts if chart.limits is not None)
    return points / run_rules_arl(DEFAULT)


def _empty(series: Series) -> ControlChart:
    nothing = np.empty(0)
    days = np.empty(0, dtype="datetime64[D]")
    return ControlChart(
        days, days, nothing, nothing, nothing, nothing, None, (), (), said("no actuals of {kpi}", kpi=series.kpi)
    )


def _laney(series: Series, number: NDArray[np.int64], whole: float) -> LaneyLimits | Insufficient | NoVariation | None:
    """Limits that follow n, where every actual is a proportion of a known n and n is not always the same."""
    share = series.value / whole
    fits = np.isfinite(series.n) & (series.n > 0) & (share >= 0) & (share <= 1)
    if not fits.all() or np.ptp(series.n) == 0:
        return None
    counts, there = on_grid(number, share * series.n)
    sizes, _ = on_grid(number, series.n)
    return laney(np.minimum(counts, sizes), sizes, there)


def _last(rates: LaneyLimits, whole: float) -> Limits:
    """The limits of the last period, as one record."""
    return Limits(
        centre=rates.centre * whole,
        sigma=float(rates.sigma[-1]) * whole,
        lower=float(rates.lower[-1]) * whole,
        upper=float(rates.upper[-1]) * whole,
        range_typical=float("nan"),
        range_limit=float("nan"),
        baseline=rates.baseline,
        status=rates.status,
        spread="mean",
        clipped=rates.clipped,
        method=rates.method,
    )


def _read(found: Xmr | Insufficient, lag: Answer) -> tuple[Limits | None, str]:
    """The limits and what to say of them."""
    limits = found if isinstance(found, Insufficient) else found.limits
    if isinstance(limits, Insufficient):
        missing = limits.need - limits.have
        if "pairs" in limits.what:
            return None, said("no limits yet: needs {n} more neighbouring periods", n=missing)
        return None, said("no limits yet: needs {n} more periods", n=missing)
    if isinstance(limits, NoVariation):
        return None, said("no limits: {reason}", reason=limits.words)
    return limits, joined([_standing(limits), *_resemblance(lag)], "; ")


def _standing(limits: Limits) -> str:
    found = said("limits from {n} periods", n=limits.baseline)
    if limits.status == "provisional":
        found = said(
            "provisional limits from {n} periods: they are locked at {locked}", n=limits.baseline, locked=LOCK_FROM
        )
    if not limits.clipped:
        return found
    moved = listed([said(name) for name in limits.clipped])
    return said("{limits}; the {moved} limit is moved to what is possible", limits=found, moved=moved)


def _resemblance(lag: Answer) -> list[str]:
    """A warning where neighbours resemble each other: limits are for independent points."""
    if isinstance(lag, Autocorrelation) and lag.notable and lag.r > 0:
        return [
            said(
                "neighbouring periods resemble each other (r = {r}): more alarms than chance would give",
                r=Figure(f"{lag.r:.2f}"),
            )
        ]
    return []


def whole_of(unit: str) -> float | None:
    """What a proportion in this unit is a proportion of; None for units that are no proportions."""
    return {"%": 100.0, "ratio": 1.0}.get(unit)
