"""Results about KPIs as Vega-Lite: control chart with promise and fan, sparkline, heat map.

Marks name a role (`style: limit`), never a colour: `theme` is a Vega config that gives the roles their looks, so that
one chart works on light, dark and paper. Every chart has a title, a description in words, and its data inline.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from trueup.kpis.monitoring import ControlChart
from trueup.kpis.outlook import Outlook
from trueup.kpis.series import Series
from trueup.kpis.targets import Bounds
from trueup.vocabulary import Grade, Period

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Spec = dict[str, Any]
Row = dict[str, Any]


def control_chart(
    series: Series,
    chart: ControlChart,
    title: str,
    unit: str,
    *,
    promise: Bounds | None = None,
    outlook: Outlook | None = None,
    theme: Mapping[str, Any] | None = None,
) -> Spec:
    """Actuals by grade with their limits and alarms, the promise (a `Bounds` for the series' periods), and the fan.

    An actual stands on the last day of its period; a gap breaks the line.
    """
    data = {
        "fan": _fan(outlook),
        "limits": _limits(chart),
        "promise": _promise(series, promise),
        "line": _line(chart),
        "points": _points(series, unit),
        "alarms": [_alarm(alarm.period, alarm.value, f"{alarm.rule}, {alarm.side}") for alarm in chart.alarms],
    }
    layers = [
        *(_band(low, high, style) for low, high, style in (("q0", "q4", "fan-wide"), ("q1", "q3", "fan-narrow"))),
        _drawn("fan", "line", "fan-middle", y="q2"),
        *(_drawn("limits", "line", style, y=name) for name, style in _LIMITS),
        *(_drawn("promise", "line", "promise", y=name, interpolate="step") for name in ("low", "high")),
        _drawn("line", "line", "actual", invalid="break-paths-show-domains"),
        *(_graded(grade) for grade in Grade),
        _drawn("alarms", "point", "signal", told=True),
    ]
    said = " ".join([_told(series, unit), f"{chart.note}.", *([f"{outlook.words}."] if outlook else [])])
    return _spec(title, said, [layer for layer in layers if data[layer["data"]["name"]]], data, theme) | {
        "encoding": {"x": _days(), "y": _quantity(unit)}
    }


def sparkline(series: Series, title: str, *, theme: Mapping[str, Any] | None = None) -> Spec:
    """The course of a series without axes, its last actual marked."""
    rows = _points(series, "")
    data = {"line": rows, "last": rows[-1:]}
    layers = [_drawn("line", "line", "actual"), _drawn("last", "point", "attested", told=True)]
    spec = _spec(title, _told(series, ""), [layer for layer in layers if data[layer["data"]["name"]]], data, theme)
    bare = {"axis": None}
    return spec | {"height": 28, "encoding": {"x": {**_days(), **bare}, "y": {**_quantity(""), **bare}}}


def heat_map(
    rows: Iterable[Mapping[str, Any]],
    across: str,
    down: str,
    title: str,
    *,
    value: str = "attainment",
    theme: Mapping[str, Any] | None = None,
) -> Spec:
    """Rows of a cube by two of its axes, one cell each, shaded by `value`; a cell without one is left open.

    An attainment is shaded about 1, which is the target itself; anything else from its least to its most.
    """
    cells = [_cell(row, across, down, value) for row in rows]
    data = {
        "cells": cells,
        "known": [c for c in cells if c["v"] is not None],
        "open": [c for c in cells if c["v"] is None],
    }
    middle = {"domainMid": 1} if value == "attainment" else {}
    shade = {"field": "v", "type": "quantitative", "title": value, "scale": {**middle, "range": "diverging"}}
    layers: list[Spec] = [
        {"data": {"name": "open"}, "mark": {"type": "rect", "style": "cell-unknown"}, "encoding": _TOLD},
        {"data": {"name": "known"}, "mark": {"type": "rect", "style": "cell"}, "encoding": {"color": shade, **_TOLD}},
        {
            "data": {"name": "cells"},
            "mark": {"type": "text", "style": "cell-label"},
            "encoding": {"text": {"field": "label"}},
        },
    ]
    best = max(data["known"], key=lambda cell: cell["v"], default=None)
    said = f"{len(cells)} cells of {down} by {across}" + (
        f"; the highest is {best['t']}" if best else "; none is known"
    )
    axis = {"type": "nominal", "title": None}
    places = {"x": {"field": "x", **axis}, "y": {"field": "y", **axis}}
    return _spec(title, f"{said}.", [layer for layer in layers if data[layer["data"]["name"]]], data, theme) | {
        "height": {"step": 36},
        "encoding": places,
    }


_LIMITS = (("lower", "limit"), ("upper", "limit"), ("centre", "centre"))
_TOLD: Row = {"tooltip": {"field": "t", "type": "nominal"}}


def _spec(
    title: str, said: str, layers: list[Spec], data: Mapping[str, list[Row]], theme: Mapping[str, Any] | None
) -> Spec:
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": f"{title}. {said}",
        "width": "container",
        "height": 260,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "datasets": {name: rows for name, rows in data.items() if rows},
        "layer": layers,
        **({"config": dict(theme)} if theme else {}),
    }


def _days() -> Row:
    return {"field": "d", "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": {"grid": False}}


def _quantity(unit: str) -> Row:
    return {"field": "v", "type": "quantitative", "scale": {"zero": False}, "title": unit or None}


def _drawn(name: str, mark: str, style: str, y: str = "v", told: bool = False, **more: Any) -> Spec:
    encoding: Row = {} if y == "v" else {"y": {"field": y, "type": "quantitative"}}
    return {
        "data": {"name": name},
        "mark": {"type": mark, "style": style, **more},
        "encoding": {**encoding, **(_TOLD if told else {})},
    }


def _band(low: str, high: str, style: str) -> Spec:
    ends = {"y": {"field": low, "type": "quantitative"}, "y2": {"field": high}}
    return {"data": {"name": "fan"}, "mark": {"type": "area", "style": style}, "encoding": ends}


def _graded(grade: Grade) -> Spec:
    layer = _drawn("points", "point", grade.name, told=True, filled=True)
    return {**layer, "transform": [{"filter": f"datum.g === '{grade.name}'"}]}


def _fan(outlook: Outlook | None) -> list[Row]:
    steps = () if outlook is None else outlook.steps
    return [{"d": _last(step.period), **{f"q{i}": q for i, q in enumerate(step.quantiles)}} for step in steps]


def _limits(chart: ControlChart) -> list[Row]:
    if chart.limits is None:
        return []
    lines = zip(chart.lower.tolist(), chart.upper.tolist(), chart.centre.tolist(), strict=True)
    return [
        {"d": day, "lower": low, "upper": high, "centre": centre}
        for day, (low, high, centre) in zip(_last_days(chart), lines, strict=True)
    ]


def _last_days(chart: ControlChart) -> list[str]:
    return [(end - dt.timedelta(days=1)).isoformat() for end in chart.end.tolist()]


def _promise(series: Series, promise: Bounds | None) -> list[Row]:
    if promise is None:
        return []
    return [
        {"d": _last(series.period(index)), "low": _number(promise.low[index]), "high": _number(promise.high[index])}
        for index in np.flatnonzero(promise.known).tolist()
    ]


def _line(chart: ControlChart) -> list[Row]:
    """Every period of the grid, with null in a gap: there the line breaks."""
    return [{"d": day, "v": _number(v)} for day, v in zip(_last_days(chart), chart.value.tolist(), strict=True)]


def _points(series: Series, unit: str) -> list[Row]:
    return [
        {
            "d": _last(series.period(index)),
            "v": float(series.value[index]),
            "g": Grade(int(series.grade[index])).name,
            "t": f"{series.period(index)}: {float(series.value[index]):,.5g} {unit}".rstrip()
            + f", {Grade(int(series.grade[index]))}",
        }
        for index in range(len(series))
    ]


def _alarm(period: Period, value: float, text: str) -> Row:
    return {"d": _last(period), "v": value, "t": f"{period}: {text.replace('_', ' ')}"}


def _cell(row: Mapping[str, Any], across: str, down: str, value: str) -> Row:
    x, y = (row[name] or "unassigned" for name in (across, down))
    known = row[value]
    label = "" if known is None else f"{known:.0%}" if value == "attainment" else f"{known:,.4g}"
    return {"x": x, "y": y, "v": known, "label": label, "t": f"{y}, {x}: {label or 'not known'}"}


def _last(period: Period) -> str:
    return (period.end - dt.timedelta(days=1)).isoformat()


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _told(series: Series, unit: str) -> str:
    if not len(series):
        return "No actuals."
    values: Sequence[float] = series.value.tolist()
    extent = f"between {min(values):,.5g} and {max(values):,.5g} {unit}".rstrip()
    return f"{len(series)} actuals from {series.period(0).start} on, {extent}; the last is {values[-1]:,.5g}."
